//! A remedy that fixes nothing, and to which no route leads.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind, RemedyKind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::REMEDY_FIXES_NOTHING, &[Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let fixes = cx.knowledge.remedy(id).is_none_or(|remedy| {
        !remedy.fixes.is_empty() || remedy.kind == RemedyKind::Preparation && is_prepared_for(cx, id)
    }) || cx.lost(id, "fixes");
    if fixes || cx.is_twice(id) || is_routed_to(cx, id) {
        return;
    }
    let finding = Diagnostic::new(&graph::REMEDY_FIXES_NOTHING, item.head, format!("`{}` fixes nothing", cx.name(id)));
    findings.push(if is_prepared_for(cx, id) {
        finding.help(
            "where it only prepares what comes after it, write `kind preparation`; else say what it helps against",
        )
    } else {
        finding.help("say what it helps against, as in `fixes CAUSE usually`, or lead to it with `next`")
    });
}

/// Whether another step comes after a preparation, or a rule requires it.
pub(super) fn is_prepared_for(cx: &LintContext, preparation: ItemId) -> bool {
    cx.web.is_named(preparation, Relation::After) || cx.web.is_named(preparation, Relation::Requires)
}

/// Whether a hand-written route leads to a step.
pub(super) fn is_routed_to(cx: &LintContext, step: ItemId) -> bool {
    let routes = [Kind::Guide, Kind::Check, Kind::Remedy, Kind::Rule];
    cx.web.is_named(step, Relation::Next)
        || cx.web.is_named(step, Relation::Start)
        || ["next", "start", "then"].into_iter().any(|property| cx.may_be_named(step, &routes, property))
}
