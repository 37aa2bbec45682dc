//! The files below a folder of the disk.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use ignore::{DirEntry, WalkBuilder};
use rustc_hash::FxHashMap;

use super::files::{Entry, Files, path_of_entry};
use super::ignored::Ignored;
use super::inside::{check, is_hidden, refused};
use super::{other_than_plain, read_plain};

/// The largest file that is read, in bytes.
const LONGEST: u64 = 256 << 20;

/// The files below a folder of the disk.
///
/// Links are followed as long as they lead to something inside the project that is not hidden, and a file to one with
/// the same ending. Hidden files are not listed, nor those that `.gitignore` or `.ignore` in the project name.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
    /// The folder that links may not lead out of.
    project: PathBuf,
    /// Folders without the links on their way.
    folders: Arc<RwLock<FxHashMap<PathBuf, PathBuf>>>,
}

impl Disk {
    /// The files below `root`, which is a project of its own.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Disk { project: root.clone(), root, folders: Arc::default() }
    }

    /// The same, as a part of a project.
    #[must_use]
    pub fn within(self, project: impl Into<PathBuf>) -> Self {
        Disk { project: project.into(), ..self }
    }

    /// Where a file lies without the links on its way, if they lead where they may.
    pub fn resolve(&self, path: &str) -> io::Result<PathBuf> {
        let below = Path::new(path);
        let folder = self.folder(below.parent().unwrap_or(Path::new("")))?;
        let name = below.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        let full = folder.join(name);
        if !std::fs::symlink_metadata(&full)?.is_symlink() {
            return Ok(full);
        }
        let real = std::fs::canonicalize(&full)?;
        check(&std::fs::canonicalize(&self.project)?, &real)?;
        if real.extension() != below.extension() {
            return refused("the link leads to a file with another ending");
        }
        Ok(real)
    }

    fn folder(&self, below: &Path) -> io::Result<PathBuf> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(below) {
            return Ok(known.clone());
        }
        let real = std::fs::canonicalize(self.root.join(below))?;
        let root = std::fs::canonicalize(&self.root)?;
        let project = std::fs::canonicalize(&self.project)?;
        // What is hidden may be named in so many words, but not reached by a link.
        if real != root.join(below) || !root.starts_with(&project) {
            check(&project, &real)?;
        }
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(below.to_owned(), real.clone());
        Ok(real)
    }

    fn relative(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }

    /// What stands in the way of using a link to a folder.
    fn refuse_folder(&self, path: &Path) -> Option<io::Error> {
        self.folder(path.strip_prefix(&self.root).ok()?).err()
    }

    /// A file whose ending fits: its path, or why it cannot be read.
    fn found(&self, entry: &DirEntry) -> Entry {
        let path = self.relative(entry.path());
        let trouble = match entry.metadata() {
            Err(error) => Some(io::Error::other(plain(&error))),
            Ok(meta) => match other_than_plain(&meta) {
                Some(what) => Some(io::Error::new(io::ErrorKind::InvalidInput, what)),
                None if entry.path_is_symlink() => self.resolve(&path).err(),
                None => None,
            },
        };
        trouble.map_or_else(|| Ok(path.clone()), |error| Err((path.clone(), error)))
    }
}

impl Disk {
    /// All files whose names end so, in one walk.
    #[must_use]
    pub fn list_all(&self, extensions: &[&str]) -> Vec<Entry> {
        let top = if self.root.starts_with(&self.project) { &self.project } else { &self.root };
        let ignored = Arc::new(Ignored::new(top));
        let refused: Arc<Mutex<Vec<Entry>>> = Arc::default();
        let (disk, elsewhere, lists) = (self.clone(), Arc::clone(&refused), Arc::clone(&ignored));
        let wanted = move |entry: &DirEntry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            if entry.depth() == 0 {
                return true;
            }
            if is_hidden(entry.file_name()) || lists.holds(entry.path(), is_folder) {
                return false;
            }
            let error = if is_folder && entry.path_is_symlink() { disk.refuse_folder(entry.path()) } else { None };
            let goes_on = error.is_none();
            let mut elsewhere = elsewhere.lock().unwrap_or_else(PoisonError::into_inner);
            elsewhere.extend(error.map(|error| Err((disk.relative(entry.path()), error))));
            goes_on
        };
        let walk = WalkBuilder::new(&self.root)
            .standard_filters(false)
            .follow_links(true)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(wanted)
            .build();
        let found = walk.filter_map(|found| match found {
            Err(error) => {
                let path = path_of(&error).map_or_else(String::new, |path| self.relative(path));
                Some(Err((path, io::Error::other(plain(&error)))))
            }
            Ok(entry) => {
                let ending = entry.path().extension();
                let fits = ending.is_some_and(|found| extensions.iter().any(|extension| found == *extension));
                let is_folder = entry.file_type().is_none_or(|kind| kind.is_dir());
                (fits && !is_folder).then(|| self.found(&entry))
            }
        });
        let mut found: Vec<Entry> = found.collect();
        let mut refused = std::mem::take(&mut *refused.lock().unwrap_or_else(PoisonError::into_inner));
        refused.extend(ignored.unread().into_iter().map(|(path, error)| Err((self.relative(&path), error))));
        if !refused.is_empty() {
            found.extend(refused);
            found.sort_by(|a, b| path_of_entry(a).cmp(path_of_entry(b)));
        }
        found
    }
}

impl Files for Disk {
    fn list(&self, extension: &str) -> Vec<Entry> {
        self.list_all(&[extension])
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        read_plain(&self.resolve(path)?, LONGEST)
    }

    fn exists(&self, path: &str) -> bool {
        self.resolve(path).is_ok_and(|real| real.is_file())
    }

    fn look_again(&self) {
        self.folders.write().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn plain(error: &ignore::Error) -> String {
    match error {
        ignore::Error::Loop { ancestor, .. } => {
            format!("the link leads back to {}, a folder above it", ancestor.display())
        }
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => plain(err),
        other => other.to_string(),
    }
}
