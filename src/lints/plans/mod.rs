//! What is wrong with a guide as it is planned: a file for each lint, as for those that need no plan.
//!
//! In: a guide's problem, plan and printed flow. Out: findings. Nothing is planned here again: a lint reads what the
//! engine found, so that ten thousand guides cost no more than looking at them.

mod causes_not_told_apart;
mod check_never_pays;
mod contradictory_entry;
mod dear_stages;
mod escalates_at_once;
mod first_step_not_firm;
mod foreign_first_question;
mod handed_over_early;
mod impossible_outcome;
mod joint_table_zero;
mod no_answer_left;
mod path_ends_nowhere;
mod path_too_long;
mod printed_flow_too_costly;
mod remedy_priced_out;
mod route_never_followed;
mod route_past_safe_step;
pub(in crate::lints) mod rules_too_entangled;
mod unreachable_step;
mod unsound_plan;
mod wide_gap;

use crate::decision::{Asked, Decision};
use crate::diagnostics::{Diagnostic, Fault, in_a_row};
use crate::model::{ItemId, Knowledge};
use crate::reasoning::{CauseId, CheckId, Findings, Judged, Plan, Step, SymptomId};
use crate::source::Span;

/// All lints of plans, in the order of their codes.
pub static PLAN_LINTS: &[&PlanLint] = &[
    &unreachable_step::LINT,
    &path_ends_nowhere::LINT,
    &route_never_followed::LINT,
    &route_past_safe_step::LINT,
    &causes_not_told_apart::LINT,
    &check_never_pays::LINT,
    &impossible_outcome::LINT,
    &contradictory_entry::LINT,
    &escalates_at_once::LINT,
    &path_too_long::LINT,
    &first_step_not_firm::LINT,
    &printed_flow_too_costly::LINT,
    &joint_table_zero::LINT,
    &rules_too_entangled::LINT,
    &no_answer_left::LINT,
    &wide_gap::LINT,
    &remedy_priced_out::LINT,
    &dear_stages::LINT,
    &foreign_first_question::LINT,
    &handed_over_early::LINT,
    &unsound_plan::LINT,
];

/// One way to look for trouble in a plan.
#[derive(Debug)]
pub struct PlanLint {
    /// What it finds.
    pub fault: &'static Fault,
    /// Finds it.
    pub run: fn(&Look, &mut Vec<Diagnostic>),
}

/// What lints of plans look at.
pub struct Planned<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// The guide.
    pub guide: ItemId,
    /// What the engine was given, and the way back from its ids.
    pub decision: &'a Decision,
    /// What the engine found.
    pub judged: &'a Judged,
    /// The longest path that raises no finding, in minutes.
    pub longest_path: Option<f64>,
}

/// A planned guide, and what the engine says of its flow.
pub struct Look<'a> {
    planned: &'a Planned<'a>,
}

/// Runs all lints of plans on a guide.
#[must_use]
pub fn run_on_plan(planned: &Planned) -> Vec<Diagnostic> {
    let look = Look { planned };
    let mut findings = Vec::new();
    for lint in PLAN_LINTS {
        (lint.run)(&look, &mut findings);
    }
    findings
}

impl<'a> Look<'a> {
    fn knowledge(&self) -> &'a Knowledge {
        self.planned.knowledge
    }

    fn decision(&self) -> &'a Decision {
        self.planned.decision
    }

    fn plan(&self) -> &'a Plan {
        &self.planned.judged.plan
    }

    fn found(&self) -> &'a Findings {
        &self.planned.judged.findings
    }

    /// The name of the guide.
    fn guide(&self) -> &'a str {
        self.knowledge().name(self.planned.guide)
    }

    /// The line that begins the guide.
    fn guide_head(&self) -> Span {
        self.head(self.planned.guide)
    }

    fn head(&self, item: ItemId) -> Span {
        self.knowledge().item(item).head
    }

    fn name(&self, item: ItemId) -> &'a str {
        self.knowledge().name(item)
    }

    fn step_name(&self, step: Step) -> &'a str {
        self.name(self.decision().step(step))
    }

    fn cause_name(&self, cause: CauseId) -> &'a str {
        self.name(self.decision().causes[cause.0])
    }

    /// Whether an author wrote this step as a step: facts and symptoms are asked only where something needs them.
    fn is_written(&self, step: Step) -> bool {
        match step {
            Step::Check(CheckId(check)) => matches!(self.decision().checks[check], Asked::Check(_)),
            Step::Remedy(_) => true,
        }
    }

    /// Where the guide names one of its symptoms; its head for none.
    fn entry_place(&self, symptom: Option<SymptomId>) -> Span {
        let item = symptom.map(|symptom| self.decision().symptoms[symptom.0]);
        let named = self
            .knowledge()
            .guide(self.planned.guide)
            .and_then(|guide| guide.symptoms.iter().find(|name| item.is_some() && name.to == item));
        named.map_or_else(|| self.guide_head(), |name| name.span)
    }

    /// Whether the number of an outcome stands for "cannot tell".
    fn is_untold(&self, step: Step, outcome: usize) -> bool {
        let item = self.decision().step(step);
        self.knowledge().check(item).is_some_and(|check| outcome >= check.outcomes.len())
    }

    /// The place of the route that an outcome of a step, or the step itself, names.
    fn route_place(&self, step: Step, outcome: usize) -> Span {
        let item = self.decision().step(step);
        let knowledge = self.knowledge();
        let own = knowledge.remedy(item).and_then(|remedy| remedy.next);
        let outcomes = knowledge.check(item).map(|check| &check.outcomes);
        let outcomes = outcomes.or_else(|| knowledge.remedy(item).map(|remedy| &remedy.outcomes));
        let of_outcome = outcomes.and_then(|outcomes| outcomes.get(outcome)?.next);
        let untold = knowledge.check(item).and_then(|check| check.cannot_tell.as_ref()?.next);
        of_outcome.or(own).or(untold).map_or_else(|| self.head(item), crate::model::Target::span)
    }
}

/// Names in a row, each in backticks.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    in_a_row(&quoted, "and")
}
