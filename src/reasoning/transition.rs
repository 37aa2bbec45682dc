//! What doing a step makes of a state.
//! In: a state (codes and weights), an action and its outcome. Out: the state after it, the chance of the outcome,
//! and the end that a route leads to. The search and the walk that verifies its flow share this and no more.

use super::actions::{AGAIN, Actions, DONE, VOID, is_open, once_more};
use super::coupling::Coupling;
use super::permission::{before, renew, rule_route, superseded};
use super::problem::Target;

/// What an end by a route costs in the plan.
pub(crate) fn end_price(actions: &Actions<'_>, target: Target) -> f64 {
    match target {
        Target::Escalation(id) => actions.problem.escalations[id.0].takes,
        _ => actions.price,
    }
}

/// Is the reader helped where a route ends so, and nobody takes over?
pub(crate) fn is_over(actions: &Actions<'_>, target: Target) -> bool {
    match target {
        Target::Solved => true,
        Target::Escalation(id) => actions.problem.escalations[id.0].is_result,
        Target::Step(_) | Target::Guide(_) => false,
    }
}

/// Does an action with an outcome. Fills `after` with the codes after it, the route that is then pending among them, and with
/// the weights, scaled to sum to 1; gives the chance of the outcome, and the end that a route leads to.
pub(crate) fn advance(
    actions: &Actions<'_>,
    coupling: &Coupling,
    (codes, weights): (&[u16], &[f64]),
    (after, known): (&mut Vec<u16>, &mut Vec<f64>),
    by: &mut Vec<f64>,
    index: usize,
    outcome: usize,
) -> (f64, Option<Target>) {
    let one = &actions.list[index];
    let again = if codes[index] & AGAIN > 0 { once_more(codes[index], outcome, one.tables.len()) } else { None };
    let mut code = again.unwrap_or(DONE + outcome as u16);
    // What is asked once more is another draw from the check's own table.
    let table = if coupling.couples(index) && codes[index] & AGAIN == 0 {
        coupling.ratio(index, outcome, codes, by);
        by
    } else if superseded(actions, codes, index) {
        code |= VOID;
        &one.void_tables[outcome]
    } else {
        &one.tables[outcome]
    };
    known.clear();
    known.extend(weights.iter().zip(table).map(|(weight, factor)| weight * factor));
    let chance: f64 = known.iter().sum();
    if chance > 0.0 {
        for weight in known.iter_mut() {
            *weight /= chance;
        }
    }
    after.clear();
    after.extend_from_slice(codes);
    if actions.routing {
        return (chance, follow(actions, after, index, outcome, code));
    }
    after[index] = code;
    renew(actions, after, index);
    (chance, None)
}

/// Sets the code of an action and the route that is pending after it; gives the end that a route leads to.
fn follow(actions: &Actions<'_>, codes: &mut [u16], index: usize, outcome: usize, code: u16) -> Option<Target> {
    let n = actions.list.len();
    // Only what the target's `after` lacks is done while a route stays pending.
    let pending = usize::from(codes[n]);
    let stays = pending > 0
        && pending - 1 != index
        && is_open(codes[pending - 1])
        && before(actions, pending - 1).contains(&index);
    let ruled = if actions.ruled_routes {
        let earlier = codes.to_vec();
        codes[index] = code;
        renew(actions, codes, index);
        rule_route(actions, Some(&earlier), codes)
    } else {
        codes[index] = code;
        renew(actions, codes, index);
        None
    };
    match ruled.or(actions.list[index].routes[outcome]) {
        Some(Target::Step(step)) => codes[n] = actions.of(step) as u16 + 1,
        None => codes[n] = if stays { pending as u16 } else { 0 },
        end => return end,
    }
    None
}
