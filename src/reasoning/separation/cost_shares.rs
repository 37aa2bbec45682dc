//! What telling causes apart costs at least, seen from one state: pairs of causes, each solved exactly, that share all costs.
//! In: a state. Out: what all its readers pay at least beyond what they would pay who knew the cause.
//!
//! # The bound
//!
//! Whoever does not need an action pays it beyond what he would pay who knows his cause; that is his reserve. Each pair of
//! causes ([`CausePair`]) gets a share of every reserve, and of what handing over costs more than to go on, knowing the
//! cause. Where the shares of no reserve sum to more than 1, the pairs' least expected charges may be added: any plan is also a
//! plan for each pair, and what its readers pay in it is charged to the pairs at most once. (Cost partitioning: Katz & Domshlak
//! 2010, for plans whose costs differ by reader.) Formally, F(w) = Σ v(a)·w(a) + Σ f of each pair is at most what handing
//! over costs, and at most the cost of each action with F after each answer: v keeps this inequality with the reserve left
//! over, each f by its share of the reserve; an action that a pair does not list concerns neither cause and does not tell the two
//! apart, so Σ f(L(o)·x, L(o)·y) = f(x, y). By induction over the steps that are left, F is no more than the least expected cost.
//!
//! # The shares
//!
//! The sum is a concave function of the shares, as each f is; and how often a pair's best plan does an action, for readers with
//! one cause, is its slope. So shares are first in proportion to what a pair would come to that had all reserves alone, then
//! grow in proportion to that slope, some times over, and the best sum counts (a multiplicative form of the subgradient method:
//! Kivinen & Warmuth 1997). Any shares give a valid bound.

use std::collections::BTreeMap;

use super::super::actions::Actions;
use super::super::coupling::Coupling;
use super::cause_pair::{CausePair, Place, Two, Uses};
use super::{ROUNDING, Separation};

/// So many causes are paired at most, the likeliest.
const PAIRED: usize = 24;
/// The states of a pair, whatever else is said.
const LEAST_STATES: usize = 60;
const MOST_STATES: usize = 100_000;
/// What all pairs of a state may take.
const MOST_IN_ALL: f64 = 1_000_000.0;
/// How often shares are moved, and how far.
const MOVES: usize = 12;
const STEP: f64 = 1.0;
/// A pair that comes to less than this is left out.
const SMALL: f64 = 1e-6;

/// A pair with its shares.
struct Sharing<'c> {
    pair: &'c mut CausePair,
    /// Of each action's reserve, by action of the pair.
    actions: Vec<Two>,
    handing_over: Two,
}

impl Separation {
    /// What readers pay at least in states where the same is done, by their weights, which sum to 1. A pair may take `room` states for
    /// its own, in proportion to its less likely cause.
    pub(crate) fn by_pairs(
        &self,
        actions: &Actions<'_>,
        coupling: &Coupling,
        codes: &[u16],
        states: &[&[f64]],
        room: f64,
    ) -> Vec<f64> {
        let place = Place { actions, coupling, known: &self.known, codes };
        let mut pairs: Vec<CausePair> = rooms(states, room)
            .into_iter()
            .filter_map(|(members, room)| {
                let parted = |index: usize| self.coupled[&index][members[0] * self.width + members[1]];
                CausePair::new(&place, members, whole(room), parted)
            })
            .collect();
        let mut known = Vec::with_capacity(self.width);
        let mut bound = |weights: &&[f64]| {
            self.known(actions, coupling, &mut codes.to_vec(), weights, &mut known);
            let bound: f64 = known.iter().zip(*weights).map(|(known, weight)| known * weight).sum();
            let reserves = self.reserves(actions, &vec![1.0; self.width], &known);
            let mut ledger = Ledger { reserves: &reserves, width: self.width, weights, pairs: Vec::new() };
            let is_left = |pair: &&mut CausePair| pair.members.iter().all(|&column| weights[column] > 0.0);
            pairs.iter_mut().filter(is_left).for_each(|pair| ledger.add(pair));
            (bound + ledger.share()) * (1.0 - ROUNDING)
        };
        states.iter().map(&mut bound).collect()
    }
}

/// The pairs of the likeliest causes of each state, and how many states each may take of its own.
fn rooms(states: &[&[f64]], room: f64) -> BTreeMap<[usize; 2], f64> {
    let mut rooms = BTreeMap::new();
    for weights in states {
        let pairs = likeliest_pairs(weights);
        let less = |[a, b]: [usize; 2]| weights[a].min(weights[b]);
        let all: f64 = pairs.iter().map(|members| less(*members)).sum();
        let room = if all > 0.0 { room.min(MOST_IN_ALL / all) } else { room };
        for members in pairs {
            let most: &mut f64 = rooms.entry(members).or_default();
            *most = most.max(room * less(members));
        }
    }
    rooms
}

#[expect(clippy::cast_sign_loss, reason = "the number is not negative")]
fn whole(number: f64) -> usize {
    (number as usize).clamp(LEAST_STATES, MOST_STATES)
}

fn likeliest_pairs(weights: &[f64]) -> Vec<[usize; 2]> {
    let mut left: Vec<usize> = (0..weights.len()).filter(|&column| weights[column] > 0.0).collect();
    left.sort_by(|a, b| weights[*b].total_cmp(&weights[*a]).then(a.cmp(b)));
    left.truncate(PAIRED);
    left.iter().enumerate().flat_map(|(place, &a)| left[..place].iter().map(move |&b| [a.min(b), a.max(b)])).collect()
}

/// All pairs of a state, and the reserves that they share.
struct Ledger<'l, 'c> {
    reserves: &'l [f64],
    width: usize,
    weights: &'l [f64],
    pairs: Vec<Sharing<'c>>,
}

impl<'c> Ledger<'_, 'c> {
    fn add(&mut self, pair: &'c mut CausePair) {
        let reserves = |index: &usize| pair.members.map(|column| self.reserves[index * self.width + column]);
        let charges: Vec<Two> = pair.actions.iter().map(reserves).collect();
        let alone = pair.least(pair.members.map(|column| self.weights[column]), &charges, [1.0; 2]);
        if alone > SMALL {
            let actions = vec![[alone; 2]; pair.actions.len()];
            self.pairs.push(Sharing { pair, actions, handing_over: [alone; 2] });
        }
    }

    /// What all pairs come to together.
    fn share(&mut self) -> f64 {
        let mut best = 0.0_f64;
        let (mut charges, mut uses) = (Vec::new(), Uses::default());
        for moves in 0..=MOVES {
            self.balance();
            let mut sum = 0.0;
            for sharing in &mut self.pairs {
                let members = sharing.pair.members;
                charges.clear();
                charges.extend(sharing.pair.actions.iter().zip(&sharing.actions).map(|(index, share)| {
                    let reserve = |place: usize| self.reserves[index * self.width + members[place]];
                    [share[0] * reserve(0), share[1] * reserve(1)]
                }));
                let weights = members.map(|column| self.weights[column]);
                sum += sharing.pair.least(weights, &charges, sharing.handing_over);
                if moves < MOVES {
                    sharing.pair.uses(&mut uses);
                    let end = self.reserves.len() - self.width;
                    sharing.grow(&uses, members.map(|column| self.reserves[end + column]));
                }
            }
            best = best.max(sum);
        }
        best
    }

    /// Scales the shares of each reserve so that they sum to 1.
    fn balance(&mut self) {
        let mut sums = vec![0.0; self.reserves.len()];
        let end = self.reserves.len() - self.width;
        let places = |sharing: &Sharing<'_>| {
            let [a, b] = sharing.pair.members;
            sharing
                .pair
                .actions
                .iter()
                .map(|index| index * self.width)
                .chain([end])
                .map(move |row| [row + a, row + b])
                .collect()
        };
        for sharing in &self.pairs {
            let places: Vec<[usize; 2]> = places(sharing);
            for ([a, b], share) in places.into_iter().zip(sharing.shares()) {
                sums[a] += share[0];
                sums[b] += share[1];
            }
        }
        let all: Vec<Vec<[usize; 2]>> = self.pairs.iter().map(places).collect();
        for (sharing, places) in self.pairs.iter_mut().zip(all) {
            let shares = sharing.actions.iter_mut().chain([&mut sharing.handing_over]);
            for ([a, b], share) in places.into_iter().zip(shares) {
                *share = [share[0] / sums[a], share[1] / sums[b]];
            }
        }
    }
}

impl Sharing<'_> {
    fn shares(&self) -> impl Iterator<Item = &Two> {
        self.actions.iter().chain([&self.handing_over])
    }

    /// Lets shares grow that the pair's best plan has a use for.
    fn grow(&mut self, uses: &Uses, over: Two) {
        for (share, used) in self.actions.iter_mut().zip(&uses.actions) {
            *share = [share[0] * (1.0 + STEP * used[0]), share[1] * (1.0 + STEP * used[1])];
        }
        for place in [0, 1] {
            if over[place] > 0.0 {
                self.handing_over[place] *= 1.0 + STEP * uses.handing_over[place] / over[place];
            }
        }
    }
}
