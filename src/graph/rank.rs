//! The place of each item in the order of qualified names.
//!
//! In: the knowledge. Out: a number for each item. Names that were given twice stand in the order of their items.

use rayon::prelude::*;

use crate::model::{ItemId, Knowledge};

/// For each item, its place in the order of qualified names.
pub(super) fn ranks(knowledge: &Knowledge) -> Vec<u32> {
    let ids: Vec<ItemId> = knowledge.ids().collect();
    let mut named: Vec<(String, ItemId)> = ids.into_par_iter().map(|id| (knowledge.qualified(id), id)).collect();
    named.par_sort();
    let mut ranks = vec![0; named.len()];
    for (rank, (_, id)) in named.iter().enumerate() {
        ranks[id.index()] = rank as u32;
    }
    ranks
}
