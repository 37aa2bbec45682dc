//! Where to go on when a step cannot be done or told.
//! In: a flow without such edges, and the states of its nodes. Out: for each node the later node that is
//! permitted on every path and costs least at the weights there; none where that is to escalate.

use smallvec::SmallVec;

use super::actions::{AGAIN, Actions, GONE, UNDONE, VOID};
use super::flow::{Built, Doing, Node, NodeId};
use super::policy_evaluation::PolicyEvaluation;
use super::problem::Step;
use super::search::{EQUAL, Search};
use super::verify::Walker;

/// Later nodes that are tried for one node, nearest first.
const CANDIDATES: usize = 12;
/// Steps that one trial may walk, and all trials of a flow together.
const WALK: usize = 1_500;
const WALKS: usize = 400_000;

/// Fills in [`Node::fallback`].
pub(crate) fn fill(search: &Search<'_, '_>, built: &mut Built) {
    let mut finder = Finder::new(search, built);
    let found: Vec<Option<NodeId>> = (0..built.nodes.len()).map(|node| finder.best(node)).collect();
    for (node, fallback) in built.nodes.iter_mut().zip(found) {
        node.fallback = node.fallback.or(fallback);
    }
}

struct Finder<'f, 'm, 'p> {
    search: &'f Search<'m, 'p>,
    built: &'f Built,
    evaluation: PolicyEvaluation,
    walker: Walker<'f, 'p>,
    budget: usize,
    codes: Vec<u16>,
}

impl<'f, 'm, 'p> Finder<'f, 'm, 'p> {
    fn new(search: &'f Search<'m, 'p>, built: &'f Built) -> Self {
        let evaluation = PolicyEvaluation::new(search.actions, &built.nodes);
        let walker = Walker::new(search.actions, &built.nodes);
        Self { search, built, evaluation, walker, budget: WALKS, codes: Vec::new() }
    }

    /// Where to go on from a node that does not say so itself: the cheapest that is permitted, the nearest among equals.
    fn best(&mut self, node: NodeId) -> Option<NodeId> {
        let Doing::Step(step, _) = self.built.nodes[node].doing else { return None };
        let states = &self.built.states[node];
        // What a chart leads to, and says for each answer how to go on from, is handed over where it cannot be told.
        let actions = self.search.actions;
        if actions.list[actions.of(step)].unable.is_some() {
            return None;
        }
        let target = actions.of(step) + 1;
        let pending = |state: &usize| usize::from(self.search.states.codes(*state)[actions.list.len()]) == target;
        if actions.is_charted(step) && states.iter().any(pending) {
            return None;
        }
        let mut candidates: SmallVec<[(f64, NodeId); CANDIDATES]> = later(&self.built.nodes, node)
            .into_iter()
            .map(|candidate| {
                let weights = states.iter().map(|&state| self.search.states.weights(state));
                (weights.map(|weights| self.evaluation.cost(candidate, weights)).sum(), candidate)
            })
            .collect();
        let is_exact = states.iter().all(|&state| {
            let coupling = self.search.coupling(self.search.states.codes(state));
            self.evaluation.is_exact && coupling.is_empty()
        });
        let mut best: Option<(f64, NodeId)> = None;
        while let Some((evaluation, candidate)) = take_least(&mut candidates) {
            let limit = best.map_or(f64::INFINITY, |(least, _)| least);
            let Some(cost) = self.walk(states, step, candidate, limit) else { continue };
            if cost < limit - EQUAL {
                best = Some((cost, candidate));
            }
            if is_exact {
                debug_assert!(
                    (cost - evaluation).abs() <= 1e-9 * cost.max(1.0),
                    "{cost} was evaluation as {evaluation}"
                );
                break;
            }
        }
        best.map(|(_, candidate)| candidate)
    }

    /// What going on there costs, from all these states together; `None` where that is not permitted, or dearer than the
    /// limit.
    fn walk(&mut self, states: &[usize], step: Step, candidate: NodeId, limit: f64) -> Option<f64> {
        let search = self.search;
        let mut cost = 0.0;
        for &state in states {
            decline(search.actions, search.states.codes(state), step, &mut self.codes);
            let allowed = WALK.min(self.budget);
            self.walker.limit(allowed, limit - cost);
            let coupling = search.coupling(&self.codes);
            let totals = self.walker.walk(candidate, &self.codes, search.states.weights(state), coupling);
            self.budget -= allowed - self.walker.left();
            // Whoever cannot do a step is not to be handed over for that before all else was tried.
            cost += totals.ok()?.filter(|totals| totals.early == 0.0)?.cost;
        }
        Some(cost)
    }
}

/// Takes out the least of some costs, the first among equals.
fn take_least(of: &mut SmallVec<[(f64, NodeId); CANDIDATES]>) -> Option<(f64, NodeId)> {
    let mut least = 0;
    for place in 1..of.len() {
        if of[place].0 < of[least].0 - EQUAL {
            least = place;
        }
    }
    (least < of.len()).then(|| of.remove(least))
}

/// The codes of a state in which a step, with all its copies, is declined.
fn decline(actions: &Actions<'_>, state: &[u16], step: Step, codes: &mut Vec<u16>) {
    codes.clear();
    codes.extend_from_slice(state);
    let first = actions.of(step);
    let count = match step {
        Step::Check(_) => 1,
        Step::Remedy(remedy) => actions.copies(remedy.0).len(),
    };
    for code in &mut codes[first..first + count] {
        if *code == UNDONE {
            *code = GONE;
        } else if matches!(step, Step::Check(_)) && *code & AGAIN > 0 {
            *code = *code & !AGAIN | VOID;
        }
    }
}

/// The nodes that come after one, nearest first.
fn later(nodes: &[Node], node: NodeId) -> SmallVec<[NodeId; CANDIDATES]> {
    let mut found: SmallVec<[NodeId; CANDIDATES]> = SmallVec::new();
    let mut next = 0;
    let mut at = node;
    loop {
        for &child in &nodes[at].next {
            let useless = matches!(nodes[child].doing, Doing::Contradiction(_));
            if !useless && !found.contains(&child) && found.len() < CANDIDATES {
                found.push(child);
            }
        }
        let Some(&one) = found.get(next) else {
            return found;
        };
        next += 1;
        at = one;
    }
}
