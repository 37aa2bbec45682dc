//! A guide as it is searched for: its items with their titles, and every term with how much it says.

use rustc_hash::{FxBuildHasher, FxHashMap};
use serde::{Deserialize, Serialize};

use crate::guide::{Document, HowTo, Inline, StepCard, SymptomCard, Work};

use super::pattern::for_browser;
use super::terms::{fold_into, terms};

/// What an item is, as results say: the numbers are those of the page's script.
#[derive(Clone, Copy)]
enum Kind {
    Symptom = 0,
    Cause = 1,
    Check = 2,
    Remedy = 3,
}

/// A guide as results show it: path, title, tags, what it is about, and its items. Texts are without markup.
pub type Shown<'d> = (&'d str, &'d str, &'d [String], &'d str, &'d [SearchItem<'d>]);

/// An item that may be found: its kind, its anchor on the page, its title, and what else there is of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SearchItem<'d> {
    /// One of this guide.
    Own(u8, &'d str, String),
    /// One that other guides hold too, with the path of the page of its own.
    Shared(u8, &'d str, String, &'d str),
    /// What is seen, with its name in the walk of the guide, empty where there is none.
    Seen(u8, &'d str, String, &'d str),
    /// The same with exact texts, and with patterns as a browser runs them.
    Exact(u8, &'d str, String, &'d str, Vec<&'d str>, Vec<String>),
}

/// How texts are written for an index: by whoever knows markup, scripts and the pages of a site.
#[derive(Clone, Copy)]
pub struct Writing<'w> {
    /// A line without its markup.
    pub line: &'w dyn Fn(&str) -> String,
    /// A text of several paragraphs without its markup.
    pub text: &'w dyn Fn(&str) -> String,
    /// A value so that it can stand in a script.
    pub script: &'w dyn Fn(&Shown) -> String,
    /// The path of the page of an item that several guides hold, by its id.
    pub shared: &'w dyn Fn(&str) -> Option<&'w str>,
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

/// What is seen, with the texts that it is known by.
fn symptom<'d>(
    weights: &mut Weights,
    document: &'d Document,
    card: &'d SymptomCard,
    writing: Writing,
) -> SearchItem<'d> {
    let texts: Vec<&str> = card.messages.iter().chain(&card.alerts).map(String::as_str).collect();
    let title = (writing.line)(&card.title.0);
    weights.add(&title, TITLE);
    card.aka.iter().map(String::as_str).chain(texts.iter().copied()).for_each(|text| weights.add(text, TITLE));
    card.patterns.iter().for_each(|pattern| weights.add(&literal(pattern), TITLE));
    card.impact.iter().for_each(|text| weights.add(&text.0, TEXT));
    // One without any word is found in everything.
    let telling = card.patterns.iter().filter(|pattern| literal(pattern).split_whitespace().next().is_some());
    let patterns: Vec<String> = telling.filter_map(|pattern| for_browser(pattern)).collect();
    let walked = document.walk.as_ref().and_then(|walk| walk.symptoms.iter().find(|one| one.anchor == card.anchor));
    let name = walked.map_or("", |one| one.name.as_str());
    let kind = Kind::Symptom as u8;
    if texts.is_empty() && patterns.is_empty() {
        SearchItem::Seen(kind, &card.anchor, title, name)
    } else {
        SearchItem::Exact(kind, &card.anchor, title, name, texts, patterns)
    }
}

/// What a guide is about takes at most so many letters in a result.
const SUMMARY: usize = 240;

/// A text that is too long for a result, up to a word.
fn short(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(SUMMARY) {
        text.truncate(text[..end].rfind(' ').unwrap_or(end));
        text.push('…');
    }
    text
}

impl SearchEntry {
    /// The entry of a guide.
    #[must_use]
    pub fn of(document: &Document, writing: Writing) -> Self {
        let of = FxHashMap::with_capacity_and_hasher(USUAL, FxBuildHasher);
        let mut weights = Weights { of, folded: String::new() };
        let title = (writing.line)(&document.title.0);
        weights.add(&title, TITLE);
        document.aka.iter().chain(&document.tags).for_each(|word| weights.add(word, TITLE));
        document.summary.iter().chain(&document.about).for_each(|text| weights.add(&text.0, TEXT));
        let mut items = Vec::new();
        for card in &document.symptoms {
            items.push(symptom(&mut weights, document, card, writing));
        }
        let mut item = |weights: &mut Weights, kind, (id, anchor): (&str, _), (title, aka): (&Inline, &[String])| {
            let title = (writing.line)(&title.0);
            weights.add(&title, ITEM);
            aka.iter().for_each(|word| weights.add(word, ITEM));
            items.push(match (writing.shared)(id) {
                Some(path) => SearchItem::Shared(kind as u8, anchor, title, path),
                None => SearchItem::Own(kind as u8, anchor, title),
            });
        };
        for card in &document.causes {
            item(&mut weights, Kind::Cause, (&card.id, &card.anchor), (&card.title, &card.aka));
        }
        for card in &document.checks {
            item(&mut weights, Kind::Check, (&card.id, &card.anchor), (&card.title, &card.aka));
            weights.work(&card.work);
        }
        for card in &document.remedies {
            item(&mut weights, Kind::Remedy, (&card.id, &card.anchor), (&card.title, &card.aka));
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
        let summary = document.summary.as_ref().map(|text| short((writing.text)(&text.0))).unwrap_or_default();
        let shown = (writing.script)(&(&document.path, &title, &document.tags, &summary, &items));
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
