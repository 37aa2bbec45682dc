//! The catalogue of a site, `json/index.json`, in the place of the knowledge that it was made from.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use crate::address::page;
use crate::emit::json::{FORMAT, FittingGuide, MatchReport};
use crate::emit::{prose::plain, with_symptoms};
use crate::matching::Claim;
use crate::model::plain_name;

use super::{Called, Looked, claims, seen};

/// What is read of a catalogue.
#[derive(Debug, Deserialize)]
struct File {
    format: u32,
    base_url: Option<String>,
    guides: Vec<Guide>,
}

#[derive(Debug, Deserialize)]
struct Guide {
    id: String,
    path: String,
    title: String,
    symptoms: Vec<Symptom>,
}

#[derive(Debug, Deserialize)]
struct Symptom {
    id: String,
    title: String,
    #[serde(default)]
    messages: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    alerts: Vec<String>,
}

/// A catalogue to look guides up in.
#[derive(Debug)]
pub struct Catalogue {
    file: File,
    /// Each symptom once: its guide and its place there, and all guides that begin with it.
    symptoms: Vec<((usize, usize), Vec<usize>)>,
}

/// Why a file is no catalogue.
#[derive(Debug, Error)]
pub enum CatalogueError {
    /// It is no JSON of this form.
    #[error("it is no `index.json` of `kbc build`: {0}")]
    Json(#[from] serde_json::Error),
    /// It is of another version of kbc.
    #[error("its format is {0}, and this kbc reads {FORMAT}")]
    Format(u32),
}

impl Catalogue {
    /// Reads a catalogue.
    ///
    /// # Errors
    /// Where it is none, or none of this version.
    pub fn parse(bytes: &[u8]) -> Result<Self, CatalogueError> {
        let file: File = serde_json::from_slice(bytes)?;
        if file.format != FORMAT {
            return Err(CatalogueError::Format(file.format));
        }
        let mut by_id: BTreeMap<&str, ((usize, usize), Vec<usize>)> = BTreeMap::new();
        for (at, guide) in file.guides.iter().enumerate() {
            for (place, symptom) in guide.symptoms.iter().enumerate() {
                by_id.entry(&symptom.id).or_insert_with(|| ((at, place), Vec::new())).1.push(at);
            }
        }
        let symptoms = by_id.into_values().collect();
        Ok(Self { file, symptoms })
    }

    /// The guide of a name: its id, or the last part of it where only one is called so.
    #[must_use]
    pub fn guide(&self, name: &str) -> Option<usize> {
        let guides = &self.file.guides;
        let ends = |guide: &&Guide| plain_name(&guide.id) == name;
        let whole = guides.iter().position(|guide| guide.id == name);
        whole.or_else(|| {
            (guides.iter().filter(ends).count() == 1).then(|| guides.iter().position(|guide| ends(&guide)))?
        })
    }

    /// What the symptoms are known by; those of one guide where only that is looked for.
    pub fn claims(&self, of: Option<usize>) -> impl Iterator<Item = Claim> + '_ {
        let wanted = move |(_, (_, guides)): &(u32, &(_, Vec<usize>))| of.is_none_or(|guide| guides.contains(&guide));
        let numbered = (0u32..).zip(&self.symptoms).filter(wanted);
        numbered.flat_map(|(number, (place, _))| {
            let symptom = self.symptom(*place);
            claims(number, &symptom.messages, &symptom.patterns, &symptom.alerts)
        })
    }

    fn symptom(&self, (guide, place): (usize, usize)) -> &Symptom {
        &self.file.guides[guide].symptoms[place]
    }

    /// What was found.
    #[must_use]
    pub fn report(&self, looked: &[Looked], of: Option<usize>) -> MatchReport {
        let called = |number: u32| {
            let (place, guides) = &self.symptoms[number as usize];
            let symptom = self.symptom(*place);
            let guides = guides.iter().copied().filter(|guide| of.is_none_or(|of| of == *guide)).collect();
            Called { id: symptom.id.clone(), title: plain::of_inline(&symptom.title), guides }
        };
        let (symptoms, numbers) = seen(looked, called, |guide| self.file.guides[guide].id.clone(), |_| true);
        let mut fitting: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for (_, called) in &numbers {
            called.guides.iter().for_each(|guide| fitting.entry(*guide).or_default().push(called.id.clone()));
        }
        let mut guides: Vec<FittingGuide> = fitting.into_iter().map(|(at, seen)| self.fitting(at, seen)).collect();
        guides.sort_by_key(|guide| std::cmp::Reverse(guide.seen.len()));
        let lines = looked.iter().map(|one| one.tally.lines).sum();
        MatchReport { format: FORMAT, lines, symptoms, guides }
    }

    fn fitting(&self, at: usize, seen: Vec<String>) -> FittingGuide {
        let guide = &self.file.guides[at];
        let page = page(self.file.base_url.as_deref(), &guide.path);
        let all = guide.symptoms.iter().map(|symptom| symptom.id.as_str());
        let link = with_symptoms(&page, &all, &seen.iter().map(String::as_str).collect::<Vec<_>>());
        let title = plain::of_inline(&guide.title);
        FittingGuide { id: guide.id.clone(), title, seen, chance: None, link, diagnose: Vec::new() }
    }
}
