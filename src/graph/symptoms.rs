//! How likely a cause is to show a symptom, straight or through what it leads to.
//!
//! In: the knowledge and its ties. Out: P(m|c), and for each symptom the causes that may well show it. Priors, and
//! what a guide makes of all this, are no part of it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::model::{Cause, ItemId, Kind, Knowledge};

use super::relation::Relation;
use super::web::Web;

/// A cause belongs to a guide if it shows one of its symptoms with more than this chance.
pub const MORE_THAN: f64 = 0.02;

/// What a cause brings about, itself first, and P(m|c): 1 for itself, and 1 − ∏(1 − P(parent|c)·r) over the parents of
/// m. What leads to something stands before it.
#[must_use]
pub fn mechanisms_of(knowledge: &Knowledge, web: &Web, cause: ItemId) -> Vec<(ItemId, f64)> {
    let mut found = Vec::new();
    // The chance that nothing has brought a mechanism about yet, with the highest first: all that leads to it is done.
    let mut waiting = BTreeMap::from([(Reverse((web.height(cause), cause)), 0.0)]);
    while let Some((Reverse((_, mechanism)), silent)) = waiting.pop_first() {
        let chance = 1.0 - silent;
        found.push((mechanism, chance));
        let Some(body) = knowledge.cause(mechanism) else { continue };
        for (to, leads) in web.leads_to(mechanism, body) {
            *waiting.entry(Reverse((web.height(to), to))).or_insert(1.0) *= 1.0 - chance * leads;
        }
    }
    found
}

/// The chance that a cause does not show a symptom by itself; nothing where it says nothing of it.
fn hides(cause: &Cause, symptom: ItemId) -> Option<f64> {
    let shown = cause.shows.iter().filter(|shown| shown.of.to == Some(symptom));
    shown.map(|shown| 1.0 - shown.chance.value).reduce(|product, factor| product * factor)
}

/// P(s|c) = 1 − ∏(1 − P(m|c)·shows(m,s)) over the cause and its mechanisms; 0 where that product is empty.
fn chance_to_show(knowledge: &Knowledge, web: &Web, cause: ItemId, symptom: ItemId) -> f64 {
    let mut none = 1.0;
    for (mechanism, chance) in mechanisms_of(knowledge, web, cause) {
        for shown in knowledge.cause(mechanism).iter().flat_map(|cause| &cause.shows) {
            if shown.of.to == Some(symptom) {
                none *= 1.0 - chance * shown.chance.value;
            }
        }
    }
    1.0 - none
}

/// For each symptom the causes with more than [`MORE_THAN`] to show it, by id, all in one list; and where in it those of
/// each item begin.
pub(super) fn showers(knowledge: &Knowledge, web: &Web) -> (Vec<u32>, Vec<(ItemId, f64)>) {
    let symptoms = knowledge.ids_of(Kind::Symptom);
    let found: Vec<Vec<_>> = symptoms.par_iter().map(|&id| showers_of(knowledge, web, id)).collect();
    let mut starts = vec![0; knowledge.items.len() + 1];
    for (id, found) in symptoms.iter().zip(&found) {
        starts[id.index() + 1] = found.len() as u32;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    (starts, found.concat())
}

fn showers_of(knowledge: &Knowledge, web: &Web, symptom: ItemId) -> Vec<(ItemId, f64)> {
    // A sum of chances is never less than the noisy-or, so what stays below the bound needs no exact look; a parent
    // that stands here twice only raises it. Upwards
    // from those that show the symptom, the lowest first: all that it leads to is summed before a cause is.
    let mut bounds: BTreeMap<(u32, ItemId), f64> = BTreeMap::new();
    for cause in web.naming(symptom, Relation::Shows) {
        let shows = knowledge.cause(cause).and_then(|cause| hides(cause, symptom)).map_or(0.0, |hides| 1.0 - hides);
        bounds.insert((web.height(cause), cause), shows);
    }
    let mut found = Vec::new();
    while let Some(((_, cause), bound)) = bounds.pop_first() {
        for parent in web.naming(cause, Relation::LeadsTo) {
            let Some(body) = knowledge.cause(parent) else { continue };
            for (_, leads) in web.leads_to(parent, body).filter(|&(to, _)| to == cause) {
                *bounds.entry((web.height(parent), parent)).or_insert(0.0) += leads * bound;
            }
        }
        if bound > MORE_THAN {
            let chance = chance_to_show(knowledge, web, cause, symptom);
            // 1 − (1 − .02) is a little more than .02 in binary, and is meant to be the same.
            if chance > MORE_THAN + 1e-12 {
                found.push((cause, chance));
            }
        }
    }
    found.sort_unstable_by_key(|&(cause, _)| cause);
    found
}
