//! Where new files wait until all of them are there.
//!
//! Goes in: the files of a build that are new or changed. They are written below `.kbc-stage/` in the output folder,
//! thus on the same file system, and moved to their places in one go by [`Stage::merge`]: a folder that does not stand
//! yet is moved whole, which makes a first build as fast as writing the files where they belong.
//!
//! One build at a time holds the stage, by a lock that the system takes back when the process ends, however it ends.
//! Nothing outside of the stage is touched before `merge`.

use std::fs::TryLockError;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::disk::{self, Found, Stamp};
use super::error::OutputError;
use super::{MANIFEST, PROBE, STAGE, paths};

/// The stage of one build; what is left in it goes when it is dropped, but not a journal.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    files: PathBuf,
    lock: Option<fs_err::File>,
    made: Mutex<FxHashSet<String>>,
    made_root: bool,
    opened: u64,
}

impl Stage {
    /// Takes the stage of an output folder, which is made where it does not stand, and clears what a killed build left.
    pub(super) fn open(root: &Path) -> Result<Self, OutputError> {
        let made_root = !root.exists();
        fs_err::create_dir_all(root).map_err(OutputError::io(root))?;
        let folder = root.join(STAGE);
        let lock = take(root, &folder)?;
        let files = folder.join("files");
        if !matches!(disk::look(&files)?, Found::Nothing) {
            fs_err::remove_dir_all(&files).map_err(OutputError::io(&files))?;
        }
        fs_err::create_dir(&files).map_err(OutputError::io(&files))?;
        let opened = time_of(&files)?;
        let made = Mutex::default();
        Ok(Self { root: root.to_owned(), folder, files, lock: Some(lock), made, made_root, opened })
    }

    /// When the stage was taken, by the clock of the file system that it lies on; in nanoseconds since 1970.
    pub(super) fn opened(&self) -> u64 {
        self.opened
    }

    /// The output folder that it belongs to.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the journal of this stage lies.
    pub(super) fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// Writes a file into the stage.
    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<Option<Stamp>, OutputError> {
        self.make_folder(paths::parent(path))?;
        let full = self.files.join(path);
        let mut file = fs_err::File::create_new(&full).map_err(OutputError::io(&full))?;
        file.write_all(bytes).map_err(OutputError::io(&full))?;
        let meta = file.metadata().map_err(OutputError::io(&full))?;
        Ok(Stamp::of(&meta))
    }

    fn make_folder(&self, path: &str) -> Result<(), OutputError> {
        if path.is_empty() || self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(path) {
            return Ok(());
        }
        let full = self.files.join(path);
        fs_err::create_dir_all(&full).map_err(OutputError::io(&full))?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Ok(())
    }

    /// Finds out whether files can be moved from here into a folder of the output, before any is: it can be read-only,
    /// or lie on another file system.
    pub(super) fn probe(&self, folder: &str) -> Result<(), OutputError> {
        let (here, there) = (self.folder.join("probe"), self.root.join(folder).join(PROBE));
        fs_err::write(&here, b"").map_err(OutputError::io(&here))?;
        fs_err::rename(&here, &there).map_err(OutputError::io(self.root.join(folder)))?;
        fs_err::remove_file(&there).map_err(OutputError::io(&there))
    }

    /// Moves all staged files to their places.
    pub(super) fn merge(&self) -> Result<(), OutputError> {
        merge(&self.files, &self.root)
    }

    /// Puts a new manifest in the place of the old one.
    pub(super) fn replace_manifest(&self, bytes: &[u8]) -> Result<(), OutputError> {
        let (here, there) = (self.folder.join("manifest"), self.root.join(MANIFEST));
        fs_err::write(&here, bytes).map_err(OutputError::io(&here))?;
        fs_err::rename(&here, &there).map_err(OutputError::io(there))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed here is removed when the next build opens the stage.
        drop(fs_err::remove_dir_all(&self.files));
        for name in ["manifest", "probe", "journal.new", "lock"] {
            drop(fs_err::remove_file(self.folder.join(name)));
        }
        // Both fail where something is left: a journal that is still needed, or output.
        drop(fs_err::remove_dir(&self.folder));
        if self.made_root {
            drop(fs_err::remove_dir(&self.root));
        }
        drop(self.lock.take());
    }
}

/// The time that the file system gave a file or folder, in nanoseconds since 1970. Where it knows none, 0: nothing is
/// older than that, so nothing is taken for unchanged.
pub(super) fn time_of(path: &Path) -> Result<u64, OutputError> {
    let meta = fs_err::symlink_metadata(path).map_err(OutputError::io(path))?;
    Ok(Stamp::of(&meta).map_or(0, |stamp| stamp.changed))
}

/// Makes the folder of the stage and locks the file in it.
fn take(root: &Path, folder: &Path) -> Result<fs_err::File, OutputError> {
    let path = folder.join("lock");
    loop {
        match disk::look(folder)? {
            Found::Nothing | Found::Folder => {}
            Found::Link => {
                return Err(OutputError::Link { path: folder.to_owned() });
            }
            Found::File(_) | Found::Other => {
                return Err(OutputError::FileInTheWay { path: folder.to_owned() });
            }
        }
        fs_err::create_dir_all(folder).map_err(OutputError::io(folder))?;
        let lock = match fs_err::OpenOptions::new().create(true).append(true).open(&path) {
            Ok(lock) => lock,
            // The build that held it took the folder away just now.
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(OutputError::io(&path)(e)),
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(OutputError::Busy { root: root.to_owned() });
            }
            // A file system without locks: whoever builds on one must not build twice at once.
            Err(TryLockError::Error(e)) if e.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(e)) => return Err(OutputError::io(&path)(e)),
        }
        // Between opening and locking, the build before may have removed the file: then the lock is on nothing.
        if stands(&lock, &path) {
            return Ok(lock);
        }
    }
}

#[cfg(unix)]
fn stands(lock: &fs_err::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (lock.metadata(), fs_err::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn stands(_: &fs_err::File, path: &Path) -> bool {
    path.exists()
}

/// Moves what is in one folder into another; of several errors it gives the first in the order of names.
///
/// Many threads do it: freeing the blocks of an old file waits for a busy disk, and others can be moved meanwhile.
fn merge(from: &Path, to: &Path) -> Result<(), OutputError> {
    let entries = fs_err::read_dir(from).map_err(OutputError::io(from))?;
    let mut entries = entries.collect::<Result<Vec<_>, _>>().map_err(OutputError::io(from))?;
    entries.sort_unstable_by_key(fs_err::DirEntry::file_name);
    let moved = entries.into_par_iter().find_map_first(|entry| move_entry(&entry, to).err());
    moved.map_or(Ok(()), Err)
}

fn move_entry(entry: &fs_err::DirEntry, to: &Path) -> Result<(), OutputError> {
    let (here, there) = (entry.path(), to.join(entry.file_name()));
    let is_folder = entry.file_type().map_err(OutputError::io(&here))?.is_dir();
    match (is_folder, is_folder.then(|| disk::look(&there)).transpose()?) {
        (true, Some(Found::Folder)) => merge(&here, &there),
        (true, Some(Found::Link)) => Err(OutputError::Link { path: there }),
        (true, Some(Found::File(_) | Found::Other)) => Err(OutputError::FileInTheWay { path: there }),
        _ => fs_err::rename(&here, &there).map_err(OutputError::io(there)),
    }
}
