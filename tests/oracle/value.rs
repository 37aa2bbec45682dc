//! The least expected cost, by trying every history.
//!
//! In: a case. Out: V(start), unnormalised, or nothing where there are more histories than the caller allows.

use super::history::{Case, History};
use kbc_reasoning::{Problem, Risk, Step};
use std::collections::BTreeMap;

/// The price of a step, in minutes.
pub fn cost(problem: &Problem, step: Step) -> f64 {
    let policy = &problem.policy;
    let (takes, waits, verify, risk) = match step {
        Step::Check(check) => {
            let data = &problem.checks[check.0];
            (data.takes, data.waits, 0.0, data.risk)
        }
        Step::Remedy(remedy) => {
            let data = &problem.remedies[remedy.0];
            (data.takes, data.waits, data.verify, data.risk)
        }
    };
    let price = match risk {
        Risk::Safe => 0.0,
        Risk::Caution => policy.caution,
        Risk::Destructive => policy.destructive,
    };
    let around = match step {
        Step::Remedy(remedy) if problem.remedies[remedy.0].workaround => policy.workaround,
        _ => 0.0,
    };
    takes + policy.waits_share * waits + verify + price + around
}

/// The plain minutes of a step.
pub fn minutes(problem: &Problem, step: Step) -> f64 {
    match step {
        Step::Check(check) => problem.checks[check.0].takes + problem.checks[check.0].waits,
        Step::Remedy(remedy) => {
            let data = &problem.remedies[remedy.0];
            data.takes + data.waits + data.verify
        }
    }
}

pub fn escalation_price(problem: &Problem) -> f64 {
    problem.escalations[problem.policy.escalation.0].takes
}

/// How the histories are walked: each on its own, or those with the same answers in whatever order only once.
pub enum Walk {
    Plain,
    Merged(BTreeMap<History, f64>),
}

pub struct Search<'a> {
    case: &'a Case<'a>,
    walk: Walk,
    left: usize,
}

impl<'a> Search<'a> {
    /// At most `left` histories are looked at.
    pub fn new(case: &'a Case<'a>, walk: Walk, left: usize) -> Self {
        Self { case, walk, left }
    }

    /// V of this history and all that can follow it.
    pub fn value(&mut self, history: &History) -> Option<f64> {
        let weights = self.case.weights(history);
        let all: f64 = weights.iter().sum();
        if all == 0.0 {
            return Some(0.0);
        }
        if let Walk::Merged(known) = &self.walk
            && let Some(value) = known.get(history)
        {
            return Some(*value);
        }
        self.left = self.left.checked_sub(1)?;
        let options = self.case.options(history, &weights);
        let mut best = options.end.map_or(f64::INFINITY, |price| price * all);
        if options.escalate {
            best = best.min(escalation_price(self.case.problem) * all);
        }
        let here = History { pending: options.pending, ..history.clone() };
        for step in options.steps {
            let mut value = cost(self.case.problem, step) * all;
            for way in self.case.ways(step) {
                value += self.value(&self.case.after(&here, step, way))?;
            }
            best = best.min(value);
        }
        if let Walk::Merged(known) = &mut self.walk {
            known.insert(history.clone(), best);
        }
        Some(best)
    }
}

/// What each hypothesis weighs at the start, the least expected cost per unit of that, and how many histories it took.
pub fn expected_cost(case: &Case, history: &History, walk: Walk, most: usize) -> Option<(f64, usize)> {
    let mut search = Search::new(case, walk, most);
    let value = search.value(history)?;
    let all: f64 = case.weights(history).iter().sum();
    Some((if all == 0.0 { 0.0 } else { value / all }, most - search.left))
}
