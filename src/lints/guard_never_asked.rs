//! A rule that guards a step by a fact that nobody is asked for.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::model::{Item, ItemId, Kind, RuleEffect};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&rules::GUARD_NEVER_ASKED, &[Kind::Rule], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(rule) = cx.knowledge.rule(id) else { return };
    let guards = rule
        .effects
        .iter()
        .find(|(_, effect)| matches!(effect, RuleEffect::Skip(_) | RuleEffect::Require(_) | RuleEffect::Warn(_)));
    let (Some((span, _)), Some(guard)) = (guards, item.when()) else { return };
    let mut told: Vec<ItemId> = Vec::new();
    guard.condition.names(&mut |name| {
        let Some(fact) = name.to.filter(|&fact| cx.knowledge.fact(fact).is_some_and(|body| body.never_asked)) else {
            return;
        };
        if told.contains(&fact) {
            return;
        }
        told.push(fact);
        let message =
            format!("`{}` is never asked, so `{}` guards only where it comes from outside", cx.name(fact), cx.name(id));
        findings.push(
            Diagnostic::new(&rules::GUARD_NEVER_ASKED, name.span, message)
                .label(*span, "this guards nobody who does not bring the fact along")
                .help(
                    "take `never-asked` from the fact, so that it is asked before; or `allow` this where that is meant",
                ),
        );
    });
}
