//! Which scenarios are run.

use crate::model::{ItemId, Kind, Knowledge};

/// The scenarios, in the order of files and lines; with a filter, those that have it in their title or in the name of
/// their guide, in small letters or large.
#[must_use]
pub fn chosen(knowledge: &Knowledge, filter: Option<&str>) -> Vec<ItemId> {
    let filter = filter.unwrap_or_default().to_lowercase();
    let fits = |&id: &ItemId| {
        let guide = knowledge.scenario(id).and_then(|scenario| scenario.guide.to);
        let names =
            [knowledge.title(id).into_owned(), guide.map_or_else(String::new, |guide| knowledge.qualified(guide))];
        names.iter().any(|name| name.to_lowercase().contains(&filter))
    };
    knowledge.ids_of(Kind::Scenario).iter().copied().filter(fits).collect()
}
