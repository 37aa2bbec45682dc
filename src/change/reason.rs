//! Why a guide is not as before: which property of which item, as far as one can be named.
//!
//! In: what the items of a guide state otherwise, and what is told of the guide. Out: the reasons of each finding. A lone
//! difference is the reason of all. Of several each is taken back by itself, and the guide is compared again: what is not told
//! then was told because of it. What only two of them do together, or each of two alone, has no reason that could be named.

use rayon::prelude::*;

use crate::graph::{Web, groups_of_files, members};
use crate::guide::Place;
use crate::model::{ItemId, Kind as ItemKind, Knowledge, understand};
use crate::source::{FileId, Source, Sources, Span};

use super::pairs::Pairs;
use super::report::{Finding, GuideChange, Kind, Level, Reason};
use super::stated::{Otherwise, Stated};
use super::wording::Wording;
use super::{Side, guide, scenarios};

/// So many differences are taken back in all: each costs a plan.
const TRIALS: usize = 64;
/// And so many for one guide.
const TRIALS_OF_A_GUIDE: usize = 12;
/// A finding has no more reasons than these.
const REASONS: usize = 2;

/// Something that is another, and that the plan of a guide may depend on.
enum Difference<'w> {
    Property(ItemId, &'w Otherwise),
    New(ItemId),
    Gone(ItemId),
    /// What words for numbers mean, and prices.
    Numbers,
}

/// Both versions, and what is other between them.
pub struct Reasons<'a> {
    pub older: &'a Side<'a>,
    pub newer: &'a Side<'a>,
    pub pairs: &'a Pairs,
    pub wordings: &'a [(ItemId, Wording)],
}

/// By what a finding is known in another comparison.
fn key(finding: &Finding) -> (Kind, Option<&str>, Option<&str>) {
    (finding.kind, finding.item.as_deref(), finding.text.as_deref())
}

impl Reasons<'_> {
    /// Names the reasons of all that is told of these guides.
    pub fn explain(&self, changes: &mut [GuideChange], pairs_of: &[(ItemId, ItemId)]) {
        let trials = (TRIALS / changes.len().max(1)).min(TRIALS_OF_A_GUIDE);
        changes.par_iter_mut().zip(pairs_of).for_each(|(change, pair)| self.explain_one(change, *pair, trials));
    }

    fn explain_one(&self, change: &mut GuideChange, pair: (ItemId, ItemId), trials: usize) {
        if change.after.is_none() {
            return;
        }
        let differences = self.differences(pair);
        if let [lone] = differences.as_slice() {
            let reason = self.reason(lone);
            // A scenario that was written anew may fail for what it says itself.
            let is_rewritten = |finding: &Finding| {
                let title = finding.text.as_deref().unwrap_or_default();
                finding.kind == Kind::ScenarioFails && !scenarios::is_as_it_was(self.older, self.newer, pair, title)
            };
            let findings = change.findings.iter_mut().filter(|finding| !is_rewritten(finding));
            findings.for_each(|finding| give(finding, reason.clone()));
            return;
        }
        if differences.is_empty() || differences.len() > trials {
            return;
        }
        let without: Vec<Told> = differences.par_iter().map(|difference| self.without(difference, pair)).collect();
        let matter: Vec<(&Difference<'_>, &Told)> =
            differences.iter().zip(&without).filter(|(_, told)| !matches!(told, Told::TheSame)).collect();
        for finding in &mut change.findings {
            let own = key(finding);
            let lacks = |told: &Told| match told {
                Told::Findings(found) => !found.iter().any(|other| key(other) == own),
                Told::TheSame | Told::Unknown => false,
            };
            let reasons: Vec<Reason> = match matter.as_slice() {
                [(lone, _)] => vec![self.reason(lone)],
                all => all.iter().filter(|(_, told)| lacks(told)).map(|(one, _)| self.reason(one)).collect(),
            };
            if reasons.len() <= REASONS {
                reasons.into_iter().for_each(|reason| give(finding, reason));
            }
        }
    }

    /// What is other of the items that a guide holds, or held.
    fn differences(&self, (old, new): (ItemId, ItemId)) -> Vec<Difference<'_>> {
        let held = |side: &Side<'_>, guide: ItemId, item: ItemId| {
            let at = side.guides.binary_search_by_key(&guide, |(id, _)| *id);
            item == guide || at.is_ok_and(|at| side.guides[at].1.contains(side.knowledge, item))
        };
        let is_held = |item: ItemId| {
            held(self.newer, new, item) || self.pairs.older(item).is_some_and(|item| held(self.older, old, item))
        };
        let scenario = |item: ItemId| self.newer.knowledge.item(item).kind() == ItemKind::Scenario;
        let worded = self.wordings.iter().filter(|(item, _)| !scenario(*item) && is_held(*item));
        let properties =
            worded.flat_map(|(item, wording)| wording.stated.iter().map(move |one| Difference::Property(*item, one)));
        let added =
            self.pairs.new.iter().filter(|item| held(self.newer, new, **item)).map(|item| Difference::New(*item));
        let gone =
            self.pairs.gone.iter().filter(|item| held(self.older, old, **item)).map(|item| Difference::Gone(*item));
        let numbers = (self.older.numbers != self.newer.numbers).then_some(Difference::Numbers);
        properties.chain(added).chain(gone).chain(numbers).collect()
    }

    /// What would be told of a guide without a difference.
    fn without(&self, difference: &Difference<'_>, (old, new): (ItemId, ItemId)) -> Told {
        let (older, newer) = (self.older, self.newer);
        let numbers = if matches!(difference, Difference::Numbers) { older.numbers } else { newer.numbers };
        let Some(edit) = self.edit(difference) else { return Told::Unknown };
        let groups = groups_of_files(newer.knowledge);
        let own = groups[newer.knowledge.file(new).index()];
        let files: Vec<FileId> = (0..groups.len()).filter(|&at| groups[at] == own).map(FileId::new).collect();
        // What stands in a file that the guide's files do not use any more cannot be put back by itself.
        if edit.as_ref().is_some_and(|(place, _)| !files.contains(&place.file)) {
            return Told::Unknown;
        }
        let text = |&file: &FileId| {
            let source = newer.knowledge.sources.get(file);
            match &edit {
                Some((place, other)) if place.file == file => {
                    let (mut text, range) = (source.text().to_owned(), place.range());
                    text.replace_range(range, other);
                    source.with_text(text)
                }
                _ => source.with_text(source.text().to_owned()),
            }
        };
        let texts: Vec<Source> = files.iter().map(text).collect();
        let (knowledge, _) = understand(Sources::of(&texts), numbers);
        let id = newer.knowledge.qualified(new);
        let is_it = |&&item: &&ItemId| knowledge.qualified(item) == id;
        let Some(&item) = knowledge.ids_of(ItemKind::Guide).iter().find(is_it) else { return Told::Unknown };
        let web = Web::new(&knowledge);
        let guides = [(item, members(&knowledge, &web, newer.edition, item))];
        let side = Side { knowledge: &knowledge, web: &web, guides: &guides, numbers, addresses: [].into(), ..*newer };
        if is_same(&side, item, newer, new) {
            return Told::TheSame;
        }
        let pairs = Pairs::of(older.knowledge, &knowledge);
        let compared = guide::compare(older, &side, &pairs, (old, item));
        let failures = scenarios::failures(older, &side, (old, item), true);
        Told::Findings(compared.into_iter().flat_map(|change| change.findings).chain(failures).collect())
    }

    /// What takes a difference back in the texts of the newer version: nothing within where nothing in them does. Nothing at all
    /// where that cannot be said.
    #[expect(clippy::option_option, reason = "to change nothing is an edit, and not to know one is none")]
    fn edit(&self, difference: &Difference<'_>) -> Option<Option<(Span, String)>> {
        let (older, newer) = (self.older.knowledge, self.newer.knowledge);
        Some(Some(match difference {
            Difference::Numbers => return Some(None),
            Difference::New(item) => (newer.item(*item).span, String::new()),
            Difference::Gone(item) => {
                let module = older.module(*item);
                let file = newer.sources.files().iter().position(|source| source.module == module)?;
                let end = newer.sources.files()[file].text().len();
                let text = older.slice(older.item(*item).span);
                (Span::new(FileId::new(file), end, end), format!("\n{text}\n"))
            }
            Difference::Property(_, Otherwise { before, after: Some(after), .. }) => {
                (after.span, before.as_ref().map_or_else(String::new, |before| older.slice(before.span).to_owned()))
            }
            Difference::Property(_, Otherwise { before, after: None, home }) => {
                let text = older.slice(before.as_ref()?.span);
                let whole = newer.slice(*home);
                match whole.rfind('}').filter(|_| whole.trim_end().ends_with('}')) {
                    Some(at) => {
                        let at = home.start as usize + at;
                        (Span::new(home.file, at, at), format!("\n{text}\n"))
                    }
                    None => (home.after(), format!(" {{\n{text}\n}}\n")),
                }
            }
        }))
    }

    /// A difference in words.
    fn reason(&self, difference: &Difference<'_>) -> Reason {
        let (older, newer) = (self.older, self.newer);
        let of = |side: &Side<'_>, item: ItemId| Reason {
            item: Some(side.knowledge.qualified(item)),
            name: side.knowledge.name(item).to_owned(),
            source: Some(side.place(item)),
            ..Reason::default()
        };
        match difference {
            Difference::Numbers => Reason { name: "kbc.toml".to_owned(), ..Reason::default() },
            Difference::New(item) => Reason { is_new: true, ..of(newer, *item) },
            Difference::Gone(item) => Reason { is_gone: true, ..of(older, *item) },
            Difference::Property(item, Otherwise { before, after, .. }) => {
                let text = |stated: &Option<Stated>| stated.as_ref().map(|stated| stated.text.clone());
                let place = |knowledge: &Knowledge, stated: &Stated| Place {
                    file: knowledge.sources.get(stated.span.file).path.clone(),
                    line: knowledge.sources.line(stated.span),
                };
                let source = match (after, before) {
                    (Some(after), _) => Some(place(newer.knowledge, after)),
                    (None, before) => before.as_ref().map(|before| place(older.knowledge, before)),
                };
                let within = after.as_ref().or(before.as_ref()).map(|stated| stated.within.clone());
                let within = within.filter(|within| !within.is_empty());
                Reason { within, before: text(before), after: text(after), source, ..of(newer, *item) }
            }
        }
    }
}

/// What is told of a guide without one of the differences.
enum Told {
    /// The engine is asked the same: the guide does not depend on the difference.
    TheSame,
    Findings(Vec<Finding>),
    Unknown,
}

/// Whether the engine is asked the same of two versions of a guide.
fn is_same(one: &Side<'_>, guide: ItemId, other: &Side<'_>, same: ItemId) -> bool {
    let problem = |side: &Side<'_>, guide| side.decision(guide).map(|decision| crate::packed::bytes(&decision.problem));
    problem(one, guide) == problem(other, same)
}

/// Gives a finding a reason, unless it says no more than the finding itself.
fn give(finding: &mut Finding, reason: Reason) {
    let is_itself = (reason.is_new || reason.is_gone) && reason.item == finding.item;
    if (!is_itself && finding.level > Level::Minor) || finding.kind == Kind::OrderOnly {
        finding.reasons.push(reason);
    }
}
