//! The finished guide as data: every choice of content is made, only its clothing is open.
//!
//! The JSON that is published holds these types as they are, and templates read them by the same names. Texts are
//! Markdown as the author wrote it: [`Markdown`] may hold paragraphs, lists and tables, [`Inline`] is one line. Both are
//! hostile until an emitter has filtered them. Links to guides and their items have addresses `guide:PATH` and
//! `guide:PATH#ANCHOR`. Lists are in the order in which they are shown.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Chances;

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

/// The way through a guide: numbered steps, and where each answer leads.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Way {
    /// The number of the step to begin with when no symptom is chosen.
    pub starts_at: u32,
    /// The steps. Their numbers count from 1 and are their places here.
    pub steps: Vec<WayStep>,
    /// The time that a reader needs on average, in minutes.
    pub expected_minutes: f64,
    /// Of that, the time that the reader has work to do: neither waiting, nor the time of whoever takes over.
    pub active_minutes: f64,
    /// The time that the longest path needs, in minutes.
    pub worst_minutes: f64,
    /// The chance that the trouble is over without an escalation.
    pub solved: f64,
    /// What its times rest on.
    pub times: Rests,
    /// How the project tells readers chances.
    pub chances: Telling,
    /// How readers are told how many are helped; nothing where the project tells them no chances.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved_told: Option<String>,
    /// What is proven about the way.
    pub proof: Proof,
}

/// What a number rests on: readers are told none that rests on nothing but defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rests {
    /// On numbers that authors wrote.
    Written,
    /// On some that they wrote, and on defaults.
    Partly,
    /// On defaults alone.
    Defaults,
}

/// How readers are told chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Telling {
    /// In words.
    Words,
    /// In percentages.
    Numbers,
    /// Not at all.
    Off,
}

impl From<Chances> for Telling {
    fn from(chances: Chances) -> Self {
        match chances {
            Chances::Words => Self::Words,
            Chances::Numbers => Self::Numbers,
            Chances::Off => Self::Off,
        }
    }
}

/// What is proven about a way.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Proof {
    /// Expected cost of the whole flow, in minutes, with the prices of risks.
    pub expected_cost: f64,
    /// No order of steps costs less than this.
    pub lower_bound: f64,
    /// Expected cost of the way as printed.
    pub printed_cost: f64,
    /// Whether the order is the best possible.
    pub exact: bool,
}

impl Proof {
    /// How far above the best possible the way is at most, as a share of that; nothing where no bound is known. 0 where it is
    /// proven to be the best.
    #[must_use]
    pub fn gap(&self) -> Option<f64> {
        if self.exact {
            return Some(0.0);
        }
        (self.lower_bound > 0.0).then(|| self.expected_cost / self.lower_bound - 1.0)
    }
}

/// A step of the way.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct WayStep {
    /// Its number, from 1.
    pub number: u32,
    /// Its anchor on the page.
    pub anchor: String,
    /// What is done.
    pub action: Action,
    /// Which try it is, from 1, of a remedy that may be tried several times.
    pub attempt: u32,
    /// The title of the stage that begins here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageHead>,
    /// A heading over this step, where the list of remedies begins to which answers send the reader.
    pub begins_tail: bool,
    /// Why this step stands here, as a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Where each answer leads.
    pub exits: Vec<Exit>,
    /// Where to go for a reader who cannot do or tell this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cannot: Option<Goto>,
    /// What rules say here.
    pub warnings: Vec<Markdown>,
}

/// The title of a stage.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StageHead {
    /// Its title.
    pub title: Inline,
    /// More to know of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Markdown>,
}

/// What a step of the way does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
pub enum Action {
    /// A check, by its id.
    Check(String),
    /// A remedy, by its id.
    Remedy(String),
    /// A fact, by its id.
    Fact(String),
    /// Whether a symptom is seen, by its id.
    Symptom(String),
    /// Handing over, by the id of the escalation.
    Escalation(String),
    /// These answers contradict each other; then the escalation, by its id.
    Contradiction(String),
    /// Going on in another guide, by its id.
    Guide(String),
    /// An end that neither repairs nor hands over, by the id of the result.
    Result(String),
    /// The end: the trouble is over.
    Solved,
}

/// One answer of a step and where it leads.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Exit {
    /// The name of the outcome; `solved` and `failed` for a remedy.
    pub answer: String,
    /// The answer as the reader says it.
    pub label: Inline,
    /// Where it leads.
    pub goto: Goto,
}

/// Where an answer leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "to", content = "at", rename_all = "kebab-case")]
pub enum Goto {
    /// To the step with this number.
    Step(u32),
    /// By the steps with some numbers, until one helps, and then to another.
    By {
        /// The numbers of what is done in turn.
        steps: Vec<u32>,
        /// The number of the step after them.
        then: u32,
    },
    /// To the end: it is solved.
    Solved,
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
    pub links: Vec<String>,
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
    pub links: Vec<String>,
    /// When it was last looked at, as ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<String>,
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
