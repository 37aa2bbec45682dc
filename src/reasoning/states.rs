//! The states of a search, each once.
//! In: codes of moves and weights. Out: a number for each state; equal states get the same number. A state's
//! code keeps exactly what still matters: what is done that something asks about, the evidence that still
//! tells the causes that are left apart, and what is still worth doing. Keys are these codes and the set of causes left,
//! never rounded floats.

use rustc_hash::FxHasher;
use std::hash::Hasher;

use super::moves::{DONE, GONE, Moves, UNDONE, VOID};
use super::permission::{Left, outcome_of, useful};

/// All states found so far: codes and weights in two flat lists, and a table of numbers by hash.
#[derive(Debug, Default)]
pub(crate) struct States {
    codes: Vec<u16>,
    weights: Vec<f64>,
    hashes: Vec<u64>,
    slots: Vec<u32>,
    stride: usize,
    width: usize,
    count: usize,
    marks: Vec<bool>,
}

impl States {
    pub(crate) fn new(moves: &Moves<'_>) -> Self {
        Self { stride: moves.list.len() + 2, width: moves.tables.width(), slots: vec![u32::MAX; 64], ..Self::default() }
    }

    pub(crate) fn codes(&self, state: usize) -> &[u16] {
        &self.codes[state * self.stride..(state + 1) * self.stride]
    }

    /// Sum to 1.
    pub(crate) fn weights(&self, state: usize) -> &[f64] {
        &self.weights[state * self.width..(state + 1) * self.width]
    }

    /// The number of a state that [`States::reduce`] has reduced, and whether it is new.
    pub(crate) fn intern(&mut self, codes: &[u16], weights: &[f64]) -> (usize, bool) {
        let hash = hash(codes, weights);
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while self.slots[slot] != u32::MAX {
            let state = self.slots[slot] as usize;
            if self.hashes[state] == hash && self.codes(state) == codes && same_causes(self.weights(state), weights) {
                return (state, false);
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = self.count as u32;
        self.codes.extend_from_slice(codes);
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
        moves: &Moves<'_>,
        codes: &mut [u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
        shared: bool,
    ) {
        let n = moves.list.len();
        let left = Left::new(weights);
        if codes[n] > 0 && codes[usize::from(codes[n]) - 1] != UNDONE {
            codes[n] = 0;
        }
        for (index, one) in moves.list.iter().enumerate() {
            if one.referenced || coupled(index) {
                continue;
            }
            if let Some(outcome) = outcome_of(codes[index]) {
                let void = codes[index] & VOID;
                let tables = if void > 0 { &one.void_tables } else { &one.tables };
                // A way of failing that nobody named is evidence of its own.
                let unnamed = outcome >= tables.len();
                if !unnamed && !left.told_apart(one, outcome, void > 0) {
                    codes[index] = GONE;
                } else if !unnamed && void == 0 {
                    codes[index] = DONE + one.class[outcome];
                }
            }
        }
        self.drop_useless(moves, codes, left, &coupled);
        if shared && weights.iter().filter(|weight| **weight > 0.0).count() <= 1 {
            codes[n + 1] = 0;
        }
    }

    fn drop_useless(&mut self, moves: &Moves<'_>, codes: &mut [u16], left: Left<'_>, coupled: &impl Fn(usize) -> bool) {
        let n = moves.list.len();
        loop {
            if !moves.reach.is_empty() {
                self.mark_reach(moves, codes, left, coupled);
            }
            let mut changed = false;
            for index in 0..n {
                let reached = !moves.reach.is_empty() && self.marks[index];
                if codes[index] == UNDONE
                    && !moves.list[index].referenced
                    && !reached
                    && !useful(moves, codes, left, coupled, index)
                {
                    codes[index] = GONE;
                    changed |= !moves.list[index].after.is_empty();
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn mark_reach(&mut self, moves: &Moves<'_>, codes: &[u16], left: Left<'_>, coupled: &impl Fn(usize) -> bool) {
        let n = moves.list.len();
        self.marks.clear();
        self.marks.resize(n, false);
        if codes[n] > 0 {
            for &index in &moves.reach[usize::from(codes[n]) - 1] {
                self.marks[index] = true;
            }
        }
        for from in 0..n {
            if codes[from] == UNDONE && useful(moves, codes, left, coupled, from) {
                for &index in &moves.reach[from] {
                    self.marks[index] = true;
                }
            }
        }
    }
}

fn hash(codes: &[u16], weights: &[f64]) -> u64 {
    let mut hasher = FxHasher::default();
    let (words, rest) = codes.as_chunks::<4>();
    for &[a, b, c, d] in words {
        hasher.write_u64(u64::from(a) << 48 | u64::from(b) << 32 | u64::from(c) << 16 | u64::from(d));
    }
    rest.iter().for_each(|code| hasher.write_u16(*code));
    for chunk in weights.chunks(64) {
        hasher.write_u64(chunk.iter().fold(0, |word, weight| word << 1 | u64::from(*weight > 0.0)));
    }
    // The table takes the low bits, which this hash mixes least.
    let hash = hasher.finish();
    hash ^ (hash >> 32)
}

fn same_causes(a: &[f64], b: &[f64]) -> bool {
    a.iter().zip(b).all(|(a, b)| (*a > 0.0) == (*b > 0.0))
}
