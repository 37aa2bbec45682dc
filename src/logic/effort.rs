//! How much is spent on a question.
//!
//! Whether a formula can hold is a question that no known way answers quickly in all cases, so each has a budget. It is
//! counted in steps of the search and never by a clock, and follows from the question alone: the same question has the same
//! answer on every machine, with any number of threads, and in whatever part of a project it is asked.

use std::cell::Cell;

use batsat::{Callbacks, ClauseKind, Lit};

use crate::model::ItemId;

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// The budget ended before it was known.
    Undecided,
}

/// What was found, and what was not decided.
#[derive(Debug, Clone)]
pub struct Told<T> {
    /// What was found.
    pub found: Vec<T>,
    /// The rules of which it was not decided, in the order of files and lines, each once.
    pub undecided: Vec<ItemId>,
}

/// The budget of one question.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Steps of the search.
    steps: u64,
    /// Parts of formulas that the search is given.
    parts: usize,
}

/// Steps of one question: some milliseconds.
const STEPS: u64 = 50_000;
/// Steps for each variable of a question: it takes one to give it a value.
pub(super) const STEPS_PER_VARIABLE: u64 = 20;
/// Parts of formulas that one question is given: of one of many that are asked about each rule, fewer.
const PARTS: usize = 10_000;
const PARTS_OF_MANY: usize = 1_000;
/// A question may be given so many times the parts that it has itself: what it needs comes on top.
const TIMES_ITSELF: usize = 4;

impl Effort {
    /// For one of many questions that are asked about each rule.
    #[must_use]
    pub fn of_many() -> Self {
        Self { parts: PARTS_OF_MANY, ..Self::default() }
    }

    /// For a question that has so many parts itself.
    pub(super) fn and_itself(self, parts: usize) -> Self {
        Effort { parts: self.parts + TIMES_ITSELF * parts, ..self }
    }

    pub(super) fn steps(&self) -> u64 {
        self.steps
    }

    pub(super) fn parts(&self) -> usize {
        self.parts
    }
}

impl Default for Effort {
    fn default() -> Self {
        Self { steps: STEPS, parts: PARTS }
    }
}

/// Counts the steps of a search and ends it. A step is a choice; a clause that is learnt from a contradiction is as many
/// as it has parts, as finding it takes that long.
#[derive(Debug, Default)]
pub(super) struct Steps {
    left: Cell<u64>,
}

impl Steps {
    pub fn allow(&self, steps: u64) {
        self.left.set(steps);
    }

    fn take(&self, steps: u64) {
        self.left.set(self.left.get().saturating_sub(steps));
    }
}

impl Callbacks for Steps {
    fn on_new_clause(&mut self, clause: &[Lit], _: ClauseKind) {
        self.take(clause.len() as u64);
    }

    fn stop(&self) -> bool {
        self.take(1);
        self.left.get() == 0
    }
}
