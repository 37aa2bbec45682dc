//! Plays a reader who has a cause.
//!
//! In: a place in a flow, what is known there, and the cause. Out: each step that comes with what becomes of it, how
//! long it all takes, what rules show on the way, and the end.

use std::collections::BTreeSet;

use crate::decision::Decision;
use crate::reasoning::{CauseId, Doing, Problem, Reader, RemedyId, Response, Step};

use super::holding::holding;
use super::routes::Route;
use super::situation::Situation;

/// How a play ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// A remedy helps.
    Helped(RemedyId),
    /// The flow ends so.
    At(Doing),
}

/// A play from the first step to the end.
#[derive(Debug, Clone)]
pub(super) struct Play {
    /// Each step with what becomes of it.
    pub steps: Vec<(Step, Response)>,
    /// Plain minutes of the steps: `takes`, `waits` and `verify`.
    pub minutes: f64,
    /// The rules that held at any time, the start included.
    pub rules: BTreeSet<usize>,
    /// How it ends.
    pub end: End,
}

impl Play {
    /// Plays. Nothing where the cause is none of the guide's.
    pub fn of(decision: &Decision, situation: &Situation, cause: CauseId, route: Route) -> Option<Play> {
        let mut evidence = situation.evidence.clone();
        let mut reader = Reader::new(&decision.problem, &evidence, cause)?;
        let mut rules: BTreeSet<usize> = holding(decision, &evidence).into_iter().collect();
        let mut steps = Vec::new();
        let mut minutes = 0.0;
        let mut node = route.node;
        let end = loop {
            let doing = route.flow.nodes[node].doing;
            let Doing::Step(step, copy) = doing else { break End::At(doing) };
            let response = reader.meets(step, copy);
            steps.push((step, response));
            minutes += plain_minutes(&decision.problem, step);
            let outcome = match (step, response) {
                (Step::Remedy(remedy), Response::Helped) => break End::Helped(remedy),
                (_, Response::Helped) => break End::At(Doing::Solved),
                (_, Response::Answers(outcome) | Response::Fails(outcome)) => outcome,
            };
            match step {
                Step::Check(check) => evidence.answer(&decision.problem, check, outcome),
                Step::Remedy(remedy) => evidence.fail(&decision.problem, remedy, Some(outcome)),
            }
            rules.extend(holding(decision, &evidence));
            node = route.flow.nodes[node].next[outcome];
        };
        Some(Play { steps, minutes, rules, end })
    }
}

fn plain_minutes(problem: &Problem, step: Step) -> f64 {
    match step {
        Step::Check(check) => problem.checks[check.0].takes + problem.checks[check.0].waits,
        Step::Remedy(remedy) => {
            let remedy = &problem.remedies[remedy.0];
            remedy.takes + remedy.waits + remedy.verify
        }
    }
}
