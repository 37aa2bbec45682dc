//! What earlier faults leave open.
//!
//! In: the knowledge, and what was found while it was read. Out: whether something that seems to be missing may only be
//! unreadable, or lie behind a name that leads nowhere. Without an error there is nothing to keep.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::catalogue::names;
use crate::diagnostics::{Diagnostic, Level};
use crate::graph::{Relation, references};
use crate::model::{ItemId, Kind, Knowledge};
use crate::source::{FileId, Span};

use super::property::properties_at;

/// What stands for every property.
const ALL: &str = "*";

/// What earlier faults leave open.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// The properties that are not to be trusted, by item.
    items: FxHashMap<ItemId, FxHashSet<String>>,
    /// The same by file and kind.
    files: FxHashMap<FileId, FxHashSet<(Kind, String)>>,
    /// Files in which something was no item at all.
    whole: FxHashSet<FileId>,
    /// Items whose name was given twice.
    twice: FxHashSet<ItemId>,
    /// For each file, what is lost in those that can name items of it.
    seen: FxHashMap<FileId, Seen>,
}

/// What is lost in the files that can name items of one.
#[derive(Debug, Default)]
struct Seen {
    /// Whether one of them holds something that was no item at all.
    by_whole: bool,
    /// The properties by the kinds of their items.
    by: FxHashSet<(Kind, String)>,
}

impl Losses {
    pub fn of(knowledge: &Knowledge, earlier: &[Diagnostic]) -> Self {
        let mut losses = Losses::default();
        let any = earlier.iter().any(|finding| finding.level == Level::Error);
        if !any && !knowledge.items.iter().any(|item| item.broken) {
            return losses;
        }
        let mut places: Vec<Span> = Vec::new();
        for finding in earlier.iter().filter(|finding| finding.level == Level::Error) {
            if finding.fault.code == names::DEFINED_TWICE.code {
                let places = finding.span.into_iter().chain(finding.labels.iter().map(|label| label.span));
                losses.twice.extend(
                    places.filter_map(|place| {
                        knowledge.item_at(place).filter(|&id| knowledge.item(id).name.span == place)
                    }),
                );
            } else {
                places.extend(finding.span);
            }
        }
        losses.lose_places(knowledge, places);
        for (id, item) in knowledge.ids().zip(&knowledge.items) {
            if item.broken {
                losses.lose(knowledge, id, ALL);
            }
            references(item, &mut |relation, name| {
                if name.to.is_none() {
                    losses.lose(knowledge, id, word(relation));
                }
            });
        }
        losses.look_around(knowledge);
        losses
    }

    /// Tells each file what is lost in those that can name its items.
    fn look_around(&mut self, knowledge: &Knowledge) {
        let mut seen: FxHashMap<FileId, Seen> = FxHashMap::default();
        let mut lossy: Vec<FileId> = self.files.keys().chain(&self.whole).copied().collect();
        lossy.sort_unstable();
        lossy.dedup();
        for file in lossy {
            let used = knowledge.modules[file.index()].uses.iter().filter_map(|entry| entry.module);
            for other in used.chain([file]) {
                let seen = seen.entry(other).or_default();
                seen.by_whole |= self.whole.contains(&file);
                seen.by.extend(self.files.get(&file).into_iter().flatten().cloned());
            }
        }
        self.seen = seen;
    }

    fn lose_places(&mut self, knowledge: &Knowledge, mut places: Vec<Span>) {
        places.sort_unstable_by_key(|place| (place.file, place.start));
        let items = places.iter().map(|&place| knowledge.item_at(place));
        let placed: Vec<(Option<ItemId>, Span)> = items.zip(places.iter().copied()).collect();
        for same in placed.chunk_by(|(one, _), (other, _)| one == other) {
            let Some(id) = same[0].0 else {
                self.whole.extend(same.iter().map(|(_, place)| place.file));
                continue;
            };
            let item = knowledge.item(id).span;
            let offsets = same.iter().map(|(_, place)| (place.start - item.start) as usize);
            for property in properties_at(knowledge.slice(item), offsets) {
                self.lose(knowledge, id, property.unwrap_or(""));
            }
        }
    }

    fn lose(&mut self, knowledge: &Knowledge, id: ItemId, property: &str) {
        let kind = knowledge.item(id).kind();
        if !self.items.entry(id).or_default().insert(property.to_owned()) {
            return;
        }
        self.files.entry(knowledge.file(id)).or_default().insert((kind, property.to_owned()));
    }

    pub fn is_twice(&self, id: ItemId) -> bool {
        self.twice.contains(&id)
    }

    pub fn lost(&self, id: ItemId, property: &str) -> bool {
        self.items.get(&id).is_some_and(|lost| lost.contains(ALL) || lost.contains(property))
    }

    pub fn lost_any(&self, id: ItemId) -> bool {
        self.items.contains_key(&id)
    }

    pub fn in_file(&self, file: FileId) -> bool {
        self.whole.contains(&file) || self.files.contains_key(&file)
    }

    pub fn in_file_but_scenarios(&self, file: FileId) -> bool {
        let lost = self.files.get(&file);
        self.whole.contains(&file) || lost.is_some_and(|lost| lost.iter().any(|(kind, _)| *kind != Kind::Scenario))
    }

    pub fn may_be_named(&self, file: FileId, by: &[Kind], property: &str) -> bool {
        self.seen.get(&file).is_some_and(|seen| {
            seen.by_whole || seen.by.iter().any(|(kind, word)| by.contains(kind) && (word == ALL || word == property))
        })
    }
}

/// The word of the property that makes a relation.
fn word(relation: Relation) -> &'static str {
    match relation {
        Relation::About => "symptoms",
        Relation::Start => "start",
        Relation::Otherwise => "otherwise",
        Relation::Includes | Relation::SharesSteps => "include",
        Relation::Excludes => "exclude",
        Relation::Shows => "shows",
        Relation::LeadsTo => "leads-to",
        Relation::Fixes => "fixes",
        Relation::SpeaksOf => "outcome",
        Relation::Affects | Relation::Requires => "then",
        Relation::After => "after",
        Relation::Next => "next",
        Relation::Supersedes => "supersedes",
        Relation::Renews => "renews",
        Relation::When | Relation::StepWhen | Relation::Tells => "when",
        Relation::Cites => "cite",
        Relation::SeeAlso => "see",
        Relation::Tests | Relation::Plays => "expect",
    }
}
