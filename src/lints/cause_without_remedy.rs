//! A cause that nothing fixes.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::{Relation, is_chart, mechanisms_of};
use crate::model::{Cause, EffectKind, Item, ItemId, Kind, Target};

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
    if fixed(id) || is_treated(cx, id) {
        return true;
    }
    if cause.leads_to.is_empty() {
        return false;
    }
    mechanisms_of(cx.knowledge, cx.web, id).into_iter().any(|(mechanism, chance)| chance > 0.0 && fixed(mechanism))
}

/// Whether an answer of a chart that names the cause leads to a remedy.
fn is_treated(cx: &LintContext, cause: ItemId) -> bool {
    let leads = |step: ItemId| {
        cx.outcomes(step).iter().any(|outcome| {
            let names = outcome.effects.iter().any(|effect| {
                effect.cause.to == Some(cause) && matches!(effect.kind, EffectKind::Confirms | EffectKind::PointsTo(_))
            });
            names && outcome.next.and_then(Target::item).is_some_and(|to| cx.knowledge.remedy(to).is_some())
        })
    };
    let in_chart = |step: ItemId| {
        cx.knowledge.ids().any(|guide| {
            cx.knowledge.guide(guide).is_some_and(is_chart)
                && cx.members(guide).is_some_and(|members| members.contains(cx.knowledge, step))
        })
    };
    cx.web.naming(cause, Relation::SpeaksOf).any(|step| leads(step) && in_chart(step))
}
