//! What to do next, off the flow: P/C with one step of look-ahead.
//! In: a problem and whatever is known. Out: one step, and what each step that may be done would cost. The order of operations
//! is part of the contract, since the page that readers see computes the same: hypotheses by id and the
//! unknown cause last; actions by qualified name; a later candidate wins only if it is cheaper by more than 1e-12.

use super::actions::Actions;
use super::flow::{Doing, end_by_route, escalation};
use super::permission::Permitted;
use super::posterior::{Start, normalised};
use super::problem::{EscalationId, Evidence, Problem, Step};
use super::repair_sequence::{RepairSequence, RepairSequences};
use super::search::EQUAL;
use super::transition::{advance, end_price};

/// What is best to do next.
#[derive(Clone, Debug, PartialEq)]
pub struct Advice {
    /// What to do.
    pub doing: Doing,
    /// What the rule expects it to cost until the trouble is over, in minutes.
    pub cost: f64,
    /// Checks that may be asked, and remedies alone (the first one), with their costs in the order they were compared.
    pub considered: Vec<(Doing, f64)>,
    /// The chance of each hypothesis, the unknown cause last; `None` where the evidence is contradictory.
    pub posterior: Option<Vec<f64>>,
}

/// The one-step rule: ask the check whose cost, with the expected cost of remedies alone after its answer, is least, if that
/// is less than remedies alone now; else the first remedy in the order of P/C, or escalate.
/// Source: Heckerman, Breese & Rommelse 1995.
#[must_use]
pub fn advise(problem: &Problem, evidence: &Evidence) -> Advice {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let policy = problem.policy.escalation;
    let posterior = normalised(&start.weights);
    if let Some((target, doing)) = start.end.and_then(|target| Some((target, end_by_route(target)?))) {
        // An answer that none of the guide's causes can give may still say where to go.
        return Advice { doing, cost: end_price(&actions, target), considered: Vec::new(), posterior };
    }
    let Some(weights) = posterior else {
        return Advice {
            doing: Doing::Contradiction(policy),
            cost: actions.price,
            considered: Vec::new(),
            posterior: None,
        };
    };
    let mut permitted = Permitted::default();
    permitted.find(&actions, &start.codes, &weights, |check| start.coupling.couples(check));
    let mut sequences = RepairSequences::default();
    let sequence = sequences.constrained(&actions, &start.codes, &weights);
    let mut considered = Vec::new();
    let end = escalation(&actions, &start.codes, &weights);
    let mut best = alone(&actions, end, &permitted, &sequence);
    considered.extend(best);
    let (mut by, mut codes, mut known) = (Vec::new(), Vec::new(), Vec::new());
    for &index in &permitted.actions {
        // A route may leave a remedy only: it is done whatever it costs.
        let only_way = permitted.forced && best.is_none();
        if !(actions.is_check(index) || only_way) {
            continue;
        }
        let mut cost = actions.list[index].cost;
        for outcome in 0..actions.list[index].tables.len() {
            let (before, after) = ((&start.codes[..], &weights[..]), (&mut codes, &mut known));
            let (chance, end) = advance(&actions, &start.coupling, before, after, &mut by, index, outcome);
            if chance > 0.0 {
                let after = match end {
                    Some(target) => end_price(&actions, target),
                    None => sequences.constrained(&actions, &codes, &known).cost,
                };
                cost += chance * after;
            }
        }
        let doing = doing(&actions, index);
        considered.push((doing, cost));
        if best.as_ref().is_none_or(|(_, least)| cost < least - EQUAL) {
            best = Some((doing, cost));
        }
    }
    let (doing, cost) = best.unwrap_or((Doing::Escalate(end), actions.price));
    Advice { doing, cost, considered, posterior: Some(weights) }
}

/// Remedies alone; `None` where neither a remedy nor the end is permitted.
fn alone(
    actions: &Actions<'_>,
    end: EscalationId,
    permitted: &Permitted,
    sequence: &RepairSequence,
) -> Option<(Doing, f64)> {
    match sequence.first {
        Some(index) => Some((doing(actions, index), sequence.cost)),
        None => permitted.escalate.then_some((Doing::Escalate(end), actions.price)),
    }
}

/// An action as others see it.
pub(crate) fn doing(actions: &Actions<'_>, index: usize) -> Doing {
    let step = actions.list[index].step;
    let copy = match step {
        Step::Check(_) => 0,
        Step::Remedy(remedy) => index - actions.first_copy[remedy.0],
    };
    Doing::Step(step, copy)
}
