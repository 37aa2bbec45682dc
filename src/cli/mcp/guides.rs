//! What the tools look things up in: the knowledge, and the guides that were planned so far.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::address::page;
use crate::config::Config;
use crate::decision::Decision;
use crate::decision::evidence::{self, InputError};
use crate::dialogue::Subject;
use crate::emit::{markdown, prose::plain};
use crate::guide::Document;
use crate::matching::Matcher;
use crate::model::{ItemId, Kind};
use crate::pipeline::Analysis;
use crate::reasoning::{self, Plan};
use crate::triage::Base;
use crate::words::one_line;

use super::super::evidence::no_end;
use super::CliError;

/// The knowledge, opened for questions.
pub struct Guides<'a> {
    /// The settings of the project.
    pub config: &'a Config,
    /// All that was read.
    pub understood: &'a Analysis,
    /// Finds symptoms in logs.
    pub matcher: Matcher,
    planned: RefCell<BTreeMap<ItemId, Rc<Planned>>>,
    /// The words of all guides, which are gathered when somebody first asks by words.
    words: OnceCell<ByWords>,
}

/// For each word the guides in which it stands, and what it is worth there: once for each text that has it.
type ByWords = FxHashMap<String, Vec<(ItemId, usize)>>;

/// A guide as the engine sees it, and its plan.
pub struct Planned {
    decision: Decision,
    plan: Plan,
}

impl<'a> Guides<'a> {
    /// The guides of a project without errors.
    pub fn of(config: &'a Config, understood: &'a Analysis) -> Result<Self, CliError> {
        let matcher = Matcher::new(understood.triage(config).claims(None), false)
            .map_err(|error| CliError::new(error.to_string()))?;
        Ok(Self { config, understood, matcher, planned: RefCell::default(), words: OnceCell::new() })
    }

    /// What ranks guides by what a log shows.
    pub fn base(&self) -> Base<'a> {
        self.understood.triage(self.config)
    }

    /// The guide of a name.
    pub fn named(&self, name: &str) -> Result<ItemId, InputError> {
        evidence::guide(&self.understood.knowledge, name)
    }

    /// A guide with its plan, which is made when somebody asks for it first.
    pub fn planned(&self, guide: ItemId) -> Result<Rc<Planned>, InputError> {
        if let Some(known) = self.planned.borrow().get(&guide) {
            return Ok(Rc::clone(known));
        }
        let understood = self.understood;
        let name = understood.knowledge.name(guide);
        let decision = understood.decision(self.config, guide).ok_or_else(|| no_end(name))?;
        let plan =
            understood.plans.plan(&decision.problem, &reasoning::Evidence::default(), &reasoning::Options::default());
        let planned = Rc::new(Planned { decision, plan });
        self.planned.borrow_mut().insert(guide, Rc::clone(&planned));
        Ok(planned)
    }

    /// What a dialogue about a guide needs.
    pub fn subject<'p>(&'p self, guide: ItemId, planned: &'p Planned) -> Subject<'p> {
        let understood = self.understood;
        Subject {
            knowledge: &understood.knowledge,
            guide,
            decision: &planned.decision,
            plan: &planned.plan,
            edition: &self.config.edition,
            chances: understood.chances_told(guide, self.config.numbers.told),
        }
    }

    /// The address of a guide's page, or its path below `html/`.
    pub fn page(&self, guide: ItemId) -> String {
        page(self.config.base_url.as_deref(), self.understood.pages.path(guide))
    }

    /// A guide as Markdown.
    pub fn markdown(&self, guide: ItemId) -> Option<String> {
        let site = crate::emit::Site {
            title: self.config.title.clone(),
            base_url: self.config.base_url.clone(),
            edition: self.config.edition.clone(),
            ..crate::emit::Site::default()
        };
        self.document(guide).map(|document| markdown::guide(&document, &site))
    }

    fn document(&self, guide: ItemId) -> Option<Document> {
        let members = self.understood.members(guide)?;
        crate::pipeline::document_of(self.understood, self.config, guide, members)
    }

    /// The guides, by their ids.
    pub fn all(&self) -> Vec<(String, ItemId)> {
        let knowledge = &self.understood.knowledge;
        let mut all: Vec<(String, ItemId)> =
            knowledge.ids_of(Kind::Guide).iter().map(|&id| (knowledge.qualified(id), id)).collect();
        all.sort();
        all
    }

    /// The title of an item in plain words.
    pub fn title(&self, item: ItemId) -> String {
        plain::of_inline(&self.understood.knowledge.title(item))
    }

    /// What a guide is for, in plain words.
    pub fn summary(&self, guide: ItemId) -> Option<String> {
        let knowledge = &self.understood.knowledge;
        let summary = knowledge.guide(guide)?.summary?;
        Some(one_line(&plain::of_blocks(&knowledge.text(summary))))
    }

    /// The guides in whose title, summary, other words and symptoms the words of a text stand, most of them first.
    pub fn by_words(&self, said: &str) -> Vec<ItemId> {
        let known = self.words.get_or_init(|| self.gather_words());
        let mut scores: BTreeMap<ItemId, usize> = BTreeMap::new();
        for word in words_of(said) {
            for (guide, worth) in known.get(&word).into_iter().flatten() {
                *scores.entry(*guide).or_default() += worth;
            }
        }
        let mut scored: Vec<(usize, ItemId)> = scores.into_iter().map(|(guide, score)| (score, guide)).collect();
        scored.sort_by_key(|(score, guide)| (std::cmp::Reverse(*score), *guide));
        scored.into_iter().map(|(_, guide)| guide).collect()
    }

    fn gather_words(&self) -> ByWords {
        let knowledge = &self.understood.knowledge;
        let aka = |item: ItemId| {
            knowledge.common(item).further().aka.iter().map(move |aka| knowledge.text(*aka).into_owned())
        };
        let mut found = ByWords::default();
        for &guide in knowledge.ids_of(Kind::Guide) {
            let mut texts = vec![(3, self.title(guide)), (1, self.summary(guide).unwrap_or_default())];
            texts.extend(aka(guide).map(|text| (3, text)));
            let symptoms = knowledge.guide(guide).map_or(&[][..], |guide| &guide.symptoms);
            for symptom in symptoms.iter().filter_map(|name| name.to) {
                texts.push((2, self.title(symptom)));
                texts.extend(aka(symptom).map(|text| (2, text)));
            }
            for (worth, text) in &texts {
                words_of(text).into_iter().for_each(|word| found.entry(word).or_default().push((guide, *worth)));
            }
        }
        found
    }
}

/// The words of a text in small letters, each once; the shortest say nothing.
fn words_of(text: &str) -> Vec<String> {
    const LEAST: usize = 3;
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= LEAST);
    let mut words: Vec<String> = parts.map(str::to_lowercase).collect();
    words.sort_unstable();
    words.dedup();
    words
}
