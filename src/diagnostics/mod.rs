//! Faults as data.
//!
//! In: a kind of fault from the [catalogue], a place, and words. Out: [`Diagnostic`]s, in one order that does not
//! depend on threads, and one file for each way to show them. Nothing here finds a fault.

mod baseline;
pub mod catalogue;
mod diagnostic;
mod fault;
mod fingerprint;
mod github;
#[cfg(feature = "cli")]
mod human;
mod json;
mod listing;
mod sarif;
mod short;
mod written;

pub use baseline::{Baseline, BaselineError, Parted};
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Level, sort};
pub use fault::{Code, Fault};
pub use fingerprint::fingerprint;
pub use github::github_line;
#[cfg(feature = "cli")]
pub use human::Human;
pub use json::json_line;
pub use listing::{in_a_row, one_of};
pub use sarif::sarif;
pub use short::short_line;

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// With the lines of the source, for a terminal.
    #[default]
    Human,
    /// A line each.
    Short,
    /// A JSON object a line.
    Json,
}
