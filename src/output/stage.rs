//! Where new files wait until all of them are there.
//!
//! Goes in: the files of a build that are new or changed. They are written below `.kbc-stage/` in the output folder,
//! thus on the same file system, the new ones apart from the changed ones, and each lot is moved to its places in one
//! go by [`Stage::merge`]: a folder that does not stand yet is moved whole, which makes a first build as fast as writing
//! the files where they belong.
//!
//! One build at a time holds the stage, by a lock that the system takes back when the process ends, however it ends.
//! Nothing outside of the stage is touched before `merge`. The stage can have come with a clone of somebody's project:
//! a link, a pipe or a device in it is an error, and every file in it is made anew and never opened where one stands.

use std::fs::TryLockError;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::disk::{self, PathKind, Stamp};
use super::error::OutputError;
use crate::source::{Patient, never_wait};

use super::{MANIFEST, PROBE, STAGE};

/// How often the lock is asked for, while other builds end and take its file away.
const TRIES: usize = 1_000;

/// The folders that files wait in: those of this kbc, and of the ones before.
const FOLDERS: [&str; 3] = [Lot::New.folder(), Lot::Changed.folder(), "files"];

/// The files that kbc makes beside them, but for the lock and the journal.
const FILES: [&str; 4] = ["manifest", "probe", "clock", "journal.new"];

/// The lock of a stage, which is given back when it is dropped.
#[derive(Debug)]
struct Lock(fs_err::File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing it would do, but not at once where a process that is just being started holds it open, too.
        drop(self.0.unlock());
    }
}

/// Files that are moved together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lot {
    /// Those of which nothing stood.
    New,
    /// Those that take the place of another.
    Changed,
}

impl Lot {
    const fn folder(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
        }
    }
}

/// The stage of one build; what is left in it goes when it is dropped, but not a journal.
#[derive(Debug)]
pub(super) struct Stage {
    root: PathBuf,
    folder: PathBuf,
    lock: Option<Lock>,
    made: Mutex<FxHashSet<PathBuf>>,
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
        clear(&folder)?;
        for lot in [Lot::New, Lot::Changed] {
            let path = folder.join(lot.folder());
            fs_err::create_dir(&path).map_err(OutputError::io(&path))?;
        }
        let opened = time_of(&folder.join(Lot::New.folder()))?;
        let made = Mutex::default();
        Ok(Self { root: root.to_owned(), folder, lock: Some(lock), made, made_root, opened })
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

    /// Writes a file into the stage, and tells its size and the time of its last change.
    pub(super) fn write(&self, lot: Lot, path: &str, bytes: &[u8]) -> Result<Option<Stamp>, OutputError> {
        let full = self.folder.join(lot.folder()).join(path);
        self.make_folder(full.parent().unwrap_or(&self.folder))?;
        let mut file = fs_err::File::create_new(&full).map_err(OutputError::io(&full))?;
        Patient(&mut file).write_all(bytes).map_err(OutputError::io(&full))?;
        let meta = file.metadata().map_err(OutputError::io(&full))?;
        Ok(Stamp::of(&meta))
    }

    fn make_folder(&self, path: &Path) -> Result<(), OutputError> {
        if self.made.lock().unwrap_or_else(PoisonError::into_inner).contains(path) {
            return Ok(());
        }
        fs_err::create_dir_all(path).map_err(OutputError::io(path))?;
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        Ok(())
    }

    /// The time now, by the clock of the file system that the stage lies on; in nanoseconds since 1970.
    pub(super) fn now(&self) -> Result<u64, OutputError> {
        let clock = self.folder.join("clock");
        fs_err::File::create_new(&clock).map_err(OutputError::io(&clock))?;
        let now = time_of(&clock)?;
        fs_err::remove_file(&clock).map_err(OutputError::io(&clock))?;
        Ok(now)
    }

    /// Finds out whether files can be moved from here into a folder of the output, before any is: it can be read-only,
    /// or lie on another file system.
    pub(super) fn probe(&self, folder: &str) -> Result<(), OutputError> {
        let (here, there) = (self.folder.join("probe"), self.root.join(folder).join(PROBE));
        fs_err::File::create_new(&here).map_err(OutputError::io(&here))?;
        if let PathKind::Link | PathKind::Other = disk::look(&there)? {
            disk::plain(&there)?;
        }
        fs_err::rename(&here, &there).map_err(OutputError::io(self.root.join(folder)))?;
        fs_err::remove_file(&there).map_err(OutputError::io(&there))
    }

    /// Moves all staged files of a lot to their places.
    pub(super) fn merge(&self, lot: Lot) -> Result<(), OutputError> {
        merge(&self.folder.join(lot.folder()), &self.root)
    }

    /// Puts a new manifest in the place of the old one.
    pub(super) fn replace_manifest(&self, bytes: &[u8]) -> Result<(), OutputError> {
        let (here, there) = (self.folder.join("manifest"), self.root.join(MANIFEST));
        let file = fs_err::File::create_new(&here).map_err(OutputError::io(&here))?;
        Patient(file).write_all(bytes).map_err(OutputError::io(&here))?;
        fs_err::rename(&here, &there).map_err(OutputError::io(there))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What cannot be removed here is removed when the next build opens the stage.
        for lot in [Lot::New, Lot::Changed] {
            drop(fs_err::remove_dir_all(self.folder.join(lot.folder())));
        }
        for name in FILES.into_iter().chain(["lock"]) {
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
    Ok(disk::changed(&meta).unwrap_or(0))
}

/// Takes away what a killed build left in the stage. Whatever is neither a file nor a folder there is none of kbc's, and
/// an error before anything is removed.
fn clear(folder: &Path) -> Result<(), OutputError> {
    let entries = fs_err::read_dir(folder).map_err(OutputError::io(folder))?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>().map_err(OutputError::io(folder))?;
    paths.sort_unstable();
    for path in &paths {
        if let PathKind::Link | PathKind::Other = disk::look(path)? {
            disk::plain(path)?;
        }
    }
    for path in FOLDERS.map(|name| folder.join(name)).iter().filter(|path| paths.contains(path)) {
        if disk::is_folder(path)? {
            // What lies in it is removed as it is: no link there is followed.
            fs_err::remove_dir_all(path).map_err(OutputError::io(path))?;
        }
    }
    for path in FILES.map(|name| folder.join(name)).iter().filter(|path| paths.contains(path)) {
        if disk::plain(path)?.is_some() {
            fs_err::remove_file(path).map_err(OutputError::io(path))?;
        }
    }
    Ok(())
}

/// Makes the folder of the stage and locks the file in it.
fn take(root: &Path, folder: &Path) -> Result<Lock, OutputError> {
    let path = folder.join("lock");
    for _ in 0..TRIES {
        disk::is_folder(folder)?;
        fs_err::create_dir_all(folder).map_err(OutputError::io(folder))?;
        disk::plain(&path)?;
        let mut options = std::fs::OpenOptions::new();
        options.create(true).append(true);
        never_wait(&mut options);
        let lock = match fs_err::OpenOptions::from_options(options).open(&path) {
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
            return Ok(Lock(lock));
        }
    }
    Err(OutputError::Busy { root: root.to_owned() })
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
        (true, Some(PathKind::Folder)) => merge(&here, &there),
        (true, Some(PathKind::Link)) => Err(OutputError::Link { path: there }),
        (true, Some(PathKind::File(_) | PathKind::Other)) => Err(OutputError::FileInTheWay { path: there }),
        _ => fs_err::rename(&here, &there).map_err(OutputError::io(there)),
    }
}
