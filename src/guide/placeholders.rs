//! `<name>` in texts and commands, where a fact or a check that asks a text is called so.

use crate::model::{Asks, Body, FactType, Given, ItemId, Knowledge};
use crate::source::FileId;

use super::Context;

/// The facts and checks whose name stands between `<` and `>` in a text, each once, in the order of the text.
pub(super) fn in_text(cx: &Context, file: FileId, text: &str) -> Vec<ItemId> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('<') {
        let rest = &text[at + 1..];
        let Some(end) = rest.find('>') else { break };
        if let Some(id) = filled_in(cx, file, &rest[..end])
            && !found.contains(&id)
        {
            found.push(id);
        }
    }
    found
}

/// The item of that name that a reader gives a text for: of the guide, or of the file in which the text stands.
fn filled_in(cx: &Context, file: FileId, name: &str) -> Option<ItemId> {
    let members = cx.members.facts.iter().chain(&cx.members.checks).copied();
    let module = &cx.knowledge.modules[file.index()];
    let used = module.uses.iter().filter_map(|entry| entry.module);
    let in_reach = std::iter::once(file).chain(used).flat_map(|file| {
        let module = &cx.knowledge.modules[file.index()];
        (module.first..module.end).map(ItemId::new)
    });
    members.chain(in_reach).find(|&id| cx.knowledge.name(id) == name && asks_text(cx.knowledge, id))
}

/// Whether a reader says a value of an item that is filled in as it is.
pub(super) fn asks_text(knowledge: &Knowledge, id: ItemId) -> bool {
    match &knowledge.item(id).body {
        Body::Fact(fact) => matches!(fact.values, Some(FactType::Text | FactType::Number(_) | FactType::Version)),
        Body::Check(check) => matches!(check.asks, Some(Given { value: Asks::Text, .. })),
        _ => false,
    }
}
