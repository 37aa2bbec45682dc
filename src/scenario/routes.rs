//! Where a scenario comes into the flow.
//!
//! In: evidence. Out: a flow and a node of it. Evidence that a reader of the published flow can have, in the order in
//! which that asks, leads to a node of the published flow; any other is planned from, as `kbc plan` would, once for all
//! who have the same.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::decision::Decision;
use crate::plans::Plans;
use crate::reasoning::{self, Evidence, Flow, NodeId, Options, Plan, Problem, Step};

/// A place in a flow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route<'p> {
    /// The flow.
    pub flow: &'p Flow,
    /// Where the reader is.
    pub node: NodeId,
}

/// Evidence that leads to one plan: what lists hold in any order is sorted.
type Key = (
    Vec<usize>,
    Vec<usize>,
    Vec<(usize, usize)>,
    Vec<(usize, usize)>,
    Vec<(usize, Option<usize>)>,
    Vec<usize>,
    Vec<Step>,
    Option<Step>,
);

/// The flows of the scenarios of a guide.
pub(super) struct Routes<'p> {
    problem: &'p Problem,
    published: &'p OnceLock<Plan>,
    own: BTreeMap<Key, Plan>,
}

impl<'p> Routes<'p> {
    /// Makes all plans that the evidence needs, in parallel; the published one into `published`, if any needs it.
    pub fn of(decision: &'p Decision, plans: &Plans, published: &'p OnceLock<Plan>, needed: &[&Evidence]) -> Self {
        if needed.iter().any(|evidence| evidence.may_be_published()) {
            published.get_or_init(|| plans.plan(&decision.problem, &Evidence::default(), &Options::default()));
        }
        let mut routes = Routes { problem: &decision.problem, published, own: BTreeMap::new() };
        let off: BTreeMap<Key, &Evidence> = needed
            .iter()
            .filter(|evidence| routes.on_published(evidence).is_none())
            .map(|evidence| (key(evidence), *evidence))
            .collect();
        let options = Options { entries: false, ..Options::default() };
        let planned: Vec<(Key, Plan)> = off
            .into_par_iter()
            .map(|(key, evidence)| (key, plans.plan(&decision.problem, evidence, &options)))
            .collect();
        routes.own.extend(planned);
        routes
    }

    /// Where the evidence leads; nothing where no plan was asked for it.
    pub fn from(&self, evidence: &Evidence) -> Option<Route<'_>> {
        self.on_published(evidence).or_else(|| {
            let plan = self.own.get(&key(evidence))?;
            Some(Route { flow: &plan.flow, node: plan.entry().node })
        })
    }

    /// The node of the published flow to which the answers lead, one after another.
    fn on_published(&self, evidence: &Evidence) -> Option<Route<'_>> {
        let flow = &self.published.get()?.flow;
        Some(Route { flow, node: reasoning::follow(self.problem, flow, evidence)?.node })
    }
}

fn key(evidence: &Evidence) -> Key {
    fn sorted<T: Ord>(list: impl Iterator<Item = T>) -> Vec<T> {
        let mut list: Vec<T> = list.collect();
        list.sort_unstable();
        list
    }
    // Of several answers to one check, the last is the newest.
    let mut answered: Vec<(usize, usize)> =
        evidence.answered.iter().map(|(check, outcome)| (check.0, *outcome)).collect();
    answered.sort_by_key(|(check, _)| *check);
    (
        sorted(evidence.observed.iter().map(|symptom| symptom.0)),
        sorted(evidence.absent.iter().map(|symptom| symptom.0)),
        sorted(evidence.known.iter().map(|(check, outcome)| (check.0, *outcome))),
        answered,
        sorted(evidence.tried.iter().map(|(remedy, way)| (remedy.0, *way))),
        sorted(evidence.asked_since.iter().map(|check| check.0)),
        sorted(evidence.declined.iter().copied()),
        evidence.last,
    )
}
