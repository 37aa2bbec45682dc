//! The files of a project beside some of them, which answer what those ask.
//!
//! In: a version of the project, and which files are read. Out: an [`Outside`] that is found as far as it is asked for.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::model::{Home, Kind, Outside};

use super::said::Said;
use super::world::World;

/// The files that are not read.
pub(super) struct Beside<'b, 'w> {
    world: &'b World<'w>,
    /// Their places, in order.
    files: Vec<usize>,
    modules: OnceLock<Vec<String>>,
    homes: OnceLock<FxHashMap<(Kind, &'w str), usize>>,
    stages: OnceLock<Vec<String>>,
    pictures: OnceLock<Vec<String>>,
}

impl std::fmt::Debug for Beside<'_, '_> {
    fn fmt(&self, form: &mut std::fmt::Formatter) -> std::fmt::Result {
        form.debug_struct("Beside").field("files", &self.files).finish_non_exhaustive()
    }
}

impl<'b, 'w> Beside<'b, 'w> {
    /// The files beside these, which are given by their places, in order.
    pub fn of(world: &'b World<'w>, read: &[usize]) -> Self {
        let files = (0..world.texts.list.len()).filter(|at| read.binary_search(at).is_err()).collect();
        let (modules, homes, stages, pictures) = Default::default();
        Self { world, files, modules, homes, stages, pictures }
    }

    fn said(&self) -> impl Iterator<Item = &'w Said> {
        self.files.iter().map(|&at| self.world.said(at))
    }
}

/// Each of some words once, in order.
fn once<'a>(words: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut words: Vec<String> = words.cloned().collect();
    words.sort_unstable();
    words.dedup();
    words
}

impl Outside for Beside<'_, '_> {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn modules(&self) -> &[String] {
        let module = |at: &usize| &self.world.texts.list[*at].source.module;
        self.modules.get_or_init(|| once(self.files.iter().map(module)))
    }

    fn home(&self, kind: Kind, name: &str) -> Option<Home<'_>> {
        let homes = self.homes.get_or_init(|| {
            let mut homes = FxHashMap::default();
            for (&at, said) in self.files.iter().zip(self.said()) {
                for (kind, name) in
                    said.names(self.world.texts.list[at].source.text()).filter(|(_, name)| !name.is_empty())
                {
                    homes.entry((kind, name)).or_insert(at);
                }
            }
            homes
        });
        let source = &self.world.texts.list[*homes.get(&(kind, name))?].source;
        Some(Home { path: &source.path, module: &source.module })
    }

    fn stages(&self) -> &[String] {
        self.stages.get_or_init(|| once(self.said().flat_map(|said| &said.told.stages)))
    }

    fn has_broken_guide(&self) -> bool {
        self.said().any(|said| said.has_broken_guide)
    }

    fn fills_in(&self, name: &str) -> bool {
        // A name in the files that are read counts as well: whoever asks has looked there already.
        self.world.fills_in(name)
    }

    fn pictures(&self) -> &[String] {
        self.pictures.get_or_init(|| once(self.said().flat_map(|said| &said.told.pictures)))
    }
}
