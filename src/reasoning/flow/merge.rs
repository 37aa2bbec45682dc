//! Makes nodes of what was decided for states: those that go on alike are one, and children come before parents.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;
use smallvec::SmallVec;

use super::super::problem::{EscalationId, Step, Target};
use super::super::search::{Choice, Edge, Search};
use super::{Builder, Built, Decisions, Doing, Node, NodeId, StatesOf, escalation};

/// The nodes of all states that are come to from these; `None` stands for a contradiction.
pub(super) fn merge(builder: &Builder<'_, '_, '_>, roots: &[Option<usize>]) -> Built {
    let count = builder.decided.count;
    let mut merger = Merger {
        builder,
        of: vec![None; builder.search.count()],
        nodes: IndexSet::with_capacity_and_hasher(count, FxBuildHasher),
        states: Vec::with_capacity(count),
    };
    let roots = roots
        .iter()
        .map(|root| match root {
            Some(state) => merger.add(*state),
            None => merger.impossible(None),
        })
        .collect();
    Built { nodes: merger.nodes.into_iter().collect(), states: merger.states, roots, decided: Decisions::default() }
}

struct Merger<'b, 's, 'm, 'p> {
    builder: &'b Builder<'s, 'm, 'p>,
    /// The node of each state that has one.
    of: Vec<Option<NodeId>>,
    nodes: IndexSet<Node, FxBuildHasher>,
    states: Vec<StatesOf>,
}

impl Merger<'_, '_, '_, '_> {
    /// Children first, with a list in place of the stack, since a chart may be long.
    fn add(&mut self, root: usize) -> NodeId {
        let mut open = vec![root];
        while let Some(&state) = open.last() {
            if self.of[state].is_some() {
                open.pop();
                continue;
            }
            let decision = self.builder.decided.get(state);
            let waiting = open.len();
            if let Some(choice) = decision {
                let search = &self.builder.search;
                let unable = unable_of(search, state, choice);
                let anew = anew_of(search, state, choice);
                let next = search.edges(state, choice).iter().map(Edge::state).chain(unable).chain(anew);
                open.extend(next.filter(|next| self.of[*next].is_none()));
            }
            if open.len() > waiting {
                continue;
            }
            open.pop();
            let node = match decision {
                Some(choice) => self.node(state, choice),
                None => self.end(state),
            };
            let id = self.intern(node, Some(state));
            self.of[state] = Some(id);
        }
        self.node_of(root)
    }

    fn node(&mut self, state: usize, choice: Choice) -> Node {
        let search: &Search<'_, '_> = self.builder.search;
        let Choice::Action(index) = choice else {
            return leaf(Doing::Escalate(takes_over(search, state)));
        };
        let one = &search.actions.list[index];
        let copy = match one.step {
            Step::Check(_) => 0,
            Step::Remedy(remedy) => index - search.actions.first_copy[remedy.0],
        };
        let mut edges = search.edges(state, choice).iter().peekable();
        let next = (0..one.tables.len()).map(|outcome| match edges.next_if(|edge| edge.outcome() == outcome) {
            Some(edge) => self.node_of(edge.state()),
            None => match search.anew_at(state, index, outcome) {
                Some(state) => self.node_of(state),
                None => self.impossible(one.routes[outcome]),
            },
        });
        let next = next.collect();
        let fallback = unable_of(search, state, choice).map(|state| self.node_of(state));
        Node { doing: Doing::Step(one.step, copy), next, fallback }
    }

    /// The node of a state that was added.
    fn node_of(&self, state: usize) -> NodeId {
        self.of[state].expect("what comes after a state is added before it")
    }

    fn end(&self, state: usize) -> Node {
        let search = &self.builder.search;
        let by_route = search.end_of(state).and_then(end_by_route);
        leaf(by_route.unwrap_or_else(|| Doing::Escalate(takes_over(search, state))))
    }

    /// Where an answer leads that no cause can give: to the end that it names, else it contradicts what was said.
    fn impossible(&mut self, route: Option<Target>) -> NodeId {
        let end = self.builder.search.actions.problem.policy.escalation;
        let doing = route.and_then(end_by_route).unwrap_or(Doing::Contradiction(end));
        self.intern(leaf(doing), None)
    }

    fn intern(&mut self, node: Node, state: Option<usize>) -> NodeId {
        let (id, is_new) = self.nodes.insert_full(node);
        if is_new {
            self.states.push(StatesOf::new());
        }
        self.states[id].extend(state);
        id
    }
}

/// The state of those who cannot tell what is done in a state.
fn unable_of(search: &Search<'_, '_>, state: usize, choice: Choice) -> Option<usize> {
    match choice {
        Choice::Action(index) => search.unable_at(state, index),
        Choice::Escalate => None,
    }
}

/// The states of those whose new answer no cause can give together with the older one.
fn anew_of(search: &Search<'_, '_>, state: usize, choice: Choice) -> SmallVec<[usize; 4]> {
    let Choice::Action(index) = choice else { return SmallVec::new() };
    (0..search.actions.list[index].tables.len()).filter_map(|outcome| search.anew_at(state, index, outcome)).collect()
}

/// The end to which a route leads; nothing where that is a step.
pub(crate) fn end_by_route(target: Target) -> Option<Doing> {
    match target {
        Target::Escalation(id) => Some(Doing::Escalate(id)),
        Target::Guide(id) => Some(Doing::Guide(id)),
        Target::Solved => Some(Doing::Solved),
        Target::Step(_) => None,
    }
}

fn leaf(doing: Doing) -> Node {
    Node { doing, next: Vec::new(), fallback: None }
}

fn takes_over(search: &Search<'_, '_>, state: usize) -> EscalationId {
    escalation(search.actions, search.states.codes(state), search.states.weights(state))
}
