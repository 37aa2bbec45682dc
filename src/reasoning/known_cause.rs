//! What it costs to end a trouble whose cause is known.
//! In: actions, what is done, and a hypothesis. Out: the least expected cost for a reader who knows that this is the cause,
//! looking past stages, safety, order, routes and what supersedes what, but not past the conditions of steps.
//!
//! Looking past a constraint only adds plans, so no plan of the guide costs such a reader less. Conditions stay: a remedy
//! that is only for some answers costs its reader the question, and does not help those who answer otherwise.
//!
//! Few steps concern one cause: its remedies, the checks that open these, and steps with an answer that ends cheaper than
//! handing over. So the cost is found exactly, by recursion over what is done of these, and remembered. Where they are too
//! many, the remedies are taken in the order of φ for their cost, as if all were open, and each cheap end as if its whole
//! gain were had.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::actions::{Actions, DONE, UNDONE};
use super::coupling::Coupling;
use super::permission::conditions_hold;
use super::problem::{RuleEffect, Target};
use super::transition::end_price;

/// With more states of its steps than this, a cause is weighed in the simple way.
const STATES: usize = 4_096;

/// The codes of the steps that concern a cause.
type Key = SmallVec<[u16; 12]>;

/// What it costs when the cause is known, from one start.
#[derive(Debug)]
pub(crate) struct KnownCause {
    /// By hypothesis, the actions that concern it.
    concerning: Vec<Vec<usize>>,
    /// By hypothesis and action, whether the action concerns it.
    marks: Vec<Vec<bool>>,
    /// By hypothesis, what its cheap ends can save at most; nothing where the cost is found exactly.
    simple: Vec<Option<Vec<(usize, f64)>>>,
    /// The price of handing over, or of a cheaper end to which a rule may lead at any time.
    pub price: f64,
    found: RefCell<Vec<FxHashMap<Key, f64>>>,
}

impl KnownCause {
    pub(crate) fn new(actions: &Actions<'_>, coupling: &Coupling) -> Self {
        let width = actions.tables.width();
        let ruled = actions.problem.rules.iter().flat_map(|rule| &rule.effects).filter_map(|effect| match effect {
            RuleEffect::Next(Target::Escalation(id)) => Some(actions.problem.escalations[id.0].takes),
            _ => None,
        });
        let price = ruled.fold(actions.price, f64::min);
        let mut made = Self {
            concerning: Vec::with_capacity(width),
            marks: Vec::with_capacity(width),
            simple: Vec::with_capacity(width),
            price,
            found: RefCell::new(vec![FxHashMap::default(); width]),
        };
        let opened_by: Vec<Vec<usize>> =
            (0..actions.list.len()).map(|index| opened_by(actions, coupling, index)).collect();
        for column in 0..width {
            let saves: Vec<(usize, f64)> = (0..actions.list.len())
                .map(|index| (index, made.saves(actions, coupling, column, index)))
                .filter(|(_, saved)| *saved > 0.0)
                .collect();
            let helping = (0..actions.list.len()).filter(|&index| actions.list[index].helping.has(column));
            let mut open: Vec<usize> = helping.chain(saves.iter().map(|(index, _)| *index)).collect();
            let mut marks = vec![false; actions.list.len()];
            while let Some(index) = open.pop() {
                if !std::mem::replace(&mut marks[index], true) {
                    open.extend(&opened_by[index]);
                }
            }
            let concerning: Vec<usize> = (0..marks.len()).filter(|&index| marks[index]).collect();
            let states =
                concerning.iter().fold(1_usize, |all, &index| all.saturating_mul(actions.list[index].tables.len() + 1));
            made.simple.push((states > STATES).then_some(saves));
            made.concerning.push(concerning);
            made.marks.push(marks);
        }
        made
    }

    /// Does an action change what a reader with this cause pays?
    pub(crate) fn concerns(&self, index: usize, column: usize) -> bool {
        self.marks[column][index]
    }

    /// What an action's cheap ends save at most for a reader with this cause: the fall of the price, less the action's own cost
    /// where it is done for the end alone.
    fn saves(&self, actions: &Actions<'_>, coupling: &Coupling, column: usize, index: usize) -> f64 {
        let one = &actions.list[index];
        let gain: f64 = (0..one.tables.len())
            .filter_map(|outcome| {
                // What is coupled with other answers may come more often than its own table says.
                let chance = if coupling.couples(index) { 1.0 } else { one.tables[outcome][column] };
                end_of(actions, index, outcome).map(|price| chance * (self.price - price).max(0.0))
            })
            .sum();
        if one.helping.has(column) { gain } else { gain - one.cost }
    }

    /// The least expected cost. `codes` are those of a state, and are the same again afterwards.
    pub(crate) fn cost(&self, actions: &Actions<'_>, coupling: &Coupling, codes: &mut [u16], column: usize) -> f64 {
        let key: Key = self.concerning[column].iter().map(|&index| codes[index]).collect();
        if let Some(found) = self.found.borrow()[column].get(&key) {
            return *found;
        }
        let cost = match &self.simple[column] {
            Some(saves) => self.in_order(actions, codes, column, saves),
            None => self.least(actions, coupling, codes, column),
        };
        self.found.borrow_mut()[column].insert(key, cost);
        cost
    }

    fn least(&self, actions: &Actions<'_>, coupling: &Coupling, codes: &mut [u16], column: usize) -> f64 {
        let mut least = self.price;
        let mut by = Vec::new();
        for &index in &self.concerning[column] {
            if actions.list[index].cost >= least || !is_open(actions, codes, index) {
                continue;
            }
            let one = &actions.list[index];
            let mut cost = one.cost;
            for (outcome, table) in one.tables.iter().enumerate() {
                let chance = if coupling.couples(index) {
                    coupling.ratio(index, outcome, codes, &mut by);
                    by[column]
                } else {
                    table[column]
                };
                if chance <= 0.0 {
                    continue;
                }
                let end = end_of(actions, index, outcome);
                codes[index] = DONE + outcome as u16;
                cost += chance
                    * match end {
                        // A rule may lead elsewhere.
                        Some(end) if actions.ruled_routes => end.min(self.cost(actions, coupling, codes, column)),
                        Some(end) => end,
                        None => self.cost(actions, coupling, codes, column),
                    };
                codes[index] = UNDONE;
            }
            least = least.min(cost);
        }
        least
    }

    fn in_order(&self, actions: &Actions<'_>, codes: &[u16], column: usize, saves: &[(usize, f64)]) -> f64 {
        let (mut cost, mut left) = (0.0, 1.0);
        let open = actions.cures[column].iter().filter(|cure| codes[cure.index] == UNDONE);
        for cure in open.filter(|cure| cure.cost < cure.phi * self.price) {
            cost += left * cure.cost;
            left *= 1.0 - cure.phi;
        }
        let saved: f64 = saves.iter().filter(|(index, _)| codes[*index] == UNDONE).map(|(_, saved)| saved).sum();
        (cost + left * self.price - saved).max(0.0)
    }
}

/// May an action be done, as far as only conditions and the order of a remedy's copies bind it?
fn is_open(actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
    let is_later_copy = index > 0 && actions.list[index - 1].step == actions.list[index].step;
    codes[index] == UNDONE && !(is_later_copy && codes[index - 1] == UNDONE) && conditions_hold(actions, codes, index)
}

/// The actions that may open an action, and those with which rules couple it. A rule that skips what was not tried yet is lifted
/// by trying it.
fn opened_by(actions: &Actions<'_>, coupling: &Coupling, index: usize) -> Vec<usize> {
    actions.asked_by(index).chain(coupling.coupled_with(index)).collect()
}

/// The price of the end to which an answer leads.
pub(crate) fn end_of(actions: &Actions<'_>, index: usize, outcome: usize) -> Option<f64> {
    let target = actions.list[index].routes[outcome]?;
    (!matches!(target, Target::Step(_))).then(|| end_price(actions, target))
}
