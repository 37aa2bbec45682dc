//! What is known at a step on every path to it, and what rules say there.
//!
//! A node of the flow may be reached on several paths. A warning is shown where its rule's condition has become true
//! on all of them; elsewhere it stays with the rules.

use std::collections::BTreeMap;

use crate::reasoning::conditions::{Truth, truth};
use crate::reasoning::{Condition, Doing, NodeId, RuleEffect, Step};

use super::super::{Context, Markdown};
use super::layout::Layout;

/// What was answered and tried; for a remedy, the way in which it did not help.
type Known = BTreeMap<Step, usize>;

/// The warnings of each step.
pub(super) fn warnings(cx: &Context, layout: &Layout) -> Vec<Vec<Markdown>> {
    let rules = &cx.decision.problem.rules;
    let warns = rules.iter().any(|rule| rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Warn(_))));
    if !warns {
        return vec![Vec::new(); layout.slots.len()];
    }
    let known = on_all_paths(cx);
    let told = |node: NodeId| {
        let here = known.get(&node).map(|(here, _)| here);
        let before = known.get(&node).map(|(_, before)| before.as_slice()).unwrap_or_default();
        let mut texts = Vec::new();
        for rule in rules {
            let holds = |known: &Known| holds(&rule.when, known);
            if here.is_some_and(holds) && (before.is_empty() || !before.iter().all(holds)) {
                let numbers = rule.effects.iter().filter_map(|effect| match effect {
                    RuleEffect::Warn(number) => Some(*number),
                    _ => None,
                });
                texts.extend(numbers.filter_map(|number| super::warning(cx, number)));
            }
        }
        texts
    };
    layout.slots.iter().map(|&slot| super::node_of(slot).map_or_else(Vec::new, told)).collect()
}

/// For each node what is known on all paths to it, and what was known at each node before.
fn on_all_paths(cx: &Context) -> BTreeMap<NodeId, (Known, Vec<Known>)> {
    let nodes = &cx.plan.flow.nodes;
    let mut known: BTreeMap<NodeId, (Known, Vec<Known>)> = BTreeMap::new();
    for entry in &cx.plan.flow.entries {
        known.insert(entry.node, (Known::new(), Vec::new()));
    }
    // Children stand before parents, so that walking backwards is from the top.
    for node in (0..nodes.len()).rev() {
        let Some((here, _)) = known.get(&node).cloned() else { continue };
        let Doing::Step(step, _) = nodes[node].doing else { continue };
        let answered = nodes[node].next.iter().enumerate().map(|(outcome, &next)| (next, Some(outcome)));
        for (next, outcome) in answered.chain(nodes[node].cant.map(|next| (next, None))) {
            let mut then = here.clone();
            then.extend(outcome.map(|outcome| (step, outcome)));
            let (common, before) = known.entry(next).or_insert_with(|| (then.clone(), Vec::new()));
            common.retain(|step, outcome| then.get(step) == Some(outcome));
            before.push(here.clone());
        }
    }
    known
}

fn holds(condition: &Condition, known: &Known) -> bool {
    let leaf = |leaf: &Condition| match leaf {
        Condition::Is(check, outcome) => match known.get(&Step::Check(*check)) {
            Some(found) if found == outcome => Truth::True,
            Some(_) => Truth::False,
            None => Truth::Unknown,
        },
        Condition::Tried(remedy) if known.contains_key(&Step::Remedy(*remedy)) => Truth::True,
        Condition::FailedWith(remedy, way) => match known.get(&Step::Remedy(*remedy)) {
            Some(found) if found == way => Truth::True,
            Some(_) => Truth::False,
            None => Truth::Unknown,
        },
        _ => Truth::Unknown,
    };
    truth(condition, &leaf) == Truth::True
}
