//! Does it help? Hidden causes are drawn by the guides' own chances, and a simulated person answers by the guides' own numbers,
//! the same for each arm. One arm reads the guide from the top, as somebody does who has only its text; the other is led step by
//! step, as by `kbc mcp`. No model takes part: what a model does lies between the two.

use std::path::Path;

use kbc::config::Config;
use kbc::decision::Decision;
use kbc::guide::{Action, Document};
use kbc::model::Kind;
use kbc::pipeline::{self, Analysis};
use kbc::reasoning::{Doing, Evidence, Options, Plan, Problem, Risk, Step, Tables, follow, plan};
use kbc::source::Disk;

use super::knowledge;

/// So many causes are drawn for each guide.
const CASES: u64 = 400;

/// What became of the cases of an arm.
#[derive(Debug, Default, Clone, Copy)]
struct Figures {
    solved: f64,
    minutes: f64,
    /// Steps that destroy something and do not fix the cause.
    needless: f64,
}

/// A number from 0 to 1 that depends on what it is asked for alone, so that both arms meet the same person. The finalizer of
/// `SplitMix64` (Steele, Lea and Flood 2014).
fn drawn(case: u64, what: u64, which: u64) -> f64 {
    let mut z = case.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ what.wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ (which << 32);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// The place that a number falls on among chances.
fn chosen(number: f64, chances: impl Iterator<Item = f64>) -> usize {
    let (mut sum, mut last) = (0.0, 0);
    for (at, chance) in chances.enumerate() {
        sum += chance;
        last = at;
        if number < sum {
            break;
        }
    }
    last
}

/// A person with a hidden cause.
struct Person<'p> {
    problem: &'p Problem,
    tables: &'p Tables,
    case: u64,
    hypothesis: usize,
    figures: Figures,
}

impl<'p> Person<'p> {
    fn new(problem: &'p Problem, tables: &'p Tables, case: u64) -> Self {
        let hypothesis = chosen(drawn(case, 0, 0), tables.prior.iter().copied());
        Self { problem, tables, case, hypothesis, figures: Figures::default() }
    }

    /// Does a step: nothing where it helped, else the number of what follows.
    fn does(&mut self, step: Step, copy: usize) -> Option<usize> {
        match step {
            Step::Check(check) => {
                let one = &self.problem.checks[check.0];
                self.figures.minutes += one.takes + one.waits;
                let chances = self.tables.checks[check.0].iter().map(|row| row[self.hypothesis]);
                Some(chosen(drawn(self.case, 1, check.0 as u64), chances))
            }
            Step::Remedy(remedy) => {
                let one = &self.problem.remedies[remedy.0];
                self.figures.minutes += one.takes + one.waits + one.verify;
                let fixes = self.tables.fixes[remedy.0][self.hypothesis];
                self.figures.needless += f64::from(u8::from(one.risk == Risk::Destructive && fixes <= 0.0));
                if drawn(self.case, 2 + copy as u64, remedy.0 as u64) < fixes {
                    self.figures.solved = 1.0;
                    return None;
                }
                let ways = &self.tables.failures[remedy.0];
                let all: f64 = ways.iter().map(|way| way[self.hypothesis]).sum();
                let chances = ways.iter().map(|way| way[self.hypothesis] / all);
                Some(if all > 0.0 { chosen(drawn(self.case, 99, remedy.0 as u64), chances) } else { 0 })
            }
        }
    }

    fn is_handed_over(&mut self, end: usize) {
        self.figures.minutes += self.problem.escalations[end].takes;
    }
}

/// Led by the flow, answer by answer.
fn led(person: &mut Person, plan: &Plan) {
    let place = follow(person.problem, &plan.flow, &Evidence::default()).expect("the flow has a beginning");
    let mut node = place.node;
    for _ in 0..1000 {
        match plan.flow.nodes[node].doing {
            Doing::Step(step, copy) => match person.does(step, copy) {
                None => return,
                Some(outcome) => node = plan.flow.nodes[node].next[outcome],
            },
            Doing::Escalate(end) | Doing::Contradiction(end) => return person.is_handed_over(end.0),
            Doing::Guide(_) | Doing::Solved => return,
        }
    }
    unreachable!("a flow ends");
}

/// From the first printed step to the last.
fn from_the_top(person: &mut Person, document: &Document, understood: &Analysis, decision: &Decision) {
    let id = |item| understood.knowledge.qualified(item);
    for step in &document.way.steps {
        let copy = step.attempt.saturating_sub(1) as usize;
        let done = match &step.action {
            Action::Check(name) | Action::Fact(name) | Action::Symptom(name) => {
                let at = decision.checks.iter().position(|asked| id(asked.item()) == *name);
                at.map(|at| Step::Check(kbc::reasoning::CheckId(at)))
            }
            Action::Remedy(name) => {
                let at = decision.remedies.iter().position(|&item| id(item) == *name);
                at.map(|at| Step::Remedy(kbc::reasoning::RemedyId(at)))
            }
            _ => None,
        };
        if let Some(step) = done
            && person.does(step, copy).is_none()
        {
            return;
        }
    }
    person.is_handed_over(0);
}

fn mean(all: &[Figures]) -> Figures {
    let of = |get: fn(&Figures) -> f64| all.iter().map(get).sum::<f64>() / all.len() as f64;
    Figures { solved: of(|one| one.solved), minutes: of(|one| one.minutes), needless: of(|one| one.needless) }
}

/// What an arm did for the guides of a base, as cells of a table.
fn cells(figures: Figures) -> String {
    let Figures { solved, minutes, needless } = figures;
    format!("{:.0} % | {minutes:.0} min | {:.1}", solved * 100.0, needless * 100.0)
}

/// How many guides were tried, and the means of both arms: from the top, and led.
fn arms(project: &Path) -> (usize, Figures, Figures) {
    let config = Config { rules: String::new(), ..Config::default() };
    let understood = pipeline::read(&Disk::new(project.join("rules")), &config);
    assert!(!understood.has_errors());
    let (mut top, mut leading) = (Vec::new(), Vec::new());
    for &guide in understood.knowledge.ids_of(Kind::Guide) {
        let members = understood.members(guide).expect("a guide");
        let decision = Decision::new(&understood.knowledge, &understood.web, &config.numbers, guide, members);
        let decision = decision.expect("a guide with an end");
        let document = pipeline::document_of(&understood, &config, guide, members).expect("a guide");
        let plan = plan(&decision.problem, &Evidence::default(), &Options::default());
        let tables = Tables::new(&decision.problem);
        for case in 0..CASES {
            let mut person = Person::new(&decision.problem, &tables, case);
            from_the_top(&mut person, &document, &understood, &decision);
            top.push(person.figures);
            let mut person = Person::new(&decision.problem, &tables, case);
            led(&mut person, &plan);
            leading.push(person.figures);
        }
    }
    (top.len() / CASES as usize, mean(&top), mean(&leading))
}

/// The bases whose guides are tried.
const BASES: [&str; 3] = ["router", "kubernetes", "printer"];

#[test]
fn who_is_led_is_helped_sooner_and_destroys_less() {
    let mut table = String::new();
    for name in BASES {
        let (guides, top, led) = arms(&knowledge(name));
        table.push_str(&format!("| `{name}`, {} cases | {} | {} |\n", guides as u64 * CASES, cells(top), cells(led)));
        assert!(led.minutes < top.minutes, "{name}: {top:?} {led:?}");
        assert!(led.solved > top.solved - 0.05, "{name}: {top:?} {led:?}");
        assert!(led.needless <= top.needless, "{name}: {top:?} {led:?}");
    }
    let told = include_str!("../../docs/agents.md");
    assert!(told.contains(&table), "docs/agents.md has other figures than these:\n{table}");
}
