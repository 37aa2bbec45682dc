//! What it costs at least to tell causes apart: a lower bound for every state, found once.
//! In: actions, a start, and weights. Out: a price for each pair of hypotheses, and with them a bound that takes one look at
//! each pair.
//!
//! # The bound
//!
//! Let v(a) be what a reader pays who knows that the cause is a ([`KnownCause`]). Nobody knows, so while two causes are
//! both possible, readers with one of them pay for steps that are only of use for the other. For weights w,
//!
//! > B(w) = Σ v(a)·w(a) + Σ min(α·w(a), β·w(b)) over pairs of hypotheses, with α and β of each pair
//!
//! is no more than the least expected cost V(w) if it keeps the inequality of every action that a plan can do (so that it
//! follows for V by induction over the steps that are left): B(w) is at most the price of handing over, and at most the
//! cost of the action with B of the weights after each answer. A reader who knows the cause does not need most actions, so for
//! them the sum over v alone leaves the whole cost of the action as a reserve; the pairs may use it up.
//!
//! What a pair loses by an action is at most D·min(α·w(a), β·w(b)): for an action that concerns neither cause, D is the distance
//! 1 − Σ min(L(o|a), L(o|b)) between its answers, since min(x·p, y·q) ≥ min(x, y)·min(p, q); for one that concerns one of
//! them, 1. And min(α·w(a), β·w(b)) is at most any mean of the two, so a loss may be charged to the reserve of a, of b, or
//! of both. So all inequalities hold where for each action, and for handing over, the losses can be charged to reserves:
//! linear in the prices. The best prices for given weights are a packing problem, solved near enough with rising prices of
//! the reserves (Garg & Könemann 2007, Fleischer 2000), then scaled so that no reserve is overdrawn: any scaled prices are
//! valid, for all weights.
//!
//! A test can be done only once, so what a pair loses by it need not be charged at all: the pair may count for that share
//! less, 1 − D, until the test is done, and then in full. For each pair it is chosen which losses are charged and which are
//! given up like this; where the reserves are dear, that is those whose reserve has a higher price than the pair pays in all.
//!
//! What is known rises as remedies fail, and with it the reserve against handing over shrinks: of each pair one side pays for
//! handing over, and that side shrinks in proportion. The remedies of the other side are like tests, D being the chance to
//! help. With one test for each cause the bound is the least expected cost itself; where one test parts many causes at once,
//! it is lower, since of several tests in a row it sees each alone.

mod cause_pair;
mod cost_shares;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::actions::{Actions, DONE, UNDONE};
use super::coupling::Coupling;
use super::known_cause::{KnownCause, end_of};

/// With more ways in which coupled checks may be half answered, one is taken to part all causes that they part at all.
const CONTEXTS: usize = 512;
/// So many losses, of a pair by an action, are weighed at most: those of the likeliest causes.
const LOSSES: usize = 400_000;
/// How finely prices of reserves rise, and how often at most.
const STEP: f64 = 0.3;
const RISES: usize = 60_000;
/// Of a pair so many losses may be given up, and none that is nearly all of it.
const GIVEN_UP: usize = 64;
const NEARLY_ALL: f64 = 0.999;
/// The length of all reserves together at first, so that the first charge is small against the last.
const FIRST: f64 = 1e-12;
/// What rounding may have added to a bound.
const ROUNDING: f64 = 1e-9;

/// What is the same in all states from one start.
#[derive(Debug)]
pub(crate) struct Separation {
    known: KnownCause,
    /// What coupled checks tell two hypotheses apart at most, whatever is known of the others.
    coupled: FxHashMap<usize, Vec<f64>>,
    width: usize,
}

/// A pair of hypotheses with its prices.
#[derive(Clone, Debug)]
struct Pair {
    a: usize,
    b: usize,
    alpha: f64,
    beta: f64,
    /// The hypothesis whose reserve pays for handing over: a or b.
    payer: usize,
    /// Actions whose losses are given up, with the share of the pair that counts until they are done.
    once: Vec<(usize, f64)>,
}

/// Prices of pairs.
#[derive(Clone, Debug)]
pub(crate) struct Prices {
    pairs: Vec<Pair>,
    /// What readers paid who knew the cause where these prices were found.
    known: Vec<f64>,
    handing_over: f64,
}

/// A pair while prices are found: what it loses by each action, first those losses that may be given up.
struct Candidate {
    a: usize,
    b: usize,
    payer: usize,
    losses: Vec<Loss>,
}

/// The share of its price that a pair loses at most by an action.
struct Loss {
    index: usize,
    share: f64,
    /// May it be given up?
    once: bool,
}

impl Separation {
    pub(crate) fn new(actions: &Actions<'_>, coupling: &Coupling) -> Self {
        let known = KnownCause::new(actions, coupling);
        let width = actions.tables.width();
        let coupled = (0..actions.checks).filter(|&index| coupling.couples(index));
        Self { known, coupled: coupled.map(|index| (index, parted(actions, coupling, width, index))).collect(), width }
    }

    /// What readers pay who know the cause, by hypothesis, in a state.
    pub(crate) fn known(
        &self,
        actions: &Actions<'_>,
        coupling: &Coupling,
        codes: &mut [u16],
        weights: &[f64],
        known: &mut Vec<f64>,
    ) {
        known.clear();
        known.extend(weights.iter().enumerate().map(|(column, weight)| {
            if *weight > 0.0 { self.known.cost(actions, coupling, codes, column) } else { self.known.price }
        }));
    }

    /// Finds the prices that are best for some weights. They are valid for all states after this one.
    pub(crate) fn prices(&self, actions: &Actions<'_>, coupling: &Coupling, codes: &[u16], weights: &[f64]) -> Prices {
        let mut known = Vec::with_capacity(self.width);
        self.known(actions, coupling, &mut codes.to_vec(), weights, &mut known);
        let reserves = self.reserves(actions, weights, &known);
        let candidates = self.candidates(actions, coupling, codes, weights, &reserves);
        Prices { pairs: pack(&candidates, &reserves, self.width, weights), known, handing_over: self.known.price }
    }

    /// What each action leaves of its cost for readers who know the cause, by action and hypothesis; last for handing over.
    fn reserves(&self, actions: &Actions<'_>, weights: &[f64], known: &[f64]) -> Vec<f64> {
        let mut reserves = vec![0.0; (actions.list.len() + 1) * self.width];
        let (of_moves, of_end) = reserves.split_at_mut(actions.list.len() * self.width);
        for (index, row) in of_moves.chunks_mut(self.width).enumerate() {
            let one = &actions.list[index];
            for (column, reserve) in
                row.iter_mut().enumerate().filter(|(column, _)| !self.known.concerns(index, *column))
            {
                // An end that is cheaper than handing over is a gain that eats into it.
                let gain = |outcome: usize| {
                    let chance = if self.coupled.contains_key(&index) { 1.0 } else { one.tables[outcome][column] };
                    end_of(actions, index, outcome).map_or(0.0, |end| chance * (self.known.price - end).max(0.0))
                };
                *reserve = weights[column] * (one.cost - (0..one.tables.len()).map(gain).sum::<f64>()).max(0.0);
            }
        }
        for ((reserve, weight), known) in of_end.iter_mut().zip(weights).zip(known) {
            *reserve = weight * (self.known.price - known).max(0.0);
        }
        reserves
    }

    /// The pairs of hypotheses that every action leaves some reserve for, likeliest first.
    fn candidates(
        &self,
        actions: &Actions<'_>,
        coupling: &Coupling,
        codes: &[u16],
        weights: &[f64],
        reserves: &[f64],
    ) -> Vec<Candidate> {
        let mut left: Vec<usize> = (0..self.width).filter(|&column| weights[column] > 0.0).collect();
        left.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
        let undone: Vec<usize> = (0..actions.list.len()).filter(|&index| codes[index] == UNDONE).collect();
        let (mut found, mut count) = (Vec::new(), 0);
        for (place, &a) in left.iter().enumerate() {
            for &b in &left[..place] {
                for payer in [a, b] {
                    let mut losses: Vec<Loss> = undone
                        .iter()
                        .map(|&index| self.loss(actions, coupling, index, (a, b), payer))
                        .filter(|loss| loss.share > 0.0)
                        .collect();
                    losses.sort_by_key(|loss| !loss.once);
                    losses.iter_mut().skip(GIVEN_UP).for_each(|loss| loss.once = false);
                    let has = |index: usize, column: usize| reserves[index * self.width + column] > 0.0;
                    let is_paid = |loss: &Loss| loss.once || has(loss.index, a) || has(loss.index, b);
                    if has(actions.list.len(), payer) && losses.iter().all(is_paid) {
                        count += losses.len();
                        found.push(Candidate { a, b, payer, losses });
                    }
                }
            }
            if count > LOSSES {
                break;
            }
        }
        found
    }

    fn loss(
        &self,
        actions: &Actions<'_>,
        coupling: &Coupling,
        index: usize,
        (a, b): (usize, usize),
        payer: usize,
    ) -> Loss {
        if self.known.concerns(index, payer) {
            return Loss { index, share: 1.0, once: false };
        }
        let share = match self.coupled.get(&index) {
            Some(_) if coupling.is_alike(index, a, b) => 0.0,
            Some(parted) => parted[a * self.width + b],
            None => distance(actions, index, &actions.list[index].tables, a, b),
        };
        Loss { index, share, once: share < NEARLY_ALL }
    }
}

/// 1 − Σ min(L(o|a), L(o|b)) over the answers that do not end the guide.
fn distance(actions: &Actions<'_>, index: usize, tables: &[Vec<f64>], a: usize, b: usize) -> f64 {
    let going_on = (0..tables.len()).filter(|&outcome| end_of(actions, index, outcome).is_none());
    let common: f64 = going_on.map(|outcome| tables[outcome][a].min(tables[outcome][b])).sum();
    let loss = 1.0 - common;
    if loss > ROUNDING { loss } else { 0.0 }
}

/// What a coupled check tells each two hypotheses apart at most, whatever is known of the others.
fn parted(actions: &Actions<'_>, coupling: &Coupling, width: usize, index: usize) -> Vec<f64> {
    let others: Vec<usize> = coupling.coupled_with(index).filter(|other| *other != index).collect();
    let ways = |other: &usize| actions.list[*other].tables.len() + 1;
    let contexts = others.iter().fold(1_usize, |all, other| all.saturating_mul(ways(other)));
    if contexts > CONTEXTS {
        return vec![1.0; width * width];
    }
    let mut most = vec![0.0_f64; width * width];
    let mut codes = vec![UNDONE; actions.list.len()];
    let mut tables: Vec<Vec<f64>> = vec![Vec::new(); actions.list[index].tables.len()];
    for mut context in 0..contexts {
        for other in &others {
            let answer = context % ways(other);
            context /= ways(other);
            codes[*other] = if answer == 0 { UNDONE } else { DONE + answer as u16 - 1 };
        }
        for (outcome, table) in tables.iter_mut().enumerate() {
            coupling.ratio(index, outcome, &codes, table);
        }
        // A hypothesis that cannot give the other answers has no answer to this one.
        let can: Vec<usize> = (0..width).filter(|&column| tables.iter().any(|table| table[column] > 0.0)).collect();
        for &a in &can {
            for &b in &can {
                let most = &mut most[a * width + b];
                *most = most.max(distance(actions, index, &tables, a, b));
            }
        }
    }
    most
}

/// Prices of pairs that overdraw no reserve, about as great in all as can be at these weights.
fn pack(candidates: &[Candidate], reserves: &[f64], width: usize, weights: &[f64]) -> Vec<Pair> {
    let mut packing = Packing::new(reserves, width);
    let mut prices: BTreeMap<(usize, u64), f64> = BTreeMap::new();
    let mut limit = candidates.iter().map(|one| packing.cheapest(one).0).fold(f64::INFINITY, f64::min);
    let mut rises = 0;
    while limit < 1.0 && rises < RISES {
        limit *= 1.0 + STEP;
        for (number, one) in candidates.iter().enumerate() {
            while rises < RISES {
                let (length, given_up) = packing.cheapest(one);
                if length >= limit.min(1.0) {
                    break;
                }
                rises += 1;
                *prices.entry((number, given_up)).or_insert(0.0) += packing.charge(one, given_up);
            }
        }
    }
    let scale = packing.scale();
    let priced = prices.into_iter().map(|((number, given_up), price)| {
        let one = &candidates[number];
        let (alpha, beta) = (price * scale / weights[one.a], price * scale / weights[one.b]);
        let once = one.losses.iter().enumerate().filter(|(at, _)| is_given_up(given_up, *at));
        let once = once.map(|(_, loss)| (loss.index, 1.0 - loss.share)).collect();
        Pair { a: one.a, b: one.b, alpha, beta, payer: one.payer, once }
    });
    priced.collect()
}

/// Is the loss at this place among those that are given up?
fn is_given_up(given_up: u64, at: usize) -> bool {
    at < GIVEN_UP && given_up >> at & 1 == 1
}

/// Reserves while they are spent.
struct Packing<'r> {
    reserves: &'r [f64],
    width: usize,
    /// What a unit of each reserve costs by now.
    lengths: Vec<f64>,
    used: Vec<f64>,
    /// Losses that could be given up, with what a unit of their reserve costs: kept between calls.
    order: Vec<(f64, usize)>,
}

impl<'r> Packing<'r> {
    fn new(reserves: &'r [f64], width: usize) -> Self {
        let length = |reserve: &f64| if *reserve > 0.0 { FIRST / reserve } else { f64::INFINITY };
        let lengths = reserves.iter().map(length).collect();
        Self { reserves, width, lengths, used: vec![0.0; reserves.len()], order: Vec::new() }
    }

    /// The cheaper of the two reserves to which a pair's loss by an action can be charged.
    fn side(&self, one: &Candidate, index: usize) -> usize {
        let (a, b) = (index * self.width + one.a, index * self.width + one.b);
        if self.lengths[a] <= self.lengths[b] { a } else { b }
    }

    /// The reserve that pays for handing over.
    fn end(&self, one: &Candidate) -> usize {
        self.reserves.len() - self.width + one.payer
    }

    /// What a pair costs by now for what it adds to the bound, and which losses are given up for that: while a unit of a
    /// loss's reserve costs more than the pair does, giving it up makes the pair cheaper.
    fn cheapest(&mut self, one: &Candidate) -> (f64, u64) {
        let (mut sum, mut kept, mut given_up) = (self.lengths[self.end(one)], 1.0, 0);
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        for (at, loss) in one.losses.iter().enumerate() {
            let length = self.lengths[self.side(one, loss.index)];
            if loss.once {
                order.push((length, at));
            }
            if length.is_finite() {
                sum += loss.share * length;
            }
        }
        order.sort_unstable_by(|(a, _), (b, _)| b.total_cmp(a));
        for &(length, at) in &order {
            if length.is_finite() && length * kept <= sum {
                break;
            }
            let share = one.losses[at].share;
            if length.is_finite() {
                sum -= length * share;
            }
            kept *= 1.0 - share;
            given_up |= 1 << at;
        }
        self.order = order;
        (sum / kept, given_up)
    }

    /// Charges as much of a pair as the scarcest of its reserves holds at all, and says how much that is.
    fn charge(&mut self, one: &Candidate, given_up: u64) -> f64 {
        let losses = one.losses.iter().enumerate().filter(|(at, _)| !is_given_up(given_up, *at));
        let mut charged: Vec<(usize, f64)> = losses.map(|(_, loss)| (self.side(one, loss.index), loss.share)).collect();
        charged.push((self.end(one), 1.0));
        let charge = charged.iter().map(|(at, share)| self.reserves[*at] / share).fold(f64::INFINITY, f64::min);
        for (at, share) in charged {
            self.used[at] += charge * share;
            self.lengths[at] *= 1.0 + STEP * charge * share / self.reserves[at];
        }
        charge
    }

    /// By what all charges have to be multiplied, so that none exceeds its reserve.
    fn scale(&self) -> f64 {
        let parts = self.used.iter().zip(self.reserves).filter(|(used, _)| **used > 0.0);
        1.0 / parts.map(|(used, reserve)| used / reserve).fold(f64::MIN_POSITIVE, f64::max)
    }
}

impl Prices {
    /// What no plan can go below in a state after the one where these prices were found, given what is done there, what readers
    /// pay who know the cause, and weights that sum to 1.
    pub(crate) fn bound(&self, codes: &[u16], (known, weights): (&[f64], &[f64]), shares: &mut Vec<f64>) -> f64 {
        let mut bound: f64 = known.iter().zip(weights).map(|(known, weight)| known * weight).sum();
        shares.clear();
        shares.extend(known.iter().zip(&self.known).map(|(now, then)| {
            if now <= then { 1.0 } else { ((self.handing_over - now) / (self.handing_over - then)).max(0.0) }
        }));
        for pair in &self.pairs {
            let (mut a, mut b) = (pair.alpha * weights[pair.a], pair.beta * weights[pair.b]);
            *(if pair.payer == pair.a { &mut a } else { &mut b }) *= shares[pair.payer];
            let mut least = if a < b { a } else { b };
            for (index, kept) in &pair.once {
                if codes[*index] == UNDONE {
                    least *= kept;
                }
            }
            bound += least;
        }
        bound * (1.0 - ROUNDING)
    }
}
