//! Troubleshooting knowledge, compiled: `.rules` files in, JSON, Markdown and HTML guides out.

pub mod config;
pub mod diagnostics;
pub mod guide;
pub mod model;
pub mod output;
pub mod source;
pub mod syntax;
pub mod model;
pub mod graph;
pub mod reasoning;
pub mod decision;
pub mod lints;
