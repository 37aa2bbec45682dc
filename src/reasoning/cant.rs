//! Where to go on when a step cannot be done or told.
//! In: a flow without such edges, and the states of its nodes. Out: for each node the later node that is
//! permitted on every path and costs least at the weights there; none where that is to escalate.

use smallvec::SmallVec;

use super::flow::{Built, Doing, Node, NodeId};
use super::moves::{GONE, Moves, UNDONE};
use super::problem::Step;
use super::search::{EQUAL, Search};
use super::verify::Walker;

/// Later nodes that are tried for one node, nearest first.
const CANDIDATES: usize = 12;
/// Steps that one trial may walk, and all trials of a flow together.
const WALK: usize = 1_500;
const WALKS: usize = 400_000;

/// Fills in [`Node::cant`].
pub(crate) fn fill(search: &Search<'_, '_>, built: &mut Built) {
    let mut found: Vec<Option<NodeId>> = Vec::with_capacity(built.nodes.len());
    let mut budget = WALKS;
    let mut codes = Vec::new();
    let mut walker = Walker::new(search.moves, &built.nodes);
    for node in 0..built.nodes.len() {
        let best = match built.nodes[node].doing {
            Doing::Step(step, _) => best(search, built, &mut walker, node, step, &mut codes, &mut budget),
            _ => None,
        };
        found.push(best);
    }
    for (node, cant) in built.nodes.iter_mut().zip(found) {
        node.cant = cant;
    }
}

fn best(
    search: &Search<'_, '_>,
    built: &Built,
    walker: &mut Walker<'_, '_>,
    node: NodeId,
    step: Step,
    codes: &mut Vec<u16>,
    budget: &mut usize,
) -> Option<NodeId> {
    let mut best: Option<(f64, NodeId)> = None;
    for candidate in later(&built.nodes, node) {
        let mut cost = 0.0;
        let fits = built.states[node].iter().all(|&state| {
            decline(search.moves, search.states.codes(state), step, codes);
            let allowed = WALK.min(*budget);
            walker.limit(allowed, best.map_or(f64::INFINITY, |(least, _)| least - cost));
            let totals = walker.walk(candidate, codes, search.states.weights(state), search.coupling(codes));
            *budget -= allowed - walker.left();
            match totals {
                Ok(Some(totals)) => {
                    cost += totals.cost;
                    true
                }
                _ => false,
            }
        });
        if fits && best.is_none_or(|(least, _)| cost < least - EQUAL) {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The codes of a state in which a step, with all its copies, is declined.
fn decline(moves: &Moves<'_>, state: &[u16], step: Step, codes: &mut Vec<u16>) {
    codes.clear();
    codes.extend_from_slice(state);
    let first = moves.of(step);
    let count = match step {
        Step::Check(_) => 1,
        Step::Remedy(remedy) => moves.copies(remedy.0).len(),
    };
    for code in &mut codes[first..first + count] {
        if *code == UNDONE {
            *code = GONE;
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
