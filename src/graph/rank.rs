//! The place of each item in the order of qualified names.
//!
//! In: the knowledge. Out: a number for each item. Names that were given twice stand in the order of their items.

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::model::{ItemId, Knowledge};

/// For each item, its place in the order of qualified names.
pub(super) fn ranks(knowledge: &Knowledge) -> Vec<u32> {
    let mut order: Vec<ItemId> = knowledge.ids().collect();
    // Stable, so that equal names stay in the order of their items.
    order.par_sort_by(|&a, &b| by_name(knowledge, a, b));
    let mut ranks = vec![0; order.len()];
    for (rank, id) in order.iter().enumerate() {
        ranks[id.index()] = rank as u32;
    }
    ranks
}

/// Compares two qualified names without writing them out.
fn by_name(knowledge: &Knowledge, a: ItemId, b: ItemId) -> Ordering {
    let [in_module, other] = [a, b].map(|id| knowledge.module(id));
    if in_module == other {
        return knowledge.name(a).cmp(knowledge.name(b));
    }
    // Where one module's name begins the other's, the dot and the item's name decide.
    if in_module.starts_with(other) || other.starts_with(in_module) {
        return knowledge.qualified(a).cmp(&knowledge.qualified(b));
    }
    in_module.cmp(other)
}
