//! Which files a project ignores.
//!
//! Only what lies in the project counts: the same project has to be the same knowledge on any machine, so neither the
//! settings of whoever runs kbc nor files above the project have a say.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashMap;

use super::inside::is_hidden;
use super::read_plain_text;

/// The files that say what is ignored; the later one has the last word.
const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// A list of what is ignored is shorter than this, in bytes.
const LONGEST: u64 = 1 << 20;

/// Reads a list.
type Read = dyn Fn(&Path) -> io::Result<String> + Send + Sync;

/// The lists of a project, each read once.
pub(super) struct Ignored {
    top: PathBuf,
    read: Box<Read>,
    known: RwLock<FxHashMap<PathBuf, Arc<Gitignore>>>,
    unread: Mutex<Vec<(PathBuf, io::Error)>>,
}

impl Ignored {
    /// What the lists in this folder and below it say.
    pub(super) fn new(top: &Path) -> Self {
        Self::reading(top, Box::new(|path| read_plain_text(path, LONGEST)))
    }

    /// The same where lists are read otherwise than from the disk.
    fn reading(top: &Path, read: Box<Read>) -> Self {
        Self { top: top.to_owned(), read, known: RwLock::default(), unread: Mutex::default() }
    }

    /// Whether something is ignored. The list nearest to it that speaks of it decides, as for git.
    pub(super) fn holds(&self, path: &Path, is_folder: bool) -> bool {
        for folder in path.ancestors().skip(1) {
            match self.list(folder).matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None if folder == self.top => break,
                Match::None => {}
            }
        }
        false
    }

    /// The lists that could not be read so far, and why: what they ignore is not known.
    pub(super) fn unread(&self) -> Vec<(PathBuf, io::Error)> {
        std::mem::take(&mut self.unread.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The text of a list. What is no plain file, or no text, says nothing: git follows no link there either.
    fn text(&self, path: PathBuf) -> String {
        use io::ErrorKind::{FileTooLarge, InvalidData, InvalidInput, NotADirectory, NotFound};
        (self.read)(&path).unwrap_or_else(|error| {
            if !matches!(error.kind(), NotFound | NotADirectory | InvalidInput | InvalidData | FileTooLarge) {
                self.unread.lock().unwrap_or_else(PoisonError::into_inner).push((path, error));
            }
            String::new()
        })
    }

    fn list(&self, folder: &Path) -> Arc<Gitignore> {
        if let Some(list) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(folder) {
            return Arc::clone(list);
        }
        let mut builder = GitignoreBuilder::new(folder);
        for name in NAMES {
            for line in self.text(folder.join(name)).lines() {
                // A line that is no pattern says nothing.
                let _ = builder.add_line(None, line);
            }
        }
        let list = Arc::new(builder.build().unwrap_or_else(|_| Gitignore::empty()));
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(folder.to_owned()).or_insert(list))
    }
}

/// The files of a project that are neither hidden nor ignored, as a walk over the disk would find them. Paths are those below the
/// folder of the project; `lists` are the files in it that say what is ignored.
#[must_use]
pub fn shown_of<'p>(paths: &[&'p str], lists: &BTreeMap<String, Vec<u8>>) -> Vec<&'p str> {
    let lists = lists.clone();
    let read = move |path: &Path| {
        let bytes = path.to_str().and_then(|path| lists.get(path)).filter(|bytes| bytes.len() as u64 <= LONGEST);
        let bytes = bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        String::from_utf8(bytes.clone()).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))
    };
    let ignored = Ignored::reading(Path::new(""), Box::new(read));
    let is_shown = |path: &&&str| {
        let path = Path::new(path);
        let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        path.components().all(|part| !is_hidden(part.as_os_str()))
            && folders.all(|folder| !ignored.holds(folder, true))
            && !ignored.holds(path, false)
    };
    paths.iter().filter(is_shown).copied().collect()
}
