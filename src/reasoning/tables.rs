//! The tables of a guide: priors, mechanisms, symptoms, checks, remedies.
//! In: a [`Problem`]. Out: every chance as a number, and what is wrong with the words as data.
//! Never looks at evidence; rules are in `coupling`.

use super::conditions::{Truth, truth};
use super::mechanisms::mechanisms;
use super::problem::{
    CauseId, Check, CheckId, CheckKind, Condition, Outcome, Problem, Remedy, RemedyId, RuleId, Step, SymptomId,
};
use super::shares::{RowFault, base_rates, row, speaks_of};

/// What is wrong with the chances of a guide. `None` in place of a cause is the unknown one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Fault {
    /// The chances given for a cause sum to more than 1.
    GivenOver {
        /** Of the check or remedy. */
        step: Step,
        /** With this cause. */
        cause: CauseId,
        /** What they sum to. */
        sum: f64,
    },
    /// The chances given for a cause sum to less than 1, and no outcome can take the rest.
    GivenUnder {
        /** Of the check or remedy. */
        step: Step,
        /** With this cause. */
        cause: CauseId,
        /** What they sum to. */
        sum: f64,
    },
    /// No outcome can come with a cause.
    Closed {
        /** Of the check or remedy. */
        step: Step,
        /** With this cause. */
        cause: Option<CauseId>,
    },
    /// The rules leave a cause no joint answers; these answers are the likeliest without them.
    NoJoint {
        /** With this cause. */
        cause: Option<CauseId>,
        /** What closes them. */
        rules: Vec<RuleId>,
        /** The witness. */
        answers: Vec<(CheckId, usize)>,
    },
    /// Rules couple checks with more than 4,096 joint outcomes; they count as not said.
    TooManyJoint {
        /** To split. */
        rules: Vec<RuleId>,
        /** That are coupled. */
        checks: Vec<CheckId>,
        /** How many. */
        outcomes: usize,
    },
}

/// The numbers of a guide. Columns are hypotheses: the causes that have a weight, in the order of
/// ids, and last the unknown cause.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The causes that have a weight, in the order of ids.
    pub hypotheses: Vec<CauseId>,
    /// π, summing to 1.
    pub prior: Vec<f64>,
    /// P(m|c), a row for each cause of the problem.
    pub mechanisms: Vec<Vec<f64>>,
    /// P(s|c), a row for each symptom.
    pub symptoms: Vec<Vec<f64>>,
    /// L(o|c), for each check and outcome.
    pub checks: Vec<Vec<Vec<f64>>>,
    /// φ(a,c), a row for each remedy.
    pub fixes: Vec<Vec<f64>>,
    /// The chances of the ways of failing, for each remedy and outcome.
    pub failures: Vec<Vec<Vec<f64>>>,
    /// What is wrong with the words.
    pub faults: Vec<Fault>,
}

impl Tables {
    /// Makes the tables. Where the words are faulty the tables still hold chances that sum to 1.
    #[must_use]
    pub fn new(problem: &Problem) -> Self {
        let hypotheses: Vec<CauseId> = problem.hypotheses().collect();
        let prior = prior(problem, &hypotheses);
        let mechanisms = mechanisms(problem, &hypotheses);
        let symptoms = (0..problem.symptoms.len())
            .map(|symptom| symptom_row(problem, SymptomId(symptom), &prior, &mechanisms))
            .collect();
        let mut tables = Self {
            hypotheses,
            prior,
            mechanisms,
            symptoms,
            checks: Vec::with_capacity(problem.checks.len()),
            fixes: Vec::with_capacity(problem.remedies.len()),
            failures: Vec::with_capacity(problem.remedies.len()),
            faults: Vec::new(),
        };
        for (id, check) in problem.checks.iter().enumerate() {
            let table = tables.check(problem, CheckId(id), check);
            tables.checks.push(table);
        }
        for (id, remedy) in problem.remedies.iter().enumerate() {
            let fixes = tables.fixed_by(problem, remedy);
            tables.fixes.push(fixes);
            let step = Step::Remedy(RemedyId(id));
            let table = tables.outcomes(problem, step, &remedy.outcomes);
            tables.failures.push(table);
        }
        tables
    }

    /// How many columns there are: the hypotheses and the unknown cause.
    #[must_use]
    pub fn width(&self) -> usize {
        self.prior.len()
    }

    /// The column of a cause, if it is a hypothesis.
    #[must_use]
    pub fn column(&self, cause: CauseId) -> Option<usize> {
        self.hypotheses.binary_search(&cause).ok()
    }

    fn check(&mut self, problem: &Problem, id: CheckId, check: &Check) -> Vec<Vec<f64>> {
        if let CheckKind::Symptom(symptom) = check.kind {
            let seen = self.symptoms[symptom.0].clone();
            let absent = seen.iter().map(|chance| 1.0 - chance).collect();
            return vec![seen, absent];
        }
        if let CheckKind::Observed(_) = check.kind {
            return vec![vec![1.0; self.width()], vec![0.0; self.width()]];
        }
        self.outcomes(problem, Step::Check(id), &check.outcomes)
    }

    fn outcomes(&mut self, problem: &Problem, step: Step, outcomes: &[Outcome]) -> Vec<Vec<f64>> {
        let ratio = problem.policy.confirm_ratio;
        let base = base_rates(outcomes, ratio);
        let mut table = vec![vec![0.0; self.width()]; outcomes.len()];
        if outcomes.is_empty() {
            return table;
        }
        let open = vec![false; outcomes.len()];
        let interchange = row(outcomes, &base, None, &open, ratio);
        let mut by_cause: Vec<Option<Vec<f64>>> = vec![None; problem.causes.len()];
        for (cause, spoken) in by_cause.iter_mut().enumerate() {
            if speaks_of(outcomes, CauseId(cause)) {
                let made = row(outcomes, &base, Some(CauseId(cause)), &open, ratio);
                let fallback = || interchange.clone().unwrap_or_else(|_| base.clone());
                let found = self.or_fault(made, step, Some(CauseId(cause)), fallback);
                *spoken = Some(found);
            }
        }
        for h in 0..self.width() {
            let cause = self.hypotheses.get(h).copied();
            let closed = cause.map_or_else(|| open.clone(), |cause| closed(problem, step, cause, outcomes.len()));
            let row = self.hypothesis_row(problem, step, outcomes, &base, h, &closed, &interchange, &by_cause);
            for (column, chance) in table.iter_mut().zip(row) {
                column[h] = chance;
            }
        }
        table
    }

    #[expect(clippy::too_many_arguments, reason = "one row of a table needs all that the table is made of")]
    fn hypothesis_row(
        &mut self,
        problem: &Problem,
        step: Step,
        outcomes: &[Outcome],
        base: &[f64],
        h: usize,
        closed: &[bool],
        interchange: &Result<Vec<f64>, RowFault>,
        by_cause: &[Option<Vec<f64>>],
    ) -> Vec<f64> {
        let cause = self.hypotheses.get(h).copied();
        let shut = closed.iter().any(|closed| *closed);
        let ratio = problem.policy.confirm_ratio;
        if let Some(row_of_cause) = cause.and_then(|cause| by_cause[cause.0].clone()) {
            if !shut {
                return row_of_cause;
            }
            let made = row(outcomes, base, cause, closed, ratio);
            return self.or_fault(made, step, cause, || row_of_cause);
        }
        let mechanism = cause.and_then(|_| {
            let spoken = (0..by_cause.len()).filter(|&m| by_cause[m].is_some() && self.mechanisms[m][h] > 0.0);
            spoken.reduce(|best, m| if self.mechanisms[m][h] > self.mechanisms[best][h] { m } else { best })
        });
        let mut made = match (mechanism, interchange) {
            (Some(m), Ok(interchange)) => {
                let chance = self.mechanisms[m][h];
                let with = by_cause[m].as_deref().unwrap_or(interchange);
                Ok(with.iter().zip(interchange).map(|(l, n)| chance * l + (1.0 - chance) * n).collect())
            }
            (Some(m), Err(_)) => Ok(by_cause[m].clone().unwrap_or_else(|| base.to_vec())),
            (None, interchange) => interchange.clone(),
        };
        if shut {
            made = made.and_then(|open| reopened(open, closed));
        }
        if cause.is_none() && self.prior[h] <= 0.0 {
            return made.unwrap_or_else(|_| base.to_vec());
        }
        self.or_fault(made, step, cause, || base.to_vec())
    }

    fn or_fault(
        &mut self,
        made: Result<Vec<f64>, RowFault>,
        step: Step,
        cause: Option<CauseId>,
        fallback: impl FnOnce() -> Vec<f64>,
    ) -> Vec<f64> {
        made.unwrap_or_else(|fault| {
            let fault = match (fault, cause) {
                (RowFault::Over(sum), Some(cause)) => Fault::GivenOver { step, cause, sum },
                (RowFault::Under(sum), Some(cause)) => Fault::GivenUnder { step, cause, sum },
                (_, cause) => Fault::Closed { step, cause },
            };
            if !self.faults.contains(&fault) {
                self.faults.push(fault);
            }
            fallback()
        })
    }

    /// φ of one remedy: what it says of the cause, else the greatest P(m|c)·φ(a,m) over what the cause brings about. What
    /// is a cause by itself comes back where its own cause stays, so only a workaround helps there.
    fn fixed_by(&self, problem: &Problem, remedy: &Remedy) -> Vec<f64> {
        let fixes = &remedy.fixes;
        let passes_on = |m: &CauseId| {
            let cause = &problem.causes[m.0];
            remedy.workaround || (cause.weight.is_none() && !cause.likely_elsewhere)
        };
        (0..self.width())
            .map(|h| {
                let own = self.hypotheses.get(h).and_then(|cause| {
                    let said = fixes.iter().filter(|(fixed, _)| fixed == cause);
                    said.map(|(_, chance)| *chance).reduce(f64::max)
                });
                own.unwrap_or_else(|| {
                    let through = fixes.iter().filter(|(m, _)| passes_on(m));
                    through.map(|(m, chance)| self.mechanisms[m.0][h] * chance).fold(0.0, f64::max)
                })
            })
            .collect()
    }
}

/// A row without the outcomes that the cause's own condition closes; the rest fills up.
fn reopened(mut row: Vec<f64>, closed: &[bool]) -> Result<Vec<f64>, RowFault> {
    for (chance, closed) in row.iter_mut().zip(closed) {
        if *closed {
            *chance = 0.0;
        }
    }
    let sum: f64 = row.iter().sum();
    if sum <= 0.0 {
        return Err(RowFault::Closed);
    }
    for chance in &mut row {
        *chance /= sum;
    }
    Ok(row)
}

/// Which values of a fact make the cause's own condition false by themselves.
fn closed(problem: &Problem, step: Step, cause: CauseId, outcomes: usize) -> Vec<bool> {
    let (Step::Check(check), Some(possible)) = (step, &problem.causes[cause.0].possible) else {
        return vec![false; outcomes];
    };
    (0..outcomes)
        .map(|value| {
            let leaf = |leaf: &Condition| match leaf {
                Condition::Is(id, outcome) if *id == check => Truth::from(*outcome == value),
                _ => Truth::Unknown,
            };
            truth(possible, &leaf) == Truth::False
        })
        .collect()
}

fn prior(problem: &Problem, hypotheses: &[CauseId]) -> Vec<f64> {
    let weights = || hypotheses.iter().filter_map(|cause| problem.causes[cause.0].weight);
    let sum: f64 = weights().sum();
    let other = if sum > 0.0 { problem.policy.other } else { 1.0 };
    let mut prior: Vec<f64> =
        weights().map(|weight| if sum > 0.0 { (1.0 - other) * weight / sum } else { 0.0 }).collect();
    prior.push(other);
    prior
}

/// P(s|c) = 1 − ∏(1 − P(m|c)·shows(m,s)) over the cause and its mechanisms; for the unknown cause the mean
/// over the causes, weighted by π.
fn symptom_row(problem: &Problem, symptom: SymptomId, prior: &[f64], mechanisms: &[Vec<f64>]) -> Vec<f64> {
    let causes = prior.len() - 1;
    let silent = if problem.symptoms[symptom.0].only_listed { 0.0 } else { problem.policy.silent_symptom };
    let mut row = vec![0.0; prior.len()];
    for (h, chance) in row[..causes].iter_mut().enumerate() {
        let (mut none, mut ways) = (1.0, 0);
        for (cause, mechanism) in problem.causes.iter().zip(mechanisms) {
            for (_, shows) in cause.shows.iter().filter(|(shown, _)| *shown == symptom) {
                if mechanism[h] > 0.0 {
                    none *= 1.0 - mechanism[h] * shows;
                    ways += 1;
                }
            }
        }
        *chance = if ways > 0 { 1.0 - none } else { silent };
    }
    let known: f64 = prior[..causes].iter().sum();
    let weighted: f64 = row[..causes].iter().zip(prior).map(|(chance, prior)| chance * prior).sum();
    row[causes] = if known > 0.0 { weighted / known } else { silent };
    row
}
