//! Which numbers are to change, and to what.
//!
//! In: written numbers and learned ones. Out: for each unit a verdict, and of those to change the new numbers, rounded as an author
//! would. A number changes where sessions say most of what is known of it and it lies outside of its interval. What is known only
//! together with another number does not, and neither does what an author said to be so or not to be so.

use std::collections::{BTreeMap, BTreeSet};

use crate::learning::learned::{HARDLY, LEARNED, Learned, LearnedNumber, Numbers, What};
use crate::model::EffectKind;

use super::times::Timed;
use super::written::{Unit, Written};

/// What is to become of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It is to change.
    Change,
    /// It is learned, and the written number is within the interval.
    Agrees,
    /// Known only together with another number.
    Together,
    /// An author said that an answer confirms a cause.
    Stays,
    /// It stands nowhere in the text, or where no edit reaches it.
    NotWritten,
    /// Sessions say less of it than the author does.
    Hardly,
    /// Sessions say next to nothing of it.
    NotLearned,
}

/// New numbers of a unit: of a row, by outcome.
pub type Change = Vec<(String, f64)>;

/// A unit with its numbers, by their places among the learned.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Which.
    pub unit: Unit,
    /// Its numbers.
    pub numbers: Vec<usize>,
    /// What is to become of it.
    pub verdict: Verdict,
    /// What it changes to.
    pub change: Option<Change>,
}

/// Changes, as numbers to reckon with.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Patch(pub BTreeMap<Unit, Change>);

impl Patch {
    /// Those of what was judged.
    #[must_use]
    pub fn of(judged: &[Judged], timed: &[Timed]) -> Self {
        let numbers = judged.iter().filter_map(|one| Some((one.unit.clone(), one.change.clone()?)));
        let times = timed.iter().filter_map(|one| Some((one.unit.clone(), one.change.clone()?)));
        Patch(numbers.chain(times).collect())
    }

    /// The same without one unit.
    #[must_use]
    pub fn without(&self, unit: &Unit) -> Self {
        let mut fewer = self.clone();
        fewer.0.remove(unit);
        fewer
    }

    fn one(&self, unit: &Unit) -> Option<f64> {
        self.0.get(unit).and_then(|change| change.first()).map(|(_, number)| *number)
    }
}

/// Changes of one guide, by its place.
#[derive(Clone, Copy)]
pub struct OfGuide<'p>(pub &'p Patch, pub usize, pub &'p Written<'p>);

impl Numbers for OfGuide<'_> {
    fn weight(&self, cause: &str) -> Option<f64> {
        self.0.one(&Unit::Likelihood(cause.to_owned()))
    }

    fn other(&self) -> Option<f64> {
        self.0.one(&Unit::Other(self.1))
    }

    fn fixes(&self, remedy: &str, cause: &str) -> Option<f64> {
        self.0.one(&Unit::Fixes(remedy.to_owned(), cause.to_owned()))
    }

    fn row(&self, step: &str, of: Option<&str>, outcomes: &[String]) -> Option<Vec<f64>> {
        let change = self.0.0.get(&Unit::Row(step.to_owned(), of.map(str::to_owned)))?;
        outcomes.iter().map(|outcome| Some(change.iter().find(|(name, _)| name == outcome)?.1)).collect()
    }

    fn minutes(&self, step: &str, now: [f64; 3]) -> Option<[f64; 3]> {
        let change = self.0.0.get(&Unit::Takes(step.to_owned()))?;
        Some(super::times::changed(now, &self.2.times(step), change))
    }
}

/// Judges every unit. `few` are guides of which too few sessions were seen, by their places: what only they hold does not change.
#[must_use]
pub fn judge(written: &Written<'_>, learned: &Learned, is_enough: bool) -> Vec<Judged> {
    let together: BTreeSet<usize> = learned.together().into_iter().flat_map(|(a, b, _)| [a, b]).collect();
    let mut units: BTreeMap<Unit, Vec<usize>> = BTreeMap::new();
    for (at, number) in learned.numbers.iter().enumerate() {
        units.entry(Unit::of(&number.what)).or_default().push(at);
    }
    let judged = units.into_iter().map(|(unit, numbers)| {
        let verdict = verdict(written, learned, &unit, &numbers, &together);
        let verdict = if verdict == Verdict::Change && !is_enough { Verdict::Hardly } else { verdict };
        let change = (verdict == Verdict::Change).then(|| change(learned, &numbers));
        Judged { unit, numbers, verdict, change }
    });
    judged.collect()
}

fn verdict(
    written: &Written<'_>,
    learned: &Learned,
    unit: &Unit,
    numbers: &[usize],
    together: &BTreeSet<usize>,
) -> Verdict {
    let all: Vec<&LearnedNumber> = numbers.iter().map(|&at| &learned.numbers[at]).collect();
    let most = all.iter().map(|number| number.known).fold(0.0, f64::max);
    if most < HARDLY {
        return Verdict::NotLearned;
    }
    if confirms(written, unit) {
        return Verdict::Stays;
    }
    let wrong = |number: &&&LearnedNumber| number.known >= LEARNED && !number.agrees();
    if !all.iter().any(|number| wrong(&number)) {
        return if most < LEARNED { Verdict::Hardly } else { Verdict::Agrees };
    }
    if numbers.iter().any(|at| together.contains(at)) {
        return Verdict::Together;
    }
    if is_in_reach(written, unit) { Verdict::Change } else { Verdict::NotWritten }
}

/// Whether an outcome of the row is said to confirm its cause: that is no number.
fn confirms(written: &Written<'_>, unit: &Unit) -> bool {
    let Unit::Row(step, Some(cause)) = unit else { return false };
    written
        .outcomes(step)
        .iter()
        .any(|outcome| written.effects(outcome, cause).any(|effect| effect.kind == EffectKind::Confirms))
}

/// Whether the text has a place for the number.
fn is_in_reach(written: &Written<'_>, unit: &Unit) -> bool {
    match unit {
        Unit::Likelihood(cause) => {
            let body = written.item(cause).and_then(|item| written.knowledge.cause(item));
            body.and_then(|body| body.likelihood).is_some_and(|likelihood| likelihood.is_written())
        }
        // Which guide it is, its caller knows; where none says it, a number of the project holds for all.
        Unit::Other(_) => false,
        Unit::Fixes(remedy, cause) => written.fixes(remedy, cause).is_some(),
        Unit::Takes(step) => !written.times(step).is_empty(),
        Unit::Row(step, of) => !written.outcomes(step).is_empty() || of.is_none() && !written.shares(step).is_empty(),
    }
}

fn change(learned: &Learned, numbers: &[usize]) -> Change {
    let all: Vec<&LearnedNumber> = numbers.iter().map(|&at| &learned.numbers[at]).collect();
    match &all[..] {
        [one] if !matches!(one.what, What::Outcome { .. }) => {
            let number = match one.what {
                What::Likelihood(_) => two_digits(one.learned),
                _ => rounded(one.learned),
            };
            vec![(String::new(), number)]
        }
        _ => {
            let name = |number: &LearnedNumber| match &number.what {
                What::Outcome { outcome, .. } => outcome.clone(),
                _ => String::new(),
            };
            let row: Vec<f64> = all.iter().map(|number| number.learned).collect();
            all.iter().map(|number| name(number)).zip(rounded_row(&row)).collect()
        }
    }
}

/// A number with two digits that count.
#[must_use]
pub fn two_digits(number: f64) -> f64 {
    if number <= 0.0 || !number.is_finite() {
        return number;
    }
    let scale = 10.0_f64.powi(1 - number.log10().floor() as i32);
    (number * scale).round() / scale
}

/// A chance in whole per cent, and in tenths of them below 10 and above 90. What is neither 0 nor 1 stays so.
fn rounded(chance: f64) -> f64 {
    let near = chance.min(1.0 - chance);
    let steps = if near >= 0.1 { 100.0 } else { 1000.0 };
    let rounded = (chance * steps).round() / steps;
    if chance <= 0.0 || chance >= 1.0 { chance } else { rounded.clamp(0.001, 0.999) }
}

/// Chances of a row, rounded, that sum to 1: the greatest takes what is left.
fn rounded_row(row: &[f64]) -> Vec<f64> {
    let mut all: Vec<f64> = row.iter().map(|chance| rounded(*chance)).collect();
    let Some(greatest) = (0..row.len()).reduce(|best, at| if row[at] > row[best] { at } else { best }) else {
        return all;
    };
    let others: f64 = (0..all.len()).filter(|at| *at != greatest).map(|at| all[at]).sum();
    all[greatest] = ((1.0 - others) * 1000.0).round() / 1000.0;
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_an_author_would() {
        for (number, expected) in [(13.71, 14.0), (0.2517, 0.25), (8.04, 8.0), (147.0, 150.0), (0.0, 0.0)] {
            assert!((two_digits(number) - expected).abs() < 1e-12, "{number}: {}", two_digits(number));
        }
        for (chance, expected) in [(0.3471, 0.35), (0.0634, 0.063), (0.9871, 0.987), (0.000_02, 0.001), (1.0, 1.0)] {
            assert!((rounded(chance) - expected).abs() < 1e-12, "{chance}: {}", rounded(chance));
        }
        let row = rounded_row(&[0.3333, 0.3333, 0.3334]);
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{row:?}");
    }
}
