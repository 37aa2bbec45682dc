//! What becomes of links: ids, pages and anchors that are gone, moved or new.

use crate::model::{ItemId, Kind as ItemKind};

use super::Side;
use super::pairs::Pairs;
use super::report::{Finding, Kind, Level};

/// Of which version a finding speaks.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    Older(ItemId),
    Newer(ItemId),
}

/// What is to be told of ids and addresses.
pub fn findings(older: &Side, newer: &Side, pairs: &Pairs) -> Vec<(Of, Finding)> {
    let mut found = Vec::new();
    for &old in &pairs.gone {
        let id = older.knowledge.qualified(old);
        let kind = older.knowledge.item(old).kind().word();
        let mut finding = match newer.gone.get(&id) {
            Some(reason) => {
                let finding = Finding::new(Level::Minor, Kind::GoneAsSaid, format!("the {kind} `{id}` is gone"));
                Finding { text: Some(reason.clone()), ..finding }
            }
            None => {
                let message = format!("the {kind} `{id}` is gone, and no `moved-from` names it");
                Finding::new(Level::Breaking, Kind::IdGone, message)
            }
        };
        finding = finding.of(&id, older.place(old));
        found.push((Of::Older(old), finding));
    }
    for &(old, new) in &pairs.moved {
        let (was, id) = (older.knowledge.qualified(old), newer.knowledge.qualified(new));
        let finding = Finding::new(Level::Minor, Kind::Moved, format!("`{was}` is `{id}` now"));
        found.push((Of::Newer(new), finding.of(id, newer.place(new))));
    }
    for &new in &pairs.new {
        let id = newer.knowledge.qualified(new);
        let kind = newer.knowledge.item(new).kind().word();
        let finding = Finding::new(Level::Minor, Kind::New, format!("the {kind} `{id}` is new"));
        found.push((Of::Newer(new), finding.of(id, newer.place(new))));
    }
    for (old, new) in pairs.all() {
        found.extend(address(older, newer, (old, new)));
    }
    found
}

/// What is to be told where an item is shown elsewhere than it was.
fn address(older: &Side, newer: &Side, (old, new): (ItemId, ItemId)) -> Option<(Of, Finding)> {
    let (was, id) = (older.knowledge.qualified(old), newer.knowledge.qualified(new));
    let before = older.addresses.get(&was)?;
    let now = newer.addresses.get(&id);
    if now == Some(before) {
        return None;
    }
    let what = if older.knowledge.item(old).kind() == ItemKind::Guide { "page" } else { "place" };
    let whither = now.map_or_else(|| "no page shows it".to_owned(), |now| format!("it is at `{now}` now"));
    let (level, kind, message) = if newer.kept.contains(before) && now.is_some() {
        (Level::Minor, Kind::AddressMoved, format!("the {what} of `{id}` was `{before}`, which leads on; {whither}"))
    } else {
        (Level::Breaking, Kind::AddressGone, format!("the {what} of `{id}`, `{before}`, is gone; {whither}"))
    };
    Some((Of::Newer(new), Finding::new(level, kind, message).of(id, newer.place(new))))
}
