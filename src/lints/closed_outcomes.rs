//! Outcomes of which none can come with a cause.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::decision::{Rest, Sums, is_closed_to_silent};
use crate::graph::{Members, mechanisms_of};
use crate::model::{ItemId, Kind};
use crate::source::Span;

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &chances::CLOSED_OUTCOMES, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Check, Kind::Remedy], findings, |id, _, findings| {
        if cx.lost_any(id) {
            return;
        }
        let spoken = Sums::of(cx.outcomes(id));
        for sums in spoken.iter().filter(|sums| sums.rest == Rest::Closed) {
            let Some((&last, before)) = sums.fixed.split_last() else { continue };
            let message = format!("no outcome of `{}` can come with `{}`", cx.name(id), cx.name(sums.cause));
            let mut finding = Diagnostic::new(&chances::CLOSED_OUTCOMES, last, message);
            for &span in before {
                finding = finding.label(span, "this outcome cannot either");
            }
            findings.push(finding.help("leave one outcome open: somebody who has this cause must be able to answer"));
        }
        if let Some(last) = is_closed_to_silent(cx.outcomes(id)) {
            findings.extend(cx.guides.iter().find_map(|(guide, members)| silent(cx, id, &spoken, *guide, members, last)));
        }
    });
}

/// The finding that a guide makes of a check that is closed to all of which it says nothing.
fn silent(cx: &Context, step: ItemId, spoken: &[Sums], guide: ItemId, members: &Members, last: Span) -> Option<Diagnostic> {
    if !members.steps().any(|member| member == step) {
        return None;
    }
    let speaks = |cause: ItemId| spoken.iter().any(|sums| sums.cause == cause);
    let is_silent = |cause: &ItemId| {
        mechanisms_of(cx.knowledge, cx.web, *cause).iter().all(|&(mechanism, chance)| chance <= 0.0 || !speaks(mechanism))
    };
    let body = cx.knowledge.guide(guide)?;
    let other = body.other.map_or(cx.numbers.other, |other| other.value);
    let whom = match members.causes.iter().find(|&cause| is_silent(cause)) {
        Some(&cause) => format!("`{}`, of which it says nothing", cx.name(cause)),
        None if other > 0.0 => "a cause that nobody knows yet".to_owned(),
        None => return None,
    };
    let message = format!("no outcome of `{}` can come with {whom}", cx.name(step));
    Some(
        Diagnostic::new(&chances::CLOSED_OUTCOMES, last, message)
            .label(cx.knowledge.item(guide).head, "this guide asks it")
            .help("`confirms` closes an outcome to every other cause; add an outcome without it, or use `points-to`"),
    )
}
