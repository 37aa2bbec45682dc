//! How sure the numbers are: observed information (Louis 1982) and that of the prior, in log-odds.
//!
//! In: what the sessions say of the numbers that were reached. Out: how the numbers vary together, and as how many sessions of its
//! own each is known.

use super::blocks::{Block, Draw};
use super::cholesky::{Lower, Matrix};
use super::maximum::worth;
use super::observed::{Observed, Sparse, moved};

/// How the numbers vary together, given the sessions.
#[derive(Clone, Debug)]
pub struct Certainty {
    numbers: Vec<Vec<f64>>,
    /// By block the sessions that its written numbers count.
    worth: Vec<f64>,
    /// By block and place the coordinate.
    places: Vec<Vec<Option<u32>>>,
    factor: Lower,
    covariance: Matrix,
    /// The logarithm of the determinant of the information, that of untouched blocks counted.
    pub(super) log_determinant: f64,
    /// How many coordinates there are, those of untouched blocks counted.
    pub(super) coordinates: usize,
}

impl Certainty {
    /// Nothing where the numbers are not at a peak.
    pub(super) fn new(observed: &Observed, blocks: &[Block], trust: f64, numbers: &[Vec<f64>]) -> Option<Self> {
        let worth: Vec<f64> = blocks.iter().map(|block| worth(block, trust)).collect();
        let (mut log_determinant, mut coordinates) = (0.0, observed.size());
        let untouched = blocks.iter().enumerate().filter(|(at, _)| !observed.touched[*at]);
        for (at, block) in untouched {
            // Of a block by itself the determinant is the product of all its numbers, times the sessions for each coordinate.
            let open: Vec<f64> = block.written.iter().copied().filter(|written| *written > 0.0).collect();
            if open.len() > 1 {
                log_determinant +=
                    open.iter().map(|number| number.ln()).sum::<f64>() + (open.len() - 1) as f64 * worth[at].ln();
                coordinates += open.len() - 1;
            }
        }
        let factor = observed.factor(blocks, trust, numbers)?;
        log_determinant += factor.log_determinant();
        let covariance = factor.inverse();
        let (numbers, places) = (numbers.to_vec(), observed.places.clone());
        Some(Self { numbers, worth, places, factor, covariance, log_determinant, coordinates })
    }

    /// How the log-odds of a number change with the coordinates of its block; nothing for an untouched block.
    fn gradient(&self, of: Draw) -> Option<Sparse> {
        let (block, place) = (of.block as usize, of.place as usize);
        let numbers = &self.numbers[block];
        let open = 1.0 - numbers[place];
        let gradient: Sparse = self.places[block]
            .iter()
            .enumerate()
            .filter_map(|(other, coordinate)| {
                let own = f64::from(u8::from(other == place));
                Some(((*coordinate)?, (own - numbers[other]) / open.max(1e-12)))
            })
            .collect();
        (!gradient.is_empty()).then_some(gradient)
    }

    fn covariance_of(&self, a: &Sparse, b: &Sparse) -> f64 {
        let row = |i: u32| self.covariance.row(i as usize);
        a.iter().map(|(i, x)| x * b.iter().map(|(j, y)| row(*i)[*j as usize] * y).sum::<f64>()).sum()
    }

    /// As how many sessions of its own a number is known, the written ones counted.
    #[must_use]
    pub fn size(&self, of: Draw) -> f64 {
        let written = self.worth[of.block as usize];
        let number = self.numbers[of.block as usize][of.place as usize];
        let Some(gradient) = self.gradient(of) else { return written };
        let variance = self.covariance_of(&gradient, &gradient);
        (1.0 / (variance * number * (1.0 - number)).max(1e-12)).max(written)
    }

    /// The share of what is known of a number that comes from the sessions.
    #[must_use]
    pub fn known(&self, of: Draw) -> f64 {
        (1.0 - self.worth[of.block as usize] / self.size(of)).max(0.0)
    }

    /// How two numbers vary together, from -1 to 1; 0 where one of them was not touched.
    #[must_use]
    pub fn correlation(&self, a: Draw, b: Draw) -> f64 {
        let (Some(a), Some(b)) = (self.gradient(a), self.gradient(b)) else { return 0.0 };
        let spread = (self.covariance_of(&a, &a) * self.covariance_of(&b, &b)).sqrt();
        if spread > 0.0 { self.covariance_of(&a, &b) / spread } else { 0.0 }
    }

    /// Numbers as they may be, given independent standard normal deviates, one for each coordinate ([`Certainty::deviates`]).
    #[must_use]
    pub fn drawn(&self, deviates: &[f64]) -> Vec<Vec<f64>> {
        moved(&self.numbers, &self.places, &self.factor.spread(deviates))
    }

    /// Numbers as they may be, given where standard normal deviates come from, one after another.
    #[must_use]
    pub fn drawn_by(&self, deviate: impl FnMut() -> f64) -> Vec<Vec<f64>> {
        self.drawn(&std::iter::repeat_with(deviate).take(self.deviates()).collect::<Vec<f64>>())
    }

    /// How many deviates [`Certainty::drawn`] takes.
    #[must_use]
    pub fn deviates(&self) -> usize {
        self.covariance.size
    }
}
