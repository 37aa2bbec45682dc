//! `<name>` in texts and commands: what readers fill in.
//!
//! In: a name, and where it stands. Out: the fact or the check that it means, the same for pages, terminals and bots.

use crate::model::{Asks, Body, FactType, Given, ItemId, Knowledge};
use crate::source::FileId;

use super::Members;

/// The names between `<` and `>` in a text, each with the place of its `<`.
pub fn blanks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
        (length > 0 && rest[length..].starts_with('>')).then(|| (at, &rest[..length]))
    })
}

/// Whether a reader says a value of an item that is filled in as it is.
#[must_use]
pub fn is_filled_in(knowledge: &Knowledge, id: ItemId) -> bool {
    match &knowledge.item(id).body {
        Body::Fact(fact) => matches!(fact.values, Some(FactType::Text | FactType::Number(_) | FactType::Version)),
        Body::Check(check) => matches!(check.asks, Some(Given { value: Asks::Text, .. })),
        _ => false,
    }
}

/// What can be named in a file and is filled in: what stands there, and in the files that it uses.
pub fn filled_in_reach(knowledge: &Knowledge, file: FileId) -> impl Iterator<Item = ItemId> {
    knowledge.ids_in_reach(file).filter(|&id| is_filled_in(knowledge, id))
}

/// What the readers of a guide fill in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placeholders {
    /// Of what the guide holds. A fact comes before a check, as it may be known before anything is asked.
    held: Vec<ItemId>,
}

impl Placeholders {
    /// Those of a guide.
    #[must_use]
    pub fn of(knowledge: &Knowledge, members: &Members) -> Self {
        let held = members.facts.iter().chain(&members.checks).copied();
        Self { held: held.filter(|&id| is_filled_in(knowledge, id)).collect() }
    }

    /// Those that the guide holds, facts first.
    #[must_use]
    pub fn held(&self) -> &[ItemId] {
        &self.held
    }

    /// What a name means: what the guide holds, else what stands in the file of the text, else in one that it uses.
    #[must_use]
    pub fn resolve(&self, knowledge: &Knowledge, file: FileId, name: &str) -> Option<ItemId> {
        self.held.iter().copied().chain(filled_in_reach(knowledge, file)).find(|&id| knowledge.name(id) == name)
    }

    /// What is filled in in a text, each once, in the order of the text.
    #[must_use]
    pub fn in_text(&self, knowledge: &Knowledge, file: FileId, text: &str) -> Vec<ItemId> {
        let mut found = Vec::new();
        for id in blanks(text).filter_map(|(_, name)| self.resolve(knowledge, file, name)) {
            if !found.contains(&id) {
                found.push(id);
            }
        }
        found
    }
}
