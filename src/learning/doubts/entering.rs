//! Causes whose readers come in by other symptoms than those that the author has them show.
//!
//! In: a guide under study. Out: ways of coming in that readers with a cause take more often, or less often, than what it `shows`
//! lets expect.
//!
//! What readers name unasked is not all that they see: of two symptoms that every cause shows, most name the one that bothers them
//! more. That is the same for all causes, and says nothing of any, so it is taken out first: each way of coming in has a factor
//! that all causes share, fitted together with the causes' own frequencies (Deming & Stephan 1940). What is left is what one cause
//! does otherwise than the others. The cause that does it most is told and then left out of the factors, lest the others seem to
//! differ from it; and so on until no other does.

use super::super::estimate::{Draw, Interval, each_posterior, interval};
use super::super::guide::{GuideStudy, Key, Study};
use super::super::learned::{LEARNED, Learned};
use super::{discovered, tail};
use crate::reasoning::SymptomId;

/// It is told where it is so many times as frequent, or as rare.
const RATIO: f64 = 1.5;
/// And the shares differ by this.
const DIFFERENCE: f64 = 0.1;
/// A way is compared where so many sessions took it, or were to be expected to.
const FEWEST: f64 = 5.0;
/// The factors are fitted in so many steps.
const STEPS: usize = 200;

/// Readers with a cause who come in otherwise than expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Entering {
    /// The column of the cause.
    pub column: usize,
    /// The symptoms that they name.
    pub came: Vec<SymptomId>,
    /// The share of the cause's readers who come in so.
    pub share: f64,
    /// Where it lies with a chance of 90 %.
    pub interval: Interval,
    /// The share that is to be expected by what the causes show.
    pub expected: f64,
    /// The sessions of the cause.
    pub sessions: f64,
}

/// A cause with a way of coming in, and the chance of as great a difference where there is none.
type Test = (f64, usize, Entering);

/// All of a guide, the most certain cause first, of each cause the way that is most frequent beside what is expected first.
#[must_use]
pub fn entering(study: &Study<'_>, learned: &Learned, at: usize) -> Vec<Entering> {
    let guide = &study.guides[at];
    let counts = counts(guide, &learned.estimate.ascent.numbers);
    let mut open: Vec<usize> = (0..guide.data.width.saturating_sub(1)).collect();
    let mut found = Vec::new();
    // Of causes that are compared with nobody nothing can be said.
    while open.len() > 1 {
        let factors = factors(guide, &counts, &open);
        let mut tests: Vec<Test> =
            open.iter().flat_map(|column| tests(study, learned, at, *column, &counts, &factors)).collect();
        let limit = discovered(tests.iter().map(|(chance, ..)| *chance));
        tests.retain(|(chance, _, one)| *chance <= limit && is_worth_telling(one));
        let Some(surest) = tests.iter().min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, column, _)| *column) else { break };
        tests.retain(|(_, column, _)| *column == surest);
        tests.sort_by(|a, b| (b.2.share - b.2.expected).total_cmp(&(a.2.share - a.2.expected)));
        found.extend(tests.into_iter().map(|(.., one)| one));
        open.retain(|column| *column != surest);
    }
    found
}

fn is_worth_telling(one: &Entering) -> bool {
    let (less, more) = if one.share < one.expected { (one.share, one.expected) } else { (one.expected, one.share) };
    more >= RATIO * less && more - less >= DIFFERENCE && more * one.sessions >= FEWEST
}

/// By way of coming in and column the sessions.
fn counts(guide: &GuideStudy<'_>, numbers: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut counts = vec![vec![0.0; guide.data.width]; guide.entries.len()];
    each_posterior(&guide.data, numbers, |pattern, weights| {
        let (entry, _) = guide.entry_of[pattern];
        counts[entry].iter_mut().zip(weights).for_each(|(count, weight)| *count += weight);
    });
    counts
}

/// By way of coming in the factor that these causes share.
fn factors(guide: &GuideStudy<'_>, counts: &[Vec<f64>], columns: &[usize]) -> Vec<f64> {
    let sum = |entry: usize| columns.iter().map(|column| counts[entry][*column]).sum::<f64>();
    let mut factors = vec![1.0; counts.len()];
    for _ in 0..STEPS {
        let frequencies: Vec<f64> = columns
            .iter()
            .map(|&column| {
                let all = all_shown(guide, &factors, column);
                if all > 0.0 { sessions(counts, column) / all } else { 0.0 }
            })
            .collect();
        for (entry, factor) in factors.iter_mut().enumerate() {
            let expected: f64 =
                columns.iter().zip(&frequencies).map(|(column, one)| one * shown(guide, entry, *column)).sum();
            *factor = if expected > 0.0 { sum(entry) / expected } else { 0.0 };
        }
    }
    factors
}

/// How likely a way of coming in is with a cause by what is written, up to what is the same for all ways.
fn shown(guide: &GuideStudy<'_>, entry: usize, column: usize) -> f64 {
    let prior = guide.prior[column];
    if prior > 0.0 { guide.entries[entry].1[column] / prior } else { 0.0 }
}

/// The same of all ways together, each with its factor.
fn all_shown(guide: &GuideStudy<'_>, factors: &[f64], column: usize) -> f64 {
    factors.iter().enumerate().map(|(entry, factor)| factor * shown(guide, entry, column)).sum()
}

/// The sessions of a cause.
fn sessions(counts: &[Vec<f64>], column: usize) -> f64 {
    counts.iter().map(|row| row[column]).sum()
}

fn tests(
    study: &Study<'_>,
    learned: &Learned,
    at: usize,
    column: usize,
    counts: &[Vec<f64>],
    factors: &[f64],
) -> Vec<Test> {
    let guide = &study.guides[at];
    let (Some(block), Some(sure)) = (study.block(&Key::Entry { guide: at, column }), &learned.estimate.certainty)
    else {
        return Vec::new();
    };
    let (written, numbers) = (&study.blocks[block as usize], &learned.estimate.ascent.numbers[block as usize]);
    let (sessions, all) = (sessions(counts, column), all_shown(guide, factors, column));
    let mut tests = Vec::new();
    for (entry, (came, _)) in guide.entries.iter().enumerate() {
        let draw = Draw { block, place: entry as u32 };
        let (share, worth) = (numbers[entry], written.sessions);
        let expected = if all > 0.0 { factors[entry] * shown(guide, entry, column) / all } else { 0.0 };
        // What was learned counts what is written as so many sessions, and so does what it is compared with.
        let expected = (sessions * expected + worth * written.written[entry]) / (sessions + worth);
        let is_open = |chance: f64| chance > 0.0 && chance < 1.0;
        if !is_open(share) || !is_open(expected) || sure.known(draw) < LEARNED {
            continue;
        }
        let odds = |chance: f64| (chance / (1.0 - chance)).ln();
        // The variance of log-odds is 1 / (size · chance · (1 − chance)).
        let size = sure.size(draw);
        let statistic = (odds(share) - odds(expected)).powi(2) * size * share * (1.0 - share);
        let one = Entering { column, came: came.clone(), share, interval: interval(share, size), expected, sessions };
        tests.push((tail(statistic, 1.0), column, one));
    }
    tests
}
