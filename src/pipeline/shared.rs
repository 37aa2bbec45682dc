//! What pages of guides tell of each other: the order of the guides, and the items that several hold.
//!
//! In: what each guide holds. Out: lists by path and by id, made before the first guide is.

use std::collections::BTreeMap;

use crate::emit::{GuideRef, Shared};
use crate::guide::Inline;
use crate::model::ItemId;

use super::Analysis;

/// The folder of the pages of shared items. No guide lies there: no module has a `_` in its name.
const FOLDER: &str = "shared_items";

/// The guides by the paths of their pages.
pub(super) fn order(understood: &Analysis) -> Vec<GuideRef> {
    let knowledge = &understood.knowledge;
    ids(understood)
        .into_iter()
        .map(|(path, at)| GuideRef {
            path: path.to_owned(),
            title: Inline(knowledge.title(understood.guides[at].0).into_owned()),
        })
        .collect()
}

fn ids(understood: &Analysis) -> Vec<(&str, usize)> {
    let guides = understood.guides.iter().enumerate();
    let mut ids: Vec<(&str, usize)> = guides.map(|(at, (id, _))| (understood.pages.path(*id), at)).collect();
    ids.sort_unstable();
    ids
}

/// The causes, checks and remedies that several guides hold.
pub(super) fn shared(understood: &Analysis) -> BTreeMap<String, Shared> {
    let mut held: Vec<(ItemId, u32)> = Vec::new();
    for (place, (_, at)) in ids(understood).into_iter().enumerate() {
        let members = &understood.guides[at].1;
        let items = members.causes.iter().chain(&members.checks).chain(&members.remedies);
        held.extend(items.map(|&item| (item, place as u32)));
    }
    held.sort_unstable();
    let knowledge = &understood.knowledge;
    let several = held.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    several
        .map(|group| {
            let id = group[0].0;
            let module = knowledge.module(id).replace('.', "/");
            let path = format!("{FOLDER}/{module}/{}-{}", knowledge.item(id).kind().word(), knowledge.name(id));
            (knowledge.qualified(id), Shared { path, guides: group.iter().map(|(_, place)| *place).collect() })
        })
        .collect()
}
