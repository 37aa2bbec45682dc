//! What a guide says of each of its items.

use schemars::JsonSchema;
use serde::Serialize;

use crate::address::WebLink;

use super::{Chance, Goto, GuideLink, HowTo, Image, Inline, Link, Markdown, Place, Work};

/// What a reader sees.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SymptomCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Other words that a reader would search for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    /// What it means for those who have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<Markdown>,
    /// Where it can be seen, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// Exact texts on screen or in a log.
    pub messages: Vec<String>,
    /// Names of alerts.
    pub alerts: Vec<String>,
    /// Regular expressions that find it in a log or an output.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Pictures of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
    /// The number of the step to begin with.
    pub starts_at: u32,
    /// How to go on from there on paper, where that is by some steps in turn.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begin: Option<Goto>,
    /// Places in the list of sources.
    pub cites: Vec<u32>,
    /// Where it was written.
    pub source: Place,
}

/// What may be wrong.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CauseCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Other words that a reader would search for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    /// Its chance before anything is known but that the guide's trouble is there.
    pub chance: Chance,
    /// Where it applies, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_to: Option<String>,
    /// How often it shows each symptom of the guide, by the symptom's id.
    pub shows: Vec<Link<Chance>>,
    /// The causes that it brings about, by id.
    pub leads_to: Vec<Link<Chance>>,
    /// What fixes it, best first, by the remedy's id.
    pub fixed_by: Vec<Link<Chance>>,
    /// Why nothing fixes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_remedy: Option<Markdown>,
    /// How to keep it from coming back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prevent: Option<Markdown>,
    /// Other guides that are worth a look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<GuideLink>,
    /// Places in the list of sources.
    pub cites: Vec<u32>,
    /// Where it was written.
    pub source: Place,
}

/// A question or a test.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Other words that a reader would search for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    /// The value that the reader is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<AskCard>,
    /// How it is carried out.
    pub work: Work,
    /// Its outcomes.
    pub outcomes: Vec<OutcomeCard>,
    /// Places in the list of sources.
    pub cites: Vec<u32>,
    /// Where it was written.
    pub source: Place,
}

impl CheckCard {
    /// Whether anything is known of it besides its title and its answers.
    #[must_use]
    pub fn tells(&self) -> bool {
        let work = &self.work;
        self.about.is_some()
            || self.asks.is_some()
            || !self.cites.is_empty()
            || work.applies_to.is_some()
            || !work.steps.is_empty()
            || !work.needs.is_empty()
            || work.risk.loses.is_some()
            || work.undo.is_some()
            || work.afterwards.is_some()
            || self.outcomes.iter().any(|outcome| !outcome.images.is_empty())
    }
}

/// What value a check or a fact asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskCard {
    /// The type of the value.
    pub of: AskType,
    /// The unit of a number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AskType {
    /// A number.
    Number,
    /// A version.
    Version,
    /// A text.
    Text,
}

/// One answer of a check, or one way in which a remedy does not help.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct OutcomeCard {
    /// Its name in the check.
    pub name: String,
    /// Its title.
    pub title: Inline,
    /// The values that it stands for, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<String>,
    /// What it says of causes, as sentences.
    pub says: Vec<String>,
    /// Pictures of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<Image>,
}

/// A repair.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RemedyCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Other words that a reader would search for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aka: Vec<String>,
    /// Whether it only gets round the trouble.
    pub workaround: bool,
    /// Whether it only prepares what comes next.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub preparation: bool,
    /// How it is carried out.
    pub work: Work,
    /// How to see that it helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify: Option<HowTo>,
    /// How long that takes, in minutes.
    pub verify_minutes: f64,
    /// Whether the author wrote that.
    pub verify_said: bool,
    /// How often it may be tried.
    pub tries: u32,
    /// What it fixes, by the cause's id.
    pub fixes: Vec<Link<Chance>>,
    /// What is asked once more where it did not help, by its title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub renews: Vec<Inline>,
    /// Other guides that are worth a look.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub see: Vec<GuideLink>,
    /// Ways of not being solved.
    pub outcomes: Vec<OutcomeCard>,
    /// Places in the list of sources.
    pub cites: Vec<u32>,
    /// Where it was written.
    pub source: Place,
}

/// Something that the reader may be asked about the circumstances.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FactCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its question.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// Where a reader finds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Markdown>,
    /// The value that the reader is asked for; nothing where one of the choices is taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<AskCard>,
    /// Its choices, or the intervals that matter here.
    pub choices: Vec<OutcomeCard>,
    /// Whether it only comes from outside.
    pub never_asked: bool,
    /// Where it was written.
    pub source: Place,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RuleCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// When it holds, in words.
    pub when: String,
    /// What then, as sentences.
    pub then: Vec<String>,
    /// Places in the list of sources.
    pub cites: Vec<u32>,
    /// Where it was written.
    pub source: Place,
}

/// Who takes over.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EscalationCard {
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
    /// How long it takes, in minutes.
    pub takes_minutes: f64,
    /// Whether the author wrote it; else it is a default, and readers are not told.
    pub takes_said: bool,
    /// What to hand over.
    pub collect: Vec<Inline>,
    /// Where to turn to.
    pub links: Vec<WebLink>,
    /// Whether it is a result: an end that neither repairs nor hands over.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub result: bool,
    /// Where it was written.
    pub source: Place,
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceCard {
    /// Its number in citations, from 1.
    pub number: u32,
    /// Its stable id.
    pub id: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
    /// Its addresses.
    pub links: Vec<WebLink>,
    /// When it was last looked at, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
}
