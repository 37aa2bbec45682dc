//! The flow for paper: few nodes and one tail.
//! In: a planned guide. Out: which nodes of the flow are printed, the tail that all other edges join, and what going
//! by it costs.

use std::collections::{BTreeMap, BTreeSet};

use super::flow::{Doing, NodeId};
use super::glimpse::Glimpse;
use super::moves::{Moves, UNDONE};
use super::permission::{Permitted, help, superseded};
use super::plan::Plan;
use super::posterior::{Start, normalised};
use super::problem::{CheckId, Evidence, Problem, RemedyId, Step, SymptomId};
use super::transition::{advance, end_price};

/// Nodes on paper.
pub const PRINTED_NODES: usize = 40;
/// A printed flow that costs more than this much of the whole one is worth a warning.
const WORSE: f64 = 1.1;

/// A flow cut to what fits on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// The nodes that are printed, by their number in the whole flow, from the top. An edge to any other node joins
    /// the tail.
    pub nodes: Vec<NodeId>,
    /// All remedies, in order of safety, stage and P/C, to be headed "skip what you have done".
    pub tail: Vec<RemedyId>,
    /// What the printed flow costs from the first entry, in minutes.
    pub expected_cost: f64,
    /// Where that is more than 10 % above the whole flow: the check behind which most readers are sent to the tail.
    pub split_at: Option<CheckId>,
    /// What each printed step can do where it stands, on the most travelled way to it.
    pub glimpses: BTreeMap<NodeId, Glimpse>,
}

/// One way of having come to a node.
struct Arrival {
    codes: Vec<u16>,
    weights: Vec<f64>,
    mass: f64,
}

/// Cuts a flow for paper.
#[must_use]
pub fn printed(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Printed {
    let moves = Moves::new(problem);
    let mut reach = vec![0.0; plan.flow.nodes.len()];
    let mut travelled: BTreeMap<NodeId, (f64, Glimpse)> = BTreeMap::new();
    for entry in &plan.flow.entries {
        let start = Start::new(&moves, &with(evidence, entry.symptom));
        pass(
            &moves,
            plan,
            &start,
            entry.node,
            |node, arrival| {
                reach[node] += arrival.mass;
                if let Doing::Step(step, copy) = plan.flow.nodes[node].doing
                    && travelled.get(&node).is_none_or(|(mass, _)| arrival.mass > *mass)
                {
                    let index = moves.of(step) + copy;
                    let glimpse = Glimpse::new(&moves, &arrival.codes, &arrival.weights, index);
                    travelled.insert(node, (arrival.mass, glimpse));
                }
            },
            |_, _, _| true,
        );
        // Entries stay on paper even where they are seldom taken.
        reach[entry.node] += 1.0;
    }
    let mut nodes: Vec<NodeId> = (0..reach.len()).filter(|node| reach[*node] > 0.0).collect();
    nodes.sort_by(|a, b| reach[*b].total_cmp(&reach[*a]).then(b.cmp(a)));
    // A chart by hand, with no causes to weigh, is printed whole.
    let limit = if moves.tables.hypotheses.is_empty() { usize::MAX } else { PRINTED_NODES };
    let on_paper = on_paper(plan, &nodes, limit);
    let nodes: Vec<NodeId> = on_paper.iter().rev().copied().collect();
    let start = Start::new(&moves, evidence);
    let tail = tail(&moves, &start);
    let (mut cost, mut sent): (f64, BTreeMap<CheckId, f64>) = (0.0, BTreeMap::new());
    let mut walk = Tail { moves: &moves, order: &tail, permitted: Permitted::default() };
    let entry = plan.entry();
    let mut tails = Vec::new();
    let paid = pass(
        &moves,
        plan,
        &start,
        entry.node,
        |_, _| (),
        |from, next, arrival| {
            let kept = nodes.contains(&next);
            if !kept {
                if let Doing::Step(Step::Check(check), _) = plan.flow.nodes[from].doing {
                    *sent.entry(check).or_insert(0.0) += arrival.mass;
                }
                tails.push((arrival.codes.clone(), arrival.weights.clone(), arrival.mass));
            }
            kept
        },
    );
    cost += paid;
    for (codes, weights, mass) in tails {
        cost += mass * walk.cost(codes, weights);
    }
    let worst =
        sent.iter().fold(
            None,
            |best: Option<(CheckId, f64)>, (check, mass)| {
                if best.is_none_or(|(_, most)| *mass > most) { Some((*check, *mass)) } else { best }
            },
        );
    let too_dear = cost > WORSE * entry.expected_cost;
    Printed {
        nodes,
        tail: tail.iter().filter_map(|index| remedy(&moves, *index)).collect(),
        expected_cost: cost,
        split_at: worst.filter(|_| too_dear).map(|(check, _)| check),
        glimpses: travelled
            .into_iter()
            .map(|(node, (_, glimpse))| (node, glimpse))
            .filter(|(node, _)| on_paper.contains(node))
            .collect(),
    }
}

/// The nodes that fit on paper, of nodes in falling chance of being reached. A step is printed with the ends that its
/// answers lead to: an answer that hands over must not send its reader through the tail.
fn on_paper(plan: &Plan, by_reach: &[NodeId], limit: usize) -> BTreeSet<NodeId> {
    let mut chosen = BTreeSet::new();
    for &node in by_reach {
        let ends =
            plan.flow.nodes[node].next.iter().filter(|&&next| !matches!(plan.flow.nodes[next].doing, Doing::Step(..)));
        let mut with_ends: Vec<NodeId> =
            std::iter::once(node).chain(ends.copied()).filter(|one| !chosen.contains(one)).collect();
        with_ends.sort_unstable();
        with_ends.dedup();
        if chosen.len() + with_ends.len() <= limit {
            chosen.extend(with_ends);
        }
    }
    chosen
}

/// The evidence of an entry.
pub(crate) fn with(evidence: &Evidence, symptom: Option<SymptomId>) -> Evidence {
    let mut evidence = evidence.clone();
    evidence.observed.extend(symptom);
    evidence
}

/// Goes through a flow from the top, path by path where paths differ in what was done. Tells each arrival at a node, and asks of each
/// edge whether to follow it; gives what the nodes that were followed cost.
fn pass(
    moves: &Moves<'_>,
    plan: &Plan,
    start: &Start,
    root: NodeId,
    mut at: impl FnMut(NodeId, &Arrival),
    mut follow: impl FnMut(NodeId, NodeId, &Arrival) -> bool,
) -> f64 {
    let Some(weights) = normalised(&start.weights) else {
        return moves.price;
    };
    if let Some(target) = start.end {
        return end_price(moves, target);
    }
    let mut arrivals: Vec<BTreeMap<Vec<u16>, Arrival>> = (0..=root).map(|_| BTreeMap::new()).collect();
    let mut by = Vec::new();
    let first = Arrival { codes: start.codes.clone(), weights, mass: 1.0 };
    arrivals[root].insert(start.codes.clone(), first);
    let mut cost = 0.0;
    for node in (0..=root).rev() {
        for (_, arrival) in std::mem::take(&mut arrivals[node]) {
            at(node, &arrival);
            let Doing::Step(step, copy) = plan.flow.nodes[node].doing else {
                cost += arrival.mass * moves.price;
                continue;
            };
            let index = moves.of(step) + copy;
            cost += arrival.mass * moves.list[index].cost;
            for outcome in 0..moves.list[index].tables.len() {
                let (mut codes, mut weights) = (arrival.codes.clone(), arrival.weights.clone());
                let (chance, end) = advance(moves, &start.coupling, &mut codes, &mut weights, &mut by, index, outcome);
                if chance <= 0.0 {
                    continue;
                }
                let mass = arrival.mass * chance;
                if let Some(target) = end {
                    cost += mass * end_price(moves, target);
                    continue;
                }
                let next = plan.flow.nodes[node].next[outcome];
                let arrival = Arrival { codes, weights, mass };
                if follow(node, next, &arrival) {
                    let key = arrival.codes.clone();
                    let known = arrivals[next].entry(key).or_insert(Arrival { mass: 0.0, ..arrival });
                    known.mass += mass;
                }
            }
        }
    }
    cost
}

fn remedy(moves: &Moves<'_>, index: usize) -> Option<RemedyId> {
    match moves.list[index].step {
        Step::Remedy(remedy) => Some(remedy),
        Step::Check(_) => None,
    }
}

/// The first copies of all remedies by safety, stage and P/C at the start.
fn tail(moves: &Moves<'_>, start: &Start) -> Vec<usize> {
    let mut tail = moves.first_copy.clone();
    let place = |index: usize| moves.by_name.iter().position(|one| *one == index);
    tail.sort_by(|a, b| {
        let (left, right) = (&moves.list[*a], &moves.list[*b]);
        let chance = |index: usize| help(moves, &start.codes, &start.weights, index);
        left.destructive
            .cmp(&right.destructive)
            .then(left.stage.cmp(&right.stage))
            .then((chance(*b) * left.cost).total_cmp(&(chance(*a) * right.cost)))
            .then(place(*a).cmp(&place(*b)))
    });
    tail
}

struct Tail<'t, 'p> {
    moves: &'t Moves<'p>,
    order: &'t [usize],
    permitted: Permitted,
}

impl Tail<'_, '_> {
    /// What it costs to go down the tail from a state and then to escalate. What was done is skipped, and what may not be
    /// done (order aside, which is the tail's own).
    fn cost(&mut self, mut codes: Vec<u16>, mut weights: Vec<f64>) -> f64 {
        let (mut cost, mut left) = (0.0, 1.0);
        for &index in self.order {
            if codes[index] != UNDONE {
                continue;
            }
            self.permitted.find(self.moves, &codes, &weights, |_| false);
            let one = &self.moves.list[index];
            if self.moves.constrained && !self.permitted.allows(index) {
                continue;
            }
            cost += left * one.cost;
            if !superseded(self.moves, &codes, index) {
                one.fixes.iter().for_each(|(column, phi)| weights[*column] *= 1.0 - phi);
            }
            let sum: f64 = weights.iter().sum();
            codes[index] = super::moves::DONE;
            left *= sum;
            if sum <= 0.0 {
                return cost;
            }
            for weight in &mut weights {
                *weight /= sum;
            }
        }
        cost + left * self.moves.price
    }
}
