//! Troubleshooting knowledge, compiled: `.rules` files in, JSON, Markdown and HTML guides out.

// The parser that pest writes names it, since pest is used without `std`.
extern crate alloc;

pub mod address;
#[cfg(feature = "alerts")]
pub mod alerts;
pub mod change;
pub mod cli;
pub mod config;
pub mod decision;
pub mod diagnostics;
pub mod dialogue;
pub mod digest;
pub mod emit;
pub mod estimates;
pub mod fmt;
pub mod graph;
pub mod guide;
pub mod learning;
pub mod links;
pub mod lints;
pub mod logic;
pub mod matching;
pub mod model;
pub mod output;
pub mod packed;
pub mod pipeline;
pub mod plans;
pub use kbc_reasoning as reasoning;
pub mod scenario;
pub mod search;
pub mod session;
pub mod source;
pub mod syntax;
pub mod triage;
pub mod visible;
pub mod words;
