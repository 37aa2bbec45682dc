//! Troubleshooting knowledge, compiled: `.rules` files in, JSON, Markdown and HTML guides out.

// The parser that pest writes names it, since pest is used without `std`.
extern crate alloc;

pub mod diagnostics;
pub mod source;
pub mod syntax;
