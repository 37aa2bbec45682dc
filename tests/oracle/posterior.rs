//! How likely each hypothesis is after a history.
//!
//! In: tables, what was known at the start, and what was answered and tried since. Out: unnormalised weights.

use super::condition::{Known, Truth, named, truth};
use super::tables::{Tables, Wrong, likeliest};
use kbc::reasoning::{
    CauseId, CheckId, CheckKind, Condition, Evidence, Problem, Rule, RuleEffect, Step, SymptomId,
};

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
        let (open, settled): (Vec<Factor>, Vec<Factor>) =
            factors(problem, tables, evidence, &given)
                .into_iter()
                .partition(|factor| factor.open);
        for factor in settled {
            for (h, weight) in weights.iter_mut().enumerate() {
                *weight *= (factor.by)(&given, h);
            }
        }
        let joint = Joint::new(problem, tables, &given, &open)?;
        // Whoever has seen a symptom and answers that it is not there contradicts himself.
        let otherwise = |(check, outcome): &(CheckId, usize)| {
            given[check.0].is_some_and(|known| known != *outcome)
        };
        if evidence.answered.iter().any(otherwise) {
            weights.fill(0.0);
        }
        Ok(Self {
            weights,
            given,
            joint,
        })
    }
}

/// Something that multiplies the chance of answers, for each hypothesis.
struct Factor<'a> {
    /// Does what is given leave it open?
    open: bool,
    /// The checks that it looks at.
    checks: Vec<usize>,
    by: Box<dyn Fn(&[Option<usize>], usize) -> f64 + 'a>,
}

/// Rules; what is possible of several facts; and that one of the guide's own symptoms is seen.
fn factors<'a>(
    problem: &'a Problem,
    tables: &'a Tables,
    evidence: &Evidence,
    given: &[Option<usize>],
) -> Vec<Factor<'a>> {
    let reads = |condition: &'a Condition, wanted: Truth, by: Box<dyn Fn(usize) -> f64 + 'a>| {
        let holds = move |answers: &[Option<usize>]| {
            truth(
                condition,
                Known {
                    checks: answers,
                    remedies: None,
                },
            )
        };
        let checks = named(condition).into_iter().filter_map(|step| match step {
            Step::Check(check) => Some(check.0),
            Step::Remedy(_) => None,
        });
        Factor {
            open: holds(given) == Truth::Unknown,
            checks: checks.collect(),
            by: Box::new(move |answers, h| if holds(answers) == wanted { by(h) } else { 1.0 }),
        }
    };
    let mut factors = Vec::new();
    for rule in problem.rules.iter().filter(|rule| on_chances(rule)) {
        factors.push(reads(
            &rule.when,
            Truth::True,
            Box::new(move |h| factor(problem, tables, rule, h)),
        ));
    }
    for (cause, own) in tables.hypotheses.iter().enumerate() {
        if let Some(possible) = &problem.causes[own.0].possible
            && fails_together(problem, possible)
        {
            factors.push(reads(
                possible,
                Truth::False,
                Box::new(move |h| f64::from(u8::from(h != cause))),
            ));
        }
    }
    factors.extend(one_is_seen(problem, tables, evidence, given));
    factors
}

/// Can it be false of several facts, none of which makes it so alone? Else the tables of the facts say it all.
fn fails_together(problem: &Problem, condition: &Condition) -> bool {
    let fails = |answers: &[Option<usize>]| {
        truth(
            condition,
            Known {
                checks: answers,
                remedies: None,
            },
        ) == Truth::False
    };
    let mut all = vec![vec![None; problem.checks.len()]];
    for step in named(condition) {
        let Step::Check(check) = step else { continue };
        let with = |answers: &Vec<Option<usize>>, outcome| {
            let mut answers = answers.clone();
            answers[check.0] = Some(outcome);
            answers
        };
        let outcomes = 0..problem.checks[check.0].outcomes.len();
        all = all
            .iter()
            .flat_map(|answers| outcomes.clone().map(|o| with(answers, o)))
            .collect();
    }
    let alone = |answers: &[Option<usize>]| {
        (0..answers.len()).any(|check| {
            let mut one = vec![None; answers.len()];
            one[check] = answers[check];
            fails(&one)
        })
    };
    all.iter().any(|answers| fails(answers) && !alone(answers))
}

/// While no own symptom is seen, those that can be asked are bound by the knowledge that one of all is: where none
/// of them is, it must be one that cannot be asked.
fn one_is_seen<'a>(
    problem: &'a Problem,
    tables: &'a Tables,
    evidence: &Evidence,
    given: &[Option<usize>],
) -> Option<Factor<'a>> {
    let own = unseen(problem, evidence)?;
    let mut checks = Vec::new();
    let mut silent = Vec::new();
    for symptom in own {
        let asks =
            |check: &kbc::reasoning::Check| check.kind == CheckKind::Symptom(SymptomId(symptom));
        let asked = problem
            .checks
            .iter()
            .position(asks)
            .filter(|check| given[*check].is_none());
        checks.extend(asked);
        if asked.is_none() {
            silent.push(symptom);
        }
    }
    let asked = checks.clone();
    let by = move |answers: &[Option<usize>], h: usize| {
        if asked.iter().any(|check| answers[*check] != Some(1)) {
            return 1.0;
        }
        1.0 - silent
            .iter()
            .map(|symptom| 1.0 - tables.shows[*symptom][h])
            .product::<f64>()
    };
    (!checks.is_empty()).then(|| Factor {
        open: true,
        checks,
        by: Box::new(by),
    })
}

/// The guide's own symptoms that are not absent, while none of the own ones is seen.
fn unseen(problem: &Problem, evidence: &Evidence) -> Option<Vec<usize>> {
    let own: Vec<usize> = (0..problem.symptoms.len())
        .filter(|s| problem.symptoms[*s].own)
        .collect();
    let seen = evidence
        .observed
        .iter()
        .any(|symptom| own.contains(&symptom.0));
    let absent = |symptom: &usize| evidence.absent.contains(&SymptomId(*symptom));
    (!own.is_empty() && !seen).then(|| own.into_iter().filter(|symptom| !absent(symptom)).collect())
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
    let none = |own: Vec<usize>| {
        own.iter()
            .map(|symptom| 1.0 - tables.shows[*symptom][h])
            .product::<f64>()
    };
    weight * unseen(problem, evidence).map_or(1.0, |own| 1.0 - none(own))
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
        factors: &[Factor],
    ) -> Result<Self, Wrong> {
        let left = |check: &usize| {
            given[*check].is_none() && problem.checks[*check].kind != CheckKind::NeverAsked
        };
        let mut checks: Vec<usize> = factors
            .iter()
            .flat_map(|factor| &factor.checks)
            .copied()
            .filter(left)
            .collect();
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
            for factor in factors {
                for (h, chance) in chances.iter_mut().enumerate() {
                    *chance *= (factor.by)(&answers, h);
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
