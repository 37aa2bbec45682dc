//! Some groups of files, understood together.
//!
//! In: files of a version of the project, and what they ask of the others. Out: what they mean, what is wrong with each group,
//! and what the plans of their guides find. The whole project is a part with nothing beside it.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::lints::{self, Allows};
use crate::model::{ItemId, Nothing};
use crate::pipeline::{self, Analysis};
use crate::plans::Plans;
use crate::source::{FileId, Files, Sources};

use super::Stopped;
use super::beside::Beside;
use super::checked::{Checked, Needs};
use super::texts::{Pictures, Text, Texts};
use super::world::World;

/// At most so many guides are one piece of work.
const TOGETHER: usize = 8;

/// Files that were understood together.
pub(super) struct Part {
    pub texts: Vec<Arc<Text>>,
    /// What was known of pictures when it was read.
    pub pictures: Pictures,
    /// What they mean. Its findings are those of reading and of lints, before anything is allowed.
    pub understood: Analysis,
    /// What the plan of each guide finds, as far as that was asked.
    pub plan: Vec<OnceLock<Vec<Diagnostic>>>,
}

/// Where the files of a part belong.
pub(super) struct Slots {
    /// For each file its group, by the place in the list of those that are asked for, and its place in that.
    of_files: Vec<(usize, usize)>,
}

impl Part {
    /// Understands all texts.
    pub fn whole(files: &dyn Files, texts: &Texts, config: &Config) -> Self {
        let understood = pipeline::read_part(files, texts.sources(), config, &Nothing);
        Self::of(files, (texts, texts.list.clone()), understood)
    }

    /// Understands some groups of files, given by the places of their files in order.
    pub fn of_groups(world: &World, places: &[usize], (files, config): (&dyn Files, &Config)) -> Self {
        let texts: Vec<Arc<Text>> = places.iter().map(|&at| Arc::clone(&world.texts.list[at])).collect();
        let sources = Sources::of(texts.iter().map(|text| &text.source));
        let understood = pipeline::read_part(files, sources, config, &Beside::of(world, places));
        Self::of(files, (world.texts, texts), understood)
    }

    fn of(files: &dyn Files, (all, texts): (&Texts, Vec<Arc<Text>>), understood: Analysis) -> Self {
        let plan = understood.guides.iter().map(|_| OnceLock::new()).collect();
        for picture in &understood.pictures {
            all.picture(files, picture);
        }
        Self { texts, pictures: Arc::clone(all.pictures()), understood, plan }
    }

    /// Whether it is made of these texts and no others.
    pub fn is_of(&self, texts: &Texts) -> bool {
        self.shows_the_same(texts)
            && self.texts.len() == texts.list.len()
            && self.texts.iter().zip(&texts.list).all(|(one, other)| Arc::ptr_eq(one, other))
    }

    /// Whether no picture that it shows may be another by now.
    pub fn shows_the_same(&self, texts: &Texts) -> bool {
        self.understood.pictures.is_empty() || Arc::ptr_eq(&self.pictures, texts.pictures())
    }

    /// The place of a text among its files.
    pub fn file_of(&self, text: &Arc<Text>) -> Option<FileId> {
        self.texts.iter().position(|own| Arc::ptr_eq(own, text)).map(FileId::new)
    }

    /// Plans the guides of some groups, or of all, as far as that was not done. Says whether any of them was planned in a hurry,
    /// so that what its plan finds is still to be asked.
    pub fn plan(&self, wanted: impl Fn(ItemId) -> bool, config: &Config, plans: &Plans) -> Result<bool, Stopped> {
        let Analysis { guides, .. } = &self.understood;
        let open: Vec<usize> =
            (0..guides.len()).filter(|&at| self.plan[at].get().is_none() && wanted(guides[at].0)).collect();
        let look = |&at: &usize| {
            if plans.is_stopped() {
                return false;
            }
            let plans = plans.for_one();
            let found = pipeline::plan_findings(&self.understood, config, &plans, &guides[at]);
            let hurried = plans.has_hurried();
            if !hurried && !plans.is_stopped() {
                self.plan[at].get_or_init(|| found);
            }
            hurried
        };
        let hurried: Vec<bool> = open.par_iter().with_max_len(TOGETHER).map(look).collect();
        if plans.is_stopped() { Err(Stopped) } else { Ok(hurried.contains(&true)) }
    }

    /// What was found of each of some groups. `places` are those of the files of the part.
    pub fn checked(&self, world: &World, places: &[usize], groups: &[&[usize]]) -> (Vec<Checked>, Slots) {
        let mut of_files = vec![(usize::MAX, 0); places.len()];
        for (slot, group) in groups.iter().enumerate() {
            for (at, file) in group.iter().enumerate() {
                if let Ok(place) = places.binary_search(file) {
                    of_files[place] = (slot, at);
                }
            }
        }
        let slots = Slots { of_files };
        let knowledge = &self.understood.knowledge;
        let mut found: Vec<Vec<Diagnostic>> = vec![Vec::new(); groups.len()];
        for finding in &self.understood.findings {
            let slot = finding.span.map(|span| slots.of_files[span.file.index()].0);
            if let Some(slot) = slot.filter(|&slot| slot < groups.len())
                && !lints::is_of_all_together(knowledge, finding)
            {
                found[slot].push(finding.clone().in_files(|file| slots.inner(file)));
            }
        }
        let allows = |group: &[usize]| {
            let files = group.iter().filter_map(|file| places.binary_search(file).ok()).map(FileId::new);
            let items = files.flat_map(|file| knowledge.ids_in(file));
            Allows::of(knowledge, items).in_files(|file| slots.inner(file))
        };
        let checked = groups.par_iter().zip(found).map(|(group, found)| {
            let needs = Needs::of(world, group, &found);
            Checked::new(found, allows(group), needs)
        });
        (checked.collect(), slots)
    }

    /// Tells groups what the plans of their guides found, as far as that is known of all guides of a group.
    pub fn tell(&self, checked: &[&Checked], slots: &Slots) {
        let mut found: Vec<Option<Vec<Diagnostic>>> = vec![Some(Vec::new()); checked.len()];
        for ((guide, _), plan) in self.understood.guides.iter().zip(&self.plan) {
            let (slot, _) = slots.of_files[self.understood.knowledge.file(*guide).index()];
            let Some(list) = found.get_mut(slot) else { continue };
            match (plan.get(), list.as_mut()) {
                (Some(plan), Some(list)) => {
                    list.extend(plan.iter().cloned().map(|finding| finding.in_files(|file| slots.inner(file))));
                }
                _ => *list = None,
            }
        }
        for (checked, found) in checked.iter().zip(found) {
            found.into_iter().for_each(|found| checked.plan_finds(found));
        }
    }
}

impl Slots {
    fn inner(&self, file: FileId) -> FileId {
        FileId::new(self.of_files[file.index()].1)
    }

    /// The group of a file.
    pub fn group(&self, file: FileId) -> usize {
        self.of_files[file.index()].0
    }
}
