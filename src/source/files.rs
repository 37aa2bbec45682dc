//! Where texts come from: the disk, memory, or memory laid over the disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// A file that was found, or what stood in the way of finding it.
pub type Entry = Result<String, (String, io::Error)>;

/// A set of files that can be listed and read. Paths use `/` and are relative to the root of the set.
pub trait Files: Sync {
    /// All files whose name ends in `.` and the extension, sorted by path.
    fn list(&self, extension: &str) -> Vec<Entry>;
    /// The bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;
    /// Whether there is such a file.
    fn exists(&self, path: &str) -> bool;
}

/// The files below a folder of the disk. Links are followed; hidden files and `.gitignore` count as they do for git.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The files below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Disk { root: root.into() }
    }

    fn relative(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        parts.join("/")
    }
}

impl Files for Disk {
    fn list(&self, extension: &str) -> Vec<Entry> {
        let walk =
            WalkBuilder::new(&self.root).follow_links(true).require_git(false).sort_by_file_name(OsStr::cmp).build();
        walk.filter_map(|found| match found {
            Err(error) => {
                let path = path_of(&error).map_or_else(String::new, |path| self.relative(path));
                Some(Err((path, io::Error::other(plain(&error)))))
            }
            Ok(entry) => {
                let fits = entry.path().extension().is_some_and(|found| found == extension);
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                (fits && is_file).then(|| Ok(self.relative(entry.path())))
            }
        })
        .collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn exists(&self, path: &str) -> bool {
        self.root.join(path).is_file()
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

/// Files that live in memory, for tests and for callers of the library.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Memory::default()
    }

    /// Adds a file, or puts another text in its place.
    #[must_use]
    pub fn with(mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }
}

impl Files for Memory {
    fn list(&self, extension: &str) -> Vec<Entry> {
        let suffix = format!(".{extension}");
        let fitting = self.files.keys().filter(|path| path.ends_with(&suffix));
        fitting.cloned().map(Ok).collect()
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files
            .get(path)
            .cloned()
            .ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, format!("no file `{path}` in memory")))
    }

    fn exists(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// Texts in memory that take the place of files below, as an editor's unsaved buffers do.
pub struct Overlay<'a> {
    below: &'a dyn Files,
    above: Memory,
}

impl<'a> Overlay<'a> {
    /// Lays `above` over `below`.
    #[must_use]
    pub fn new(below: &'a dyn Files, above: Memory) -> Self {
        Overlay { below, above }
    }
}

impl Files for Overlay<'_> {
    fn list(&self, extension: &str) -> Vec<Entry> {
        let mut found = self.above.list(extension);
        let covered = |path: &String| self.above.exists(path);
        found.extend(self.below.list(extension).into_iter().filter(|entry| !entry.as_ref().is_ok_and(covered)));
        found.sort_by(|a, b| key(a).cmp(key(b)));
        found
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if self.above.exists(path) { self.above.read(path) } else { self.below.read(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.above.exists(path) || self.below.exists(path)
    }
}

fn key(entry: &Entry) -> &str {
    match entry {
        Ok(path) | Err((path, _)) => path,
    }
}
