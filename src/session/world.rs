//! One version of a project, seen from above: which files have to do with each other, and what each asks of all others.
//!
//! In: the texts, and what each says by itself. Out: the groups of files that use each other, with a key for each; and digests of
//! what files tell all others, by which it is known whether an answer to some of them may be another now.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::digest::{Digest, Digester};
use crate::graph::firsts_of_joined;
use crate::model::Numbers;
use crate::source::Files;

use super::said::Said;
use super::texts::{Text, Texts};

/// One version of a project.
pub(super) struct World<'w> {
    pub texts: &'w Texts,
    /// The files of each group, by their places among all, in order.
    pub groups: Vec<Vec<usize>>,
    files: &'w dyn Files,
    numbers: &'w Numbers,
    names: OnceLock<Digest>,
    stages: OnceLock<Digest>,
    filled_in: OnceLock<FxHashSet<&'w str>>,
    pictures: OnceLock<Digest>,
}

impl<'w> World<'w> {
    pub fn new(texts: &'w Texts, files: &'w dyn Files, numbers: &'w Numbers) -> Self {
        texts.say(numbers);
        let groups = groups(texts, numbers);
        let (names, stages, filled_in, pictures) = Default::default();
        Self { texts, groups, files, numbers, names, stages, filled_in, pictures }
    }

    /// What the file at a place says.
    pub fn said(&self, at: usize) -> &'w Said {
        self.texts.list[at].said(self.numbers)
    }

    /// The group of a file.
    pub fn group_of(&self, file: usize) -> &[usize] {
        self.groups.iter().find(|group| group.binary_search(&file).is_ok()).map_or(&[], Vec::as_slice)
    }

    /// What the files of a group are told apart by from what they were, and from those of other groups.
    pub fn key(&self, group: &[usize]) -> Digest {
        let mut all = Digester::new();
        for text in group.iter().map(|&at| &self.texts.list[at]) {
            all.part(text.source.path.as_bytes());
            all.part(text.digest().as_bytes());
        }
        all.finish()
    }

    /// What names lead to is decided by: the files, and the kinds and names of their items.
    pub fn names(&self) -> Digest {
        *self.names.get_or_init(|| {
            let mut all = Digester::new();
            for (at, text) in self.texts.list.iter().enumerate() {
                all.part(text.source.path.as_bytes());
                all.part(self.said(at).told.named.as_bytes());
            }
            all.finish()
        })
    }

    /// What the stages of steps are held against.
    pub fn stages(&self) -> Digest {
        *self.stages.get_or_init(|| {
            let every = || (0..self.texts.list.len()).map(|at| self.said(at));
            let mut names: Vec<&str> = every().flat_map(|said| &said.told.stages).map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            let mut all = Digester::new();
            names.iter().for_each(|name| all.part(name.as_bytes()));
            all.part(&[u8::from(every().any(|said| said.has_broken_guide))]);
            all.finish()
        })
    }

    /// Whether a name stands in angle brackets somewhere.
    pub fn fills_in(&self, name: &str) -> bool {
        let every = || (0..self.texts.list.len()).map(|at| self.said(at));
        let names =
            self.filled_in.get_or_init(|| every().flat_map(|said| &said.told.blanks).map(String::as_str).collect());
        names.contains(name)
    }

    /// What the pictures of a group are held against: the bytes of its own, and the names of all.
    pub fn pictures(&self, own: &[&str]) -> Digest {
        let names = *self.pictures.get_or_init(|| {
            let every = (0..self.texts.list.len()).map(|at| self.said(at));
            let mut names: Vec<&str> = every.flat_map(|said| &said.told.pictures).map(String::as_str).collect();
            names.sort_unstable();
            names.dedup();
            let mut all = Digester::new();
            names.iter().for_each(|name| all.part(name.as_bytes()));
            all.finish()
        });
        let mut all = Digester::new();
        all.part(names.as_bytes());
        for picture in own {
            let digest = self.texts.picture(self.files, picture);
            all.part(digest.as_ref().map_or(&[][..], |digest| digest.as_bytes()));
        }
        all.finish()
    }
}

/// The files that use each other, straight or through others, in either direction.
fn groups(texts: &Texts, numbers: &Numbers) -> Vec<Vec<usize>> {
    let list: &[Arc<Text>] = &texts.list;
    let modules: FxHashMap<&str, usize> =
        list.iter().enumerate().map(|(at, text)| (text.source.module.as_str(), at)).collect();
    let uses = list.iter().enumerate().flat_map(|(at, text)| {
        let used = text.said(numbers).uses.iter().filter_map(|module| modules.get(module.as_str()));
        used.map(move |used| (at, *used))
    });
    let mut places = vec![0; list.len()];
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (at, first) in firsts_of_joined(list.len(), uses).into_iter().enumerate() {
        if first == at {
            places[at] = groups.len();
            groups.push(Vec::new());
        }
        groups[places[first]].push(at);
    }
    groups
}
