//! The M-step, and the way up: EM steps in pairs, with a jump along their curvature, and near the peak Newton's steps.
//!
//! In: blocks and data. Out: the numbers of highest posterior density in log-odds, and how they were reached. No step is taken that
//! lowers the objective.

use super::blocks::{Block, GuideData};
use super::expectation::{distribute, expected};
use super::newton::{self, Approach};
use super::observed::Observed;

/// After so many E-steps it ends, wherever it is.
pub const MOST_STEPS: usize = 3_000;
/// It ends where no number changes by more than this.
pub(super) const STILL: f64 = 1e-6;
/// What a pair of EM steps is to raise the logarithm of the density by where it is only asked what there is to gain.
const GAIN: f64 = 0.01;
/// Where an EM step changes no number by more than this, Newton's steps are tried.
const NEAR: f64 = 5e-3;
/// And after so many pairs of EM steps, wherever they are.
const EVERY: usize = 12;
/// So many times in a row what the sessions say of the numbers is reckoned anew.
const MOST_LOOKS: usize = 6;
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

fn log(numbers: &[Vec<f64>]) -> Vec<f64> {
    numbers.iter().flatten().map(|number| if *number > 0.0 { number.ln() } else { f64::NEG_INFINITY }).collect()
}

pub(super) fn largest_change(a: &[Vec<f64>], b: &[Vec<f64>]) -> f64 {
    a.iter().flatten().zip(b.iter().flatten()).fold(0.0, |most, (a, b)| most.max((a - b).abs()))
}

/// A place on the way up: numbers, what is to be expected of them by the sessions, and the objective.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub numbers: Vec<Vec<f64>>,
    pub counts: Vec<Vec<f64>>,
    pub objective: f64,
}

/// A way up.
pub(super) struct Climb<'c> {
    pub blocks: &'c [Block],
    pub data: &'c [&'c GuideData],
    pub trust: f64,
    /// E-steps so far.
    pub steps: usize,
    /// The objective where the way led.
    pub way: Vec<f64>,
}

impl Climb<'_> {
    /// Looks at numbers: one E-step.
    pub(super) fn look(&mut self, numbers: Vec<Vec<f64>>) -> Place {
        self.steps += 1;
        let mut counts: Vec<Vec<f64>> = self.blocks.iter().map(|block| vec![0.0; block.written.len()]).collect();
        let mut objective = prior(self.blocks, self.trust, &numbers);
        for guide in self.data {
            let expected = expected(guide, &numbers);
            objective += expected.likelihood;
            distribute(guide, &numbers, &expected.counts, &mut counts);
        }
        Place { numbers, counts, objective }
    }

    /// The M-step.
    fn maximised(&self, place: &Place) -> Vec<Vec<f64>> {
        let of_block = |(block, counts): (&Block, &Vec<f64>)| {
            let worth = worth(block, self.trust);
            let all: f64 = counts.iter().sum::<f64>() + worth;
            block.written.iter().zip(counts).map(|(written, count)| (count + worth * written) / all).collect()
        };
        self.blocks.iter().zip(&place.counts).map(of_block).collect()
    }

    /// Whether an EM step from here changes next to nothing.
    pub(super) fn is_still(&self, place: &Place) -> bool {
        largest_change(&self.maximised(place), &place.numbers) < STILL
    }

    fn ended(self, place: Place, is_settled: bool) -> Ascent {
        let Climb { steps, mut way, .. } = self;
        way.push(place.objective);
        Ascent { numbers: place.numbers, objective: place.objective, steps, is_settled, way }
    }

    /// Two EM steps, and a jump where they point to. Gives where to go on, and by how much the second step changed a number.
    fn pair(&mut self, now: Vec<Vec<f64>>) -> (Vec<Vec<f64>>, f64) {
        let begin = self.look(now);
        self.way.push(begin.objective);
        let first = self.maximised(&begin);
        let middle = self.look(first);
        let second = self.maximised(&middle);
        let change = largest_change(&middle.numbers, &second);
        if change < STILL {
            return (second, change);
        }
        let Some(far) = jump(&begin.numbers, &middle.numbers, &second) else { return (second, change) };
        let there = self.look(far);
        let next = if rises(middle.objective, there.objective) { self.maximised(&there) } else { second };
        (next, change)
    }

    /// Goes up with Newton's steps where EM steps have become small, or now and then.
    fn approach(&mut self, mut at: Vec<Vec<f64>>, mut near: Option<Observed>) -> Approach {
        for look in 0..MOST_LOOKS {
            let observed = near.take().unwrap_or_else(|| {
                let reckon = if look == 0 { Observed::roughly } else { Observed::new };
                reckon(self.blocks, self.data, &at)
            });
            match newton::approach(self, at, &observed) {
                Approach::Far { place, rose: true } => at = place,
                end => return end,
            }
        }
        Approach::Far { place: at, rose: true }
    }
}

/// Whether an objective is no lower, but for rounding.
pub(super) fn rises(before: f64, after: f64) -> bool {
    after.is_finite() && after >= before - ROUNDING * before.abs()
}

/// Climbs from the written numbers, or from others.
#[must_use]
pub fn ascend(blocks: &[Block], data: &[&GuideData], trust: f64, from: Option<&[Vec<f64>]>) -> Ascent {
    climb(Climb { blocks, data, trust, steps: 0, way: Vec::new() }, from, None)
}

/// Climbs from some numbers by EM steps alone, in about so many at most, until a pair of them raises the objective by next to
/// nothing. That is near enough to the peak to say what there is to gain, though not how sure the numbers are.
#[must_use]
pub fn ascend_about(blocks: &[Block], data: &[&GuideData], trust: f64, from: Vec<Vec<f64>>, most: usize) -> Ascent {
    let mut climber = Climb { blocks, data, trust, steps: 0, way: Vec::new() };
    let mut now = from;
    while climber.steps < most {
        let (reached, change) = climber.pair(now);
        now = reached;
        if change < STILL || matches!(climber.way[..], [.., before, after] if after - before < GAIN) {
            break;
        }
    }
    let place = climber.look(now);
    let is_settled = climber.is_still(&place);
    climber.ended(place, is_settled)
}

/// Climbs on from a peak that was reached with another trust, by what the sessions said of the numbers there.
pub(super) fn ascend_on(blocks: &[Block], data: &[&GuideData], trust: f64, from: Option<(Ascent, Observed)>) -> Ascent {
    let climber = Climb { blocks, data, trust, steps: 0, way: Vec::new() };
    match from {
        None => climb(climber, None, None),
        Some((ascent, observed)) => climb(climber, Some(&ascent.numbers), Some(observed)),
    }
}

fn climb(mut climber: Climb<'_>, from: Option<&[Vec<f64>]>, near: Option<Observed>) -> Ascent {
    let written = || climber.blocks.iter().map(|block| block.written.clone()).collect();
    let mut now: Vec<Vec<f64>> = from.map_or_else(written, <[_]>::to_vec);
    if near.is_some() {
        match climber.approach(now, near) {
            Approach::Peak(place) => return climber.ended(place, true),
            Approach::Far { place, .. } => now = place,
        }
    }
    // Where Newton's steps lead nowhere, they are tried again after ever more pairs.
    let (mut pairs, mut next, mut wait) = (0, 0, 1);
    while climber.steps < MOST_STEPS {
        let (reached, change) = climber.pair(now);
        now = reached;
        if change < STILL {
            let last = climber.look(now);
            return climber.ended(last, true);
        }
        pairs += 1;
        if pairs >= next && (change < NEAR || pairs % EVERY == 0) {
            match climber.approach(now, None) {
                Approach::Peak(place) => return climber.ended(place, true),
                Approach::Far { place, .. } => now = place,
            }
            (next, wait) = (pairs + wait, 2 * wait);
        }
    }
    let place = climber.look(now);
    climber.ended(place, false)
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
