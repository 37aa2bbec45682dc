//! Outcomes of which none can come with a cause.

use rustc_hash::FxHashMap;

use crate::decision::Rest;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::graph::{Members, mechanisms_of};
use crate::model::ItemId;
use crate::source::Span;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&chances::CLOSED_OUTCOMES, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let mut silent_to: FxHashMap<ItemId, Span> = FxHashMap::default();
    for (id, sums, last) in cx.unanswerable().iter().filter(|(id, ..)| !cx.lost_any(*id)) {
        for sums in sums.iter().filter(|sums| sums.rest == Rest::Closed) {
            let Some((&last, before)) = sums.fixed.split_last() else { continue };
            let message = format!(
                "whoever has `{}` has no answer to `{}`: no outcome is left",
                cx.name(sums.cause),
                cx.name(*id)
            );
            let mut finding = Diagnostic::new(&chances::CLOSED_OUTCOMES, last, message);
            for &span in before {
                finding = finding.label(span, "this outcome is ruled out, too");
            }
            findings.push(finding.help(format!(
                "take the effect on `{}` away from one of them, or add an outcome for those who have it",
                cx.name(sums.cause)
            )));
        }
        silent_to.extend(last.map(|last| (*id, last)));
    }
    // Each check is told once, of the first guide in which somebody could not answer it.
    for (guide, members) in cx.guides {
        if silent_to.is_empty() {
            break;
        }
        for step in members.steps() {
            let Some(&last) = silent_to.get(&step) else { continue };
            if let Some(finding) = silent(cx, step, *guide, members, last) {
                findings.push(finding);
                silent_to.remove(&step);
            }
        }
    }
}

/// The finding that a guide makes of a check that is closed to all of which it says nothing.
fn silent(cx: &LintContext, step: ItemId, guide: ItemId, members: &Members, last: Span) -> Option<Diagnostic> {
    let effects = || cx.outcomes(step).iter().flat_map(|outcome| &outcome.effects);
    let speaks = |cause: ItemId| effects().any(|effect| effect.cause.to == Some(cause));
    let is_silent = |cause: &ItemId| {
        mechanisms_of(cx.knowledge, cx.web, *cause)
            .iter()
            .all(|&(mechanism, chance)| chance <= 0.0 || !speaks(mechanism))
    };
    let body = cx.knowledge.guide(guide)?;
    let other = body.other.map_or(cx.numbers.other, |other| other.value);
    let whom = match members.causes.iter().find(|&cause| is_silent(cause)) {
        Some(&cause) => format!("`{}`", cx.name(cause)),
        None if other > 0.0 => "a cause that the guide does not know".to_owned(),
        None => return None,
    };
    let message =
        format!("whoever has {whom} has no answer to `{}`: each outcome is only for other causes", cx.name(step));
    Some(
        Diagnostic::new(&chances::CLOSED_OUTCOMES, last, message)
            .label(cx.knowledge.item(guide).head, "this guide asks it")
            .help("`confirms` keeps an outcome for the causes that it names: add an outcome for everybody else, or use `points-to`"),
    )
}
