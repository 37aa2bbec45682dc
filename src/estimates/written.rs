//! Numbers as their authors wrote them.
//!
//! In: knowledge. Out: for each number where it stands, and as how many sessions it counts: a word less than a number, and that less
//! than one whose source is named.

use rustc_hash::FxHashMap;

use crate::config::WrittenSessions;
use crate::learning::guide::Key;
use crate::learning::learned::What;
use crate::model::{Effect, EffectKind, FactType, Given, HowOften, ItemId, Knowledge, Outcome, plain_name};

/// What is changed as a whole: a number by itself, or all chances of a row, which sum to 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// The weight of a cause.
    Likelihood(String),
    /// The chance of an unknown cause of a guide, by its place.
    Other(usize),
    /// How often a remedy ends a cause.
    Fixes(String, String),
    /// The chances of a step's outcomes with a cause, or with all of which it says nothing.
    Row(String, Option<String>),
    /// How long a step takes.
    Takes(String),
}

impl Unit {
    /// The unit of a number.
    #[must_use]
    pub fn of(what: &What) -> Self {
        match what {
            What::Likelihood(cause) => Unit::Likelihood(cause.clone()),
            What::Other(guide) => Unit::Other(*guide),
            What::Fixes(remedy, cause) => Unit::Fixes(remedy.clone(), cause.clone()),
            What::Outcome { step, of, .. } => Unit::Row(step.clone(), of.clone()),
        }
    }

    /// In words, by plain names.
    #[must_use]
    pub fn in_words(&self) -> String {
        match self {
            Unit::Likelihood(cause) => format!("likelihood {}", plain_name(cause)),
            Unit::Other(_) => "other".to_owned(),
            Unit::Fixes(remedy, cause) => format!("{} fixes {}", plain_name(remedy), plain_name(cause)),
            Unit::Takes(step) => format!("how long {} takes", plain_name(step)),
            Unit::Row(step, None) => format!("the base rates of {}", plain_name(step)),
            Unit::Row(step, Some(cause)) => format!("the answers of {}, given {}", plain_name(step), plain_name(cause)),
        }
    }
}

/// The numbers of a knowledge base, by the qualified names of their items.
pub struct Written<'k> {
    /// What the authors wrote.
    pub knowledge: &'k Knowledge,
    /// As how many sessions it counts.
    pub sessions: WrittenSessions,
    /// Numbers that were learned before, with the sessions that they count.
    pub learned: FxHashMap<Unit, f64>,
    items: FxHashMap<String, ItemId>,
}

impl<'k> Written<'k> {
    /// Finds them.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge, sessions: WrittenSessions) -> Self {
        let items = knowledge.ids().map(|id| (knowledge.qualified(id), id)).collect();
        Written { knowledge, sessions, learned: FxHashMap::default(), items }
    }

    /// The item of a name.
    #[must_use]
    pub fn item(&self, name: &str) -> Option<ItemId> {
        self.items.get(name).copied()
    }

    /// The outcomes of a check or a remedy.
    #[must_use]
    pub fn outcomes(&self, step: &str) -> &'k [Outcome] {
        self.item(step).map_or(&[], |item| match self.knowledge.fact(item) {
            Some(_) => &[],
            None => self.knowledge.outcomes(item),
        })
    }

    /// What a remedy says of a cause.
    #[must_use]
    pub fn fixes(&self, remedy: &str, cause: &str) -> Option<&'k HowOften> {
        let body = self.knowledge.remedy(self.item(remedy)?)?;
        let cause = self.item(cause)?;
        // The greatest counts where one stands twice.
        let said = body.fixes.iter().filter(|fixed| fixed.of.to == Some(cause));
        said.reduce(|best, one| if one.chance.value > best.chance.value { one } else { best })
    }

    /// What an outcome says of a cause.
    pub fn effects<'o>(&self, outcome: &'o Outcome, cause: &str) -> impl Iterator<Item = &'o Effect> + use<'o> {
        let cause = self.item(cause);
        outcome.effects.iter().filter(move |effect| cause.is_some() && effect.cause.to == cause)
    }

    /// The written shares of a fact, by the names of its values.
    #[must_use]
    pub fn shares(&self, fact: &str) -> Vec<(String, Given<f64>)> {
        let body = self.item(fact).and_then(|item| self.knowledge.fact(item));
        match body.and_then(|body| body.values.as_ref()) {
            Some(FactType::YesNo(Some(share))) => vec![("yes".to_owned(), *share)],
            Some(FactType::OneOf(choices)) => {
                let written = choices.iter().filter_map(|choice| Some((choice.name, choice.share?)));
                written.map(|(name, share)| (self.knowledge.spelled(name).to_owned(), share)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether a value is written as a number, not as a word.
    fn is_number(&self, given: &Given<f64>) -> bool {
        self.knowledge.slice(given.span).starts_with(|first: char| first.is_ascii_digit())
    }

    fn counts(&self, item: &str, is_number: bool) -> f64 {
        let cites = self.item(item).is_some_and(|item| !self.knowledge.common(item).cite.is_empty());
        match (is_number, cites) {
            (true, true) => self.sessions.cited,
            (true, false) => self.sessions.number,
            (false, _) => self.sessions.word,
        }
    }

    /// As how many sessions the written numbers of a block count. `causes` are those of the guide whose shares are meant.
    #[must_use]
    pub fn worth(&self, key: &Key, causes: &[String]) -> f64 {
        match key {
            Key::Fixes { remedy, cause } => {
                if let Some(sessions) = self.learned.get(&Unit::Fixes(remedy.clone(), cause.clone())) {
                    return *sessions;
                }
                let is_number = self.fixes(remedy, cause).is_some_and(|fixed| self.is_number(&fixed.chance));
                self.counts(remedy, is_number)
            }
            Key::Row { step, of, .. } => {
                if let Some(sessions) = self.learned.get(&Unit::Row(step.clone(), of.clone())) {
                    return *sessions;
                }
                let outcomes = self.outcomes(step);
                let is_number = match of {
                    None => outcomes.iter().any(|one| one.share.is_some()) || !self.shares(step).is_empty(),
                    Some(cause) => outcomes.iter().any(|outcome| {
                        self.effects(outcome, cause).any(|effect| matches!(effect.kind, EffectKind::Given(_)))
                    }),
                };
                self.counts(step, is_number)
            }
            // Shares count twice as much: they are of all sessions, and each cause has but a part of them.
            Key::Share { .. } => {
                let of_cause = |cause: &String| {
                    let body = self.item(cause).and_then(|item| self.knowledge.cause(item));
                    let is_number = body.and_then(|body| body.likelihood).is_some_and(|given| self.is_number(&given));
                    let learned = self.learned.get(&Unit::Likelihood(cause.clone()));
                    learned.copied().unwrap_or_else(|| self.counts(cause, is_number))
                };
                let sum: f64 = causes.iter().map(of_cause).sum();
                2.0 * if causes.is_empty() { self.sessions.word } else { sum / causes.len() as f64 }
            }
            Key::Entry { .. } | Key::Untold { .. } | Key::ByItself { .. } => self.sessions.word,
        }
    }
}
