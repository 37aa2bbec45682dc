//! What `kbc match` found, as it prints it for programs.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// What was found, as `kbc match --format json` prints it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct MatchReport {
    /// The version of this format.
    pub format: u32,
    /// How many lines were looked at, and of payloads how many alerts.
    pub lines: u64,
    /// What was seen, the most frequent first.
    pub symptoms: Vec<SeenSymptom>,
    /// The guides that it leads to, the likeliest first.
    pub guides: Vec<FittingGuide>,
}

/// A symptom that was seen.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SeenSymptom {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// In how many lines or alerts.
    pub count: u64,
    /// Where it was seen first.
    pub first: FirstPlace,
    /// The values of facts that patterns and labels tell, by the names of the facts.
    pub facts: BTreeMap<String, Vec<FactValue>>,
    /// The ids of the guides that begin with it.
    pub guides: Vec<String>,
}

/// A place in what was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FirstPlace {
    /// The file; `-` is standard input.
    pub file: String,
    /// The number of the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The number of the alert in a payload, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<u64>,
    /// The line, or the name of the alert.
    pub text: String,
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FactValue {
    /// The value.
    pub value: String,
    /// In how many lines or alerts.
    pub count: u64,
}

/// A guide that fits what was seen.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FittingGuide {
    /// Its stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The ids of its symptoms that were seen.
    pub seen: Vec<String>,
    /// The chance that a reader of the guide sees these, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// What opens its page with all that is known: an address where the site has one, else the path below `html/`.
    pub link: String,
    /// The command that goes on from there, as a list of arguments.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnose: Vec<String>,
}
