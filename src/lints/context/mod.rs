//! What a lint can look at.
//!
//! In: the knowledge, its web, what each guide holds, and what was found before. Out: questions that several lints ask.

pub mod allow;
pub mod english;
mod judged;
pub mod levels;
mod losses;
mod property;
pub mod prose;

use std::sync::OnceLock;

use jiff::civil::Date;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::config::Config;
use crate::decision::{Sums, is_closed_to_silent};
use crate::diagnostics::{Diagnostic, Fault};
use crate::graph::{self, Members, Relation, Web, references};
use crate::logic::{Answer, Contradiction, Gap, Needless, Policy, Told};
use crate::model::{Guard, Item, ItemId, Kind, Knowledge, Nothing, Numbers, Outcome, Outside, StepEntry};
use crate::source::{FileId, Span};

use losses::Losses;

/// One way to look for trouble: at all knowledge at once, at one item after the other, or both.
#[derive(Debug)]
pub struct Lint {
    /// What it finds.
    pub fault: &'static Fault,
    /// Finds it in all knowledge.
    pub all: Option<LookAtAll>,
    /// Finds it in an item of these kinds.
    pub each: Option<(&'static [Kind], LookAtItem)>,
}

/// Looks at all knowledge.
pub type LookAtAll = fn(&LintContext, &mut Vec<Diagnostic>);

/// Looks at an item, and at what it names.
pub type LookAtItem = fn(&LintContext, ItemId, &Item, &mut Vec<Diagnostic>);

impl Lint {
    /// A lint that looks at all knowledge at once.
    #[must_use]
    pub const fn of_all(fault: &'static Fault, look: LookAtAll) -> Self {
        Self { fault, all: Some(look), each: None }
    }

    /// A lint that looks at each item of some kinds by itself.
    #[must_use]
    pub const fn of_each(fault: &'static Fault, kinds: &'static [Kind], look: LookAtItem) -> Self {
        Self { fault, all: None, each: Some((kinds, look)) }
    }

    /// The same, and at each item of some kinds.
    #[must_use]
    pub const fn and_each(self, kinds: &'static [Kind], look: LookAtItem) -> Self {
        Self { each: Some((kinds, look)), ..self }
    }
}

/// What lints look at.
#[derive(Debug)]
pub struct LintContext<'k> {
    /// What the authors know.
    pub knowledge: &'k Knowledge,
    /// How it hangs together.
    pub web: &'k Web,
    /// What words and silence mean.
    pub numbers: &'k Numbers,
    /// What each guide holds, by id.
    pub guides: &'k [(ItemId, Members)],
    /// Whether the prose is English, as the lists of `english.rs` are.
    pub english: bool,
    /// The date against which reviews are measured, and after how many days one is due.
    pub reviews: Option<(Date, u32)>,
    /// The files of the project besides those that were read.
    pub outside: &'k dyn Outside,
    levels: levels::Levels,
    losses: Losses,
    // Several lints ask these; each is found when the first does.
    placeholders: OnceLock<FxHashSet<&'k str>>,
    conditions: OnceLock<Vec<&'k Guard>>,
    unanswerable: OnceLock<Vec<Unanswerable>>,
    policy: OnceLock<Policy<'k>>,
    can_hold: OnceLock<Vec<Answer>>,
    always_hold: OnceLock<Vec<Answer>>,
    contradictions: OnceLock<Told<Contradiction>>,
    needless: OnceLock<Told<Needless>>,
    gaps: OnceLock<Told<Gap>>,
    held: OnceLock<Vec<bool>>,
}

/// A check or a remedy whose outcomes leave no room for somebody: the sums that are wrong, and the place that closes the
/// last outcome to all of which nothing is said.
pub type Unanswerable = (ItemId, Vec<Sums>, Option<Span>);

/// How many items are looked at by one thread before another is asked.
pub const CHUNK: usize = 1024;

impl<'k> LintContext<'k> {
    /// `guides` has the members of every guide, by id; `earlier` is what reading, lowering and linking found.
    #[must_use]
    pub fn new(
        knowledge: &'k Knowledge,
        web: &'k Web,
        numbers: &'k Numbers,
        guides: &'k [(ItemId, Members)],
        earlier: &[Diagnostic],
    ) -> Self {
        let losses = Losses::of(knowledge, earlier);
        LintContext {
            knowledge,
            web,
            numbers,
            guides,
            english: true,
            reviews: None,
            outside: &Nothing,
            levels: levels::Levels::of(&Config::default()),
            losses,
            placeholders: OnceLock::new(),
            conditions: OnceLock::new(),
            unanswerable: OnceLock::new(),
            policy: OnceLock::new(),
            can_hold: OnceLock::new(),
            always_hold: OnceLock::new(),
            contradictions: OnceLock::new(),
            needless: OnceLock::new(),
            gaps: OnceLock::new(),
            held: OnceLock::new(),
        }
    }

    /// The same for the edition, the reviews and the levels of a project.
    #[must_use]
    pub fn of_project(mut self, config: &Config) -> Self {
        self.english = config.edition.language.is_english();
        self.reviews = config.as_of.map(|date| (date, config.review_days));
        self.levels = levels::Levels::of(config);
        self
    }

    /// The same where the knowledge is a part of a project.
    #[must_use]
    pub fn beside(self, outside: &'k dyn Outside) -> Self {
        Self { outside, ..self }
    }

    /// Whether there is more of the project than was read.
    #[must_use]
    pub fn is_part(&self) -> bool {
        self.outside.count() > 0
    }

    /// Whether the project wants to be told of a kind of fault.
    #[must_use]
    pub fn tells(&self, fault: &Fault) -> bool {
        self.levels.tell(fault.code)
    }

    /// The item that a place lies in.
    #[must_use]
    pub fn item_at(&self, span: Span) -> Option<ItemId> {
        self.knowledge.item_at(span)
    }

    /// A stretch of a file, if it lies in a text that readers read.
    #[must_use]
    pub fn in_prose(&self, file: usize, start: usize, end: usize) -> Option<Span> {
        let span = Span::new(FileId::new(file), start, end);
        let texts = crate::model::prose(self.knowledge.item(self.item_at(span)?));
        texts.iter().any(|text| text.span.start <= span.start && span.end <= text.span.end).then_some(span)
    }

    /// Whether a guide shows an item.
    #[must_use]
    pub fn holds(&self, members: &Members, item: ItemId) -> bool {
        members.contains(self.knowledge, item)
    }

    /// The name of an item.
    #[must_use]
    pub fn name(&self, id: ItemId) -> &'k str {
        self.knowledge.name(id)
    }

    /// The outcomes of a check or a remedy.
    #[must_use]
    pub fn outcomes(&self, step: ItemId) -> &'k [Outcome] {
        self.knowledge.outcomes(step)
    }

    /// What a guide holds.
    #[must_use]
    pub fn members(&self, guide: ItemId) -> Option<&'k Members> {
        let at = self.guides.binary_search_by_key(&guide, |&(id, _)| id).ok()?;
        Some(&self.guides[at].1)
    }

    /// Whether any guide holds an item.
    #[must_use]
    pub fn is_held(&self, item: ItemId) -> bool {
        let held = self.held.get_or_init(|| {
            let mut held = vec![false; self.knowledge.items.len()];
            for item in self.guides.iter().flat_map(|(_, members)| members.all()) {
                held[item.index()] = true;
            }
            held
        });
        held[item.index()]
    }

    /// The place where an item names another in a relation; its head where it does not.
    #[must_use]
    pub fn place(&self, item: ItemId, relation: Relation, named: ItemId) -> Span {
        let mut place = None;
        references(self.knowledge.item(item), &mut |found, name| {
            if place.is_none() && found == relation && name.to == Some(named) {
                place = Some(name.span);
            }
        });
        place.unwrap_or(self.knowledge.item(item).head)
    }

    /// Whether the name of an item was given twice: then nothing is said of it but that.
    #[must_use]
    pub fn is_twice(&self, id: ItemId) -> bool {
        self.losses.is_twice(id)
    }

    /// Whether an item may have a property that could not be read, or names there what was not found.
    #[must_use]
    pub fn lost(&self, id: ItemId, property: &str) -> bool {
        self.losses.lost(id, property)
    }

    /// Whether anything of an item could not be read or found.
    #[must_use]
    pub fn lost_any(&self, id: ItemId) -> bool {
        self.losses.lost_any(id)
    }

    /// Whether an item that could name this one may do so in a property that could not be read or followed.
    #[must_use]
    pub fn may_be_named(&self, id: ItemId, by: &[Kind], property: &str) -> bool {
        self.losses.may_be_named(self.knowledge.file(id), by, property)
    }

    /// Whether anything of a file could not be read or found.
    #[must_use]
    pub fn lost_in(&self, file: crate::source::FileId) -> bool {
        self.losses.in_file(file)
    }

    /// The same, but for what a scenario may have lost: no guide holds more by that.
    #[must_use]
    pub fn lost_but_scenarios(&self, file: crate::source::FileId) -> bool {
        self.losses.in_file_but_scenarios(file)
    }

    /// Whether a text somewhere holds the name in angle brackets, for the reader's own value.
    #[must_use]
    pub fn is_filled_in(&self, name: &str) -> bool {
        let here = self.placeholders.get_or_init(|| placeholders(self.knowledge));
        here.contains(name) || self.outside.fills_in(name)
    }

    /// Every condition, in the order of items: where they apply, and where their steps do.
    #[must_use]
    pub fn conditions(&self) -> &[&'k Guard] {
        self.conditions.get_or_init(|| {
            let of_chunk = |items: &'k [Item]| {
                let mut found = Vec::new();
                for item in items {
                    conditions_of(item, &mut found);
                }
                found
            };
            self.knowledge.items.par_chunks(CHUNK).flat_map_iter(of_chunk).collect()
        })
    }

    /// The checks and remedies whose outcomes leave no room for somebody, in the order of items, checks first.
    #[must_use]
    pub fn unanswerable(&self) -> &[Unanswerable] {
        self.unanswerable.get_or_init(|| {
            let steps: Vec<ItemId> = [Kind::Check, Kind::Remedy].map(|kind| self.knowledge.ids_of(kind)).concat();
            let look = |&step: &ItemId| {
                let outcomes = self.outcomes(step);
                let (sums, silent) = (Sums::wrong(outcomes), is_closed_to_silent(outcomes));
                (!sums.is_empty() || silent.is_some()).then_some((step, sums, silent))
            };
            steps.par_iter().with_min_len(CHUNK).filter_map(look).collect()
        })
    }

    /// The circles of a relation, told at their first items.
    pub fn circles(&self, fault: &'static Fault, relation: Relation, findings: &mut Vec<Diagnostic>, what: &str) {
        for circle in crate::graph::circles_of(self.web, relation) {
            let names: Vec<String> =
                circle.iter().chain(&circle[..1]).map(|&id| format!("`{}`", self.name(id))).collect();
            let message = match circle.len() {
                1 => format!("{} {what} itself", names[0]),
                _ => format!("{} {what} itself in a circle: {}", names[0], names.join(" → ")),
            };
            let ends: Vec<_> = circle.iter().zip(circle.iter().cycle().skip(1)).collect();
            let mut finding = Diagnostic::new(fault, self.place(*ends[0].0, relation, *ends[0].1), message);
            for &(&from, &to) in &ends[1..] {
                finding = finding
                    .label(self.place(from, relation, to), format!("`{}` names `{}`", self.name(from), self.name(to)));
            }
            findings.push(finding.help("take one of these names away"));
        }
    }
}

fn conditions_of<'k>(item: &'k Item, found: &mut Vec<&'k Guard>) {
    found.extend(item.when());
    if !matches!(item.kind(), Kind::Check | Kind::Remedy | Kind::Steps) {
        return;
    }
    for entry in item.step_lists().into_iter().flatten() {
        if let StepEntry::Step(step) = entry {
            found.extend(step.when.as_deref());
        }
    }
}

/// The `<names>` that stand in the files.
fn placeholders(knowledge: &Knowledge) -> FxHashSet<&str> {
    let names = |text| graph::blanks(text).map(|(_, name)| name).collect();
    let found: Vec<Vec<&str>> = knowledge.sources.files().par_iter().map(|source| names(source.text())).collect();
    found.into_iter().flatten().collect()
}
