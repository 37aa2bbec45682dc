//! Numbers that drift: what sessions of one quarter of a year say of a number, against all.
//!
//! In: a study. Out: numbers that were not the same in all quarters. Each session pulls a number up or down by what it was expected
//! to draw of it, less what it would have drawn by chance (its score). The sums of these by quarter are compared with the spread that
//! the scores of all sessions have, so that what is not known of a cause widens them as it should; a quarter's own would be too
//! small just where something rare did not happen in it.

use std::collections::BTreeMap;

use super::super::estimate::{Draw, each_drawn};
use super::super::guide::{Key, Study};
use super::super::learned::{Learned, What};
use super::{discovered, tail};

/// Quarters with fewer sessions are not compared.
const FEWEST: f64 = 100.0;
/// Neither are those in which fewer sessions said something of the number.
const FEWEST_TRIES: f64 = 20.0;
/// Nor those in which it, or anything else in its place, was to be expected less often.
const FEWEST_EXPECTED: f64 = 5.0;
/// A chance is told to drift from this difference on.
const DIFFERENCE: f64 = 0.05;
/// A likelihood is from this ratio on.
const RATIO: f64 = 1.5;

/// A number that drifts.
#[derive(Clone, Debug, PartialEq)]
pub struct Drift {
    /// Its place among [`Learned::numbers`].
    pub number: usize,
    /// By quarter what it was, as a chance, and the sessions that say so.
    pub quarters: Vec<(u32, f64, f64)>,
    /// The chance of as great differences where nothing drifts.
    pub chance: f64,
}

/// Sums of one quarter.
struct Quarter {
    /// As [`super::super::gather::quarter`] counts them.
    number: u32,
    /// By number what it was drawn, and by how much more than by chance.
    drawn: Vec<f64>,
    score: Vec<f64>,
    squares: Vec<f64>,
}

/// All numbers that drift, by their order.
#[must_use]
pub fn drifts(study: &Study<'_>, learned: &Learned) -> Vec<Drift> {
    let quarters = sums(study, learned);
    if quarters.len() < 2 {
        return Vec::new();
    }
    let starts = starts(&learned.estimate.ascent.numbers);
    let of_block = |one: &Quarter, block: usize| one.drawn[starts[block]..starts[block + 1]].iter().sum::<f64>();
    let mut found: Vec<Drift> = Vec::new();
    for (number, of) in learned.numbers.iter().enumerate() {
        let (block, place) = (of.draw.block as usize, of.draw.place as usize);
        let numbers = &learned.estimate.ascent.numbers[block];
        let theta = numbers[place];
        let is_pair = matches!(study.keys[block], Key::Row { .. }) && numbers.len() == 2;
        if theta <= 0.0 || theta >= 1.0 || is_pair && place == 1 {
            continue;
        }
        let at = starts[block] + place;
        let is_enough = |one: &&Quarter| {
            let tries = of_block(one, block);
            tries >= FEWEST_TRIES && tries * theta.min(1.0 - theta) >= FEWEST_EXPECTED
        };
        let those = || quarters.iter().filter(is_enough);
        let (score, squares) = those().fold((0.0, 0.0), |sum, one| (sum.0 + one.score[at], sum.1 + one.squares[at]));
        let tries: f64 = those().map(|one| of_block(one, block)).sum();
        let count = those().count();
        if count < 2 || squares <= 0.0 {
            continue;
        }
        let spread = |one: &Quarter| squares * of_block(one, block) / tries;
        let statistic: f64 =
            those().map(|one| (one.score[at] - spread(one) / squares * score).powi(2) / spread(one)).sum();
        // One step of scoring from the number of all quarters.
        let value = |one: &Quarter| 1.0 / (1.0 + (-(theta / (1.0 - theta)).ln() - one.score[at] / spread(one)).exp());
        let quarters: Vec<(u32, f64, f64)> =
            those().map(|one| (one.number, value(one), of_block(one, block))).collect();
        found.push(Drift { number, quarters, chance: tail(statistic, count as f64 - 1.0) });
    }
    let limit = discovered(found.iter().map(|one| one.chance));
    found.retain(|one| one.chance <= limit && is_worth_telling(one, &learned.numbers[one.number].what));
    found
}

fn is_worth_telling(drift: &Drift, what: &What) -> bool {
    let values = drift.quarters.iter().map(|(_, value, _)| *value);
    let (low, high) = values.fold((1.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    match what {
        What::Likelihood(_) | What::Other(_) => high >= RATIO * low && high - low >= 0.01,
        _ => high - low >= DIFFERENCE,
    }
}

/// Where each block begins, all numbers in a row.
fn starts(numbers: &[Vec<f64>]) -> Vec<usize> {
    let mut starts = vec![0];
    starts.extend(numbers.iter().scan(0, |sum, block| {
        *sum += block.len();
        Some(*sum)
    }));
    starts
}

fn sums(study: &Study<'_>, learned: &Learned) -> Vec<Quarter> {
    let numbers = &learned.estimate.ascent.numbers;
    let starts = starts(numbers);
    let size = starts.last().copied().unwrap_or(0);
    let mut all: Vec<Quarter> = Vec::new();
    let mut sessions: BTreeMap<u32, f64> = BTreeMap::new();
    for (quarter, list) in study.guides.iter().flat_map(|guide| &guide.by_quarter).filter(|(quarter, _)| **quarter > 0)
    {
        *sessions.entry(*quarter).or_default() += list.iter().map(|(_, sessions)| sessions).sum::<f64>();
    }
    for (number, _) in sessions.into_iter().filter(|(_, sessions)| *sessions >= FEWEST) {
        let [drawn, score, squares] = [(); 3].map(|()| vec![0.0; size]);
        all.push(Quarter { number, drawn, score, squares });
    }
    if all.len() < 2 {
        return all;
    }
    for guide in &study.guides {
        let mut in_quarters: Vec<Vec<(usize, f64)>> = vec![Vec::new(); guide.data.patterns.len()];
        for (place, one) in all.iter().enumerate() {
            for (pattern, sessions) in guide.by_quarter.get(&one.number).into_iter().flatten() {
                in_quarters[*pattern as usize].push((place, *sessions));
            }
        }
        let mut tried: Vec<f64> = vec![0.0; numbers.len()];
        each_drawn(&guide.data, numbers, |pattern, drawn| {
            drawn.iter().for_each(|(draw, sessions)| tried[draw.block as usize] += sessions);
            for (draw, _) in drawn {
                let block = draw.block as usize;
                let tries = std::mem::take(&mut tried[block]);
                if tries <= 0.0 {
                    continue;
                }
                for (place, theta) in numbers[block].iter().enumerate() {
                    let own = |(draw, _): &&(Draw, f64)| draw.block as usize == block && draw.place as usize == place;
                    let count = drawn.iter().find(own).map_or(0.0, |(_, count)| *count);
                    let score = count - tries * theta;
                    for (quarter, sessions) in &in_quarters[pattern] {
                        let at = starts[block] + place;
                        all[*quarter].drawn[at] += sessions * count;
                        all[*quarter].score[at] += sessions * score;
                        all[*quarter].squares[at] += sessions * score * score;
                    }
                }
            }
        });
    }
    all
}
