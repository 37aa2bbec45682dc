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

use super::property::property_at;

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
    /// For each file with losses, the files that it can name items of.
    sees: FxHashMap<FileId, Vec<FileId>>,
}

impl Losses {
    pub fn of(knowledge: &Knowledge, earlier: &[Diagnostic]) -> Self {
        let mut losses = Losses::default();
        let any = earlier.iter().any(|finding| finding.level == Level::Error);
        if !any && !knowledge.items.iter().any(|item| item.broken) {
            return losses;
        }
        for finding in earlier.iter().filter(|finding| finding.level == Level::Error) {
            if finding.fault.code == names::DEFINED_TWICE.code {
                let places = finding.span.into_iter().chain(finding.labels.iter().map(|label| label.span));
                losses.twice.extend(
                    places.filter_map(|place| {
                        item_at(knowledge, place).filter(|&id| knowledge.item(id).name.span == place)
                    }),
                );
            } else if let Some(span) = finding.span {
                losses.lose_place(knowledge, span);
            }
        }
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
        let sees = losses.files.keys().chain(&losses.whole).map(|&file| {
            let used = knowledge.modules[file.index()].uses.iter().filter_map(|entry| entry.module);
            (file, used.chain([file]).collect())
        });
        losses.sees = sees.collect();
        losses
    }

    fn lose_place(&mut self, knowledge: &Knowledge, span: Span) {
        let Some(id) = item_at(knowledge, span) else {
            self.whole.insert(span.file);
            return;
        };
        let item = knowledge.item(id).span;
        let property = property_at(knowledge.slice(item), (span.start - item.start) as usize);
        self.lose(knowledge, id, property.unwrap_or(""));
    }

    fn lose(&mut self, knowledge: &Knowledge, id: ItemId, property: &str) {
        let kind = knowledge.item(id).kind();
        self.items.entry(id).or_default().insert(property.to_owned());
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
        let names = |lost: &FxHashSet<(Kind, String)>| {
            lost.iter().any(|(kind, word)| by.contains(kind) && (word == ALL || word == property))
        };
        self.sees.iter().any(|(from, seen)| {
            seen.contains(&file) && (self.whole.contains(from) || self.files.get(from).is_some_and(names))
        })
    }
}

/// The item that a place lies in.
pub(super) fn item_at(knowledge: &Knowledge, span: Span) -> Option<ItemId> {
    let module = &knowledge.modules[span.file.index()];
    let items = &knowledge.items[module.first..module.end];
    let at = items.partition_point(|item| item.span.start <= span.start).checked_sub(1)?;
    (span.start < items[at].span.end.max(items[at].span.start + 1)).then(|| ItemId::new(module.first + at))
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
        Relation::When | Relation::StepWhen | Relation::Tells => "when",
        Relation::Cites => "cite",
        Relation::Tests | Relation::Plays => "expect",
    }
}
