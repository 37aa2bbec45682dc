//! Where something stands: a file and two byte offsets.

use std::num::NonZeroU32;

/// A file of a build, by its place in the order of paths. Never zero inside, so that a place that may be missing takes
/// no more room than one that is there: most properties of an item are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(NonZeroU32);

impl FileId {
    /// The file at a place of [`Sources`](super::Sources).
    #[must_use]
    pub const fn new(index: usize) -> Self {
        FileId(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// The place of the file in [`Sources`](super::Sources).
    #[must_use]
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A stretch of one file, as byte offsets; `end` is the offset behind the last byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file that the offsets count in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte.
    pub end: u32,
}

impl Span {
    /// A span from two offsets, which must lie in one file of less than 4 GiB.
    #[must_use]
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        Span { file, start: start as u32, end: end as u32 }
    }

    /// The offsets as a range, to slice the text of the file with.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The empty span in front of this one.
    #[must_use]
    pub fn before(self) -> Self {
        Span { end: self.start, ..self }
    }

    /// The empty span behind this one.
    #[must_use]
    pub fn after(self) -> Self {
        Span { start: self.end, ..self }
    }
}
