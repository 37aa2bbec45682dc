//! A cause that nothing fixes.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::{Relation, mechanisms_of};
use crate::model::{Cause, Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::CAUSE_WITHOUT_REMEDY, &[Kind::Cause], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(cause) = cx.knowledge.cause(id) else { return };
    // What is only brought about is mended where it comes from.
    let is_mechanism = cause.likelihood.is_none();
    let lost = || cx.is_twice(id) || cx.lost(id, "remedy") || cx.lost(id, "leads-to");
    if is_mechanism || cause.no_remedy.is_some() || lost() || is_fixed(cx, id, cause) {
        return;
    }
    findings.push(
        Diagnostic::new(&graph::CAUSE_WITHOUT_REMEDY, item.head, format!("no remedy fixes `{}`", cx.name(id)))
            .help(format!("say so in a remedy, as in `fixes {} usually`", cx.name(id)))
            .help("where nothing helps, say why: `remedy none \"…\"`"),
    );
}

/// Whether a remedy fixes the cause or something that it brings about.
fn is_fixed(cx: &LintContext, id: ItemId, cause: &Cause) -> bool {
    let fixed = |id| cx.web.is_named(id, Relation::Fixes) || cx.may_be_named(id, &[Kind::Remedy], "fixes");
    if cause.leads_to.is_empty() {
        return fixed(id);
    }
    mechanisms_of(cx.knowledge, cx.web, id).into_iter().any(|(mechanism, chance)| chance > 0.0 && fixed(mechanism))
}
