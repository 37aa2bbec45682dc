//! More answers or steps than the engine can number.

use crate::decision::{Asked, Decision};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Members;
use crate::model::{FactType, Guard, Item, ItemId, Kind};
use crate::reasoning::{MOST_OUTCOMES, MOST_STEPS};

use super::{Context, Lint};

pub static LINT: Lint = Lint::of_each(&graph::TOO_MUCH_TO_PLAN, &[Kind::Check, Kind::Remedy, Kind::Guide], look);

/// A condition that holds a fact against a value takes more bytes than this: with less text no fact has too many values.
const LEAST: usize = 2;

fn look(cx: &Context, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    match cx.members(id) {
        Some(members) => of_guide(cx, id, item, members, findings),
        None => {
            let outcomes = cx.outcomes(id).len();
            if outcomes > MOST_OUTCOMES {
                let message = format!("`{}` has {outcomes} outcomes, and {MOST_OUTCOMES} is the most", cx.name(id));
                findings.push(
                    Diagnostic::new(&graph::TOO_MUCH_TO_PLAN, item.head, message).help(
                        "ask for a group of the answers first, and for the answer itself in a check of each group",
                    ),
                );
            }
        }
    }
}

fn of_guide(cx: &Context, id: ItemId, item: &Item, members: &Members, findings: &mut Vec<Diagnostic>) {
    let Members { symptoms, checks, facts, remedies, escalations, guides, .. } = members;
    let tries =
        |&remedy: &ItemId| cx.knowledge.remedy(remedy).and_then(|body| body.retry).map_or(1, |retry| retry.value);
    let tries: usize = remedies.iter().map(|remedy| tries(remedy) as usize).sum();
    let steps = symptoms.len() + checks.len() + facts.len() + tries;
    let ends = escalations.len() + guides.len() + 1;
    for (count, what) in [(steps, "questions and remedies"), (ends, "ends")] {
        if count > MOST_STEPS {
            let message = format!("`{}` holds {count} {what}, and {MOST_STEPS} is the most", cx.name(id));
            findings.push(
                Diagnostic::new(&graph::TOO_MUCH_TO_PLAN, item.head, message)
                    .help("give each group of its symptoms a guide of its own"),
            );
            return;
        }
    }
    let choices = |fact: ItemId| match cx.knowledge.fact(fact).and_then(|fact| fact.values.as_ref()) {
        Some(FactType::OneOf(choices)) => choices.len(),
        _ => 0,
    };
    if facts.iter().any(|&fact| choices(fact) > MOST_OUTCOMES)
        || !facts.is_empty() && written(cx, members) > LEAST * MOST_OUTCOMES
    {
        of_facts(cx, id, members, findings);
    }
}

/// How many bytes the conditions of a guide take.
fn written(cx: &Context, members: &Members) -> usize {
    let lists = [&members.causes, &members.mechanisms, &members.checks, &members.remedies, &members.rules];
    let guards = lists.into_iter().flatten().filter_map(|&id| cx.knowledge.item(id).when());
    guards.map(|Guard { span, .. }| (span.end - span.start) as usize).sum()
}

/// The facts of which a guide tells too many values apart.
fn of_facts(cx: &Context, id: ItemId, members: &Members, findings: &mut Vec<Diagnostic>) {
    let decision = Decision::new(cx.knowledge, cx.web, cx.numbers, id, members);
    for asked in decision.iter().flat_map(|decision| &decision.checks) {
        let Asked::Fact(fact, values) = asked else { continue };
        if values.len() > MOST_OUTCOMES {
            let message = format!(
                "`{}` tells {} values of `{}` apart, and {MOST_OUTCOMES} is the most",
                cx.name(id),
                values.len(),
                cx.name(*fact)
            );
            findings.push(
                Diagnostic::new(&graph::TOO_MUCH_TO_PLAN, cx.knowledge.item(*fact).head, message)
                    .label(cx.knowledge.item(id).head, "in this guide")
                    .help("hold it against fewer values, or against ranges"),
            );
        }
    }
}
