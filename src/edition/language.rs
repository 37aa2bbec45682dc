//! The language of an edition: its tag, the direction in which it is written, and its words.

use std::str::FromStr;
use std::sync::Arc;

use thiserror::Error;

use crate::words::Words;

/// A language. Its tag has the form that BCP 47 asks for, so that it can stand in any output as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    tag: Arc<str>,
    direction: Direction,
}

/// In which direction a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Rightward,
    /// From right to left.
    Leftward,
}

/// Not the tag of a language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("is the tag of a language, such as `en` or `pt-BR`, not `{tag}`{}", near(tag))]
pub struct LanguageError {
    tag: String,
}

/// Locales of machines are written with `_`.
fn near(tag: &str) -> String {
    let near = tag.split('.').next().unwrap_or_default().replace('_', "-");
    if near != tag && is_tag(&near) { format!("; did you mean `{near}`?") } else { String::new() }
}

/// The longest part of a tag, in letters and digits.
const LONGEST_PART: usize = 8;

fn is_tag(text: &str) -> bool {
    text.split('-')
        .all(|part| (1..=LONGEST_PART).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

impl Default for Language {
    /// English.
    fn default() -> Self {
        Self { tag: "en".into(), direction: Direction::Rightward }
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(tag: &str) -> Result<Self, LanguageError> {
        if !is_tag(tag) {
            return Err(LanguageError { tag: tag.to_owned() });
        }
        Ok(Self { tag: tag.into(), direction: Direction::of_language(tag) })
    }
}

impl Language {
    /// The same, written in this direction.
    #[must_use]
    pub fn written(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// Its tag, as BCP 47 has it, such as `en` or `pt-BR`.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// In which direction it is written.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// What guides say in it: in English where there is no catalogue.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        Words::of(&self.tag)
    }

    /// Whether its prose is English, of whatever country. What has no catalogue is not, although its pages speak English.
    #[must_use]
    pub fn is_english(&self) -> bool {
        self.tag.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case("en"))
    }
}

impl Direction {
    /// As HTML and the settings have it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rightward => "ltr",
            Self::Leftward => "rtl",
        }
    }

    /// The direction that is called so.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Rightward, Self::Leftward].into_iter().find(|direction| direction.word() == word)
    }

    /// That of a language: of its script, where the tag names one.
    fn of_language(tag: &str) -> Self {
        let leftwards = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
        let first = tag.split('-').next().unwrap_or_default();
        let script = tag.split('-').find(|part| part.len() == 4);
        let is_among = |names: &[&str], name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        let is_leftward = match script {
            Some(script) => is_among(&["Arab", "Hebr", "Thaa", "Syrc", "Nkoo"], script),
            None => is_among(&leftwards, first),
        };
        if is_leftward { Self::Leftward } else { Self::Rightward }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_one_for_every_output() {
        for tag in ["en", "pt-BR", "sr-Latn-RS", "de-CH-1901", "x-klingon"] {
            assert_eq!(tag.parse::<Language>().map(|language| language.tag().to_owned()).as_deref(), Ok(tag));
        }
        for tag in ["", "-", "en-", "en us", "en\" onload=\"x", "Kauderwelsch", "français"] {
            assert!(tag.parse::<Language>().is_err(), "{tag}");
        }
        let told = |tag: &str| tag.parse::<Language>().unwrap_err().to_string();
        let as_locale = "is the tag of a language, such as `en` or `pt-BR`, not `de_CH.UTF-8`; did you mean `de-CH`?";
        assert_eq!(told("de_CH.UTF-8"), as_locale);
        assert_eq!(told("my language"), "is the tag of a language, such as `en` or `pt-BR`, not `my language`");
    }

    #[test]
    fn a_language_without_words_of_its_own_speaks_english_and_is_not() {
        let language = |tag: &str| tag.parse::<Language>().unwrap();
        let (french, british) = (language("fr"), language("EN-gb"));
        assert!(std::ptr::eq(french.words(), british.words()) && !french.is_english() && british.is_english());
        assert!(!std::ptr::eq(language("DE-at").words(), british.words()));
    }

    #[test]
    fn a_direction_is_that_of_the_script() {
        let direction = |tag: &str| tag.parse::<Language>().unwrap().direction().word();
        for (tag, wanted) in [("he", "rtl"), ("ar-EG", "rtl"), ("az-Arab", "rtl"), ("ks-Deva", "ltr"), ("de-CH", "ltr")]
        {
            assert_eq!(direction(tag), wanted, "{tag}");
        }
        assert_eq!(Language::default().written(Direction::Leftward).direction().word(), "rtl");
    }
}
