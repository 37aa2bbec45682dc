//! A guide as a picture: its symptoms, checks, causes and remedies, and what leads to what.
//!
//! In: what the guide holds. Out: nodes and edges; where they stand is for the format to say. A guide with too many items is drawn around its
//! likeliest causes.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{EffectKind, ItemId, Kind};

use super::{CauseCard, Context, Inline};

/// A guide as a picture.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// The items.
    pub nodes: Vec<PictureNode>,
    /// What leads to what: places in the list of nodes.
    pub edges: Vec<(usize, usize)>,
    /// How many items were left out.
    pub left_out: usize,
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
/// What comes less often with a cause, a symptom or an answer, is no tie of the picture.
const OFTEN: f64 = 0.25;

/// The picture of a guide. `causes` are its cards, the likeliest first.
pub(super) fn picture(cx: &Context, causes: &[CauseCard]) -> Picture {
    let ties = ties(cx);
    let kept = kept(cx, causes, &ties);
    let mut nodes = Vec::with_capacity(kept.len());
    let mut places = FxHashMap::default();
    for &id in &kept {
        let Some(kind) = kind(cx, id) else { continue };
        places.insert(id, nodes.len());
        nodes.push(PictureNode { kind, anchor: cx.anchor(id), title: cx.title(id) });
    }
    let mut edges: Vec<(usize, usize)> =
        ties.iter().filter_map(|(from, to)| Some((*places.get(from)?, *places.get(to)?))).collect();
    edges.sort_unstable();
    edges.dedup();
    let all = items(cx).count();
    Picture { left_out: all - nodes.len(), nodes, edges }
}

fn items<'c>(cx: &'c Context) -> impl Iterator<Item = ItemId> + 'c {
    let members = cx.members;
    let lists = [&members.symptoms, &members.checks, &members.causes, &members.mechanisms, &members.remedies];
    lists.into_iter().flatten().copied()
}

fn kind(cx: &Context, id: ItemId) -> Option<PictureKind> {
    Some(match cx.knowledge.item(id).kind() {
        Kind::Symptom => PictureKind::Symptom,
        Kind::Check => PictureKind::Check,
        Kind::Cause => PictureKind::Cause,
        Kind::Remedy => PictureKind::Remedy,
        _ => return None,
    })
}

/// The causes in the order of their cards.
fn ranked(cx: &Context, cards: &[CauseCard]) -> Vec<ItemId> {
    let place: FxHashMap<&str, usize> = cards.iter().enumerate().map(|(at, card)| (card.anchor.as_str(), at)).collect();
    let mut causes: Vec<ItemId> = cx.members.causes.iter().chain(&cx.members.mechanisms).copied().collect();
    causes.sort_by_cached_key(|&id| place.get(cx.anchor(id).as_str()).copied().unwrap_or(usize::MAX));
    causes
}

/// What leads to what: what is seen and asked to causes, causes to what they bring about and to what helps.
fn ties(cx: &Context) -> Vec<(ItemId, ItemId)> {
    let mut ties = Vec::new();
    for &id in cx.members.causes.iter().chain(&cx.members.mechanisms) {
        let Some(cause) = cx.knowledge.cause(id) else { continue };
        let often = cause.shows.iter().filter(|entry| entry.chance.value >= OFTEN);
        ties.extend(often.filter_map(|entry| Some((entry.of.to?, id))));
        ties.extend(cause.leads_to.iter().filter_map(|entry| Some((id, entry.of.to?))));
    }
    for &id in &cx.members.checks {
        let outcomes = cx.knowledge.check(id).map(|check| check.outcomes.as_slice()).unwrap_or_default();
        let telling = outcomes.iter().flat_map(|outcome| &outcome.effects).filter(|effect| match effect.kind {
            EffectKind::Confirms | EffectKind::PointsTo(_) => true,
            EffectKind::Given(chance) => chance >= OFTEN,
            EffectKind::Against(_) | EffectKind::RulesOut => false,
        });
        ties.extend(telling.filter_map(|effect| Some((id, effect.cause.to?))));
    }
    for &id in &cx.members.remedies {
        let Some(remedy) = cx.knowledge.remedy(id) else { continue };
        ties.extend(remedy.fixes.iter().filter_map(|entry| Some((entry.of.to?, id))));
    }
    ties
}

/// The items that are drawn: all, or the likeliest causes with what they are tied to, as many as there is room for.
fn kept(cx: &Context, causes: &[CauseCard], ties: &[(ItemId, ItemId)]) -> Vec<ItemId> {
    let all: Vec<ItemId> = items(cx).collect();
    if all.len() <= MOST {
        return all;
    }
    let held: FxHashSet<ItemId> = all.iter().copied().collect();
    let mut kept: FxHashSet<ItemId> = FxHashSet::default();
    for cause in ranked(cx, causes) {
        let beside = ties.iter().filter_map(|&(from, to)| match (from == cause, to == cause) {
            (true, _) => Some(to),
            (_, true) => Some(from),
            _ => None,
        });
        let new: FxHashSet<ItemId> =
            beside.chain([cause]).filter(|id| held.contains(id) && !kept.contains(id)).collect();
        if kept.len() + new.len() > MOST {
            break;
        }
        kept.extend(new);
    }
    all.into_iter().filter(|id| kept.contains(id)).collect()
}
