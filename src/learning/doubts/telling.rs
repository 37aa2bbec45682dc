//! Checks that never tell.
//!
//! In: a guide under study. Out: for each check that was answered the bits by which its answer tells causes apart, by the learned
//! numbers and at the upper end of what they may be.

use crate::reasoning::{CheckId, CheckKind, Step};

use super::super::guide::{GuideStudy, Key, Study, TokenKey};
use super::super::learned::Learned;
use super::super::simulate::Chance;

/// So many times all numbers are drawn anew.
const DRAWS: usize = 64;
/// The place of the upper end among these: one in twenty is above it.
const UPPER: usize = DRAWS - 1 - DRAWS / 20;

/// What the answers to a check tell of the cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The check.
    pub check: CheckId,
    /// In bits, by the learned numbers.
    pub bits: f64,
    /// With a chance of 95 % it is less than this.
    pub at_most: f64,
    /// Sessions in which it was answered.
    pub answered: f64,
}

/// What each check of a guide tells that was answered at all, and that says something of a cause.
#[must_use]
pub fn telling(study: &Study<'_>, learned: &Learned, at: usize) -> Vec<Told> {
    let guide = &study.guides[at];
    let (Some(sure), Some(share)) =
        (&learned.estimate.certainty, study.block(&Key::Share { guide: at, tickets: false }))
    else {
        return Vec::new();
    };
    let answered = guide.answered();
    let is_open = |check: &CheckId| {
        let rows = &guide.steps[&Step::Check(*check)].rows;
        let speaks = rows.iter().any(|row| row.first().map(|one| one.1) != rows[0].first().map(|one| one.1));
        answered[check.0] > 0.0
            && !guide.coupled[check.0]
            && speaks
            && !matches!(guide.problem.checks[check.0].kind, CheckKind::Observed(_) | CheckKind::Symptom(_))
    };
    let checks: Vec<CheckId> = (0..guide.problem.checks.len()).map(CheckId).filter(is_open).collect();
    let draws: Vec<Vec<Vec<f64>>> = (0..DRAWS as u64)
        .map(|draw| {
            let mut chance = Chance::new(draw, 0xb175);
            sure.drawn_by(|| chance.normal())
        })
        .collect();
    let told = |check: CheckId| {
        let mut drawn: Vec<f64> =
            draws.iter().map(|numbers| bits(guide, check, &numbers[share as usize], numbers)).collect();
        drawn.sort_by(f64::total_cmp);
        let numbers = &learned.estimate.ascent.numbers;
        let bits = bits(guide, check, &numbers[share as usize], numbers);
        Told { check, bits, at_most: drawn[UPPER].max(bits), answered: answered[check.0] }
    };
    checks.into_iter().map(told).collect()
}

/// What an answer tells of the cause, in bits (Shannon's mutual information).
fn bits(guide: &GuideStudy<'_>, check: CheckId, shares: &[f64], numbers: &[Vec<f64>]) -> f64 {
    let step = &guide.steps[&Step::Check(check)];
    let outcomes = step.table.first().map_or(0, Vec::len);
    let chance = |column: usize, outcome: usize| -> f64 {
        let rows = &step.rows[column];
        if rows.is_empty() {
            return step.table[column][outcome];
        }
        let of =
            |(share, block): &(f64, Option<u32>)| block.map_or(0.0, |block| share * numbers[block as usize][outcome]);
        rows.iter().map(of).sum()
    };
    let mut sum = 0.0;
    for outcome in 0..outcomes {
        let all: f64 = shares.iter().enumerate().map(|(column, share)| share * chance(column, outcome)).sum();
        for (column, share) in shares.iter().enumerate() {
            let own = chance(column, outcome);
            if own > 0.0 && all > 0.0 && *share > 0.0 {
                sum += share * own * (own / all).log2();
            }
        }
    }
    sum.max(0.0)
}

impl GuideStudy<'_> {
    /// By check and outcome the sessions that answered so.
    pub(super) fn answers(&self) -> Vec<Vec<f64>> {
        let checks = self.problem.checks.iter();
        let mut all: Vec<Vec<f64>> = checks.map(|check| vec![0.0; check.outcomes.len().max(2)]).collect();
        for pattern in &self.data.patterns {
            for &token in self.data.tokens_of(pattern) {
                if let TokenKey::Answer(check, outcome) = &self.token_keys[token as usize] {
                    all[check.0][*outcome] += pattern.sessions;
                }
            }
        }
        all
    }

    /// By check the sessions that answered it.
    pub(super) fn answered(&self) -> Vec<f64> {
        self.answers().iter().map(|outcomes| outcomes.iter().sum()).collect()
    }
}
