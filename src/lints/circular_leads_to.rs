//! Causes that bring about each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&graph::CIRCULAR_LEADS_TO, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    cx.circles(&graph::CIRCULAR_LEADS_TO, Relation::LeadsTo, findings, "leads to");
}
