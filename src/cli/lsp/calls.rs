//! What points to an item, and where it leads.
//!
//! Editors call that a hierarchy of calls: the items that name an item are those that call it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::{CallHierarchyItem, Position, Range};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::model::{ItemId, Kind, Knowledge, Meant};
use crate::session::View;
use crate::source::Span;

use super::documents::{Document, Open};
use super::outline::kind_of;
use super::pointing;
use super::server::Server;

/// What an item is found by again.
#[derive(Debug, Serialize, Deserialize)]
struct Known {
    root: PathBuf,
    /// The file below the folder of rules.
    file: String,
    kind: String,
    name: String,
}

/// The item whose name stands at a place, or that the place lies in.
pub fn prepare(server: &Server, document: &Document, position: Position) -> Option<Vec<CallHierarchyItem>> {
    let view = document.view()?;
    let knowledge = view.knowledge();
    let offset = server.client.encoding.offset(&document.text, &document.lines, position);
    let id = match pointing::meant_at(&view, offset).map(|mention| mention.meant) {
        Some(Meant::Item(id) | Meant::Option(id, _) | Meant::Stage(id, _)) => id,
        Some(Meant::Module(_)) => return None,
        None => knowledge.item_at(Span::new(view.file, offset, offset))?,
    };
    Some(vec![item_of(server, &document.place.as_ref()?.open, knowledge, id)])
}

/// The items that name it, each with the places.
pub fn incoming(server: &Server, item: &CallHierarchyItem) -> Option<Vec<Value>> {
    let (open, view, id) = again(server, item)?;
    let knowledge = view.knowledge();
    let of = |from: ItemId| {
        let spans = named_by(knowledge, from).remove(&id)?;
        Some(json!({
            "from": item_of(server, &open, knowledge, from),
            "fromRanges": ranges(server, knowledge, &spans),
        }))
    };
    Some(knowledge.ids().filter(|from| *from != id).filter_map(of).collect())
}

/// The items that it names, each with the places.
pub fn outgoing(server: &Server, item: &CallHierarchyItem) -> Option<Vec<Value>> {
    let (open, view, id) = again(server, item)?;
    let knowledge = view.knowledge();
    let of = |(to, spans): (ItemId, Vec<Span>)| json!({ "to": item_of(server, &open, knowledge, to), "fromRanges": ranges(server, knowledge, &spans) });
    Some(named_by(knowledge, id).into_iter().filter(|(to, _)| *to != id).map(of).collect())
}

/// The items that an item names, in the order of files and lines, with the places.
fn named_by(knowledge: &Knowledge, from: ItemId) -> BTreeMap<ItemId, Vec<Span>> {
    let mut found: BTreeMap<ItemId, Vec<Span>> = BTreeMap::new();
    for mention in knowledge.mentions(from) {
        if let Meant::Item(to) = mention.meant {
            found.entry(to).or_default().push(mention.span);
        }
    }
    for spans in found.values_mut() {
        spans.sort_unstable();
        spans.dedup();
    }
    found
}

fn ranges(server: &Server, knowledge: &Knowledge, spans: &[Span]) -> Vec<Range> {
    spans.iter().map(|span| server.client.encoding.range(knowledge.sources.get(span.file), *span)).collect()
}

fn item_of(server: &Server, open: &Open, knowledge: &Knowledge, id: ItemId) -> CallHierarchyItem {
    let item = knowledge.item(id);
    let source = knowledge.sources.get(item.span.file);
    let range = |span| server.client.encoding.range(source, span);
    let title = knowledge.title(id).into_owned();
    let known = Known {
        root: open.project.root.clone(),
        file: open.below_rules(&source.path).unwrap_or_default().to_owned(),
        kind: item.kind().word().to_owned(),
        name: knowledge.name(id).to_owned(),
    };
    let name = if item.kind() == Kind::Scenario { title.clone() } else { known.name.clone() };
    CallHierarchyItem {
        name,
        kind: kind_of(item.kind()),
        tags: None,
        detail: Some(format!("{} · {title}", known.kind)),
        uri: server.documents.uri(open, &source.path),
        range: range(item.span),
        selection_range: range(item.name.span),
        data: Some(json!(known)),
    }
}

/// The item of an earlier answer, as it is now.
fn again(server: &Server, item: &CallHierarchyItem) -> Option<(Arc<Open>, View, ItemId)> {
    let known: Known = serde_json::from_value(item.data.clone()?).ok()?;
    let open = Arc::clone(server.documents.projects.get(&known.root)?);
    let view = open.session.state().view(&known.file)?;
    let knowledge = view.knowledge();
    let is_it = |id: &ItemId| {
        let title = || knowledge.title(*id) == item.name;
        let is_named = knowledge.name(*id) == known.name;
        knowledge.item(*id).kind().word() == known.kind && is_named && (known.kind != "scenario" || title())
    };
    let id = knowledge.ids_in(view.file).find(is_it)?;
    Some((open, view, id))
}
