//! The folder of the packs: the way to it, what lies in it, and what goes.

use std::fs::Metadata;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::digest::Digest;
use crate::source::Patient;

use super::pack::Pack;

/// What the names of packs begin with.
const PACK: &str = "pack-";
/// What the names of packs begin with while they are written.
pub(super) const UNFINISHED: &str = ".new-";
/// Nobody writes a pack for so long: whoever began it is gone.
const ABANDONED: Duration = Duration::from_hours(1);
/// So many of the newest packs are opened; kbc leaves far fewer.
const OPENED: usize = 32;

/// A way down from a folder, along which no link is followed.
#[derive(Debug)]
pub(super) struct FolderPath {
    above: PathBuf,
    below: Vec<String>,
}

impl FolderPath {
    pub fn new(above: &Path, below: &[&str]) -> Self {
        Self { above: above.to_owned(), below: below.iter().map(|&name| name.to_owned()).collect() }
    }

    /// The folder at its end, if all on the way are folders.
    pub fn look(&self) -> Option<PathBuf> {
        let mut way = self.above.clone();
        for name in &self.below {
            way.push(name);
            if !fs_err::symlink_metadata(&way).is_ok_and(|meta| meta.is_dir()) {
                return None;
            }
        }
        Some(way)
    }

    /// The same, and makes what is not there. Version control takes no notice of a folder that was made here.
    pub fn make(&self) -> io::Result<PathBuf> {
        if let Some(folder) = self.look() {
            return Ok(folder);
        }
        fs_err::create_dir_all(&self.above)?;
        let mut way = self.above.clone();
        for name in &self.below {
            way.push(name);
            match fs_err::symlink_metadata(&way) {
                Ok(meta) if meta.is_dir() => {}
                Ok(_) => return Err(io::Error::from(io::ErrorKind::NotADirectory)),
                // Another run may make it at the same time.
                Err(_) => fs_err::create_dir(&way).or_else(|error| if way.is_dir() { Ok(()) } else { Err(error) })?,
            }
        }
        Patient(fs_err::File::create(way.join(".gitignore"))?).write_all(b"*\n")?;
        Ok(way)
    }
}

/// The name of a pack: that of its bytes, so that two runs that write the same write one.
pub(super) fn name(bytes: &[u8]) -> String {
    format!("{PACK}{}", Digest::of(bytes).to_hex())
}

/// The packs in a folder that can be read, the newest first.
pub(super) fn packs(folder: &Path) -> Vec<Pack> {
    let newest = listed(folder, PACK).into_iter().take(OPENED);
    newest.filter_map(|(path, _)| Pack::open(&path)).collect()
}

/// Removes what cannot be read, what was left unfinished, and what there is no room for, the oldest first.
pub(super) fn tidy(folder: &Path, most: u64) {
    // What another run removes at the same time is as good as removed.
    let remove = |path: &Path| drop(fs_err::remove_file(path));
    let now = SystemTime::now();
    for (path, meta) in listed(folder, UNFINISHED) {
        if meta.modified().ok().and_then(|then| now.duration_since(then).ok()).is_some_and(|age| age > ABANDONED) {
            remove(&path);
        }
    }
    let mut room = most;
    for (at, (path, meta)) in listed(folder, PACK).into_iter().enumerate() {
        match room.checked_sub(meta.len()) {
            Some(rest) if at < OPENED && Pack::open(&path).is_some() => room = rest,
            _ => remove(&path),
        }
    }
}

/// What lies in a folder under a name that begins so, the newest first.
fn listed(folder: &Path, prefix: &str) -> Vec<(PathBuf, Metadata)> {
    let entries = fs_err::read_dir(folder).into_iter().flatten().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix));
    let mut found: Vec<(PathBuf, Metadata)> =
        named.filter_map(|entry| Some((entry.path(), fs_err::symlink_metadata(entry.path()).ok()?))).collect();
    found.sort_by_cached_key(|(path, meta)| (std::cmp::Reverse(meta.modified().ok()), path.clone()));
    found
}
