//! The numbers of one cause more by themselves, all others as they were learned: that costs a column for each pattern, and so is
//! begun from several places, by a sample of the patterns where there are many. What comes of it is where the fit of all numbers
//! begins.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::super::estimate::{Draw, each_posterior, totals};
use super::super::super::guide::{GuideStudy, TokenKey};
use super::super::super::simulate::Chance;
use super::extended::{Extended, SESSIONS, SHARE};

/// From so many starts its numbers are fitted.
const STARTS: u64 = 8;
/// In so many steps.
const STEPS: usize = 80;
/// By so many patterns.
const PATTERNS: usize = 50_000;
/// As how many sessions its share counts before.
const SHARE_SESSIONS: f64 = 20.0;

/// By how much the sessions become more probable, in logarithms, and the numbers.
type Fit = (f64, Vec<Vec<f64>>);

/// A pattern, as the cause more sees it.
struct Seen {
    /// Its place among all.
    place: usize,
    /// How likely it is with all other causes.
    others: f64,
    /// How likely all of it is with the cause more of which its own answers say nothing.
    fixed: f64,
    sessions: f64,
    /// Its own answers.
    draws: Vec<Draw>,
}

/// The cause more by itself.
pub(super) struct Alone<'e> {
    extended: &'e Extended,
    patterns: Vec<Seen>,
    /// The numbers that a fit begins with: those that were learned, and for the cause more what the unknown one answered.
    numbers: Vec<Vec<f64>>,
}

impl<'e> Alone<'e> {
    pub(super) fn new(extended: &'e Extended, guide: &GuideStudy<'_>, learned: &[Vec<f64>], at: usize) -> Self {
        let mut numbers: Vec<Vec<f64>> = learned.to_vec();
        numbers.extend(extended.blocks[learned.len()..].iter().map(|block| block.written.clone()));
        for (numbers, block) in numbers.iter_mut().zip(&extended.blocks) {
            // The shares of causes have one more.
            if numbers.len() < block.written.len() {
                numbers.iter_mut().for_each(|one| *one *= 1.0 - SHARE);
                numbers.push(SHARE);
            }
        }
        let data = &extended.data[at];
        let own = |draw: &Draw| extended.rows.values().any(|row| *row == draw.block);
        let others = totals(&guide.data, learned);
        let patterns = data.sample(PATTERNS).into_iter().map(|(place, sessions)| {
            let mut seen = Seen { place, others: others[place], fixed: 1.0, sessions, draws: Vec::new() };
            for &token in data.tokens_of(&data.patterns[place]) {
                let branches = &data.tokens[token as usize].columns[data.width - 1];
                match branches.as_slice() {
                    [one] if matches!(guide.token_keys[token as usize], TokenKey::Share(_)) => {
                        seen.fixed *= one.constant;
                    }
                    [one] if one.draws.iter().any(own) => {
                        let rest = one.draws.iter().filter(|draw| !own(draw));
                        seen.fixed *= rest.fold(one.constant, |product, draw| {
                            product * numbers[draw.block as usize][draw.place as usize]
                        });
                        seen.draws.extend(one.draws.iter().filter(|draw| own(draw)).copied());
                    }
                    several => seen.fixed *= several.iter().map(|branch| branch.chance(&numbers)).sum::<f64>(),
                }
            }
            seen
        });
        let patterns: Vec<Seen> = patterns.collect();
        let mut alone = Alone { extended, patterns, numbers };
        alone.begin_as_the_unknown(guide, learned);
        alone
    }

    /// What the sessions answered that the unknown cause explains: the likeliest place of a cause that is missing.
    fn begin_as_the_unknown(&mut self, guide: &GuideStudy<'_>, learned: &[Vec<f64>]) {
        let mut counts: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
        let blocks = &self.extended.blocks;
        let mut seen = self.patterns.iter().peekable();
        each_posterior(&guide.data, learned, |place, weights| {
            while seen.next_if(|seen| seen.place < place).is_some() {}
            let Some(seen) = seen.next_if(|seen| seen.place == place) else { return };
            let share = weights.last().copied().unwrap_or(0.0) / guide.data.patterns[place].sessions;
            let unknown = share * seen.sessions;
            for draw in &seen.draws {
                let counts =
                    counts.entry(draw.block).or_insert_with(|| vec![0.0; blocks[draw.block as usize].written.len()]);
                counts[draw.place as usize] += unknown;
            }
        });
        for (block, counts) in counts {
            self.numbers[block as usize] = shares(&counts, &blocks[block as usize].written);
        }
    }

    /// The best of all starts.
    pub(super) fn best(&self) -> Vec<Vec<f64>> {
        let fits: Vec<Fit> = (0..STARTS).into_par_iter().map(|start| self.fit(start)).collect();
        fits.into_iter().reduce(|best, one| if one.0 > best.0 { one } else { best }).unwrap_or_default().1
    }

    /// Fits its numbers from a start.
    fn fit(&self, start: u64) -> Fit {
        let mut numbers = self.numbers.clone();
        let rows: Vec<usize> = self.extended.rows.values().map(|row| *row as usize).collect();
        let place: BTreeMap<u32, usize> = rows.iter().enumerate().map(|(at, row)| (*row as u32, at)).collect();
        // The first begins with what the unknown cause answered, the others anywhere.
        if start > 0 {
            let mut chance = Chance::new(start, 0x0ca5e);
            for row in &rows {
                let written = &self.extended.blocks[*row].written;
                let open = written.iter().map(|one| f64::from(u8::from(*one > 0.0)));
                let drawn: Vec<f64> = open.map(|open| -open * (1.0 - chance.unit()).ln()).collect();
                let sum: f64 = drawn.iter().sum::<f64>().max(f64::MIN_POSITIVE);
                numbers[*row] = drawn.into_iter().map(|one| one / sum).collect();
            }
        }
        let sessions: f64 = self.patterns.iter().map(|seen| seen.sessions).sum();
        let (mut share, mut gain) = (SHARE, 0.0);
        for _ in 0..STEPS {
            let mut counts: Vec<Vec<f64>> = rows.iter().map(|row| vec![0.0; numbers[*row].len()]).collect();
            let mut with_it = 0.0;
            gain = 0.0;
            for seen in self.patterns.iter().filter(|seen| seen.others > 0.0) {
                let own = seen.draws.iter().fold(share * seen.fixed, |product, draw| {
                    product * numbers[draw.block as usize][draw.place as usize]
                });
                let total = (1.0 - share) * seen.others + own;
                gain += seen.sessions * (total / seen.others).ln();
                let count = seen.sessions * own / total;
                with_it += count;
                seen.draws.iter().for_each(|draw| counts[place[&draw.block]][draw.place as usize] += count);
            }
            share = (with_it + SHARE_SESSIONS * SHARE) / (sessions + SHARE_SESSIONS);
            for (row, counts) in rows.iter().zip(&counts) {
                numbers[*row] = shares(counts, &self.extended.blocks[*row].written);
            }
        }
        if let Some((last, others)) = numbers[self.extended.share].split_last_mut() {
            let sum: f64 = others.iter().sum();
            others.iter_mut().for_each(|one| *one *= (1.0 - share) / sum);
            *last = share;
        }
        (gain, numbers)
    }
}

/// Shares of counts, with written ones as so many sessions.
fn shares(counts: &[f64], written: &[f64]) -> Vec<f64> {
    let all: f64 = counts.iter().sum::<f64>() + SESSIONS;
    counts.iter().zip(written).map(|(count, written)| (count + SESSIONS * written) / all).collect()
}
