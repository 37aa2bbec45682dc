//! What a reader does: steps with their commands, pictures, and what they risk.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Inline, Markdown};

/// What checks and remedies have in common.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Work {
    /// The reader's own time, in minutes.
    pub takes_minutes: f64,
    /// Whether the author wrote it; else it is a default, and readers are not told.
    pub takes_said: bool,
    /// The time until a result shows, in minutes.
    pub waits_minutes: f64,
    /// What a reader must have.
    pub needs: Vec<Inline>,
    /// What it risks.
    pub risk: RiskCard,
    /// How to take it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<UndoCard>,
    /// How to tidy up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub afterwards: Option<HowTo>,
    /// Where it applies, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// What to do.
    pub steps: Vec<StepCard>,
}

/// What a step risks.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RiskCard {
    /// How much.
    pub level: RiskLevel,
    /// What is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loses: Option<Markdown>,
}

/// How much a step risks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RiskLevel {
    /// Nothing is lost.
    Safe,
    /// Something may be.
    Caution,
    /// Something is.
    Destructive,
}

/// How to take a step back.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum UndoCard {
    /// It cannot be taken back.
    Impossible,
    /// So.
    Possible {
        /// The way.
        how: HowTo,
    },
}

/// A way to do something.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum HowTo {
    /// A sentence.
    Text {
        /// The sentence.
        text: Markdown,
    },
    /// Steps.
    Steps {
        /// The steps.
        steps: Vec<StepCard>,
    },
}

/// One action.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StepCard {
    /// What to do.
    pub text: Markdown,
    /// The label of its variant, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// For which answers to a fact of the guide the variant fits, where that alone decides it.
    #[serde(skip)]
    pub fits: Option<Fits>,
    /// Warnings, to be read before.
    pub warnings: Vec<Markdown>,
    /// Commands to run.
    pub commands: Vec<Command>,
    /// How to see that it worked.
    pub expects: Vec<Markdown>,
    /// Good to know.
    pub notes: Vec<Markdown>,
    /// Pictures.
    pub images: Vec<Image>,
}

/// For which answers something fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fits {
    /// The fact, by the engine's number of its check.
    pub check: usize,
    /// For each answer whether it fits; nothing where the answer does not say.
    pub answers: Vec<Option<bool>>,
}

/// A command to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Command {
    /// The language.
    pub language: String,
    /// The command.
    pub text: String,
    /// Ids of the facts and checks whose `<name>` stands in it.
    pub placeholders: Vec<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Image {
    /// Its path as the author wrote it, relative to the file of the item.
    pub path: String,
    /// The path of its copy below the folder of a format; nothing where it is not published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// What it shows.
    pub alternative: String,
}
