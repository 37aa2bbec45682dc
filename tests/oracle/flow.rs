//! Walks a compiled flow forwards, on every path, with the tables and the permissions of the brute force.
//!
//! In: a case and a flow of the engine. Out: what the flow amounts to from an entry, or the first place where it
//! does what may not be done.

use super::condition::Truth;
use super::history::{Case, History};
use super::value::{cost, escalation_price, minutes};
use kbc_reasoning::{Doing, EscalationId, Flow, NodeId, Step, Target};

/// What a flow amounts to, unnormalised.
#[derive(Clone, Copy, Debug, Default)]
pub struct Amount {
    pub cost: f64,
    pub minutes: f64,
    pub solved: f64,
    /// The longest path that can be, in minutes.
    pub worst: f64,
}

/// Paths this unlikely are left alone: what is certain on paper may be a rounding away from it in numbers.
const RARE: f64 = 1e-13;

pub struct Walker<'a> {
    pub case: &'a Case<'a>,
    pub flow: &'a Flow,
    /// Nodes that may still be walked, over all paths.
    pub left: usize,
    /// Follow the edges of "can't" too: once on each path.
    pub cant: bool,
}

impl Walker<'_> {
    /// From a node to all ends; `Ok(None)` where there are too many paths.
    pub fn walk(&mut self, node: NodeId, history: &History) -> Result<Option<Amount>, String> {
        let weights = self.case.weights(history);
        let all: f64 = weights.iter().sum();
        if all < RARE {
            return Ok(Some(Amount::default()));
        }
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        let options = self.case.options(history, &weights);
        let here = &self.flow.nodes[node];
        let Doing::Step(step, copy) = here.doing else {
            return self.end(here.doing, history, &weights).map(Some);
        };
        if !options.steps.contains(&step) {
            return Err(format!("node {node}: {step:?} may not be done after {history:?}; {options:?}"));
        }
        if let Step::Remedy(remedy) = step
            && history.tries[remedy.0].len() != copy
        {
            return Err(format!("node {node}: copy {copy} of {step:?} after {history:?}"));
        }
        let before = History { pending: options.pending, ..history.clone() };
        let problem = self.case.problem;
        let mut sum =
            Amount { cost: cost(problem, step) * all, minutes: minutes(problem, step) * all, ..Amount::default() };
        let mut left = 0.0;
        for (way, next) in self.case.ways(step).into_iter().zip(&here.next) {
            let after = self.case.after(&before, step, way);
            left += self.case.weights(&after).iter().sum::<f64>();
            let Some(more) = self.walk(*next, &after)? else {
                return Ok(None);
            };
            sum.cost += more.cost;
            sum.minutes += more.minutes;
            sum.solved += more.solved;
            sum.worst = sum.worst.max(more.worst);
        }
        sum.worst += minutes(problem, step);
        if matches!(step, Step::Remedy(_)) {
            sum.solved += all - left;
        }
        let says = match step {
            Step::Check(check) => problem.checks[check.0].cannot_tell.is_some(),
            Step::Remedy(_) => false,
        };
        let declined = self.case.after_declining(&before, step);
        if self.cant && says && here.fallback.is_none() && self.case.weights(&declined).iter().sum::<f64>() > RARE {
            return Err(format!("node {node}: {step:?} says what follows when it cannot be told, and leads nowhere"));
        }
        if self.cant
            && history.declined.is_empty()
            && let Some(node) = here.fallback
        {
            self.walk(node, &declined).map_err(|fault| format!("after can't: {fault}"))?;
        }
        Ok(Some(sum))
    }

    fn end(&self, doing: Doing, history: &History, weights: &[f64]) -> Result<Amount, String> {
        let problem = self.case.problem;
        let options = self.case.options(history, weights);
        let all: f64 = weights.iter().sum();
        let routed = options.end.and(history.pending);
        let fits = match (doing, routed) {
            (Doing::Escalate(who), Some(Target::Escalation(to))) => who == to,
            // After "can't" the node is one of other weights, and names who takes over there.
            (Doing::Escalate(who), None) => {
                let named = !history.declined.is_empty() || who == self.takes_over(history, weights);
                options.escalate && named
            }
            (Doing::Guide(guide), Some(Target::Guide(to))) => guide == to,
            (Doing::Solved, Some(Target::Solved)) => true,
            _ => false,
        };
        if !fits {
            return Err(format!("{doing:?} after {history:?}; {options:?}"));
        }
        let price = options.end.unwrap_or_else(|| escalation_price(problem));
        // In the published time a route to `solved` takes none; every other end what it costs.
        // So does a result, which is what its readers came for.
        let is_over = match doing {
            Doing::Escalate(who) => problem.escalations[who.0].is_result,
            doing => doing == Doing::Solved,
        };
        let minutes = if is_over { 0.0 } else { price };
        let solved = if is_over { all } else { 0.0 };
        Ok(Amount { cost: price * all, minutes: minutes * all, solved, worst: minutes })
    }

    fn takes_over(&self, history: &History, weights: &[f64]) -> EscalationId {
        let problem = self.case.problem;
        let is_for = |end: &EscalationId| {
            problem.escalations[end.0].when.as_ref().is_none_or(|when| history.truth(when) != Truth::False)
        };
        self.case.who(weights).into_iter().find(is_for).unwrap_or(problem.policy.escalation)
    }

    /// Does every outcome of every node have an edge, and each edge a node before it in the list?
    pub fn edges(&self) -> Result<(), String> {
        for (n, node) in self.flow.nodes.iter().enumerate() {
            let wanted = match node.doing {
                Doing::Step(step, _) => self.case.ways(step).len(),
                _ => 0,
            };
            if node.next.len() != wanted {
                return Err(format!("node {n} has {} edges for {wanted} answers", node.next.len()));
            }
            if node.next.iter().chain(&node.fallback).any(|next| *next >= n) {
                return Err(format!("node {n} leads up"));
            }
        }
        Ok(())
    }
}
