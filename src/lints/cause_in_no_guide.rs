//! A cause that shows nothing, and that no guide holds, in a file with a guide: whoever wrote both meant it for one.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::mechanisms_of;
use crate::model::{Cause, Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::CAUSE_IN_NO_GUIDE, &[Kind::Cause], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(cause) = cx.knowledge.cause(id).filter(|cause| cause.likelihood.is_some()) else { return };
    let lost = || cx.lost(id, "shows") || cx.lost(id, "leads-to") || cx.is_twice(id);
    if shows_something(cx, id, cause) || lost() || !is_left_out(cx, id) {
        return;
    }
    let message = format!("no guide holds `{}`, since it shows no symptom", cx.name(id));
    findings.push(
        Diagnostic::new(&graph::CAUSE_IN_NO_GUIDE, item.head, message)
            .help("say what its readers see, as in `shows SYMPTOM usually`")
            .help(format!("where it is for one guide alone, write `include {}` there", cx.name(id))),
    );
}

/// Whether a cause, or something that it brings about, shows a symptom.
fn shows_something(cx: &LintContext, id: ItemId, cause: &Cause) -> bool {
    let shows = |cause: &Cause| !cause.shows.is_empty();
    if shows(cause) || cause.leads_to.is_empty() {
        return shows(cause);
    }
    let brought = mechanisms_of(cx.knowledge, cx.web, id);
    brought.into_iter().any(|(mechanism, _)| cx.knowledge.cause(mechanism).is_some_and(shows))
}

/// Whether there are guides in the file of a cause, and none of all guides holds it.
fn is_left_out(cx: &LintContext, cause: ItemId) -> bool {
    let file = |id: ItemId| cx.knowledge.item(id).head.file;
    let guides = || cx.knowledge.ids().filter(|&id| cx.knowledge.guide(id).is_some());
    let lost = |guide: ItemId| ["include", "start"].into_iter().any(|property| cx.lost(guide, property));
    guides().any(|guide| file(guide) == file(cause))
        && !cx.is_held(cause)
        && !guides().any(lost)
        && !cx.may_be_named(cause, &[Kind::Guide], "include")
        && !cx.may_be_named(cause, &[Kind::Check], "outcome")
}
