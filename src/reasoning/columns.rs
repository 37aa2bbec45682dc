//! Sets of hypotheses, and which of them an answer treats alike.
//! In: weights and tables. Out: the hypotheses that are left, as bits, and for tables the sets within which all chances
//! are exactly equal, so that "does this answer still tell any apart?" is one look instead of a walk over the table.

const BITS: usize = u64::BITS as usize;

/// A set of hypotheses. The first 64, which are all in nearly every guide, stand in a word of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Columns {
    low: u64,
    rest: Box<[u64]>,
}

impl Columns {
    /// Those with a number above 0: of weights, the hypotheses that are left.
    #[inline]
    pub(crate) fn above_zero(numbers: &[f64]) -> Self {
        Self::of(numbers, |number| *number > 0.0)
    }

    fn of<T>(of: &[T], member: impl Fn(&T) -> bool) -> Self {
        let word = |part: &[T]| part.iter().rev().fold(0, |word, one| word << 1 | u64::from(member(one)));
        match of.split_at_checked(BITS) {
            None => Self { low: word(of), rest: Box::default() },
            Some((low, rest)) => Self { low: word(low), rest: rest.chunks(BITS).map(word).collect() },
        }
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.low).chain(self.rest.iter().copied())
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.low & other.low != 0 || self.rest.iter().zip(&other.rest).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn several(&self) -> bool {
        if self.rest.is_empty() {
            return self.low & self.low.wrapping_sub(1) != 0;
        }
        self.words().map(u64::count_ones).sum::<u32>() > 1
    }

    fn within(&self, other: &Self) -> bool {
        self.low & !other.low == 0 && self.rest.iter().zip(&other.rest).all(|(a, b)| a & !b == 0)
    }

    /// Those that are in another set too.
    pub(crate) fn keep(&mut self, other: &Self) {
        self.low &= other.low;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word &= other);
    }

    /// Those that are not in another set.
    pub(crate) fn remove(&mut self, other: &Self) {
        self.low &= !other.low;
        self.rest.iter_mut().zip(&other.rest).for_each(|(word, other)| *word &= !other);
    }

    /// From the first on.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.words().enumerate().flat_map(|(place, mut word)| {
            std::iter::from_fn(move || {
                let bit = word.trailing_zeros() as usize;
                word &= word.checked_sub(1)?;
                Some(place * BITS + bit)
            })
        })
    }

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
    alike: Vec<Columns>,
    width: usize,
}

impl Telling {
    /// Of a table for each outcome.
    pub(crate) fn new(tables: &[Vec<f64>]) -> Self {
        let width = tables.first().map_or(0, Vec::len);
        let mut made = Self { alike: Vec::with_capacity((tables.len() + 1) * width), width };
        for outcome in 0..tables.len() {
            made.add(&tables[outcome..=outcome]);
        }
        made.add(tables);
        made
    }

    fn add(&mut self, tables: &[Vec<f64>]) {
        let columns: Vec<usize> = (0..self.width).collect();
        let begin = self.alike.len();
        for &column in &columns {
            #[expect(clippy::float_cmp, reason = "evidence is merged only where it is exactly equal")]
            let same = |other: &usize| tables.iter().all(|table| table[column] == table[*other]);
            let known = (0..column).find(same).map(|earlier| self.alike[begin + earlier].clone());
            self.alike.push(known.unwrap_or_else(|| Columns::of(&columns, same)));
        }
    }

    /// Does this outcome tell any of the hypotheses that are left apart?
    pub(crate) fn by(&self, outcome: usize, left: &Columns) -> bool {
        left.first().is_some_and(|first| !left.within(&self.alike[outcome * self.width + first]))
    }

    /// Does any outcome?
    pub(crate) fn at_all(&self, left: &Columns) -> bool {
        left.first().is_some_and(|first| !left.within(self.alike(first)))
    }

    /// The hypotheses that no outcome tells from this one.
    pub(crate) fn alike(&self, column: usize) -> &Columns {
        &self.alike[self.alike.len() - self.width + column]
    }
}

#[cfg(test)]
mod tests {
    use super::{Columns, Telling};
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
            let columns = Columns::above_zero(&weights);
            let differs = |table: &Vec<f64>| {
                let mut kept = table.iter().zip(&left).filter(|(_, left)| **left).map(|(chance, _)| chance.to_bits());
                kept.next().is_some_and(|first| kept.any(|chance| chance != first))
            };
            for (outcome, table) in tables.iter().enumerate() {
                prop_assert_eq!(telling.by(outcome, &columns), differs(table));
            }
            prop_assert_eq!(telling.at_all(&columns), tables.iter().any(differs));
        }
    }
}
