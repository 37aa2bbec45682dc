//! A symptom, a fact, an escalation, shared steps or a source that nothing names.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(
    &names::UNUSED_ITEM,
    &[Kind::Symptom, Kind::Fact, Kind::Escalation, Kind::Result, Kind::Steps, Kind::Source],
    look,
);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if cx.knowledge.used[id.index()] || cx.is_twice(id) || may_be_used(cx, id, item.kind()) {
        return;
    }
    let what = match item.kind() {
        Kind::Steps => "shared steps".to_owned(),
        kind => kind.word().to_owned(),
    };
    let message = match item.kind() {
        Kind::Steps => format!("nothing includes the {what} `{}`", cx.name(id)),
        _ => format!("nothing names the {what} `{}`", cx.name(id)),
    };
    findings.push(Diagnostic::new(&names::UNUSED_ITEM, item.head, message).help(advice(item.kind())));
}

fn may_be_used(cx: &LintContext, id: ItemId, kind: Kind) -> bool {
    let everything = [Kind::Guide, Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact];
    let lost = |property| cx.may_be_named(id, &everything, property);
    match kind {
        Kind::Symptom => lost("symptoms") || lost("shows") || lost("when") || lost("include"),
        Kind::Fact => lost("when") || lost("step") || lost("include") || cx.is_filled_in(cx.name(id)),
        Kind::Result => lost("next") || lost("then"),
        Kind::Escalation => lost("otherwise") || lost("next") || lost("then"),
        Kind::Steps => lost("include") || cx.may_be_named(id, &[Kind::Steps], "include"),
        _ => lost("cite") || cx.may_be_named(id, &[Kind::Escalation, Kind::Source, Kind::Steps], "cite"),
    }
}

fn advice(kind: Kind) -> &'static str {
    match kind {
        Kind::Symptom => "let a guide be about it and a cause show it, or remove it",
        Kind::Fact => "ask for it in a `when`, put its name in angle brackets into a text, or remove it",
        Kind::Result => "lead to it with `next`, or remove it",
        Kind::Escalation => "lead to it with `otherwise` or `next`, or remove it",
        Kind::Steps => "`include` them in some steps, or remove them",
        _ => "`cite` it, or remove it",
    }
}
