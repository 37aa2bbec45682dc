//! Walks a flow again, forwards from the model.
//! In: a flow and a start. Out: what it costs, how long it takes, how often it solves; or the first place where it
//! breaks a constraint. Shares with the search what an action does to a state, and nothing of how actions are found.

use std::collections::BTreeMap;

use super::actions::{Action, Actions};
use super::coupling::Coupling;
use super::flow::{Doing, Node, NodeId, end_by_route};
use super::hypothesis_set::HypothesisSet;
use super::permission::Permitted;
use super::problem::{EscalationId, EscalationMode, Step, Target};
use super::states::States;
use super::transition::{advance, end_price, is_over};

/// What a flow amounts to from a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Totals {
    pub cost: f64,
    pub minutes: f64,
    pub active: f64,
    pub worst: f64,
    pub solved: f64,
    /// The share of readers who are handed over although a remedy is left that may help them.
    pub early: f64,
}

/// A place where a flow says what may not be done.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Broken {
    pub node: NodeId,
}

/// Walks flows.
pub(crate) struct Walker<'w, 'p> {
    pub actions: &'w Actions<'p>,
    pub nodes: &'w [Node],
    permitted: Permitted,
    by: Vec<f64>,
    /// Steps that a walk may still take.
    left: usize,
    /// What a walk may cost to be of interest, and has cost so far.
    ceiling: f64,
    spent: f64,
    /// The share of readers who come along the path that is walked.
    share: f64,
    buffers: Vec<(Vec<u16>, Vec<f64>)>,
}

impl<'w, 'p> Walker<'w, 'p> {
    pub(crate) fn new(actions: &'w Actions<'p>, nodes: &'w [Node]) -> Self {
        Self {
            actions,
            nodes,
            permitted: Permitted::default(),
            by: Vec::new(),
            left: usize::MAX,
            ceiling: f64::INFINITY,
            spent: 0.0,
            share: 1.0,
            buffers: Vec::new(),
        }
    }

    /// Sets how many steps the next walk may take, and what it may cost. The walk gives up beyond either.
    pub(crate) fn limit(&mut self, steps: usize, ceiling: f64) {
        (self.left, self.ceiling, self.spent, self.share) = (steps, ceiling, 0.0, 1.0);
    }

    /// Steps that the walk may still take.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    pub(crate) fn index(&self, step: Step, copy: usize) -> usize {
        self.actions.of(step) + copy
    }

    /// What an end amounts to, which comes early or not; `None` for a step.
    fn end(&self, doing: Doing, is_early: bool) -> Option<Totals> {
        let price = self.actions.price;
        let (cost, minutes, solved) = match doing {
            Doing::Escalate(id) if self.is_result(id) => (price, 0.0, 1.0),
            Doing::Step(..) => return None,
            // Who takes over is named after the likeliest cause; the price is the guide's, unless a route led here.
            Doing::Escalate(_) | Doing::Contradiction(_) | Doing::Guide(_) => (price, price, 0.0),
            Doing::Solved => (price, 0.0, 1.0),
        };
        let early = f64::from(u8::from(is_early));
        Some(Totals { cost, minutes, worst: minutes, solved, early, ..Totals::default() })
    }

    fn is_result(&self, id: EscalationId) -> bool {
        self.actions.problem.escalations[id.0].is_result
    }

    /// A route ends here: the node must say so too.
    fn routed_end(&self, node: NodeId, target: Target) -> Result<Totals, Broken> {
        if end_by_route(target) != Some(self.nodes[node].doing) {
            return Err(Broken { node });
        }
        Ok(Totals::of_route(self.actions, target))
    }

    /// May the node's step be done, or may the flow end there? Says whether it ends there early: before every remedy was
    /// tried, where the guide hands over last.
    fn check(&mut self, node: NodeId, codes: &[u16], weights: &[f64], coupling: &Coupling) -> Result<bool, Broken> {
        let coupled = |check| coupling.couples(check);
        let permitted = match self.nodes[node].doing {
            Doing::Step(step, copy) => {
                let index = self.index(step, copy);
                self.permitted.permits(self.actions, codes, weights, coupled, index)
            }
            Doing::Escalate(_) if !self.actions.constrained => true,
            Doing::Escalate(_) => {
                self.permitted.find(self.actions, codes, weights, coupled);
                let is_last = self.actions.problem.policy.mode == EscalationMode::Last;
                if !self.permitted.escalate && is_last && !self.permitted.forced {
                    return Ok(true);
                }
                self.permitted.escalate
            }
            // Only a route leads to the others, and that is followed before the node is looked at.
            Doing::Contradiction(_) | Doing::Guide(_) | Doing::Solved => false,
        };
        if permitted { Ok(false) } else { Err(Broken { node }) }
    }

    /// Walks every path from a node, as a tree. `None` beyond the limits.
    pub(crate) fn walk(
        &mut self,
        node: NodeId,
        codes: &[u16],
        weights: &[f64],
        coupling: &Coupling,
    ) -> Result<Option<Totals>, Broken> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let is_early = self.check(node, codes, weights, coupling)?;
        let doing = self.nodes[node].doing;
        let Doing::Step(step, copy) = doing else {
            let end = self.end(doing, is_early);
            self.spent += self.share * end.map_or(0.0, |end| end.cost);
            return Ok(end);
        };
        let index = self.index(step, copy);
        let one = &self.actions.list[index];
        self.spent += self.share * one.cost;
        if self.spent > self.ceiling {
            return Ok(None);
        }
        let share = self.share;
        let Action { cost, minutes, active, .. } = *one;
        let mut totals = Totals { cost, minutes, active, solved: 1.0, ..Totals::default() };
        let mut going_on = 0.0;
        let (mut next_codes, mut next_weights) = self.buffers.pop().unwrap_or_default();
        for outcome in 0..one.tables.len() {
            let after = (&mut next_codes, &mut next_weights);
            let (chance, end) = advance(self.actions, coupling, (codes, weights), after, &mut self.by, index, outcome);
            if chance <= 0.0 {
                continue;
            }
            let next = self.nodes[node].next[outcome];
            self.share = share * chance;
            let after = match end {
                Some(target) => self.routed_end(next, target)?,
                None => match self.walk(next, &next_codes, &next_weights, coupling)? {
                    Some(after) => after,
                    None => {
                        self.buffers.push((next_codes, next_weights));
                        return Ok(None);
                    }
                },
            };
            going_on += chance;
            totals.cost += chance * after.cost;
            totals.minutes += chance * after.minutes;
            totals.active += chance * after.active;
            totals.worst = totals.worst.max(after.worst);
            totals.solved += chance * (after.solved - 1.0);
            totals.early += chance * after.early;
        }
        self.share = share;
        self.buffers.push((next_codes, next_weights));
        // Where a check's answers all come, nothing is solved by the check itself.
        if matches!(step, Step::Check(_)) {
            totals.solved -= 1.0 - going_on;
        }
        totals.worst += one.minutes;
        Ok(Some(totals))
    }

    /// The same for flows with too many paths: node by node from the top, paths whose states are the same taken
    /// together.
    pub(crate) fn sweep(
        &mut self,
        root: NodeId,
        codes: &[u16],
        weights: &[f64],
        coupling: &Coupling,
    ) -> Result<Totals, Broken> {
        // By what is done and which causes are left.
        type Arrivals = BTreeMap<(Vec<u16>, HypothesisSet), (f64, Vec<f64>)>;
        let mut states = States::new(self.actions);
        let mut arrivals: Vec<Arrivals> = vec![Arrivals::new(); root + 1];
        arrivals[root].insert((codes.to_vec(), HypothesisSet::above_zero(weights)), (1.0, weights.to_vec()));
        let mut totals = Totals::default();
        let mut worst: Vec<f64> = vec![0.0; root + 1];
        for node in (0..=root).rev() {
            for ((codes, _), (mass, weights)) in std::mem::take(&mut arrivals[node]) {
                let is_early = self.check(node, &codes, &weights, coupling)?;
                let doing = self.nodes[node].doing;
                let Doing::Step(step, copy) = doing else {
                    let end = self.end(doing, is_early).unwrap_or_default();
                    totals.add(mass, end, worst[node]);
                    continue;
                };
                let index = self.index(step, copy);
                let one = &self.actions.list[index];
                totals.cost += mass * one.cost;
                totals.minutes += mass * one.minutes;
                totals.active += mass * one.active;
                let mut going_on = 0.0;
                for outcome in 0..one.tables.len() {
                    let (mut after, mut known) = (Vec::new(), Vec::new());
                    let (before, made) = ((&codes[..], &weights[..]), (&mut after, &mut known));
                    let (chance, end) = advance(self.actions, coupling, before, made, &mut self.by, index, outcome);
                    if chance <= 0.0 {
                        continue;
                    }
                    going_on += chance;
                    let next = self.nodes[node].next[outcome];
                    let path = worst[node] + one.minutes;
                    if let Some(target) = end {
                        totals.add(mass * chance, self.routed_end(next, target)?, path);
                        continue;
                    }
                    worst[next] = worst[next].max(path);
                    let left = HypothesisSet::above_zero(&known);
                    states.reduce(self.actions, &mut after, &left, |check| coupling.couples(check), false);
                    let arrival = arrivals[next].entry((after, left)).or_insert((0.0, known));
                    arrival.0 += mass * chance;
                }
                if matches!(step, Step::Remedy(_)) {
                    totals.solved += mass * (1.0 - going_on);
                    totals.worst = totals.worst.max(worst[node] + one.minutes);
                }
            }
        }
        Ok(totals)
    }
}

impl Totals {
    /// What an end by a route amounts to.
    pub(crate) fn of_route(actions: &Actions<'_>, target: Target) -> Self {
        let cost = end_price(actions, target);
        let (minutes, solved) = if is_over(actions, target) { (0.0, 1.0) } else { (cost, 0.0) };
        Self { cost, minutes, worst: minutes, solved, ..Self::default() }
    }

    fn add(&mut self, mass: f64, end: Totals, before: f64) {
        self.cost += mass * end.cost;
        self.minutes += mass * end.minutes;
        self.solved += mass * end.solved;
        self.early += mass * end.early;
        self.worst = self.worst.max(before + end.worst);
    }
}
