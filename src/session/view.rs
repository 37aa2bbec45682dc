//! What files mean: one file, and what it has to do with others, as editors ask about it; or all files together.
//!
//! In: a version of the project, and the path of a file. Out: what the file and all that use it or that it uses mean. It is found
//! beside all other questions, so that an editor never waits for a plan.

use std::ops::Range;
use std::sync::{Arc, PoisonError};

use crate::diagnostics::{Diagnostic, Level};
use crate::lints::Ran;
use crate::model::{Kind, Knowledge};
use crate::pipeline::{self, Analysis};
use crate::source::FileId;

use super::part::Part;
use super::texts::Text;
use super::world::World;
use super::{PARTS, State};

/// A file of one version, with all files that have to do with it.
#[derive(Clone)]
pub struct View {
    part: Arc<Part>,
    /// The file among those of [`View::knowledge`].
    pub file: FileId,
}

impl View {
    /// What the files mean.
    #[must_use]
    pub fn knowledge(&self) -> &Knowledge {
        &self.part.understood.knowledge
    }

    /// The guides among them with what they hold, and how causes lead to each other.
    #[must_use]
    pub fn understood(&self) -> &Analysis {
        &self.part.understood
    }
}

impl State<'_> {
    /// A file, given by its path below the folder of rules; nothing where there is no such file.
    #[must_use]
    pub fn view(&self, path: &str) -> Option<View> {
        let at = self.texts.place(&self.session.config.rules, path)?;
        let text = &self.texts.list[at];
        let mut views = self.session.views.lock().unwrap_or_else(PoisonError::into_inner);
        let config = &self.session.config;
        let world = World::new(&self.texts, &*self.session.files, &config.numbers);
        let group = world.group_of(at);
        let is_of_group = |part: &&Arc<Part>| {
            part.texts.len() == group.len()
                && group.iter().zip(&part.texts).all(|(&at, own)| Arc::ptr_eq(own, &self.texts.list[at]))
        };
        let part = match views.iter().find(is_of_group) {
            Some(part) => Arc::clone(part),
            None => {
                let part = Arc::new(Part::of_groups(&world, group, (&*self.session.files, config)));
                views.insert(0, Arc::clone(&part));
                views.truncate(PARTS);
                part
            }
        };
        let file = part.file_of(text)?;
        Some(View { part, file })
    }
}

/// All files of one version.
#[derive(Clone)]
pub struct Whole {
    part: Arc<Part>,
    /// The errors that stand in the way of questions about guides, in the order of their places.
    pub errors: Arc<Vec<Diagnostic>>,
}

impl Whole {
    /// What the files mean.
    #[must_use]
    pub fn understood(&self) -> &Analysis {
        &self.part.understood
    }
}

impl State<'_> {
    /// All files, understood together.
    #[must_use]
    pub fn all(&self) -> Whole {
        let part = self.whole(&mut self.session.work());
        let unread = self.texts.unread();
        let mut errors = pipeline::unread_findings(self.texts.list.is_empty(), unread, &self.session.config);
        // Only what is published shows pictures.
        errors.extend(part.understood.findings.iter().filter(|found| !pipeline::is_of_pictures(found)).cloned());
        errors.retain(|found| found.level == Level::Error);
        let errors = Arc::new(part.understood.settled(Ran::Some, errors));
        Whole { part, errors }
    }
}

/// An item of the project, as a list of all names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedItem {
    /// Its kind.
    pub kind: Kind,
    /// Its name in its file.
    pub name: String,
    /// The module that it stands in.
    pub module: String,
    /// The path of its file, as people see it.
    pub path: String,
    /// Where its name stands in the file, as offsets.
    pub at: Range<usize>,
}

impl State<'_> {
    /// All items of all files that have a name, in the order of files and lines.
    #[must_use]
    pub fn names(&self) -> Vec<NamedItem> {
        let numbers = &self.session.config.numbers;
        let named = |text: &Arc<Text>| {
            let source = &text.source;
            let places = text.said(numbers).places();
            let item = |(kind, at): (Kind, Range<usize>)| NamedItem {
                kind,
                name: source.text()[at.clone()].to_owned(),
                module: source.module.clone(),
                path: source.path.clone(),
                at,
            };
            places.filter(|(kind, _)| *kind != Kind::Scenario).map(item).collect::<Vec<_>>()
        };
        self.texts.list.iter().flat_map(named).collect()
    }
}
