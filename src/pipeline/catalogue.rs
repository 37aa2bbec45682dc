//! Every item of the knowledge, as `kb.json` lists them.

use rustc_hash::FxHashMap;

use crate::emit::json::{self, KnowledgeItem};
use crate::guide::{Inline, Place};
use crate::model::{ItemId, Kind};

use super::Understood;

/// The text of `kb.json`.
pub(super) fn knowledge(understood: &Understood) -> serde_json::Result<Vec<u8>> {
    let knowledge = &understood.knowledge;
    let guides: Vec<String> = understood.guides.iter().map(|(id, _)| knowledge.qualified(*id)).collect();
    let mut held: FxHashMap<ItemId, Vec<u32>> = FxHashMap::default();
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
        for &id in lists.into_iter().flatten() {
            held.entry(id).or_default().push(at as u32);
        }
    }
    let items = knowledge.ids().filter(|&id| knowledge.item(id).kind() != Kind::Scenario);
    let described: Vec<(String, Option<Inline>, ItemId)> = items
        .map(|id| {
            let title = knowledge.item(id).title.map(|title| Inline(knowledge.text(title).into_owned()));
            (knowledge.qualified(id), title, id)
        })
        .collect();
    let mut bytes = Vec::new();
    json::knowledge(
        &mut bytes,
        described.iter().map(|(name, title, id)| {
            let item = knowledge.item(*id);
            let place = Place {
                file: knowledge.sources.get(item.head.file).path.clone(),
                line: knowledge.sources.line(item.head),
            };
            KnowledgeItem {
                id: name,
                kind: item.kind().word(),
                title: title.as_ref(),
                source: place,
                guides: held
                    .get(id)
                    .map(|at| at.iter().map(|&at| guides[at as usize].as_str()).collect())
                    .unwrap_or_default(),
            }
        }),
    )?;
    Ok(bytes)
}
