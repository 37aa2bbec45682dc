//! A tighter lower bound of a start, once it was searched.
//! In: a start. Out: its lower bound, raised by pairs of causes that are solved exactly (see `cost_shares`).
//!
//! Routes and what may come first leave no choice in many states. From a start through these, bounds add up: the cost of the
//! only step and the bounds of the states after each answer. Where there is a choice, pairs of causes are solved.

use super::{Branch, Choice, Search, start_of};

/// States with less chance to be come to are not worth the work.
const REACH: f64 = 0.004;
/// For each state that may be expanded in all, a pair of causes may take so many of its own, and never more than the most.
const STATES: usize = 1_000;
const MOST_STATES: usize = 1_000_000;

impl Search<'_, '_> {
    /// Raises the lower bound of a start, if that may be worth it. `budget` says how many states may be expanded in all.
    pub(crate) fn prove(&mut self, root: usize, budget: usize) {
        if self.separates() && budget > 0 {
            let room = budget.saturating_mul(STATES).min(MOST_STATES) as f64;
            self.prove_from(root, 1.0, room);
        }
    }

    /// Raises the lower bound of a state that is come to with this chance.
    fn prove_from(&mut self, state: usize, reach: f64, room: f64) {
        if reach < REACH || self.solved(state) || self.end_of(state).is_some() || self.is_stopped() {
            return;
        }
        self.expand(state);
        let bound = match self.branches(state) {
            &[Branch { choice: Choice::Action(index), .. }] => {
                self.make_all(state, |_| true);
                let edges = self.edges(state, Choice::Action(index)).to_vec();
                edges.iter().for_each(|edge| self.prove_from(edge.state(), reach * edge.chance, room));
                self.actions.costs[index] + edges.iter().map(|edge| edge.chance * self.lo(edge.state())).sum::<f64>()
            }
            _ => {
                let start = start_of(self.actions, self.states.codes(state));
                let (codes, weights) = (self.states.codes(state), self.states.weights(state));
                self.separations[start].by_pairs(self.actions, &self.couplings[start], codes, weights, room * reach)
            }
        };
        let node = &mut self.nodes[state];
        node.lo = node.lo.max(bound.min(node.hi));
    }
}
