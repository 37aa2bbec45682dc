//! Why an item is in a guide: what of the guide brings it in.
//!
//! In: the knowledge, its ties, a guide and what it holds. Out: the ways from an item to the guide, tie by tie, the shortest
//! first; each step of a way is a tie that [`members`](super::members) follows.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::model::{ItemId, Kind, Knowledge};

use super::members::Members;
use super::relation::{Relation, references};
use super::web::Web;

/// A tie of an item to another that is in the guide already.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// The item.
    pub item: ItemId,
    /// What it has to do with the other.
    pub relation: Relation,
    /// Whether the item names the other, or is named by it.
    pub names: bool,
    /// The other: another item of the guide, or the guide.
    pub to: ItemId,
    /// Of a symptom that a cause shows: how often, straight or by what it brings about.
    pub chance: Option<f64>,
}

/// The ways by which an item is in a guide, from the item to the guide or one of its symptoms; the shortest first, at most `most`.
/// None where it is not in the guide.
#[must_use]
pub fn brought(
    knowledge: &Knowledge,
    web: &Web,
    (guide, members): (ItemId, &Members),
    item: ItemId,
    most: usize,
) -> Vec<Vec<Tie>> {
    if !members.contains(knowledge, item) && !members.guides.contains(&item) {
        return Vec::new();
    }
    let ties = Ties::of(knowledge, web, guide, members);
    let distances = ties.distances(guide);
    let far = |tie: &Tie| distances.get(&tie.to).copied().unwrap_or(usize::MAX);
    let mut first: Vec<Tie> = ties.of_item(item).iter().copied().filter(|tie| far(tie) < usize::MAX).collect();
    first.sort_by_key(far);
    // What lies beyond the item itself brought nothing in.
    let nearest = first.first().map_or(0, far);
    first.retain(|tie| far(tie) <= nearest + 1);
    let way = |tie: &Tie| {
        let mut way = vec![*tie];
        let mut at = tie.to;
        while at != guide && !ties.is_own(at) {
            let Some(next) =
                ties.of_item(at).iter().min_by_key(|tie| far(tie)).filter(|next| far(next) < far(&way[way.len() - 1]))
            else {
                break;
            };
            way.push(*next);
            at = next.to;
        }
        way
    };
    first.iter().map(way).filter(|way| way.iter().skip(1).all(|tie| tie.to != item)).take(most).collect()
}

/// All ties among what a guide holds.
struct Ties {
    /// By item, in the order of members.
    of: FxHashMap<ItemId, Vec<Tie>>,
    /// The guide's own symptoms.
    own: Vec<ItemId>,
}

impl Ties {
    fn of(knowledge: &Knowledge, web: &Web, guide: ItemId, members: &Members) -> Self {
        let own: Vec<ItemId> = knowledge
            .guide(guide)
            .map(|body| body.symptoms.iter().filter_map(|name| name.to).collect())
            .unwrap_or_default();
        let mut ties = Self { of: FxHashMap::default(), own };
        for item in std::iter::once(guide).chain(members.all()) {
            references(knowledge.item(item), &mut |relation, name| {
                let Some(to) = name.to.filter(|to| *to != item) else { return };
                let holds = members.contains(knowledge, to) || members.guides.contains(&to);
                // What names another brings that in; a cause, a remedy, a check, a rule comes by what it names, too.
                if holds && brings(relation) {
                    ties.add(Tie { item: to, relation, names: false, to: item, chance: None });
                }
                if members.contains(knowledge, to) && comes_by(knowledge.item(item).kind(), relation) {
                    ties.add(Tie { item, relation, names: true, to, chance: None });
                }
            });
        }
        for symptom in ties.own.clone() {
            for &(cause, chance) in
                web.causes_of(symptom).iter().filter(|(cause, _)| members.contains(knowledge, *cause))
            {
                let tie =
                    Tie { item: cause, relation: Relation::Shows, names: true, to: symptom, chance: Some(chance) };
                ties.add(tie);
            }
        }
        ties
    }

    fn add(&mut self, tie: Tie) {
        let of = self.of.entry(tie.item).or_default();
        if !of.iter().any(|known| known.relation == tie.relation && known.to == tie.to && known.names == tie.names) {
            of.push(tie);
        }
    }

    fn of_item(&self, item: ItemId) -> &[Tie] {
        self.of.get(&item).map_or(&[], Vec::as_slice)
    }

    fn is_own(&self, symptom: ItemId) -> bool {
        self.own.contains(&symptom)
    }

    /// How many ties each item is away from the guide.
    fn distances(&self, guide: ItemId) -> FxHashMap<ItemId, usize> {
        let mut back: FxHashMap<ItemId, Vec<ItemId>> = FxHashMap::default();
        for tie in self.of.values().flatten() {
            back.entry(tie.to).or_default().push(tie.item);
        }
        let mut distances: FxHashMap<ItemId, usize> = FxHashMap::default();
        distances.insert(guide, 0);
        let mut waiting = VecDeque::from([guide]);
        while let Some(at) = waiting.pop_front() {
            let distance = distances[&at];
            for &item in back.get(&at).into_iter().flatten() {
                distances.entry(item).or_insert_with(|| {
                    waiting.push_back(item);
                    distance + 1
                });
            }
        }
        distances
    }
}

/// Whether what an item names in this way comes into the guide with it.
fn brings(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::About
            | Relation::Start
            | Relation::Otherwise
            | Relation::Includes
            | Relation::LeadsTo
            | Relation::After
            | Relation::Next
            | Relation::Requires
            | Relation::When
    )
}

/// Whether an item comes into a guide with what it names in this way.
fn comes_by(kind: Kind, relation: Relation) -> bool {
    match kind {
        Kind::Remedy => relation == Relation::Fixes,
        Kind::Check => relation == Relation::SpeaksOf,
        Kind::Rule => matches!(relation, Relation::Affects | Relation::Tells | Relation::When),
        _ => false,
    }
}
