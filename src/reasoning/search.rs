//! Finds the cheapest order of steps.
//! In: moves and starts. Out: for each state reached a lower and an upper bound of its expected cost, and what to
//! do there. Where to look next is in `descent`; when the bounds of a start meet, its plan is proven best. The budget
//! counts expanded states, so that the same input always ends in the same place.

mod descent;

use super::bounds::Bounds;
use super::chain::{Chain, Chains};
use super::columns::Columns;
use super::coupling::Coupling;
use super::moves::{Moves, UNDONE};
use super::permission::Permitted;
use super::plan::{Separating, Stop, takes_long};
use super::problem::{EscalationMode, Target};
use super::separation::{Prices, Separation};
use super::states::{ROOM, States, reduce_one};
use super::transition::{advance, end_price};

/// Values this near to each other are equal.
pub(crate) const EQUAL: f64 = 1e-12;

/// In so many states the prices of pairs are found anew, from each start.
const PRICED: usize = 8;
/// A search goes on while its states take less than this many bytes.
const MEMORY: usize = 40 << 20;

/// What a state offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Move(usize),
    Escalate,
}

#[derive(Clone, Debug)]
pub(crate) struct Action {
    pub choice: Choice,
    pub lo: f64,
    pub hi: f64,
    cost: f64,
    first: u32,
    edges: u32,
    /// Were its children made?
    made: bool,
}

/// One answer: its chance and the state that it leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub outcome: usize,
    pub chance: f64,
    pub state: usize,
}

#[derive(Clone, Debug)]
struct Node {
    lo: f64,
    hi: f64,
    first: u32,
    actions: u32,
    /// Where its moves' lower bounds stand, if they are kept until it is expanded.
    after: Option<u32>,
    expanded: bool,
    /// What remedies alone would come to, where that was asked for.
    chain: Option<Chain>,
}

/// The state of a search.
pub(crate) struct Search<'m, 'p> {
    pub moves: &'m Moves<'p>,
    stop: Stop,
    pub states: States,
    couplings: Vec<Coupling>,
    shared: bool,
    nodes: Vec<Node>,
    actions: Vec<Action>,
    edges: Vec<Edge>,
    /// States that are ends by a route.
    ends: Vec<(Target, usize)>,
    pub expanded: usize,
    bounds: Bounds,
    /// The lower bound of each move that a state may still do, found with the state's own and listed when it is expanded.
    after: Vec<f64>,
    chains: Chains,
    permitted: Permitted,
    buffer: (Vec<u16>, Vec<f64>, Vec<f64>),
    /// What it costs to tell causes apart, by start; none in small guides.
    separations: Vec<Separation>,
    /// With the state in which each was found.
    prices: Vec<(usize, Prices)>,
    /// For each state, the prices that were found nearest above it.
    priced: Vec<Option<u32>>,
    /// How often prices were found, by start.
    pricings: Vec<usize>,
    /// What readers pay who know the cause, and the shares of it that pairs keep: kept between calls.
    known: (Vec<f64>, Vec<f64>),
}

impl<'m, 'p> Search<'m, 'p> {
    pub(crate) fn new(moves: &'m Moves<'p>, stop: Stop) -> Self {
        Self {
            moves,
            stop,
            states: States::new(moves),
            couplings: Vec::new(),
            shared: true,
            nodes: Vec::with_capacity(ROOM),
            actions: Vec::with_capacity(2 * ROOM),
            edges: Vec::with_capacity(2 * ROOM),
            ends: Vec::new(),
            expanded: 0,
            bounds: Bounds::default(),
            after: Vec::with_capacity(ROOM * moves.list.len()),
            chains: Chains::default(),
            permitted: Permitted::default(),
            buffer: Default::default(),
            separations: Vec::new(),
            prices: Vec::new(),
            priced: Vec::new(),
            pricings: Vec::new(),
            known: (Vec::new(), Vec::new()),
        }
    }

    /// Adds what rules couple from each start; all before the first [`Search::root`].
    pub(crate) fn couple(&mut self, couplings: Vec<Coupling>, separating: Separating) {
        self.shared = couplings.iter().all(Coupling::is_empty);
        let is_wanted = match separating {
            Separating::Large => takes_long(self.moves.problem),
            Separating::Always => true,
            Separating::Never => false,
        };
        if is_wanted {
            self.separations = couplings.iter().map(|coupling| Separation::new(self.moves, coupling)).collect();
            self.pricings = vec![0; couplings.len()];
        }
        self.couplings = couplings;
    }

    /// What the states take, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        let noted = if self.separates() { 0 } else { size_of::<f64>() * self.moves.list.len() };
        let state = size_of::<Node>() + self.states.bytes() + noted;
        self.nodes.len() * state + self.actions.len() * size_of::<Action>()
    }

    /// Does nobody need the plan any more?
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
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
        let start = start_of(self.moves, self.states.codes(state));
        if !self.separates() || self.pricings[start] == PRICED || self.solved(state) {
            return;
        }
        // A root has its prices before it is searched.
        if self.priced[state].is_some_and(|prices| self.prices[prices as usize].0 == state) {
            return;
        }
        self.pricings[start] += 1;
        let (mut codes, weights) = (self.states.codes(state).to_vec(), self.states.weights(state).to_vec());
        let prices = self.separations[start].prices(self.moves, &self.couplings[start], &codes, &weights);
        self.priced[state] = Some(self.prices.len() as u32);
        self.prices.push((state, prices));
        let bound = self.separated(&mut codes, &weights, self.priced[state]);
        let node = &mut self.nodes[state];
        node.lo = node.lo.max(bound.min(node.hi));
    }

    /// Is it known what remedies alone would come to?
    pub(crate) fn has_chain(&self, state: usize) -> bool {
        self.nodes[state].chain.is_some()
    }

    /// What trying remedies alone would cost from a state: where nothing constrains the order an upper bound, which
    /// is noted.
    pub(crate) fn chain(&mut self, state: usize) -> Chain {
        if let Some(known) = self.nodes[state].chain {
            return known;
        }
        let (codes, weights) = (self.states.codes(state), self.states.weights(state));
        let chain = self.chains.find(self.moves, codes, weights);
        let node = &mut self.nodes[state];
        node.chain = Some(chain);
        if !self.moves.constrained {
            node.hi = node.hi.min(chain.cost);
            node.lo = node.lo.min(node.hi);
        }
        chain
    }

    /// Finds the upper bound of a state, where what remedies alone would cost is one.
    fn price(&mut self, state: usize) {
        if !self.moves.constrained {
            self.chain(state);
        }
    }

    fn price_children(&mut self, action: usize) {
        let Action { first, edges, .. } = self.actions[action];
        for edge in first as usize..(first + edges) as usize {
            self.price(self.edges[edge].state);
        }
    }

    /// What readers of a state pay at least who know the cause, and what it costs to tell causes apart, by these prices.
    fn separated(&mut self, codes: &mut [u16], weights: &[f64], prices: Option<u32>) -> f64 {
        let start = start_of(self.moves, codes);
        let (known, shares) = &mut self.known;
        self.separations[start].known(self.moves, &self.couplings[start], codes, weights, known);
        match prices {
            Some(prices) => self.prices[prices as usize].1.bound(codes, (known, weights), shares),
            None => known.iter().zip(weights).map(|(known, weight)| known * weight).sum(),
        }
    }

    /// A start that a route ends at once.
    pub(crate) fn root_end(&mut self, target: Target) -> usize {
        let mut codes = vec![0; self.moves.list.len() + 2];
        let weights = self.moves.tables.prior.clone();
        self.end(target, &mut codes, &weights)
    }

    pub(crate) fn coupling(&self, codes: &[u16]) -> &Coupling {
        &self.couplings[start_of(self.moves, codes)]
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

    pub(crate) fn actions(&self, state: usize) -> &[Action] {
        let node = &self.nodes[state];
        &self.actions[node.first as usize..(node.first + node.actions) as usize]
    }

    /// May the reader hand over here? Anybody may where nothing constrains the order.
    pub(crate) fn may_escalate(&mut self, state: usize) -> bool {
        if !self.moves.constrained {
            return true;
        }
        self.expand(state);
        self.actions(state).iter().any(|one| one.choice == Choice::Escalate)
    }

    pub(crate) fn end_of(&self, state: usize) -> Option<Target> {
        self.ends.iter().find(|(_, end)| *end == state).map(|(target, _)| *target)
    }

    /// Are the bounds of a state one number?
    pub(crate) fn solved(&self, state: usize) -> bool {
        let node = &self.nodes[state];
        node.hi.is_finite() && node.hi - node.lo <= EQUAL * node.hi.max(1.0)
    }

    /// The state of codes and weights; `from` is the state and the move that led there.
    fn state(&mut self, codes: &mut [u16], weights: &[f64], from: Option<(usize, usize)>) -> usize {
        let coupling = &self.couplings[start_of(self.moves, codes)];
        let left = Columns::above_zero(weights);
        let coupled = |check| coupling.couples(check);
        match from {
            // The state before was reduced, and what is left is the same: only what was just done can lose its meaning.
            Some((before, index)) if self.moves.apart && self.states.is_left(before, &left) => {
                reduce_one(&self.moves.list[index], &mut codes[index], &left, coupled(index));
            }
            _ => self.states.reduce(self.moves, codes, &left, coupled, self.shared),
        }
        let (state, new) = self.states.intern(codes, &left, weights);
        if new {
            let at = self.after.len();
            let (mut lo, hi, chain) = self.bounds_of(codes, weights, &left);
            if self.separates() {
                self.after.truncate(at);
                let prices = from.and_then(|(before, _)| self.priced[before]);
                self.priced.push(prices);
                if lo < hi {
                    lo = lo.max(self.separated(codes, weights, prices).min(hi));
                }
            }
            let after = (self.after.len() > at).then_some(at as u32);
            self.nodes.push(Node { lo, hi, first: 0, actions: 0, after, expanded: false, chain });
        }
        state
    }

    /// Bounds that are cheap to have. While checks are left, what remedies alone would cost is found when it is asked for:
    /// most states are never worth it.
    fn bounds_of(&mut self, codes: &[u16], weights: &[f64], left: &Columns) -> (f64, f64, Option<Chain>) {
        let moves = self.moves;
        if moves.constrained {
            let forced = codes[moves.list.len()] > 0;
            let free = moves.problem.policy.mode == EscalationMode::WhenCheaper && !forced;
            let best = self.lower(codes, weights, left);
            let lo = if forced { self.bounds.informed } else { best };
            return (lo, if free { moves.price } else { f64::INFINITY }, None);
        }
        if codes[..moves.checks].contains(&UNDONE) {
            return (self.lower(codes, weights, left), f64::INFINITY, None);
        }
        let chain = self.chains.plain(moves, codes, weights);
        let lo = if chain.optimal { chain.cost } else { self.lower(codes, weights, left).min(chain.cost) };
        (lo, chain.cost, Some(chain))
    }

    /// LB2 of a state: the least of escalating and of all moves that could be chosen. Notes these.
    fn lower(&mut self, codes: &[u16], weights: &[f64], left: &Columns) -> f64 {
        let moves = self.moves;
        let coupling = &self.couplings[start_of(moves, codes)];
        let noted = self.bounds.note(moves, codes, weights, left, |check| coupling.couples(check), &mut self.after);
        let mut least = moves.least_price;
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
        let moves = self.moves;
        let (codes, weights) = (self.states.codes(state), self.states.weights(state));
        let coupling = &self.couplings[start_of(moves, codes)];
        self.permitted.find_reduced(moves, codes, weights, |check| coupling.couples(check));
        let noted = match self.nodes[state].after {
            Some(at) => at as usize,
            None => {
                let left = Columns::above_zero(weights);
                self.bounds.note(moves, codes, weights, &left, |check| coupling.couples(check), &mut self.after)
            }
        };
        let first = self.actions.len();
        let escalate = Action {
            choice: Choice::Escalate,
            lo: moves.price,
            hi: moves.price,
            cost: moves.price,
            first: 0,
            edges: 0,
            made: true,
        };
        let mut ending = self.permitted.escalate.then_some(escalate);
        for &index in &self.permitted.moves {
            if moves.after_end[index] {
                self.actions.extend(ending.take());
            }
            let lo = self.after[noted + index];
            let cost = moves.list[index].cost;
            self.actions.push(Action {
                choice: Choice::Move(index),
                lo,
                hi: f64::INFINITY,
                cost,
                first: 0,
                edges: 0,
                made: false,
            });
        }
        self.actions.extend(ending);
        if self.separates() {
            self.after.truncate(noted);
        }
        let node = &mut self.nodes[state];
        node.first = first as u32;
        node.actions = (self.actions.len() - first) as u32;
        node.expanded = true;
    }

    /// Makes the children of an action.
    fn make(&mut self, state: usize, action: usize) {
        let Choice::Move(index) = self.actions[action].choice else {
            return;
        };
        if self.actions[action].made {
            return;
        }
        let first = self.edges.len();
        let mut buffer = std::mem::take(&mut self.buffer);
        for outcome in 0..self.moves.list[index].tables.len() {
            if let Some((chance, child)) = self.child(state, index, outcome, &mut buffer) {
                self.edges.push(Edge { outcome, chance, state: child });
            }
        }
        self.buffer = buffer;
        let action = &mut self.actions[action];
        action.first = first as u32;
        action.edges = (self.edges.len() - first) as u32;
        action.made = true;
    }

    /// Makes the children of every action that `wanted` picks.
    pub(crate) fn make_all(&mut self, state: usize, wanted: impl Fn(Choice) -> bool) {
        self.expand(state);
        let node = &self.nodes[state];
        for action in node.first as usize..(node.first + node.actions) as usize {
            if wanted(self.actions[action].choice) {
                self.make(state, action);
                self.price_children(action);
            }
        }
        self.refresh_all(state);
        self.pick(state);
    }

    /// Makes the children of what is done in a state. Where its bounds have met before anything was tried, and nothing
    /// constrains the order, no other move is listed: none is better.
    pub(crate) fn make_only(&mut self, state: usize, choice: Choice) {
        let Choice::Move(index) = choice else { return };
        if self.moves.constrained || self.nodes[state].expanded || !self.solved(state) {
            return self.make_all(state, |one| one == choice);
        }
        let action = self.actions.len();
        let (lo, cost) = (self.nodes[state].lo, self.moves.costs[index]);
        self.actions.push(Action { choice, lo, hi: f64::INFINITY, cost, first: 0, edges: 0, made: false });
        let node = &mut self.nodes[state];
        (node.first, node.actions, node.expanded) = (action as u32, 1, true);
        self.make(state, action);
        self.price_children(action);
        self.refresh(action);
    }

    /// Were the children of an action made?
    pub(crate) fn is_made(&self, state: usize, choice: Choice) -> bool {
        self.actions(state).iter().any(|action| action.choice == choice && action.made)
    }

    #[inline]
    pub(crate) fn edges(&self, state: usize, choice: Choice) -> &[Edge] {
        self.actions(state)
            .iter()
            .find(|action| action.choice == choice && action.made)
            .map_or(&[], |action| &self.edges[action.first as usize..(action.first + action.edges) as usize])
    }

    /// The state after an answer, with its chance; `None` where it cannot come.
    fn child(
        &mut self,
        state: usize,
        index: usize,
        outcome: usize,
        (codes, weights, by): &mut (Vec<u16>, Vec<f64>, Vec<f64>),
    ) -> Option<(f64, usize)> {
        let moves = self.moves;
        let before = (self.states.codes(state), self.states.weights(state));
        let (chance, end) = advance(moves, self.coupling(before.0), before, (codes, weights), by, index, outcome);
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
        let (state, _) = self.states.intern(codes, &Columns::above_zero(weights), weights);
        let price = end_price(self.moves, target);
        let chain = Some(Chain { cost: price, first: None, optimal: true });
        self.nodes.push(Node { lo: price, hi: price, first: 0, actions: 0, after: None, expanded: true, chain });
        if self.separates() {
            self.priced.push(None);
        }
        self.ends.push((target, state));
        state
    }

    /// Takes the bounds of an action from those of its children.
    #[inline]
    fn refresh(&mut self, action: usize) {
        let Action { cost, first, edges, made, choice, .. } = self.actions[action];
        if !made || choice == Choice::Escalate {
            return;
        }
        let (mut lo, mut hi) = (cost, cost);
        for edge in &self.edges[first as usize..(first + edges) as usize] {
            let node = &self.nodes[edge.state];
            lo += edge.chance * node.lo;
            hi += edge.chance * node.hi;
        }
        let action = &mut self.actions[action];
        action.lo = lo.max(action.lo);
        action.hi = hi;
    }

    fn refresh_all(&mut self, state: usize) {
        let (first, count) = (self.nodes[state].first as usize, self.nodes[state].actions as usize);
        (first..first + count).for_each(|action| self.refresh(action));
    }

    /// Takes the bounds of a state from those of its actions; gives the action of the least lower bound, the
    /// first by name among equals, and the next lower bound.
    fn pick(&mut self, state: usize) -> (usize, f64) {
        let (first, count) = (self.nodes[state].first as usize, self.nodes[state].actions as usize);
        let (mut lo, mut hi, mut best) = (f64::INFINITY, f64::INFINITY, first);
        let mut second = f64::INFINITY;
        // Without branches, since which move is best so far is as good as random.
        for (index, action) in self.actions[first..first + count].iter().enumerate() {
            let is_better = action.lo < lo;
            let worse = if is_better { lo } else { action.lo };
            second = if worse < second { worse } else { second };
            best = if is_better { first + index } else { best };
            lo = if is_better { action.lo } else { lo };
            hi = if action.hi < hi { action.hi } else { hi };
        }
        let node = &mut self.nodes[state];
        node.hi = node.hi.min(hi);
        node.lo = node.lo.max(lo.min(node.hi));
        (best, second)
    }
}

/// The start that a state is reached from; where that makes no difference any more, the first.
fn start_of(moves: &Moves<'_>, codes: &[u16]) -> usize {
    usize::from(codes[moves.list.len() + 1].max(1)) - 1
}
