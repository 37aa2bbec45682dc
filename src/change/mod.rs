//! What is different between two versions of the knowledge, for readers and for those who link to guides.
//!
//! In: two versions, each as a [`Side`]: what was understood of the files that are not the same in both. Out: a [`Change`].
//! Items are compared by their ids, through `moved-from`. Of each guide whose decision model is another both flows are walked
//! under the newer model; a guide that only says the same in other words is not planned. Nothing here prints or reads files.

mod addresses;
mod guide;
mod matching;
mod pairs;
mod reader;
mod reason;
mod report;
mod safety;
mod scenarios;
mod stated;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::decision::Decision;
use crate::edition::Edition;
use crate::graph::{Members, Web};
use crate::guide::Place;
use crate::model::{self, ItemId, Knowledge, Numbers};
use crate::plans::Plans;

pub use report::{
    Answer, CauseChange, Change, Counts, EndChange, EndKind, Figures, Finding, GuideChange, GuideName, Kind, Level,
    Reader, Reason,
};

use pairs::Pairs;
use reason::Reasons;

/// From where on a difference counts.
pub mod limits {
    /// So many readers end elsewhere, or are helped or not.
    pub const ELSEWHERE: f64 = 0.01;
    /// Below this share of readers who end elsewhere only the order is another.
    pub const ORDER_ONLY: f64 = 0.005;
    /// A time is another from this share of what it was.
    pub const TIME: f64 = 0.05;
    /// And from so many minutes.
    pub const MINUTES: f64 = 0.5;
    /// A chance is another from so much.
    pub const CHANCE: f64 = 0.05;
}

/// One of two versions: the files that are not the same in both, understood.
pub struct Side<'a> {
    /// What they say.
    pub knowledge: &'a Knowledge,
    /// How it hangs together.
    pub web: &'a Web,
    /// What each guide of them holds, by id.
    pub guides: &'a [(ItemId, Members)],
    /// The edition that readers have.
    pub edition: &'a Edition,
    /// What words for numbers mean, and prices.
    pub numbers: &'a Numbers,
    /// Where plans come from.
    pub plans: &'a Plans,
    /// The addresses of items below the folder of a format, without an ending: the path of a page, or a path, `#` and an anchor.
    pub addresses: BTreeMap<String, String>,
    /// Addresses that are kept alive wherever their items are now.
    pub kept: &'a BTreeSet<String>,
    /// Why an id is gone, where the project says so.
    pub gone: &'a BTreeMap<String, String>,
    /// The version of the published JSON; nothing where that is not known.
    pub format: Option<u32>,
}

impl Side<'_> {
    fn decision(&self, guide: ItemId) -> Option<Decision> {
        let at = self.guides.binary_search_by_key(&guide, |(id, _)| *id).ok()?;
        Decision::new(self.knowledge, self.web, self.numbers, guide, &self.guides[at].1)
    }

    /// Where an item was written.
    fn place(&self, item: ItemId) -> Place {
        let (sources, span) = (&self.knowledge.sources, self.knowledge.item(item).head);
        Place { file: sources.get(span.file).path.clone(), line: sources.line(span) }
    }

    /// The path of the page of a guide.
    fn page(&self, id: &str) -> String {
        self.addresses.get(id).cloned().unwrap_or_default()
    }

    /// Whether an item is called so, plainly or with its module in front.
    fn is_called(&self, item: ItemId, name: &str) -> bool {
        self.knowledge.name(item) == name || self.knowledge.qualified(item) == name
    }

    /// Whether an item is a guide of this name, or one that it holds.
    fn belongs(&self, item: ItemId, guide: &str) -> bool {
        let own = self.guides.iter().filter(|(id, _)| self.is_called(*id, guide));
        own.into_iter().any(|(id, members)| *id == item || members.contains(self.knowledge, item))
    }
}

/// Compares two versions. `guides` is how many guides the newer one has in all. With a guide's name, only what concerns that
/// guide is told.
#[must_use]
pub fn compare(older: &Side, newer: &Side, guides: usize, only: Option<&str>) -> Change {
    let pairs = Pairs::of(older.knowledge, newer.knowledge);
    let is_wanted = |side: &Side, item: ItemId| only.is_none_or(|guide| side.belongs(item, guide));
    let is_meant = |&(old, new): &(ItemId, ItemId)| {
        only.is_none_or(|name| older.is_called(old, name) || newer.is_called(new, name))
    };
    let both = newer.guides.iter().filter_map(|(new, _)| Some((pairs.older(*new)?, *new)));
    let both: Vec<(ItemId, ItemId)> = both.filter(is_meant).collect();
    let compare_one = |&pair: &(ItemId, ItemId)| {
        let mut change = guide::compare(older, newer, &pairs, pair);
        let failed = scenarios::failures(older, newer, pair, change.is_some());
        if !failed.is_empty() {
            change.get_or_insert_with(|| unplanned(older, newer, pair)).findings.extend(failed);
        }
        Some((pair, change?))
    };
    let found: Vec<((ItemId, ItemId), GuideChange)> = both.par_iter().filter_map(compare_one).collect();
    let (pairs_of, mut changed): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    let wordings = wording::wordings(older.knowledge, newer.knowledge, &pairs);
    Reasons { older, newer, pairs: &pairs, wordings: &wordings }.explain(&mut changed, &pairs_of);
    let names = |side: &Side, items: &[ItemId]| {
        let is_guide = |item: &&ItemId| side.knowledge.guide(**item).is_some() && is_wanted(side, **item);
        items.iter().filter(is_guide).map(|item| guide_name(side, *item)).collect::<Vec<GuideName>>()
    };
    let (added, removed) = (names(newer, &pairs.new), names(older, &pairs.gone));
    let mut change = Change { guides: changed, added, removed, ..Change::default() };
    if older.format != newer.format && older.format.is_some() && only.is_none() {
        let message = "the published JSON has another format: programs that read it have to be looked at";
        change.items.push(Finding::new(Level::Breaking, Kind::FormatChanged, message));
    }
    for (item, finding) in addresses::findings(older, newer, &pairs) {
        let is_wanted = match item {
            addresses::Of::Older(item) => is_wanted(older, item),
            addresses::Of::Newer(item) => is_wanted(newer, item),
        };
        if is_wanted {
            change.items.push(finding);
        }
    }
    for (item, wording) in wordings {
        if newer.knowledge.item(item).kind() != model::Kind::Scenario && is_wanted(newer, item) {
            change.items.extend(worded(newer, item, &wording));
        }
    }
    change.settle(guides);
    change
}

fn guide_name(side: &Side, guide: ItemId) -> GuideName {
    let id = side.knowledge.qualified(guide);
    GuideName { path: side.page(&id), title: side.knowledge.title(guide).into_owned(), id }
}

/// A guide of which nothing is told yet: its decision model may be the same.
fn unplanned(older: &Side, newer: &Side, (old, new): (ItemId, ItemId)) -> GuideChange {
    let was = older.knowledge.qualified(old);
    let GuideName { id, path, title } = guide_name(newer, new);
    GuideChange {
        path,
        title,
        was: (was != id).then_some(was),
        id,
        before: None,
        after: None,
        elsewhere: None,
        causes: Vec::new(),
        findings: Vec::new(),
    }
}

/// What is told of an item that says something else.
fn worded(newer: &Side, item: ItemId, wording: &wording::Wording) -> Vec<Finding> {
    let id = newer.knowledge.qualified(item);
    let finding = |kind, message: String| Finding::new(Level::Minor, kind, message).of(&id, newer.place(item));
    let mut findings = Vec::new();
    if wording.texts > 0 {
        let texts = if wording.texts == 1 { "1 text".to_owned() } else { format!("{} texts", wording.texts) };
        let reworded = finding(Kind::Reworded, format!("{texts} of `{id}` reworded"));
        findings.push(Finding { count: Some(wording.texts), ..reworded });
    }
    if wording.is_restated {
        findings.push(finding(Kind::Restated, format!("`{id}` states something else")));
    }
    if wording.is_reviewed {
        findings.push(finding(Kind::Reviewed, format!("`{id}` was reviewed")));
    }
    findings
}

/// Minutes as people read them.
fn minutes(minutes: f64) -> String {
    format!("{minutes:.1} min")
}

/// A chance as people read it.
fn percent(chance: f64) -> String {
    format!("{:.1} %", chance * 100.0)
}
