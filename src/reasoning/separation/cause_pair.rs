//! Two causes and nothing else: what it costs at least that readers with either do not know which it is.
//! In: two hypotheses, a state, and what each action costs readers with either beyond what they would pay who know. Out: the
//! least expected regret of all plans for the two, and how often the best of these does each action.
//!
//! # What a pair is
//!
//! Readers with either cause follow one plan, since nothing but answers tells them apart. The actions that concern one of them
//! ([`KnownCause`]) or tell the two apart are few, so all that can be done of these is listed once, as states with the chance
//! of coming there by either cause. A reader is charged a share of what an action costs who would not need it, and of what
//! handing over costs more than to go on, knowing the cause. Then f, the least expected charge, is found from the last
//! states to the first. As the least of linear functions f is concave, homogeneous and never below 0, hence it grows with
//! either weight.
//!
//! What is left out only makes f smaller: stages, safety, order and routes are not seen; a step that asks for what the
//! pair does not know may always be done; where one of the two is excluded, nothing more is charged. An answer that ends the
//! guide is charged like handing over: an end that is cheaper is a gain that was taken from the action's charge before.
//!
//! Where the actions are too many, the tests that tell the two apart least are given up, as in [`super`]: of f only the
//! share 1 − D counts until such a test is done, D = 1 − Σ min(L(o|a), L(o|b)), for f(L(o|a)·x, L(o|b)·y) ≥ min(L(o|a), L(o|b))·f(x, y).

use rustc_hash::FxHashMap;

use super::super::actions::{Actions, DONE, UNDONE};
use super::super::coupling::Coupling;
use super::super::known_cause::{KnownCause, end_of};
use super::super::permission::conditions_hold;
use super::{NEARLY_ALL, ROUNDING};

/// A number for each of the two.
pub(crate) type Two = [f64; 2];

/// The code of an action takes so many bits of a key at most, for all actions of a pair together.
const KEY: u32 = 64;

/// What concerns the two may take so many times as many states as were allowed.
const MORE: usize = 4;
/// No move: to hand over, or nothing left to pay.
const NONE: u32 = u32::MAX;

/// What is the same for all pairs of a state.
pub(crate) struct Place<'x, 'p> {
    pub actions: &'x Actions<'p>,
    pub coupling: &'x Coupling,
    pub known: &'x KnownCause,
    pub codes: &'x [u16],
}

/// An action of a pair.
struct Shown {
    index: usize,
    /// The chance of each answer by either cause; nothing where it is taken to tell the two apart for sure.
    rows: Vec<Two>,
    ends: Vec<bool>,
    /// Does it change what a reader with one of the two pays who knows it?
    concerns: bool,
    shift: u32,
    bits: u32,
    /// Does the pair know all that its conditions ask for?
    is_judged: bool,
}

/// What was done and answered.
#[derive(Clone, Copy)]
struct State {
    /// The chance to come here, by either cause.
    chance: Two,
    /// The same, times what handing over costs more than to go on, knowing the cause.
    handing_over: Two,
    first: u32,
    moves: u32,
    is_open: bool,
}

/// An action that can be done in a state.
#[derive(Clone, Copy)]
struct Move {
    action: u32,
    first: u32,
    next: u32,
}

/// Two hypotheses, and all that can be done about them.
pub(crate) struct CausePair {
    pub members: [usize; 2],
    /// The actions, by their place in the list of all.
    pub actions: Vec<usize>,
    /// Children come before parents.
    states: Vec<State>,
    moves: Vec<Move>,
    next: Vec<u32>,
    /// What is left where tests were given up.
    kept: f64,
    values: Vec<f64>,
    chosen: Vec<u32>,
    reached: Vec<bool>,
}

/// How often the best plan of a pair does what, by either cause.
#[derive(Default)]
pub(crate) struct Uses {
    /// By action of the pair.
    pub actions: Vec<Two>,
    /// Handing over, times what it costs more than to go on.
    pub handing_over: Two,
}

impl CausePair {
    /// Lists what can be done about two hypotheses in about so many states; nothing where that does not suffice. `parted` says
    /// what a coupled check tells the two apart at most.
    pub(crate) fn new(
        place: &Place<'_, '_>,
        members: [usize; 2],
        limit: usize,
        parted: impl Fn(usize) -> f64,
    ) -> Option<Self> {
        let (shown, kept) = shown(place, members, limit, parted)?;
        let mut lister = Lister {
            place,
            members,
            shown: &shown,
            found: FxHashMap::default(),
            codes: place.codes.to_vec(),
            states: Vec::new(),
            moves: Vec::new(),
            next: Vec::new(),
            open_moves: Vec::new(),
            open_next: Vec::new(),
        };
        lister.list(0, [1.0, 1.0]);
        let Lister { states, moves, next, .. } = lister;
        let count = states.len();
        let actions = shown.iter().map(|one| one.index).collect();
        let (values, chosen, reached) = (vec![0.0; count], vec![NONE; count], vec![false; count]);
        Some(Self { members, actions, states, moves, next, kept, values, chosen, reached })
    }

    /// The least expected charge for weights, where each action and handing over are charged like this.
    pub(crate) fn least(&mut self, weights: Two, charges: &[Two], handing_over: Two) -> f64 {
        let charges: Vec<Two> = charges.iter().map(|one| [one[0] * weights[0], one[1] * weights[1]]).collect();
        let end = [handing_over[0] * weights[0], handing_over[1] * weights[1]];
        for (at, state) in self.states.iter().enumerate() {
            let (mut least, mut best) = (0.0, NONE);
            if state.is_open {
                least = dot(state.handing_over, end);
                for number in state.first..state.first + state.moves {
                    let one = self.moves[number as usize];
                    let mut cost = dot(state.chance, charges[one.action as usize]);
                    let next = &self.next[one.first as usize..(one.first + one.next) as usize];
                    cost += next.iter().map(|child| self.values[*child as usize]).sum::<f64>();
                    if cost < least {
                        (least, best) = (cost, number);
                    }
                }
            }
            self.values[at] = least;
            self.chosen[at] = best;
        }
        self.values.last().map_or(0.0, |value| value * self.kept)
    }

    /// How often the plan that was found best does what.
    pub(crate) fn uses(&mut self, uses: &mut Uses) {
        uses.actions.clear();
        uses.actions.resize(self.actions.len(), [0.0; 2]);
        uses.handing_over = [0.0; 2];
        self.reached.fill(false);
        if let Some(root) = self.reached.last_mut() {
            *root = true;
        }
        for at in (0..self.states.len()).rev().filter(|&at| self.states[at].is_open) {
            if !self.reached[at] {
                continue;
            }
            let state = self.states[at];
            if self.chosen[at] == NONE {
                add(&mut uses.handing_over, state.handing_over);
                continue;
            }
            let one = self.moves[self.chosen[at] as usize];
            add(&mut uses.actions[one.action as usize], state.chance);
            for child in &self.next[one.first as usize..(one.first + one.next) as usize] {
                self.reached[*child as usize] = true;
            }
        }
    }
}

fn dot(a: Two, b: Two) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

fn add(sum: &mut Two, one: Two) {
    sum[0] += one[0];
    sum[1] += one[1];
}

/// 1 − Σ min(L(o|a), L(o|b)).
fn distance(rows: &[Two]) -> f64 {
    1.0 - rows.iter().map(|row| row[0].min(row[1])).sum::<f64>()
}

/// The chance of each answer by either cause, where no other answer can change it any more.
fn rows(place: &Place<'_, '_>, index: usize, members: [usize; 2]) -> Vec<Two> {
    let tables = &place.actions.list[index].tables;
    if !place.coupling.couples(index) {
        return tables.iter().map(|row| members.map(|column| row[column])).collect();
    }
    let mut by = Vec::new();
    let row = |outcome| {
        place.coupling.ratio(index, outcome, place.codes, &mut by);
        members.map(|column| by[column])
    };
    (0..tables.len()).map(row).collect()
}

/// The actions of a pair, and what is left where some are given up.
fn shown(
    place: &Place<'_, '_>,
    members: [usize; 2],
    limit: usize,
    parted: impl Fn(usize) -> f64,
) -> Option<(Vec<Shown>, f64)> {
    let Place { actions, coupling, known, codes } = *place;
    let mut found: Vec<(f64, Shown)> = Vec::new();
    for index in (0..actions.list.len()).filter(|&index| codes[index] == UNDONE) {
        let tables = &actions.list[index].tables;
        let ends: Vec<bool> = (0..tables.len()).map(|outcome| end_of(actions, index, outcome).is_some()).collect();
        let concerns = members.iter().any(|&column| known.concerns(index, column));
        let waits = |other: usize| other != index && codes[other] == UNDONE;
        let (rows, share) = if !coupling.couples(index) || !coupling.coupled_with(index).any(waits) {
            let rows = rows(place, index, members);
            let share = distance(&rows);
            (rows, share)
        } else if coupling.is_alike(index, members[0], members[1]) {
            (Vec::new(), 0.0)
        } else {
            // What other answers make of this one is not known here.
            (Vec::new(), parted(index))
        };
        if concerns || share > ROUNDING {
            let one = Shown { index, rows, ends, concerns, shift: 0, bits: 0, is_judged: false };
            found.push((share, one));
        }
    }
    found.sort_by(|(share, a), (other, b)| {
        b.concerns.cmp(&a.concerns).then(other.total_cmp(share)).then(a.index.cmp(&b.index))
    });
    let (mut shown, mut kept, mut states, mut shift) = (Vec::new(), 1.0, 1_usize, 0);
    for (share, mut one) in found {
        let (ways, bits) = (one.rows.len() + 1, usize::BITS - one.rows.len().leading_zeros());
        let more = states.saturating_mul(ways);
        let is_coupled = one.rows.is_empty();
        if !one.concerns && share < NEARLY_ALL && (more > limit || is_coupled) {
            kept *= 1.0 - share;
            continue;
        }
        if more > MORE * limit || shift + bits > KEY {
            return None;
        }
        (states, one.shift, one.bits) = (more, shift, bits);
        shift += bits;
        shown.push(one);
    }
    let lists = |asked: usize| shown.iter().any(|one: &Shown| one.index == asked && !one.rows.is_empty());
    let knows = |asked: usize| codes[asked] != UNDONE || lists(asked);
    let judged: Vec<bool> = shown.iter().map(|one| actions.asked_by(one.index).all(knows)).collect();
    for (one, is_judged) in shown.iter_mut().zip(judged) {
        one.is_judged = is_judged;
    }
    Some((shown, kept))
}

/// Lists the states of a pair.
struct Lister<'l, 'x, 'p> {
    place: &'l Place<'x, 'p>,
    members: [usize; 2],
    shown: &'l [Shown],
    found: FxHashMap<u64, u32>,
    codes: Vec<u16>,
    states: Vec<State>,
    moves: Vec<Move>,
    next: Vec<u32>,
    /// Of the states that are not listed to their end: each action with how many states come after it, and these.
    open_moves: Vec<(u32, usize)>,
    open_next: Vec<u32>,
}

impl Lister<'_, '_, '_> {
    /// The number of the state that a key stands for, after all that come after it.
    fn list(&mut self, key: u64, chance: Two) -> u32 {
        if let Some(found) = self.found.get(&key) {
            return *found;
        }
        let handing_over = self.handing_over(chance);
        let is_open = chance[0] > 0.0 && chance[1] > 0.0;
        let (first_move, first_next) = (self.open_moves.len(), self.open_next.len());
        if is_open {
            for (number, one) in self.shown.iter().enumerate() {
                let is_done = self.codes[one.index] != UNDONE;
                if !is_done && (!one.is_judged || conditions_hold(self.place.actions, &self.codes, one.index)) {
                    let before = self.open_next.len();
                    self.after(key, chance, one);
                    self.open_moves.push((number as u32, self.open_next.len() - before));
                }
            }
        }
        let first = self.moves.len() as u32;
        let mut at = self.next.len();
        self.next.extend(self.open_next.drain(first_next..));
        for (action, count) in self.open_moves.drain(first_move..) {
            self.moves.push(Move { action, first: at as u32, next: count as u32 });
            at += count;
        }
        let moves = self.moves.len() as u32 - first;
        let number = self.states.len() as u32;
        self.states.push(State { chance, handing_over, first, moves, is_open });
        self.found.insert(key, number);
        number
    }

    /// A state where nothing is left but to hand over.
    fn end(&mut self, chance: Two) -> u32 {
        let handing_over = self.handing_over(chance);
        self.states.push(State { chance, handing_over, first: 0, moves: 0, is_open: true });
        self.states.len() as u32 - 1
    }

    /// What handing over costs more than to go on, knowing the cause, times these chances.
    fn handing_over(&mut self, chance: Two) -> Two {
        let Place { actions, coupling, known, .. } = *self.place;
        let codes = &mut self.codes;
        let mut more = |column| (known.price - known.cost(actions, coupling, codes, column)).max(0.0);
        [chance[0] * more(self.members[0]), chance[1] * more(self.members[1])]
    }

    /// Lists the states after an action.
    fn after(&mut self, key: u64, chance: Two, one: &Shown) {
        for (outcome, row) in one.rows.iter().enumerate() {
            let after = [chance[0] * row[0], chance[1] * row[1]];
            // Nothing is charged any more where one of the two is excluded.
            if after[0] <= 0.0 || after[1] <= 0.0 {
                continue;
            }
            if one.ends[outcome] {
                if !one.concerns {
                    let end = self.end(after);
                    self.open_next.push(end);
                }
            } else {
                self.codes[one.index] = DONE + outcome as u16;
                let next = self.list(key | (outcome as u64 + 1) << one.shift, after);
                self.open_next.push(next);
                self.codes[one.index] = UNDONE;
            }
        }
    }
}
