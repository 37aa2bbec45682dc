//! What is learned, and from what: blocks of numbers that sum to 1, and patterns coded as tokens.

use std::ops::Range;

use smallvec::SmallVec;

/// Numbers that sum to 1: the chances of outcomes, of help and failure, or shares of causes.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// As they are written. What is 0 stays so, and so does what is 1.
    pub written: Vec<f64>,
    /// As how many sessions the written numbers count.
    pub sessions: f64,
    /// Are they written by an author, who may be trusted less? Else they are only learned to be thrown away.
    pub is_number: bool,
}

/// One number of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draw {
    /// The block.
    pub block: u32,
    /// Its place in it.
    pub place: u32,
}

/// One way in which a token can come about: a constant times the product of some numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    /// What does not change.
    pub constant: f64,
    /// The numbers.
    pub draws: SmallVec<[Draw; 3]>,
}

/// Something that was seen, or that is known of a session: for each hypothesis the ways in which it can come about, of which
/// exactly one did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// By column.
    pub columns: Vec<SmallVec<[Branch; 1]>>,
}

/// A pattern: how many sessions showed it, and the tokens that it is made of, ascending.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    /// The sessions.
    pub sessions: f64,
    /// Where its tokens are.
    pub tokens: Range<u32>,
}

/// The patterns of one guide.
#[derive(Clone, Debug, Default)]
pub struct GuideData {
    /// How many hypotheses there are, the unknown cause counted.
    pub width: usize,
    /// All tokens. Those with draws come first.
    pub tokens: Vec<Token>,
    /// How many of them have draws.
    pub drawn: usize,
    /// The patterns, in an order that depends on nothing but themselves.
    pub patterns: Vec<Coded>,
    /// The tokens of all patterns.
    pub lists: Vec<u32>,
}

impl GuideData {
    /// The tokens of a pattern.
    #[must_use]
    pub fn tokens_of(&self, pattern: &Coded) -> &[u32] {
        &self.lists[pattern.tokens.start as usize..pattern.tokens.end as usize]
    }

    /// About so many patterns, by their places, and how many sessions each stands for: every so many sessions the pattern that has
    /// the next one (a systematic sample, in proportion to size). All where there are no more.
    #[must_use]
    pub fn sample(&self, most: usize) -> Vec<(usize, f64)> {
        if self.patterns.len() <= most {
            return self.patterns.iter().map(|pattern| pattern.sessions).enumerate().collect();
        }
        let step = self.sessions() / most as f64;
        let (mut before, mut taken) = (0.0, Vec::new());
        for (place, pattern) in self.patterns.iter().enumerate() {
            let after = before + pattern.sessions;
            let hits = (after / step).floor() - (before / step).floor();
            if hits > 0.0 {
                taken.push((place, hits * step));
            }
            before = after;
        }
        taken
    }

    /// All sessions.
    #[must_use]
    pub fn sessions(&self) -> f64 {
        self.patterns.iter().map(|pattern| pattern.sessions).sum()
    }
}

impl Branch {
    /// Its chance.
    #[must_use]
    pub fn chance(&self, numbers: &[Vec<f64>]) -> f64 {
        self.draws
            .iter()
            .fold(self.constant, |product, draw| product * numbers[draw.block as usize][draw.place as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::{Coded, GuideData};

    fn patterns(sessions: impl Iterator<Item = f64>) -> GuideData {
        let patterns = sessions.map(|sessions| Coded { sessions, tokens: 0..0 }).collect();
        GuideData { patterns, ..GuideData::default() }
    }

    #[test]
    fn few_patterns_are_all_in_the_sample() {
        let data = patterns([3.0, 1.0, 2.0].into_iter());
        assert_eq!(data.sample(3), [(0, 3.0), (1, 1.0), (2, 2.0)]);
    }

    #[test]
    fn a_sample_stands_for_all_sessions_in_proportion() {
        let sessions = |place: usize| (1 + place * place % 97) as f64;
        let data = patterns((0..10_000).map(sessions));
        let sample = data.sample(2_500);
        assert!(sample.len() <= 2_500);
        let share = |is: &dyn Fn(usize) -> bool| {
            let there = (0..10_000).filter(|place| is(*place)).map(sessions).sum::<f64>();
            let sampled = sample.iter().filter(|(place, _)| is(*place)).map(|(_, sessions)| sessions).sum::<f64>();
            (there / data.sessions(), sampled / data.sessions())
        };
        for is in [&|_| true, &|place| place < 5_000, &|place| sessions(place) > 60.0] as [&dyn Fn(usize) -> bool; 3] {
            let (there, sampled) = share(is);
            assert!((there - sampled).abs() < 0.01, "{sampled} of all, not {there}");
        }
    }
}
