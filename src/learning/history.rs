//! What the items of a guide were called before, and since when they mean what they mean: a log is older than the guide of today.

use std::collections::{BTreeMap, BTreeSet};

/// What became of a guide's items, by their qualified names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// By the name that an item had before, the one of today.
    pub former: BTreeMap<String, String>,
    /// By item the first month in which nothing was said of it that meant something else.
    pub since: BTreeMap<String, String>,
    /// The facts whose values are versions: of these, 17.10 is more than 17.9.
    pub versions: BTreeSet<String>,
}
