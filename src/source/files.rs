//! Where texts come from: any set of files, those in memory, and those laid over others.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

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
    /// Forgets where folders lie: for whoever reads again later, when links may lead elsewhere.
    fn look_again(&self) {}
}

/// Whether a file is one of rules by its ending, and not a picture.
#[must_use]
pub fn is_rules(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "rules")
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
        found.sort_by(|a, b| path_of_entry(a).cmp(path_of_entry(b)));
        found
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if self.above.exists(path) { self.above.read(path) } else { self.below.read(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.above.exists(path) || self.below.exists(path)
    }
}

/// The path that an entry is about.
pub(super) fn path_of_entry(entry: &Entry) -> &str {
    match entry {
        Ok(path) | Err((path, _)) => path,
    }
}
