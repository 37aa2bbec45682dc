//! Where the site shows what stands at a place of a text, and back.
//!
//! In: a place in the editor. Out: the pages of guides that show the item there, each with its anchor. And in: a page with anchors
//! around a click. Out: the item in its file.

use std::collections::BTreeMap;

use crate::guide::anchors_of;
use crate::model::{ItemId, Kind};
use crate::session::{State, View};
use crate::source::{Source, Span};

use super::documents::Open;

/// The folder of pages of items that several guides hold, as the site names it.
const SHARED: &str = "shared_items/";
/// The folder of pages for other sites to embed.
const EMBEDDED: &str = "embed/";

/// The item at an offset; for a scenario it is the guide that it plays.
pub fn item_at(view: &View, offset: usize) -> Option<ItemId> {
    let knowledge = view.knowledge();
    let id = knowledge.item_at(Span::new(view.file, offset, offset))?;
    match knowledge.scenario(id) {
        Some(scenario) => scenario.guide.to,
        None => Some(id),
    }
}

/// The pages of guides that show an item, those of its own file first. A guide is a whole page, without an anchor.
pub fn pages_of(state: &State, view: &View, item: ItemId) -> Vec<(String, String)> {
    let knowledge = view.knowledge();
    let paths: BTreeMap<String, String> = state.guides().into_iter().map(|entry| (entry.id, entry.path)).collect();
    let mut found = Vec::new();
    for (guide, members) in &view.understood().guides {
        let anchor = if *guide == item {
            Some(String::new())
        } else if members.contains(knowledge, item) {
            anchors_of(knowledge, members).into_iter().find(|(id, _)| *id == item).map(|(_, anchor)| anchor)
        } else {
            None
        };
        if let (Some(anchor), Some(path)) = (anchor, paths.get(&knowledge.qualified(*guide))) {
            let is_elsewhere = knowledge.file(*guide) != knowledge.file(item);
            found.push((is_elsewhere, format!("{path}.html"), anchor));
        }
    }
    found.sort_unstable();
    found.into_iter().map(|(_, page, anchor)| (page, anchor)).collect()
}

/// The item that a click on a page means, handed on with its file: that of the innermost anchor that is known, else the guide.
pub fn source_of<T>(open: &Open, page: &str, anchors: &[String], take: impl FnOnce(&Source, Span) -> T) -> Option<T> {
    let state = open.session.state();
    let path = page.strip_prefix(EMBEDDED).unwrap_or(page).strip_suffix(".html")?;
    let names = state.names();
    let guide = state.guides().into_iter().find(|entry| entry.path == path);
    let is_meant = |kind: Kind, name: &str, module: &str| match &guide {
        Some(entry) => kind == Kind::Guide && entry.id == format!("{module}.{name}"),
        None => path == format!("{SHARED}{}/{}-{name}", module.replace('.', "/"), kind.word()),
    };
    let named = names.iter().find(|one| is_meant(one.kind, &one.name, &one.module))?;
    let view = state.view(open.below_rules(&named.path)?)?;
    let knowledge = view.knowledge();
    let own = knowledge.ids_in(view.file).find(|id| {
        let item = knowledge.item(*id);
        item.kind() == named.kind && knowledge.name(*id) == named.name
    })?;
    let members = view.understood().guides.iter().find(|(id, _)| *id == own);
    let known = members.map_or_else(Vec::new, |(_, members)| anchors_of(knowledge, members));
    let clicked = anchors.iter().find_map(|anchor| known.iter().find(|(_, known)| known == anchor));
    let span = knowledge.item(clicked.map_or(own, |(id, _)| *id)).head;
    Some(take(knowledge.sources.get(span.file), span))
}
