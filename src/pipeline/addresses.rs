//! Where the pages of guides and the items on them are.
//!
//! In: what was understood. Out: for each id its address below the folder of a format, without an ending: the path of a page,
//! or a path, `#` and an anchor. An item that several guides hold is where its own page is, or in the first guide by path.

use std::collections::BTreeMap;

use crate::guide::anchors_of;

use super::{Analysis, shared};

/// The addresses of all that these guides show. `page` gives the path of a guide by its id.
#[must_use]
pub fn addresses(understood: &Analysis, page: &dyn Fn(&str) -> Option<String>) -> BTreeMap<String, String> {
    let knowledge = &understood.knowledge;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut guides: Vec<(String, usize)> = Vec::with_capacity(understood.guides.len());
    for (at, (guide, _)) in understood.guides.iter().enumerate() {
        let id = knowledge.qualified(*guide);
        if let Some(path) = page(&id) {
            found.insert(id, path.clone());
            guides.push((path, at));
        }
    }
    guides.sort_unstable();
    for (path, at) in &guides {
        for (item, anchor) in anchors_of(knowledge, &understood.guides[*at].1) {
            found.entry(knowledge.qualified(item)).or_insert_with(|| [path, "#", &anchor].concat());
        }
    }
    for (id, shared) in shared::shared(understood) {
        found.insert(id, shared.path);
    }
    found
}
