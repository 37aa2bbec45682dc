//! Finds the cheapest order of steps.
//! In: actions and starts. Out: for each state reached a lower and an upper bound of its expected cost, and what to
//! do there. Where to look next is in `descent`; when the bounds of a start meet, its plan is proven best. The budget
//! counts expanded states, so that the same input always ends in the same place.

mod descent;
mod proof;
mod tree;
mod unable;

use rustc_hash::FxHashMap;

use super::actions::{Actions, UNDONE};
use super::bounds::Bounds;
use super::coupling::Coupling;
use super::hypothesis_set::HypothesisSet;
use super::permission::Permitted;
use super::plan::{Separating, Stop, is_vast, takes_long};
use super::posterior::Base;
use super::problem::{EscalationMode, Target};
use super::repair_sequence::{RepairSequence, RepairSequences};
use super::separation::{Prices, Separation};
use super::states::{ROOM, States, reduce_one};
use super::transition::{advance, end_price};
use tree::Node;
pub(crate) use tree::{Branch, Choice, Edge};

/// Values this near to each other are equal.
pub(crate) const EQUAL: f64 = 1e-12;

/// In so many states the prices of pairs are found anew, from each start; in vast guides only where it begins.
const PRICED: usize = 8;
const PRICED_IF_VAST: usize = 1;
/// A search goes on while its states take less than this many bytes.
const MEMORY: usize = 40 << 20;

/// The state of a search.
pub(crate) struct Search<'m, 'p> {
    pub actions: &'m Actions<'p>,
    stop: Stop,
    pub states: States,
    couplings: Vec<Coupling>,
    shared: bool,
    nodes: Vec<Node>,
    branches: Vec<Branch>,
    edges: Vec<Edge>,
    /// States that are ends by a route.
    ends: Vec<(Target, usize)>,
    pub expanded: usize,
    /// With more bytes of states than this, flows look one step ahead; set when the first flow is made.
    full: Option<usize>,
    bounds: Bounds,
    /// The lower bound of each action that a state may still do, found with the state's own and listed when it is expanded.
    after: Vec<f64>,
    sequences: RepairSequences,
    permitted: Permitted,
    buffer: (Vec<u16>, Vec<f64>, Vec<f64>),
    /// What it costs to tell causes apart, for each way in which starts couple checks; none in small guides.
    separations: Vec<Separation>,
    /// By start, the place of its own.
    separation_of: Vec<usize>,
    /// Do new states get no bound by pairs of causes? Where it is only looked ahead, finding it costs more than it saves.
    pub bare: bool,
    /// With the state in which each was found.
    prices: Vec<(usize, Prices)>,
    /// For each state, the prices that were found nearest above it.
    priced: Vec<Option<u32>>,
    /// How often prices may still be found, by start.
    pricings: Vec<usize>,
    /// Where readers of a state come to who cannot tell a check, as far as that was asked for.
    unable: FxHashMap<(usize, usize), Option<usize>>,
    /// Where those come to whose new answer no cause can give together with the older one, likewise by outcome.
    anew: FxHashMap<(usize, usize, usize), Option<usize>>,
    /// What was known before anything was asked, by start.
    bases: Vec<Base>,
    /// What readers pay who know the cause, and the shares of it that pairs keep: kept between calls.
    known: (Vec<f64>, Vec<f64>),
}

impl<'m, 'p> Search<'m, 'p> {
    pub(crate) fn new(actions: &'m Actions<'p>, stop: Stop) -> Self {
        Self {
            actions,
            stop,
            states: States::new(actions),
            couplings: Vec::new(),
            shared: true,
            nodes: Vec::with_capacity(ROOM),
            branches: Vec::with_capacity(2 * ROOM),
            edges: Vec::with_capacity(2 * ROOM),
            ends: Vec::new(),
            expanded: 0,
            full: None,
            bounds: Bounds::default(),
            after: Vec::with_capacity(ROOM * actions.list.len()),
            sequences: RepairSequences::default(),
            permitted: Permitted::default(),
            buffer: Default::default(),
            separations: Vec::new(),
            separation_of: Vec::new(),
            bare: false,
            prices: Vec::new(),
            priced: Vec::new(),
            pricings: Vec::new(),
            unable: FxHashMap::default(),
            anew: FxHashMap::default(),
            bases: Vec::new(),
            known: (Vec::new(), Vec::new()),
        }
    }

    /// Adds what rules couple from each start; all before the first [`Search::root`].
    pub(crate) fn couple(&mut self, couplings: Vec<Coupling>, bases: Vec<Base>, separating: Separating) {
        self.shared = couplings.iter().all(Coupling::is_empty) && !self.actions.renewing;
        self.bases = bases;
        let is_wanted = match separating {
            Separating::Large => takes_long(self.actions.problem),
            Separating::Always => true,
            Separating::Never => false,
        };
        // What may be asked more than once tells pairs of causes apart more cheaply than is reckoned there.
        if is_wanted && !self.actions.renewing {
            let mut first: Vec<usize> = Vec::new();
            for (start, coupling) in couplings.iter().enumerate() {
                let known = first.iter().position(|&other| couplings[other].is_like(coupling));
                self.separation_of.push(known.unwrap_or(first.len()));
                if known.is_none() {
                    first.push(start);
                    self.separations.push(Separation::new(self.actions, coupling));
                }
            }
            let most = if is_vast(self.actions.problem) { PRICED_IF_VAST } else { PRICED };
            self.pricings = vec![most; couplings.len()];
        }
        self.couplings = couplings;
    }

    /// What the states take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let noted = if self.separates() { 0 } else { size_of::<f64>() * self.actions.list.len() };
        let state = size_of::<Node>() + self.states.bytes() + noted;
        self.nodes.len() * state + self.branches.len() * size_of::<Branch>() + self.edges.len() * size_of::<Edge>()
    }

    /// How many bytes states may take in all while flows are made of them: so many more than when the first was begun.
    pub(crate) fn room_to_look_ahead(&mut self, more: usize) -> usize {
        let now = self.bytes();
        *self.full.get_or_insert(now + more)
    }

    /// Does nobody need the plan any more?
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    fn separation(&self, start: usize) -> &Separation {
        &self.separations[self.separation_of[start]]
    }

    /// Is what telling causes apart costs reckoned with? Then most states are made to look ahead, and never expanded.
    fn separates(&self) -> bool {
        !self.separations.is_empty()
    }

    /// The state of a start, whose coupling is the one of this number. `codes` as [`super::posterior::Start`] has them.
    pub(crate) fn root(&mut self, codes: &[u16], weights: &[f64], coupling: usize) -> Option<usize> {
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            return None;
        }
        let mut codes = codes.to_vec();
        codes.push(coupling as u16 + 1);
        let weights: Vec<f64> = weights.iter().map(|weight| weight / sum).collect();
        let state = self.state(&mut codes, &weights, None);
        self.price_pairs(state);
        Some(state)
    }

    /// Finds prices of pairs for a state, if that may still be done from its start, for itself and all states after it.
    fn price_pairs(&mut self, state: usize) {
        let start = start_of(self.actions, self.states.codes(state));
        if !self.separates() || self.pricings[start] == 0 || self.solved(state) {
            return;
        }
        // A root has its prices before it is searched.
        if self.priced[state].is_some_and(|prices| self.prices[prices as usize].0 == state) {
            return;
        }
        self.pricings[start] -= 1;
        let (codes, weights) = (self.states.codes(state), self.states.weights(state));
        let prices = self.separation(start).prices(self.actions, &self.couplings[start], codes, weights);
        self.priced[state] = Some(self.prices.len() as u32);
        self.prices.push((state, prices));
        self.raise(state);
    }

    /// Is it known what remedies alone would come to?
    pub(crate) fn has_chain(&self, state: usize) -> bool {
        self.nodes[state].sequence.is_some()
    }

    /// What trying remedies alone would cost from a state. Where a reader can do that it is an upper bound, which is noted.
    pub(crate) fn chain(&mut self, state: usize) -> RepairSequence {
        if let Some(known) = self.nodes[state].sequence {
            return known;
        }
        let (codes, weights) = (self.states.codes(state), self.states.weights(state));
        let sequence = self.sequences.find(self.actions, codes, weights);
        let node = &mut self.nodes[state];
        node.sequence = Some(sequence);
        if sequence.feasible {
            node.hi = node.hi.min(sequence.cost);
            node.lo = node.lo.min(node.hi);
        }
        sequence
    }

    /// Finds the upper bound of a state, where what remedies alone would cost is one.
    fn price(&mut self, state: usize) {
        if !self.actions.ordered {
            self.chain(state);
        }
    }

    fn price_children(&mut self, branch: usize) {
        let Branch { first, edges, .. } = self.branches[branch];
        for edge in first as usize..(first + edges) as usize {
            self.price(self.edges[edge].state());
        }
    }

    /// What readers of a state pay at least who know the cause, and what it costs to tell causes apart, by these prices.
    fn separated(&mut self, codes: &mut [u16], weights: &[f64], prices: Option<u32>) -> f64 {
        let start = start_of(self.actions, codes);
        let (known, shares) = &mut self.known;
        self.separations[self.separation_of[start]].known(self.actions, &self.couplings[start], codes, weights, known);
        match prices {
            Some(prices) => self.prices[prices as usize].1.bound(codes, (known, weights), shares),
            None => known.iter().zip(weights).map(|(known, weight)| known * weight).sum(),
        }
    }

    /// Finds the bound of a state by prices of pairs, where it was made without.
    fn raise(&mut self, state: usize) {
        if self.solved(state) || self.end_of(state).is_some() {
            return;
        }
        let (mut codes, weights) = (self.states.codes(state).to_vec(), self.states.weights(state).to_vec());
        let bound = self.separated(&mut codes, &weights, self.priced[state]);
        self.raise_to(state, bound);
    }

    /// Raises the lower bound of a state, no higher than the upper one: what is proven may differ from it by rounding.
    fn raise_to(&mut self, state: usize, bound: f64) {
        let node = &mut self.nodes[state];
        node.lo = node.lo.max(bound.min(node.hi));
    }

    /// A start that a route ends at once.
    pub(crate) fn root_end(&mut self, target: Target) -> usize {
        let mut codes = vec![0; self.actions.list.len() + 2];
        let weights = self.actions.tables.prior.clone();
        self.end(target, &mut codes, &weights)
    }

    pub(crate) fn coupling(&self, codes: &[u16]) -> &Coupling {
        &self.couplings[start_of(self.actions, codes)]
    }

    pub(crate) fn lo(&self, state: usize) -> f64 {
        self.nodes[state].lo
    }

    pub(crate) fn hi(&self, state: usize) -> f64 {
        self.nodes[state].hi
    }

    /// How many states there are so far.
    pub(crate) fn count(&self) -> usize {
        self.nodes.len()
    }

    pub(crate) fn is_expanded(&self, state: usize) -> bool {
        self.nodes[state].expanded
    }

    pub(crate) fn branches(&self, state: usize) -> &[Branch] {
        let node = &self.nodes[state];
        &self.branches[node.first as usize..(node.first + node.branches) as usize]
    }

    /// May the reader hand over here?
    pub(crate) fn may_escalate(&mut self, state: usize) -> bool {
        self.expand(state);
        self.branches(state).iter().any(|one| one.choice == Choice::Escalate)
    }

    /// Is a route to a step to be followed first?
    pub(crate) fn is_routed(&self, state: usize) -> bool {
        self.states.codes(state)[self.actions.list.len()] > 0
    }

    pub(crate) fn end_of(&self, state: usize) -> Option<Target> {
        self.ends.iter().find(|(_, end)| *end == state).map(|(target, _)| *target)
    }

    /// Are the bounds of a state one number?
    pub(crate) fn solved(&self, state: usize) -> bool {
        let node = &self.nodes[state];
        node.hi.is_finite() && node.hi - node.lo <= EQUAL * node.hi.max(1.0)
    }

    /// The state of codes and weights; `from` is the state and the action that led there.
    fn state(&mut self, codes: &mut [u16], weights: &[f64], from: Option<(usize, usize)>) -> usize {
        let coupling = &self.couplings[start_of(self.actions, codes)];
        let left = HypothesisSet::above_zero(weights);
        let coupled = |check| coupling.couples(check);
        match from {
            // The state before was reduced, and what is left is the same: only what was just done can lose its meaning.
            Some((before, index)) if self.actions.apart && self.states.is_left(before, &left) => {
                reduce_one(&self.actions.list[index], &mut codes[index], &left, coupled(index));
            }
            _ => self.states.reduce(self.actions, codes, &left, coupled, self.shared),
        }
        let (state, new) = self.states.intern(codes, &left, weights);
        if new {
            let at = self.after.len();
            let (mut lo, hi, sequence) = self.bounds_of(codes, weights, &left);
            if self.separates() {
                self.after.truncate(at);
                let prices = from.and_then(|(before, _)| self.priced[before]);
                self.priced.push(prices);
                if lo < hi && !self.bare {
                    lo = lo.max(self.separated(codes, weights, prices).min(hi));
                }
            }
            let after = (self.after.len() > at).then_some(at as u32);
            self.nodes.push(Node { lo, hi, first: 0, branches: 0, after, expanded: false, sequence });
        }
        state
    }

    /// Bounds that are cheap to have. While checks are left, what remedies alone would cost is found when it is asked for:
    /// most states are never worth it.
    fn bounds_of(
        &mut self,
        codes: &[u16],
        weights: &[f64],
        left: &HypothesisSet,
    ) -> (f64, f64, Option<RepairSequence>) {
        let actions = self.actions;
        if actions.ordered {
            let forced = codes[actions.list.len()] > 0;
            // Where it is not decided who takes over, handing over costs a question more.
            let any_time = actions.problem.policy.mode == EscalationMode::WhenCheaper && actions.deciding.is_empty();
            let free = any_time && !forced;
            let best = self.lower(codes, weights, left);
            let lo = if forced { self.bounds.informed } else { best };
            return (lo, if free { actions.price } else { f64::INFINITY }, None);
        }
        if codes[..actions.checks].contains(&UNDONE) {
            return (self.lower(codes, weights, left), f64::INFINITY, None);
        }
        let sequence = self.sequences.plain(actions, codes, weights);
        let lo = if sequence.optimal { sequence.cost } else { self.lower(codes, weights, left).min(sequence.cost) };
        (lo, sequence.cost, Some(sequence))
    }

    /// LB2 of a state: the least of escalating and of all actions that could be chosen. Notes these.
    fn lower(&mut self, codes: &[u16], weights: &[f64], left: &HypothesisSet) -> f64 {
        let actions = self.actions;
        let coupling = &self.couplings[start_of(actions, codes)];
        let noted = self.bounds.note(actions, codes, weights, left, |check| coupling.couples(check), &mut self.after);
        let mut least = actions.least_price;
        for &after in &self.after[noted..] {
            if after < least {
                least = after;
            }
        }
        least.max(self.bounds.informed)
    }

    /// Lists what may be done in a state, by name.
    pub(crate) fn expand(&mut self, state: usize) {
        if self.nodes[state].expanded {
            return;
        }
        let actions = self.actions;
        let (codes, weights) = (self.states.codes(state), self.states.weights(state));
        let coupling = &self.couplings[start_of(actions, codes)];
        self.permitted.find_reduced(actions, codes, weights, |check| coupling.couples(check));
        let noted = match self.nodes[state].after {
            Some(at) => at as usize,
            None => {
                let left = HypothesisSet::above_zero(weights);
                self.bounds.note(actions, codes, weights, &left, |check| coupling.couples(check), &mut self.after)
            }
        };
        let first = self.branches.len();
        let escalate = Branch {
            choice: Choice::Escalate,
            lo: actions.price,
            hi: actions.price,
            cost: actions.price,
            first: 0,
            edges: 0,
            made: true,
        };
        let mut ending = self.permitted.escalate.then_some(escalate);
        for &index in &self.permitted.actions {
            if actions.after_end[index] {
                self.branches.extend(ending.take());
            }
            let lo = self.after[noted + index];
            let cost = actions.list[index].cost;
            self.branches.push(Branch {
                choice: Choice::Action(index),
                lo,
                hi: f64::INFINITY,
                cost,
                first: 0,
                edges: 0,
                made: false,
            });
        }
        self.branches.extend(ending);
        if self.separates() {
            self.after.truncate(noted);
        }
        let node = &mut self.nodes[state];
        node.first = first as u32;
        node.branches = (self.branches.len() - first) as u32;
        node.expanded = true;
    }

    /// Makes the children of a branch.
    fn make(&mut self, state: usize, branch: usize) {
        let Choice::Action(index) = self.branches[branch].choice else {
            return;
        };
        if self.branches[branch].made {
            return;
        }
        let first = self.edges.len();
        let mut buffer = std::mem::take(&mut self.buffer);
        for outcome in 0..self.actions.list[index].tables.len() {
            if let Some((chance, child)) = self.child(state, index, outcome, &mut buffer) {
                self.edges.push(Edge { chance, outcome: outcome as u32, state: child as u32 });
            }
        }
        self.buffer = buffer;
        let branch = &mut self.branches[branch];
        branch.first = first as u32;
        branch.edges = (self.edges.len() - first) as u32;
        branch.made = true;
    }

    /// Makes the children of every branch that `wanted` picks.
    pub(crate) fn make_all(&mut self, state: usize, wanted: impl Fn(Choice) -> bool) {
        self.expand(state);
        let node = &self.nodes[state];
        for branch in node.first as usize..(node.first + node.branches) as usize {
            if wanted(self.branches[branch].choice) {
                self.make(state, branch);
                self.price_children(branch);
            }
        }
        self.refresh_all(state);
        self.pick(state);
    }

    /// Makes the children of what is done in a state. Where its bounds have met before anything was tried, and nothing
    /// constrains the order, no other action is listed: none is better.
    pub(crate) fn make_only(&mut self, state: usize, choice: Choice) {
        let Choice::Action(index) = choice else { return };
        if self.actions.ordered || self.nodes[state].expanded || !self.solved(state) {
            return self.make_all(state, |one| one == choice);
        }
        let branch = self.branches.len();
        let (lo, cost) = (self.nodes[state].lo, self.actions.costs[index]);
        self.branches.push(Branch { choice, lo, hi: f64::INFINITY, cost, first: 0, edges: 0, made: false });
        let node = &mut self.nodes[state];
        (node.first, node.branches, node.expanded) = (branch as u32, 1, true);
        self.make(state, branch);
        self.price_children(branch);
        self.refresh(branch);
    }

    /// What has the least lower bound of all that may be done in a state, the first by name among equals.
    pub(crate) fn least(&mut self, state: usize) -> Choice {
        self.expand(state);
        let branches = self.branches(state).iter();
        branches.min_by(|a, b| a.lo.total_cmp(&b.lo)).map_or(Choice::Escalate, |branch| branch.choice)
    }

    /// Were the children of a branch made?
    pub(crate) fn is_made(&self, state: usize, choice: Choice) -> bool {
        self.branches(state).iter().any(|branch| branch.choice == choice && branch.made)
    }

    #[inline]
    pub(crate) fn edges(&self, state: usize, choice: Choice) -> &[Edge] {
        self.branches(state)
            .iter()
            .find(|branch| branch.choice == choice && branch.made)
            .map_or(&[], |branch| &self.edges[branch.first as usize..(branch.first + branch.edges) as usize])
    }

    /// The state after an answer, with its chance; `None` where it cannot come.
    fn child(
        &mut self,
        state: usize,
        index: usize,
        outcome: usize,
        (codes, weights, by): &mut (Vec<u16>, Vec<f64>, Vec<f64>),
    ) -> Option<(f64, usize)> {
        let actions = self.actions;
        let before = (self.states.codes(state), self.states.weights(state));
        let (chance, end) = advance(actions, self.coupling(before.0), before, (codes, weights), by, index, outcome);
        (chance > 0.0).then(|| match end {
            Some(end) => (chance, self.end(end, codes, weights)),
            None => (chance, self.state(codes, weights, Some((state, index)))),
        })
    }

    fn end(&mut self, target: Target, codes: &mut [u16], weights: &[f64]) -> usize {
        if let Some((_, state)) = self.ends.iter().find(|(known, _)| *known == target) {
            return *state;
        }
        // An end is a state that no search reaches otherwise: its key is beyond all codes.
        codes.fill(u16::MAX);
        codes[0] = self.ends.len() as u16;
        let (state, _) = self.states.intern(codes, &HypothesisSet::above_zero(weights), weights);
        let price = end_price(self.actions, target);
        let sequence = Some(RepairSequence { cost: price, first: None, optimal: true, feasible: true, steps: 0 });
        self.nodes.push(Node { lo: price, hi: price, first: 0, branches: 0, after: None, expanded: true, sequence });
        if self.separates() {
            self.priced.push(None);
        }
        self.ends.push((target, state));
        state
    }

    /// Takes the bounds of a branch from those of its children.
    #[inline]
    fn refresh(&mut self, branch: usize) {
        let Branch { cost, first, edges, made, choice, .. } = self.branches[branch];
        if !made || choice == Choice::Escalate {
            return;
        }
        let (mut lo, mut hi) = (cost, cost);
        for edge in &self.edges[first as usize..(first + edges) as usize] {
            let node = &self.nodes[edge.state()];
            lo += edge.chance * node.lo;
            hi += edge.chance * node.hi;
        }
        let branch = &mut self.branches[branch];
        branch.lo = lo.max(branch.lo);
        branch.hi = hi;
    }

    fn refresh_all(&mut self, state: usize) {
        let (first, count) = (self.nodes[state].first as usize, self.nodes[state].branches as usize);
        (first..first + count).for_each(|branch| self.refresh(branch));
    }

    /// Takes the bounds of a state from those of its branches; gives the branch of the least lower bound, the
    /// first by name among equals, and the next lower bound.
    fn pick(&mut self, state: usize) -> (usize, f64) {
        let (first, count) = (self.nodes[state].first as usize, self.nodes[state].branches as usize);
        let (mut lo, mut hi, mut best) = (f64::INFINITY, f64::INFINITY, first);
        let mut second = f64::INFINITY;
        // Without branches, since which action is best so far is as good as random.
        for (index, branch) in self.branches[first..first + count].iter().enumerate() {
            let is_better = branch.lo < lo;
            let worse = if is_better { lo } else { branch.lo };
            second = if worse < second { worse } else { second };
            best = if is_better { first + index } else { best };
            lo = if is_better { branch.lo } else { lo };
            hi = if branch.hi < hi { branch.hi } else { hi };
        }
        let node = &mut self.nodes[state];
        node.hi = node.hi.min(hi);
        self.raise_to(state, lo);
        (best, second)
    }
}

/// The start that a state is reached from; where that makes no difference any more, the first.
fn start_of(actions: &Actions<'_>, codes: &[u16]) -> usize {
    usize::from(codes[actions.list.len() + 1].max(1)) - 1
}
