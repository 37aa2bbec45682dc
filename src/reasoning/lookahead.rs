//! What a step may bring, before it is done.
//! In: a problem, evidence, and a step. Out: the chance of each outcome and what would be believed then.

use super::actions::{Actions, UNDONE, is_open};
use super::posterior::{Start, normalised};
use super::problem::{Evidence, Problem, Step};
use super::transition::advance;

/// What a step may bring.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lookahead {
    /// For each outcome (of a remedy, each way of failing) its chance and the chance of each hypothesis then, the unknown
    /// cause last; nothing where it cannot come.
    pub outcomes: Vec<(f64, Option<Vec<f64>>)>,
    /// The chance that a remedy helps; 0 for a check.
    pub helps: f64,
    /// What it costs, in minutes with the price of its risk.
    pub cost: f64,
    /// What it takes, in plain minutes.
    pub minutes: f64,
}

/// Looks one step ahead. Contradictory evidence leaves no outcome any chance.
#[must_use]
pub fn lookahead(problem: &Problem, evidence: &Evidence, step: Step) -> Lookahead {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let first = actions.of(step);
    let index = match step {
        Step::Check(_) => first,
        Step::Remedy(remedy) => actions.copies(remedy.0).find(|copy| start.codes[*copy] == UNDONE).unwrap_or(first),
    };
    let one = &actions.list[index];
    let mut made = Lookahead { cost: one.cost, minutes: one.minutes, ..Lookahead::default() };
    let Some(weights) = normalised(&start.weights) else { return made };
    let (mut by, mut after) = (Vec::new(), Vec::new());
    let mut codes = start.codes.clone();
    if !is_open(codes[index]) {
        codes[index] = UNDONE;
    }
    let mut sum = 0.0;
    for outcome in 0..one.tables.len() {
        let mut known = Vec::new();
        let after = (&mut after, &mut known);
        let (chance, _) = advance(&actions, &start.coupling, (&codes, &weights), after, &mut by, index, outcome);
        sum += chance;
        made.outcomes.push((chance, (chance > 0.0).then_some(known)));
    }
    if !actions.is_check(index) {
        made.helps = (1.0 - sum).max(0.0);
    }
    made
}
