//! A step that a rule of a guide requires, and that the guide excludes.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Body, Item, ItemId, Kind, RuleEffect};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::REQUIRED_STEP_EXCLUDED, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Guide(guide) = &item.body else { return };
    let Some(members) = cx.members(id).filter(|_| !guide.exclude.is_empty()) else { return };
    for name in &guide.exclude {
        let Some(step) = name.to else { continue };
        let requires = |rule: &&ItemId| {
            let effects = cx.knowledge.rule(**rule).map(|rule| &rule.effects).into_iter().flatten();
            effects.into_iter().any(|(_, effect)| matches!(effect, RuleEffect::Require(name) if name.to == Some(step)))
        };
        let Some(&rule) = members.rules.iter().find(requires) else { continue };
        let message =
            format!("`{}` excludes `{}`, which the rule `{}` requires", cx.name(id), cx.name(step), cx.name(rule));
        findings.push(
            Diagnostic::new(&graph::REQUIRED_STEP_EXCLUDED, name.span, message)
                .label(cx.knowledge.item(rule).name.span, "the rule requires nothing in this guide")
                .help("exclude the rule too, or do not exclude the step"),
        );
    }
}
