//! Follows a printed flow as a reader would, with the tables of the brute force.
//!
//! In: a case, a plan and what of it is printed. Out: what a reader pays on paper, times the chance of coming there.

use super::history::{Case, History};
use super::value::{cost, escalation_price};
use kbc_reasoning::{Doing, NodeId, Plan, Printed, RemedyId, Step};

pub struct Paper<'a> {
    pub case: &'a Case<'a>,
    pub plan: &'a Plan,
    pub printed: &'a Printed,
}

impl Paper<'_> {
    /// From a printed node to all ends.
    pub fn read(&self, node: NodeId, history: &History) -> Result<f64, String> {
        let all: f64 = self.case.weights(history).iter().sum();
        if all <= 0.0 {
            return Ok(0.0);
        }
        if !self.printed.nodes.contains(&node) {
            return Err(format!("node {node} is not printed"));
        }
        let here = &self.plan.flow.nodes[node];
        let Doing::Step(step, _) = here.doing else { return Ok(self.end(history) * all) };
        let mut sum = cost(self.case.problem, step) * all;
        for (answer, (way, next)) in self.case.ways(step).into_iter().zip(&here.next).enumerate() {
            let after = self.case.after(history, step, way);
            sum += match self.printed.onward.get(&(node, answer)) {
                Some(onward) => self.in_turn(&onward.first, onward.then, &after)?,
                None if self.plan.flow.nodes[*next].doing == Doing::Solved => {
                    self.end(&after) * self.case.weights(&after).iter().sum::<f64>()
                }
                None => self.read(*next, &after)?,
            };
        }
        Ok(sum)
    }

    fn in_turn(&self, first: &[RemedyId], then: Option<NodeId>, history: &History) -> Result<f64, String> {
        let all: f64 = self.case.weights(history).iter().sum();
        let Some((remedy, rest)) = first.split_first() else {
            return match then {
                Some(node) => self.read(node, history),
                None => Ok(escalation_price(self.case.problem) * all),
            };
        };
        if !history.tries[remedy.0].is_empty() {
            return Err(format!("{remedy:?} is sent to again after {history:?}"));
        }
        let step = Step::Remedy(*remedy);
        let mut sum = cost(self.case.problem, step) * all;
        for way in self.case.ways(step) {
            sum += self.in_turn(rest, then, &self.case.after(history, step, way))?;
        }
        Ok(sum)
    }

    /// The price of an end, by a route or by handing over.
    fn end(&self, history: &History) -> f64 {
        let options = self.case.options(history, &self.case.weights(history));
        options.end.unwrap_or_else(|| escalation_price(self.case.problem))
    }
}
