//! The word that somebody probably meant.

use std::hash::Hasher;
use std::sync::OnceLock;

use rustc_hash::FxHasher;

/// Comparing takes time by the product of the lengths, and nobody's name is longer.
const LONGEST: usize = 80;

/// The nearest of some words, if it is near enough to be a slip of the hand: one change in three letters.
///
/// Of words equally near, the first; so the order of the candidates decides, and nothing else.
#[must_use]
pub fn nearest<'w>(word: &str, candidates: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    if word.len() > LONGEST {
        return None;
    }
    let plain = plain(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Words of one or two letters are near to everything.
        let limit = match word.len().max(candidate.len()) {
            0..=2 => 0,
            longer => (longer / 3).min(best.map_or(usize::MAX, |(least, _)| least.saturating_sub(1))),
        };
        if best == Some((0, candidate)) || word.len().abs_diff(candidate.len()) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&plain, candidate);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// So many words are shown that may have been meant.
const SHOWN: usize = 3;

/// Words of other languages for what ours have another word for.
const MEANT: [(&str, &str); 26] = [
    ("audience", "when"),
    ("author", "owner"),
    ("before", "after"),
    ("chance", "likelihood"),
    ("code", "run"),
    ("command", "run"),
    ("condition", "when"),
    ("cures", "fixes"),
    ("depends-on", "only-after"),
    ("description", "about"),
    ("details", "about"),
    ("duration", "takes"),
    ("error", "message"),
    ("frequency", "likelihood"),
    ("if", "when"),
    ("keywords", "aka"),
    ("likely", "likelihood"),
    ("picture", "image"),
    ("probability", "likelihood"),
    ("requires", "only-after"),
    ("screenshot", "image"),
    ("solves", "fixes"),
    ("synonyms", "aka"),
    ("time", "takes"),
    ("url", "link"),
    ("video", "image"),
];

/// Some of these words that a strange one may stand for, though it is no slip of the hand: what says the same, what it is a part
/// of or begins like, and what is written nearly so; the likeliest first.
#[must_use]
pub fn alike<'w>(word: &str, candidates: &[&'w str]) -> Vec<&'w str> {
    let plain = plain(word);
    if plain.is_empty() || plain.len() > LONGEST {
        return Vec::new();
    }
    let says_the_same = |candidate: &str| MEANT.contains(&(plain.as_str(), candidate));
    let has_part =
        |candidate: &str| plain.split('-').any(|part| part.len() > 2 && candidate.split('-').any(|own| own == part));
    let begins = |candidate: &str| {
        let same = plain.bytes().zip(candidate.bytes()).take_while(|(one, other)| one == other).count();
        same > 3 || same > 2 && same == candidate.len()
    };
    let distance = |candidate: &str| strsim::damerau_levenshtein(&plain, candidate);
    let rank = |candidate: &str| match () {
        () if says_the_same(candidate) => Some(0),
        () if has_part(candidate) => Some(1),
        () if begins(candidate) => Some(2),
        () if plain.len() > 3 && distance(candidate) * 2 <= plain.len().min(candidate.len()) => Some(3),
        () => None,
    };
    let mut found: Vec<(usize, usize, &str)> =
        candidates.iter().filter_map(|&candidate| Some((rank(candidate)?, distance(candidate), candidate))).collect();
    found.sort_by_key(|&(rank, distance, _)| (rank, distance));
    found.into_iter().map(|(.., candidate)| candidate).take(SHOWN).collect()
}

/// Capitals and underscores are habits, not slips.
fn plain(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

/// How many words may still be looked at one by one. A file made by a program can hold a hundred thousand names that
/// nobody defined, each of which could be any of as many others; once this is spent, an index finds the nearest word.
#[derive(Debug)]
pub struct Patience(usize);

impl Patience {
    /// For so many words.
    #[must_use]
    pub fn of(words: usize) -> Self {
        Self(words)
    }

    /// Takes so many words, if as many are left.
    pub fn spend(&mut self, words: usize) -> bool {
        let left = self.0.checked_sub(words);
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// An index of words by what is left of them without one of their letters (after Mor and Fraenkel 1982). It finds a
/// letter too many, too few, or in place of another, and two letters in the wrong order, and costs nine bytes or so for
/// each letter.
#[derive(Debug)]
pub struct Slips(Vec<(u32, u32)>);

/// So many words of one remainder are looked at: where more share it, they differ in nothing but a running number.
const CROWD: usize = 16;

impl Slips {
    /// The index of words, which are told by their places.
    #[must_use]
    pub fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut remainders = Vec::new();
        for (place, word) in words.into_iter().enumerate() {
            if word.len() <= LONGEST + LONGEST / 2 {
                each_remainder(word, &mut |remainder| remainders.push((remainder, place as u32)));
            }
        }
        remainders.sort_unstable();
        remainders.dedup();
        Self(remainders)
    }

    /// The places of words that one slip may have turned into this one, ascending.
    #[must_use]
    pub fn like(&self, word: &str) -> Vec<usize> {
        let mut found = Vec::new();
        if word.len() > LONGEST {
            return found;
        }
        each_remainder(&plain(word), &mut |remainder| {
            let start = self.0.partition_point(|&(other, _)| other < remainder);
            let same = self.0[start..].iter().take_while(|&&(other, _)| other == remainder);
            found.extend(same.take(CROWD).map(|&(_, place)| place as usize));
        });
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Calls `visit` with a digest of the word, and of what is left of it without each of its letters.
fn each_remainder(word: &str, visit: &mut dyn FnMut(u32)) {
    let digest = |text: &str| {
        let mut hasher = FxHasher::default();
        hasher.write(text.as_bytes());
        hasher.finish() as u32
    };
    visit(digest(word));
    let mut rest = String::with_capacity(word.len());
    for (at, letter) in word.char_indices() {
        rest.clear();
        rest.push_str(&word[..at]);
        rest.push_str(&word[at + letter.len_utf8()..]);
        visit(digest(&rest));
    }
}

/// Words of which the nearest is asked for again and again.
#[derive(Debug)]
pub struct Known<'w> {
    words: Vec<&'w str>,
    slips: OnceLock<Slips>,
}

impl<'w> Known<'w> {
    /// These words; of some equally near, the first is meant.
    #[must_use]
    pub fn of(words: Vec<&'w str>) -> Self {
        Self { words, slips: OnceLock::new() }
    }

    /// The nearest of the words. Without the patience to look at all of them, of those that are one slip away.
    #[must_use]
    pub fn nearest(&self, word: &str, patience: &mut Patience) -> Option<&'w str> {
        if patience.spend(self.words.len()) {
            return nearest(word, self.words.iter().copied());
        }
        let slips = self.slips.get_or_init(|| Slips::of(self.words.iter().copied()));
        nearest(word, slips.like(word).into_iter().map(|place| self.words[place]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let words = ["message", "pattern", "moved-from", "other", "otherwise", "aka"];
        assert_eq!(nearest("mesage", words), Some("message"));
        assert_eq!(nearest("Moved_From", words), Some("moved-from"));
        assert_eq!(nearest("othewise", words), Some("otherwise"));
        assert_eq!(nearest("AKA", words), Some("aka"));
        assert_eq!(nearest("tried", words), None);
        assert_eq!(nearest("ok", words), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }

    #[test]
    fn without_patience_one_slip_is_found_as_with_it() {
        let words = vec!["message", "pattern", "moved-from", "other", "otherwise", "aka", "gerät"];
        let known = Known::of(words.clone());
        for word in ["mesage", "Moved_From", "othre", "patterns", "gerat", "AKA", "akk", "tried", "x", ""] {
            let at_once = known.nearest(word, &mut Patience::of(0));
            assert_eq!(at_once, nearest(word, words.iter().copied()), "{word}");
        }
        // Two slips take a look at each word.
        assert_eq!(known.nearest("mesagge", &mut Patience::of(7)), Some("message"));
    }

    #[test]
    fn patience_ends() {
        let mut patience = Patience::of(5);
        assert!(patience.spend(3) && !patience.spend(3) && patience.spend(2) && !patience.spend(1));
    }
}
