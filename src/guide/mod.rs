//! A finished guide as a document: every choice of what is said, in which order, and what links where.

mod document;

pub use document::*;
