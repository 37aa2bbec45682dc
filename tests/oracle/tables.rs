//! Every table of a problem, from the definitions.
//!
//! In: a `Problem`. Out: priors, mechanisms, symptoms, tables of checks and of failures, chances of repair –
//! per hypothesis, of which the last is `other` – or what is wrong with them.

use super::condition::{Known, Truth, truth};
use super::rows::{Word, base_rates, speaks, three_steps, word};
use kbc_reasoning::{Cause, CauseId, Check, CheckKind, Outcome, Problem, Remedy};

/// Why a problem has no tables.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// What is `given` for a cause is more than one.
    Over(String),
    /// Nothing is left to take the rest, or all is closed.
    Closed(String),
    /// The rules leave a hypothesis no joint answers.
    Joint(usize),
}

/// The chance of each outcome (first index) for each hypothesis (second).
pub type Table = Vec<Vec<f64>>;

#[derive(Clone, Debug)]
pub struct Tables {
    /// The causes with a weight, in the order of their ids; `other` comes after them.
    pub hypotheses: Vec<CauseId>,
    pub prior: Vec<f64>,
    /// P(m|c): hypothesis first (without `other`), then cause or mechanism; `None` where c does not lead to m.
    pub brings: Vec<Vec<Option<f64>>>,
    /// P(s|c): symptom first.
    pub shows: Table,
    pub checks: Vec<Table>,
    pub failures: Vec<Table>,
    /// φ(a,c): remedy first, before anything is superseded.
    pub fixes: Table,
}

pub fn tables(problem: &Problem) -> Result<Tables, Wrong> {
    let hypotheses: Vec<CauseId> =
        (0..problem.causes.len()).map(CauseId).filter(|c| problem.causes[c.0].weight.is_some()).collect();
    let brings: Vec<_> = hypotheses.iter().map(|c| brought_about(&problem.causes, *c)).collect();
    let prior = prior(problem, &hypotheses);
    let shows = (0..problem.symptoms.len()).map(|symptom| shown(problem, symptom, &brings, &prior)).collect::<Table>();
    let mut made = Tables { hypotheses, prior, brings, shows, checks: vec![], failures: vec![], fixes: vec![] };
    for check in &problem.checks {
        let table = match check.kind {
            CheckKind::Symptom(symptom) => {
                let seen = made.shows[symptom.0].clone();
                let absent = seen.iter().map(|p| 1.0 - p).collect();
                vec![seen, absent]
            }
            CheckKind::Observed(_) => vec![vec![1.0; made.prior.len()], vec![0.0; made.prior.len()]],
            _ => made.table(problem, &check.name, &check.outcomes, Some(check))?,
        };
        made.checks.push(table);
    }
    for remedy in &problem.remedies {
        let table = match remedy.outcomes.len() {
            0 => vec![vec![1.0; made.prior.len()]],
            _ => made.table(problem, &remedy.name, &remedy.outcomes, None)?,
        };
        made.failures.push(table);
        made.fixes.push(made.repairs(problem, remedy));
    }
    Ok(made)
}

fn prior(problem: &Problem, hypotheses: &[CauseId]) -> Vec<f64> {
    let weights: Vec<f64> = hypotheses.iter().filter_map(|c| problem.causes[c.0].weight).collect();
    let total: f64 = weights.iter().sum();
    let other = if weights.is_empty() { 1.0 } else { problem.policy.other };
    let mut prior: Vec<f64> = weights.iter().map(|v| (1.0 - other) * v / total).collect();
    prior.push(other);
    prior
}

/// P(m|c) of one cause for all that it leads to, straight or through others, and for itself.
fn brought_about(causes: &[Cause], start: CauseId) -> Vec<Option<f64>> {
    (0..causes.len()).map(|m| chance_of(causes, start, CauseId(m))).collect()
}

fn chance_of(causes: &[Cause], start: CauseId, mechanism: CauseId) -> Option<f64> {
    if start == mechanism {
        return Some(1.0);
    }
    let mut none = None;
    for (parent, cause) in causes.iter().enumerate() {
        for (target, r) in &cause.leads_to {
            if *target == mechanism
                && let Some(there) = chance_of(causes, start, CauseId(parent))
            {
                none = Some(none.unwrap_or(1.0) * (1.0 - there * r));
            }
        }
    }
    none.map(|none| 1.0 - none)
}

fn shown(problem: &Problem, symptom: usize, brings: &[Vec<Option<f64>>], prior: &[f64]) -> Vec<f64> {
    let silent = if problem.symptoms[symptom].only_listed { 0.0 } else { problem.policy.silent_symptom };
    let mut row = Vec::new();
    for mechanisms in brings {
        let mut none = None;
        for (cause, there) in problem.causes.iter().zip(mechanisms) {
            let Some(there) = there else { continue };
            for (_, often) in cause.shows.iter().filter(|(s, _)| s.0 == symptom) {
                none = Some(none.unwrap_or(1.0) * (1.0 - there * often));
            }
        }
        row.push(none.map_or(silent, |none| 1.0 - none));
    }
    let weight: f64 = prior[..row.len()].iter().sum();
    let mean = row.iter().zip(prior).map(|(p, weight)| p * weight).sum::<f64>() / weight;
    row.push(if row.is_empty() || weight == 0.0 { silent } else { mean });
    row
}

impl Tables {
    pub fn other(&self) -> usize {
        self.hypotheses.len()
    }

    fn repairs(&self, problem: &Problem, remedy: &Remedy) -> Vec<f64> {
        let said = |c: CauseId| remedy.fixes.iter().filter(|(of, _)| *of == c).map(|(_, p)| *p).reduce(f64::max);
        let mut row: Vec<f64> = Vec::new();
        for (c, mechanisms) in self.hypotheses.iter().zip(&self.brings) {
            // What is likely by itself is a trouble of its own: its repair leaves what stands behind it.
            let passes = |m: usize| {
                remedy.workaround || problem.causes[m].weight.is_none() && !problem.causes[m].likely_elsewhere
            };
            let through = mechanisms.iter().enumerate().filter(|(m, _)| passes(*m));
            let through = through.filter_map(|(m, there)| Some((*there)? * said(CauseId(m))?));
            row.push(said(*c).unwrap_or_else(|| through.fold(0.0, f64::max)));
        }
        row.push(0.0);
        row
    }

    /// The table of a check, or of the ways in which a remedy fails.
    fn table(&self, problem: &Problem, name: &str, outcomes: &[Outcome], fact: Option<&Check>) -> Result<Table, Wrong> {
        let policy = &problem.policy;
        let base = base_rates(outcomes, policy);
        let words = |c: Option<CauseId>| -> Vec<Word> {
            let closed = |o: usize| c.is_some_and(|c| fact.is_some_and(|check| impossible(problem, check, o, c)));
            (0..outcomes.len())
                .map(|o| if closed(o) { Word::Fixed(0.0) } else { word(&outcomes[o], c, policy.confirm_ratio) })
                .collect()
        };
        let row = |c: Option<CauseId>| three_steps(&words(c), &base).map_err(|wrong| wrong.of(name));
        // What is said of a mechanism must make sense even where nothing leads to it.
        for mechanism in (0..problem.causes.len()).map(CauseId) {
            if speaks(outcomes, mechanism) {
                row(Some(mechanism))?;
            }
        }
        let silent = row(None);
        let mut rows = Vec::new();
        for (c, mechanisms) in self.hypotheses.iter().zip(&self.brings) {
            let spoken = likeliest(mechanisms, *c, |m| speaks(outcomes, m));
            rows.push(match spoken {
                Some((m, there)) if !speaks(outcomes, *c) => {
                    let with = row(Some(m))?;
                    // Where nothing else can give an answer at all, an answer says that the mechanism is there.
                    let (there, without) = match &silent {
                        Err(_) if self.prior[self.other()] == 0.0 => (1.0, with.clone()),
                        without => (there, without.clone()?),
                    };
                    let parts = with.iter().zip(without);
                    parts.map(|(with, without)| there * with + (1.0 - there) * without).collect()
                }
                _ => row(Some(*c))?,
            });
        }
        rows.push(match silent {
            Err(_) if self.prior[self.other()] == 0.0 => vec![0.0; outcomes.len()],
            row => row?,
        });
        Ok((0..outcomes.len()).map(|o| rows.iter().map(|row| row[o]).collect()).collect())
    }
}

/// Of the mechanisms of a cause (but not itself) that something speaks of, the likeliest; ties by id.
pub fn likeliest(
    mechanisms: &[Option<f64>],
    cause: CauseId,
    speaks: impl Fn(CauseId) -> bool,
) -> Option<(CauseId, f64)> {
    let mut best: Option<(CauseId, f64)> = None;
    for (m, there) in mechanisms.iter().enumerate() {
        let Some(there) = *there else { continue };
        if CauseId(m) != cause && speaks(CauseId(m)) && best.is_none_or(|(_, most)| there > most) {
            best = Some((CauseId(m), there));
        }
    }
    best
}

/// Is this value of a fact impossible where this cause is?
fn impossible(problem: &Problem, fact: &Check, value: usize, cause: CauseId) -> bool {
    if !matches!(fact.kind, CheckKind::Fact | CheckKind::NeverAsked) {
        return false;
    }
    let checks: Vec<Option<usize>> =
        problem.checks.iter().map(|check| (check.name == fact.name).then_some(value)).collect();
    let known = Known { checks: &checks, remedies: None, declined: &[] };
    problem.causes[cause.0].possible.as_ref().is_some_and(|when| truth(when, known) == Truth::False)
}
