//! Sets of hypotheses, and which of them an answer treats alike.
//! In: weights and tables. Out: the hypotheses that are left, as bits, and for tables the sets within which all chances
//! are exactly equal, so that "does this answer still tell any apart?" is one look instead of a walk over the table.

const BITS: usize = u64::BITS as usize;

/// A set of hypotheses. The first 64, which are all in nearly every guide, stand in a word of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct HypothesisSet {
    low: u64,
    rest: Box<[u64]>,
}

impl HypothesisSet {
    /// Those with a number above 0: of weights, the hypotheses that are left.
    #[inline]
    pub(crate) fn above_zero(numbers: &[f64]) -> Self {
        if numbers.len() > BITS {
            return Self::of(numbers.len(), |column| numbers[column] > 0.0);
        }
        let low = numbers.iter().rev().fold(0, |word, number| word << 1 | u64::from(*number > 0.0));
        Self { low, rest: Box::default() }
    }

    /// Of so many hypotheses those that are members.
    fn of(width: usize, member: impl Fn(usize) -> bool) -> Self {
        let word = |from: usize| {
            let columns = from..width.min(from + BITS);
            columns.rev().fold(0, |word, column| word << 1 | u64::from(member(column)))
        };
        Self { low: word(0), rest: (BITS..width).step_by(BITS).map(word).collect() }
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.low).chain(self.rest.iter().copied())
    }

    /// Is it the set of these words?
    #[inline]
    pub(crate) fn is(&self, words: &[u64]) -> bool {
        match words {
            [low] => *low == self.low && self.rest.is_empty(),
            [low, rest @ ..] => *low == self.low && *rest == *self.rest,
            [] => false,
        }
    }

    #[inline]
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low & other.low != 0 || self.rest.iter().zip(&other.rest).any(|(a, b)| a & b != 0)
    }

    #[inline]
    pub(crate) fn several(&self) -> bool {
        if self.rest.is_empty() {
            return self.low & self.low.wrapping_sub(1) != 0;
        }
        self.words().map(u64::count_ones).sum::<u32>() > 1
    }

    #[inline]
    fn within(&self, other: &Self) -> bool {
        self.low & !other.low == 0 && self.rest.iter().zip(&other.rest).all(|(a, b)| a & !b == 0)
    }

    /// Is this one in the set?
    pub(crate) fn has(&self, column: usize) -> bool {
        let word = match (column / BITS).checked_sub(1) {
            None => Some(&self.low),
            Some(place) => self.rest.get(place),
        };
        word.is_some_and(|word| word >> (column % BITS) & 1 == 1)
    }

    /// Empties the set.
    pub(crate) fn clear(&mut self) {
        self.low = 0;
        // A call to fill nothing, or below to compare nothing, would cost more than all else here.
        if !self.rest.is_empty() {
            self.rest.fill(0);
        }
    }

    /// Puts one of so many hypotheses into the set; says whether it is new there.
    #[inline]
    pub(crate) fn insert(&mut self, column: usize, width: usize) -> bool {
        if self.rest.is_empty() && width > BITS {
            self.rest = vec![0; (width - 1) / BITS].into();
        }
        let word = match (column / BITS).checked_sub(1) {
            None => &mut self.low,
            Some(place) => &mut self.rest[place],
        };
        let bit = 1 << (column % BITS);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Those that are in another set too.
    #[inline]
    fn keep(&mut self, other: &Self) {
        self.low &= other.low;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word &= other);
    }

    /// Those that are not in another set.
    #[inline]
    fn remove(&mut self, other: &Self) {
        self.low &= !other.low;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word &= !other);
    }

    /// Parts the set into those that none of these answers tells apart, by the first of each.
    pub(crate) fn parted(&self, telling: &[&Telling], mut part: impl FnMut(&Self)) {
        if self.rest.is_empty() {
            return self.parted_low(telling, part);
        }
        let mut rest = self.clone();
        while let Some(first) = rest.first() {
            let mut alike = rest.clone();
            for one in telling {
                if !alike.several() {
                    break;
                }
                alike.keep(one.alike(first));
            }
            rest.remove(&alike);
            part(&alike);
        }
    }

    /// From the first on.
    #[inline]
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        let (mut word, mut place) = (self.low, 0);
        std::iter::from_fn(move || {
            while word == 0 {
                word = *self.rest.get(place)?;
                place += 1;
            }
            let bit = word.trailing_zeros() as usize;
            word &= word - 1;
            Some(place * BITS + bit)
        })
    }

    /// The same where one word holds all: nearly always.
    #[inline]
    fn parted_low(&self, telling: &[&Telling], mut part: impl FnMut(&Self)) {
        let mut rest = self.low;
        while rest != 0 {
            let first = rest.trailing_zeros() as usize;
            let alike = telling.iter().fold(rest, |alike, one| alike & one.low[first]);
            rest &= !alike;
            part(&Self { low: alike, rest: Box::default() });
        }
    }

    #[inline]
    pub(crate) fn first(&self) -> Option<usize> {
        if self.low != 0 {
            return Some(self.low.trailing_zeros() as usize);
        }
        let word = self.rest.iter().position(|word| *word != 0)?;
        Some((word + 1) * BITS + self.rest[word].trailing_zeros() as usize)
    }
}

/// What the answers of a step tell: for each outcome, and last for all of them together, the hypotheses that have the
/// very same chances as each hypothesis.
#[derive(Clone, Debug, Default)]
pub(crate) struct Telling {
    /// Each set once: most hypotheses share theirs with many.
    sets: Vec<HypothesisSet>,
    /// For each outcome, and last for all together, the set of each hypothesis.
    alike: Vec<u32>,
    /// The first words of the last of these: asked for most.
    low: Vec<u64>,
    width: usize,
}

impl Telling {
    /// Of a table for each outcome.
    pub(crate) fn new(tables: &[Vec<f64>]) -> Self {
        let width = tables.first().map_or(0, Vec::len);
        let alike = Vec::with_capacity((tables.len() + 1) * width);
        let mut made = Self { sets: Vec::new(), alike, low: Vec::new(), width };
        for outcome in 0..tables.len() {
            made.add(&tables[outcome..=outcome]);
        }
        made.add(tables);
        made.low = (0..width).map(|column| made.alike(column).low).collect();
        made
    }

    fn add(&mut self, tables: &[Vec<f64>]) {
        let begin = self.alike.len();
        for column in 0..self.width {
            #[expect(clippy::float_cmp, reason = "evidence is merged only where it is exactly equal")]
            let same = |other: usize| tables.iter().all(|table| table[column] == table[other]);
            let known = (0..column).find(|&other| same(other)).map(|earlier| self.alike[begin + earlier]);
            let set = known.unwrap_or_else(|| {
                self.sets.push(HypothesisSet::of(self.width, same));
                self.sets.len() as u32 - 1
            });
            self.alike.push(set);
        }
    }

    /// Does this outcome tell any of the hypotheses that are left apart?
    #[inline]
    pub(crate) fn by(&self, outcome: usize, left: &HypothesisSet) -> bool {
        left.first().is_some_and(|first| !left.within(self.set(outcome * self.width + first)))
    }

    /// Does any outcome?
    #[inline]
    pub(crate) fn at_all(&self, left: &HypothesisSet) -> bool {
        left.first().is_some_and(|first| !left.within(self.alike(first)))
    }

    /// The hypotheses that no outcome tells from this one.
    #[inline]
    pub(crate) fn alike(&self, column: usize) -> &HypothesisSet {
        self.set(self.alike.len() - self.width + column)
    }

    #[inline]
    fn set(&self, place: usize) -> &HypothesisSet {
        &self.sets[self.alike[place] as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{HypothesisSet, Telling};
    use proptest::prelude::*;

    proptest! {
        /// Beyond one word too, the sets say what comparing the chances one by one says.
        #[test]
        fn an_answer_tells_apart_what_differs(
            tables in (1..140_usize).prop_flat_map(|width| {
                let table = prop::collection::vec(prop::sample::select(vec![0.0, 0.5, 1.0]), width);
                (prop::collection::vec(table, 1..4), prop::collection::vec(prop::bool::weighted(0.05), width))
            })
        ) {
            let (tables, left) = tables;
            let weights: Vec<f64> = left.iter().map(|left| f64::from(u8::from(*left))).collect();
            let telling = Telling::new(&tables);
            let columns = HypothesisSet::above_zero(&weights);
            let differs = |table: &Vec<f64>| {
                let mut kept = table.iter().zip(&left).filter(|(_, left)| **left).map(|(chance, _)| chance.to_bits());
                kept.next().is_some_and(|first| kept.any(|chance| chance != first))
            };
            for (outcome, table) in tables.iter().enumerate() {
                prop_assert_eq!(telling.by(outcome, &columns), differs(table));
            }
            prop_assert_eq!(telling.at_all(&columns), tables.iter().any(differs));
            let mut parts: Vec<Vec<usize>> = Vec::new();
            columns.parted(&[&telling], |part| parts.push(part.iter().collect()));
            let mut alike: Vec<Vec<usize>> = Vec::new();
            for column in (0..left.len()).filter(|column| left[*column]) {
                let same = |part: &&mut Vec<usize>| tables.iter().all(|table| table[column].to_bits() == table[part[0]].to_bits());
                match alike.iter_mut().find(same) {
                    Some(part) => part.push(column),
                    None => alike.push(vec![column]),
                }
            }
            prop_assert_eq!(parts, alike);
        }

        /// A set that is filled one by one is the set of all of them, however wide.
        #[test]
        fn what_is_put_in_is_new_once(weights in prop::collection::vec(prop::bool::ANY, 1..200)) {
            let weights: Vec<f64> = weights.into_iter().map(|left| f64::from(u8::from(left))).collect();
            let (whole, mut filled) = (HypothesisSet::above_zero(&weights), HypothesisSet::default());
            for column in whole.iter() {
                prop_assert!(filled.insert(column, weights.len()));
                prop_assert!(!filled.insert(column, weights.len()));
            }
            prop_assert!(filled.iter().eq(whole.iter()));
            prop_assert!(whole.iter().eq((0..weights.len()).filter(|column| weights[*column] > 0.0)));
            prop_assert!(whole.is(&whole.words().collect::<Vec<_>>()));
            filled.clear();
            prop_assert!(filled.first().is_none());
        }
    }
}
