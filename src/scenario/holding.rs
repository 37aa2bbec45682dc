//! Which rules hold, and what they show.
//!
//! In: a guide and what is known. Out: the rules whose conditions are true.

use crate::decision::Decision;
use crate::reasoning::conditions::{Truth, truth};
use crate::reasoning::{CheckKind, Condition, Evidence, Problem, RuleEffect};

/// The rules that hold, by id.
pub(super) fn holding(decision: &Decision, evidence: &Evidence) -> Vec<usize> {
    let problem = &decision.problem;
    let leaf = |condition: &Condition| known(problem, evidence, condition);
    let holds = |&rule: &usize| truth(&problem.rules[rule].when, &leaf) == Truth::True;
    (0..problem.rules.len()).filter(holds).collect()
}

/// The numbers of the warnings that a rule shows.
pub(super) fn warnings(decision: &Decision, rule: usize) -> impl Iterator<Item = usize> + '_ {
    decision.problem.rules[rule].effects.iter().filter_map(|effect| match effect {
        RuleEffect::Warn(number) => Some(*number),
        _ => None,
    })
}

fn known(problem: &Problem, evidence: &Evidence, leaf: &Condition) -> Truth {
    match leaf {
        Condition::Is(check, outcome) => {
            let mut answers = evidence.known.iter().chain(&evidence.answered);
            let answer = answers.find(|(known, _)| known == check).map(|(_, answer)| *answer);
            let answer = answer.or_else(|| match problem.checks[check.0].kind {
                CheckKind::Symptom(symptom) if evidence.observed.contains(&symptom) => Some(0),
                CheckKind::Symptom(symptom) if evidence.absent.contains(&symptom) => Some(1),
                _ => None,
            });
            answer.map_or(Truth::Unknown, |answer| Truth::from(answer == *outcome))
        }
        Condition::Tried(remedy) => Truth::from(evidence.tried.iter().any(|(tried, _)| tried == remedy)),
        Condition::FailedWith(remedy, way) => {
            let first = evidence.tried.iter().find(|(tried, _)| tried == remedy);
            first.and_then(|(_, way)| *way).map_or(Truth::Unknown, |failed| Truth::from(failed == *way))
        }
        _ => Truth::Unknown,
    }
}
