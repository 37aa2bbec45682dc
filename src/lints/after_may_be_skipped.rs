//! A destructive step that comes after one which may be left out.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Relation;
use crate::model::{Item, ItemId, Kind, RiskLevel, RuleEffect};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::AFTER_MAY_BE_SKIPPED, &[Kind::Check, Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(procedure) = item.procedure() else { return };
    let care = procedure.care();
    if care.risk.as_ref().is_none_or(|risk| risk.level < RiskLevel::Destructive) {
        return;
    }
    let only: Vec<ItemId> = care.only_after.iter().filter_map(|name| name.to).collect();
    for before in &care.after {
        let Some(step) = before.to.filter(|step| !only.contains(step)) else { continue };
        let Some(why) = left_out(cx, step) else { continue };
        let message =
            format!("`{}` is destructive and is done even where `{}` was not: {why}", cx.name(id), cx.name(step));
        findings.push(
            Diagnostic::new(&graph::AFTER_MAY_BE_SKIPPED, before.span, message)
                .help("`after` is an order; where the one must not be done without the other, write `only-after`"),
        );
    }
}

/// Why a step may be left out; nothing where only its reader can leave it.
fn left_out(cx: &LintContext, step: ItemId) -> Option<String> {
    if cx.knowledge.item(step).when().is_some() {
        return Some("it applies only under its `when`".to_owned());
    }
    let skips = |rule: &ItemId| {
        let body = cx.knowledge.rule(*rule)?;
        let skipped =
            body.effects.iter().any(|(_, effect)| matches!(effect, RuleEffect::Skip(name) if name.to == Some(step)));
        skipped.then(|| cx.name(*rule))
    };
    let rule = cx.web.naming(step, Relation::Affects).find_map(|rule| skips(&rule))?;
    Some(format!("the rule `{rule}` may skip it"))
}
