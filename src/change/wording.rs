//! What items say: other words, or something else.
//!
//! In: pairs of items. Out: how many texts of each are others, whether it states anything else, and whether it was read through
//! again. Layout and comments say nothing.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::fmt::{Leaf, leaves};
use crate::model::{ItemId, Knowledge};
use crate::source::{FileId, Span};
use crate::syntax::{self, Rule};

use super::pairs::Pairs;
use super::stated::{Otherwise, Stated, differences as stated_otherwise, properties};

/// How an item differs from what it was.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Wording {
    /// How many of its texts are others, or new, or gone.
    pub texts: usize,
    /// Does it state anything else?
    pub is_restated: bool,
    /// Has it another date of review?
    pub is_reviewed: bool,
    /// The properties that state something else.
    pub stated: Vec<Otherwise>,
}

/// What an item says, part by part.
#[derive(Debug, Default, PartialEq)]
struct Saying {
    texts: Vec<String>,
    states: Vec<(Rule, String)>,
    reviewed: Vec<String>,
    properties: Vec<Stated>,
}

/// The differences of the items that differ, in the order of the newer version.
#[must_use]
pub fn wordings(older: &Knowledge, newer: &Knowledge, pairs: &Pairs) -> Vec<(ItemId, Wording)> {
    let pairs = pairs.all();
    // What has the same text says the same.
    let is_same = |(old, new): (ItemId, ItemId)| older.slice(older.item(old).span) == newer.slice(newer.item(new).span);
    let changed: Vec<(ItemId, ItemId)> = pairs.into_iter().filter(|&pair| !is_same(pair)).collect();
    let mut olds = sayings(older, changed.iter().map(|(old, _)| *old));
    let mut news = sayings(newer, changed.iter().map(|(_, new)| *new));
    let wording = |(old, new): (ItemId, ItemId)| {
        let wording = differences(&olds.remove(&old)?, &news.remove(&new)?, newer.item(new).span);
        (wording != Wording::default()).then_some((new, wording))
    };
    changed.into_iter().filter_map(wording).collect()
}

fn differences(old: &Saying, new: &Saying, item: Span) -> Wording {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    old.texts.iter().for_each(|text| *counts.entry(text).or_default() -= 1);
    new.texts.iter().for_each(|text| *counts.entry(text).or_default() += 1);
    let added: i64 = counts.values().filter(|count| **count > 0).sum();
    let removed: i64 = counts.values().filter(|count| **count < 0).sum();
    let mut texts = usize::try_from(added.max(-removed)).unwrap_or_default();
    if texts == 0 && old.texts != new.texts {
        // The same texts in another order.
        texts = old.texts.iter().zip(&new.texts).filter(|(old, new)| old != new).count();
    }
    Wording {
        texts,
        is_restated: old.states != new.states,
        is_reviewed: old.reviewed != new.reviewed,
        stated: stated_otherwise(&old.properties, &new.properties, item),
    }
}

/// What these items say. Each file is read once.
fn sayings(knowledge: &Knowledge, items: impl Iterator<Item = ItemId>) -> FxHashMap<ItemId, Saying> {
    let mut by_file: BTreeMap<usize, FxHashSet<ItemId>> = BTreeMap::new();
    for item in items {
        by_file.entry(knowledge.file(item).index()).or_default().insert(item);
    }
    let mut found = FxHashMap::default();
    for (file, items) in by_file {
        let file = FileId::new(file);
        let text = knowledge.sources.get(file).text();
        let (tree, _) = syntax::parse(file, text);
        for node in tree.items(text) {
            let Some(item) = knowledge.item_at(node.span()).filter(|item| items.contains(item)) else { continue };
            let name = knowledge.item(item).name.span;
            let said = saying(leaves(node).into_iter().filter(|leaf| leaf.span != name));
            found.insert(item, Saying { properties: properties(node), ..said });
        }
    }
    found
}

fn saying<'t>(leaves: impl Iterator<Item = Leaf<'t>>) -> Saying {
    let mut saying = Saying::default();
    for leaf in leaves {
        let text = leaf.text.into_owned();
        match leaf.rule {
            Rule::date if leaf.is_of_review => saying.reviewed.push(text),
            _ if leaf.is_of_review => {}
            Rule::string | Rule::block | Rule::raw => saying.texts.push(text),
            stated => saying.states.push((stated, text)),
        }
    }
    saying
}
