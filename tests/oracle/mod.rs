//! A brute force of its own for what the engine claims: the definitions, written down once more and as plainly
//! as they are stated, without anything that makes them fast.
//!
//! In: `Problem` and `Evidence`, the engine's data and nothing else of it. Out: chances, and the least expected
//! cost by trying every history. `flow` walks what the engine made; it alone knows the engine's results.

#[cfg(test)]
mod by_hand;
pub mod compare;
pub mod condition;
mod coverage;
pub mod flow;
pub mod models;
pub mod permission;
pub mod posterior;
pub mod random;
pub mod tables;
pub mod value;
