//! What `kbc build` writes to the disk.
//!
//! Goes in: relative paths with forward slashes and their bytes, from any number of threads. Comes out: an output
//! folder that holds exactly these files, besides what others put there, and a [`Report`] of what changed. It knows
//! nothing of guides, and touches nothing that it did not make.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path().join("generated");
//! use kbc::output::{Change, Options, Output};
//!
//! let output = Output::open(&root, Options::default())?;
//! assert_eq!(output.put("html/index.html", b"<!doctype html>")?, Change::Created);
//! let report = output.finish()?;
//! assert_eq!(report.created, ["html/index.html"]);
//! # Ok(())
//! # }
//! ```
//!
//! # What is kbc's
//!
//! `manifest.json` at the root of the output lists each file that kbc made, with the hash of its bytes. What is in it
//! may be replaced, also where a person changed it since: it is generated. What is in it and no longer made is removed,
//! but not where a person changed it: then it stays, is told of in [`Report::kept`], and belongs to that person from
//! then on. A file that is not in it is foreign. It is never touched; where it stands at the place of an output and has
//! other bytes, the build ends with an error that names it, and changes nothing. Where it has the very same bytes, it
//! becomes kbc's. The folder is never wiped.
//!
//! Links are not followed below the root, as version control stores them and a project can come from anybody; a link, a
//! pipe or a device where kbc keeps a file or folder of its own is an error that names it. The root itself may be a link:
//! whoever calls decides where it may lead. A file of two names is changed under ours alone, as what is written is always
//! a new file.
//!
//! A build of one format gives a [`Scope`]; what lies outside of it stays, and so does its part of the manifest.
//!
//! # Why nothing is lost, whenever it stops
//!
//! 1. **Put.** New and changed files are written below `.kbc-stage/` in the output folder. A full disk, a foreign file
//!    in the way, a fault in a later guide: until here the old output is as it was, to the byte. A build that is killed
//!    leaves the stage, and the next build clears it.
//! 2. **Journal.** [`Output::finish`] writes down what will be made, with hashes, and what will be removed. The journal
//!    appears by a rename, so it is whole or not there.
//! 3. **Move.** First each folder is proven to be writable, by moving an empty file there and removing it; a read-only
//!    folder ends the build while all is as it was. Then each file is moved to its place by one rename, a folder that
//!    does not stand yet as a whole. A reader sees the old file or the new one. New files come before those that take the
//!    place of others, and stale files are removed last: so a page that stood before never leads to one that is not there.
//! 4. **Manifest.** The new one takes the place of the old by a rename, and the journal goes.
//!
//! A build that stops between 2 and 4, killed or by an error, leaves whole files, some new and some old, and a journal
//! that names all of them. Out of journal and disk the true manifest is made: by the same build where it has an error,
//! else by the next one when it opens the folder. So no file that kbc made is ever taken for foreign, and none that it
//! did not make for its own.
//!
//! All this holds for a process that dies at any point. When the power fails, the file system decides how much of files
//! just written is there; the journal is, as it is brought to the disk before the first move. A file cut short is then
//! seen by the next build, as it is compared with what it should be, or by `check` mode, which reads everything.
//!
//! Two builds at once into one folder would take each other's stage; a lock makes the second one an error.

mod cache;
mod disk;
mod error;
mod finish;
mod journal;
mod manifest;
mod paths;
mod plans;
mod replace;
mod stage;
mod stale;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::digest::Digest;

use cache::{Cache, FileRecord};
use disk::{Disk, PathKind, Stamp};
use manifest::Manifest;
use stage::{Lot, Stage};
use store::Store;

pub use error::OutputError;
pub use finish::Report;
pub use paths::{PathFault, Scope, check as check_path};
pub use plans::PlanCache;
pub use replace::{NotReplaced, replace, replace_all};
pub use store::Stored;

/// The name of the list of what kbc made.
pub const MANIFEST: &str = "manifest.json";

/// The folder in which new files wait; there only while a build runs, or after one was killed.
pub const STAGE: &str = ".kbc-stage";

/// The name of the empty file by which a folder is proven to be writable.
const PROBE: &str = ".kbc-probe";

/// How the output is written.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The part of the output that this build makes; the whole where nothing is said.
    pub scope: Scope,
    /// A folder outside of the output for what is remembered between builds; without one, each file is read and
    /// compared. Not used in check mode.
    pub cache: Option<PathBuf>,
    /// Write nothing, and report what a build would do.
    pub check: bool,
}

/// What putting a file does to the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there.
    Created,
    /// It was there with other bytes.
    Updated,
    /// It is there as it should be, and is not written.
    Unchanged,
}

/// The bytes of a file and their hash, which is reckoned once however many files have them.
#[derive(Debug, Clone, Copy)]
pub struct Content<'b> {
    bytes: &'b [u8],
    hash: Digest,
}

impl<'b> Content<'b> {
    /// These bytes.
    #[must_use]
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, hash: Digest::of(bytes) }
    }

    /// The hash of the bytes.
    #[must_use]
    pub fn hash(&self) -> Digest {
        self.hash
    }
}

/// What was found of files that still stand as an earlier build made them.
#[derive(Debug)]
pub struct Standing(Vec<FileRecord>);

/// An output folder while it is being built.
///
/// Dropped without [`Output::finish`], it leaves the folder as it was.
#[derive(Debug)]
pub struct Output {
    disk: Disk,
    scope: Scope,
    known: Manifest,
    /// The bytes of the manifest as it was found.
    written: Option<Vec<u8>>,
    /// What is known, in the form without case; made only when it is needed.
    folded: OnceLock<FxHashSet<String>>,
    cache: Cache,
    store: Store,
    /// None in check mode.
    stage: Option<Stage>,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    claims: paths::Claims,
    made: BTreeMap<String, Made>,
    failed: BTreeSet<String>,
    /// What the next build is to know of this one.
    note: Vec<u8>,
}

/// A file of this build.
#[derive(Debug)]
struct Made {
    hash: Digest,
    change: Change,
    /// As the file lies in the stage, or as it was found where it is unchanged and its time can be trusted.
    stamp: Option<Stamp>,
    key: Option<Digest>,
}

impl Output {
    /// Opens an output folder, which is made where it does not stand, and mends what a killed build left.
    ///
    /// Fails where another build writes to it, where its manifest cannot be read, and where it cannot be written to. In
    /// check mode nothing is made, locked or mended.
    pub fn open(root: &Path, options: Options) -> Result<Self, OutputError> {
        let disk = Disk::new(root);
        let Options { scope, cache, check } = options;
        disk.has_folder("", &|_| false)?;
        disk::is_folder(&root.join(STAGE))?;
        let stage = (!check).then(|| Stage::open(root)).transpose()?;
        let (mut known, mut written) = Manifest::read(root)?;
        let journal = root.join(STAGE).join("journal");
        if let Some(text) = journal::read(&journal)? {
            let steps = journal::steps(&text);
            // A disk of its own, so that nothing it looked at is remembered past the mending.
            known = journal::mend(&Disk::new(root), &known, &steps)?;
            if let Some(stage) = &stage {
                finish::settle(stage, &known, written.as_deref(), &steps)?;
                (known, written) = Manifest::read(root)?;
            }
        }
        let cache = if check { None } else { cache };
        let cache = cache.map(|folder| Cache::read(&folder, root)).transpose()?.unwrap_or_default();
        let store = Store::at(cache.beside("store"));
        let disk = Disk::new(root);
        Ok(Self { disk, scope, known, written, folded: OnceLock::new(), cache, store, stage, state: Mutex::default() })
    }

    /// Makes a file of these bytes: writes it if it differs from what stands there.
    ///
    /// May be called from many threads, once for each path. After an error the output can no longer be finished, but
    /// more files can be put, to hear of more errors.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Change, OutputError> {
        self.put_content(path, &Content::new(bytes), None)
    }

    /// The same as [`Output::put`], and remembers the key of all that the file was made from, for
    /// [`Output::up_to_date`] in a later build.
    pub fn put_keyed(&self, path: &str, bytes: &[u8], key: Digest) -> Result<Change, OutputError> {
        self.put_content(path, &Content::new(bytes), Some(key))
    }

    /// The same as [`Output::put`] or [`Output::put_keyed`], for a content that may stand at several paths.
    pub fn put_content(&self, path: &str, content: &Content, key: Option<Digest>) -> Result<Change, OutputError> {
        let made = self.claim(path).and_then(|()| self.make(path, content, key));
        let mut state = self.state();
        match made {
            Ok(made) => {
                let change = made.change;
                state.made.insert(path.to_owned(), made);
                Ok(change)
            }
            Err(e) => {
                state.failed.insert(path.to_owned());
                Err(e)
            }
        }
    }

    /// Whether a file need not be made again: it was made from what has this key, and nobody touched it since. Then it
    /// counts as put.
    ///
    /// The key has to cover everything that the bytes depend on, kbc's own version and templates too. Always false in
    /// check mode and without a cache; false too for a path that cannot be put, so that putting it tells why.
    #[must_use]
    pub fn up_to_date(&self, path: &str, key: Digest) -> bool {
        let Some(entry) = self.made_from(path, key).filter(|_| self.claim(path).is_ok()) else { return false };
        self.keep(path, entry);
        true
    }

    /// Looks whether files that an earlier build made still stand as it made them, with these hashes; for
    /// [`Output::leave_standing`].
    ///
    /// Nothing where one of them was touched or is none of kbc's; and always in check mode and without a cache.
    #[must_use]
    pub fn standing(&self, files: &[(String, Digest)]) -> Option<Standing> {
        let known = |(path, hash): &(String, Digest)| self.fresh(path, |entry| entry.hash == *hash);
        files.iter().map(known).collect::<Option<_>>().map(Standing)
    }

    /// Counts files as put that still stand, and as made from what has this key. `found` is what was found of them.
    ///
    /// False, and none counts as put, where one of them cannot be put.
    #[must_use]
    pub fn leave_standing(&self, files: &[(String, Digest)], found: &Standing, key: Digest) -> bool {
        let all = files.len() == found.0.len() && self.claim_all(files);
        if all {
            for ((path, _), entry) in files.iter().zip(&found.0) {
                self.keep(path, FileRecord { key: Some(key), ..*entry });
            }
        }
        all
    }

    /// The same for several lots of files, or for none of them.
    #[must_use]
    pub fn leave_all_standing(&self, lots: &[(&Vec<(String, Digest)>, &Standing)], key: Digest) -> bool {
        let mut taken = Vec::with_capacity(lots.len());
        for (files, found) in lots {
            if !self.leave_standing(files, found, key) {
                taken.into_iter().for_each(|files: &Vec<(String, Digest)>| self.take_back(files));
                return false;
            }
            taken.push(files);
        }
        true
    }

    /// The bytes of a file that an earlier build made, if it still has them: those with this hash.
    #[must_use]
    pub fn read_standing(&self, path: &str, hash: Digest) -> Option<Vec<u8>> {
        self.standing(&[(path.to_owned(), hash)])?;
        let bytes = crate::source::read_plain(&self.disk.join(path), manifest::LONGEST).ok()?;
        (Digest::of(&bytes) == hash).then_some(bytes)
    }

    /// Whether nothing need be made at all: every file of the last build, within the scope, is up to date by this one
    /// key. Then all of them count as put. False where there was no build.
    #[must_use]
    pub fn all_up_to_date(&self, key: Digest) -> bool {
        let paths: Vec<&str> = self.known.paths().filter(|path| self.scope.contains(path)).collect();
        !paths.is_empty()
            && paths.par_iter().map(|path| self.made_from(path, key)).collect::<Option<Vec<FileRecord>>>().is_some_and(
                |entries| {
                    paths.iter().zip(entries).all(|(path, entry)| {
                        let is_free = self.claim(path).is_ok();
                        if is_free {
                            self.keep(path, entry);
                        }
                        is_free
                    })
                },
            )
    }

    /// Counts a file as put that is as it should be.
    fn keep(&self, path: &str, entry: FileRecord) {
        let FileRecord { stamp, hash, key } = entry;
        let made = Made { hash, change: Change::Unchanged, stamp, key };
        self.state().made.insert(path.to_owned(), made);
    }

    /// What the last build [left](Output::leave); nothing in check mode and without a cache.
    #[must_use]
    pub fn left(&self) -> &[u8] {
        self.cache.note()
    }

    /// Leaves a note for the next build with the same cache, in the place of any before.
    pub fn leave(&self, note: Vec<u8>) {
        self.state().note = note;
    }

    /// What the last build [stored](Output::store); nothing in check mode and without a cache.
    #[must_use]
    pub fn stored(&self) -> Stored {
        self.store.read()
    }

    /// Stores a piece of bytes for the next build with the same cache. What a build stores takes the place of all that the
    /// one before stored; a build that stores nothing leaves that as it is.
    pub fn store(&self, piece: &[u8]) {
        self.store.add(piece);
    }

    /// Whether anything can be stored.
    #[must_use]
    pub fn can_store(&self) -> bool {
        self.store.is_kept()
    }

    fn made_from(&self, path: &str, key: Digest) -> Option<FileRecord> {
        self.fresh(path, |entry| entry.key == Some(key))
    }

    /// What is remembered of a file, where that fits and it still is as it was made: by its stamp, or by its content where
    /// the stamp cannot tell.
    fn fresh(&self, path: &str, fits: impl Fn(&FileRecord) -> bool) -> Option<FileRecord> {
        let entry = self.cache.get(path).filter(|entry| fits(entry))?;
        let has_place = || self.disk.has_folder(paths::parent(path), &|_| false).unwrap_or(false);
        if !self.known.contains(path) || !has_place() {
            return None;
        }
        let Ok(PathKind::File(meta)) = disk::look(&self.disk.join(path)) else { return None };
        if entry.is_of(&meta) {
            return Some(*entry);
        }
        let same = self.disk.hash(path).is_ok_and(|hash| hash == entry.hash);
        same.then(|| FileRecord { stamp: self.trusted(&meta), ..*entry })
    }

    /// The stamp of a file that was found, if its last tick was over before this build looked at anything.
    fn trusted(&self, meta: &Metadata) -> Option<Stamp> {
        let opened = self.stage.as_ref().map_or(0, Stage::opened);
        Stamp::of(meta).filter(|stamp| stamp.latest() < opened)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked while holding it left it whole: nothing in between can be seen.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn claim(&self, path: &str) -> Result<(), OutputError> {
        paths::check(path).map_err(|fault| OutputError::Path { path: path.to_owned(), fault })?;
        if !self.scope.contains(path) {
            return Err(OutputError::OutsideScope { path: path.to_owned() });
        }
        self.state().claims.claim(path)
    }

    /// Takes the paths of all files, or of none.
    fn claim_all(&self, files: &[(String, Digest)]) -> bool {
        let is_fit = |(path, _): &(String, Digest)| paths::check(path).is_ok() && self.scope.contains(path);
        files.iter().all(is_fit) && self.state().claims.claim_all(files.iter().map(|(path, _)| path.as_str()))
    }

    /// Takes back that files count as put.
    fn take_back(&self, files: &[(String, Digest)]) {
        let mut state = self.state();
        for (path, _) in files {
            state.claims.release(path);
            state.made.remove(path);
        }
    }

    fn make(&self, path: &str, content: &Content, key: Option<Digest>) -> Result<Made, OutputError> {
        let Content { bytes, hash } = *content;
        let (change, found) = self.compare(path, bytes, hash)?;
        let stamp = match &self.stage {
            Some(stage) if change == Change::Created => stage.write(Lot::New, path, bytes)?,
            Some(stage) if change == Change::Updated => stage.write(Lot::Changed, path, bytes)?,
            _ => found,
        };
        Ok(Made { hash, change, stamp, key })
    }

    /// Holds new bytes against what stands on the disk. With an unchanged file comes its stamp, if it can be trusted.
    fn compare(&self, path: &str, bytes: &[u8], hash: Digest) -> Result<(Change, Option<Stamp>), OutputError> {
        let ours = |path: &str| self.scope.contains(path) && self.known.contains(path);
        if !self.disk.has_folder(paths::parent(path), &ours)? {
            return Ok((Change::Created, None));
        }
        let full = self.disk.join(path);
        let meta = match disk::look(&full)? {
            PathKind::Nothing => return Ok((Change::Created, None)),
            PathKind::File(meta) => meta,
            // All of it may go as stale files; `finish` looks again.
            PathKind::Folder if self.known.has_below(path) => return Ok((Change::Updated, None)),
            PathKind::Folder => return Err(OutputError::FolderInTheWay { path: full }),
            PathKind::Link => return Err(OutputError::Link { path: full }),
            PathKind::Other => return Err(OutputError::Special { path: full }),
        };
        let owned = self.known.contains(path);
        if !owned && self.is_respelled(path)? {
            return Ok((Change::Updated, None));
        }
        if let Some(entry) = self.cache.get(path).filter(|entry| entry.is_of(&meta)) {
            if entry.hash == hash {
                return Ok((Change::Unchanged, entry.stamp));
            }
        } else if meta.len() == bytes.len() as u64 && self.disk.holds(path, bytes)? {
            return Ok((Change::Unchanged, self.trusted(&meta)));
        }
        // What is in the way of a build is for a check just a difference.
        if owned || self.stage.is_none() {
            Ok((Change::Updated, None))
        } else {
            Err(OutputError::Foreign { path: full })
        }
    }

    /// Whether the file at a path is one of ours under a name of other case, on a file system that takes no notice of
    /// it. Then it is made anew under its new name, and the old name removed before.
    fn is_respelled(&self, path: &str) -> Result<bool, OutputError> {
        let folded = self.folded.get_or_init(|| self.known.files.keys().map(|path| paths::fold(path)).collect());
        Ok(folded.contains(&paths::fold(path)) && !self.disk.spelled(path)?)
    }
}
