//! A tighter lower bound of a start, once it was searched.
//! In: a start. Out: its lower bound, raised by pairs of causes that are solved exactly (see `cost_shares`).
//!
//! Routes and what may come first leave no choice in many states. From a start through these, bounds add up: the cost of the
//! only step and the bounds of the states after each answer. Where there is a choice, pairs of causes are solved; what can be
//! done about a pair is listed once for all states where the same is done, by whatever symptom their readers came.

use rustc_hash::FxHashMap;

use super::{Branch, Choice, Search, start_of};

/// States with less chance to be come to are not worth the work.
const REACH: f64 = 0.004;
/// What all pairs of causes may take of a state that everybody comes to, in states of their own.
const ROOM: f64 = 1_000_000.0;
/// Pairs are solved for each of the states where the same is done: from so many on, they take less room, so that a guide with
/// very many symptoms is no more work.
const MANY: f64 = 8.0;

/// What is asked of the pairs of causes in states where the same is done.
#[derive(Default)]
struct Alike {
    states: Vec<usize>,
    reach: f64,
}

impl Search<'_, '_> {
    /// Raises the lower bounds of starts, if that may be worth it.
    pub(crate) fn prove(&mut self, roots: &[Option<usize>]) {
        if !self.separates() {
            return;
        }
        let mut open: Vec<(usize, f64)> = Vec::new();
        for root in roots.iter().flatten() {
            self.list_choices(*root, 1.0, &mut open);
        }
        self.by_pairs(&open);
        for root in roots.iter().flatten() {
            self.add_up(*root, 1.0);
        }
    }

    /// Is it worth more to look at a state that is come to with this chance?
    fn is_worth(&self, state: usize, reach: f64) -> bool {
        reach >= REACH && !self.solved(state) && self.end_of(state).is_none() && !self.is_stopped()
    }

    /// The only step of a state, if there is no choice.
    fn only_step(&mut self, state: usize) -> Option<usize> {
        self.expand(state);
        match self.branches(state) {
            &[Branch { choice: Choice::Action(index), .. }] => Some(index),
            _ => None,
        }
    }

    /// Lists the states, with the chance to come there, that are the first from this one where there is a choice.
    fn list_choices(&mut self, state: usize, reach: f64, open: &mut Vec<(usize, f64)>) {
        self.raise(state);
        if !self.is_worth(state, reach) {
            return;
        }
        let Some(index) = self.only_step(state) else {
            return open.push((state, reach));
        };
        self.make_all(state, |_| true);
        for edge in self.edges(state, Choice::Action(index)).to_vec() {
            self.list_choices(edge.state(), reach * edge.chance, open);
        }
    }

    /// Raises the bounds of some states by pairs of causes. Where the same is done, pairs are listed once.
    fn by_pairs(&mut self, open: &[(usize, f64)]) {
        let mut alike: Vec<Alike> = Vec::new();
        let mut places: FxHashMap<(usize, Vec<u16>), usize> = FxHashMap::default();
        for &(state, reach) in open {
            let codes = self.states.codes(state);
            let separation = self.separation_of[start_of(self.actions, codes)];
            let done = codes[..=self.actions.list.len()].to_vec();
            let place = *places.entry((separation, done)).or_insert(alike.len());
            if place == alike.len() {
                alike.push(Alike::default());
            }
            let one = &mut alike[place];
            one.reach = one.reach.max(reach);
            if !one.states.contains(&state) {
                one.states.push(state);
            }
        }
        for Alike { states, reach } in alike {
            let codes = self.states.codes(states[0]);
            let start = start_of(self.actions, codes);
            let weights: Vec<&[f64]> = states.iter().map(|state| self.states.weights(*state)).collect();
            let room = ROOM * reach * (MANY / states.len() as f64).min(1.0);
            let coupling = &self.couplings[start];
            let bounds = self.separation(start).by_pairs(self.actions, coupling, codes, &weights, room);
            for (state, bound) in states.into_iter().zip(bounds) {
                self.raise_to(state, bound);
            }
        }
    }

    /// Takes bounds back up through states without a choice.
    fn add_up(&mut self, state: usize, reach: f64) {
        if !self.is_worth(state, reach) {
            return;
        }
        let Some(index) = self.only_step(state) else { return };
        let edges = self.edges(state, Choice::Action(index)).to_vec();
        edges.iter().for_each(|edge| self.add_up(edge.state(), reach * edge.chance));
        let bound =
            self.actions.costs[index] + edges.iter().map(|edge| edge.chance * self.lo(edge.state())).sum::<f64>();
        self.raise_to(state, bound);
    }
}
