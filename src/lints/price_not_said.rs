//! A guide that hands over where that is cheaper, and does not say what it costs.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{EscalationMode, Item, ItemId, Kind};
use crate::words::quantity::plain::minutes;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::PRICE_NOT_SAID, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(guide) = cx.knowledge.guide(id).filter(|guide| guide.escalate == EscalationMode::WhenCheaper) else {
        return;
    };
    let Some(last) = guide.otherwise.last() else { return };
    let silent = |end: &ItemId| cx.knowledge.escalation(*end).is_some_and(|body| body.takes.is_none());
    let Some(end) = last.to.filter(silent).filter(|&end| !cx.lost(end, "takes")) else { return };
    let message = format!(
        "`{}` hands over where that is cheaper, and nothing says what `{}` costs: {} are taken",
        cx.name(id),
        cx.name(end),
        minutes(cx.numbers.escalation_minutes)
    );
    findings.push(
        Diagnostic::new(&graph::PRICE_NOT_SAID, last.span, message)
            .label(cx.knowledge.item(end).head, "say it here, as in `takes 2 h`")
            .help("or let everything be tried before, with `escalate last`"),
    );
}
