//! Which item of the newer version is which of the older one.
//!
//! In: two versions. Out: pairs of items, by their ids and by the ids that `moved-from` names; and what is left on either side.
//! Scenarios have no names, and are no part of it.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::{ItemId, Kind, Knowledge};

/// Pairs of items.
#[derive(Debug, Default)]
pub struct Pairs {
    newer: FxHashMap<ItemId, ItemId>,
    older: FxHashMap<ItemId, ItemId>,
    /// Items of the older version that are not in the newer one.
    pub gone: Vec<ItemId>,
    /// Items of the newer version that were not in the older one.
    pub new: Vec<ItemId>,
    /// Items that have another id now: the older one, then the newer one.
    pub moved: Vec<(ItemId, ItemId)>,
}

/// All items that have a name, by their ids.
fn named(knowledge: &Knowledge) -> BTreeMap<String, ItemId> {
    let named = knowledge.ids().filter(|&id| knowledge.item(id).kind() != Kind::Scenario);
    named.map(|id| (knowledge.qualified(id), id)).collect()
}

impl Pairs {
    /// Pairs the items of two versions.
    #[must_use]
    pub fn of(older: &Knowledge, newer: &Knowledge) -> Self {
        let (before, now) = (named(older), named(newer));
        let mut pairs = Self::default();
        for (id, &new) in &now {
            // What is called so and is of another kind is another item: its anchor is another, too.
            if let Some(&old) = before.get(id)
                && older.item(old).kind() == newer.item(new).kind()
            {
                pairs.join(old, new);
            }
        }
        let mut items: Vec<ItemId> = now.into_values().collect();
        items.sort_unstable();
        for new in items {
            for id in newer.former_ids(new) {
                if let Some(&old) = before.get(&id)
                    && !pairs.newer.contains_key(&old)
                {
                    // Several items may become one: the links to all of them lead there.
                    pairs.moved.push((old, new));
                    pairs.newer.insert(old, new);
                    pairs.older.entry(new).or_insert(old);
                }
            }
            if !pairs.older.contains_key(&new) {
                pairs.new.push(new);
            }
        }
        pairs.gone = before.into_values().filter(|old| !pairs.newer.contains_key(old)).collect();
        pairs.gone.sort_unstable();
        pairs
    }

    fn join(&mut self, old: ItemId, new: ItemId) {
        self.newer.insert(old, new);
        self.older.insert(new, old);
    }

    /// What became of an item of the older version.
    #[must_use]
    pub fn newer(&self, old: ItemId) -> Option<ItemId> {
        self.newer.get(&old).copied()
    }

    /// What an item of the newer version was.
    #[must_use]
    pub fn older(&self, new: ItemId) -> Option<ItemId> {
        self.older.get(&new).copied()
    }

    /// All pairs, in the order of the newer version.
    #[must_use]
    pub fn all(&self) -> Vec<(ItemId, ItemId)> {
        let mut all: Vec<(ItemId, ItemId)> = self.older.iter().map(|(new, old)| (*old, *new)).collect();
        all.sort_unstable_by_key(|(_, new)| *new);
        all
    }
}
