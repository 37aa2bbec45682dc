//! What is known before a dialogue begins.

use crate::decision::evidence::Typed;

/// What is known of a trouble before anything is asked. Names are plain, or have their module in front.
///
/// ```
/// let known = kbc::Known::new().seen("silent").fact("system", "linux").tried("unmute");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub(super) words: Typed,
}

impl Known {
    /// Nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A symptom is seen.
    #[must_use]
    pub fn seen(mut self, symptom: impl Into<String>) -> Self {
        self.words.seen.push(symptom.into());
        self
    }

    /// A symptom is known not to be there.
    #[must_use]
    pub fn absent(mut self, symptom: impl Into<String>) -> Self {
        self.words.absent.push(symptom.into());
        self
    }

    /// A check was answered: by the name of an outcome, or with a value where it asks one.
    #[must_use]
    pub fn answered(mut self, check: &str, answer: &str) -> Self {
        self.words.given.push(format!("{check}={answer}"));
        self
    }

    /// A fact has a value.
    #[must_use]
    pub fn fact(mut self, fact: &str, value: &str) -> Self {
        self.words.know.push(format!("{fact}={value}"));
        self
    }

    /// A remedy was tried, and did not help.
    #[must_use]
    pub fn tried(mut self, remedy: impl Into<String>) -> Self {
        self.words.tried.push(remedy.into());
        self
    }
}
