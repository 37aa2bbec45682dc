//! A guide as it is searched for: its items with their titles, and every term with how much it says.

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use crate::guide::{Document, HowTo, Inline, StepCard, Work};

use super::terms::{fold_into, terms};

/// What an item is, as results say: the numbers are those of the page's script.
#[derive(Clone, Copy)]
enum Kind {
    Symptom = 0,
    Cause = 1,
    Check = 2,
    Remedy = 3,
}

/// A guide as results show it: path, title, tags, and its items. Texts are without markup.
pub type Shown<'d> = (&'d str, &'d str, &'d [String], &'d [SearchItem<'d>]);

/// An item that may be found: its kind, its anchor on the page, its title, and exact texts where it has some.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SearchItem<'d> {
    /// One that has none.
    Item(u8, &'d str, String),
    /// One with messages, or names of alerts.
    Exact(u8, &'d str, String, Vec<&'d str>),
}

/// A guide as it is searched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchEntry {
    /// How results show it, written for a script.
    pub(super) shown: Box<str>,
    /// Its terms, one behind the other, each ended by its weight: [`TEXT`] to [`TITLE`].
    pub(super) terms: Box<str>,
}

/// Terms of a guide, so that the table of most need not grow.
const USUAL: usize = 128;

/// The weight of a term in a text.
const TEXT: u8 = 1;
/// The weight of a term in the title of a cause or a step.
const ITEM: u8 = 2;
/// The weight of a term in the title of a guide, in what a reader sees, or in another word for it.
const TITLE: u8 = 3;

/// The weights of the terms of a guide.
struct Weights {
    of: FxHashMap<Box<str>, u8>,
    /// The text that is looked at, folded.
    folded: String,
}

impl Weights {
    fn add(&mut self, text: &str, weight: u8) {
        fold_into(text, &mut self.folded);
        terms(&self.folded, |term| match self.of.get_mut(term) {
            Some(known) => *known = weight.max(*known),
            None => drop(self.of.insert(term.into(), weight)),
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

/// The words that stand in a pattern, without its classes and signs: `exit code \d+` is found by "exit code".
fn literal(pattern: &str) -> String {
    let mut words = String::with_capacity(pattern.len());
    let (mut escaped, mut in_class) = (false, false);
    for letter in pattern.chars() {
        let is_plain = !escaped && !in_class && letter.is_alphanumeric();
        words.push(if is_plain { letter } else { ' ' });
        match letter {
            '[' if !escaped => in_class = true,
            ']' if !escaped => in_class = false,
            _ => {}
        }
        escaped = !escaped && letter == '\\';
    }
    words
}

impl SearchEntry {
    /// The entry of a guide. `plain` takes the markup off a line, `script` writes a value so that it can stand in a script.
    #[must_use]
    pub fn of(document: &Document, plain: impl Fn(&str) -> String, script: impl FnOnce(&Shown) -> String) -> Self {
        let of = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        let mut weights = Weights { of, folded: String::new() };
        let title = plain(&document.title.0);
        weights.add(&title, TITLE);
        document.aka.iter().chain(&document.tags).for_each(|word| weights.add(word, TITLE));
        document.summary.iter().chain(&document.about).for_each(|text| weights.add(&text.0, TEXT));
        let mut items = Vec::new();
        for card in &document.symptoms {
            let texts: Vec<&str> = card.messages.iter().chain(&card.alerts).map(String::as_str).collect();
            let title = plain(&card.title.0);
            weights.add(&title, TITLE);
            texts.iter().for_each(|text| weights.add(text, TITLE));
            card.patterns.iter().for_each(|pattern| weights.add(&literal(pattern), TITLE));
            card.impact.iter().for_each(|text| weights.add(&text.0, TEXT));
            let kind = Kind::Symptom as u8;
            items.push(match texts[..] {
                [] => SearchItem::Item(kind, &card.anchor, title),
                _ => SearchItem::Exact(kind, &card.anchor, title, texts),
            });
        }
        let mut item = |weights: &mut Weights, kind, anchor, title: &Inline| {
            let title = plain(&title.0);
            weights.add(&title, ITEM);
            items.push(SearchItem::Item(kind as u8, anchor, title));
        };
        for card in &document.causes {
            item(&mut weights, Kind::Cause, &card.anchor, &card.title);
        }
        for card in &document.checks {
            item(&mut weights, Kind::Check, &card.anchor, &card.title);
            weights.work(&card.work);
        }
        for card in &document.remedies {
            item(&mut weights, Kind::Remedy, &card.anchor, &card.title);
            weights.work(&card.work);
            card.verify.iter().for_each(|how| weights.how(how));
        }
        let mut list: Vec<(Box<str>, u8)> = weights.of.into_iter().collect();
        list.sort_unstable();
        let mut terms = String::with_capacity(list.iter().map(|(term, _)| term.len() + 1).sum());
        for (term, weight) in list {
            terms.push_str(&term);
            terms.push(char::from(weight));
        }
        let shown = script(&(&document.path, &title, &document.tags, &items));
        Self { shown: shown.into(), terms: terms.into() }
    }

    /// Its terms with their weights.
    pub(super) fn terms(&self) -> impl Iterator<Item = (&str, u32)> {
        self.terms.split_inclusive(|c: char| c <= char::from(TITLE)).filter_map(|term| {
            let weight = term.chars().next_back()?;
            Some((&term[..term.len() - 1], u32::from(weight)))
        })
    }
}
