//! Where the pages of guides and the items on them are.
//!
//! In: what was understood. Out: for each id its address below the folder of a format, without an ending: the path of a page,
//! or a path, `#` and an anchor. An item that several guides hold is where its own page is, or in the first guide by path.

use std::collections::BTreeMap;

use crate::guide::anchors_of;
use crate::links::Now;
use crate::model::{ItemId, Kind};

use super::{Analysis, shared};

/// The addresses of all that these guides show. `page` gives the path of a guide.
#[must_use]
pub fn addresses(understood: &Analysis, page: &dyn Fn(ItemId) -> Option<String>) -> BTreeMap<String, String> {
    let knowledge = &understood.knowledge;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut guides: Vec<(String, usize)> = Vec::with_capacity(understood.guides.len());
    for (at, (guide, _)) in understood.guides.iter().enumerate() {
        if let Some(path) = page(*guide) {
            found.insert(knowledge.qualified(*guide), path.clone());
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

/// Where everything of these guides is, and what it was called before.
#[must_use]
pub fn now(understood: &Analysis) -> Now {
    let knowledge = &understood.knowledge;
    let page = |guide| Some(understood.pages.path(guide)).filter(|path| !path.is_empty()).map(str::to_owned);
    let mut now = Now { addresses: addresses(understood, &page), ..Now::default() };
    for item in knowledge.ids().filter(|&item| knowledge.item(item).kind() != Kind::Scenario) {
        let id = knowledge.qualified(item);
        now.moved.extend(knowledge.former_ids(item).into_iter().map(|former| (former, id.clone())));
        now.ids.insert(id);
    }
    now
}
