//! Every word of the interface, from one catalogue for each language.
//!
//! In: a language tag. Out: the words of guides, pages and scripts, by name. A language that has no catalogue gets the
//! English one. `{name}` in a text is a gap, and filled in where it is said.

mod catalogue;
pub mod quantity;
mod sentence;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

pub use catalogue::{Callouts, Paper, Quantity, Sayings, Terminal};
pub use sentence::Sentence;

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Times and chances.
    pub quantity: Quantity,
    /// The words of the language of rules for how often and how likely, by the word.
    pub often: BTreeMap<String, String>,
    /// What prose says around callouts and tables.
    pub callout: Callouts,
    /// What guides say of themselves.
    pub guide: Sayings,
    /// What a terminal says.
    pub terminal: Terminal,
    /// What Markdown says.
    pub markdown: Paper,
    /// What templates say.
    pub page: BTreeMap<String, String>,
    /// What scripts say.
    pub script: BTreeMap<String, String>,
}

/// The languages that there are catalogues for.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

const CATALOGUES: [&str; 2] = [include_str!("words/en.json"), include_str!("words/de.json")];

/// A text with its first letter as a capital.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text on one line: each run of blanks and ends of lines is one blank.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Words {
    /// The words of a language, as BCP 47 names it: those of its first part.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| CATALOGUES.map(read));
        let first = language.split('-').next().unwrap_or_default();
        let at = LANGUAGES.iter().position(|known| known.eq_ignore_ascii_case(first)).unwrap_or(0);
        &ALL[at]
    }

    /// The English ones, for what is said to authors and to programs.
    #[must_use]
    pub fn english() -> &'static Self {
        Self::of(LANGUAGES[0])
    }

    /// A word of the language of rules for how often or how likely something is, as people write it. A project's own
    /// words are as they stand, `almost-always` in two.
    #[must_use]
    pub fn often(&self, word: &str) -> String {
        self.often.get(word).cloned().unwrap_or_else(|| word.replace('-', " "))
    }
}

/// Scripts say times and chances too.
fn read(text: &str) -> Words {
    let mut words: Words = serde_json::from_str(text).expect("the catalogues that come with the program are sound");
    let Quantity { decimal, seconds, minutes, hours, days, under, over, percent, .. } = words.quantity.clone();
    let quantity = [
        ("decimal", decimal),
        ("seconds", seconds),
        ("minutes", minutes),
        ("hours", hours),
        ("days", days),
        ("under", under),
        ("over", over),
        ("percent", percent),
    ];
    words.script.extend(quantity.map(|(name, text)| (name.to_owned(), text)));
    words
}

/// The parts of a text before and behind a gap; nothing where it has no such gap.
#[must_use]
pub fn around<'w>(text: &'w str, gap: &str) -> Option<(&'w str, &'w str)> {
    text.split_once(&format!("{{{gap}}}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Section = BTreeMap<String, String>;

    fn sections(text: &str) -> BTreeMap<String, Section> {
        serde_json::from_str(text).unwrap()
    }

    fn gaps(text: &str) -> Vec<&str> {
        let mut gaps: Vec<&str> =
            text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default()).collect();
        gaps.sort_unstable();
        gaps
    }

    #[test]
    fn every_language_has_every_word_with_the_same_gaps() {
        let english = sections(CATALOGUES[0]);
        for (language, text) in LANGUAGES.iter().zip(CATALOGUES) {
            let theirs = sections(text);
            assert!(theirs.keys().eq(english.keys()), "{language}");
            for (section, words) in &theirs {
                assert!(words.keys().eq(english[section].keys()), "{language}: {section}");
                for (name, text) in words {
                    assert_eq!(gaps(text), gaps(&english[section][name]), "{language}: {section}.{name}");
                }
            }
        }
        assert_ne!(Words::of("de-CH"), Words::of("en"));
        assert_eq!(Words::of("xx"), Words::of("en"));
    }

    #[test]
    fn what_is_the_same_in_both_languages_is_no_oversight() {
        let same = [
            "quoted",
            "seconds",
            "minutes",
            "hours",
            "days",
            "percent",
            "why_timed",
            "alert",
            "in_unit",
            "in_guide",
            "if_answer",
        ];
        let (english, german) = (sections(CATALOGUES[0]), sections(CATALOGUES[1]));
        for (section, words) in &english {
            for (name, text) in words {
                let is_same = german[section][name] == *text;
                assert!(!is_same || same.contains(&name.as_str()), "{section}.{name} is still English");
            }
        }
    }

    #[test]
    fn a_text_is_cut_at_a_gap() {
        assert_eq!(around("go to {link} now", "link"), Some(("go to ", " now")));
        assert_eq!(around("go to {link}", "step"), None);
    }
}
