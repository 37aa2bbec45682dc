//! Names and what they lead to.

use std::num::NonZeroU32;

use crate::source::Span;

/// An item of the knowledge, by its place in the order of files and lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(NonZeroU32);

impl ItemId {
    /// The item at an index; there are fewer than 2^32 − 1 items, or memory would have run out before.
    #[must_use]
    pub fn new(index: usize) -> Self {
        ItemId(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// Its index in [`Knowledge::items`](super::Knowledge::items).
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The plain name of an item, of which a qualified one has that of its module in front.
#[must_use]
pub fn plain_name(qualified: &str) -> &str {
    qualified.rsplit('.').next().unwrap_or(qualified)
}

/// A name where it is given to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Its place; the name is the text there.
    pub span: Span,
}

/// A name where something is called by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ref {
    /// Its place.
    pub span: Span,
    /// What it leads to; nothing where that was reported as a fault.
    pub to: Option<ItemId>,
}

/// A text literal, read with [`Knowledge::text`](super::Knowledge::text).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// The place of the literal, quotes included.
    pub span: Span,
}
