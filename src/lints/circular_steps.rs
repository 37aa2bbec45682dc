//! Shared steps that include each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&graph::CIRCULAR_STEPS, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    cx.circles(&graph::CIRCULAR_STEPS, Relation::SharesSteps, findings, "includes");
}
