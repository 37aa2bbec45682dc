//! What is told of each guide, for people and for programs.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::decision::ItemNames;
use crate::estimates::{Judged, Timed, Unit, Verdict, Written};
use crate::learning::learned::{LearnedNumber, What};
use crate::model::{ItemId, Knowledge};
use crate::pipeline::Analysis;

use super::doubts::Doubted;
use super::study::{FEWEST, Studied};

/// All of it.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// Lines that were read.
    pub lines: u64,
    /// Lines that were wrong.
    pub wrong: u64,
    /// The guides that have sessions.
    pub guides: Vec<Report>,
}

/// What is told of a guide.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Its qualified name.
    pub guide: String,
    /// Its sessions.
    pub sessions: u64,
    /// The first and the last month.
    pub months: Option<(String, String)>,
    /// By the way that they came.
    pub via: BTreeMap<String, u64>,
    /// By how they ended.
    pub endings: BTreeMap<String, u64>,
    /// The mean of their minutes.
    pub minutes: f64,
    /// Sessions whose cause support found.
    pub known_causes: u64,
    /// Sessions with several causes: nothing is learned from these.
    pub several_causes: u64,
    /// Sessions that the guide says cannot be, by pattern.
    pub impossible: Vec<(String, u64)>,
    /// By name the sessions that name what is nothing of the guide.
    pub unknown_names: BTreeMap<String, u64>,
    /// By step the sessions that showed it before it changed: that counts as not asked.
    pub outdated: BTreeMap<String, u64>,
    /// The share of the written numbers' sessions that counts.
    pub trust: f64,
    /// How often a trouble ends by itself while a remedy is tried.
    pub by_itself: Option<f64>,
    /// Whether there are sessions enough to propose anything.
    pub is_enough: bool,
    /// Whether the estimate came to rest.
    pub is_settled: bool,
    /// The numbers.
    pub numbers: Vec<Number>,
    /// Pairs of numbers that are known only together, and how they vary.
    pub together: Vec<(String, String, f64)>,
    /// Checks that rules couple: their numbers stay as they are written.
    pub coupled: Vec<String>,
    /// What the plan costs.
    pub plan: PlanCosts,
    /// What else speaks against the guide.
    pub doubts: Doubted,
}

/// What the plan costs, in minutes, where the learned numbers are true.
#[derive(Debug, Serialize)]
pub struct PlanCosts {
    /// As it is.
    pub now: f64,
    /// With all changes.
    pub changed: f64,
    /// In how many of how many draws of the numbers the changed one costs no more.
    pub better: Option<(u64, u64)>,
}

/// A number.
#[derive(Debug, Serialize)]
#[expect(clippy::struct_field_names, reason = "programs read the field by this name")]
pub struct Number {
    /// In words, with the names that are used in the guide.
    pub number: String,
    /// Whether it is a weight, else a chance or a time.
    pub is_weight: bool,
    /// Whether it is a time, in minutes.
    pub is_time: bool,
    /// As it is written.
    pub written: f64,
    /// As its author wrote it, where that is a word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// As it was learned.
    pub learned: f64,
    /// With a chance of 90 % it is more than this.
    pub low: f64,
    /// And less than this.
    pub high: f64,
    /// Sessions that were expected to say something of it.
    pub tries: f64,
    /// The share of what is known of it that comes from sessions.
    pub known: f64,
    /// What is to become of it.
    pub verdict: &'static str,
    /// What it changes to.
    pub change: Option<f64>,
    /// What readers lose, in minutes, where it stays as written and the others change.
    pub plan: Option<f64>,
}

/// A verdict in a word.
fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Change => "change",
        Verdict::Agrees => "agrees",
        Verdict::Together => "together",
        Verdict::Stays => "stays",
        Verdict::NotWritten => "not-written",
        Verdict::Hardly => "hardly-learned",
        Verdict::NotLearned => "not-learned",
    }
}

/// A number in words.
pub fn named(what: &What, name: &dyn Fn(&str) -> String) -> String {
    match what {
        What::Likelihood(cause) => format!("likelihood {}", name(cause)),
        What::Other(_) => "other".to_owned(),
        What::Fixes(remedy, cause) => format!("{} fixes {}", name(remedy), name(cause)),
        What::Outcome { step, of: None, outcome } => format!("{}: {outcome}", name(step)),
        What::Outcome { step, of: Some(cause), outcome } => {
            format!("{}: {outcome}, given {}", name(step), name(cause))
        }
    }
}

impl Studied {
    /// What is told of each guide.
    pub fn reports(&self, understood: &Analysis, written: &Written<'_>) -> Vec<Report> {
        (0..self.guides.len()).map(|at| self.report(understood, written, at)).collect()
    }

    fn report(&self, understood: &Analysis, written: &Written<'_>, at: usize) -> Report {
        let guide = &self.guides[at];
        let (knowledge, gathered) = (&understood.knowledge, &guide.gathered);
        let items = items(knowledge, guide);
        let names = ItemNames::new(knowledge, &guide.decision);
        let name = |qualified: &str| {
            let short = items.get(qualified).map(|item| names.of(*item).to_owned());
            short.unwrap_or_else(|| qualified.to_owned())
        };
        let is_own = |number: &LearnedNumber| self.is_own(&items, at, &number.what);
        let mut numbers = Vec::new();
        for judged in &self.judged {
            for &place in judged.numbers.iter().filter(|place| is_own(&self.learned.numbers[**place])) {
                numbers.push(self.number(written, at, judged, place, &name));
            }
        }
        let own = self.times.iter().filter(|timed| items.contains_key(timed.time.step.as_str()));
        numbers.extend(own.map(|timed| self.time(at, timed, &name)));
        let together = self.learned.together().into_iter().filter_map(|(a, b, how)| {
            let (a, b) = (&self.learned.numbers[a], &self.learned.numbers[b]);
            (is_own(a) && is_own(b)).then(|| (named(&a.what, &name), named(&b.what, &name), how))
        });
        let costs = &self.costs[at];
        let estimate = &self.learned.estimate;
        Report {
            guide: knowledge.qualified(guide.id),
            sessions: gathered.sessions,
            months: gathered.months.clone(),
            via: gathered.via.clone(),
            endings: gathered.endings.clone(),
            minutes: gathered.minutes / (gathered.sessions as f64).max(1.0),
            known_causes: gathered.known_causes,
            several_causes: gathered.several_causes,
            impossible: self.impossible[at].clone(),
            unknown_names: gathered.unknown.clone(),
            outdated: gathered.outdated.clone(),
            trust: estimate.trust,
            by_itself: self.learned.by_itself[at],
            is_enough: gathered.sessions >= FEWEST,
            is_settled: estimate.ascent.is_settled,
            numbers,
            together: together.collect(),
            coupled: self.coupled[at].clone(),
            plan: PlanCosts { now: costs.now, changed: costs.changed, better: costs.better },
            doubts: self.doubted(understood, at),
        }
    }

    /// Whether a number is one of a guide, whose items these are.
    pub fn is_own(&self, items: &BTreeMap<String, ItemId>, at: usize, what: &What) -> bool {
        let problem = &self.guides[at].decision.problem;
        match what {
            What::Likelihood(cause) => problem.hypotheses().any(|id| problem.causes[id.0].name == *cause),
            What::Other(of) => *of == at,
            What::Fixes(step, cause) => items.contains_key(step) && items.contains_key(cause),
            What::Outcome { step, of, .. } => {
                items.contains_key(step) && of.as_ref().is_none_or(|of| items.contains_key(of))
            }
        }
    }

    fn time(&self, guide: usize, timed: &Timed, name: &dyn Fn(&str) -> String) -> Number {
        let time = &timed.time;
        let factor = timed.change.as_ref().map(|_| time.learned);
        Number {
            number: format!("{} takes", name(&time.step)),
            is_weight: false,
            is_time: true,
            written: time.written,
            word: None,
            learned: time.learned,
            low: time.interval.low,
            high: time.interval.high,
            tries: time.tries as f64,
            known: time.known,
            verdict: word(timed.verdict),
            change: factor,
            plan: self.costs[guide].without.get(&timed.unit).copied(),
        }
    }

    fn number(
        &self,
        written: &Written<'_>,
        guide: usize,
        judged: &Judged,
        place: usize,
        name: &dyn Fn(&str) -> String,
    ) -> Number {
        let number = &self.learned.numbers[place];
        let change = judged.change.as_ref().and_then(|change| {
            let outcome = match &number.what {
                What::Outcome { outcome, .. } => outcome.as_str(),
                _ => "",
            };
            change.iter().find(|(one, _)| one == outcome).map(|(_, number)| *number)
        });
        Number {
            number: named(&number.what, name),
            is_weight: matches!(number.what, What::Likelihood(_)),
            is_time: false,
            written: number.written,
            word: said(written, &judged.unit),
            learned: number.learned,
            low: number.interval.low,
            high: number.interval.high,
            tries: number.tries,
            known: number.known,
            verdict: word(judged.verdict),
            change,
            plan: self.costs[guide].without.get(&judged.unit).copied(),
        }
    }
}

/// The word that an author wrote for a number.
fn said(written: &Written<'_>, unit: &Unit) -> Option<String> {
    let span = match unit {
        Unit::Likelihood(cause) => written.knowledge.cause(written.item(cause)?)?.likelihood?.span,
        Unit::Fixes(remedy, cause) => written.fixes(remedy, cause)?.chance.span,
        _ => return None,
    };
    let text = written.knowledge.slice(span);
    text.starts_with(|first: char| first.is_ascii_alphabetic()).then(|| text.to_owned())
}

/// The items of a guide by their qualified names.
pub fn items(knowledge: &Knowledge, guide: &super::study::Guide) -> BTreeMap<String, ItemId> {
    let decision = &guide.decision;
    let steps = decision.checks.iter().map(crate::decision::Asked::item).chain(decision.remedies.iter().copied());
    steps.chain(decision.causes.iter().copied()).map(|item| (knowledge.qualified(item), item)).collect()
}
