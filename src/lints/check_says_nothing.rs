//! A check whose answers change nothing.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind, Outcome};

use super::remedy_fixes_nothing::is_routed_to;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::CHECK_SAYS_NOTHING, &[Kind::Check], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let outcomes = cx.outcomes(id);
    let says = |outcome: &Outcome| !outcome.effects.is_empty() || outcome.next.is_some();
    // With fewer than two outcomes it has a worse fault.
    let sound = outcomes.len() >= 2 && !cx.lost_any(id) && !cx.is_twice(id);
    if !sound || outcomes.iter().any(says) || is_asked_for(cx, id) || is_routed_to(cx, id) {
        return;
    }
    let message = format!("no answer to `{}` says anything of a cause", cx.name(id));
    findings.push(
        Diagnostic::new(&graph::CHECK_SAYS_NOTHING, item.head, message)
            .help("let an outcome point to a cause, or rule one out")
            .help("or let a `when` ask for an outcome, or lead on from one with `next`"),
    );
}

/// Whether a condition names the check, or a text holds what the reader answers.
fn is_asked_for(cx: &LintContext, check: ItemId) -> bool {
    let conditional = [Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact, Kind::Steps, Kind::Guide];
    let asks = cx.knowledge.check(check).is_some_and(|check| check.asks.is_some());
    cx.web.is_named(check, Relation::When)
        || cx.web.is_named(check, Relation::StepWhen)
        || cx.may_be_named(check, &conditional, "when")
        || cx.may_be_named(check, &conditional, "step")
        || asks && cx.is_filled_in(cx.name(check))
}
