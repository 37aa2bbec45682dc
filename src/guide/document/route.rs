//! The order in which a guide leads: its steps, where their answers lead, and what is claimed of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Chances;

use super::{Inline, Markdown};

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
