//! A cause with neither a likelihood nor a cause that leads to it.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::CAUSE_WITHOUT_LIKELIHOOD, &[Kind::Cause], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let likely = cx.knowledge.cause(id).is_none_or(|cause| cause.likelihood.is_some()) || cx.lost(id, "likelihood");
    let led_to = || cx.web.is_named(id, Relation::LeadsTo) || cx.may_be_named(id, &[Kind::Cause], "leads-to");
    if likely || led_to() || cx.is_twice(id) {
        return;
    }
    let message = format!("`{}` has no likelihood, and no cause leads to it", cx.name(id));
    findings.push(
        Diagnostic::new(&graph::CAUSE_WITHOUT_LIKELIHOOD, item.head, message)
            .help("say how common it is, as in `likelihood rare`, or let another cause lead to it"),
    );
}
