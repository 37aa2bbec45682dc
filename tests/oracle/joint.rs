//! One table over all checks that something couples.
//!
//! In: tables and factors. Out: the chance of any part of the answers, per hypothesis.

use super::factors::Factor;
use super::tables::{Tables, Wrong};
use kbc_reasoning::Problem;

/// The checks that rules couple, with one table over all their outcomes together.
pub struct Joint {
    pub checks: Vec<usize>,
    /// The chance of each row of outcomes, per hypothesis.
    rows: Vec<(Vec<usize>, Vec<f64>)>,
}

impl Joint {
    /// How likely all that some of the factors allow is with a hypothesis.
    pub fn mass(
        problem: &Problem,
        tables: &Tables,
        given: &[Option<usize>],
        factors: &[Factor],
        h: usize,
        wanted: impl Fn(&Factor) -> bool,
    ) -> f64 {
        let left = |check: &usize| given[*check].is_none() && !problem.checks[*check].kind.is_never_asked();
        let mut checks: Vec<usize> = factors.iter().flat_map(|factor| &factor.checks).copied().filter(left).collect();
        checks.sort_unstable();
        checks.dedup();
        let mut rows: Vec<(Vec<usize>, f64)> = vec![(vec![], 1.0)];
        for check in &checks {
            let longer = |(outcomes, chance): &(Vec<usize>, f64)| {
                let one = |(outcome, row): (usize, &Vec<f64>)| ([&outcomes[..], &[outcome]].concat(), chance * row[h]);
                tables.checks[*check].iter().enumerate().map(one).collect::<Vec<_>>()
            };
            rows = rows.iter().flat_map(longer).collect();
        }
        let of_row = |(outcomes, chance): &(Vec<usize>, f64)| {
            let mut answers = given.to_vec();
            for (check, outcome) in checks.iter().zip(outcomes) {
                answers[*check] = Some(*outcome);
            }
            factors.iter().filter(|factor| wanted(factor)).fold(*chance, |all, factor| all * (factor.by)(&answers, h))
        };
        rows.iter().map(of_row).sum()
    }

    /// `weights` are those before any of these checks is answered.
    pub fn new(
        problem: &Problem,
        tables: &Tables,
        given: &[Option<usize>],
        factors: &[Factor],
        weights: &[f64],
    ) -> Result<Self, Wrong> {
        let left = |check: &usize| given[*check].is_none() && !problem.checks[*check].kind.is_never_asked();
        let mut checks: Vec<usize> = factors.iter().flat_map(|factor| &factor.checks).copied().filter(left).collect();
        checks.sort_unstable();
        checks.dedup();
        let mut rows: Vec<(Vec<usize>, Vec<f64>)> = vec![(vec![], vec![1.0; tables.prior.len()])];
        for check in &checks {
            rows = rows.iter().flat_map(|row| longer(row, &tables.checks[*check])).collect();
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
            if all == 0.0 && weights[h] > 0.0 {
                return Err(Wrong::Joint(h));
            }
            for (_, chances) in &mut rows {
                chances[h] = if all == 0.0 { 0.0 } else { chances[h] / all };
            }
        }
        Ok(Self { checks, rows })
    }

    /// The chance that the coupled checks answer so, whatever those answer that have not been asked.
    pub fn marginal(&self, answers: &[Option<usize>], h: usize) -> f64 {
        let fits = |outcomes: &[usize]| {
            self.checks.iter().zip(outcomes).all(|(check, outcome)| answers[*check].is_none_or(|a| a == *outcome))
        };
        self.rows.iter().filter(|(outcomes, _)| fits(outcomes)).map(|(_, chances)| chances[h]).sum()
    }
}

fn longer(row: &(Vec<usize>, Vec<f64>), table: &[Vec<f64>]) -> Vec<(Vec<usize>, Vec<f64>)> {
    let one = |(outcome, chances): (usize, &Vec<f64>)| {
        let outcomes = [&row.0[..], &[outcome]].concat();
        (outcomes, row.1.iter().zip(chances).map(|(before, chance)| before * chance).collect())
    };
    table.iter().enumerate().map(one).collect()
}
