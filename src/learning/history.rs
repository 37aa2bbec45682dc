//! What the items of a guide were called before, and since when they mean what they mean: a log is older than the guide of today.

use std::collections::{BTreeMap, BTreeSet};

/// What became of a guide's items, by their qualified names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// By the name that an item had before, the one of today.
    pub former: BTreeMap<String, String>,
    /// By item the first month in which nothing was said of it that meant something else.
    pub since: BTreeMap<String, String>,
    /// What outcomes were called before.
    pub outcomes: Vec<FormerOutcome>,
    /// The facts whose values are versions: of these, 17.10 is more than 17.9.
    pub versions: BTreeSet<String>,
}

/// What an outcome of a check or a remedy was called before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerOutcome {
    /// The check or the remedy, by its qualified name of today.
    pub step: String,
    /// The outcome, by its name of today.
    pub outcome: String,
    /// The step that it belonged to, where that was another one, by its name or its qualified name.
    pub former_step: Option<String>,
    /// Its name.
    pub former: String,
}
