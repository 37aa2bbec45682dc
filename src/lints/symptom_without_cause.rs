//! A symptom that no cause shows.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::SYMPTOM_WITHOUT_CAUSE, &[Kind::Symptom], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if is_unshown(cx, id) && !is_of_chart(cx, id) {
        findings.push(
            Diagnostic::new(&graph::SYMPTOM_WITHOUT_CAUSE, item.head, format!("no cause shows `{}`", cx.name(id)))
                .help(format!("say so in a cause, as in `shows {} usually`", cx.name(id))),
        );
    }
}

/// Whether no cause shows a symptom that something names. One that nothing names has that fault already.
pub(super) fn is_unshown(cx: &LintContext, symptom: ItemId) -> bool {
    cx.knowledge.used[symptom.index()]
        && !cx.web.is_named(symptom, Relation::Shows)
        && !cx.is_twice(symptom)
        && !cx.may_be_named(symptom, &[Kind::Cause], "shows")
}

/// Whether the symptom is where a hand-written chart begins, which needs no causes.
fn is_of_chart(cx: &LintContext, symptom: ItemId) -> bool {
    cx.web.naming(symptom, Relation::About).any(|guide| {
        let starts = cx.knowledge.guide(guide).is_some_and(|guide| guide.start.is_some()) || cx.lost(guide, "start");
        starts && cx.members(guide).is_none_or(|members| members.causes.is_empty())
    })
}
