//! From text to tree.
//!
//! In: the text of a file. Out: a [`Tree`] of grammar rules with their places, comments kept, and what is wrong with
//! the layout and the shape of properties. The scanner cuts a file at its items, pest parses each on its own, and
//! the recovery says what was expected where a property did not parse. What values and names mean is the model's.

mod findings;
mod near;
mod parse;
pub mod people;
mod recover;
mod scanner;
pub mod text;
mod tree;
pub mod words;

pub use near::{Known, Patience, Slips, nearest};
pub use parse::{Rule, invalid_utf_8, parse};
pub use recover::is_name;
pub use tree::{Children, Node, Tree};
