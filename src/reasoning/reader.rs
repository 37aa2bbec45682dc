//! A reader who has one cause: what they answer, and what helps them.
//! In: a problem, what is known already, and the cause. Out: an answer for each step that they meet, the likeliest there
//! is with that cause. Rules that couple checks count, so that the answers agree with each other.

use super::actions::{Actions, UNDONE, is_open};
use super::permission::superseded;
use super::posterior::Start;
use super::problem::{CauseId, Evidence, Problem, Step};
use super::search::EQUAL;
use super::transition::advance;

/// A remedy helps from this chance.
const HELPS: f64 = 0.5;

/// What becomes of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Response {
    /// The outcome of a check.
    Answers(usize),
    /// The remedy helps.
    Helped,
    /// The remedy does not help, in this way.
    Fails(usize),
}

/// A reader who has one cause, and what they have done.
#[derive(Debug)]
pub struct Reader<'p> {
    actions: Actions<'p>,
    start: Start,
    /// All of the weight is on the cause, so that the chance of an outcome is that with the cause.
    weights: Vec<f64>,
}

impl<'p> Reader<'p> {
    /// A reader who knows what the evidence says. Nothing where the cause has no weight in this guide.
    #[must_use]
    pub fn new(problem: &'p Problem, evidence: &Evidence, cause: CauseId) -> Option<Self> {
        let actions = Actions::new(problem);
        let column = actions.tables.column(cause)?;
        let start = Start::new(&actions, evidence);
        let mut weights = vec![0.0; actions.tables.width()];
        weights[column] = 1.0;
        Some(Self { actions, start, weights })
    }

    /// Does a check, or a copy (from 0) of a remedy. A check has its likeliest outcome, the first of equals; a remedy
    /// helps from a chance of one half, else it fails in its likeliest way.
    pub fn meets(&mut self, step: Step, copy: usize) -> Response {
        let index = self.actions.of(step) + copy;
        let mut best: Option<(f64, usize)> = None;
        let mut sum = 0.0;
        for outcome in 0..self.actions.list[index].tables.len() {
            let (chance, _) = self.does(index, outcome);
            sum += chance;
            if best.is_none_or(|(most, _)| chance > most + EQUAL) {
                best = Some((chance, outcome));
            }
        }
        let outcome = best.map_or(0, |(_, outcome)| outcome);
        let is_check = self.actions.is_check(index);
        if !is_check && 1.0 - sum >= HELPS - EQUAL {
            return Response::Helped;
        }
        self.start.codes = self.does(index, outcome).1;
        if is_check { Response::Answers(outcome) } else { Response::Fails(outcome) }
    }

    /// The chance of an outcome with the cause, and the codes after it.
    fn does(&self, index: usize, outcome: usize) -> (f64, Vec<u16>) {
        let before = &self.start.codes;
        if !is_open(before[index]) {
            return (0.0, before.clone());
        }
        let (mut codes, mut weights) = (Vec::new(), Vec::new());
        let (before, after) = ((&before[..], &self.weights[..]), (&mut codes, &mut weights));
        let (chance, _) = advance(&self.actions, &self.start.coupling, before, after, &mut Vec::new(), index, outcome);
        (chance, codes)
    }
}

/// Readers of one guide, each with a cause, for whoever lets many of them meet its steps: chances instead of likeliest answers.
#[derive(Debug)]
pub struct Readers<'p> {
    actions: Actions<'p>,
    starts: Vec<Start>,
}

/// What one of the [`Readers`] has done.
#[derive(Clone, Debug)]
pub struct Progress {
    start: usize,
    codes: Vec<u16>,
}

impl<'p> Readers<'p> {
    /// Readers who may begin with each of these.
    #[must_use]
    pub fn new(problem: &'p Problem, beginnings: &[Evidence]) -> Self {
        let actions = Actions::new(problem);
        let starts = beginnings.iter().map(|evidence| Start::new(&actions, evidence)).collect();
        Self { actions, starts }
    }

    /// The weight of each hypothesis with a beginning, not normalised: of several beginnings the heavier is the more frequent.
    #[must_use]
    pub fn weights(&self, start: usize) -> &[f64] {
        &self.starts[start].weights
    }

    /// A reader who has done nothing yet.
    #[must_use]
    pub fn begin(&self, start: usize) -> Progress {
        Progress { start, codes: self.starts[start].codes.clone() }
    }

    /// The chance of each outcome of a step, of a remedy of each way in which it fails, for a reader with the hypothesis in this
    /// column. What is left of a remedy's is that it helps. All are 0 where the step is done.
    #[must_use]
    pub fn chances(&self, reader: &Progress, step: Step, copy: usize, column: usize) -> Vec<f64> {
        let index = self.actions.of(step) + copy;
        let one = &self.actions.list[index];
        if !is_open(reader.codes[index]) {
            return vec![0.0; one.tables.len()];
        }
        let coupling = &self.starts[reader.start].coupling;
        let mut by = Vec::new();
        let is_coupled = coupling.couples(index) && reader.codes[index] == UNDONE;
        let is_void = superseded(&self.actions, &reader.codes, index);
        let chance = |outcome: usize| {
            if is_coupled {
                coupling.ratio(index, outcome, &reader.codes, &mut by);
                return by[column];
            }
            let tables = if is_void { &one.void_tables } else { &one.tables };
            tables[outcome][column]
        };
        (0..one.tables.len()).map(chance).collect()
    }

    /// Lets a reader do a step with an outcome.
    pub fn goes_on(&self, reader: &mut Progress, step: Step, copy: usize, outcome: usize) {
        let index = self.actions.of(step) + copy;
        let coupling = &self.starts[reader.start].coupling;
        let weights = &self.starts[reader.start].weights;
        let (mut codes, mut after) = (Vec::new(), Vec::new());
        let (before, to) = ((&reader.codes[..], &weights[..]), (&mut codes, &mut after));
        advance(&self.actions, coupling, before, to, &mut Vec::new(), index, outcome);
        reader.codes = codes;
    }
}
