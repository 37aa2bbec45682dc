//! A condition that nothing makes true.

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::logic::{Answer, Effort, can_hold};
use crate::model::{Condition, Guard};
use crate::source::Span;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::CONDITION_NEVER_HOLDS, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let answered = cx.conditions().iter().zip(cx.can_hold());
    let never: Vec<&Guard> = answered.filter(|(_, answer)| **answer == Answer::No).map(|(guard, _)| *guard).collect();
    findings.par_extend(never.into_par_iter().map(|guard| finding(cx, guard)));
}

fn finding(cx: &LintContext, guard: &Guard) -> Diagnostic {
    let parts: &[Condition] = match &guard.condition {
        Condition::All(parts) => parts,
        _ => &[],
    };
    let help = clash(cx, parts).map_or_else(
        || "no answers, facts and attempts make it true".to_owned(),
        |places| {
            let [one, other] = [places.0, places.1].map(|span| cx.knowledge.slice(span));
            format!("`{one}` and `{other}` are never true together")
        },
    );
    Diagnostic::new(&rules::CONDITION_NEVER_HOLDS, guard.span, "this condition can never hold").help(help)
}

/// Two parts of a condition that exclude each other. Of a long condition none are sought: the pairs would be many.
fn clash(cx: &LintContext, parts: &[Condition]) -> Option<(Span, Span)> {
    let places: Vec<(Span, &Condition)> = parts.iter().take(12).filter_map(|part| Some((place(part)?, part))).collect();
    for (at, (second, part)) in places.iter().enumerate() {
        let excludes = |earlier: &Condition| can_hold(cx.knowledge, &[earlier, part], Effort::default()) == Answer::No;
        let first = places[..at].iter().find(|(_, earlier)| excludes(earlier));
        if let Some((first, _)) = first {
            return Some((*first, *second));
        }
    }
    None
}

/// Where a part of a condition stands, if it has no parts of its own.
fn place(condition: &Condition) -> Option<Span> {
    match condition {
        Condition::Seen(name) | Condition::Tried(name) => Some(name.span),
        Condition::Is(subject) | Condition::Compare(subject, _) => {
            Some(Span { end: subject.value.end, ..subject.name.span })
        }
        _ => None,
    }
}
