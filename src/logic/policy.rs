//! The rules of a knowledge base as formulas over one space.
//!
//! In: the knowledge, its web, and what each guide holds. Out: a [`Policy`], which the questions about rules are asked of.
//! A rule that no guide holds never speaks, so nothing is said of it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Members, Relation, Web};
use crate::model::{Guard, ItemId, Kind, Knowledge, Rule, RuleEffect};

use super::bounding_box::BoundingBox;
use super::formula::{Formula, OPEN, Set};
use super::space::{Needs, Space};

/// Where something holds.
#[derive(Debug)]
pub(super) struct Scope {
    pub formula: Formula,
    /// The box around that.
    pub bounds: BoundingBox,
    /// Whether the box is all that there is to know: it is exact, and its answers need nothing before them.
    pub boxed: bool,
}

impl Scope {
    fn new(space: &Space, formula: Formula, subjects: &[usize]) -> Self {
        let bounds = BoundingBox::of(&formula);
        let boxed = bounds.exact && subjects.iter().all(|&subject| space.subjects[subject].needs.is_none());
        Scope { formula, bounds, boxed }
    }
}

/// A rule that some guide holds.
#[derive(Debug)]
pub(super) struct Ruling<'k> {
    pub id: ItemId,
    pub rule: &'k Rule,
    pub guard: &'k Guard,
    /// Where it speaks.
    pub scope: Scope,
    /// Where it speaks of causes, if that is elsewhere: what was tried has no part in chances.
    on_chances: Option<Scope>,
    /// The causes that it confirms, ascending: it says that one of them is there.
    pub confirmed: Vec<ItemId>,
    /// What its condition asks about, and what must be answered before that.
    pub subjects: Vec<usize>,
    /// The guides that hold it, by their place in the list, ascending.
    pub guides: Vec<u32>,
    /// The same, but of guides that hold the same rules only the first.
    pub apart: Vec<u32>,
}

impl Ruling<'_> {
    /// Where an effect of it takes place.
    pub fn scope(&self, effect: &RuleEffect) -> &Scope {
        let on_chances = matches!(
            effect,
            RuleEffect::Confirm(_) | RuleEffect::Suspect(..) | RuleEffect::Doubt(..) | RuleEffect::RuleOut(_)
        );
        self.on_chances.as_ref().filter(|_| on_chances).unwrap_or(&self.scope)
    }
}

/// In so many guides two rules are held against each other.
const MOST_GUIDES: usize = 64;

/// With so many of those that speak of the same, a rule is held against those before it that are nearest. A base in
/// which more rules speak of one cause or lead away from one guide was made by a program, and all pairs of them are more
/// than can be looked at.
pub(super) const NEAREST: usize = 1_000;

/// All rules, and the space of the answers that they tell apart.
#[derive(Debug)]
pub struct Policy<'k> {
    pub(super) knowledge: &'k Knowledge,
    pub(super) web: &'k Web,
    pub(super) guides: &'k [(ItemId, Members)],
    pub(super) space: Space<'k>,
    /// In the order of files and lines.
    pub(super) rules: Vec<Ruling<'k>>,
}

impl<'k> Policy<'k> {
    /// Takes the rules that guides hold. `usable` tells which items were read without a fault.
    #[must_use]
    pub fn new(
        knowledge: &'k Knowledge,
        web: &'k Web,
        guides: &'k [(ItemId, Members)],
        usable: impl Fn(ItemId) -> bool,
    ) -> Self {
        let mut held: FxHashMap<ItemId, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
        let mut sets: FxHashSet<&[ItemId]> = FxHashSet::default();
        for (at, (_, members)) in guides.iter().enumerate() {
            let first = !members.rules.is_empty() && sets.insert(&members.rules);
            for rule in &members.rules {
                let (all, apart) = held.entry(*rule).or_default();
                all.push(at as u32);
                apart.extend(first.then_some(at as u32));
            }
        }
        let mut found: Vec<(ItemId, &Rule, &Guard)> = Vec::new();
        for &id in knowledge.ids_of(Kind::Rule).iter().filter(|&id| held.contains_key(id) && usable(*id)) {
            if let (Some(rule), Some(guard)) = (knowledge.rule(id), knowledge.item(id).when()) {
                found.push((id, rule, guard));
            }
        }
        let mut space = Space::of(knowledge, found.iter().map(|(_, _, guard)| &guard.condition), Needs::Count);
        let mut rules = Vec::with_capacity(found.len());
        for (id, rule, guard) in found {
            let formula = space.formula(&guard.condition);
            let subjects = with_needs(&space, formula.subject_list());
            let is_remedy = |subject: usize| {
                let item = space.subjects[subject].item;
                item.is_some_and(|item| knowledge.item(item).kind() == Kind::Remedy)
            };
            let on_chances = subjects
                .iter()
                .any(|&subject| is_remedy(subject))
                .then(|| Scope::new(&space, formula.unknown(&is_remedy), &subjects));
            let scope = Scope::new(&space, formula, &subjects);
            let confirmed = named(rule, |effect| match effect {
                RuleEffect::Confirm(name) => name.to,
                _ => None,
            });
            let (guides, apart) = held.remove(&id).unwrap_or_default();
            rules.push(Ruling { id, rule, guard, scope, on_chances, confirmed, subjects, guides, apart });
        }
        Policy { knowledge, web, guides, space, rules }
    }

    /// The first guide that holds both rules, if may be with all that they ask about; and what it does not hold of that.
    pub(super) fn meeting(&self, one: &Ruling, two: &Ruling) -> Option<(ItemId, Vec<usize>)> {
        let mut first = None;
        for guide in common(&one.guides, &two.guides).take(MOST_GUIDES) {
            let id = self.guides[guide as usize].0;
            let closed = self.closed(guide, one.subjects.iter().chain(&two.subjects));
            if closed.is_empty() {
                return Some((id, closed));
            }
            first = first.or(Some((id, closed)));
        }
        first
    }

    /// The subjects that a guide does not hold: nobody answers them there.
    pub(super) fn closed<'a>(&self, guide: u32, subjects: impl Iterator<Item = &'a usize>) -> Vec<usize> {
        let (id, members) = &self.guides[guide as usize];
        // A guide that keeps nothing out holds all that its rules ask about.
        if self.knowledge.guide(*id).is_some_and(|guide| guide.exclude.is_empty()) {
            return Vec::new();
        }
        // Members are in the order of their qualified names.
        let has = |items: &[ItemId], item: ItemId| {
            let rank = |&held: &ItemId| self.web.rank(held);
            items.binary_search_by_key(&rank(&item), rank).is_ok()
        };
        let held = |item: ItemId| match self.knowledge.item(item).kind() {
            Kind::Check => has(&members.checks, item),
            Kind::Fact => has(&members.facts, item),
            Kind::Remedy => has(&members.remedies, item),
            _ => has(&members.symptoms, item),
        };
        subjects.copied().filter(|&subject| self.space.subjects[subject].item.is_none_or(|item| !held(item))).collect()
    }

    /// That nothing is said of some subjects.
    pub(super) fn open(&self, subjects: &[usize]) -> Vec<Formula> {
        let open = |&subject: &usize| Formula::In(subject, Set::one(self.space.subjects[subject].size, OPEN));
        subjects.iter().map(open).collect()
    }

    /// The kind of the item that a subject stands for.
    pub(super) fn kind(&self, subject: usize) -> Option<Kind> {
        self.space.subjects[subject].item.map(|item| self.knowledge.item(item).kind())
    }

    /// A cause and all that may bring it about, ascending.
    pub(super) fn origins(&self, cause: ItemId) -> Vec<ItemId> {
        let mut found = self.origins_of(&[cause], usize::MAX);
        found.sort_unstable();
        found
    }

    /// Some causes and what may bring them about, from near to far, and no more than so many.
    pub(super) fn origins_of(&self, causes: &[ItemId], most: usize) -> Vec<ItemId> {
        let mut found = causes.to_vec();
        let mut seen: FxHashSet<ItemId> = causes.iter().copied().collect();
        let mut at = 0;
        while at < found.len() && found.len() < most {
            found.extend(self.web.naming(found[at], Relation::LeadsTo).filter(|&parent| seen.insert(parent)));
            at += 1;
        }
        found
    }
}

/// The items that some effects of a rule name, ascending.
pub(super) fn named(rule: &Rule, of: impl Fn(&RuleEffect) -> Option<ItemId>) -> Vec<ItemId> {
    let mut found: Vec<ItemId> = rule.effects.iter().filter_map(|(_, effect)| of(effect)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Subjects with those that must be answered before them, ascending.
fn with_needs(space: &Space, mut subjects: Vec<usize>) -> Vec<usize> {
    let mut seen: FxHashSet<usize> = subjects.iter().copied().collect();
    let mut at = 0;
    while at < subjects.len() {
        if let Some(needs) = &space.subjects[subjects[at]].needs {
            needs.subjects(&mut |subject| {
                if seen.insert(subject) {
                    subjects.push(subject);
                }
            });
        }
        at += 1;
    }
    subjects.sort_unstable();
    subjects
}

/// What two ascending lists have in common.
pub(super) fn common<'a>(one: &'a [u32], two: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (short, long) = if one.len() <= two.len() { (one, two) } else { (two, one) };
    short.iter().copied().filter(|guide| long.binary_search(guide).is_ok())
}
