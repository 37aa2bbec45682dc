//! Formulas over the answers to numbered subjects.
//!
//! In: sets of values. Out: [`Formula`]s, which say of a [`State`] whether they hold. Value 0 of a subject is that it is
//! open: not asked, not known, not tried. As a set says itself whether it holds while its subject is open, a formula needs
//! no negation and no third truth value: both are spent when a condition becomes one.

use std::collections::BTreeMap;

use smallvec::{SmallVec, smallvec};

/// The value of a subject of which nothing is known.
pub(super) const OPEN: usize = 0;

/// What is known: the value of each subject; one that is not named is [`OPEN`].
pub(super) type State = BTreeMap<usize, usize>;

/// Some of the values of a subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Set {
    size: usize,
    bits: SmallVec<[u64; 1]>,
}

impl Set {
    /// No value, of so many; the open one counts.
    pub fn none(size: usize) -> Self {
        Set { size, bits: smallvec![0; size.div_ceil(64)] }
    }

    /// All values but the open one.
    pub fn answered(size: usize) -> Self {
        let mut set = Set::none(size);
        (1..size).for_each(|value| set.insert(value));
        set
    }

    /// One value.
    pub fn one(size: usize, value: usize) -> Self {
        let mut set = Set::none(size);
        set.insert(value);
        set
    }

    pub fn insert(&mut self, value: usize) {
        self.bits[value / 64] |= 1 << (value % 64);
    }

    pub fn contains(&self, value: usize) -> bool {
        self.bits[value / 64] >> (value % 64) & 1 == 1
    }

    pub fn size(&self) -> usize {
        self.size
    }

    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|word| *word == 0)
    }

    pub fn is_all(&self) -> bool {
        (0..self.size).all(|value| self.contains(value))
    }

    pub fn complement(&self) -> Self {
        let mut set = Set::none(self.size);
        (0..self.size).filter(|&value| !self.contains(value)).for_each(|value| set.insert(value));
        set
    }

    pub fn meet(&self, other: &Set) -> Self {
        let bits = self.bits.iter().zip(&other.bits).map(|(a, b)| a & b).collect();
        Set { size: self.size, bits }
    }

    pub fn join(&self, other: &Set) -> Self {
        let bits = self.bits.iter().zip(&other.bits).map(|(a, b)| a | b).collect();
        Set { size: self.size, bits }
    }

    pub fn is_disjoint(&self, other: &Set) -> bool {
        self.bits.iter().zip(&other.bits).all(|(a, b)| a & b == 0)
    }

    pub fn is_within(&self, other: &Set) -> bool {
        self.bits.iter().zip(&other.bits).all(|(a, b)| a & !b == 0)
    }

    /// Its values, ascending.
    pub fn values(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.size).filter(|&value| self.contains(value))
    }

    pub fn count(&self) -> usize {
        self.bits.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The stretches of values without a gap, each with its first value and the one behind its last.
    pub fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for value in self.values() {
            match runs.last_mut() {
                Some((_, end)) if *end == value => *end += 1,
                _ => runs.push((value, value + 1)),
            }
        }
        runs
    }
}

/// Something that holds in a state or does not.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Formula {
    /// Always, or never.
    Is(bool),
    /// Where a subject has one of these values.
    In(usize, Set),
    /// Where each holds.
    All(Vec<Formula>),
    /// Where one holds.
    Any(Vec<Formula>),
    /// Where so many hold.
    AtLeast(usize, Vec<Formula>),
}

impl Formula {
    pub fn holds(&self, state: &State) -> bool {
        match self {
            Formula::Is(holds) => *holds,
            Formula::In(subject, set) => set.contains(state.get(subject).copied().unwrap_or(OPEN)),
            Formula::All(parts) => parts.iter().all(|part| part.holds(state)),
            Formula::Any(parts) => parts.iter().any(|part| part.holds(state)),
            Formula::AtLeast(count, parts) => {
                parts.iter().filter(|part| part.holds(state)).take(*count).count() == *count
            }
        }
    }

    /// What holds exactly where this does not.
    pub fn complement(&self) -> Formula {
        let each = |parts: &[Formula]| parts.iter().map(Formula::complement).collect();
        match self {
            Formula::Is(holds) => Formula::Is(!holds),
            Formula::In(subject, set) => Formula::In(*subject, set.complement()),
            Formula::All(parts) => Formula::Any(each(parts)),
            Formula::Any(parts) => Formula::All(each(parts)),
            Formula::AtLeast(0, _) => Formula::Is(false),
            Formula::AtLeast(count, parts) if *count > parts.len() => Formula::Is(true),
            Formula::AtLeast(count, parts) => Formula::AtLeast(parts.len() + 1 - count, each(parts)),
        }
    }

    /// The same once a subject is taken back: it says what this says where that is open.
    pub fn without(&self, subject: usize) -> Formula {
        let each = |parts: &[Formula]| parts.iter().map(|part| part.without(subject)).collect();
        match self {
            Formula::In(own, set) if *own == subject => Formula::Is(set.contains(OPEN)),
            Formula::Is(_) | Formula::In(..) => self.clone(),
            Formula::All(parts) => Formula::All(each(parts)),
            Formula::Any(parts) => Formula::Any(each(parts)),
            Formula::AtLeast(count, parts) => Formula::AtLeast(*count, each(parts)),
        }
    }

    /// The same where nothing is ever known of some subjects, not even that they are open.
    pub fn unknown(&self, which: &dyn Fn(usize) -> bool) -> Formula {
        let each = |parts: &[Formula]| parts.iter().map(|part| part.unknown(which)).collect();
        match self {
            Formula::In(subject, _) if which(*subject) => Formula::Is(false),
            Formula::Is(_) | Formula::In(..) => self.clone(),
            Formula::All(parts) => Formula::All(each(parts)),
            Formula::Any(parts) => Formula::Any(each(parts)),
            Formula::AtLeast(count, parts) => Formula::AtLeast(*count, each(parts)),
        }
    }

    /// The same where a set that holds while its subject is open holds always: what may have been true before.
    pub fn at_some_time(&self) -> Formula {
        let each = |parts: &[Formula]| parts.iter().map(Formula::at_some_time).collect();
        match self {
            Formula::In(_, set) if set.contains(OPEN) => Formula::Is(true),
            Formula::Is(_) | Formula::In(..) => self.clone(),
            Formula::All(parts) => Formula::All(each(parts)),
            Formula::Any(parts) => Formula::Any(each(parts)),
            Formula::AtLeast(count, parts) => Formula::AtLeast(*count, each(parts)),
        }
    }

    /// Calls `visit` for each subject, as often as it stands.
    pub fn subjects(&self, visit: &mut dyn FnMut(usize)) {
        match self {
            Formula::Is(_) => {}
            Formula::In(subject, _) => visit(*subject),
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.subjects(visit));
            }
        }
    }

    /// Calls `visit` for each set, with its subject.
    pub fn sets(&self, visit: &mut dyn FnMut(usize, &Set)) {
        match self {
            Formula::Is(_) => {}
            Formula::In(subject, set) => visit(*subject, set),
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.sets(visit));
            }
        }
    }

    /// How many parts it has in all, itself included.
    pub fn size(&self) -> usize {
        match self {
            Formula::Is(_) | Formula::In(..) => 1,
            Formula::All(parts) | Formula::Any(parts) | Formula::AtLeast(_, parts) => {
                1 + parts.iter().map(Formula::size).sum::<usize>()
            }
        }
    }

    /// Its subjects, each once, ascending.
    pub fn subject_list(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.subjects(&mut |subject| found.push(subject));
        found.sort_unstable();
        found.dedup();
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(values: &[usize]) -> Set {
        let mut set = Set::none(4);
        values.iter().for_each(|&value| set.insert(value));
        set
    }

    #[test]
    fn sets_are_compared_and_cut_into_runs() {
        assert_eq!(set(&[0, 1, 3]).runs(), [(0, 2), (3, 4)]);
        assert_eq!(set(&[0, 1]).complement(), set(&[2, 3]));
        assert!(set(&[1]).is_within(&set(&[1, 2])) && !set(&[1, 3]).is_within(&set(&[1, 2])));
        assert!(Set::answered(4) == set(&[1, 2, 3]));
    }

    #[test]
    fn a_complement_holds_exactly_where_the_formula_does_not() {
        let leaf = |subject, values: &[usize]| Formula::In(subject, set(values));
        let parts = vec![leaf(0, &[1]), leaf(1, &[0, 2]), leaf(2, &[3])];
        for formula in [
            Formula::AtLeast(2, parts.clone()),
            Formula::AtLeast(0, parts.clone()),
            Formula::AtLeast(4, parts.clone()),
            Formula::All(vec![Formula::Any(parts), Formula::Is(true)]),
        ] {
            for code in 0..64 {
                let state = State::from([(0, code % 4), (1, code / 4 % 4), (2, code / 16)]);
                assert_ne!(formula.holds(&state), formula.complement().holds(&state), "{formula:?} {state:?}");
            }
        }
    }
}
