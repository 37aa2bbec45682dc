//! Intervals: a number's mean and the sessions that it is worth, as a Beta distribution.

use statrs::distribution::{Beta, ContinuousCDF};

/// The bounds between which a number lies with a chance of 90 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// It is less with a chance of 5 %.
    pub low: f64,
    /// It is more with a chance of 5 %.
    pub high: f64,
}

impl Interval {
    /// Whether a number lies in it.
    #[must_use]
    pub fn holds(&self, number: f64) -> bool {
        (self.low..=self.high).contains(&number)
    }
}

/// The interval of a chance with this mean, known as from so many sessions.
#[must_use]
pub fn interval(mean: f64, size: f64) -> Interval {
    let (a, b) = ((mean * size).max(1e-6), ((1.0 - mean) * size).max(1e-6));
    match Beta::new(a, b) {
        Ok(beta) if mean > 0.0 && mean < 1.0 => Interval { low: beta.inverse_cdf(0.05), high: beta.inverse_cdf(0.95) },
        _ => Interval { low: mean, high: mean },
    }
}

#[cfg(test)]
mod tests {
    use super::interval;

    #[test]
    fn the_interval_of_a_fair_coin_after_a_hundred_tosses() {
        let found = interval(0.5, 100.0);
        // By integrating the density of Beta(50, 50) numerically.
        assert!((found.low - 0.418_109_2).abs() < 1e-6, "{found:?}");
        assert!((found.high - 0.581_890_8).abs() < 1e-6, "{found:?}");
    }
}
