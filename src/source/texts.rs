//! All texts of a build.

use std::cmp::Ordering;
use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::{FileId, Files, LineIndex, Span};
use crate::digest::Digest;

/// One text and the name that faults call it by.
#[derive(Debug)]
pub struct Source {
    /// The path as shown to people, with `/`.
    pub path: String,
    /// The path below the folder of rules, with dots and without its ending: the name of the module.
    pub module: String,
    /// What `use` would say were the file called so, where the file's own name is none that it could say. Then the module's name
    /// is made up, and nobody can use it.
    pub sayable: Option<String>,
    /// Whether the name of the file or of a folder above it has a dot of its own: then its module would be called as that of
    /// another file might be.
    pub dotted: bool,
    /// The texts of some files in one piece of memory, and where this one stands: none is rounded up to a size of its own.
    shelf: Arc<String>,
    place: Range<usize>,
    /// Where bytes stood that are no UTF-8: a span for each run of them.
    pub invalid: Vec<Span>,
    /// Found when first asked for: only files with findings need their lines.
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// The text. A byte that is no UTF-8 is the control character U+001A here, so that offsets stay those of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.shelf[self.place.clone()]
    }

    /// A part of the text. Looks at that part alone: to ask for the whole would touch both ends of the file.
    #[inline]
    fn part(&self, range: Range<usize>) -> &str {
        assert!(range.end <= self.place.len(), "a span lies in its file");
        &self.shelf[self.place.start + range.start..self.place.start + range.end]
    }

    /// A text by itself. `path` is that below the folder of rules, and `shown` is the folder's name in front of it.
    pub fn of_bytes(shown: &str, path: &str, bytes: Vec<u8>) -> io::Result<Self> {
        if let Some(error) = too_large(&bytes) {
            return Err(error);
        }
        let (text, invalid) = decode(bytes);
        let place = 0..text.len();
        Ok(Self::on_shelf(shown, path, (Arc::new(text), place), invalid))
    }

    /// Another text in the place of this one.
    #[must_use]
    pub fn with_text(&self, text: String) -> Self {
        let place = 0..text.len();
        let (shelf, invalid, lines) = (Arc::new(text), Vec::new(), OnceLock::new());
        let (path, module, sayable) = (self.path.clone(), self.module.clone(), self.sayable.clone());
        Self { path, module, sayable, dotted: self.dotted, shelf, place, invalid, lines }
    }

    fn on_shelf(shown: &str, path: &str, (shelf, place): (Arc<String>, Range<usize>), invalid: Vec<Span>) -> Self {
        let stem = path.strip_suffix(".rules").unwrap_or(path);
        let (module, dotted) = (stem.replace('/', "."), stem.contains('.'));
        let (module, sayable) = if dotted { (module, None) } else { named(module) };
        Self { path: shown_path(shown, path), module, sayable, dotted, shelf, place, invalid, lines: OnceLock::new() }
    }

    /// The same text as the file of another id.
    fn as_file(&self, file: FileId) -> Self {
        Self {
            path: self.path.clone(),
            module: self.module.clone(),
            sayable: self.sayable.clone(),
            dotted: self.dotted,
            shelf: Arc::clone(&self.shelf),
            place: self.place.clone(),
            invalid: self.invalid.iter().map(|span| Span { file, ..*span }).collect(),
            lines: OnceLock::new(),
        }
    }

    /// The lines of the text.
    #[must_use]
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text()))
    }
}

/// A file that could not be read, and why.
#[derive(Debug)]
pub struct ReadFault {
    /// The path as shown to people.
    pub path: String,
    /// What the machine said.
    pub error: io::Error,
}

/// The texts of a build in the order of their paths, so that ids do not depend on the machine.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Reads every `.rules` file. `shown` is the folder's name in front of each path that people see.
    ///
    /// Gives what could be read, and a fault for each file or folder that could not.
    #[must_use]
    pub fn read(files: &dyn Files, shown: &str) -> (Self, Vec<ReadFault>) {
        let mut faults = Vec::new();
        let mut paths = Vec::new();
        for entry in files.list("rules") {
            match entry {
                Ok(path) => paths.push(path),
                Err((path, error)) => faults.push(ReadFault { path: shown_path(shown, &path), error }),
            }
        }
        let read: Vec<_> = paths.par_chunks(ON_A_SHELF).map(|paths| shelf(files, shown, paths)).collect();
        let mut sources = Sources::default();
        for result in read.into_iter().flatten() {
            match result {
                Ok(mut source) => {
                    let id = FileId::new(sources.files.len());
                    for span in &mut source.invalid {
                        span.file = id;
                    }
                    sources.files.push(source);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (sources, faults)
    }

    /// All texts by themselves, in the order of their ids.
    #[must_use]
    pub fn into_files(self) -> Vec<Source> {
        self.files
    }

    /// All texts, in the order of their ids.
    #[must_use]
    pub fn files(&self) -> &[Source] {
        &self.files
    }

    /// Some of these texts, in the order in which they are given: each has the id of its place there.
    #[must_use]
    pub fn only(&self, files: &[FileId]) -> Self {
        Self::of(files.iter().map(|file| self.get(*file)))
    }

    /// These texts, in the order in which they are given: each has the id of its place.
    #[must_use]
    pub fn of<'s>(texts: impl IntoIterator<Item = &'s Source>) -> Self {
        let texts = texts.into_iter().enumerate();
        Self { files: texts.map(|(at, source)| source.as_file(FileId::new(at))).collect() }
    }

    /// The text behind an id of this build.
    #[must_use]
    pub fn get(&self, id: FileId) -> &Source {
        &self.files[id.index()]
    }

    /// The text under a span.
    #[inline]
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).part(span.range())
    }

    /// The line of a span's beginning, from 1.
    #[must_use]
    pub fn line(&self, span: Span) -> u32 {
        self.get(span.file).lines().line(span.start as usize) as u32 + 1
    }
}

/// The order of files: that of their folders and names, one after the other, in which a disk is walked.
#[must_use]
pub fn in_order(one: &str, two: &str) -> Ordering {
    one.split('/').cmp(two.split('/'))
}

fn too_large(bytes: &[u8]) -> Option<io::Error> {
    u32::try_from(bytes.len())
        .err()
        .map(|_| io::Error::new(io::ErrorKind::InvalidData, "the file has 4 GiB or more; split it"))
}

/// The path of a file below a folder, as people see it.
#[must_use]
pub fn shown_path(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("" | ".", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

/// How many files share a piece of memory.
const ON_A_SHELF: usize = 64;

/// Reads files whose texts are to stand together.
fn shelf(files: &dyn Files, shown: &str, paths: &[String]) -> Vec<Result<Source, ReadFault>> {
    let read = paths.iter().map(|path| {
        let bytes = files.read(path).and_then(|bytes| too_large(&bytes).map_or(Ok(bytes), Err));
        bytes.map(decode).map_err(|error| ReadFault { path: shown_path(shown, path), error })
    });
    let read: Vec<_> = read.collect();
    let room = read.iter().flatten().map(|(text, _)| text.len()).sum();
    let mut all = String::with_capacity(room);
    read.iter().flatten().for_each(|(text, _)| all.push_str(text));
    let shelf = Arc::new(all);
    let mut from = 0;
    let sources = paths.iter().zip(read).map(|(path, read)| {
        read.map(|(text, invalid)| {
            let place = from..from + text.len();
            from = place.end;
            Source::on_shelf(shown, path, (Arc::clone(&shelf), place), invalid)
        })
    });
    sources.collect()
}

/// Each byte that is no UTF-8 becomes one ASCII byte, so that every offset stays true. The spans name no file yet.
fn decode(bytes: Vec<u8>) -> (String, Vec<Span>) {
    let mut bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let mut invalid: Vec<Span> = Vec::new();
    let mut from = 0;
    while let Err(error) = std::str::from_utf8(&bytes[from..]) {
        let start = from + error.valid_up_to();
        let end = error.error_len().map_or(bytes.len(), |len| start + len);
        bytes[start..end].fill(0x1a);
        match invalid.last_mut() {
            Some(last) if last.end as usize == start => last.end = end as u32,
            _ => invalid.push(Span::new(FileId::new(0), start, end)),
        }
        from = end;
    }
    let text = String::from_utf8(bytes).expect("every byte that is no UTF-8 was replaced");
    (text, invalid)
}

/// The name of the module of a path. A part that is no name gets one that is made of it and of the digest of the path, so that
/// it is fit for an address, and no other file has it; then also what `use` could say.
fn named(path: String) -> (String, Option<String>) {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|one| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-')
    };
    if path.split('.').all(is_name) {
        return (path, None);
    }
    let parts: Vec<String> = path.split('.').map(kebab).collect();
    let sayable = parts.join(".");
    let digest = Digest::of(path.as_bytes()).to_hex();
    let module = format!("{sayable}-{}", &digest[..4]);
    (module, Some(sayable))
}

/// A name in kebab-case for one that is none.
fn kebab(part: &str) -> String {
    let mut name = String::with_capacity(part.len());
    for one in part.chars() {
        match one.to_ascii_lowercase() {
            one @ ('a'..='z' | '0'..='9') => name.push(one),
            _ if name.is_empty() || name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_end_matches('-');
    if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name.to_owned()
    } else {
        format!("file-{name}").trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Memory;
    use super::*;

    #[test]
    fn invalid_bytes_keep_the_offsets_of_the_file() {
        let files = Memory::new().with("a.rules", b"ab\xff\xfecd\xc3".to_vec());
        let (sources, faults) = Sources::read(&files, "rules");
        assert!(faults.is_empty());
        let source = sources.get(FileId::new(0));
        assert_eq!(source.text().len(), 7);
        assert_eq!(&source.text()[4..6], "cd");
        let places: Vec<_> = source.invalid.iter().map(|span| span.range()).collect();
        assert_eq!(places, [2..4, 6..7]);
    }

    #[test]
    fn modules_are_paths_with_dots() {
        let files = Memory::new().with("common/network.rules", "").with("notes.txt", "");
        let (sources, _) = Sources::read(&files, "rules");
        let names: Vec<_> = sources.files().iter().map(|file| (file.path.as_str(), file.module.as_str())).collect();
        assert_eq!(names, [("rules/common/network.rules", "common.network")]);
    }

    #[test]
    fn a_path_that_is_no_name_has_one_that_is_fit_for_an_address() {
        for (path, sayable) in [
            ("Sound Card", "sound-card"),
            ("sound_card", "sound-card"),
            ("2024", "file-2024"),
            ("a.\u{65e5}\u{672c}", "a.file"),
            ("--x--", "x"),
        ] {
            let (module, said) = named(path.to_owned());
            assert_eq!(said.as_deref(), Some(sayable), "{path}");
            let behind = module.strip_prefix(sayable).and_then(|rest| rest.strip_prefix('-'));
            let is_digit = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit();
            assert!(behind.is_some_and(|digest| digest.len() == 4 && digest.chars().all(is_digit)), "{module}");
        }
        assert_eq!(named("common.network".to_owned()), ("common.network".to_owned(), None));
        assert_ne!(named("a_b".to_owned()).0, named("a b".to_owned()).0);
    }
}
