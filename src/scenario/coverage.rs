//! What scenarios reach, and what none does.
//!
//! In: what came of scenarios, and what guides hold. Out: counts for each kind, and a note for each thing that was not
//! reached. An outcome is reached where it is given or played; a rule where it holds; a cause where it is supposed or an
//! expectation speaks of its chance; a remedy where it was tried, is played, or is expected next and comes. What its
//! item leaves out by an `allow` is not counted.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::{self, scenarios as faults};
use crate::graph::Members;
use crate::model::{Body, Expectation, ItemId, Knowledge, Outcome, Scenario, Target};
use crate::reasoning::{Doing, Response, Step};

use super::Ran;
use super::expectations::Scene;
use super::holding::holding;

/// Something that a scenario can reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// A cause, a rule or a remedy.
    Item(ItemId),
    /// An outcome of a check or a remedy, by its index.
    Outcome(ItemId, usize),
}

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Outcomes of checks, and ways in which remedies fail.
    Outcomes,
    /// Rules.
    Rules,
    /// Causes.
    Causes,
    /// Remedies.
    Remedies,
}

impl Part {
    /// All of them, as they are listed.
    pub const ALL: [Part; 4] = [Part::Outcomes, Part::Rules, Part::Causes, Part::Remedies];

    /// Its name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Part::Outcomes => "outcomes",
            Part::Rules => "rules",
            Part::Causes => "causes",
            Part::Remedies => "remedies",
        }
    }
}

/// How many of how many are reached.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reached.
    pub reached: usize,
    /// There are.
    pub all: usize,
}

impl Tally {
    /// From 0 to 100; 100 where there is nothing to reach.
    #[must_use]
    pub fn percent(self) -> f64 {
        if self.all == 0 { 100.0 } else { self.reached as f64 * 100.0 / self.all as f64 }
    }

    fn count(&mut self, reached: bool) {
        self.all += 1;
        self.reached += usize::from(reached);
    }
}

/// What the scenarios of a knowledge base reach.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coverage {
    /// By part, in the order of [`Part::ALL`].
    pub parts: [Tally; 4],
    /// All parts together.
    pub total: Tally,
    /// A note for each thing that no scenario reaches, in the order of files and lines.
    pub missing: Vec<Diagnostic>,
}

/// Counts what is reached of all that the guides hold.
#[must_use]
pub fn coverage(knowledge: &Knowledge, guides: &[(ItemId, Members)], ran: &[Ran]) -> Coverage {
    let reached: BTreeSet<Reached> = ran.iter().flat_map(|ran| &ran.reached).copied().collect();
    let lists =
        guides.iter().flat_map(|(_, members)| [&members.causes, &members.rules, &members.remedies, &members.checks]);
    let held: BTreeSet<ItemId> = lists.flatten().copied().collect();
    let mut coverage = Coverage::default();
    for item in held.into_iter().filter(|&item| !is_left_out(knowledge, item)) {
        coverage.item(knowledge, &reached, item);
    }
    for part in coverage.parts {
        coverage.total.reached += part.reached;
        coverage.total.all += part.all;
    }
    coverage
}

fn is_left_out(knowledge: &Knowledge, item: ItemId) -> bool {
    let mut allowed = knowledge.common(item).further().allow.iter().map(|allow| knowledge.slice(allow.code));
    allowed.any(|code| catalogue::find(code) == Some(&faults::NEVER_REACHED))
}

impl Coverage {
    fn item(&mut self, knowledge: &Knowledge, reached: &BTreeSet<Reached>, item: ItemId) {
        let (part, outcomes): (_, &[Outcome]) = match &knowledge.item(item).body {
            Body::Cause(_) => (Some(Part::Causes), &[]),
            Body::Rule(_) => (Some(Part::Rules), &[]),
            Body::Remedy(remedy) => (Some(Part::Remedies), &remedy.outcomes),
            Body::Check(check) => (None, &check.outcomes),
            _ => return,
        };
        if let Some(part) = part {
            let found = reached.contains(&Reached::Item(item));
            self.parts[part as usize].count(found);
            if !found {
                let kind = knowledge.item(item).kind().word();
                let message = format!("no scenario reaches the {kind} `{}`", knowledge.name(item));
                self.missing.push(Diagnostic::new(&faults::NEVER_REACHED, knowledge.item(item).name.span, message));
            }
        }
        for (at, outcome) in outcomes.iter().enumerate() {
            let found = reached.contains(&Reached::Outcome(item, at));
            self.parts[Part::Outcomes as usize].count(found);
            if !found {
                let (name, of) = (knowledge.spelled(outcome.name), knowledge.name(item));
                let message = format!("no scenario reaches the outcome `{name}` of `{of}`");
                self.missing.push(Diagnostic::new(&faults::NEVER_REACHED, outcome.name.span, message));
            }
        }
    }
}

/// What a scenario reaches.
pub(super) fn reached(scene: &Scene, scenario: &Scenario) -> BTreeSet<Reached> {
    let mut reached = BTreeSet::new();
    for &(step, outcome) in &scene.situation.done {
        done(scene, step, outcome, &mut reached);
    }
    if let Some(play) = &scene.play {
        for &(step, response) in &play.steps {
            let outcome = match response {
                Response::Answers(outcome) | Response::Fails(outcome) => Some(outcome),
                Response::Helped => None,
            };
            done(scene, step, outcome, &mut reached);
        }
        reached.extend(play.rules.iter().map(|&rule| Reached::Item(scene.decision.rules[rule])));
    }
    let rules = holding(scene.decision, &scene.situation.evidence);
    reached.extend(rules.into_iter().map(|rule| Reached::Item(scene.decision.rules[rule])));
    for (_, expected) in &scenario.expected {
        match expected {
            Expectation::Cause(name, ..) | Expectation::MostLikely(name) | Expectation::RuledOut(name) => {
                reached.extend(name.to.map(Reached::Item));
            }
            Expectation::Next(Target::Item(name)) => {
                let next = scene.route.map(|route| route.flow.nodes[route.node].doing);
                if let Some(Doing::Step(step, _)) = next
                    && Some(scene.decision.step(step)) == name.to
                {
                    done(scene, step, None, &mut reached);
                }
            }
            _ => {}
        }
    }
    reached
}

fn done(scene: &Scene, step: Step, outcome: Option<usize>, reached: &mut BTreeSet<Reached>) {
    let item = scene.decision.step(step);
    if matches!(step, Step::Remedy(_)) {
        reached.insert(Reached::Item(item));
    }
    if let Some(outcome) = outcome.filter(|_| scene.has_outcomes(step)) {
        reached.insert(Reached::Outcome(item, outcome));
    }
}
