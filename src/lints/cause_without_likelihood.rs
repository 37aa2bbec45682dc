//! A cause without a likelihood beside causes that have one.

use rustc_hash::FxHashSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&graph::CAUSE_WITHOUT_LIKELIHOOD, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let mut told = FxHashSet::default();
    for &guide in cx.knowledge.ids_of(Kind::Guide) {
        let Some(members) = cx.members(guide) else { continue };
        let is_written = |cause: &ItemId| cx.knowledge.has_written_likelihood(*cause);
        let first = members.causes.iter().copied().filter(is_written).min();
        let Some(other) = first else { continue };
        let place = cx.knowledge.cause(other).and_then(|cause| cause.likelihood).map(|given| given.span);
        let left_out = members.causes.iter().copied().filter(|cause| !is_written(cause) && !is_excused(cx, *cause));
        for cause in left_out.filter(|&cause| told.insert(cause)) {
            let message = format!("`{}` has no likelihood, and no cause leads to it", cx.name(cause));
            findings.push(
                Diagnostic::new(&graph::CAUSE_WITHOUT_LIKELIHOOD, cx.knowledge.item(cause).head, message)
                    .label(
                        place.unwrap_or_else(|| cx.knowledge.item(other).head),
                        format!("`{}` of the same guide has one", cx.name(other)),
                    )
                    .help("say how common it is, as in `likelihood rare`, or let another cause lead to it"),
            );
        }
    }
}

/// Whether a likelihood may stand where it could not be read.
pub(super) fn is_excused(cx: &LintContext, cause: ItemId) -> bool {
    cx.lost(cause, "likelihood") || cx.may_be_named(cause, &[Kind::Cause], "leads-to") || cx.is_twice(cause)
}
