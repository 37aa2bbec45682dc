//! The states of a search, each once.
//! In: codes of actions and weights. Out: a number for each state; equal states get the same number. A state's
//! code keeps exactly what still matters: what is done that something asks about, the evidence that still
//! tells the causes that are left apart, and what is still worth doing. Keys are these codes and the set of causes left,
//! never rounded floats.

use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::actions::{Action, Actions, DONE, GONE, UNDONE, VOID, is_open};
use super::hypothesis_set::HypothesisSet;
use super::permission::{outcome_of, useful};

/// States that fit before the lists grow: as many as a small guide has.
pub(crate) const ROOM: usize = 1024;

/// All states found so far: codes, causes left and weights in flat lists, and a table of numbers by hash.
#[derive(Debug, Default)]
pub(crate) struct States {
    codes: Vec<u16>,
    left: Vec<u64>,
    weights: Vec<f64>,
    hashes: Vec<u64>,
    slots: Vec<u32>,
    stride: usize,
    words: usize,
    width: usize,
    count: usize,
    marks: Vec<bool>,
}

impl States {
    pub(crate) fn new(actions: &Actions<'_>) -> Self {
        let (stride, width) = (actions.list.len() + 2, actions.tables.width());
        let words = HypothesisSet::above_zero(&actions.tables.prior).words().count();
        Self {
            codes: Vec::with_capacity(ROOM * stride),
            left: Vec::with_capacity(ROOM * words),
            weights: Vec::with_capacity(ROOM * width),
            hashes: Vec::with_capacity(ROOM),
            slots: vec![u32::MAX; 2 * ROOM],
            stride,
            words,
            width,
            ..Self::default()
        }
    }

    pub(crate) fn codes(&self, state: usize) -> &[u16] {
        &self.codes[state * self.stride..(state + 1) * self.stride]
    }

    /// Sum to 1.
    pub(crate) fn weights(&self, state: usize) -> &[f64] {
        &self.weights[state * self.width..(state + 1) * self.width]
    }

    /// What a state takes, in bytes.
    pub(crate) fn bytes(&self) -> usize {
        2 * self.stride + 8 * (self.words + self.width) + 16
    }

    pub(crate) fn is_left(&self, state: usize, left: &HypothesisSet) -> bool {
        left.is(&self.left[state * self.words..(state + 1) * self.words])
    }

    /// The number of a state that [`States::reduce`] has reduced, and whether it is new.
    pub(crate) fn intern(&mut self, codes: &[u16], left: &HypothesisSet, weights: &[f64]) -> (usize, bool) {
        let hash = hash(codes, left);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != u32::MAX {
            let state = self.slots[slot] as usize;
            if self.hashes[state] == hash && self.codes(state) == codes && self.is_left(state, left) {
                return (state, false);
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = self.count as u32;
        self.codes.extend_from_slice(codes);
        self.left.extend(left.words());
        self.weights.extend_from_slice(weights);
        self.hashes.push(hash);
        self.count += 1;
        if self.count * 2 > self.slots.len() {
            self.grow();
        }
        (self.count - 1, true)
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 4;
        self.slots.clear();
        self.slots.resize(size, u32::MAX);
        for (state, hash) in self.hashes.iter().enumerate() {
            let mut slot = *hash as usize & (size - 1);
            while self.slots[slot] != u32::MAX {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = state as u32;
        }
    }

    /// Forgets in `codes` what no longer matters. `coupled` says which checks rules couple; `shared` whether
    /// entries may share states.
    pub(crate) fn reduce(
        &mut self,
        actions: &Actions<'_>,
        codes: &mut [u16],
        left: &HypothesisSet,
        coupled: impl Fn(usize) -> bool,
        shared: bool,
    ) {
        if actions.apart && !actions.referring {
            // No action is of use for another's sake: one look at each is enough.
            for (index, (one, code)) in actions.list.iter().zip(&mut *codes).enumerate() {
                if *code == UNDONE {
                    let is_useful = one.helping.meets(left) || one.telling.at_all(left) || coupled(index);
                    *code = if is_useful { UNDONE } else { GONE };
                } else {
                    reduce_one(one, code, left, coupled(index));
                }
            }
        } else {
            self.reduce_bound(actions, codes, left, coupled);
        }
        if shared && !left.several() {
            codes[actions.list.len() + 1] = 0;
        }
    }

    /// The same where a step may be kept for another's sake.
    fn reduce_bound(
        &mut self,
        actions: &Actions<'_>,
        codes: &mut [u16],
        left: &HypothesisSet,
        coupled: impl Fn(usize) -> bool,
    ) {
        let n = actions.list.len();
        if codes[n] > 0 && !is_open(codes[usize::from(codes[n]) - 1]) {
            codes[n] = 0;
        }
        for (index, (one, code)) in actions.list.iter().zip(codes.iter_mut()).enumerate() {
            reduce_one(one, code, left, coupled(index));
        }
        self.drop_useless(actions, codes, left, &coupled);
    }

    fn drop_useless(
        &mut self,
        actions: &Actions<'_>,
        codes: &mut [u16],
        left: &HypothesisSet,
        coupled: &impl Fn(usize) -> bool,
    ) {
        let n = actions.list.len();
        loop {
            if !actions.reach.is_empty() {
                self.mark_reach(actions, codes, left, coupled);
            }
            let mut changed = false;
            for index in 0..n {
                let reached = !actions.reach.is_empty() && self.marks[index];
                if codes[index] == UNDONE
                    && !actions.list[index].referenced
                    && !reached
                    && !useful(actions, codes, left, coupled, index)
                {
                    codes[index] = GONE;
                    changed |= !actions.list[index].after.is_empty();
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn mark_reach(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        left: &HypothesisSet,
        coupled: &impl Fn(usize) -> bool,
    ) {
        let n = actions.list.len();
        self.marks.clear();
        self.marks.resize(n, false);
        if codes[n] > 0 {
            for &index in &actions.reach[usize::from(codes[n]) - 1] {
                self.marks[index] = true;
            }
        }
        for from in 0..n {
            if is_open(codes[from]) && useful(actions, codes, left, coupled, from) {
                for &index in &actions.reach[from] {
                    self.marks[index] = true;
                }
            }
        }
    }
}

/// Forgets in the code of one action what no longer matters about how it was done.
#[inline]
pub(crate) fn reduce_one(one: &Action, code: &mut u16, left: &HypothesisSet, coupled: bool) {
    let Some(outcome) = outcome_of(*code) else { return };
    // A way of failing that nobody named is evidence of its own.
    if one.referenced || coupled || outcome >= one.tables.len() {
        return;
    }
    let void = *code & VOID > 0;
    let telling = if void { &one.void_telling } else { &one.telling };
    if !telling.by(outcome, left) {
        *code = GONE;
    } else if !void {
        *code = DONE + one.class[outcome];
    }
}

fn hash(codes: &[u16], left: &HypothesisSet) -> u64 {
    let mut hasher = FxHasher::default();
    let (words, rest) = codes.as_chunks::<4>();
    for &[a, b, c, d] in words {
        hasher.write_u64(u64::from(d) << 48 | u64::from(c) << 32 | u64::from(b) << 16 | u64::from(a));
    }
    hasher.write_u64(rest.iter().fold(0, |word, code| word << 16 | u64::from(*code)));
    left.words().for_each(|word| hasher.write_u64(word));
    // The table takes the low bits, which this hash mixes least.
    let hash = hasher.finish();
    hash ^ (hash >> 32)
}
