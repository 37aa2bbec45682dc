//! Newton's steps to a peak that is near: in log-odds, by the information of the sessions and the prior.
//!
//! In: numbers, and what the sessions say of these or of others near them. Out: the peak, or how far it went. The information is taken
//! as it is where it was reckoned, by a sample of the patterns or by all, which costs as much as some ten E-steps; a step costs
//! one. Where the steps do not become small fast enough, it is to be reckoned anew.

use super::maximum::{Climb, Place, STILL, largest_change, rises, worth};
use super::observed::{Observed, moved};

/// No step shifts log-odds by more.
const FARTHEST: f64 = 2.0;
/// Each step is to be so many times as small as the one before it.
const SMALLER: f64 = 1.5;
/// So many are taken at most.
const MOST_STEPS: usize = 30;
/// Which share of what is hidden is taken away: all near the peak, and less where the objective is not curved down, or the steps
/// are too long. Without any they are those of EM.
const SHARES: [f64; 4] = [1.0, 0.97, 0.9, 0.7];

/// Where it led.
pub(super) enum Approach {
    /// To the peak.
    Peak(Place),
    /// To numbers from which these steps lead on no more.
    Far {
        place: Vec<Vec<f64>>,
        /// Whether they led up at all.
        rose: bool,
    },
}

pub(super) fn approach(climb: &mut Climb<'_>, from: Vec<Vec<f64>>, observed: &Observed) -> Approach {
    let mut at = climb.look(from);
    let mut rose = false;
    for share in SHARES {
        let Some(factor) = observed.factor_between(climb.blocks, climb.trust, &at.numbers, share) else { continue };
        let mut last = f64::INFINITY;
        for _ in 0..MOST_STEPS {
            climb.way.push(at.objective);
            let mut shift = factor.solve(&slope(climb, &at, observed));
            let farthest = shift.iter().fold(0.0_f64, |most, one| most.max(one.abs()));
            if farthest > FARTHEST {
                shift.iter_mut().for_each(|one| *one *= FARTHEST / farthest);
            }
            let next = moved(&at.numbers, &observed.places, &shift);
            let change = largest_change(&next, &at.numbers);
            if change < STILL && climb.is_still(&at) {
                return Approach::Peak(at);
            }
            if change > last / SMALLER {
                return Approach::Far { place: at.numbers, rose };
            }
            let there = climb.look(next);
            if !rises(at.objective, there.objective) {
                // Shorter steps may lead up.
                break;
            }
            (last, rose, at) = (change, true, there);
        }
    }
    Approach::Far { place: at.numbers, rose }
}

/// How the objective changes with each coordinate: what is expected, less what the numbers themselves expect.
fn slope(climb: &Climb<'_>, at: &Place, observed: &Observed) -> Vec<f64> {
    let mut slope = vec![0.0; observed.size()];
    for ((block, places), (numbers, counts)) in
        climb.blocks.iter().zip(&observed.places).zip(at.numbers.iter().zip(&at.counts))
    {
        let worth = worth(block, climb.trust);
        let all: f64 = counts.iter().sum::<f64>() + worth;
        for (place, coordinate) in places.iter().enumerate() {
            if let Some(coordinate) = coordinate {
                slope[*coordinate as usize] = counts[place] + worth * block.written[place] - all * numbers[place];
            }
        }
    }
    slope
}
