//! One layout for `.rules` files.
//!
//! In: the text of a file, and how wide a line may be. Out: the same text in the one layout that kbc knows, and the
//! lines that it left alone because they do not parse. It changes blanks, line breaks and `;`, and nothing else: no
//! character of the prose, no comment, no order. What comes out is read again and compared with what went in, and
//! where the two do not say the same it is refused.
//!
//! # The layout
//!
//! - Two blanks for each block. One property stands on a line, without `;`.
//! - A block stands on the line of its head where it holds a single property without a block, and fits.
//! - A list or a condition that does not fit goes on in the next lines, one part on each.
//! - Nothing is aligned: a longer name changes its own line and no other.
//! - An empty line stays where one was, and one is put around an item of several lines. Never are there two.
//! - A comment stays where it stands: on a line of its own, or behind what it follows.

mod compare;
mod layout;
mod literal;
mod ops;
mod printer;
mod units;

use std::fmt;

use crate::source::{FileId, Span};
use crate::syntax::{self, Tree};

pub use compare::{Leaf, leaves};
pub use units::Kept;

/// How wide a line may be where nothing is said.
pub const WIDTH: usize = 100;

/// A file in its layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formatted {
    /// The text; nothing where it already was in its layout.
    pub text: Option<String>,
    /// What does not parse, and so stays byte for byte as it was.
    pub kept: Vec<Kept>,
}

/// Why a result was not given: it would not say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The first place in the file whose meaning would change.
    pub span: Span,
    /// What would change there.
    pub what: &'static str,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the layout would change {}", self.what)
    }
}

/// Lays a file out in lines of at most `width` columns, as far as its words allow.
///
/// Fails only where the result would not say the same as the text; then the text is to be left as it is.
pub fn format(text: &str, width: usize) -> Result<Formatted, Refusal> {
    let file = FileId::new(0);
    let (tree, _) = syntax::parse(file, text);
    let (out, kept) = units::lay_out(&tree, text, width);
    if out == text {
        return Ok(Formatted { text: None, kept });
    }
    let (again, _) = syntax::parse(file, &out);
    same(&tree, text, &again, &out)?;
    Ok(Formatted { text: Some(out), kept })
}

/// Whether two files say the same: the same items, properties and values in the same order, and the same comments.
pub fn same(tree: &Tree, text: &str, other_tree: &Tree, other_text: &str) -> Result<(), Refusal> {
    compare::same(tree, text, other_tree, other_text)
}
