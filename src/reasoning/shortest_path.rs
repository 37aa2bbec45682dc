//! The shortest way through a flow to a step, or to a belief.
//! In: a problem, evidence and the plan from it. Out: the answers that lead there.

use std::collections::BTreeMap;

use super::actions::Actions;
use super::flow::{Doing, NodeId};
use super::plan::Plan;
use super::posterior::{Start, normalised};
use super::problem::{CauseId, Evidence, Problem, Step};
use super::transition::advance;

/// Places that are looked at in all; beyond that the best that was found counts.
const PLACES: usize = 50_000;
/// A cause is found where its chance is above this.
const FOUND: f64 = 0.5;

/// Where a way is to lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// To a step that is to be done.
    Step(Step),
    /// To where a cause is likelier than all others together.
    Cause(CauseId),
}

/// A way through a flow.
#[derive(Clone, Debug, PartialEq)]
pub struct ShortestPath {
    /// Steps and their outcomes; of a remedy, the way in which it did not help.
    pub steps: Vec<(Step, usize)>,
    /// The chance to go this way.
    pub chance: f64,
    /// For a cause, its chance at the end.
    pub belief: f64,
    /// Whether the goal was reached; else this is where the cause is likeliest.
    pub reached: bool,
}

/// A place that was come to.
struct Visit {
    parent: Option<(usize, usize)>,
    node: NodeId,
    weights: Vec<f64>,
    mass: f64,
}

/// The way with the fewest answers; of those with as many, the likeliest. Nothing where no path leads to a step, or
/// where the evidence is contradictory. A cause that is found nowhere has the way to where it is likeliest.
#[must_use]
pub fn shortest_path(problem: &Problem, evidence: &Evidence, plan: &Plan, goal: Goal) -> Option<ShortestPath> {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let weights = normalised(&start.weights).filter(|_| start.end.is_none())?;
    let column = match goal {
        Goal::Step(_) => 0,
        Goal::Cause(cause) => actions.tables.column(cause)?,
    };
    let nodes = &plan.flow.nodes;
    let mut places = vec![Visit { parent: None, node: plan.entry().node, weights, mass: 1.0 }];
    let mut level: BTreeMap<(NodeId, Vec<u16>), usize> =
        BTreeMap::from([((plan.entry().node, start.codes.clone()), 0)]);
    let mut likeliest: Option<usize> = None;
    let mut by = Vec::new();
    while !level.is_empty() {
        let is_goal = |place: &Visit| match goal {
            Goal::Step(wanted) => matches!(nodes[place.node].doing, Doing::Step(step, _) if step == wanted),
            Goal::Cause(_) => place.weights[column] > FOUND,
        };
        let here = || level.values().copied();
        let better = |a: &usize, b: &usize| places[*a].mass.total_cmp(&places[*b].mass).then(b.cmp(a));
        if let Some(found) = here().filter(|&at| is_goal(&places[at])).max_by(better) {
            return Some(way(&places, nodes, found, column, true));
        }
        for at in here() {
            if likeliest.is_none_or(|best| places[at].weights[column] > places[best].weights[column]) {
                likeliest = Some(at);
            }
        }
        let mut next: BTreeMap<(NodeId, Vec<u16>), usize> = BTreeMap::new();
        for ((node, codes), at) in level {
            let Doing::Step(step, copy) = nodes[node].doing else { continue };
            let index = actions.of(step) + copy;
            for outcome in 0..actions.list[index].tables.len() {
                if places.len() >= PLACES {
                    break;
                }
                let before = (&codes[..], &places[at].weights[..]);
                let (mut codes, mut weights) = (Vec::new(), Vec::new());
                let after = (&mut codes, &mut weights);
                let (chance, _) = advance(&actions, &start.coupling, before, after, &mut by, index, outcome);
                if chance <= 0.0 {
                    continue;
                }
                let place = Visit {
                    parent: Some((at, outcome)),
                    node: nodes[node].next[outcome],
                    weights,
                    mass: places[at].mass * chance,
                };
                let key = (place.node, codes);
                if next.get(&key).is_none_or(|known| places[*known].mass < place.mass) {
                    next.insert(key, places.len());
                    places.push(place);
                }
            }
        }
        level = next;
    }
    match goal {
        Goal::Step(_) => None,
        Goal::Cause(_) => likeliest.map(|at| way(&places, nodes, at, column, false)),
    }
}

fn way(places: &[Visit], nodes: &[super::flow::Node], end: usize, column: usize, reached: bool) -> ShortestPath {
    let mut steps = Vec::new();
    let mut at = end;
    while let Some((parent, outcome)) = places[at].parent {
        if let Doing::Step(step, _) = nodes[places[parent].node].doing {
            steps.push((step, outcome));
        }
        at = parent;
    }
    steps.reverse();
    ShortestPath { steps, chance: places[end].mass, belief: places[end].weights[column], reached }
}
