//! What doing a step makes of a state.
//! In: a state (codes and weights), a move and its outcome. Out: the state after it, the chance of the outcome,
//! and the end that a route leads to. The search and the walk that verifies its flow share this and no more.

use super::coupling::Coupling;
use super::moves::{DONE, Moves, UNDONE, VOID};
use super::permission::{before, rule_route, superseded};
use super::problem::Target;

/// What an end by a route costs in the plan.
pub(crate) fn end_price(moves: &Moves<'_>, target: Target) -> f64 {
    match target {
        Target::Escalation(id) => moves.problem.escalations[id.0].takes,
        _ => moves.price,
    }
}

/// Does a move with an outcome. Fills `after` with the codes after it, the route that is then pending among them, and with
/// the weights, scaled to sum to 1; gives the chance of the outcome, and the end that a route leads to.
pub(crate) fn advance(
    moves: &Moves<'_>,
    coupling: &Coupling,
    (codes, weights): (&[u16], &[f64]),
    (after, known): (&mut Vec<u16>, &mut Vec<f64>),
    by: &mut Vec<f64>,
    index: usize,
    outcome: usize,
) -> (f64, Option<Target>) {
    let one = &moves.list[index];
    let mut code = DONE + outcome as u16;
    let table = if coupling.couples(index) {
        coupling.ratio(index, outcome, codes, by);
        by
    } else if superseded(moves, codes, index) {
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
    if moves.routing {
        return (chance, follow(moves, after, index, outcome, code));
    }
    after[index] = code;
    (chance, None)
}

/// Sets the code of a move and the route that is pending after it; gives the end that a route leads to.
fn follow(moves: &Moves<'_>, codes: &mut [u16], index: usize, outcome: usize, code: u16) -> Option<Target> {
    let n = moves.list.len();
    // Only what the target's `after` lacks is done while a route stays pending.
    let pending = usize::from(codes[n]);
    let stays = pending > 0
        && pending - 1 != index
        && codes[pending - 1] == UNDONE
        && before(moves, pending - 1).contains(&index);
    let ruled = if moves.ruled_routes {
        let earlier = codes.to_vec();
        codes[index] = code;
        rule_route(moves, Some(&earlier), codes)
    } else {
        codes[index] = code;
        None
    };
    match ruled.or(moves.list[index].routes[outcome]) {
        Some(Target::Step(step)) => codes[n] = moves.of(step) as u16 + 1,
        None => codes[n] = if stays { pending as u16 } else { 0 },
        end => return end,
    }
    None
}
