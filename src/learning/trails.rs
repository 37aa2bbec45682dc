//! The steps of sessions, kept small: only those of each session's newest line count, and which that is shows at the end.
//!
//! In: lists of steps. Out: a place for each, by which it is read again. A step with its result and seconds is told by a number that
//! is small where it came early, and the numbers stand in as few bytes as they need.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

/// Where a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trail(u32);

impl Trail {
    /// That of a session without steps.
    pub const NONE: Trail = Trail(u32::MAX);
}

/// Lists of steps.
#[derive(Debug, Default)]
pub(super) struct Trails {
    kinds: IndexSet<Box<str>, FxBuildHasher>,
    bytes: Vec<u8>,
    text: String,
}

impl Trails {
    /// Takes in the steps of a line. Behind 4 GiB of lists there is no place for more, and times are learned from what there is.
    pub fn push<'s>(&mut self, steps: impl ExactSizeIterator<Item = (&'s str, &'s str, u32)>) -> Trail {
        use std::fmt::Write;
        let place = u32::try_from(self.bytes.len()).ok().filter(|place| *place != u32::MAX);
        let Some(place) = place.filter(|_| steps.len() > 0) else { return Trail::NONE };
        self.put(steps.len());
        for (step, result, seconds) in steps {
            self.text.clear();
            write!(self.text, "{step}\t{result}\t{seconds}").expect("a String takes all text");
            let kind = match self.kinds.get_index_of(self.text.as_str()) {
                Some(kind) => kind,
                None => self.kinds.insert_full(self.text.as_str().into()).0,
            };
            self.put(kind);
        }
        Trail(place)
    }

    /// Seven bits a byte, the last without the eighth.
    fn put(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// The kinds of step of a list.
    pub fn kinds(&self, trail: Trail) -> impl Iterator<Item = u32> + '_ {
        let mut at = trail.0 as usize;
        let mut next = move || {
            let (mut number, mut shift) = (0_usize, 0);
            loop {
                let byte = *self.bytes.get(at)?;
                at += 1;
                number |= usize::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    return Some(number);
                }
            }
        };
        let count = if trail == Trail::NONE { 0 } else { next().unwrap_or(0) };
        (0..count).map_while(move |_| next().map(|kind| kind as u32))
    }

    /// A kind: the step, the result, and the seconds.
    pub fn kind(&self, kind: u32) -> (&str, &str, u32) {
        let mut parts = self.kinds.get_index(kind as usize).map_or("", AsRef::as_ref).split('\t');
        let mut part = || parts.next().unwrap_or("");
        let (step, result) = (part(), part());
        (step, result, part().parse().unwrap_or(0))
    }

    /// The steps of a list in words, to compare.
    pub fn told(&self, trail: Trail) -> Vec<(&str, &str, u32)> {
        self.kinds(trail).map(|kind| self.kind(kind)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_in_is_read_again() {
        let mut trails = Trails::default();
        let names: Vec<String> = (0..300).map(|at| format!("step-{at}")).collect();
        let all: Vec<Trail> = names
            .iter()
            .map(|name| trails.push([(name.as_str(), "yes", 20), ("step-0", "?", 5)].into_iter()))
            .collect();
        for (name, trail) in names.iter().zip(&all) {
            assert_eq!(trails.told(*trail), [(name.as_str(), "yes", 20), ("step-0", "?", 5)]);
        }
        assert_eq!(trails.push([].into_iter()), Trail::NONE);
        assert!(trails.told(Trail::NONE).is_empty());
    }
}
