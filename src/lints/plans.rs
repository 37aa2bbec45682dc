//! What is wrong with a guide as it is planned.
//!
//! In: a guide's problem, plan and printed flow. Out: findings. A file for each lint, as for those that need no plan.

use crate::decision::Decision;
use crate::diagnostics::Diagnostic;
use crate::model::{ItemId, Knowledge};
use crate::reasoning::{Plan, Printed};

/// What lints of plans look at.
pub struct Planned<'a> {
    /// What the authors know.
    pub knowledge: &'a Knowledge,
    /// The guide.
    pub guide: ItemId,
    /// What the engine was given, and the way back from its ids.
    pub decision: &'a Decision,
    /// What the engine found.
    pub plan: &'a Plan,
    /// The flow as it is printed.
    pub printed: &'a Printed,
    /// The longest path that raises no finding, in minutes.
    pub longest_path: Option<f64>,
}

/// Runs all lints of plans on a guide.
#[must_use]
pub fn run_on_plan(_planned: &Planned) -> Vec<Diagnostic> {
    Vec::new()
}
