//! What a flow holds for a reader who knows something already.
//! In: a planned guide and evidence. Out: the place of the flow at which such a reader stands, and the plan from there on.

use super::actions::Actions;
use super::flow::{Doing, Entry, Flow, Node, NodeId};
use super::plan::{Plan, WALK};
use super::posterior::{Start, normalised};
use super::problem::{Evidence, Problem, Step};
use super::verify::{Totals, Walker};

/// A place of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// The entry by which the reader came in, by its place in [`Flow::entries`].
    pub entry: usize,
    /// Where the reader is.
    pub node: NodeId,
    /// What they did last.
    pub last: Option<Step>,
}

/// The place to which the answers lead, one after another, as the flow asks for them, in whichever order they were given. Nothing
/// where a reader of the flow cannot know this.
#[must_use]
pub fn follow(problem: &Problem, flow: &Flow, evidence: &Evidence) -> Option<Followed> {
    if !evidence.may_be_published() {
        return None;
    }
    let Evidence { observed, known, answered, tried, .. } = evidence;
    let entry = flow.entries.iter().position(|entry| entry.symptom.as_ref() == observed.first())?;
    let mut place = Followed { entry, node: flow.entries[entry].node, last: None };
    // A fact that somebody told unasked is an answer where the flow asks for it.
    let (mut answers, mut failures) = ([known.as_slice(), answered].concat(), tried.clone());
    let mut path = Evidence::default();
    while !answers.is_empty() || !failures.is_empty() {
        let node = &flow.nodes[place.node];
        let Doing::Step(step, _) = node.doing else { return None };
        let outcome = match step {
            Step::Check(asked) => {
                let (_, outcome) = taken(&mut answers, |(check, _)| *check == asked)?;
                path.answer(problem, asked, outcome);
                outcome
            }
            Step::Remedy(told) => {
                let (_, way) = taken(&mut failures, |(remedy, _)| *remedy == told)?;
                path.fail(problem, told, way);
                // Of several ways of failing, one that nobody named is none of the flow's.
                way.or((node.next.len() == 1).then_some(0))?
            }
        };
        place = Followed { node: *node.next.get(outcome)?, last: Some(step), ..place };
    }
    // What was asked after the remedy that renews it is not asked again, as it would be had it come before.
    evidence.asked_since.iter().all(|check| path.asked_since.contains(check)).then_some(place)
}

/// The first of a list that is so, taken out of it.
fn taken<T>(list: &mut Vec<T>, is_so: impl Fn(&T) -> bool) -> Option<T> {
    list.iter().position(is_so).map(|at| list.remove(at))
}

/// The plan from where evidence leads in the flow of another, with no other entry. Nothing where it leads off the flow.
///
/// `bound` is asked for what no plan from given evidence can go below, where the flow itself does not say it.
#[must_use]
pub fn ahead(
    problem: &Problem,
    evidence: &Evidence,
    plan: &Plan,
    bound: impl FnOnce(&Evidence) -> f64,
) -> Option<Plan> {
    let place = follow(problem, &plan.flow, evidence)?;
    let actions = Actions::new(problem);
    let known = Evidence { last: place.last, ..evidence.clone() };
    let start = Start::new(&actions, &known);
    let from = plan.flow.entries[place.entry];
    let entry = if place.last.is_none() {
        from
    } else {
        let Totals { cost, minutes, active, worst, solved, .. } =
            totals(&actions, &plan.flow.nodes, place.node, &start)?;
        Entry {
            node: place.node,
            expected_cost: cost,
            lower_bound: bound(&known).min(cost),
            expected_minutes: minutes,
            active_minutes: active,
            worst_minutes: worst,
            solved,
            symptom: None,
        }
    };
    let (nodes, node) = below(&plan.flow.nodes, place.node);
    let mut faults = plan.faults.clone();
    faults.extend(start.faults.iter().filter(|fault| !plan.faults.contains(fault)).cloned());
    Some(Plan {
        flow: Flow { entries: vec![Entry { node, symptom: None, ..entry }], nodes },
        posterior: normalised(&start.weights),
        exact: entry.is_exact(),
        faults,
        swayed_by: if place.node == plan.entry().node { plan.swayed_by.clone() } else { Vec::new() },
        states: plan.states,
        sound: plan.sound,
        early: plan.early,
    })
}

impl Plan {
    /// The plan with no entry but that of the evidence as given.
    #[must_use]
    pub fn alone(self) -> Self {
        let entry = *self.entry();
        let (nodes, node) = below(&self.flow.nodes, entry.node);
        Self { flow: Flow { entries: vec![Entry { node, ..entry }], nodes }, exact: entry.is_exact(), ..self }
    }
}

/// What the flow amounts to from a place; nothing where a route ends there at once, or no cause can have led there.
fn totals(actions: &Actions<'_>, nodes: &[Node], node: NodeId, start: &Start) -> Option<Totals> {
    let weights = normalised(&start.weights).filter(|_| start.end.is_none())?;
    let mut walker = Walker::new(actions, nodes);
    walker.limit(WALK, f64::INFINITY);
    match walker.walk(node, &start.codes, &weights, &start.coupling) {
        Ok(Some(totals)) => Some(totals),
        Ok(None) => walker.sweep(node, &start.codes, &weights, &start.coupling).ok(),
        Err(_) => None,
    }
}

/// The nodes that can be come to from one, children before parents still, and its number among them.
fn below(nodes: &[Node], root: NodeId) -> (Vec<Node>, NodeId) {
    let mut reached = vec![false; root + 1];
    reached[root] = true;
    for node in (0..=root).rev() {
        if reached[node] {
            nodes[node].next.iter().chain(&nodes[node].fallback).for_each(|&next| reached[next] = true);
        }
    }
    let mut number = vec![0; root + 1];
    let mut kept: Vec<Node> = Vec::new();
    for (node, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
        number[node] = kept.len();
        let Node { doing, next, fallback } = &nodes[node];
        let next = next.iter().map(|&next| number[next]).collect();
        kept.push(Node { doing: *doing, next, fallback: fallback.map(|next| number[next]) });
    }
    (kept, number[root])
}

impl Evidence {
    /// Whether a reader of the published flow could know this, as far as one can say without that flow.
    #[must_use]
    pub fn may_be_published(&self) -> bool {
        self.observed.len() <= 1 && self.absent.is_empty() && self.declined.is_empty()
    }
}

impl Entry {
    /// Whether it is proven that no plan is better.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.expected_cost - self.lower_bound <= 1e-9 * self.expected_cost.max(1.0)
    }

    /// How far above the best possible the flow is at most, as a share of that: 0 where it is proven to be the best. Nothing
    /// where no bound is known.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        if self.is_exact() {
            return Some(0.0);
        }
        (self.lower_bound > 0.0).then(|| self.expected_cost / self.lower_bound - 1.0)
    }
}
