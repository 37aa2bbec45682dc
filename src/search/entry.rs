//! A guide as it is searched for: its items with their titles, and every term with how much it says.

use rustc_hash::FxHashMap;

use crate::guide::{Document, HowTo, Inline, StepCard, Work};

use super::terms::{fold, terms};

/// What an item is, as results say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What a reader sees.
    Symptom,
    /// What may be wrong.
    Cause,
    /// A question or a test.
    Check,
    /// A repair.
    Remedy,
}

/// An item that may be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its anchor on the page.
    pub anchor: String,
    /// Its title, without markup.
    pub title: String,
    /// Exact texts: messages, names of alerts.
    pub texts: Vec<String>,
}

/// A guide as it is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path of its page, without an ending.
    pub path: String,
    /// Its title, without markup.
    pub title: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its items.
    pub items: Vec<Found>,
    /// Its terms, one behind the other, each ended by its weight: [`TEXT`] to [`TITLE`].
    pub(super) terms: String,
}

/// The weight of a term in a text.
const TEXT: u8 = 1;
/// The weight of a term in the title of a cause or a step.
const ITEM: u8 = 2;
/// The weight of a term in the title of a guide, in what a reader sees, or in another word for it.
const TITLE: u8 = 3;

/// The weights of the terms of a guide.
#[derive(Default)]
struct Weights(FxHashMap<Box<str>, u8>);

impl Weights {
    fn add(&mut self, text: &str, weight: u8) {
        terms(&fold(text), |term| match self.0.get_mut(term) {
            Some(known) => *known = weight.max(*known),
            None => drop(self.0.insert(term.into(), weight)),
        });
    }

    fn steps(&mut self, steps: &[StepCard]) {
        for step in steps {
            self.add(&step.text.0, TEXT);
            step.commands.iter().for_each(|command| self.add(&command.text, TEXT));
            let texts = step.expects.iter().chain(&step.notes).chain(&step.warnings);
            texts.for_each(|text| self.add(&text.0, TEXT));
        }
    }

    fn work(&mut self, work: &Work) {
        self.steps(&work.steps);
        work.needs.iter().for_each(|need| self.add(&need.0, TEXT));
    }

    fn how(&mut self, how: &HowTo) {
        match how {
            HowTo::Text { text } => self.add(&text.0, TEXT),
            HowTo::Steps { steps } => self.steps(steps),
        }
    }
}

impl Entry {
    /// The entry of a guide. `plain` takes the markup off a line.
    #[must_use]
    pub fn of(document: &Document, plain: impl Fn(&str) -> String) -> Self {
        let mut weights = Weights::default();
        let title = plain(&document.title.0);
        weights.add(&title, TITLE);
        document.aka.iter().chain(&document.tags).for_each(|word| weights.add(word, TITLE));
        document.summary.iter().chain(&document.about).for_each(|text| weights.add(&text.0, TEXT));
        let mut items = Vec::new();
        let mut item = |weights: &mut Weights, kind, weight, anchor: &str, title: &Inline, texts: Vec<String>| {
            let title = plain(&title.0);
            weights.add(&title, weight);
            texts.iter().for_each(|text| weights.add(text, TITLE));
            items.push(Found { kind, anchor: anchor.to_owned(), title, texts });
        };
        for card in &document.symptoms {
            let texts = card.messages.iter().chain(&card.alerts).cloned().collect();
            item(&mut weights, Kind::Symptom, TITLE, &card.anchor, &card.title, texts);
        }
        for card in &document.causes {
            item(&mut weights, Kind::Cause, ITEM, &card.anchor, &card.title, Vec::new());
        }
        for card in &document.checks {
            item(&mut weights, Kind::Check, ITEM, &card.anchor, &card.title, Vec::new());
            weights.work(&card.work);
        }
        for card in &document.remedies {
            item(&mut weights, Kind::Remedy, ITEM, &card.anchor, &card.title, Vec::new());
            weights.work(&card.work);
            card.verify.iter().for_each(|how| weights.how(how));
        }
        let mut list: Vec<(Box<str>, u8)> = weights.0.into_iter().collect();
        list.sort_unstable();
        let mut terms = String::with_capacity(list.iter().map(|(term, _)| term.len() + 1).sum());
        for (term, weight) in list {
            terms.push_str(&term);
            terms.push(char::from(weight));
        }
        Self { path: document.path.clone(), title, tags: document.tags.clone(), items, terms }
    }

    /// Its terms with their weights.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&str, u32)> {
        self.terms.split_inclusive(|c: char| c <= char::from(TITLE)).filter_map(|term| {
            let weight = term.chars().next_back()?;
            Some((&term[..term.len() - 1], u32::from(weight)))
        })
    }
}
