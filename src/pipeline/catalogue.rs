//! Every item of the knowledge, as `kb.json` lists them.

use crate::emit::json::{self, KnowledgeItem};
use crate::guide::{Inline, Place};
use crate::model::{ItemId, Kind};

use super::Understood;

/// The text of `kb.json`.
pub(super) fn knowledge(understood: &Understood) -> serde_json::Result<Vec<u8>> {
    let knowledge = &understood.knowledge;
    let guides: Vec<String> = understood.guides.iter().map(|(id, _)| knowledge.qualified(*id)).collect();
    // Each item with the places of the guides that hold it, in the order of items.
    let mut held: Vec<(ItemId, u32)> = Vec::new();
    for (at, (_, members)) in understood.guides.iter().enumerate() {
        let lists = [
            &members.symptoms,
            &members.causes,
            &members.mechanisms,
            &members.checks,
            &members.facts,
            &members.remedies,
            &members.rules,
            &members.escalations,
        ];
        held.extend(lists.into_iter().flatten().map(|&id| (id, at as u32)));
    }
    held.sort_unstable();
    let holding = |id: ItemId| {
        let from = held.partition_point(|(of, _)| *of < id);
        held[from..].iter().take_while(move |(of, _)| *of == id).map(|(_, at)| guides[*at as usize].as_str())
    };
    let items = knowledge.ids().filter(|&id| knowledge.item(id).kind() != Kind::Scenario);
    let described = items.map(|id| {
        let item = knowledge.item(id);
        let place =
            Place { file: knowledge.sources.get(item.head.file).path.clone(), line: knowledge.sources.line(item.head) };
        KnowledgeItem {
            id: knowledge.qualified(id),
            kind: item.kind().word(),
            title: item.title.map(|title| Inline(knowledge.text(title).into_owned())),
            source: place,
            guides: holding(id).collect(),
        }
    });
    json::knowledge(described, knowledge.items.len())
}
