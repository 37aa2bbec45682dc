//! How far the written numbers are to be trusted.
//!
//! In: blocks and data. Out: the estimate with that share of their sessions that makes the data most probable, by Laplace's
//! approximation. Trust may fall and never rises: where it could, intervals were too narrow.

use statrs::function::gamma::ln_gamma;

use super::blocks::{Block, GuideData};
use super::information::Certainty;
use super::maximum::{Ascent, ascend, ascend_on, worth};
use super::observed::Observed;

/// The shares that are tried.
pub const TRUST: [f64; 6] = [1.0, 0.7, 0.5, 0.3, 0.2, 0.1];

/// Numbers, and how sure they are.
#[derive(Clone, Debug)]
pub struct Estimate {
    /// What was reached.
    pub ascent: Ascent,
    /// The share of the written numbers' sessions that counts.
    pub trust: f64,
    /// How the numbers vary; nothing where they are at no peak.
    pub certainty: Option<Certainty>,
    /// E-steps in all.
    pub steps: usize,
}

/// The logarithm of the probability of the data with a trust, by Laplace's approximation around the peak.
fn evidence(blocks: &[Block], trust: f64, reached: &Ascent, certainty: &Certainty) -> f64 {
    let of_block = |block: &Block| {
        let worth = worth(block, trust);
        let open = block.written.iter().filter(|written| **written > 0.0);
        if open.clone().count() < 2 {
            return 0.0;
        }
        ln_gamma(worth) - open.map(|written| ln_gamma(worth * written)).sum::<f64>()
    };
    let norm: f64 = blocks.iter().map(of_block).sum();
    let turns = certainty.coordinates as f64 * (2.0 * std::f64::consts::PI).ln();
    reached.objective + norm + 0.5 * (turns - certainty.log_determinant)
}

/// Estimates. Without sessions the numbers are the written ones.
///
/// # Panics
///
/// Never: some trust is always tried.
#[must_use]
pub fn estimate(blocks: &[Block], data: &[&GuideData]) -> Estimate {
    let mut best: Option<(f64, Estimate)> = None;
    let (mut from, mut steps, mut falling): (Option<(Ascent, Observed)>, usize, usize) = (None, 0, 0);
    for trust in TRUST {
        let ascent = ascend_on(blocks, data, trust, from.take());
        steps += ascent.steps;
        let observed = Observed::new(blocks, data, &ascent.numbers);
        let certainty = Certainty::new(&observed, blocks, trust, &ascent.numbers);
        from = Some((ascent.clone(), observed));
        let value = certainty.as_ref().map_or(f64::NEG_INFINITY, |sure| evidence(blocks, trust, &ascent, sure));
        if best.as_ref().is_none_or(|(most, _)| value > *most) {
            best = Some((value, Estimate { ascent, trust, certainty, steps: 0 }));
            falling = 0;
        } else {
            falling += 1;
            // The evidence has one peak for all practical purposes.
            if falling == 2 {
                break;
            }
        }
        if data.iter().all(|guide| guide.patterns.is_empty()) {
            break;
        }
    }
    let (_, estimate) = best.expect("at least one trust is tried");
    Estimate { steps, ..estimate }
}

/// The numbers from other data, beside an estimate and with its trust. Nothing where they are at no peak.
#[must_use]
pub fn estimate_beside(blocks: &[Block], data: &[&GuideData], beside: &Estimate) -> Option<Estimate> {
    let ascent = ascend(blocks, data, beside.trust, Some(&beside.ascent.numbers));
    let observed = Observed::new(blocks, data, &ascent.numbers);
    let certainty = Certainty::new(&observed, blocks, beside.trust, &ascent.numbers)?;
    let steps = ascent.steps;
    Some(Estimate { ascent, trust: beside.trust, certainty: Some(certainty), steps })
}
