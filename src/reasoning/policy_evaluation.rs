//! What a flow costs from each of its nodes on, for each cause.
//! In: actions and the nodes of a flow. Out: expected costs that are linear in the weights (Smallwood & Sondik 1973), so that
//! one look at a node tells what walking all paths from there would. Looks past what is permitted.

use super::actions::Actions;
use super::flow::{Doing, Node, NodeId};
use super::problem::Target;
use super::transition::end_price;

/// The costs of a flow's nodes.
pub(crate) struct PolicyEvaluation {
    costs: Vec<f64>,
    width: usize,
    /// Nothing that was done before changes what an answer tells, but for what rules couple.
    pub is_exact: bool,
}

impl PolicyEvaluation {
    pub(crate) fn new(actions: &Actions<'_>, nodes: &[Node]) -> Self {
        let width = actions.tables.width();
        let is_exact = !actions.ruled_routes && actions.list.iter().all(|one| one.superseded_by.is_empty());
        let mut made = Self { costs: Vec::with_capacity(nodes.len() * width), width, is_exact };
        // Children stand before their parents.
        for node in nodes {
            let before = made.costs.len();
            let Doing::Step(step, copy) = node.doing else {
                made.costs.resize(before + width, actions.price);
                continue;
            };
            let one = &actions.list[actions.of(step) + copy];
            made.costs.resize(before + width, one.cost);
            let (known, costs) = made.costs.split_at_mut(before);
            for ((table, route), next) in one.tables.iter().zip(&one.routes).zip(&node.next) {
                let end = route.filter(|target| !matches!(target, Target::Step(_))).map(|end| end_price(actions, end));
                let after = &known[next * width..(next + 1) * width];
                for ((cost, chance), after) in costs.iter_mut().zip(table).zip(after) {
                    *cost += chance * end.unwrap_or(*after);
                }
            }
        }
        made
    }

    /// What it costs from a node on for readers of these weights, which sum to 1.
    pub(crate) fn cost(&self, node: NodeId, weights: &[f64]) -> f64 {
        let costs = &self.costs[node * self.width..(node + 1) * self.width];
        costs.iter().zip(weights).map(|(cost, weight)| cost * weight).sum()
    }
}
