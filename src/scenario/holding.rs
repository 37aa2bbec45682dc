//! Which rules hold, and what they show.
//!
//! In: a guide and what is known. Out: the rules whose conditions are true.

use crate::decision::Decision;
use crate::reasoning::conditions::{Truth, truth_for};
use crate::reasoning::{Evidence, RuleEffect};

/// The rules that hold, by id.
pub(super) fn holding(decision: &Decision, evidence: &Evidence) -> Vec<usize> {
    let problem = &decision.problem;
    let holds = |&rule: &usize| truth_for(problem, evidence, &problem.rules[rule].when) == Truth::True;
    (0..problem.rules.len()).filter(holds).collect()
}

/// The numbers of the warnings that a rule shows.
pub(super) fn warnings(decision: &Decision, rule: usize) -> impl Iterator<Item = usize> + '_ {
    decision.problem.rules[rule].effects.iter().filter_map(|effect| match effect {
        RuleEffect::Warn(number) => Some(*number),
        _ => None,
    })
}
