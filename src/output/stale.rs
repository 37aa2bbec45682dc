//! Removes files of an earlier build that are no longer made.
//!
//! Goes in: paths from the manifest with the hash that kbc gave them. A file goes only when it still has these bytes:
//! one that a person changed is worth more than tidiness, so it stays, is told of, and is no longer kbc's. Folders that
//! become empty by it go too. Nothing is ever removed through a link.

use std::io;

use crate::digest::Digest;

use super::disk::{self, Disk, PathKind};
use super::error::OutputError;
use super::{cache::Cache, paths};

/// What becomes of a stale file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is gone already.
    Gone,
    /// It goes.
    Remove,
    /// Somebody changed it or put something else there, so it stays.
    Keep,
}

/// Decides about one stale file.
pub(super) fn fate(disk: &Disk, cache: &Cache, path: &str, given: Digest) -> Result<Fate, OutputError> {
    match disk.has_folder(paths::parent(path), &|_| false) {
        Ok(true) => {}
        Ok(false) => return Ok(Fate::Gone),
        // The folder that held it is a link or a file now: what was ours is no longer reached by this path.
        Err(OutputError::Link { .. } | OutputError::FileInTheWay { .. }) => return Ok(Fate::Keep),
        Err(e) => return Err(e),
    }
    Ok(match disk::look(&disk.join(path))? {
        PathKind::Nothing => Fate::Gone,
        PathKind::Folder | PathKind::Link | PathKind::Other => Fate::Keep,
        PathKind::File(meta) => {
            let known = cache.get(path).filter(|entry| entry.is_of(&meta)).map(|e| e.hash);
            let now = known.map_or_else(|| disk.hash(path), Ok)?;
            if now == given { Fate::Remove } else { Fate::Keep }
        }
    })
}

/// Removes files, and the folders that become empty by it.
pub(super) fn remove(disk: &Disk, files: &[&String]) -> Result<(), OutputError> {
    for path in files {
        let full = disk.join(path);
        match fs_err::remove_file(&full) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(OutputError::io(full)(e)),
            _ => {}
        }
    }
    let mut folders: Vec<&str> = files.iter().flat_map(|path| paths::folders(path)).collect();
    // What comes later in order lies deeper, so a folder is looked at after those in it.
    folders.sort_unstable_by(|a, b| b.cmp(a));
    folders.dedup();
    for folder in folders {
        // Fails where something is in it, which is the point; an empty folder that cannot be removed harms nobody.
        drop(fs_err::remove_dir(disk.join(folder)));
    }
    Ok(())
}
