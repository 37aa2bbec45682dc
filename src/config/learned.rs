//! What a project knows of numbers that were learned from sessions: `learned.json`, as [`crate::estimates::provenance`] reads it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is written down of a number, or of a row of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Which: `likelihood CAUSE`, `fixes REMEDY CAUSE`, `answers STEP`, `answers STEP CAUSE` or `takes STEP`, by
    /// qualified names.
    pub number: String,
    /// The number; of a row, by outcome; of a time, by part, in minutes.
    pub values: BTreeMap<String, f64>,
    /// The bounds between which a single number lay with a chance of 90 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<(f64, f64)>,
    /// Sessions that were expected to say something of it.
    pub tries: u64,
    /// As how many sessions it is known.
    pub sessions: f64,
    /// The first and the last month of the sessions.
    pub months: Option<(String, String)>,
}
