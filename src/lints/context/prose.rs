//! The prose of items, as lints of wording look at it.
//!
//! In: items. Out: their texts, and texts as words. Commands, messages and patterns are no prose: they stand as a machine
//! wants them.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::model::{Item, Knowledge};

use super::english::{SMALL, stem};

/// A text without what it quotes: bold words, code and quotations each become `…`. These name things, and are no words of
/// the sentence.
#[must_use]
pub fn unquoted(text: &str) -> Cow<'_, str> {
    if !text.contains(['*', '`', '“', '"', '‘', '_']) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let pair = [("**", "**"), ("*", "*"), ("`", "`"), ("“", "”"), ("\"", "\""), ("‘", "’"), ("_", "_")]
            .into_iter()
            .find_map(|(open, close)| {
                let inner = rest.strip_prefix(open)?;
                let end = inner.find(close).filter(|&end| end > 0)?;
                Some(&inner[end + close.len()..])
            });
        match pair {
            Some(behind) => {
                plain.push('…');
                rest = behind;
            }
            None => {
                plain.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    Cow::Owned(plain)
}

/// The words of a text in small letters, without punctuation; an apostrophe inside a word is a part of it.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    parts(text)
        .map(|word| if word.is_ascii() { word.to_ascii_lowercase() } else { word.replace('’', "'").to_lowercase() })
        .collect()
}

/// The words of a text as they stand there.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let from = &rest[rest.find(char::is_alphanumeric)?..];
        let end = from.find(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).unwrap_or(from.len());
        rest = &from[end..];
        Some(from[..end].trim_end_matches(['\'', '’']))
    })
}

/// Whether a word, in small letters, is one that means something.
fn means(word: &str) -> bool {
    static ALL: LazyLock<FxHashSet<&str>> = LazyLock::new(|| SMALL.iter().copied().collect());
    !ALL.contains(word)
}

/// Whether some words, with one blank between them, stand in a text one behind the other. Both in small letters.
#[must_use]
pub fn says(words: &[String], phrase: &str) -> bool {
    // Most texts hold no phrase: the first word alone says so.
    let first = phrase.split(' ').next().unwrap_or_default();
    words.iter().enumerate().any(|(at, word)| word == first && begins(&words[at..], phrase))
}

/// Whether a text may say one of some phrases, which are in small letters: what has none of their first words does not. Most
/// texts need no closer look then.
#[must_use]
pub fn may_say(text: &str, phrases: &[&str]) -> bool {
    let begins = |phrase: &str, word: &str| {
        let behind = phrase.as_bytes().get(word.len());
        behind.is_none_or(|byte| *byte == b' ')
            && phrase.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word))
    };
    // What is written in other letters may have other small ones.
    !text.is_ascii() || parts(text).any(|word| phrases.iter().any(|phrase| begins(phrase, word)))
}

fn begins(words: &[String], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|wanted| words.next().is_some_and(|word| word == wanted))
}

/// The words of a text that mean something, each once, ascending, without their endings.
#[must_use]
pub fn content(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        words(text).iter().filter(|word| means(word)).map(|word| stem(word).to_owned()).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The same as numbers, which are quicker to compare; that two words have one is as good as impossible.
#[must_use]
pub fn content_numbers(text: &str) -> Vec<u64> {
    let mut found = Vec::with_capacity(8);
    let mut word = String::new();
    for part in parts(text) {
        word.clear();
        for c in part.chars() {
            match c {
                '’' => word.push('\''),
                c if c.is_ascii() => word.push(c.to_ascii_lowercase()),
                c => word.extend(c.to_lowercase()),
            }
        }
        if means(&word) {
            let mut hasher = rustc_hash::FxHasher::default();
            stem(&word).hash(&mut hasher);
            found.push(hasher.finish());
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The title of an item, if it has one.
#[must_use]
pub fn title<'k>(knowledge: &'k Knowledge, item: &Item) -> Option<Cow<'k, str>> {
    item.title.map(|title| knowledge.text(title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_no_word_of_the_sentence() {
        assert_eq!(unquoted("Open **Date & Time** and `run`."), "Open … and ….");
        assert_eq!(unquoted("A * alone"), "A * alone");
    }

    #[test]
    fn small_words_mean_nothing() {
        assert!(!means("the") && means("printer"));
    }

    #[test]
    fn words_are_compared_without_their_dress() {
        assert_eq!(words("It doesn’t “print” (2)."), ["it", "doesn't", "print", "2"]);
        assert_eq!(words("It doesn't 'print' ('2')''."), ["it", "doesn't", "print", "2"]);
        assert!(says(&words("Owing to the cold"), "owing to") && !says(&words("to owing"), "owing to"));
        for (text, may) in
            [("It FAILS owing to “x”", true), ("OWING nothing", true), ("in owings", false), ("it's Ä", true)]
        {
            assert_eq!(may_say(text, &["because", "owing to"]), may, "{text}");
        }
        assert_eq!(content("The printers are printing"), content("Printer printed"));
        for text in ["The printers aren’t printing “x”", "Ärger, ärger und 'quoted' words"] {
            assert_eq!(content_numbers(text).len(), content(text).len(), "{text}");
        }
    }
}
