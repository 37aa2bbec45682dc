//! A guide as a picture: its symptoms, checks, causes and remedies, and what leads to what.
//!
//! In: what the guide holds. Out: nodes and edges; where they stand is for the format to say. A guide with too many items is
//! drawn around its likeliest causes, and once more around each of its symptoms.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::direct;
use crate::model::{Body, EffectKind, ItemId, Kind, Knowledge};

use super::{CauseCard, GuideContext, Inline};

/// A guide as a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The items.
    pub nodes: Vec<PictureNode>,
    /// What leads to what: places in the list of nodes.
    pub edges: Vec<(usize, usize)>,
    /// How many items were left out.
    pub left_out: usize,
    /// Where some were: a picture around each symptom, which is its first node. These have none around them.
    pub around: Vec<Picture>,
}

/// An item in a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureNode {
    /// What it is.
    pub kind: PictureKind,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title.
    pub title: Inline,
}

/// What an item in a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureKind {
    /// What a reader sees.
    Symptom,
    /// A question or a test.
    Check,
    /// What may be wrong.
    Cause,
    /// A repair.
    Remedy,
}

/// A picture with more nodes than this says nothing any more.
const MOST: usize = 300;
/// A picture around one symptom holds at most so many nodes, and so many symptoms have one.
const AROUND: usize = 120;
const SYMPTOMS: usize = 100;
/// A picture with more edges than this leaves out those that a longer way shows as well.
const EDGES: usize = 1_000;
/// What comes less often with a cause, a symptom or an answer, is no tie of the picture.
const OFTEN: f64 = 0.25;

/// The picture of a guide. `causes` are its cards, the likeliest first.
pub(super) fn picture(cx: &GuideContext, causes: &[CauseCard]) -> Picture {
    let members = cx.members;
    let lists = [&members.causes, &members.mechanisms, &members.checks, &members.remedies];
    let ties = ties(cx.knowledge, lists.into_iter().flatten().copied());
    let all: Vec<ItemId> = items(cx).collect();
    if all.len() <= MOST {
        return drawn(cx, &all, &ties);
    }
    let fold = Fold::new(&all, &ties, ranked(cx, causes));
    let kept = fold.around(fold.causes.iter().copied(), &[], MOST, |_| true);
    let around = cx.members.symptoms.iter().map(|&symptom| around(cx, &fold, symptom, &ties));
    let around = around.filter(|picture| !picture.edges.is_empty()).take(SYMPTOMS).collect();
    Picture { left_out: all.len() - kept.len(), around, ..drawn(cx, &kept, &ties) }
}

/// The picture around a symptom: the causes that show it, those that bring these about, and what tells and helps.
fn around(cx: &GuideContext, fold: &Fold, symptom: ItemId, ties: &[(ItemId, ItemId)]) -> Picture {
    let mut causes = fold.causes_beside(symptom);
    let mut at = 0;
    while at < causes.len() && causes.len() < AROUND {
        let further = fold.causes_beside(causes[at]);
        causes.extend(further.iter().filter(|id| !causes.contains(id)).copied().collect::<Vec<_>>());
        at += 1;
    }
    let is_other = |id: ItemId| id != symptom && cx.knowledge.item(id).kind() == Kind::Symptom;
    let kept = fold.around(causes.iter().copied(), &[symptom], AROUND, |id| !is_other(id));
    let drawn_causes = causes.iter().filter(|&id| kept.contains(id)).count();
    Picture { left_out: causes.len() - drawn_causes, ..drawn(cx, &kept, ties) }
}

/// These items, and the ties between them.
fn drawn(cx: &GuideContext, kept: &[ItemId], ties: &[(ItemId, ItemId)]) -> Picture {
    let mut nodes = Vec::with_capacity(kept.len());
    let mut places = FxHashMap::default();
    for &id in kept {
        let Some(kind) = PictureKind::of(cx.knowledge.item(id).kind()) else { continue };
        places.insert(id, nodes.len());
        nodes.push(PictureNode { kind, anchor: cx.anchor(id), title: cx.title(id) });
    }
    let mut edges: Vec<(usize, usize)> =
        ties.iter().filter_map(|(from, to)| Some((*places.get(from)?, *places.get(to)?))).collect();
    edges.sort_unstable();
    edges.dedup();
    if edges.len() > EDGES {
        edges = direct(nodes.len(), &edges);
    }
    Picture { nodes, edges, left_out: 0, around: Vec::new() }
}

fn items<'c>(cx: &'c GuideContext) -> impl Iterator<Item = ItemId> + 'c {
    let members = cx.members;
    let lists = [&members.symptoms, &members.checks, &members.causes, &members.mechanisms, &members.remedies];
    lists.into_iter().flatten().copied()
}

impl PictureKind {
    /// What items of a kind are in a picture; nothing for those that are in none.
    #[must_use]
    pub fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Symptom => PictureKind::Symptom,
            Kind::Check => PictureKind::Check,
            Kind::Cause => PictureKind::Cause,
            Kind::Remedy => PictureKind::Remedy,
            _ => return None,
        })
    }
}

/// The causes in the order of their cards.
fn ranked(cx: &GuideContext, cards: &[CauseCard]) -> Vec<ItemId> {
    let place: FxHashMap<&str, usize> = cards.iter().enumerate().map(|(at, card)| (card.anchor.as_str(), at)).collect();
    let mut causes: Vec<ItemId> = cx.members.causes.iter().chain(&cx.members.mechanisms).copied().collect();
    causes.sort_by_cached_key(|&id| place.get(cx.anchor(id).as_str()).copied().unwrap_or(usize::MAX));
    causes
}

/// What leads to what among items: what is seen and asked to causes, causes to what they bring about and to what helps.
#[must_use]
pub fn ties(knowledge: &Knowledge, items: impl Iterator<Item = ItemId>) -> Vec<(ItemId, ItemId)> {
    let mut ties = Vec::new();
    for id in items {
        match &knowledge.item(id).body {
            Body::Cause(cause) => {
                let often = cause.shows.iter().filter(|entry| entry.chance.value >= OFTEN);
                ties.extend(often.filter_map(|entry| Some((entry.of.to?, id))));
                ties.extend(cause.leads_to.iter().filter_map(|entry| Some((id, entry.of.to?))));
            }
            Body::Check(check) => {
                let effects = check.outcomes.iter().flat_map(|outcome| &outcome.effects);
                let telling = effects.filter(|effect| match effect.kind {
                    EffectKind::Confirms | EffectKind::PointsTo(_) => true,
                    EffectKind::Given(chance) => chance >= OFTEN,
                    EffectKind::Against(_) | EffectKind::RulesOut => false,
                });
                ties.extend(telling.filter_map(|effect| Some((id, effect.cause.to?))));
            }
            Body::Remedy(remedy) => {
                ties.extend(remedy.fixes.iter().filter_map(|entry| Some((entry.of.to?, id))));
            }
            _ => {}
        }
    }
    ties
}

/// A guide with more items than a picture can hold.
struct Fold<'a> {
    all: &'a [ItemId],
    /// Its causes, the likeliest first, and the place of each.
    causes: Vec<ItemId>,
    places: FxHashMap<ItemId, usize>,
    /// What each item is tied to.
    beside: FxHashMap<ItemId, Vec<ItemId>>,
}

impl<'a> Fold<'a> {
    fn new(all: &'a [ItemId], ties: &[(ItemId, ItemId)], causes: Vec<ItemId>) -> Self {
        let mut beside: FxHashMap<ItemId, Vec<ItemId>> = all.iter().map(|&id| (id, Vec::new())).collect();
        for &(from, to) in ties {
            if beside.contains_key(&from) && beside.contains_key(&to) {
                for (one, other) in [(from, to), (to, from)] {
                    beside.entry(one).or_default().push(other);
                }
            }
        }
        let places = causes.iter().enumerate().map(|(place, &id)| (id, place)).collect();
        Self { all, causes, places, beside }
    }

    /// The causes that an item is tied to, the likeliest first.
    fn causes_beside(&self, id: ItemId) -> Vec<ItemId> {
        let tied = self.beside.get(&id).into_iter().flatten();
        let mut places: Vec<usize> = tied.filter_map(|one| self.places.get(one)).copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| self.causes[place]).collect()
    }

    /// What is kept: these items, and causes with what they are tied to and `fits`, one cause after another, as long as there
    /// is room for all of it.
    fn around(
        &self,
        causes: impl Iterator<Item = ItemId>,
        first: &[ItemId],
        most: usize,
        fits: impl Fn(ItemId) -> bool,
    ) -> Vec<ItemId> {
        let mut kept: FxHashSet<ItemId> = first.iter().copied().collect();
        for cause in causes {
            let mut new: Vec<ItemId> = vec![cause];
            new.extend(self.beside.get(&cause).into_iter().flatten().filter(|&&id| fits(id)));
            let mut met = FxHashSet::default();
            new.retain(|id| !kept.contains(id) && met.insert(*id));
            // The first cause is shown, be it with a part of what it is tied to.
            if kept.len() == first.len() {
                new.truncate(most - kept.len());
            }
            if kept.len() + new.len() > most {
                break;
            }
            kept.extend(new);
        }
        self.all.iter().copied().filter(|id| kept.contains(id)).collect()
    }
}
