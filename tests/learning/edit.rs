//! Numbers of the text: what is edited compiles to what was meant, and the rest of the text stays.

use kbc::config::{Config, WrittenSessions};
use kbc::decision::Decision;
use kbc::estimates::{OfGuide, Patch, Unit, Written, edit};
use kbc::learning::guide::{Key, Settings, Study};
use kbc::learning::learned::with_numbers;
use kbc::learning::simulate::Chance;
use kbc::pipeline::{self, Analysis};
use kbc::reasoning::{Effect, Outcome, Problem, Tables};
use kbc::source::{Disk, Memory, Overlay};

/// Shares that no author wrote, in tenths of a per cent; what was 0 or 1 stays.
fn other(chance: &mut Chance, written: &[f64]) -> Vec<f64> {
    let open = written.iter().filter(|one| **one > 0.0).count();
    if open < 2 {
        return written.to_vec();
    }
    let drawn: Vec<f64> = written.iter().map(|one| if *one > 0.0 { 0.05 + chance.unit() } else { 0.0 }).collect();
    let sum: f64 = drawn.iter().sum();
    let mut all: Vec<f64> = drawn.iter().map(|one| (one / sum * 1000.0).round() / 1000.0).collect();
    let last = all.iter().rposition(|one| *one > 0.0).expect("an open outcome");
    let others: f64 = (0..all.len()).filter(|at| *at != last).map(|at| all[at]).sum();
    all[last] = ((1.0 - others) * 1000.0).round() / 1000.0;
    all
}

fn confirms(problem: &Problem, step: &str, cause: &str) -> bool {
    let at = problem.causes.iter().position(|one| one.name == cause);
    let says = |outcome: &Outcome| {
        outcome.effects.iter().any(|effect| matches!(effect, Effect::Confirms(of) if Some(of.0) == at))
    };
    let checks = problem.checks.iter().filter(|one| one.name == step).flat_map(|one| &one.outcomes);
    let remedies = problem.remedies.iter().filter(|one| one.name == step).flat_map(|one| &one.outcomes);
    checks.chain(remedies).any(says)
}

/// A change of about every second number.
fn patch(problem: &Problem, written: &Written<'_>, chance: &mut Chance) -> Patch {
    let mut study = Study::new(Settings::default());
    study.add(problem, &[], &|_| 10.0);
    let mut patch = Patch::default();
    for (key, block) in study.keys.iter().zip(&study.blocks) {
        if chance.happens(0.5) {
            continue;
        }
        match key {
            Key::Fixes { remedy, cause } if written.fixes(remedy, cause).is_some() => {
                let number = other(chance, &block.written)[0];
                patch.0.insert(Unit::Fixes(remedy.clone(), cause.clone()), vec![(String::new(), number)]);
            }
            Key::Row { step, of, outcomes } => {
                let is_said = of.as_ref().is_some_and(|cause| confirms(problem, step, cause));
                if is_said || written.outcomes(step).is_empty() {
                    continue;
                }
                let row = outcomes.iter().cloned().zip(other(chance, &block.written)).collect();
                patch.0.insert(Unit::Row(step.clone(), of.clone()), row);
            }
            _ => {}
        }
    }
    patch
}

fn decision(understood: &Analysis, config: &Config, guide: kbc::model::ItemId) -> Decision {
    let members = understood.members(guide).expect("a guide");
    Decision::new(&understood.knowledge, &understood.web, &config.numbers, guide, members).expect("an end")
}

/// Edits the rules of a project by random patches, a guide at a time, and compiles them again.
fn edits_mean_what_they_say(files: &Disk, seed: u64) -> usize {
    let config = Config { rules: String::new(), ..Config::default() };
    let understood = pipeline::read(files, &config);
    assert!(!understood.has_errors());
    let written = Written::new(&understood.knowledge, WrittenSessions::default());
    let mut chance = Chance::new(seed, 3);
    let mut changed = 0;
    for (guide, _) in &understood.guides {
        let problem = decision(&understood, &config, *guide).problem;
        let mut patch = patch(&problem, &written, &mut chance);
        let refused = edit(&written, &[&problem], &patch).refused;
        refused.iter().for_each(|(unit, _)| _ = patch.0.remove(unit));
        let edited = edit(&written, &[&problem], &patch);
        assert!(edited.refused.is_empty(), "{:?}", edited.refused);
        changed += patch.0.len();
        let mut above = Memory::new();
        for file in edited.files.keys() {
            let source = understood.knowledge.sources.get(*file);
            let new = edited.apply(*file, source.text());
            let prose = |text: &str| -> Vec<String> { text.split('"').skip(1).step_by(2).map(str::to_owned).collect() };
            assert_eq!(prose(source.text()), prose(&new), "no text of a reader changes");
            above = above.with(source.path.trim_start_matches('/').to_owned(), new);
        }
        let after = pipeline::read(&Overlay::new(files, above), &config);
        assert!(!after.has_errors(), "{:#?}", after.findings);
        let name = understood.knowledge.qualified(*guide);
        let made = decision(&after, &config, after.guide_named(&name)[0]).problem;
        let (meant, made) = (Tables::new(&with_numbers(&problem, &OfGuide(&patch, 0, &written))), Tables::new(&made));
        let same = |a: &[Vec<f64>], b: &[Vec<f64>]| {
            a.iter().zip(b).all(|(a, b)| a.iter().zip(b).all(|(a, b)| (a - b).abs() < 2e-4))
        };
        for (at, check) in problem.checks.iter().enumerate() {
            assert!(
                same(&meant.checks[at], &made.checks[at]),
                "{}: {:?} {:?}",
                check.name,
                meant.checks[at],
                made.checks[at]
            );
        }
        assert!(same(&meant.fixes, &made.fixes), "{name}");
        assert!(meant.failures.iter().zip(&made.failures).all(|(a, b)| same(a, b)), "{name}");
    }
    changed
}

fn folder(path: &str) -> Disk {
    Disk::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
}

#[test]
fn edits_of_the_rules_that_ship_mean_what_they_say() {
    let mut changed = 0;
    for (seed, path) in ["rules", "examples/on-call/rules", "examples/learning/rules"].into_iter().enumerate() {
        changed += edits_mean_what_they_say(&folder(path), seed as u64);
    }
    assert!(changed > 50, "{changed}");
}

#[test]
fn words_give_way_to_numbers_and_all_else_stays() {
    let text = "\
guide g \"G\" { symptoms s ; otherwise e }
symptom s \"S\"
cause a \"A\" { likelihood common ; shows s } # a guess
cause b \"B\" { likelihood rare ; shows s }
check c \"C?\" {
  outcome yes \"Yes\" { points-to a strongly } # of old
  outcome no \"No\"
}
remedy r \"R\" { fixes a, b half ; steps { step \"Do.\" } }
escalation e \"E\"
";
    let files = Memory::new().with("m.rules", text);
    let config = Config { rules: String::new(), ..Config::default() };
    let understood = pipeline::read(&files, &config);
    assert!(!understood.has_errors(), "{:#?}", understood.findings);
    let written = Written::new(&understood.knowledge, WrittenSessions::default());
    let problem = decision(&understood, &config, understood.guides[0].0).problem;
    let one = |number: f64| vec![(String::new(), number)];
    let row = |yes: f64| vec![("yes".to_owned(), yes), ("no".to_owned(), 1.0 - yes)];
    let patch = Patch(
        [
            (Unit::Likelihood("m.a".into()), one(14.0)),
            (Unit::Fixes("m.r".into(), "m.a".into()), one(0.35)),
            (Unit::Fixes("m.r".into(), "m.b".into()), one(0.625)),
            (Unit::Row("m.c".into(), Some("m.a".into())), row(0.72)),
        ]
        .into(),
    );
    let edited = edit(&written, &[&problem], &patch);
    let file = *edited.files.keys().next().expect("a file");
    let expected = text
        .replace("likelihood common", "likelihood 14")
        .replace("fixes a, b half", "fixes a 35%, b 62.5%")
        .replace("points-to a strongly", "given a 72%");
    assert_eq!(edited.apply(file, text), expected);
    assert!(edited.refused.is_empty());
}

#[test]
fn a_likelihood_that_nobody_wrote_needs_a_hand() {
    let text = "guide g \"Dark\" { symptoms dark ; otherwise shop }\nsymptom dark \"It is dark\"\nescalation shop \"Shop\"\n\
                cause a \"A\" { shows dark }\ncause b \"B\" { shows dark }\n\
                remedy r \"R\" { fixes a ; takes 1 min }\nremedy s \"S\" { fixes b usually ; takes 1 min }\n";
    let files = Memory::new().with("m.rules", text);
    let config = Config { rules: String::new(), ..Config::default() };
    let understood = pipeline::read(&files, &config);
    assert!(!understood.has_errors(), "{:?}", understood.findings);
    let problem = decision(&understood, &config, understood.guides[0].0).problem;
    let written = Written::new(&understood.knowledge, WrittenSessions::default());
    let number = |number: f64| vec![(String::new(), number)];
    let likelihood = Unit::Likelihood("m.a".to_owned());
    let fixes = Unit::Fixes("m.r".to_owned(), "m.a".to_owned());
    let patch = Patch([(likelihood.clone(), number(3.0)), (fixes, number(0.9))].into());
    let edited = edit(&written, &[&problem], &patch);
    assert_eq!(edited.refused.iter().map(|(unit, _)| unit).collect::<Vec<_>>(), [&likelihood]);
    let file = understood.knowledge.item(understood.guides[0].0).head.file;
    assert_eq!(edited.apply(file, text), text.replace("fixes a ;", "fixes a 90% ;"));
}
