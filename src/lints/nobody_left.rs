//! A list of escalations of which the last is not for everybody.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::NOBODY_LEFT, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(last) = cx.knowledge.guide(id).and_then(|guide| guide.otherwise.last()) else { return };
    let Some(end) = last.to else { return };
    let Some(guard) = cx.knowledge.item(end).when() else { return };
    let message = format!("nobody takes over from `{}` where `{}` does not apply", cx.name(id), cx.name(end));
    findings.push(
        Diagnostic::new(&graph::NOBODY_LEFT, last.span, message)
            .label(guard.span, "it is only for these readers")
            .help("name another escalation behind it, as in `otherwise ask-administrator, call-support`: the last has no `when`"),
    );
}
