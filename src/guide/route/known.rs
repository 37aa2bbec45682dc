//! What is known at a step on every path to it, and what rules say there.
//!
//! A node of the flow may be reached on several paths. A warning is shown where its rule's condition has become true
//! on all of them; elsewhere it stays with the rules.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::reasoning::conditions::{Told, Truth, truth_told};
use crate::reasoning::{CheckId, Doing, NodeId, RemedyId, RuleEffect, Step};

use super::super::{GuideContext, Markdown};
use super::layout::Layout;

/// What all readers know who come to a node.
#[derive(Clone, Default)]
struct Known {
    answers: BTreeMap<CheckId, usize>,
    /// What all of them have tried, and the way in which it failed when they first did, if that is the same for all.
    tried: BTreeMap<RemedyId, Option<usize>>,
    /// What some of them have tried. Nobody has tried anything else.
    tried_by_some: BTreeSet<RemedyId>,
}

/// A node as readers come to it.
#[derive(Default)]
struct NodeKnowledge {
    here: Known,
    /// What is known at each node before.
    before: Vec<Known>,
    /// Whether readers begin here.
    begins: bool,
}

/// The warnings of each step.
pub(super) fn warnings(cx: &GuideContext, layout: &Layout) -> Vec<Vec<Markdown>> {
    let rules = &cx.decision.problem.rules;
    let warns = rules.iter().any(|rule| rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Warn(_))));
    if !warns {
        return vec![Vec::new(); layout.slots.len()];
    }
    let places = on_all_paths(cx);
    let told = |node: NodeId| {
        let Some(place) = places.get(&node) else { return Vec::new() };
        let mut texts = Vec::new();
        for rule in rules {
            let holds = |known: &Known| truth_told(known, &rule.when) == Truth::True;
            if holds(&place.here) && (place.begins || !place.before.iter().all(holds)) {
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

/// Each node that readers come to.
fn on_all_paths(cx: &GuideContext) -> BTreeMap<NodeId, NodeKnowledge> {
    let nodes = &cx.plan.flow.nodes;
    let mut places: BTreeMap<NodeId, NodeKnowledge> = BTreeMap::new();
    for entry in &cx.plan.flow.entries {
        places.insert(entry.node, NodeKnowledge { begins: true, ..NodeKnowledge::default() });
    }
    // Children stand before parents, so that walking backwards is from the top.
    for node in (0..nodes.len()).rev() {
        let Some(here) = places.get(&node).map(|place| place.here.clone()) else { continue };
        let Doing::Step(step, _) = nodes[node].doing else { continue };
        let answered = nodes[node].next.iter().enumerate().map(|(outcome, &next)| (next, Some(outcome)));
        for (next, outcome) in answered.chain(nodes[node].fallback.map(|next| (next, None))) {
            let mut then = here.clone();
            if let Some(outcome) = outcome {
                then.learn(step, outcome);
            }
            let before = here.clone();
            match places.entry(next) {
                Entry::Vacant(place) => {
                    place.insert(NodeKnowledge { here: then, before: vec![before], begins: false });
                }
                Entry::Occupied(mut place) => {
                    place.get_mut().here.meet(&then);
                    place.get_mut().before.push(before);
                }
            }
        }
    }
    places
}

impl Known {
    fn learn(&mut self, step: Step, outcome: usize) {
        match step {
            Step::Check(check) => {
                self.answers.insert(check, outcome);
            }
            Step::Remedy(remedy) => {
                self.tried.entry(remedy).or_insert(Some(outcome));
                self.tried_by_some.insert(remedy);
            }
        }
    }

    /// Keeps what other readers know too.
    fn meet(&mut self, other: &Known) {
        self.answers.retain(|check, outcome| other.answers.get(check) == Some(outcome));
        self.tried.retain(|remedy, _| other.tried.contains_key(remedy));
        for (remedy, way) in &mut self.tried {
            *way = way.filter(|way| other.tried.get(remedy) == Some(&Some(*way)));
        }
        self.tried_by_some.extend(&other.tried_by_some);
    }
}

impl Told for Known {
    fn answer(&self, check: CheckId) -> Option<usize> {
        self.answers.get(&check).copied()
    }

    fn tried(&self, remedy: RemedyId) -> Truth {
        if self.tried.contains_key(&remedy) {
            Truth::True
        } else if self.tried_by_some.contains(&remedy) {
            Truth::Unknown
        } else {
            Truth::False
        }
    }

    fn failed(&self, remedy: RemedyId) -> Option<usize> {
        self.tried.get(&remedy).copied().flatten()
    }

    fn settled(&self, check: CheckId) -> bool {
        self.answer(check).is_some()
    }
}
