//! Better numbers from resolved sessions.
//!
//! In: log lines, or counts of them, and guides as the engine's problems. Out: for each number that an author wrote the most
//! probable value, how sure it is and what it is worth to readers, and what the sessions say against the guide. A session is
//! reduced to its *pattern*, a sorted text of what was seen; counts of equal patterns are all that the estimator needs.
//!
//! Neither files nor prose are known here. [`estimate`] knows not even guides: [`guide`] puts their patterns into tokens.

mod branches;
mod coding;
pub mod counts;
pub mod doubts;
pub mod estimate;
pub mod gather;
pub mod guide;
pub mod history;
mod intervals;
pub mod learned;
pub mod line;
#[cfg(feature = "parquet")]
mod parquet;
pub mod pattern;
pub mod read;
pub mod simulate;
pub mod times;
mod trails;
pub mod vocabulary;
mod weights;
mod zst;
