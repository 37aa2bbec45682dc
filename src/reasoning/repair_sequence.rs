//! Remedies in the order of P/C.
//! In: actions, what is done, weights. Out: the expected cost of trying remedies alone, best chance for its cost
//! first, as far as that pays, and the first of them. Sources: Kadane & Simon 1977; Heckerman, Breese & Rommelse 1995.

use super::actions::{Actions, DONE, UNDONE};
use super::hypothesis_set::HypothesisSet;
use super::permission::{Permitted, help, is_better, superseded};

/// What trying remedies alone would cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RepairSequence {
    /// Expected cost.
    pub cost: f64,
    /// The first remedy; `None` where ending at once is as good.
    pub first: Option<usize>,
    /// Is this proven to be the best plan without checks?
    pub optimal: bool,
}

/// A remedy that may come next.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    index: usize,
    cost: f64,
    chance: f64,
}

/// How far a sequence has come.
struct Walk {
    paid: f64,
    best: f64,
    first: Option<usize>,
    chosen: Option<usize>,
}

/// Buffers, kept between calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct RepairSequences {
    order: Vec<Candidate>,
    weights: Vec<f64>,
    codes: Vec<u16>,
    permitted: Permitted,
    cured: HypothesisSet,
}

impl RepairSequences {
    /// Where nothing constrains the order: always the best P/C at the weights that the failures so far leave, by
    /// name among equals, and the best prefix. Exact where each cause has one remedy left (Kadane & Simon).
    pub(crate) fn plain(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> RepairSequence {
        self.order.clear();
        self.cured.clear();
        let mut optimal = true;
        for &index in &actions.remedies_by_name {
            if codes[index] != UNDONE {
                continue;
            }
            let one = &actions.list[index];
            // Ways of failing can tell causes apart like a check, and then one order for all is not the best plan.
            optimal &= one.tables.len() == 1;
            let mut chance = 0.0;
            for &(column, phi) in &one.fixes {
                if weights[column] > 0.0 {
                    chance += weights[column] * phi;
                    optimal &= self.cured.insert(column, weights.len());
                }
            }
            if chance > 0.0 {
                self.order.push(Candidate { index, cost: one.cost, chance });
            }
        }
        let list = &actions.list;
        let mut left: f64 = weights.iter().sum();
        let (mut paid, mut best) = (0.0, actions.price * left);
        let (mut first, mut chosen) = (None, None);
        let mut tried = |one: &Candidate| {
            first = first.or(Some(one.index));
            paid += one.cost * left;
            left = (left - one.chance).max(0.0);
            if paid + actions.price * left < best {
                best = paid + actions.price * left;
                chosen = first;
            }
        };
        if optimal {
            // No failure changes what the others are worth: one order is all.
            self.order.sort_by(|a, b| (b.chance * a.cost).total_cmp(&(a.chance * b.cost)));
            self.order.iter().for_each(tried);
            return RepairSequence { cost: best, first: chosen, optimal };
        }
        self.weights.clear();
        self.weights.extend_from_slice(weights);
        while !self.order.is_empty() {
            let (mut next, mut best_yet) = (0, self.order[0]);
            for (place, one) in self.order.iter().enumerate().skip(1) {
                if one.chance * best_yet.cost > best_yet.chance * one.cost {
                    (next, best_yet) = (place, *one);
                }
            }
            self.order.remove(next);
            tried(&best_yet);
            for &(column, phi) in &list[best_yet.index].fixes {
                self.weights[column] *= 1.0 - phi;
            }
            for other in &mut self.order {
                let fixes = list[other.index].fixes.iter();
                other.chance = fixes.map(|(column, phi)| self.weights[*column] * phi).sum();
            }
        }
        RepairSequence { cost: best, first: chosen, optimal }
    }

    /// Under constraints: at each place the permitted remedy with the best P/C, by name among equals; the best
    /// place to end among those where ending is permitted. A check that only its answer could pass is
    /// taken as the end. `codes` and `weights` as in [`Permitted::find`].
    pub(crate) fn constrained(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> RepairSequence {
        self.codes.clear();
        self.codes.extend_from_slice(codes);
        self.weights.clear();
        self.weights.extend_from_slice(weights);
        let mut walk = Walk { paid: 0.0, best: f64::INFINITY, first: None, chosen: None };
        // A route that cannot be followed yet may be after another remedy, so everything is asked for while one is pending;
        // without one, only what remedies change.
        let is_pending = |codes: &[u16]| {
            let target = codes[actions.list.len()].checked_sub(1);
            target.is_some_and(|target| codes[usize::from(target)] == UNDONE)
        };
        while is_pending(&self.codes) || !actions.told_by_checks || actions.requiring {
            self.permitted.find(actions, &self.codes, &self.weights, |_| false);
            let next = self.best_remedy(actions);
            if !self.step(actions, &mut walk, next, self.permitted.escalate) {
                return RepairSequence { cost: walk.best, first: walk.chosen, optimal: false };
            }
        }
        self.permitted.find_lasting(actions, &self.codes, &self.weights);
        loop {
            let next = self.permitted.best_remedy(actions, &self.codes, &self.weights);
            let may_end = self.permitted.may_escalate(actions, &self.codes);
            if !self.step(actions, &mut walk, next, may_end) {
                return RepairSequence { cost: walk.best, first: walk.chosen, optimal: false };
            }
            if let Some(done) = next {
                self.permitted.remove(actions, &self.codes, &self.weights, done);
            }
        }
    }

    /// Tries one more remedy, or ends where there is none; says whether the sequence goes on.
    fn step(&mut self, actions: &Actions<'_>, walk: &mut Walk, next: Option<usize>, may_end: bool) -> bool {
        let left: f64 = self.weights.iter().sum();
        if (may_end || next.is_none()) && walk.paid + actions.price * left < walk.best {
            walk.best = walk.paid + actions.price * left;
            walk.chosen = walk.first;
        }
        let Some(index) = next else { return false };
        walk.first = walk.first.or(Some(index));
        walk.paid += actions.list[index].cost * left;
        if !superseded(actions, &self.codes, index) {
            for &(column, phi) in &actions.list[index].fixes {
                self.weights[column] *= 1.0 - phi;
            }
        }
        let ways = actions.list[index].tables.len();
        self.codes[index] = DONE + if ways == 1 { 0 } else { ways as u16 };
        true
    }

    fn best_remedy(&self, actions: &Actions<'_>) -> Option<usize> {
        let mut best: Option<(usize, f64)> = None;
        for &index in &self.permitted.actions {
            if actions.is_check(index) {
                continue;
            }
            let chance = help(actions, &self.codes, &self.weights, index);
            if is_better(actions, (index, chance), best) {
                best = Some((index, chance));
            }
        }
        best.map(|(index, _)| index)
    }

    /// The sequence of the kind that the guide needs.
    pub(crate) fn find(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> RepairSequence {
        if actions.constrained {
            self.constrained(actions, codes, weights)
        } else {
            self.plain(actions, codes, weights)
        }
    }
}
