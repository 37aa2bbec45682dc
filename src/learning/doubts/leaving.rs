//! Steps where readers leave.
//!
//! In: a guide, its plan, and stories. Out: for each step how many of those who came to it by the plan left there. A story says
//! what was seen and not in which order, so the plan is followed with what was seen, up to the first step of which nothing is known.

use std::collections::BTreeMap;

use crate::reasoning::{CheckKind, Doing, Plan, Problem, Step};

use super::super::estimate::interval;
use super::super::guide::Counted;
use super::super::vocabulary::{Ending, Story};

/// What became of those who came to a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaving {
    /// The step.
    pub step: Step,
    /// Sessions that came to it.
    pub reached: u64,
    /// Those that left there.
    pub left: u64,
    /// With a chance of 95 % a greater share leaves.
    pub at_least: f64,
}

/// All steps where anybody left, where most leave first.
#[must_use]
pub fn leaving(problem: &Problem, plan: &Plan, stories: &[Counted]) -> Vec<Leaving> {
    let mut counts: BTreeMap<Step, (u64, u64)> = BTreeMap::new();
    for Counted { story, sessions, .. } in stories {
        let has_left = matches!(story.ending, Ending::Left | Ending::LeftAfter(_));
        let (done, open) = way(problem, plan, story);
        for step in &done {
            counts.entry(*step).or_default().0 += sessions;
        }
        let (at, is_new) = match story.ending {
            Ending::LeftAfter(remedy) => (Some(Step::Remedy(remedy)), !done.contains(&Step::Remedy(remedy))),
            _ => (open, true),
        };
        if let Some(step) = at {
            let count = counts.entry(step).or_default();
            count.0 += if is_new { *sessions } else { 0 };
            count.1 += if has_left { *sessions } else { 0 };
        }
    }
    let mut all: Vec<Leaving> = counts
        .into_iter()
        .filter(|(_, (_, left))| *left > 0)
        .map(|(step, (reached, left))| {
            // As if one more had left of two: few sessions say little.
            let at_least = interval((left as f64 + 1.0) / (reached as f64 + 2.0), reached as f64 + 2.0).low;
            Leaving { step, reached, left, at_least }
        })
        .collect();
    all.sort_by(|a, b| b.at_least.total_cmp(&a.at_least).then_with(|| a.step.cmp(&b.step)));
    all
}

/// The steps of the plan that a story says something of, and the first of which it says nothing; none where it came to an end.
fn way(problem: &Problem, plan: &Plan, story: &Story) -> (Vec<Step>, Option<Step>) {
    let came = |symptom| story.came.contains(&symptom);
    let entry = plan.flow.entries.iter().find(|entry| entry.symptom.is_some_and(came));
    let mut at = entry.unwrap_or_else(|| plan.entry()).node;
    let mut done = Vec::new();
    // Children stand before their parents, so a way is no longer than this.
    for _ in 0..=plan.flow.nodes.len() {
        let node = &plan.flow.nodes[at];
        let Doing::Step(step, copy) = node.doing else { return (done, None) };
        let outcome = match step {
            Step::Check(check) => {
                let said = story.answers.iter().find(|(known, _)| *known == check).map(|(_, outcome)| *outcome);
                let seen = match problem.checks[check.0].kind {
                    CheckKind::Symptom(symptom) | CheckKind::Observed(symptom) if came(symptom) => Some(0),
                    _ => None,
                };
                said.or(seen)
            }
            Step::Remedy(remedy) => {
                if story.ending == Ending::SolvedBy(remedy) {
                    done.push(step);
                    return (done, None);
                }
                let failed = story.failed.iter().filter(|(known, _)| *known == remedy).nth(copy);
                failed.map(|(_, way)| way.unwrap_or(0))
            }
        };
        match (outcome, node.fallback) {
            (Some(outcome), _) if !node.next.is_empty() => at = node.next[outcome.min(node.next.len() - 1)],
            (None, Some(next)) if story.untold.contains(&step) => at = next,
            (None, None) if story.untold.contains(&step) => {
                done.push(step);
                return (done, None);
            }
            _ => return (done, Some(step)),
        }
        if !done.contains(&step) {
            done.push(step);
        }
    }
    (done, None)
}
