//! The finished guide as data: every choice of content is made, only its clothing is open.
//!
//! The JSON that is published holds these types as they are, and templates read them by the same names. Texts are
//! Markdown as the author wrote it: [`Markdown`] may hold paragraphs, lists and tables, [`Inline`] is one line. Both are
//! hostile until an emitter has filtered them. Links to guides and their items have addresses `guide:PATH` and
//! `guide:PATH#ANCHOR`. Lists are in the order in which they are shown.

mod cards;
mod route;
mod work;

pub use cards::*;
pub use route::*;
pub use work::*;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Markdown with blocks, unfiltered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Markdown(pub String);

/// One line of Markdown, unfiltered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Inline(pub String);

/// A guide.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Document {
    /// Its stable id: module and name.
    pub id: String,
    /// The path of its page below the folder of a format, without an ending, such as `messages/not-sending`.
    pub path: String,
    /// Its title.
    pub title: Inline,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Markdown>,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Other guides that are worth a look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<GuideLink>,
    /// What it applies to, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// Who keeps it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// When it was last read through, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed: Option<String>,
    /// When its meaning last changed, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<String>,
    /// Words to sort it by.
    pub tags: Vec<String>,
    /// Other words that a reader would search for.
    pub aka: Vec<String>,
    /// Ids that it had before.
    pub moved_from: Vec<String>,
    /// Where it was written.
    pub source: Place,
    /// What its readers see.
    pub symptoms: Vec<SymptomCard>,
    /// The way through it, as it is printed.
    pub way: Way,
    /// What may be wrong, likeliest first.
    pub causes: Vec<CauseCard>,
    /// Questions and tests, in the order of the way, then by name.
    pub checks: Vec<CheckCard>,
    /// Repairs, in the order of the way, then by name.
    pub remedies: Vec<RemedyCard>,
    /// What the reader may be asked about the circumstances.
    pub facts: Vec<FactCard>,
    /// What rules say to the reader.
    pub rules: Vec<RuleCard>,
    /// Who takes over, the guide's own first.
    pub escalations: Vec<EscalationCard>,
    /// Where its statements come from; a citation is the place in this list, from 1.
    pub sources: Vec<SourceCard>,
    /// Other guides that it leads to or that share its causes.
    pub related: Vec<GuideLink>,
    /// The same as a walk, for pages that lead a reader. The published model says as much, so no file holds it twice.
    #[serde(skip)]
    #[schemars(skip)]
    pub walk: Option<super::Walk>,
    /// The same as a picture. It holds nothing that the cards do not say.
    #[serde(skip)]
    #[schemars(skip)]
    pub picture: Option<super::Picture>,
}

/// A file and a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The path of the file, as the build was given it, with `/`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A chance, with the word that the author chose for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Chance {
    /// From 0 to 1.
    pub value: f64,
    /// The word, where the author chose one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// How readers are told it; nothing where the project tells them no chances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    /// Whose number it is; that of an author where nothing is said.
    #[serde(skip_serializing_if = "Origin::is_written")]
    pub origin: Origin,
    /// The sessions that it was learned from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<LearnedFrom>,
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// An author wrote it.
    #[default]
    Written,
    /// Nobody wrote it: it is what kbc or the project takes in its place.
    Default,
    /// It was learned from sessions, and the text holds it.
    Learned,
}

impl Origin {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_written(&self) -> bool {
        *self == Origin::Written
    }
}

/// What a number was learned from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct LearnedFrom {
    /// Resolved sessions that said something of it.
    pub sessions: u64,
    /// The first and the last month of the sessions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub months: Option<(String, String)>,
    /// Where it lay with a chance of 90 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
}

/// An item of this guide and what is said of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Link<T> {
    /// The id of the item.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// What is said of it.
    pub how_often: T,
}

/// Another guide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GuideLink {
    /// Its stable id.
    pub id: String,
    /// The path of its page.
    pub path: String,
    /// Its title.
    pub title: Inline,
    /// What it is about, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Markdown>,
}
