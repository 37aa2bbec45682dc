//! Numbers from counts of sessions: the most probable ones, with the written numbers as so many sessions of experience.
//!
//! In: [`Block`]s of written numbers, and for each guide its patterns, coded as tokens. Out: the numbers, how sure each is, and
//! what of them came from the sessions. Nothing here knows what a token stands for: it is a mixture of [`Branch`]es for each
//! hypothesis, and a branch is a product of numbers. So the sum over what was not seen – the cause, whether a mechanism was
//! there, whether the remedy itself helped – is one and the same everywhere.
//!
//! The estimate is the mode of the posterior in log-odds (MAP-EM: Dempster, Laird & Rubin 1977), accelerated by SQUAREM
//! (Varadhan & Roland 2008) and ended by Newton's steps, with the information that says how sure the numbers are. Which step came next depends only on what was said before, so it drops out of the likelihood
//! (Rubin 1976), as long as all that was seen is in it.

mod blocks;
mod cholesky;
mod expectation;
mod information;
mod maximum;
mod newton;
mod observed;
mod spread;
mod trust;

pub use blocks::{Block, Branch, Coded, Draw, GuideData, Token};
pub use expectation::{Expected, add_counts, each_drawn, each_posterior, expected, totals};
pub use information::Certainty;
pub use maximum::{Ascent, MOST_STEPS, ascend, ascend_about};
pub use spread::{Interval, interval};
pub use trust::{Estimate, TRUST, estimate, estimate_beside};
