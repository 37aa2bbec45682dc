//! Why an item is in a guide, or is not.

use crate::graph::{MORE_THAN, Relation, Tie, brought};
use crate::model::{ItemId, Kind};
use crate::words::quantity::plain::percent;

use super::super::evidence::Opened;

/// So many ways are told.
const TOLD: usize = 6;

/// What brings an item of the guide in.
pub(super) fn of(opened: &Opened, item: ItemId) -> String {
    let (knowledge, web) = (&opened.understood.knowledge, &opened.understood.web);
    let ways = brought(knowledge, web, (opened.guide, opened.members()), item, TOLD);
    let name = knowledge.name(item);
    if ways.is_empty() {
        return String::new();
    }
    let mut text = format!("`{name}` is in this guide, since\n");
    for way in ways {
        let parts: Vec<String> = way.iter().map(|tie| said(opened, tie)).collect();
        text.push_str("  it ");
        text.push_str(&parts.join(", which "));
        text.push('\n');
    }
    text
}

/// The same for an item of any kind, and why one is not in the guide. Nothing where no item is called so, or several are.
pub(super) fn of_any(opened: &Opened, name: &str) -> Option<String> {
    let knowledge = &opened.understood.knowledge;
    let kinds = |id: &ItemId| !matches!(knowledge.item(*id).kind(), Kind::Scenario | Kind::Source | Kind::Steps);
    let called = |id: &ItemId| knowledge.name(*id) == name || knowledge.qualified(*id) == name;
    let found: Vec<ItemId> = knowledge.ids().filter(|id| kinds(id) && called(id) && *id != opened.guide).collect();
    let held = found.iter().copied().find(|&id| !of(opened, id).is_empty());
    if let Some(item) = held {
        return Some(of(opened, item));
    }
    let [item] = found[..] else { return None };
    Some(format!("`{name}` is not in this guide: {}.\n", why_not(opened, item)))
}

fn why_not(opened: &Opened, item: ItemId) -> String {
    let knowledge = &opened.understood.knowledge;
    let guide = knowledge.guide(opened.guide);
    if guide.is_some_and(|guide| guide.exclude.iter().any(|name| name.to == Some(item))) {
        return "the guide excludes it".to_owned();
    }
    match knowledge.item(item).kind() {
        Kind::Cause => {
            let least = percent(MORE_THAN);
            format!(
                "it shows none of the guide's symptoms in more than {least} of cases, and nothing in the guide leads to it"
            )
        }
        Kind::Remedy => "it fixes none of the guide's causes, and nothing in the guide names it".to_owned(),
        Kind::Check => "it speaks of none of the guide's causes, and nothing in the guide names it".to_owned(),
        Kind::Rule => "it affects no cause and no step of the guide".to_owned(),
        _ => "nothing in the guide names it".to_owned(),
    }
}

/// What a tie says of its item.
fn said(opened: &Opened, tie: &Tie) -> String {
    let knowledge = &opened.understood.knowledge;
    let other = format!("`{}`", knowledge.name(tie.to));
    let guide = tie.to == opened.guide;
    match (tie.relation, tie.names) {
        (Relation::Shows, _) => {
            let often = tie.chance.map_or_else(String::new, |chance| format!(" in {} of cases", percent(chance)));
            format!("shows {other}{often}")
        }
        (Relation::Fixes, _) => format!("fixes {other}"),
        (Relation::SpeaksOf, _) => format!("speaks of {other}"),
        (Relation::Affects, _) => format!("affects {other}"),
        (Relation::Tells | Relation::When, true) => format!("waits for {other}"),
        (Relation::About, _) => "is one of its symptoms".to_owned(),
        (Relation::Start, _) => "is where it starts".to_owned(),
        (Relation::Includes, _) => "is included by it".to_owned(),
        (Relation::Otherwise, _) if guide => "takes over where no step is left".to_owned(),
        (Relation::Otherwise, _) => format!("takes over from {other}"),
        (Relation::LeadsTo, _) => format!("is brought about by {other}"),
        (Relation::After, _) => format!("comes before {other}"),
        (Relation::Next, _) => format!("is where {other} leads"),
        (Relation::Requires, _) => format!("is required by {other}"),
        (Relation::When | Relation::Tells, false) => format!("is what the `when` of {other} asks about"),
        _ => format!("has to do with {other}"),
    }
}
