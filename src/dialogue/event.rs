//! What a reader is shown, as data. The same types are the events of the protocol, so a field is there only if a
//! program can use it. Texts are Markdown as the authors wrote it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::address::WebLink;
use crate::learning::line::Line;
use crate::model::RiskLevel;

use super::beliefs::{Beliefs, Chance};

/// What comes next.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// A question or a test.
    Question(Question),
    /// A remedy to try.
    Remedy(Remedy),
    /// Nothing more is asked.
    End(Ending),
}

/// The kinds of values that a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ValueKind {
    /// A number, in the unit of the question where that has one.
    Number,
    /// A version, such as `18` or `26.0.1`.
    Version,
    /// A text.
    Text,
}

/// How much a task risks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Nothing is lost.
    #[default]
    Safe,
    /// Something may be lost.
    Caution,
    /// Something is lost.
    Destructive,
}

impl From<RiskLevel> for Risk {
    fn from(level: RiskLevel) -> Self {
        match level {
            RiskLevel::Safe => Self::Safe,
            RiskLevel::Caution => Self::Caution,
            RiskLevel::Destructive => Self::Destructive,
        }
    }
}

/// The kinds of ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum EndKind {
    /// A remedy helped.
    Solved,
    /// Somebody takes over.
    Escalation,
    /// The guide says what is the case, and nothing is to be mended.
    Result,
    /// The answers contradict each other.
    Contradiction,
    /// Another guide goes on.
    Guide,
}

/// A question or a test.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Question {
    /// The stable id of the check, the fact or the symptom.
    pub id: String,
    /// Its title.
    pub title: String,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What a symptom does to those who have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// Where a reader finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What kind of value may be said in the place of an option, if any may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<ValueKind>,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Which time it is asked, from 1.
    pub attempt: usize,
    /// What there is to do.
    pub task: Task,
    /// The answers.
    pub options: Vec<AnswerChoice>,
    /// What rules say now.
    pub warnings: Vec<String>,
    /// Whether so much could not be told that handing over is offered.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offers_handover: bool,
    /// How likely each cause is, likeliest first.
    #[serde(flatten)]
    pub beliefs: Beliefs,
}

/// A remedy to try.
#[expect(clippy::struct_excessive_bools, reason = "each is a field of the protocol")]
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Remedy {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Which try it is, from 1.
    pub attempt: usize,
    /// What there is to do.
    pub task: Task,
    /// How to see whether it helped.
    pub verify: Vec<Instruction>,
    /// Whether it only prepares what comes next: then it is `done`, and solves nothing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub preparation: bool,
    /// Whether it only gets round the trouble: the cause stays.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub workaround: bool,
    /// Whether it can be so already.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub may_be_so_already: bool,
    /// Questions that the reader could not tell, and that speak of what this fixes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub untold: Vec<Untold>,
    /// Why it is offered though it seldom helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seldom: Option<String>,
    /// Ways in which it does not help; `done` where it is a preparation.
    pub options: Vec<AnswerChoice>,
    /// What rules say now.
    pub warnings: Vec<String>,
    /// Whether so much could not be told that handing over is offered.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub offers_handover: bool,
    /// How likely each cause is, likeliest first.
    #[serde(flatten)]
    pub beliefs: Beliefs,
}

/// A remedy that ends the trouble for good.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Repair {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The end.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Ending {
    /// What kind of end it is.
    pub kind: EndKind,
    /// Whether the reader asked for it, though something was left to try.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub requested: bool,
    /// Who takes over, or the guide to go on with, by its stable id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the author says of who takes over, or what a result says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// The cause that it was most likely; nothing where two are close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Chance>,
    /// Whether what helped only gets round the trouble: the cause is still there.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub workaround: bool,
    /// What ends the trouble for good, where what helped only gets round it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub repairs: Vec<Repair>,
    /// How to tidy up after what was done.
    pub tidy_up: Vec<Instruction>,
    /// How to keep it from coming back.
    pub prevent: Vec<String>,
    /// What to hand over.
    pub collect: Vec<String>,
    /// Where to turn to.
    pub links: Vec<WebLink>,
    /// A text for whoever takes over, with all answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover: Option<String>,
    /// How likely each cause is, likeliest first, after what helped.
    #[serde(flatten)]
    pub beliefs: Beliefs,
    /// The line of a log that says what the session showed, as `schema/session.json` has it; where sessions are recorded.
    #[doc(hidden)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<Line<'static>>,
}

/// A question that could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Untold {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct AnswerChoice {
    /// Its name, which commands take.
    pub name: String,
    /// As a reader says it.
    pub title: String,
}

/// What there is to do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Task {
    /// The reader's own time, in minutes; nothing where no author wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes_minutes: Option<f64>,
    /// The time until a result shows, in minutes.
    pub waits_minutes: f64,
    /// What a reader must have.
    pub needs: Vec<String>,
    /// What may be lost.
    pub risk: Risk,
    /// What is lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loses: Option<String>,
    /// How it is taken back; empty where that needs nothing or nothing is said.
    pub undo: Vec<Instruction>,
    /// Whether it cannot be taken back.
    pub cannot_be_undone: bool,
    /// The steps that fit what is known.
    pub steps: Vec<Instruction>,
    /// What must be filled in before the texts are complete.
    pub blanks: Vec<Blank>,
}

/// One action.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Instruction {
    /// What to do.
    pub text: String,
    /// The variant that it belongs to, where it is not known whether that fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// To be read before.
    pub warnings: Vec<String>,
    /// Commands, with what is known filled in.
    pub commands: Vec<Command>,
    /// How to see that it worked.
    pub expects: Vec<String>,
    /// Good to know.
    pub notes: Vec<String>,
}

/// A command to run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Command {
    /// Its language.
    pub language: String,
    /// The command.
    pub text: String,
}

/// A `<name>` in a text that the reader fills in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Blank {
    /// The stable id of the fact or the check.
    pub id: String,
    /// The question.
    pub title: String,
    /// Where a reader finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}
