//! How likely each hypothesis is after a history.
//!
//! In: tables, what was known at the start, and what was answered and tried since. Out: unnormalised weights.

use super::condition::{Known, Truth, named, truth};
use super::tables::{Tables, Wrong, likeliest};
use kbc::reasoning::{CauseId, CheckKind, Evidence, Problem, Rule, RuleEffect, Step};

/// The start: what the evidence gives before anything is answered on the way.
pub struct Start {
    pub weights: Vec<f64>,
    /// The outcomes of the checks that are given: facts, and symptoms that are seen or absent.
    pub given: Vec<Option<usize>>,
    pub joint: Joint,
}

/// The checks that rules couple, with one table over all their outcomes together.
pub struct Joint {
    pub checks: Vec<usize>,
    /// The chance of each row of outcomes, per hypothesis.
    rows: Vec<(Vec<usize>, Vec<f64>)>,
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
        let known = Known {
            checks: &given,
            remedies: None,
        };
        let rules: Vec<&Rule> = problem
            .rules
            .iter()
            .filter(|rule| on_chances(rule))
            .collect();
        for rule in rules
            .iter()
            .filter(|rule| truth(&rule.when, known) == Truth::True)
        {
            for (h, weight) in weights.iter_mut().enumerate() {
                *weight *= factor(problem, tables, rule, h);
            }
        }
        let open: Vec<&Rule> = rules
            .into_iter()
            .filter(|rule| truth(&rule.when, known) == Truth::Unknown)
            .collect();
        let joint = Joint::new(problem, tables, &given, &open)?;
        Ok(Self {
            weights,
            given,
            joint,
        })
    }
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
    let own = (0..problem.symptoms.len())
        .filter(|s| problem.symptoms[*s].own)
        .collect::<Vec<_>>();
    if own.is_empty()
        || evidence
            .observed
            .iter()
            .any(|symptom| own.contains(&symptom.0))
    {
        return weight;
    }
    let mut none = 1.0;
    for symptom in own {
        if !evidence.absent.iter().any(|absent| absent.0 == symptom) {
            none *= 1.0 - tables.shows[symptom][h];
        }
    }
    weight * (1.0 - none)
}

fn on_chances(rule: &Rule) -> bool {
    rule.effects.iter().any(|effect| subject(*effect).is_some())
}

fn subject(effect: RuleEffect) -> Option<CauseId> {
    match effect {
        RuleEffect::Confirm(c)
        | RuleEffect::Suspect(c, _)
        | RuleEffect::Doubt(c, _)
        | RuleEffect::RuleOut(c) => Some(c),
        RuleEffect::Skip(_)
        | RuleEffect::Require(_)
        | RuleEffect::Warn(_)
        | RuleEffect::Next(_) => None,
    }
}

/// By how much a rule that holds multiplies a hypothesis.
fn factor(problem: &Problem, tables: &Tables, rule: &Rule, h: usize) -> f64 {
    let speaks = |c: CauseId| {
        rule.effects
            .iter()
            .any(|effect| subject(*effect) == Some(c))
    };
    let nothing = said(problem, rule, None);
    let Some(cause) = tables.hypotheses.get(h) else {
        return nothing;
    };
    if speaks(*cause) {
        return said(problem, rule, Some(*cause));
    }
    match likeliest(&tables.brings[h], *cause, speaks) {
        Some((m, there)) => there * said(problem, rule, Some(m)) + (1.0 - there) * nothing,
        None => nothing,
    }
}

/// What the rule says of this cause itself.
fn said(problem: &Problem, rule: &Rule, cause: Option<CauseId>) -> f64 {
    let mine = || {
        rule.effects
            .iter()
            .filter(|effect| subject(**effect) == cause && cause.is_some())
    };
    if mine().any(|effect| matches!(effect, RuleEffect::RuleOut(_))) {
        return 0.0;
    }
    if mine().any(|effect| matches!(effect, RuleEffect::Confirm(_))) {
        return problem.policy.confirm_ratio;
    }
    if rule
        .effects
        .iter()
        .any(|effect| matches!(effect, RuleEffect::Confirm(_)))
    {
        return 0.0;
    }
    let suspect = mine().filter_map(|e| {
        if let RuleEffect::Suspect(_, ratio) = e {
            Some(*ratio)
        } else {
            None
        }
    });
    if let Some(ratio) = suspect.reduce(f64::max) {
        return ratio;
    }
    let doubt = mine().filter_map(|e| {
        if let RuleEffect::Doubt(_, ratio) = e {
            Some(*ratio)
        } else {
            None
        }
    });
    doubt.reduce(f64::max).map_or(1.0, |ratio| 1.0 / ratio)
}

impl Joint {
    fn new(
        problem: &Problem,
        tables: &Tables,
        given: &[Option<usize>],
        rules: &[&Rule],
    ) -> Result<Self, Wrong> {
        let mut checks: Vec<usize> = Vec::new();
        for step in rules.iter().flat_map(|rule| named(&rule.when)) {
            if let Step::Check(check) = step
                && given[check.0].is_none()
                && problem.checks[check.0].kind != CheckKind::NeverAsked
            {
                checks.push(check.0);
            }
        }
        checks.sort_unstable();
        checks.dedup();
        let mut rows: Vec<(Vec<usize>, Vec<f64>)> = vec![(vec![], vec![1.0; tables.prior.len()])];
        for check in &checks {
            rows = rows
                .iter()
                .flat_map(|row| longer(row, &tables.checks[*check]))
                .collect();
        }
        for (outcomes, chances) in &mut rows {
            let mut answers = given.to_vec();
            for (check, outcome) in checks.iter().zip(outcomes) {
                answers[*check] = Some(*outcome);
            }
            let known = Known {
                checks: &answers,
                remedies: None,
            };
            for rule in rules
                .iter()
                .filter(|rule| truth(&rule.when, known) == Truth::True)
            {
                for (h, chance) in chances.iter_mut().enumerate() {
                    *chance *= factor(problem, tables, rule, h);
                }
            }
        }
        for h in 0..tables.prior.len() {
            let all: f64 = rows.iter().map(|(_, chances)| chances[h]).sum();
            if all == 0.0 && tables.prior[h] > 0.0 {
                return Err(Wrong::Joint(h));
            }
            for (_, chances) in &mut rows {
                chances[h] = if all == 0.0 { 0.0 } else { chances[h] / all };
            }
        }
        Ok(Self { checks, rows })
    }

    /// The chance that the coupled checks answer so, whatever those answer that have not been asked.
    fn marginal(&self, answers: &[Option<usize>], h: usize) -> f64 {
        let fits = |outcomes: &[usize]| {
            self.checks
                .iter()
                .zip(outcomes)
                .all(|(check, outcome)| answers[*check].is_none_or(|a| a == *outcome))
        };
        self.rows
            .iter()
            .filter(|(outcomes, _)| fits(outcomes))
            .map(|(_, chances)| chances[h])
            .sum()
    }
}

fn longer(row: &(Vec<usize>, Vec<f64>), table: &[Vec<f64>]) -> Vec<(Vec<usize>, Vec<f64>)> {
    let one = |(outcome, chances): (usize, &Vec<f64>)| {
        let outcomes = [&row.0[..], &[outcome]].concat();
        (
            outcomes,
            row.1
                .iter()
                .zip(chances)
                .map(|(before, chance)| before * chance)
                .collect(),
        )
    };
    table.iter().enumerate().map(one).collect()
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
                let fixed = if *superseded {
                    0.0
                } else {
                    tables.fixes[remedy][h]
                };
                *weight *= (1.0 - fixed) * way.map_or(1.0, |way| tables.failures[remedy][way][h]);
            }
        }
    }
    weights
}
