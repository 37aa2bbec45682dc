//! Scenarios that passed, and fail now.

use std::collections::BTreeMap;

use crate::model::ItemId;
use crate::scenario::{self, Ran};

use super::Side;
use super::report::{Finding, Kind, Level};

/// The scenarios of a guide, by their titles.
fn of_guide(side: &Side, guide: ItemId) -> BTreeMap<String, ItemId> {
    let knowledge = side.knowledge;
    let own = knowledge
        .ids_of(crate::model::Kind::Scenario)
        .iter()
        .copied()
        .filter(|&id| knowledge.scenario(id).is_some_and(|scenario| scenario.guide.to == Some(guide)));
    own.map(|id| (knowledge.title(id).into_owned(), id)).collect()
}

/// What a scenario says behind its title.
fn body<'s>(side: &Side<'s>, id: ItemId) -> &'s str {
    let item = side.knowledge.item(id);
    side.knowledge.slice(item.span).get((item.head.end - item.head.start) as usize..).unwrap_or_default()
}

/// Each scenario that was, with what it is now: by its title, and those whose titles are others in their order.
fn paired<'t>(
    before: &'t BTreeMap<String, ItemId>,
    now: &BTreeMap<String, ItemId>,
) -> Vec<(&'t str, ItemId, Option<ItemId>)> {
    let mut other: Vec<ItemId> =
        now.iter().filter(|(title, _)| !before.contains_key(*title)).map(|(_, new)| *new).collect();
    other.sort_unstable();
    let mut gone: Vec<(&str, ItemId)> = before
        .iter()
        .filter(|(title, _)| !now.contains_key(*title))
        .map(|(title, old)| (title.as_str(), *old))
        .collect();
    gone.sort_unstable_by_key(|(_, old)| *old);
    let kept = before.iter().filter_map(|(title, old)| Some((title.as_str(), *old, Some(*now.get(title)?))));
    let renamed = gone.into_iter().enumerate().map(|(at, (title, old))| (title, old, other.get(at).copied()));
    kept.chain(renamed).collect()
}

fn run(side: &Side, guide: ItemId, scenarios: &[ItemId]) -> Vec<Ran> {
    side.decision(guide)
        .map(|decision| scenario::run(side.knowledge, &decision, side.plans, scenarios))
        .unwrap_or_default()
}

/// Whether a scenario of a guide says what it said.
pub fn is_as_it_was(older: &Side, newer: &Side, (old, new): (ItemId, ItemId), title: &str) -> bool {
    let (before, now) = (of_guide(older, old), of_guide(newer, new));
    let both = before.get(title).zip(now.get(title));
    both.is_some_and(|(before, now)| body(older, *before) == body(newer, *now))
}

/// The scenarios of a guide that passed and fail now, and those that are gone. Where its decision model is the same, only those
/// that were written anew can fail.
pub fn failures(older: &Side, newer: &Side, (old, new): (ItemId, ItemId), is_other: bool) -> Vec<Finding> {
    let (before, now) = (of_guide(older, old), of_guide(newer, new));
    let mut found = Vec::new();
    let (mut olds, mut news) = (Vec::new(), Vec::new());
    for (title, old, new) in paired(&before, &now) {
        match new {
            Some(new) if is_other || body(older, old) != body(newer, new) => {
                olds.push(old);
                news.push(new);
            }
            Some(_) => {}
            None => {
                let finding = Finding::new(Level::Minor, Kind::ScenarioGone, "a scenario is gone");
                let finding = Finding { source: Some(older.place(old)), text: Some(title.to_owned()), ..finding };
                found.push(finding);
            }
        }
    }
    let failing: Vec<usize> = {
        let ran = run(newer, new, &news);
        (0..ran.len()).filter(|&at| !ran[at].passed()).collect()
    };
    let suspects: Vec<ItemId> = failing.iter().map(|&at| olds[at]).collect();
    for (&at, was) in failing.iter().zip(run(older, old, &suspects)) {
        if was.passed() {
            let finding = Finding::new(Level::Breaking, Kind::ScenarioFails, "a scenario that passed fails");
            let title = newer.knowledge.title(news[at]).into_owned();
            found.push(Finding { source: Some(newer.place(news[at])), text: Some(title), ..finding });
        }
    }
    found
}
