//! A brute force of its own for what the engine claims: the definitions, written down once more and as plainly
//! as they are stated, without anything that makes them fast.
//!
//! In: `Problem` and `Evidence`, the engine's data and nothing else of it. Out: chances, and the least expected
//! cost by trying every history. `compare` and `flow` hold the engine's results to that; only they know them.

pub mod compare;
mod condition;
pub mod constraints;
mod factors;
mod flow;
pub mod history;
mod joint;
mod life;
pub mod models;
pub mod paper;
mod permission;
mod posterior;
pub mod random;
pub mod rows;
pub mod tables;
pub mod value;
