//! What a search holds for each state: its bounds, what may be done there, and where each answer leads.

use super::RepairSequence;

/// What a state offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Action(usize),
    Escalate,
}

impl Choice {
    /// The action, if it is one.
    pub(crate) fn action(self) -> Option<usize> {
        match self {
            Choice::Action(index) => Some(index),
            Choice::Escalate => None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Branch {
    pub choice: Choice,
    pub lo: f64,
    pub hi: f64,
    pub(super) cost: f64,
    pub(super) first: u32,
    pub(super) edges: u32,
    /// Were its children made?
    pub(super) made: bool,
}

/// One answer: its chance and the state that it leads to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub chance: f64,
    pub(super) outcome: u32,
    pub(super) state: u32,
}

impl Edge {
    pub(crate) fn outcome(&self) -> usize {
        self.outcome as usize
    }

    pub(crate) fn state(&self) -> usize {
        self.state as usize
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) lo: f64,
    pub(super) hi: f64,
    pub(super) first: u32,
    pub(super) branches: u32,
    /// Where its actions' lower bounds stand, if they are kept until it is expanded.
    pub(super) after: Option<u32>,
    pub(super) expanded: bool,
    /// What remedies alone would come to, where that was asked for.
    pub(super) sequence: Option<RepairSequence>,
}
