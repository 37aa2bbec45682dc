//! An outcome, or a value of a fact, to which the shares of the others leave nothing.

use crate::decision::SLACK;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::model::{Body, EffectKind, FactType, Given, Item, ItemId, Kind, Name, Outcome};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&chances::NO_SHARE_LEFT, &[Kind::Check, Kind::Remedy, Kind::Fact], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let of_outcomes = |outcomes: &[Outcome]| outcomes.iter().map(of_outcome).collect();
    let shares: Vec<(Name, Option<Given<f64>>, bool)> = match &item.body {
        Body::Check(check) => of_outcomes(&check.outcomes),
        Body::Remedy(remedy) => of_outcomes(&remedy.outcomes),
        Body::Fact(fact) => match &fact.values {
            Some(FactType::OneOf(choices)) => choices.iter().map(|choice| (choice.name, choice.share, false)).collect(),
            _ => return,
        },
        _ => return,
    };
    let sum: f64 = shares.iter().filter_map(|(_, share, _)| share.map(|share| share.value)).sum();
    if (sum - 1.0).abs() > SLACK || cx.lost_any(id) {
        return;
    }
    for (name, _, _) in shares.iter().filter(|(_, share, closed)| share.is_none() && !closed) {
        let name_of = cx.knowledge.spelled(*name);
        findings.push(
            Diagnostic::new(
                &chances::NO_SHARE_LEFT,
                name.span,
                format!("nothing is left for `{name_of}`: the shares of the others come to 100 %"),
            )
            .help("lower another share, or give this one `0%` if only what is said of a cause leads to it"),
        );
    }
}

/// The name and the share of an outcome, and whether it has none by its nature: where it confirms a cause, nobody else
/// gives it.
fn of_outcome(outcome: &Outcome) -> (Name, Option<Given<f64>>, bool) {
    let confirms = outcome.effects.iter().any(|effect| effect.kind == EffectKind::Confirms);
    (outcome.name, outcome.share.as_deref().copied(), confirms)
}
