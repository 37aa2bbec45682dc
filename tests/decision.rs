//! What the engine is told of a guide.

use std::fmt::Write as _;

use kbc::decision::{Asked, Decision};
use kbc::edition::Edition;
use kbc::graph::{Web, members};
use kbc::model::{ItemId, Kind, Knowledge, Numbers, understand};
use kbc::reasoning::{
    CheckKind, Condition, Effect, EscalationMode, Evidence, Fault, Risk, RuleEffect, Step, Tables, Target, posterior,
};
use kbc::source::{Memory, Sources};

fn decided(text: &str) -> (Knowledge, Decision) {
    let (sources, _) = Sources::read(&Memory::new().with("m.rules", text), "rules");
    let numbers = Numbers::default();
    let (knowledge, findings) = understand(sources, &numbers);
    assert!(findings.is_empty(), "{findings:#?}");
    let web = Web::new(&knowledge);
    let guide = *knowledge.ids_of(Kind::Guide).first().expect("a guide");
    let held = members(&knowledge, &web, &Edition::default(), guide);
    let decision = Decision::new(&knowledge, &web, &numbers, guide, &held).expect("a decision");
    (knowledge, decision)
}

fn item(knowledge: &Knowledge, name: &str) -> ItemId {
    knowledge.ids().find(|&id| knowledge.name(id) == name).expect("an item of the name")
}

const GUIDE: &str = r#"
guide g "G" {
  symptoms lost
  stage one "One"
  stage two "Two"
  otherwise desk
  escalate last
  other 10%
  exclude never-here
}
symptom lost "Lost"
symptom also "Also"
escalation desk "The desk" { takes 30 min }

cause x "X" { likelihood 3 ; shows lost usually, also often ; leads-to m half ; when ios >= 18 }
cause y "Y" { likelihood 1 ; shows lost often }
cause m "M" { leads-to n half }
cause n "N"
cause outside "Outside" { likelihood 9 }

check tells "Tells" {
  takes 2 min
  waits 10 min
  risk caution "noise"
  when also
  outcome a "A" 30% { points-to m strongly ; confirms outside }
  outcome b "B" { rules-out x ; next solved }
  outcome c "C" { given y 25% ; next mend }
}
check never-here "Excluded" { outcome a "A" { points-to x } outcome b "B" }

remedy mend "Mend" {
  stage two
  fixes x usually, n half, outside half
  after tells, never-here
  retry 2
  risk destructive "all" ; undo none
  verify "Look." 2 min
  when ios is 18 or ios >= 26 or never-here is b
  outcome worse "Worse" 10%
  outcome same "The same"
}
remedy swap "Swap" { fixes y usually ; supersedes mend ; stage three }

fact ios "Which version?" { version }
fact colour "Which colour?" { one-of red "Red" 20%, green "Green", blue "Blue" }
fact named "What is it called?" { text ; never-asked }

rule r "R" {
  when colour is blue and not named is "it" and mend is worse
  then suspect x strongly, skip swap, warn "Careful.", confirm outside, doubt outside, next desk
}
guide h "Another" { symptoms also ; otherwise desk ; stage three "Three" }
"#;

#[test]
fn causes_are_the_guides_own_what_they_lead_to_and_what_its_checks_speak_of() {
    let (_, decision) = decided(GUIDE);
    let causes = &decision.problem.causes;
    let named: Vec<_> = causes.iter().map(|cause| (cause.name.as_str(), cause.weight)).collect();
    assert_eq!(named, [("m.m", None), ("m.n", None), ("m.outside", None), ("m.x", Some(3.0)), ("m.y", Some(1.0))]);
    assert_eq!(causes[3].leads_to, [(kbc::reasoning::CauseId(0), 0.5)]);
    assert_eq!(causes[3].shows.len(), 2);
}

#[test]
fn facts_are_cut_where_the_guides_conditions_cut_them() {
    let (knowledge, decision) = decided(GUIDE);
    let ios = decision.check(item(&knowledge, "ios")).expect("asked");
    let names: Vec<_> = decision.problem.checks[ios.0].outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
    assert_eq!(names, ["below 18", "from 18 below 19", "from 19 below 26", "from 26"]);
    assert_eq!(decision.problem.checks[ios.0].kind, CheckKind::Fact);
    let possible = decision.problem.causes[3].possible.clone().expect("a condition");
    assert_eq!(possible, Condition::Any((1..4).map(|at| Condition::Is(ios, at)).collect()));
    let named = decision.check(item(&knowledge, "named")).expect("known");
    assert_eq!(decision.problem.checks[named.0].kind, CheckKind::NeverAsked);
    let Asked::Fact(_, values) = &decision.checks[named.0] else { panic!("a fact") };
    assert_eq!(values.len(), 2);
    let colour = decision.check(item(&knowledge, "colour")).expect("asked");
    let shares: Vec<_> = decision.problem.checks[colour.0].outcomes.iter().map(|outcome| outcome.share).collect();
    assert_eq!(shares, [Some(0.2), None, None]);
}

#[test]
fn checks_and_remedies_have_their_times_and_routes() {
    let (knowledge, decision) = decided(GUIDE);
    let (tells, mend) = (item(&knowledge, "tells"), item(&knowledge, "mend"));
    let also = decision.check(item(&knowledge, "also")).expect("asked for by a condition");
    let check = &decision.problem.checks[decision.check(tells).expect("a check").0];
    assert_eq!((check.takes, check.waits, check.risk), (2.0, 10.0, Risk::Caution));
    assert_eq!(check.when, Some(Condition::Is(also, 0)));
    let cause = |name| decision.cause(item(&knowledge, name)).expect("a cause");
    assert_eq!(check.outcomes[0].effects, [Effect::PointsTo(cause("m"), 20.0), Effect::Confirms(cause("outside"))]);
    assert_eq!(check.outcomes[1].next, Some(Target::Solved));
    let mend_id = decision.remedy(mend).expect("a remedy");
    assert_eq!(check.outcomes[2].next, Some(Target::Step(Step::Remedy(mend_id))));
    let remedy = &decision.problem.remedies[mend_id.0];
    assert_eq!((remedy.takes, remedy.waits, remedy.verify), (5.0, 0.0, 2.0));
    assert_eq!((remedy.stage, remedy.retry, remedy.risk), (Some(1), 2, Risk::Destructive));
    // What the guide excludes is not waited for, and stays unknown.
    assert_eq!(remedy.after, [Step::Check(decision.check(tells).expect("a check"))]);
    let excluded = decision.check(item(&knowledge, "never-here")).expect("named by a condition");
    assert_eq!(decision.problem.checks[excluded.0].kind, CheckKind::NeverAsked);
    assert_eq!(decision.checks[excluded.0], Asked::Excluded(item(&knowledge, "never-here")));
    // A stage that the guide does not have means its first.
    let swap = &decision.problem.remedies[decision.remedy(item(&knowledge, "swap")).expect("a remedy").0];
    assert_eq!((swap.stage, swap.supersedes.as_slice()), (None, &[mend_id][..]));
}

#[test]
fn rules_and_the_policy_are_told_whole() {
    let (knowledge, decision) = decided(GUIDE);
    let rule = &decision.problem.rules[0];
    let cause = |name| decision.cause(item(&knowledge, name)).expect("a cause");
    let swap = Step::Remedy(decision.remedy(item(&knowledge, "swap")).expect("a remedy"));
    let desk = decision.escalation(item(&knowledge, "desk")).expect("an escalation");
    assert_eq!(
        rule.effects,
        [
            RuleEffect::Suspect(cause("x"), 20.0),
            RuleEffect::Skip(swap),
            RuleEffect::Warn(0),
            RuleEffect::Confirm(cause("outside")),
            RuleEffect::Doubt(cause("outside"), 5.0),
            RuleEffect::Next(Target::Escalation(desk)),
        ]
    );
    assert_eq!(knowledge.text(decision.warnings[0]), "Careful.");
    let policy = &decision.problem.policy;
    assert_eq!((policy.other, policy.negligible, policy.mode), (0.1, 0.03, EscalationMode::Last));
    assert!((decision.problem.escalations[desk.0].takes - 30.0).abs() < 1e-12);
}

#[test]
fn what_is_told_gives_tables_and_chances() {
    let (knowledge, decision) = decided(GUIDE);
    let tables = Tables::new(&decision.problem);
    assert!(tables.faults.is_empty(), "{:?}", tables.faults);
    for table in &tables.checks {
        for column in 0..tables.width() {
            let sum: f64 = table.iter().map(|outcome| outcome[column]).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
    }
    let lost = decision.symptom(item(&knowledge, "lost")).expect("a symptom");
    let seen = posterior(&decision.problem, &Evidence { observed: vec![lost], ..Evidence::default() });
    let chances = seen.chances.expect("some cause can show it");
    // .9 is shared 3 to 1 by x, which shows it with .8, and y with .7; .1 is the unknown one's, with their mean.
    let weights = [0.9 * 0.75 * 0.8, 0.9 * 0.25 * 0.7, 0.1 * (0.75 * 0.8 + 0.25 * 0.7)];
    let sum: f64 = weights.iter().sum();
    for (chance, weight) in chances.iter().zip(weights) {
        assert!((chance - weight / sum).abs() < 1e-9, "{chances:?}");
    }
}

/// A number below a bound that is the same in every run.
fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

#[test]
fn lints_of_chances_find_what_the_engine_finds() {
    let words = [
        "given x 60%",
        "given x 40%",
        "given y 100%",
        "rules-out x",
        "rules-out y",
        "confirms x",
        "confirms y",
        "points-to x",
        "against y strongly",
        "",
    ];
    let shares = ["", "", "", " 60%", " 40%", " 0%"];
    for other in ["0%", "5%"] {
        let mut text = format!(
            "guide g \"G\" {{ symptoms s ; otherwise e ; other {other} }}\nsymptom s \"S\"\nescalation e \"E\"\n\
             cause x \"X\" {{ likelihood 1 ; shows s usually }}\ncause y \"Y\" {{ likelihood 1 ; shows s usually }}\n"
        );
        let mut state = 7;
        for check in 0..400 {
            let mut outcomes = String::new();
            for outcome in 0..2 + draw(&mut state, 2) {
                let share = shares[draw(&mut state, 6) as usize];
                let effects: Vec<_> = (0..2).map(|_| words[draw(&mut state, 10) as usize]).collect();
                let _ = writeln!(outcomes, "  outcome o{outcome} \"O\"{share} {{ {} }}", effects.join(" ; "));
            }
            let _ = writeln!(text, "check c{check} \"C\" {{\n{outcomes}}}");
        }
        let (sources, _) = Sources::read(&Memory::new().with("m.rules", text), "rules");
        let numbers = Numbers::default();
        let (knowledge, mut findings) = understand(sources, &numbers);
        let web = Web::new(&knowledge);
        let guide = *knowledge.ids_of(Kind::Guide).first().expect("a guide");
        let held = vec![(guide, members(&knowledge, &web, &Edition::default(), guide))];
        findings.extend(kbc::lints::run(&kbc::lints::LintContext::new(&knowledge, &web, &numbers, &held, &findings)));
        let decision = Decision::new(&knowledge, &web, &numbers, guide, &held[0].1).expect("a decision");
        let mut engine: Vec<(String, u16)> = Tables::new(&decision.problem)
            .faults
            .iter()
            .filter_map(|fault| match fault {
                Fault::GivenOver { step, .. } => Some((*step, 301)),
                Fault::GivenUnder { step, .. } => Some((*step, 302)),
                Fault::Closed { step, .. } => Some((*step, 303)),
                _ => None,
            })
            .map(|(step, code)| (knowledge.name(decision.step(step)).to_owned(), code))
            .collect();
        let mut lints: Vec<(String, u16)> = findings
            .iter()
            .filter(|finding| (301..=303).contains(&finding.fault.code.0))
            .map(|finding| {
                let place = finding.span.expect("a place");
                let item = knowledge
                    .items
                    .iter()
                    .find(|item| item.span.file == place.file && item.span.range().contains(&(place.start as usize)));
                (knowledge.spelled(item.expect("an item").name).to_owned(), finding.fault.code.0)
            })
            .collect();
        for list in [&mut engine, &mut lints] {
            list.sort();
            list.dedup();
        }
        assert!(engine.len() > 30, "{}", engine.len());
        assert_eq!(engine, lints);
    }
}
