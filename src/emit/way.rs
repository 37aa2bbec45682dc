//! The way of a guide, with what its steps name looked up.
//!
//! Takes a document; gives its steps in the parts under which they are printed, each with its card. A card is printed
//! in full at the first step that needs it; later steps point there. Steps that only follow one another are found, so
//! that they can be printed as one list. Nothing is left out and nothing is put in another order.

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::guide::{
    Action, CheckCard, Document, EscalationCard, FactCard, Goto, GuideLink, OutcomeCard, RemedyCard, StageHead,
    SymptomCard, WayStep,
};

/// What a step is about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Card<'a> {
    /// A question or a test.
    Check(&'a CheckCard),
    /// A repair.
    Remedy(&'a RemedyCard),
    /// A question about the circumstances.
    Fact(&'a FactCard),
    /// Whether a symptom is seen.
    Symptom(&'a SymptomCard),
    /// Handing over.
    Escalation(&'a EscalationCard),
    /// Another guide.
    Guide(&'a GuideLink),
    /// The end.
    Solved,
    /// An item that the document does not hold, by its id.
    Unknown(&'a str),
}

/// A step with what it names.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop<'a> {
    /// The step.
    pub step: &'a WayStep,
    /// What it is about.
    pub card: Card<'a>,
    /// Whether the answers that lead here contradict each other.
    pub contradiction: bool,
    /// The number of the earlier step that prints the card in full.
    pub shown_at: Option<u32>,
    /// Every answer leads to the next step or to the end.
    pub goes_on: bool,
    /// Only the step before leads here.
    pub follows: bool,
}

/// Steps under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'a> {
    /// The stage that begins here.
    pub stage: Option<&'a StageHead>,
    /// Whether the list of what is left begins here.
    pub tail: bool,
    /// The steps.
    pub stops: Vec<Stop<'a>>,
}

/// The way in parts. A part begins with the first step, with a stage and with the tail.
pub fn parts(document: &Document) -> Vec<Part<'_>> {
    let cards = Cards::of(document);
    let entries = entries(document);
    let mut shown = FxHashMap::<&str, u32>::default();
    let mut parts = Vec::<Part<'_>>::new();
    for (index, step) in document.way.steps.iter().enumerate() {
        let card = cards.get(&step.action);
        let shown_at = match id(&step.action) {
            Some(id) => shown.get(id).copied().or_else(|| {
                shown.insert(id, step.number);
                None
            }),
            None => None,
        };
        let next = Goto::Step(step.number + 1);
        let stop = Stop {
            step,
            card,
            contradiction: matches!(step.action, Action::Contradiction(_)),
            shown_at,
            goes_on: step.exits.iter().all(|exit| exit.goto == next || exit.goto == Goto::Solved)
                && step.exits.iter().any(|exit| exit.goto == next)
                && step.cannot.as_ref().is_none_or(|goto| *goto == next),
            follows: !entries[index],
        };
        if index == 0 || step.stage.is_some() || step.begins_tail {
            parts.push(Part { stage: step.stage.as_ref(), tail: step.begins_tail, stops: vec![stop] });
        } else if let Some(part) = parts.last_mut() {
            part.stops.push(stop);
        }
    }
    parts
}

/// The runs of a part: a run of several steps is a chain, to be gone through until one helps.
pub fn runs<'p, 'a>(part: &'p Part<'a>) -> impl Iterator<Item = &'p [Stop<'a>]> {
    part.stops.chunk_by(|before, after| after.follows && is_chained(before) && is_chained(after))
}

fn is_chained(stop: &Stop<'_>) -> bool {
    matches!(stop.card, Card::Remedy(_)) && stop.goes_on
}

/// For each step, whether something other than the step before leads to it.
fn entries(document: &Document) -> Vec<bool> {
    let steps = &document.way.steps;
    let mut entries = vec![false; steps.len()];
    let mut mark = |number: u32| {
        if let Some(entry) = (number as usize).checked_sub(1).and_then(|index| entries.get_mut(index)) {
            *entry = true;
        }
    };
    mark(document.way.starts_at);
    document.symptoms.iter().for_each(|symptom| mark(symptom.starts_at));
    for step in steps {
        for goto in step.exits.iter().map(|exit| &exit.goto).chain(&step.cannot) {
            match goto {
                Goto::Step(number) if *number != step.number + 1 => mark(*number),
                Goto::By { steps, then } => steps.iter().chain([then]).for_each(|number| mark(*number)),
                Goto::Step(_) | Goto::Solved => {}
            }
        }
    }
    entries
}

/// The id of the item that a step names.
fn id(action: &Action) -> Option<&str> {
    match action {
        Action::Check(id)
        | Action::Remedy(id)
        | Action::Fact(id)
        | Action::Symptom(id)
        | Action::Escalation(id)
        | Action::Result(id)
        | Action::Contradiction(id)
        | Action::Guide(id) => Some(id),
        Action::Solved => None,
    }
}

/// The cards of a document by id.
struct Cards<'a>(FxHashMap<&'a str, Card<'a>>);

impl<'a> Cards<'a> {
    fn of(document: &'a Document) -> Self {
        let mut cards = FxHashMap::default();
        cards.extend(document.related.iter().map(|card| (card.id.as_str(), Card::Guide(card))));
        cards.extend(document.symptoms.iter().map(|card| (card.id.as_str(), Card::Symptom(card))));
        cards.extend(document.checks.iter().map(|card| (card.id.as_str(), Card::Check(card))));
        cards.extend(document.remedies.iter().map(|card| (card.id.as_str(), Card::Remedy(card))));
        cards.extend(document.facts.iter().map(|card| (card.id.as_str(), Card::Fact(card))));
        cards.extend(document.escalations.iter().map(|card| (card.id.as_str(), Card::Escalation(card))));
        Self(cards)
    }

    fn get(&self, action: &'a Action) -> Card<'a> {
        match id(action) {
            Some(id) => self.0.get(id).copied().unwrap_or(Card::Unknown(id)),
            None => Card::Solved,
        }
    }
}

/// The number of the step that prints each item in full, by the item's id.
pub fn steps_by_item(document: &Document) -> FxHashMap<&str, u32> {
    let mut steps = FxHashMap::with_capacity_and_hasher(document.way.steps.len(), FxBuildHasher);
    for step in &document.way.steps {
        if let Some(id) = id(&step.action) {
            steps.entry(id).or_insert(step.number);
        }
    }
    steps
}

/// Whether the title of an outcome is its range, said in the same words.
pub fn says_range(outcome: &OutcomeCard, range: &str) -> bool {
    let plain = |text: &str| text.replace(['\u{a0}', ' '], "").to_lowercase();
    plain(&outcome.title.0) == plain(range)
}
