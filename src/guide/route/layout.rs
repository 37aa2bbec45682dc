//! Which step has which number.

use rustc_hash::FxHashMap;

use crate::reasoning::{Doing, NodeId, Onward, RemedyId, SymptomId};

use super::super::{Goto, GuideContext};

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
    pub fn new(cx: &GuideContext) -> Self {
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

    /// The number of a node, if it is printed.
    pub fn number(&self, node: NodeId) -> Option<u32> {
        self.numbers.get(&node).copied()
    }

    /// Where an answer of a node leads on paper; the number after the last answer is for who cannot do or tell.
    pub fn goto(&self, cx: &GuideContext, node: NodeId, answer: usize) -> Goto {
        let flow = &cx.plan.flow.nodes[node];
        let next = flow.next.get(answer).copied().or(flow.fallback);
        if next.is_some_and(|next| cx.plan.flow.nodes[next].doing == Doing::Solved) {
            return Goto::Solved;
        }
        match cx.printed.onward.get(&(node, answer)) {
            Some(onward) => self.by(onward),
            None => Goto::Step(next.and_then(|node| self.number(node)).unwrap_or(self.last)),
        }
    }

    /// Where those begin who see a symptom; nothing where they begin as everybody does.
    pub fn begin(&self, cx: &GuideContext, symptom: SymptomId) -> Option<Goto> {
        let entry = cx.plan.flow.entries.iter().find(|entry| entry.symptom == Some(symptom))?;
        let own = || cx.printed.begins.get(&symptom).map(|onward| self.by(onward));
        self.number(entry.node).map(Goto::Step).or_else(own)
    }

    fn by(&self, onward: &Onward) -> Goto {
        let steps: Vec<u32> = onward.first.iter().filter_map(|&one| self.in_tail(one)).collect();
        let then = onward.then.and_then(|node| self.number(node)).unwrap_or(self.last);
        if steps.is_empty() { Goto::Step(then) } else { Goto::By { steps, then } }
    }

    /// The number of a remedy in the tail.
    fn in_tail(&self, remedy: RemedyId) -> Option<u32> {
        self.slots.iter().zip(1..).find_map(|(slot, number)| (*slot == Slot::Tail(remedy)).then_some(number))
    }
}

/// Whether an answer or a symptom sends the reader to remedies of the tail.
fn joins_tail(cx: &GuideContext) -> bool {
    cx.printed.onward.values().chain(cx.printed.begins.values()).any(|onward| !onward.first.is_empty())
}

/// The printed nodes from the top, in an order in which each stands behind all that lead to it, and in which the
/// first answer's continuation follows at once: so chains without branches read as one list.
fn chains(cx: &GuideContext) -> Vec<NodeId> {
    let printed: rustc_hash::FxHashSet<NodeId> = cx.printed.nodes.iter().copied().collect();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut order = Vec::with_capacity(printed.len());
    let begins = cx.printed.begins.values().filter_map(|onward| onward.then);
    let entries: Vec<NodeId> = cx.plan.flow.entries.iter().map(|entry| entry.node).chain(begins).collect();
    // Reversed finishing order of a depth-first walk; what is visited last stands first, so the walk goes backwards.
    for root in entries.iter().rev().copied() {
        if !printed.contains(&root) || !seen.insert(root) {
            continue;
        }
        let mut path: Vec<(NodeId, Vec<NodeId>)> = vec![(root, children(cx, root))];
        while let Some((node, left)) = path.last_mut() {
            match left.pop() {
                Some(next) if printed.contains(&next) && seen.insert(next) => {
                    let after = children(cx, next);
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

/// Where a node leads on paper, the answer to be followed at once in front.
fn children(cx: &GuideContext, node: NodeId) -> Vec<NodeId> {
    let flow = &cx.plan.flow.nodes[node];
    let edges = flow.next.iter().copied().map(Some).chain([flow.fallback]).enumerate();
    let onward = |(answer, next)| cx.printed.onward.get(&(node, answer)).map_or(next, |onward| onward.then);
    edges.filter_map(onward).collect()
}
