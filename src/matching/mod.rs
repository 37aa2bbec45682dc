//! Text that a machine wrote → the symptoms that it shows.
//!
//! In: what symptoms are known by – exact messages, patterns, names of alerts – and a stream of bytes, or a payload of alerts.
//! Out: a [`Tally`]: for each symptom in how many lines it shows, the first of them, and the values that the named groups of
//! its patterns took. No knowledge is known here, and no file: a [`Claim`] names its symptom by a number.
//!
//! One automaton finds all messages at once, and for each pattern a text that everything it fits must hold; only lines with
//! such a text are looked at by the pattern itself. A stream is read in blocks that end with lines, which threads share; what
//! comes out is the same with any number of them. Memory does not grow with the stream or with its lines: a line that is
//! longer than a block is looked at in pieces that overlap.
//!
//! **What is looked at.** A line is looked at as it stands, without the end of line. Of a line that is a JSON object the texts
//! in it are looked at, each line of each by itself, and neither its names nor its numbers: a pattern does not run over the end
//! of a text then.

pub mod alerts;
mod blocks;
mod json_line;
pub mod literal;
mod scan;
mod table;
mod tally;

pub use blocks::Size;
pub use table::{Claim, Matcher, Sort, TooManyTexts};
pub use tally::{Seen, Tally, Value};

/// The name of the fact that a named group or a label of an alert fills in: names of facts have `-` where regular expressions
/// and labels have `_`.
#[must_use]
pub fn fact_name(group: &str) -> String {
    group.replace('_', "-").to_ascii_lowercase()
}
