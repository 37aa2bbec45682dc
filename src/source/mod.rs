//! The texts that a build reads: files, spans, lines and columns.
//!
//! In: the files below a folder of rules, from the disk, from memory, or from memory laid over the disk.
//! Out: [`Sources`], every text at once, in the order of its path, and spans that point into it.
//! This is the one seam to the disk for reading; nothing here knows the language.

mod disk;
mod files;
mod ignored;
mod inside;
mod patient;
mod plain;
mod position;
mod span;
mod texts;

pub use disk::Disk;
pub use files::{Entry, Files, Memory, Overlay, is_rules};
pub use ignored::shown_of;
pub use inside::inside;
pub use patient::{Patient, patiently};
pub use plain::{never_wait, open_plain, other_than_plain, read_plain, read_plain_text};
pub use position::{LineIndex, Position};
pub use span::{FileId, Span};
pub use texts::{ReadFault, Source, Sources, in_order, shown_path};
