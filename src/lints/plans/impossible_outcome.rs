//! A `when` that asks for an outcome that no cause can give.

use std::collections::BTreeSet;

use crate::decision::Asked;
use crate::decision::values::{holds, test};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::model::{Condition, ItemId, Operand};
use crate::source::Span;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::IMPOSSIBLE_OUTCOME, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let impossible: BTreeSet<(usize, usize)> =
        look.found().impossible_outcomes.iter().map(|(check, outcome)| (check.0, *outcome)).collect();
    if impossible.is_empty() {
        return;
    }
    let decision = look.decision();
    let checks = decision.checks.iter().map(Asked::item);
    let items: Vec<ItemId> = checks.chain(decision.remedies.iter().chain(&decision.rules).copied()).collect();
    for item in items {
        let Some(guard) = look.knowledge().item(item).when() else { continue };
        let mut places = Vec::new();
        parts(look, &guard.condition, &impossible, &mut places);
        for (place, subject) in places {
            let message = format!("no cause of `{}` can make `{}` so", look.guide(), look.name(subject));
            findings.push(
                Diagnostic::new(&plans::IMPOSSIBLE_OUTCOME, place, message)
                    .label(look.head(subject), "what its outcomes say is here")
                    .help("ask for another outcome, or let a cause give this one"),
            );
        }
    }
}

/// The parts of a condition of which every way to hold is impossible.
fn parts(look: &Look, condition: &Condition, impossible: &BTreeSet<(usize, usize)>, found: &mut Vec<(Span, ItemId)>) {
    let decision = look.decision();
    match condition {
        Condition::All(all) | Condition::Any(all) | Condition::AtLeast(_, all) => {
            for part in all {
                parts(look, part, impossible, found);
            }
        }
        Condition::Not(part) => parts(look, part, impossible, found),
        Condition::Seen(name) => {
            let check = name.to.and_then(|item| Some((item, decision.check(item)?)));
            found.extend(
                check.filter(|(_, check)| impossible.contains(&(check.0, 0))).map(|(item, _)| (name.span, item)),
            );
        }
        Condition::Tried(_) => {}
        Condition::Is(subject) | Condition::Compare(subject, _) => {
            let Some((item, check)) = subject.name.to.and_then(|item| Some((item, decision.check(item)?))) else {
                return;
            };
            let ways: Vec<usize> = match &decision.checks[check.0] {
                Asked::Fact(_, values) => {
                    let Some(test) = test(condition) else { return };
                    let fits = |at: &usize| holds(look.knowledge(), &values[*at], test) == Some(true);
                    (0..values.len()).filter(fits).collect()
                }
                _ => match subject.operand {
                    Some(Operand::Option(at)) => vec![at as usize],
                    _ => Vec::new(),
                },
            };
            if !ways.is_empty() && ways.iter().all(|&at| impossible.contains(&(check.0, at))) {
                found.push((subject.value, item));
            }
        }
    }
}
