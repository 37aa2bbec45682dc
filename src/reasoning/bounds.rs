//! Lower bounds on the expected cost of a state.
//! In: moves, what is done, weights that sum to 1. Out: a number that no plan can go below. Every bound looks
//! past all constraints, which can only make a plan dearer.

use super::moves::{Moves, UNDONE};
use super::permission::superseded;

/// The least expected cost for a reader whose cause is known: its remedies in the order of φ for their
/// cost, as far as they are worth it, then the cheapest end.
fn when_known(moves: &Moves<'_>, codes: &[u16], column: usize, without: Option<usize>) -> f64 {
    let (mut cost, mut left) = (0.0, 1.0);
    for cure in &moves.cures[column] {
        let open = codes[cure.index] == UNDONE && Some(cure.index) != without;
        if open && !(cure.superseded && superseded(moves, codes, cure.index)) {
            cost += left * cure.cost;
            left *= 1.0 - cure.phi;
        }
    }
    cost + left * moves.least_price
}

/// The bounds of one state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// LB1, perfect information: what remains to be paid if each reader's cause were known.
    pub informed: f64,
    /// The same for each hypothesis alone; 0 where it is ruled out.
    pub known: Vec<f64>,
}

impl Bounds {
    pub(crate) fn find(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) {
        self.known.clear();
        self.informed = 0.0;
        for (column, weight) in weights.iter().enumerate() {
            let cost = if *weight > 0.0 { when_known(moves, codes, column, None) } else { 0.0 };
            self.known.push(cost);
            self.informed += weight * cost;
        }
    }

    /// LB2 of one move: its cost, then LB1. Knowing the cause already, a check's answer changes nothing.
    pub(crate) fn after(&self, moves: &Moves<'_>, codes: &[u16], weights: &[f64], index: usize) -> f64 {
        let one = &moves.list[index];
        let mut bound = one.cost + self.informed;
        if one.fixes.is_empty() || superseded(moves, codes, index) {
            return bound;
        }
        for &(column, phi) in &one.fixes {
            let weight = weights[column];
            if weight > 0.0 {
                let left = when_known(moves, codes, column, Some(index));
                bound += weight * ((1.0 - phi) * left - self.known[column]);
            }
        }
        bound
    }

    /// LB2: the least of escalating and of all moves that could be chosen.
    pub(crate) fn best(&self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) -> f64 {
        let mut bound = moves.least_price;
        for (index, code) in codes[..moves.list.len()].iter().enumerate() {
            if *code == UNDONE {
                bound = bound.min(self.after(moves, codes, weights, index));
            }
        }
        bound.max(self.informed)
    }
}
