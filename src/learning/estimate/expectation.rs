//! The E-step: what each pattern says of its cause, and what is to be expected of the numbers.
//!
//! In: numbers, and the patterns of a guide. Out: expected counts of each token with each hypothesis, and the logarithm of the
//! likelihood. Patterns are summed in blocks of [`TOGETHER`] and the blocks in their order, so that the result is the same to the
//! last bit with any number of threads.

use rayon::prelude::*;

use super::blocks::{Branch, Draw, GuideData};

/// So many patterns are summed together.
pub(super) const TOGETHER: usize = 1_024;
/// So many blocks of patterns are worked on before their sums are taken in, so that memory stays small.
const AT_ONCE: usize = 64;

/// What is to be expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// For each token with draws and each hypothesis, the sessions in which both came together: token by token.
    pub counts: Vec<f64>,
    /// The logarithm of the likelihood of all sessions.
    pub likelihood: f64,
    /// Sessions that none of the hypotheses can give.
    pub impossible: f64,
}

/// So many hypotheses are worked on together: as many numbers as a processor holds at hand.
const LANES: usize = 8;

/// The numbers of some hypotheses that stand beside each other.
pub(super) type Lane = [f64; LANES];

/// The chance of each token with each hypothesis: token by token, each in lanes of which the last is filled up with zeros.
pub(super) struct Chances {
    lanes: usize,
    values: Vec<Lane>,
    /// 1 for each hypothesis, and 0 for what fills up the last lane.
    open: Vec<Lane>,
}

impl Chances {
    pub(super) fn new(data: &GuideData, numbers: &[Vec<f64>]) -> Self {
        let lanes = data.width.div_ceil(LANES);
        let mut values = vec![[0.0; LANES]; data.tokens.len() * lanes];
        for (token, row) in data.tokens.iter().zip(values.chunks_mut(lanes.max(1))) {
            for (branches, chance) in token.columns.iter().zip(row.as_flattened_mut()) {
                *chance = branches.iter().map(|branch| branch.chance(numbers)).sum();
            }
        }
        let mut open = vec![[0.0; LANES]; lanes];
        open.as_flattened_mut()[..data.width].fill(1.0);
        Chances { lanes, values, open }
    }

    /// Room for a number of each hypothesis.
    pub(super) fn room(&self) -> Vec<Lane> {
        vec![[0.0; LANES]; self.lanes]
    }

    /// Fills `weights` with the chance of a pattern and each hypothesis; gives their sum.
    #[inline]
    pub(super) fn weigh(&self, tokens: &[u32], weights: &mut [Lane]) -> f64 {
        for ((lane, weights), open) in weights.iter_mut().enumerate().zip(&self.open) {
            let mut product = *open;
            for &token in tokens {
                let chances = &self.values[token as usize * self.lanes + lane];
                product.iter_mut().zip(chances).for_each(|(product, chance)| *product *= chance);
            }
            *weights = product;
        }
        weights.as_flattened().iter().sum()
    }
}

/// Sums of one block of patterns; counts stand in lanes as chances do.
struct Sums {
    counts: Vec<Lane>,
    likelihood: f64,
    impossible: f64,
}

/// The E-step over one guide.
#[must_use]
pub fn expected(data: &GuideData, numbers: &[Vec<f64>]) -> Expected {
    let chances = Chances::new(data, numbers);
    let room = vec![[0.0; LANES]; data.drawn * chances.lanes];
    let mut all = Sums { counts: room.clone(), likelihood: 0.0, impossible: 0.0 };
    let blocks: Vec<_> = data.patterns.chunks(TOGETHER).collect();
    for some in blocks.chunks(AT_ONCE) {
        let sums: Vec<Sums> = some.par_iter().map(|patterns| block(data, &chances, &room, patterns)).collect();
        for sum in sums {
            let counts = all.counts.as_flattened_mut().iter_mut().zip(sum.counts.as_flattened());
            counts.for_each(|(all, one)| *all += one);
            all.likelihood += sum.likelihood;
            all.impossible += sum.impossible;
        }
    }
    let rows = all.counts.chunks(chances.lanes.max(1));
    let counts = rows.flat_map(|row| &row.as_flattened()[..data.width]).copied().collect();
    Expected { counts, likelihood: all.likelihood, impossible: all.impossible }
}

fn block(data: &GuideData, chances: &Chances, room: &[Lane], patterns: &[super::Coded]) -> Sums {
    let lanes = chances.lanes;
    let mut sum = Sums { counts: room.to_vec(), likelihood: 0.0, impossible: 0.0 };
    let mut weights = chances.room();
    for pattern in patterns {
        let tokens = data.tokens_of(pattern);
        let total = chances.weigh(tokens, &mut weights);
        if total <= 0.0 {
            sum.impossible += pattern.sessions;
            continue;
        }
        sum.likelihood += pattern.sessions * total.ln();
        let scale = pattern.sessions / total;
        weights.as_flattened_mut().iter_mut().for_each(|weight| *weight *= scale);
        for &token in tokens.iter().take_while(|token| (**token as usize) < data.drawn) {
            let row = &mut sum.counts[token as usize * lanes..][..lanes];
            for (counts, weights) in row.iter_mut().zip(&weights) {
                counts.iter_mut().zip(weights).for_each(|(count, weight)| *count += weight);
            }
        }
    }
    sum
}

/// By pattern how likely it is with all hypotheses together.
#[must_use]
pub fn totals(data: &GuideData, numbers: &[Vec<f64>]) -> Vec<f64> {
    let chances = Chances::new(data, numbers);
    let mut weights = chances.room();
    data.patterns.iter().map(|pattern| chances.weigh(data.tokens_of(pattern), &mut weights)).collect()
}

/// Calls `visit` with each pattern's place and the sessions that it has with each hypothesis, in the order of patterns. What cannot
/// be is passed over.
pub fn each_posterior(data: &GuideData, numbers: &[Vec<f64>], mut visit: impl FnMut(usize, &[f64])) {
    let chances = Chances::new(data, numbers);
    let mut weights = chances.room();
    for (at, pattern) in data.patterns.iter().enumerate() {
        let total = chances.weigh(data.tokens_of(pattern), &mut weights);
        if total > 0.0 {
            let weights = &mut weights.as_flattened_mut()[..data.width];
            weights.iter_mut().for_each(|weight| *weight *= pattern.sessions / total);
            visit(at, weights);
        }
    }
}

/// Calls `visit` with each pattern's place, and with how often one of its sessions is expected to have drawn which numbers. What
/// cannot be is passed over.
pub fn each_drawn(data: &GuideData, numbers: &[Vec<f64>], mut visit: impl FnMut(usize, &[(Draw, f64)])) {
    // By token and hypothesis the share of each draw.
    let shares: Vec<Vec<(Draw, f64)>> = data.tokens[..data.drawn]
        .iter()
        .flat_map(|token| &token.columns)
        .map(|branches| {
            let chance: f64 = branches.iter().map(|branch| branch.chance(numbers)).sum();
            let share = |branch: &Branch| if chance > 0.0 { branch.chance(numbers) / chance } else { 0.0 };
            branches.iter().flat_map(|branch| branch.draws.iter().map(move |draw| (*draw, share(branch)))).collect()
        })
        .collect();
    let mut drawn: Vec<(Draw, f64)> = Vec::new();
    each_posterior(data, numbers, |at, weights| {
        let pattern = &data.patterns[at];
        drawn.clear();
        for &token in data.tokens_of(pattern).iter().take_while(|token| (**token as usize) < data.drawn) {
            for (column, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
                let share = weight / pattern.sessions;
                let of_column = &shares[token as usize * data.width + column];
                drawn.extend(of_column.iter().map(|(draw, own)| (*draw, share * own)));
            }
        }
        drawn.sort_unstable_by_key(|(draw, _)| *draw);
        sum_neighbours(&mut drawn);
        visit(at, &drawn);
    });
}

/// Adds up neighbours of a list that are the same but for their values.
pub(super) fn sum_neighbours<K: PartialEq>(list: &mut Vec<(K, f64)>) {
    list.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
}

/// Gives the counts of tokens to the numbers that they are made of: to each way in which a token came about its share.
pub(super) fn distribute(data: &GuideData, numbers: &[Vec<f64>], counts: &[f64], to: &mut [Vec<f64>]) {
    for (token, row) in data.tokens[..data.drawn].iter().zip(counts.chunks(data.width)) {
        for (branches, &count) in token.columns.iter().zip(row) {
            if count <= 0.0 {
                continue;
            }
            let chance: f64 = branches.iter().map(|branch| branch.chance(numbers)).sum();
            for branch in branches {
                let share = count * branch.chance(numbers) / chance;
                for draw in &branch.draws {
                    to[draw.block as usize][draw.place as usize] += share;
                }
            }
        }
    }
}

/// Adds to each number the sessions of a guide that are expected to have drawn it.
pub fn add_counts(data: &GuideData, numbers: &[Vec<f64>], to: &mut [Vec<f64>]) {
    distribute(data, numbers, &expected(data, numbers).counts, to);
}
