//! What can be answered, and what things are called in one guide.
//!
//! In: a step of the engine. Out: its answers with name and title, in the order of the engine's outcomes; and for each
//! item of a guide the shortest name that means only it.

use std::collections::BTreeMap;

use crate::model::{ItemId, Knowledge, Outcome, RemedyKind};
use crate::reasoning::{CheckId, RemedyId, Step};

use super::decide::{Asked, Decision};
use super::spoken::Spoken;
use super::values::{self, Value};
use crate::words::Words;

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name, as conditions and command lines have it.
    pub name: String,
    /// As a reader says it, in Markdown.
    pub title: String,
}

/// The answers of a check, or the ways in which a remedy does not help: one, called `failed`, where it tells none apart,
/// and `done` where it is a preparation.
#[must_use]
pub fn options(knowledge: &Knowledge, decision: &Decision, step: Step) -> Vec<Choice> {
    options_in(Words::english(), knowledge, decision, step)
}

/// The same in the words of a language.
#[must_use]
pub fn options_in(words: &Words, knowledge: &Knowledge, decision: &Decision, step: Step) -> Vec<Choice> {
    let said = &words.guide;
    let written = |outcomes: &[Outcome]| -> Vec<Choice> {
        let choice = |outcome: &Outcome| Choice {
            name: knowledge.spelled(outcome.name).to_owned(),
            title: knowledge.text(outcome.title).into_owned(),
        };
        outcomes.iter().map(choice).collect()
    };
    match step {
        Step::Remedy(RemedyId(at)) => {
            let ways =
                knowledge.remedy(decision.remedies[at]).map(|remedy| written(&remedy.outcomes)).unwrap_or_default();
            match ways.is_empty() {
                false => ways,
                true if is_preparation(knowledge, decision, RemedyId(at)) => vec![named("done", &said.done)],
                true => vec![named("failed", &said.failed)],
            }
        }
        Step::Check(CheckId(at)) => match &decision.checks[at] {
            Asked::Check(item) | Asked::Excluded(item) => {
                let of_check = knowledge.check(*item).map(|check| written(&check.outcomes));
                of_check.or_else(|| knowledge.remedy(*item).map(|remedy| written(&remedy.outcomes))).unwrap_or_default()
            }
            Asked::Symptom(_) | Asked::Observed(_) => vec![named("seen", &said.yes), named("not-seen", &said.no)],
            Asked::Fact(item, all) => all.iter().map(|value| of_fact(words, knowledge, *item, value)).collect(),
        },
    }
}

/// Whether a remedy only prepares what comes after it: then it is done, and neither helps nor fails to help.
#[must_use]
pub fn is_preparation(knowledge: &Knowledge, decision: &Decision, remedy: RemedyId) -> bool {
    let body = knowledge.remedy(decision.remedies[remedy.0]);
    body.is_some_and(|body| body.kind == RemedyKind::Preparation)
}

fn named(name: &str, title: &str) -> Choice {
    Choice { name: name.to_owned(), title: title.to_owned() }
}

fn of_fact(words: &Words, knowledge: &Knowledge, item: ItemId, value: &Value) -> Choice {
    let Some(fact) = knowledge.fact(item) else { return named("", "") };
    let title = Spoken { knowledge, words }.value(item, fact, value);
    Choice { name: values::name(knowledge, fact, value), title }
}

/// What the items of a guide are called: plainly, and with the module in front where two would be the same.
#[derive(Debug, Clone, Default)]
pub struct ItemNames(BTreeMap<ItemId, String>);

impl ItemNames {
    /// The names of all that the engine knows of a guide.
    #[must_use]
    pub fn new(knowledge: &Knowledge, decision: &Decision) -> Self {
        let mut items: Vec<ItemId> = decision.checks.iter().map(Asked::item).collect();
        let lists = [
            &decision.causes,
            &decision.symptoms,
            &decision.remedies,
            &decision.rules,
            &decision.escalations,
            &decision.guides,
        ];
        items.extend(lists.into_iter().flatten());
        items.sort_unstable();
        items.dedup();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for &item in &items {
            *counts.entry(knowledge.name(item)).or_default() += 1;
        }
        let shortest = |item: ItemId| match counts.get(knowledge.name(item)) {
            Some(1) => knowledge.name(item).to_owned(),
            _ => knowledge.qualified(item),
        };
        ItemNames(items.iter().map(|&item| (item, shortest(item))).collect())
    }

    /// The name of an item of the guide; of any other item nothing.
    #[must_use]
    pub fn of(&self, item: ItemId) -> &str {
        self.0.get(&item).map_or("", String::as_str)
    }
}
