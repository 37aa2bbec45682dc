//! Which steps of a state are looked at, where it is looked ahead.
//! In: a state, and what remedies alone would do there. Out: the actions to look at.
//!
//! In small guides that is every check, and where it is looked ahead more than one step, every remedy. In vast guides it is
//! the few checks that promise most. A check is worth what its answers change: D = Σ P(o)·|w(·|o) − w|₁ over its answers, how far
//! the chances of causes move on the average (twice their mean distance in variation), in minutes by a share of the price of
//! handing over, less what the check costs. Looking at few is faster, and better too: one step ahead, a check that saves
//! something at once looks better than one that tells many causes apart and saves more with the next.

use super::super::actions::Action;
use super::super::search::Choice;
use super::Builder;

/// The checks of a state that are looked at in a vast guide.
const CHECKS: usize = 3;
/// What moving all chances is worth, as a share of the price of handing over.
const MOVED: f64 = 0.25;

impl Builder<'_, '_, '_> {
    /// The actions to look at, by name in small guides, else the most promising first. `alone` is what remedies alone would
    /// begin with; nothing where only a check may be done.
    pub(super) fn candidates(&mut self, state: usize, depth: usize, alone: Option<Choice>) -> Vec<usize> {
        self.search.expand(state);
        let actions = self.search.actions;
        let listed = self.search.branches(state).iter().filter_map(|branch| branch.choice.action());
        if alone.is_none() || (depth > 1 && !self.vast) {
            return listed.collect();
        }
        let checks = listed.filter(|&index| actions.is_check(index));
        if !self.vast {
            return checks.collect();
        }
        let weights = self.search.states.weights(state);
        let promise = |index: usize| {
            let one = &actions.list[index];
            (MOVED * actions.price * moved(one, weights) - one.cost, index)
        };
        let mut found: Vec<(f64, usize)> = checks.map(promise).collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.truncate(CHECKS);
        let first = alone.filter(|_| depth > 1).and_then(Choice::action);
        found.iter().map(|(_, index)| *index).chain(first).collect()
    }
}

/// How far the answers of a check move the chances of causes on the average.
fn moved(check: &Action, weights: &[f64]) -> f64 {
    let by_answer = |table: &Vec<f64>| {
        let chance: f64 = table.iter().zip(weights).map(|(by, weight)| by * weight).sum();
        table.iter().zip(weights).map(|(by, weight)| weight * (by - chance).abs()).sum::<f64>()
    };
    check.tables.iter().map(by_answer).sum()
}
