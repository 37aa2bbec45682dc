//! For whom guides are made, and in which language.
//!
//! In: a language and an audience, as the settings of a project name them. Out: an [`Edition`], which goes from members to output:
//! what a guide holds, what it is called, in which words its steps, its pages and its dialogues speak, and which lints judge its
//! wording all follow from the edition that they are given. Nothing below it asks the settings for a language.

mod language;

pub use language::{Direction, Language, LanguageError};

use crate::words::Words;

/// One edition of a project's guides. A build makes one: that of [`Config::edition`](crate::config::Config::edition).
///
/// What is kept between builds is kept by it, as it is a part of the settings: by `pipeline` for documents and files. Plans are kept
/// by their problems, which hold no prose: what an edition changes of a plan is in its problem, and two languages share one plan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// The language of the prose, and of all that guides say around it.
    pub language: Language,
    /// Who reads it.
    pub audience: Audience,
}

/// Who reads an edition.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Audience {
    /// Anybody who has the trouble, of whom nothing is known before the first question. A guide holds what is true of some readers
    /// only, too, and asks the facts that its conditions name.
    #[default]
    General,
}

impl Edition {
    /// The words in which guides speak of themselves.
    #[must_use]
    pub fn words(&self) -> &'static Words {
        self.language.words()
    }
}

impl From<Language> for Edition {
    /// The edition for the general reader.
    fn from(language: Language) -> Self {
        Self { language, audience: Audience::default() }
    }
}
