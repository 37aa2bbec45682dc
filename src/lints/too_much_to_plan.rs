//! More answers or steps than the engine can number, or more joint answers than it can reckon with.

use crate::decision::{Asked, Decision, Entangled, entangled, may_entangle};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::Members;
use crate::model::{FactType, Guard, Item, ItemId, Kind};
use crate::reasoning::{MOST_OUTCOMES, MOST_STEPS};

use super::plans::rules_too_entangled;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::TOO_MUCH_TO_PLAN, &[Kind::Check, Kind::Remedy, Kind::Guide], look);

/// A condition that holds a fact against a value takes more bytes than this: with less text no fact has too many values.
const LEAST: usize = 2;

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
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

fn of_guide(cx: &LintContext, id: ItemId, item: &Item, members: &Members, findings: &mut Vec<Diagnostic>) {
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
    if of_size(cx, id, item, members, findings) {
        return;
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
    if may_entangle(cx.knowledge, members) {
        of_rules(cx, id, members, findings);
    }
}

/// The rules of a guide that bind too much together. That is told by its plan as well, but only once it was sought.
fn of_rules(cx: &LintContext, id: ItemId, members: &Members, findings: &mut Vec<Diagnostic>) {
    let Some(decision) = Decision::new(cx.knowledge, cx.web, cx.numbers, id, members) else { return };
    findings.extend(entangled(&decision.problem).iter().map(|Entangled { rules, checks, outcomes }| {
        rules_too_entangled::finding(cx.knowledge, id, &decision, rules, checks, *outcomes)
    }));
}

/// A guide weighs so many pairs of a cause and of what is asked, seen or done, and its items take so many bytes of text.
/// The engine has a table of the pairs, another of each cause and what it brings about, and a page holds all of the text.
const MOST_PAIRS: usize = 2_000_000;
const MOST_CAUSES: usize = 4_000;
const MOST_TEXT: usize = 8 << 20;

/// Whether a guide is larger than can be planned or shown. One of a hundredth of this is too large for its readers.
fn of_size(cx: &LintContext, id: ItemId, item: &Item, members: &Members, findings: &mut Vec<Diagnostic>) -> bool {
    let Members { symptoms, causes, mechanisms, checks, facts, remedies, rules, escalations, .. } = members;
    let causes_in_all = causes.len() + mechanisms.len();
    let asked = symptoms.len() + checks.len() + facts.len() + remedies.len();
    let held = [symptoms, causes, mechanisms, checks, facts, remedies, rules, escalations].into_iter().flatten();
    let length = |id: ItemId| {
        let span = cx.knowledge.item(id).span;
        (span.end - span.start) as usize
    };
    let text: usize = length(id) + held.map(|&held| length(held)).sum::<usize>();
    let message = if causes_in_all > MOST_CAUSES {
        format!("`{}` holds {causes_in_all} causes, and {MOST_CAUSES} is the most", cx.name(id))
    } else if causes_in_all.saturating_mul(asked) > MOST_PAIRS {
        format!(
            "`{}` holds {causes_in_all} causes, and {asked} symptoms, checks and remedies to weigh each of them against",
            cx.name(id)
        )
    } else if text > MOST_TEXT {
        format!("`{}` holds {} MB of text, and {} is the most", cx.name(id), text >> 20, MOST_TEXT >> 20)
    } else {
        return false;
    };
    findings.push(
        Diagnostic::new(&graph::TOO_MUCH_TO_PLAN, item.head, message)
            .help("give each group of its symptoms a guide of its own"),
    );
    true
}

/// How many bytes the conditions of a guide take.
fn written(cx: &LintContext, members: &Members) -> usize {
    let lists = [&members.causes, &members.mechanisms, &members.checks, &members.remedies, &members.rules];
    let guards = lists.into_iter().flatten().filter_map(|&id| cx.knowledge.item(id).when());
    guards.map(|Guard { span, .. }| (span.end - span.start) as usize).sum()
}

/// The facts of which a guide tells too many values apart.
fn of_facts(cx: &LintContext, id: ItemId, members: &Members, findings: &mut Vec<Diagnostic>) {
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
