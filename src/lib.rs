//! Troubleshooting knowledge, compiled: `.rules` files in, JSON, Markdown and HTML guides out.

pub mod diagnostics;
pub mod emit;
pub mod guide;
pub mod source;
pub mod syntax;
