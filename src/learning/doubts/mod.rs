//! What sessions say against a guide beyond its numbers.
//!
//! In: a study and what was learned of it. Out: checks that tell nothing, a cause that is missing, numbers that drift, steps whose
//! "can't tell" speaks of the cause, causes whose readers come in by other symptoms, and steps where readers leave. Each is a test of
//! its own with a bound on how often it errs.

mod drift;
mod entering;
mod leaving;
mod missing;
mod telling;
mod untold;

use statrs::distribution::{ChiSquared, ContinuousCDF};

pub use drift::{Drift, drifts};
pub use entering::{Entering, entering};
pub use leaving::{Leaving, leaving};
pub use missing::{Missing, TellingAnswer, missing};
pub use telling::{Told, telling};
pub use untold::{Untold, untold};

/// Of what is told as found, such a share may be chance.
const FALSE: f64 = 0.01;

/// The chance that a sum of so many squares of normal deviates is as large.
fn tail(statistic: f64, freedom: f64) -> f64 {
    ChiSquared::new(freedom).map_or(1.0, |chi| chi.sf(statistic.max(0.0)))
}

/// Which of some tests have found something, so that the share of false ones stays small (Benjamini & Hochberg 1995): the greatest
/// chance that still counts.
fn discovered(chances: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = chances.collect();
    sorted.sort_by(f64::total_cmp);
    let all = sorted.len() as f64;
    let counts = |(at, chance): &(usize, &f64)| **chance <= FALSE * (*at as f64 + 1.0) / all;
    sorted.iter().enumerate().rfind(counts).map_or(-1.0, |(_, chance)| *chance)
}

#[cfg(test)]
mod tests {
    use super::{discovered, tail};

    #[test]
    fn few_of_what_is_found_is_false() {
        // Of ten tests, 0.001 and 0.0019 pass their own bars of 0.001 and 0.002; 0.02 does not pass 0.003.
        let chances = [0.02, 0.001, 0.5, 0.0019, 0.9, 0.4, 0.3, 0.2, 0.6, 0.7];
        assert!((discovered(chances.into_iter()) - 0.0019).abs() < 1e-12);
        assert!(discovered([0.5, 0.2].into_iter()) < 0.0);
        assert!((tail(20.09, 8.0) - 0.01).abs() < 1e-4);
    }
}
