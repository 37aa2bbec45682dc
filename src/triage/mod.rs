//! What a log or an alert shows → the guides that fit it.
//!
//! In: what was found of symptoms in streams ([`crate::matching`]), and the knowledge or the catalogue of a site that they come
//! from. Out: a [`MatchReport`](crate::emit::json::MatchReport): what was seen, and the guides that it leads to, the likeliest first, each with a link that opens it
//! with all that is known. Guides of the knowledge are ranked by the chance of what was seen: that the readers of the guide see
//! its symptoms, by its own numbers, times that of the others, which none of its causes lists. Of a catalogue the chances are
//! not known; there the guide comes first that has most of what was seen.

mod catalogue;
mod known;

use std::collections::BTreeMap;

use crate::emit::json::{FactValue, FirstPlace, SeenSymptom};
use crate::matching::{Claim, Tally};

pub use catalogue::Catalogue;
pub use known::Base;

/// What was found in one stream.
#[derive(Debug)]
pub struct Looked {
    /// The name of the stream.
    pub file: String,
    /// Whether its lines are alerts of a payload.
    pub is_payload: bool,
    /// What was found.
    pub tally: Tally,
}

/// What a symptom is called, and which guides begin with it: their places in a list.
#[derive(Debug, Clone, Default)]
struct Called {
    id: String,
    title: String,
    guides: Vec<usize>,
}

/// What a symptom is known by.
fn claims<'t>(
    of: u32,
    messages: impl IntoIterator<Item = impl AsRef<str>> + 't,
    patterns: impl IntoIterator<Item = impl AsRef<str>> + 't,
    alerts: impl IntoIterator<Item = impl AsRef<str>> + 't,
) -> Vec<Claim> {
    use crate::matching::Sort;
    let claim = |sort: Sort, text: &str| Claim { of, sort, text: text.to_owned() };
    let mut found: Vec<Claim> = messages.into_iter().map(|text| claim(Sort::Message, text.as_ref())).collect();
    found.extend(patterns.into_iter().map(|text| claim(Sort::Pattern, text.as_ref())));
    found.extend(alerts.into_iter().map(|text| claim(Sort::Alert, text.as_ref())));
    found
}

/// What was seen of the symptoms in all streams, the most frequent first. Only facts that `is_fact` knows are told. The second
/// list has the numbers of the symptoms, in the same order.
fn seen(
    looked: &[Looked],
    called: impl Fn(u32) -> Called,
    guide_id: impl Fn(usize) -> String,
    is_fact: impl Fn(&str) -> bool,
) -> (Vec<SeenSymptom>, Vec<(u32, Called)>) {
    let mut found: BTreeMap<u32, SeenSymptom> = BTreeMap::new();
    for one in looked {
        for (&symptom, seen) in &one.tally.seen {
            let first = || {
                let Called { id, title, guides } = called(symptom);
                let number = |is_mine: bool| is_mine.then_some(seen.first);
                let (line, alert) = (number(!one.is_payload), number(one.is_payload));
                let first = FirstPlace { file: one.file.clone(), line, alert, text: seen.text.clone() };
                let guides = guides.into_iter().map(&guide_id).collect();
                SeenSymptom { id, title, count: 0, first, facts: BTreeMap::new(), guides }
            };
            let told = found.entry(symptom).or_insert_with(first);
            told.count += seen.count;
            for (name, values) in seen.facts.iter().filter(|(name, _)| is_fact(name)) {
                let known = told.facts.entry(name.clone()).or_default();
                for value in values {
                    match known.iter_mut().find(|one| one.value == value.text) {
                        Some(one) => one.count += value.count,
                        None => known.push(FactValue { value: value.text.clone(), count: value.count }),
                    }
                }
            }
        }
    }
    let mut found: Vec<(u32, SeenSymptom)> = found.into_iter().collect();
    for (_, symptom) in &mut found {
        symptom.facts.values_mut().for_each(|values| values.sort_by_key(|value| std::cmp::Reverse(value.count)));
    }
    found.sort_by(|(_, one), (_, two)| two.count.cmp(&one.count).then_with(|| one.id.cmp(&two.id)));
    let numbers = found.iter().map(|(symptom, _)| (*symptom, called(*symptom))).collect();
    (found.into_iter().map(|(_, told)| told).collect(), numbers)
}

/// The value of each fact that is known by what was seen: of several the most frequent, of equals the first.
fn likeliest_facts<'s>(symptoms: impl Iterator<Item = &'s SeenSymptom>) -> BTreeMap<&'s str, &'s str> {
    let mut best: BTreeMap<&str, &FactValue> = BTreeMap::new();
    for (name, value) in symptoms.flat_map(|one| &one.facts).filter_map(|(name, all)| Some((name, all.first()?))) {
        match best.get(name.as_str()) {
            Some(known) if known.count >= value.count => {}
            _ => drop(best.insert(name, value)),
        }
    }
    best.into_iter().map(|(name, value)| (name, value.value.as_str())).collect()
}
