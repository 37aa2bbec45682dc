//! Every word of the interface, from one catalogue for each language.
//!
//! In: a language tag. Out: the words of pages and of their scripts, by name. A language that has no catalogue gets the
//! English one. `{name}` in a text is filled in where it is shown.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The words of one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// What templates say.
    pub page: BTreeMap<String, String>,
    /// What scripts say.
    pub script: BTreeMap<String, String>,
}

/// The languages that there are catalogues for.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

impl Words {
    /// The words of a language, as BCP 47 names it: those of its first part.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        static ALL: LazyLock<[Words; 2]> = LazyLock::new(|| {
            [include_str!("words/en.json"), include_str!("words/de.json")]
                .map(|text| serde_json::from_str(text).expect("the catalogues that come with the program are sound"))
        });
        let first = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let at = LANGUAGES.iter().position(|known| *known == first).unwrap_or(0);
        &ALL[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word_with_the_same_gaps() {
        let gaps = |text: &str| {
            let mut gaps: Vec<String> =
                text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default().to_owned()).collect();
            gaps.sort_unstable();
            gaps
        };
        let english = Words::of("en");
        for language in LANGUAGES {
            let words = Words::of(language);
            for (theirs, ours) in [(&words.page, &english.page), (&words.script, &english.script)] {
                assert!(theirs.keys().eq(ours.keys()), "{language}");
                for (name, text) in theirs {
                    assert_eq!(gaps(text), gaps(&ours[name]), "{language}: {name}");
                }
            }
        }
        assert_ne!(Words::of("de-CH"), english);
        assert_eq!(Words::of("xx"), english);
    }
}
