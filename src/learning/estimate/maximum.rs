//! The M-step, and the way up: EM steps in pairs, then a jump along their curvature.
//!
//! In: blocks and data. Out: the numbers of highest posterior density in log-odds, and how they were reached. No step is taken that
//! lowers the objective.

use super::blocks::{Block, GuideData};
use super::expectation::{distribute, expected};

/// After so many E-steps it ends, wherever it is.
pub const MOST_STEPS: usize = 3_000;
/// It ends where no number changes by more than this.
const STILL: f64 = 1e-6;
/// How much a sum over all sessions may err by rounding, as a share of it.
const ROUNDING: f64 = 1e-12;
/// Log-odds below this are zeros.
const ZERO: f64 = -600.0;

/// What was reached.
#[derive(Clone, Debug)]
pub struct Ascent {
    /// The numbers of each block.
    pub numbers: Vec<Vec<f64>>,
    /// The logarithm of the posterior density, up to a constant.
    pub objective: f64,
    /// E-steps that it took.
    pub steps: usize,
    /// Whether it came to rest.
    pub is_settled: bool,
    /// The objective at the beginning of each pair of steps.
    pub way: Vec<f64>,
}

/// One EM step: expected counts of each number, and the objective at the numbers that it began with.
pub(super) fn counts(blocks: &[Block], data: &[GuideData], numbers: &[Vec<f64>]) -> (Vec<Vec<f64>>, f64) {
    let mut counts: Vec<Vec<f64>> = blocks.iter().map(|block| vec![0.0; block.written.len()]).collect();
    let mut likelihood = 0.0;
    for guide in data {
        let expected = expected(guide, numbers);
        likelihood += expected.likelihood;
        distribute(guide, numbers, &expected.counts, &mut counts);
    }
    (counts, likelihood)
}

/// The logarithm of the prior's density, up to what does not depend on the numbers.
pub(super) fn prior(blocks: &[Block], trust: f64, numbers: &[Vec<f64>]) -> f64 {
    let of_block = |(block, numbers): (&Block, &Vec<f64>)| {
        let sum = block.written.iter().zip(numbers).filter(|(written, _)| **written > 0.0);
        worth(block, trust) * sum.map(|(written, number)| written * number.max(f64::MIN_POSITIVE).ln()).sum::<f64>()
    };
    blocks.iter().zip(numbers).map(of_block).sum()
}

/// As how many sessions the written numbers of a block count.
pub(super) fn worth(block: &Block, trust: f64) -> f64 {
    if block.is_number { trust * block.sessions } else { block.sessions }
}

fn maximised(blocks: &[Block], trust: f64, counts: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let of_block = |(block, counts): (&Block, &Vec<f64>)| {
        let worth = worth(block, trust);
        let all: f64 = counts.iter().sum::<f64>() + worth;
        block.written.iter().zip(counts).map(|(written, count)| (count + worth * written) / all).collect()
    };
    blocks.iter().zip(counts).map(of_block).collect()
}

fn log(numbers: &[Vec<f64>]) -> Vec<f64> {
    numbers.iter().flatten().map(|number| if *number > 0.0 { number.ln() } else { f64::NEG_INFINITY }).collect()
}

fn largest_change(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    a.iter().flatten().zip(b.iter().flatten()).fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

/// Climbs from the written numbers, or from others.
#[must_use]
pub fn ascend(blocks: &[Block], data: &[GuideData], trust: f64, from: Option<&[Vec<f64>]>) -> Ascent {
    ascend_within(blocks, data, trust, from, MOST_STEPS)
}

/// The same, in no more than so many E-steps.
#[must_use]
pub fn ascend_within(
    blocks: &[Block],
    data: &[GuideData],
    trust: f64,
    from: Option<&[Vec<f64>]>,
    most: usize,
) -> Ascent {
    let written = || blocks.iter().map(|block| block.written.clone()).collect();
    let mut now: Vec<Vec<f64>> = from.map_or_else(written, <[_]>::to_vec);
    let (mut steps, mut way) = (0, Vec::new());
    let step = |numbers: &[Vec<f64>]| {
        let (counts, likelihood) = counts(blocks, data, numbers);
        (maximised(blocks, trust, &counts), likelihood + prior(blocks, trust, numbers))
    };
    while steps < most {
        let (first, before) = step(&now);
        way.push(before);
        let (second, after) = step(&first);
        steps += 2;
        if largest_change(&first, &second) < STILL {
            let (last, objective) = step(&second);
            steps += 1;
            way.push(objective);
            return Ascent { numbers: last, objective, steps, is_settled: true, way };
        }
        now = match jump(&now, &first, &second) {
            Some(far) => {
                let (next, objective) = step(&far);
                steps += 1;
                if objective.is_finite() && objective >= after - ROUNDING * after.abs() { next } else { second }
            }
            None => second,
        };
    }
    let objective = step(&now).1;
    Ascent { numbers: now, objective, steps: steps + 1, is_settled: false, way }
}

/// Where two steps point to, in log-odds; nothing where they point no further than themselves.
fn jump(now: &[Vec<f64>], first: &[Vec<f64>], second: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let (x0, x1, x2) = (log(now), log(first), log(second));
    let is_open = |at: usize| x0[at] > ZERO && x1[at] > ZERO && x2[at] > ZERO;
    let (mut rr, mut vv) = (0.0, 0.0);
    for at in (0..x0.len()).filter(|&at| is_open(at)) {
        let r = x1[at] - x0[at];
        let v = x2[at] - x1[at] - r;
        rr += r * r;
        vv += v * v;
    }
    let length = if vv > 0.0 { -(rr / vv).sqrt() } else { -1.0 };
    if length > -1.01 {
        return None;
    }
    let mut at = 0;
    let far = now.iter().map(|numbers| {
        let logs: Vec<f64> = (at..at + numbers.len())
            .map(|at| {
                if !is_open(at) {
                    return f64::NEG_INFINITY;
                }
                let r = x1[at] - x0[at];
                let v = x2[at] - x1[at] - r;
                x0[at] - 2.0 * length * r + length * length * v
            })
            .collect();
        at += numbers.len();
        softmax(&logs)
    });
    Some(far.collect())
}

fn softmax(logs: &[f64]) -> Vec<f64> {
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = logs.iter().map(|log| (log - most).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}
