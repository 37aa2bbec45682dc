//! Effects of one rule that contradict each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::model::{Item, ItemId, Kind, RuleEffect, Target};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&rules::CLASHING_EFFECTS, &[Kind::Rule], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(rule) = cx.knowledge.rule(id) else { return };
    for (at, (place, effect)) in rule.effects.iter().enumerate() {
        let clash = rule.effects[..at].iter().find_map(|(earlier, other)| Some((*earlier, why(cx, other, effect)?)));
        if let Some((earlier, message)) = clash {
            findings.push(
                Diagnostic::new(&rules::CLASHING_EFFECTS, *place, message)
                    .label(earlier, "the other effect is here")
                    .help("keep one of them, or give them rules with conditions of their own"),
            );
        }
    }
}

/// What an effect does to a cause or a step.
enum Pull {
    /// It makes a cause likelier, or wants a step done.
    For(ItemId),
    /// It makes a cause less likely, or wants a step not done.
    Against(ItemId),
}

fn pull(effect: &RuleEffect) -> Option<Pull> {
    Some(match effect {
        RuleEffect::Confirm(name) | RuleEffect::Suspect(name, _) | RuleEffect::Require(name) => Pull::For(name.to?),
        RuleEffect::Doubt(name, _) | RuleEffect::RuleOut(name) | RuleEffect::Skip(name) => Pull::Against(name.to?),
        RuleEffect::Next(target) => Pull::For(target.item()?),
        RuleEffect::Warn(_) => return None,
    })
}

fn why(cx: &LintContext, one: &RuleEffect, other: &RuleEffect) -> Option<String> {
    if let (RuleEffect::Next(one), RuleEffect::Next(other)) = (one, other) {
        let differ = match (one, other) {
            (Target::Solved(_), Target::Solved(_)) => false,
            (Target::Item(one), Target::Item(other)) => one.to? != other.to?,
            _ => true,
        };
        return differ.then(|| "this rule leads to two places at once".to_owned());
    }
    let item = match (pull(one)?, pull(other)?) {
        (Pull::For(one), Pull::Against(other)) | (Pull::Against(one), Pull::For(other)) if one == other => one,
        _ => return None,
    };
    let name = cx.name(item);
    Some(match cx.knowledge.item(item).kind() {
        Kind::Cause => format!("this rule speaks both for `{name}` and against it"),
        _ => format!("this rule both asks for `{name}` and forbids it"),
    })
}
