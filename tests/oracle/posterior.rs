//! How likely each hypothesis is after a history.
//!
//! In: tables, what was known at the start, and what was answered and tried since. Out: unnormalised weights.

use super::condition::{Known, Truth, truth};
use super::factors::{Factor, factors};
use super::joint::Joint;
use super::tables::{Tables, Wrong};
use kbc_reasoning::{CheckId, CheckKind, Evidence, Problem, SymptomId};

/// The start: what the evidence gives before anything is answered on the way.
pub struct Start {
    pub weights: Vec<f64>,
    /// The outcomes of the checks that are given: facts, and symptoms that are seen or absent.
    pub given: Vec<Option<usize>>,
    pub joint: Joint,
}

impl Start {
    pub fn new(problem: &Problem, tables: &Tables, evidence: &Evidence) -> Result<Self, Wrong> {
        let given = given(problem, evidence);
        let mut weights = tables.prior.clone();
        for (h, weight) in weights.iter_mut().enumerate() {
            *weight *= symptoms(problem, tables, evidence, h);
            for (check, outcome) in &evidence.known {
                *weight *= tables.checks[check.0][*outcome][h];
            }
        }
        // What is seen says where a reader is: that weighs the causes by how likely it is with each.
        let (open, settled): (Vec<Factor>, Vec<Factor>) =
            factors(problem, tables, evidence, &given).into_iter().partition(|factor| factor.open);
        for factor in settled {
            for (h, weight) in weights.iter_mut().enumerate() {
                *weight *= (factor.by)(&given, h);
            }
        }
        for (h, weight) in weights.iter_mut().enumerate() {
            let all = Joint::mass(problem, tables, &given, &open, h, |_| true);
            let unseen = Joint::mass(problem, tables, &given, &open, h, |factor| !factor.is_seen);
            if unseen > 0.0 {
                *weight *= all / unseen;
            }
        }
        let joint = Joint::new(problem, tables, &given, &open, &weights)?;
        // Whoever has seen a symptom and answers that it is not there contradicts himself.
        let otherwise = |(check, outcome): &(CheckId, usize)| given[check.0].is_some_and(|known| known != *outcome);
        if evidence.answered.iter().any(otherwise) {
            weights.fill(0.0);
        }
        Ok(Self { weights, given, joint })
    }
}

/// The guide's own symptoms that are not absent, while none of the own ones is seen.
pub fn unseen(problem: &Problem, evidence: &Evidence) -> Option<Vec<usize>> {
    let own: Vec<usize> = (0..problem.symptoms.len()).filter(|s| problem.symptoms[*s].own).collect();
    let seen = evidence.observed.iter().any(|symptom| own.contains(&symptom.0));
    let absent = |symptom: &usize| evidence.absent.contains(&SymptomId(*symptom));
    let given = given(problem, evidence);
    let known = Known { checks: &given, remedies: None, declined: &[] };
    let elsewhere = |symptom: &usize| {
        problem.symptoms[*symptom].possible.as_ref().is_some_and(|when| truth(when, known) == Truth::False)
    };
    (!own.is_empty() && !seen).then(|| own.into_iter().filter(|s| !absent(s) && !elsewhere(s)).collect())
}

/// The outcomes of the checks that the evidence gives at the start.
fn given(problem: &Problem, evidence: &Evidence) -> Vec<Option<usize>> {
    let mut given = vec![None; problem.checks.len()];
    for (check, found) in problem.checks.iter().zip(&mut given) {
        if let CheckKind::Symptom(symptom) = check.kind {
            if evidence.observed.contains(&symptom) {
                *found = Some(0);
            } else if evidence.absent.contains(&symptom) {
                *found = Some(1);
            }
        }
        if let CheckKind::Observed(symptom) = check.kind {
            *found = Some(usize::from(!evidence.observed.contains(&symptom)));
        }
    }
    for (check, outcome) in &evidence.known {
        given[check.0] = Some(*outcome);
    }
    given
}

fn symptoms(problem: &Problem, tables: &Tables, evidence: &Evidence, h: usize) -> f64 {
    let mut weight = 1.0;
    for symptom in &evidence.observed {
        weight *= tables.shows[symptom.0][h];
    }
    for symptom in &evidence.absent {
        weight *= 1.0 - tables.shows[symptom.0][h];
    }
    let none = |own: Vec<usize>| own.iter().map(|symptom| 1.0 - tables.shows[*symptom][h]).product::<f64>();
    weight * unseen(problem, evidence).map_or(1.0, |own| 1.0 - none(own))
}

/// The weights after a history, from the start: `answers` are those on the way, `tries` the tries of each remedy
/// with its way of failing, and `dulled` says which of these were superseded when they were tried.
pub fn weights(
    tables: &Tables,
    start: &Start,
    answers: &[Option<usize>],
    tries: &[Vec<(Option<usize>, bool)>],
) -> Vec<f64> {
    let mut weights = start.weights.clone();
    for (h, weight) in weights.iter_mut().enumerate() {
        if !start.joint.checks.is_empty() {
            *weight *= start.joint.marginal(answers, h);
        }
        for (check, answer) in answers.iter().enumerate() {
            if let Some(outcome) = answer
                && start.given[check].is_none()
                && !start.joint.checks.contains(&check)
            {
                *weight *= tables.checks[check][*outcome][h];
            }
        }
        for (remedy, tries) in tries.iter().enumerate() {
            for (way, superseded) in tries {
                let fixed = if *superseded { 0.0 } else { tables.fixes[remedy][h] };
                *weight *= (1.0 - fixed) * way.map_or(1.0, |way| tables.failures[remedy][way][h]);
            }
        }
    }
    weights
}
