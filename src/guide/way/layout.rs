//! Which step has which number.

use rustc_hash::FxHashMap;

use crate::reasoning::{Doing, NodeId, RemedyId};

use super::super::{Context, Goto};

/// What stands at a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Slot {
    /// A node of the flow.
    Node(NodeId),
    /// A remedy of the tail.
    Tail(RemedyId),
    /// The escalation behind the tail, where no node of the flow is it.
    LastResort,
}

/// The numbered steps.
pub(in super::super) struct Layout {
    /// What stands at each number, from 1.
    pub slots: Vec<Slot>,
    /// The place of the first step of the tail.
    pub tail_begins: Option<usize>,
    numbers: FxHashMap<NodeId, u32>,
    /// The number of the guide's own escalation.
    last: u32,
}

impl Layout {
    pub fn new(cx: &Context) -> Self {
        let is_end = |&node: &NodeId| !matches!(cx.plan.flow.nodes[node].doing, Doing::Step(..));
        let ordered = chains(cx);
        let mut slots: Vec<Slot> = ordered.iter().copied().filter(|node| !is_end(node)).map(Slot::Node).collect();
        let tail_begins = Some(slots.len()).filter(|_| joins_tail(cx) && !cx.printed.tail.is_empty());
        if tail_begins.is_some() {
            slots.extend(cx.printed.tail.iter().map(|&remedy| Slot::Tail(remedy)));
        }
        let own = Doing::Escalate(cx.decision.problem.policy.escalation);
        let mut ends: Vec<NodeId> = ordered.into_iter().filter(is_end).collect();
        // The tail runs on into the guide's own escalation: it comes first of the ends.
        ends.sort_by_key(|&node| cx.plan.flow.nodes[node].doing != own);
        let last = slots.len() as u32 + 1;
        let has_own = ends.first().is_some_and(|&node| cx.plan.flow.nodes[node].doing == own);
        if !has_own {
            slots.push(Slot::LastResort);
        }
        // "Solved" is where answers lead to, and no step.
        ends.retain(|&node| cx.plan.flow.nodes[node].doing != Doing::Solved);
        slots.extend(ends.into_iter().map(Slot::Node));
        let numbers =
            slots.iter().zip(1..).filter_map(|(slot, number)| Some((super::node_of(*slot)?, number))).collect();
        Layout { slots, tail_begins, numbers, last }
    }

    /// The number of a node; of one that is not printed, where the tail begins.
    pub fn number(&self, node: NodeId) -> u32 {
        let tail = self.tail_begins.map_or(self.last, |at| at as u32 + 1);
        self.numbers.get(&node).copied().unwrap_or(tail)
    }

    /// Where an edge to a node leads on paper.
    pub fn goto(&self, cx: &Context, node: NodeId) -> Goto {
        match cx.plan.flow.nodes[node].doing {
            Doing::Solved => Goto::Solved,
            _ => Goto::Step(self.number(node)),
        }
    }

    /// The number of the guide's own escalation.
    pub fn last(&self) -> u32 {
        self.last
    }
}

/// Whether an edge of a printed node leads to one that is not printed.
fn joins_tail(cx: &Context) -> bool {
    let nodes = &cx.plan.flow.nodes;
    let entries = cx.plan.flow.entries.iter().map(|entry| entry.node);
    let edges = cx.printed.nodes.iter().flat_map(|&node| nodes[node].next.iter().copied().chain(nodes[node].cant));
    entries.chain(edges).any(|next| nodes[next].doing != Doing::Solved && !cx.printed.nodes.contains(&next))
}

/// The printed nodes from the top, in an order in which each stands behind all that lead to it, and in which the
/// first answer's continuation follows at once: so chains without branches read as one list.
fn chains(cx: &Context) -> Vec<NodeId> {
    let nodes = &cx.plan.flow.nodes;
    let printed: rustc_hash::FxHashSet<NodeId> = cx.printed.nodes.iter().copied().collect();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut order = Vec::with_capacity(printed.len());
    let entries: Vec<NodeId> = cx.plan.flow.entries.iter().map(|entry| entry.node).collect();
    // Reversed finishing order of a depth-first walk; what is visited last stands first, so the walk goes backwards.
    for root in entries.iter().rev().copied() {
        if !printed.contains(&root) || !seen.insert(root) {
            continue;
        }
        let mut path: Vec<(NodeId, Vec<NodeId>)> = vec![(root, children(nodes, root))];
        while let Some((node, left)) = path.last_mut() {
            match left.pop() {
                Some(next) if printed.contains(&next) && seen.insert(next) => {
                    let after = children(nodes, next);
                    path.push((next, after));
                }
                Some(_) => {}
                None => {
                    order.push(*node);
                    path.pop();
                }
            }
        }
    }
    order.reverse();
    order
}

/// Where a node leads, the answer to be followed at once in front.
fn children(nodes: &[crate::reasoning::Node], node: NodeId) -> Vec<NodeId> {
    nodes[node].next.iter().copied().chain(nodes[node].cant).collect()
}
