//! A cause that nobody wrote down.
//!
//! In: a guide under study. Out: whether one cause more, with answers of its own and no remedy, makes the sessions so much more
//! probable that chance does not explain it; with its share and the answers that tell it.
//!
//! Guides have an unknown cause already. It has no answers of its own: to each check it answers as all causes do of which the check
//! says nothing. The cause more has a row of its own for each check, so what it gains is what these answers say together that no cause
//! of the guide does. Without it the other numbers bend until they explain its sessions as well as they can, and beside numbers that
//! are bent it gains nothing: so its own numbers are only begun alone ([`alone`]), and then all are fitted together.

mod alone;
mod extended;

use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::reasoning::CheckId;

use super::super::estimate::{Ascent, GuideData, ascend_about, expected};
use super::super::guide::{GuideStudy, Study};
use super::super::learned::Learned;
use super::FALSE;
use alone::Alone;
use extended::Extended;

/// In so many steps: what is gained in fewer is less, so nothing false is told by stopping.
const MOST_STEPS: usize = 600;
/// With more patterns they are fitted from one beginning.
const MANY: usize = 10_000;
/// With fewer sessions nothing is looked for.
const FEWEST: f64 = 300.0;
/// An answer tells the cause where it is so many times as frequent as among all who answered.
const LIFT: f64 = 1.5;
/// And has at least this chance.
const FREQUENT: f64 = 0.25;

/// An answer that tells the missing cause.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingAnswer {
    /// The check.
    pub check: CheckId,
    /// The outcome.
    pub outcome: usize,
    /// Its chance with the missing cause.
    pub chance: f64,
    /// Its share among all who answered.
    pub among_all: f64,
}

impl TellingAnswer {
    /// By how many times it is more frequent than among all.
    #[must_use]
    pub fn lift(&self) -> f64 {
        self.chance / self.among_all.max(1e-6)
    }
}

/// A cause that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// Its share of the sessions.
    pub share: f64,
    /// Twice the logarithm of by how much it makes the sessions more probable.
    pub gain: f64,
    /// What is gained by chance, but for one time in a hundred.
    pub bar: f64,
    /// The answers that tell it, by how much more frequent they are than among all.
    pub answers: Vec<TellingAnswer>,
}

/// What a sum of so many squares of normal deviates stays below, but for this chance.
fn bar(freedom: f64, chance: f64) -> f64 {
    ChiSquared::new(freedom).map_or(f64::INFINITY, |chi| chi.inverse_cdf(1.0 - chance))
}

/// The cause that a guide misses, where there is one.
#[must_use]
pub fn missing(study: &Study<'_>, learned: &Learned, at: usize) -> Option<Missing> {
    let guide = &study.guides[at];
    if guide.data.sessions() < FEWEST {
        return None;
    }
    let extended = Extended::new(study, guide, at)?;
    let numbers = &learned.estimate.ascent.numbers;
    let before: f64 = study.guides.iter().map(|guide| expected(&guide.data, numbers).likelihood).sum();
    let reached = reached(&extended, study, learned, at)?;
    let after: f64 = extended.data.iter().map(|data| expected(data, &reached.numbers).likelihood).sum();
    let gain = 2.0 * (after - before);
    let bar = bar(extended.freedom(), FALSE);
    let share = *reached.numbers[extended.share].last()?;
    let answers = answers(guide, &extended, &reached);
    (gain > bar && !answers.is_empty()).then_some(Missing { share, gain, bar, answers })
}

/// All numbers with one cause more, begun beside the learned ones and beside the written ones: which of them leads higher depends on
/// how far the sessions of the cause have bent what was learned.
fn reached(extended: &Extended, study: &Study<'_>, learned: &Learned, at: usize) -> Option<Ascent> {
    let written: Vec<Vec<f64>> = study.blocks.iter().map(|block| block.written.clone()).collect();
    let data: Vec<&GuideData> = extended.data.iter().collect();
    let climb = |beside: &[Vec<f64>]| {
        let start = Alone::new(extended, &study.guides[at], beside, at).best();
        ascend_about(&extended.blocks, &data, learned.estimate.trust, start, MOST_STEPS)
    };
    let begins = [learned.estimate.ascent.numbers.as_slice(), &written];
    // So many patterns leave no doubt of the way up, and each climb takes as long as all that was learned.
    let count = if study.guides[at].data.patterns.len() > MANY { 1 } else { begins.len() };
    begins
        .into_iter()
        .take(count)
        .map(climb)
        .reduce(|best, one| if one.objective > best.objective { one } else { best })
}

/// The answers that tell it, the most telling first.
fn answers(guide: &GuideStudy<'_>, extended: &Extended, reached: &Ascent) -> Vec<TellingAnswer> {
    let mut found = Vec::new();
    let answers = guide.answers();
    for (check, row) in &extended.rows {
        let all = &answers[check.0];
        let sum: f64 = all.iter().sum();
        for (outcome, chance) in reached.numbers[*row as usize].iter().enumerate() {
            let among_all = all.get(outcome).copied().unwrap_or(0.0) / sum.max(1.0);
            if *chance >= FREQUENT && *chance >= LIFT * among_all {
                found.push(TellingAnswer { check: *check, outcome, chance: *chance, among_all });
            }
        }
    }
    found.sort_by(|a, b| b.lift().total_cmp(&a.lift()));
    found
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn chance_gains_more_than_the_bar_once_in_a_hundred() {
        assert!((bar(8.0, 0.01) - 20.09).abs() < 0.01, "{}", bar(8.0, 0.01));
    }
}
