//! Remedies in the order of P/C.
//! In: actions, what is done, weights. Out: the expected cost of trying remedies alone, best chance for its cost
//! first, as far as that pays, and the first of them. Sources: Kadane & Simon 1977; Heckerman, Breese & Rommelse 1995.

use super::actions::{Actions, DONE, UNDONE, is_open};
use super::hypothesis_set::HypothesisSet;
use super::permission::{Permitted, enough, help, is_better, renew, superseded};
use super::problem::EscalationMode;

/// What trying remedies alone would cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RepairSequence {
    /// Expected cost.
    pub cost: f64,
    /// The first remedy; `None` where ending at once is as good.
    pub first: Option<usize>,
    /// Is this proven to be the best plan without checks?
    pub optimal: bool,
    /// Can a reader follow it to its end as it stands? Then no better plan costs more.
    pub feasible: bool,
    /// The remedies that are tried to its end.
    pub steps: u32,
}

/// A remedy that may come next.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    index: usize,
    cost: f64,
    chance: f64,
}

/// May a sequence end where it is?
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    No,
    Here,
    /// Once it is asked who takes over, which costs so much.
    Asking(f64),
}

/// How far a sequence has come.
struct Walk {
    paid: f64,
    best: f64,
    first: Option<usize>,
    chosen: Option<usize>,
    /// The remedies tried so far, and those before the chosen end.
    tried: u32,
    steps: u32,
    /// Is the chosen end one that is permitted, whatever the remedies before it told?
    feasible: bool,
    /// Has no remedy so far told more than that it failed?
    plain: bool,
}

/// Buffers, kept between calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct RepairSequences {
    order: Vec<Candidate>,
    weights: Vec<f64>,
    codes: Vec<u16>,
    permitted: Permitted,
    cured: HypothesisSet,
    /// By place in the order, the most that a remedy from there on helps.
    most: Vec<f64>,
}

impl Walk {
    /// The chance with which the remedies that are left have to help, for a later end to be better than the best so far.
    fn must_help(&self, actions: &Actions<'_>, weights: &[f64]) -> f64 {
        if self.best.is_infinite() {
            return f64::NEG_INFINITY;
        }
        weights.iter().sum::<f64>() - (self.best - self.paid) / actions.price
    }

    fn ended(&self) -> RepairSequence {
        RepairSequence {
            cost: self.best,
            first: self.chosen,
            optimal: false,
            feasible: self.feasible,
            steps: self.steps,
        }
    }
}

impl RepairSequences {
    /// Where nothing constrains the order of steps: always the best P/C at the weights that the failures so far leave, by
    /// name among equals, and the best prefix after which the guide may hand over. Exact where each cause has one remedy
    /// left and the reader may be handed over at any time (Kadane & Simon).
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
        let any_time = actions.problem.policy.mode == EscalationMode::WhenCheaper;
        let may_end = |most: f64, left: f64| any_time || !enough(actions, most, left);
        let mut left: f64 = weights.iter().sum();
        let most = self.order.iter().map(|one| one.chance).fold(0.0, f64::max);
        let (mut paid, mut best) = (0.0, if may_end(most, left) { actions.price * left } else { f64::INFINITY });
        let (mut first, mut chosen) = (None, None);
        let (mut count, mut steps) = (0, 0);
        // `most` is what a remedy that is left helps at most.
        let mut tried = |one: &Candidate, most: f64| {
            first = first.or(Some(one.index));
            count += 1;
            paid += one.cost * left;
            left = (left - one.chance).max(0.0);
            if paid + actions.price * left < best && may_end(most, left) {
                best = paid + actions.price * left;
                (chosen, steps) = (first, count);
            }
        };
        if optimal {
            // No failure changes what the others are worth: one order is all.
            self.order.sort_by(|a, b| (b.chance * a.cost).total_cmp(&(a.chance * b.cost)));
            self.most.clear();
            self.most.extend(
                self.order
                    .iter()
                    .rev()
                    .scan(0.0, |most: &mut f64, one| Some(std::mem::replace(most, most.max(one.chance)))),
            );
            self.order.iter().zip(self.most.iter().rev()).for_each(|(one, most)| tried(one, *most));
            return RepairSequence { cost: best, first: chosen, optimal: any_time, feasible: true, steps };
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
            for &(column, phi) in &list[best_yet.index].fixes {
                self.weights[column] *= 1.0 - phi;
            }
            for other in &mut self.order {
                let fixes = list[other.index].fixes.iter();
                other.chance = fixes.map(|(column, phi)| self.weights[*column] * phi).sum();
            }
            tried(&best_yet, self.order.iter().map(|one| one.chance).fold(0.0, f64::max));
        }
        RepairSequence { cost: best, first: chosen, optimal, feasible: true, steps }
    }

    /// Under constraints: at each place the permitted remedy with the best P/C, by name among equals; the best
    /// place to end among those where ending is permitted. A check that only its answer could pass is
    /// taken as the end. `codes` and `weights` as in [`Permitted::find`].
    pub(crate) fn constrained(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> RepairSequence {
        self.codes.clear();
        self.codes.extend_from_slice(codes);
        self.weights.clear();
        self.weights.extend_from_slice(weights);
        let mut walk = Walk {
            paid: 0.0,
            best: f64::INFINITY,
            first: None,
            chosen: None,
            tried: 0,
            steps: 0,
            feasible: false,
            plain: !actions.routing,
        };
        // A route that cannot be followed yet may be after another remedy, so everything is asked for while one is pending;
        // without one, only what remedies change: all others leave open what was open.
        let is_pending = |codes: &[u16]| {
            let target = codes[actions.list.len()].checked_sub(1);
            target.is_some_and(|target| is_open(codes[usize::from(target)]))
        };
        while is_pending(&self.codes) || actions.requiring {
            self.permitted.find(actions, &self.codes, &self.weights, |_| false);
            let next = self.best_remedy(actions);
            let asking = self.permitted.asking.map(|fact| actions.costs[fact]);
            let end = if self.permitted.escalate { End::Here } else { asking.map_or(End::No, End::Asking) };
            if !self.step(actions, &mut walk, next, end) {
                return walk.ended();
            }
        }
        self.permitted.find_lasting(actions, &self.codes, &self.weights);
        loop {
            let next = self.permitted.best_remedy(actions, &self.codes, &self.weights);
            let may_end = self.permitted.may_escalate(actions, &self.codes);
            let asking = || self.permitted.deciding(actions, &self.codes, &self.weights);
            let end =
                if may_end { asking().map_or(End::Here, |fact| End::Asking(actions.costs[fact])) } else { End::No };
            if !self.step(actions, &mut walk, next, end) {
                return walk.ended();
            }
            // However the rest is ordered, it cannot make up any more for what is paid by now.
            if self.permitted.helps_at_most() < walk.must_help(actions, &self.weights) {
                return walk.ended();
            }
            match next {
                Some(done) if actions.list[done].enabler => {
                    self.permitted.find_lasting(actions, &self.codes, &self.weights);
                }
                Some(done) => self.permitted.remove(actions, &self.codes, &self.weights, done),
                None => {}
            }
        }
    }

    /// Tries one more remedy, or ends where there is none; says whether the sequence goes on. `end` says whether it may end
    /// here.
    fn step(&mut self, actions: &Actions<'_>, walk: &mut Walk, next: Option<usize>, end: End) -> bool {
        let left: f64 = self.weights.iter().sum();
        let price = actions.price + if let End::Asking(cost) = end { cost } else { 0.0 };
        if (end != End::No || next.is_none()) && walk.paid + price * left < walk.best {
            walk.best = walk.paid + price * left;
            walk.chosen = walk.first;
            walk.steps = walk.tried;
            // What is asked before that may open another way.
            walk.feasible = end == End::Here && walk.plain;
        }
        let Some(index) = next else { return false };
        walk.first = walk.first.or(Some(index));
        walk.tried += 1;
        walk.paid += actions.list[index].cost * left;
        if !superseded(actions, &self.codes, index) {
            for &(column, phi) in &actions.list[index].fixes {
                self.weights[column] *= 1.0 - phi;
            }
        }
        let ways = actions.list[index].tables.len();
        walk.plain &= ways == 1;
        self.codes[index] = DONE + if ways == 1 { 0 } else { ways as u16 };
        renew(actions, &mut self.codes, index);
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
        if actions.ordered { self.constrained(actions, codes, weights) } else { self.plain(actions, codes, weights) }
    }
}
