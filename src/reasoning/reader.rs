//! A reader who has one cause: what they answer, and what helps them.
//! In: a problem, what is known already, and the cause. Out: an answer for each step that they meet, the likeliest there
//! is with that cause. Rules that couple checks count, so that the answers agree with each other.

use super::actions::{Actions, is_open};
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
