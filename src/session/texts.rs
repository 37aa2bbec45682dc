//! The texts of a project as they are now.
//!
//! In: files, and texts that take the place of some of them. Out: [`Texts`], one version of all texts, which never changes: an
//! edit makes another that shares all but the changed file. A text is known by its path and the digest of its bytes, so a
//! file that comes or goes changes nothing about others.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::digest::Digest;
use crate::model::Numbers;
use crate::source::{Files, ReadFault, Source, Sources, in_order, shown_path};

use super::said::Said;

/// A text, and what it says by itself.
#[derive(Debug)]
pub(super) struct Text {
    /// The text with its path as people see it.
    pub source: Source,
    digest: OnceLock<Digest>,
    /// Made when the texts change for the first time: one question needs none.
    said: OnceLock<Box<Said>>,
}

impl Text {
    fn new(source: Source) -> Arc<Self> {
        Arc::new(Self { source, digest: OnceLock::new(), said: OnceLock::new() })
    }

    /// The digest of its bytes.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            let mut all = crate::digest::Digester::new();
            all.part(self.source.text().as_bytes());
            // Bytes that are no UTF-8 look alike in the text.
            self.source.invalid.iter().for_each(|span| all.part(&span.start.to_le_bytes()));
            all.finish()
        })
    }

    /// What it says by itself.
    pub fn said(&self, numbers: &Numbers) -> &Said {
        self.said.get_or_init(|| Box::new(Said::of(&self.source, numbers)))
    }

    /// Takes in what it says, where that is known already.
    pub fn says(&self, said: impl FnOnce() -> Said) {
        self.said.get_or_init(|| Box::new(said()));
    }
}

/// So many texts are read by one thread at least.
const TOGETHER: usize = 64;

/// One version of all texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    /// In the order of files.
    pub list: Vec<Arc<Text>>,
    /// The files that could not be read.
    unread: BTreeMap<String, Arc<ReadFault>>,
    /// The digests of pictures that were asked for; nothing for one that cannot be read.
    pictures: Pictures,
}

/// What is known of pictures; another list where one of them may be another.
pub(super) type Pictures = Arc<Mutex<FxHashMap<String, Option<Digest>>>>;

impl Texts {
    /// Reads what each of the texts says that was not read yet: all at once where it is much. Where it is not, nobody waits for
    /// threads that may be busy with something long.
    pub fn say(&self, numbers: &Numbers) {
        let new: Vec<&Arc<Text>> = self.list.iter().filter(|text| text.said.get().is_none()).collect();
        let say = |text: &&Arc<Text>| _ = text.said(numbers);
        if new.len() < TOGETHER {
            new.iter().for_each(say);
        } else {
            new.par_iter().with_min_len(TOGETHER).for_each(say);
        }
    }

    /// All texts that there are.
    pub fn read(files: &dyn Files, shown: &str) -> Self {
        let (sources, unread) = Sources::read(files, shown);
        let mut list: Vec<Arc<Text>> = sources.into_files().into_iter().map(Text::new).collect();
        if !list.is_sorted_by(|one, two| in_order(&one.source.path, &two.source.path).is_lt()) {
            list.sort_by(|one, two| in_order(&one.source.path, &two.source.path));
        }
        let unread = unread.into_iter().map(|fault| (fault.path.clone(), Arc::new(fault))).collect();
        Self { list, unread, pictures: Arc::default() }
    }

    /// The same texts, where they are still the same: then what is known of them is kept.
    pub fn keep_known(mut self, before: &Self) -> Self {
        for text in &mut self.list {
            if let Ok(at) = before.find(&text.source.path)
                && before.list[at].digest() == text.digest()
            {
                *text = Arc::clone(&before.list[at]);
            }
        }
        self
    }

    /// Puts another text in the place of a file, adds it, or takes it away. `path` is below the folder `shown`. Says whether
    /// anything is another now.
    pub fn put(&mut self, shown: &str, path: &str, bytes: Option<io::Result<Vec<u8>>>) -> bool {
        let full = shown_path(shown, path);
        let was_unread = self.unread.remove(&full).is_some();
        let place = self.find(&full);
        let source = bytes.map(|bytes| bytes.and_then(|bytes| Source::of_bytes(shown, path, bytes)));
        match (source, place) {
            (Some(Ok(source)), place) => {
                let text = Text::new(source);
                match place {
                    Ok(at) if self.list[at].digest() == text.digest() => return was_unread,
                    Ok(at) => self.list[at] = text,
                    Err(at) => self.list.insert(at, text),
                }
                true
            }
            (Some(Err(error)), place) => {
                place.into_iter().for_each(|at| drop(self.list.remove(at)));
                self.unread.insert(full.clone(), Arc::new(ReadFault { path: full, error }));
                true
            }
            (None, Ok(at)) => {
                self.list.remove(at);
                true
            }
            (None, Err(_)) => was_unread,
        }
    }

    /// Takes a file from other texts, as it is there.
    pub fn put_as_in(&mut self, shown: &str, path: &str, other: &Self) {
        self.put(shown, path, None);
        let full = shown_path(shown, path);
        if let (Ok(at), Err(place)) = (other.find(&full), self.find(&full)) {
            self.list.insert(place, Arc::clone(&other.list[at]));
        }
    }

    /// Forgets what is known of a picture, which may be another now.
    pub fn touch_picture(&mut self, path: &str) {
        let known = self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        let mut others = known.clone();
        others.remove(path);
        drop(known);
        self.pictures = Arc::new(Mutex::new(others));
    }

    /// The digest of a picture.
    pub fn picture(&self, files: &dyn Files, path: &str) -> Option<Digest> {
        let known = || self.pictures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(digest) = known().get(path) {
            return *digest;
        }
        let digest = files.read(path).ok().map(|bytes| Digest::of(&bytes));
        known().insert(path.to_owned(), digest);
        digest
    }

    /// What is known of pictures.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
    }

    /// The texts that something was made of, with what was known of pictures then.
    pub fn then(&self, list: &[Arc<Text>], pictures: &Pictures) -> Self {
        Self { list: list.to_vec(), unread: self.unread.clone(), pictures: Arc::clone(pictures) }
    }

    /// The files that could not be read.
    pub fn unread(&self) -> Vec<ReadFault> {
        // An error of the machine cannot be copied, and nothing but its words is told.
        let copy = |fault: &Arc<ReadFault>| ReadFault {
            path: fault.path.clone(),
            error: io::Error::new(fault.error.kind(), fault.error.to_string()),
        };
        self.unread.values().map(copy).collect()
    }

    /// All texts as one build numbers them.
    pub fn sources(&self) -> Sources {
        Sources::of(self.list.iter().map(|text| &text.source))
    }

    /// The place of a file among the texts. `path` is below the folder `shown`.
    pub fn place(&self, shown: &str, path: &str) -> Option<usize> {
        self.find(&shown_path(shown, path)).ok()
    }

    fn find(&self, path: &str) -> Result<usize, usize> {
        self.list.binary_search_by(|text| in_order(&text.source.path, path))
    }
}
