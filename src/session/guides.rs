//! Questions about single guides: what it says, and in which order its steps come.
//!
//! In: a version of the project, and the path of a guide's page. Out: its plan, its document. Only the files that have to do with
//! the guide are understood, where they are not already.

use std::sync::Arc;

use crate::decision::Decision;
use crate::guide::{Document, Findings, Pages, document};
use crate::model::{ItemId, Kind};
use crate::pipeline::{Reasoned, reason_with, setting};
use crate::plans::Plans;
use crate::reasoning::Published;

use super::part::Part;
use super::world::World;
use super::{State, Stopped};

/// A guide of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideEntry {
    /// The path of its page, without an ending.
    pub path: String,
    /// Its name with that of its module in front.
    pub id: String,
    /// The place of its file among all.
    file: usize,
}

/// What was reasoned about a guide.
pub struct Planned {
    /// The engine's problem, and the way back from its ids.
    pub decision: Decision,
    /// What the engine found, in every form in which it is published.
    pub published: Published,
}

impl State<'_> {
    /// All guides, in the order of their pages.
    #[must_use]
    pub fn guides(&self) -> Vec<GuideEntry> {
        let mut guides = self.guides_in_order();
        guides.sort_by(|one, two| one.path.cmp(&two.path));
        guides
    }

    /// The plan of the guide with a page. Nothing where there is no such guide, or it has no end that a plan could reckon with.
    pub fn plan(&self, path: &str) -> Result<Option<Planned>, Stopped> {
        self.of_guide(path, |_, _, Reasoned { decision, published, .. }| Some(Planned { decision, published }))
    }

    /// The document of the guide with a page.
    pub fn document(&self, path: &str) -> Result<Option<Document>, Stopped> {
        let pages = self.guides_in_order();
        self.of_guide(path, |part, guide, reasoned| {
            let knowledge = &part.understood.knowledge;
            let own = part.understood.guides.iter().filter_map(|(id, _)| {
                let name = knowledge.qualified(*id);
                let page = pages.iter().find(|page| page.id == name)?;
                Some((*id, page.path.clone()))
            });
            let pages = Pages::known(own);
            let setting = setting(&part.understood, &self.session.config, &pages);
            let Reasoned { decision, published, .. } = &reasoned;
            let members = part.understood.members(guide)?;
            document(&setting, guide, &Findings { members, decision, published })
        })
    }

    fn guides_in_order(&self) -> Vec<GuideEntry> {
        let numbers = &self.session.config.numbers;
        self.texts.say(numbers);
        let all = self.texts.list.iter().enumerate().flat_map(|(at, text)| {
            let names = text.said(numbers).names(text.source.text());
            names.filter(|(kind, _)| *kind == Kind::Guide).map(move |(_, name)| (at, name))
        });
        let all: Vec<(usize, &str)> = all.collect();
        let module = |at: usize| self.texts.list[at].source.module.as_str();
        let paths = Pages::of_names(all.iter().map(|&(at, name)| (module(at), name)));
        let entry = |(&(file, name), path): (&(usize, &str), String)| GuideEntry {
            path,
            id: [module(file), ".", name].concat(),
            file,
        };
        all.iter().zip(paths).map(entry).collect()
    }

    /// Asks something of a guide that was reasoned about.
    fn of_guide<T>(
        &self,
        path: &str,
        ask: impl FnOnce(&Part, ItemId, Reasoned) -> Option<T>,
    ) -> Result<Option<T>, Stopped> {
        let Some(entry) = self.guides_in_order().into_iter().find(|guide| guide.path == path) else { return Ok(None) };
        let plans: Plans = self.session.plans().until(self.stop.clone());
        let part = self.part_with(entry.file);
        let understood = &part.understood;
        let own = |(id, _): &&(ItemId, _)| understood.knowledge.qualified(*id) == entry.id;
        let Some((id, members)) = understood.guides.iter().find(own) else { return Ok(None) };
        let reasoned = reason_with(understood, &self.session.config, &plans, (*id, members));
        if plans.is_stopped() {
            return Err(Stopped);
        }
        Ok(reasoned.and_then(|reasoned| ask(&part, *id, reasoned)))
    }

    /// A part that holds a file, and all that has to do with it.
    fn part_with(&self, file: usize) -> Arc<Part> {
        let config = &self.session.config;
        let world = World::new(&self.texts, &*self.session.files, &config.numbers);
        let group = world.group_of(file);
        let holds = |part: &&Arc<Part>| {
            part.shows_the_same(&self.texts) && group.iter().all(|&at| part.file_of(&self.texts.list[at]).is_some())
        };
        let mut work = self.session.work();
        if let Some(part) = work.whole.iter().chain(&work.parts).find(holds) {
            return Arc::clone(part);
        }
        let part = Arc::new(Part::of_groups(&world, group, (&*self.session.files, config)));
        work.parts.insert(0, Arc::clone(&part));
        work.parts.truncate(super::PARTS);
        part
    }
}
