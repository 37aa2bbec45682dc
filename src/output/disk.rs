//! What stands in the output folder now.
//!
//! Goes in: relative paths. Comes out: whether a folder or a file stands there, and whether a file has given bytes.
//! Only reads, and never through a link below the root.

use std::fs::Metadata;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashMap;

use crate::digest::Digest;

use super::error::OutputError;
use super::paths;

/// The size of a file in bytes and the time of its last change in nanoseconds since 1970, as the file system tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) changed: u64,
}

impl Stamp {
    /// Nothing where the file system knows no time, or one before 1970.
    pub(super) fn of(meta: &Metadata) -> Option<Self> {
        let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let changed = u64::try_from(since.as_nanos()).ok()?;
        Some(Self { size: meta.len(), changed })
    }
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum Found {
    Nothing,
    File(Metadata),
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// Looks at one path without following a link there.
pub(super) fn look(path: &Path) -> Result<Found, OutputError> {
    match fs_err::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Ok(Found::File(meta)),
        Ok(meta) if meta.is_dir() => Ok(Found::Folder),
        Ok(meta) if meta.is_symlink() => Ok(Found::Link),
        Ok(_) => Ok(Found::Other),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Found::Nothing),
        Err(e) => Err(OutputError::io(path)(e)),
    }
}

/// The output folder as it was found; folders are looked at once.
#[derive(Debug)]
pub(super) struct Disk {
    root: PathBuf,
    folders: RwLock<FxHashMap<String, bool>>,
}

impl Disk {
    pub(super) fn new(root: &Path) -> Self {
        Self { root: root.to_owned(), folders: RwLock::default() }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    pub(super) fn join(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// Whether a folder stands, and no link is on the way to it. A file in its place counts as nothing where `ours`
    /// says that kbc made it.
    pub(super) fn has_folder(&self, path: &str, ours: &dyn Fn(&str) -> bool) -> Result<bool, OutputError> {
        if let Some(known) = self.folders.read().unwrap_or_else(PoisonError::into_inner).get(path) {
            return Ok(*known);
        }
        let stands = if path.is_empty() {
            // The root may be reached through a link: that is the choice of whoever named it.
            match fs_err::metadata(&self.root) {
                Ok(meta) if meta.is_dir() => true,
                Ok(_) => {
                    return Err(OutputError::FileInTheWay { path: self.root.clone() });
                }
                Err(e) if e.kind() == io::ErrorKind::NotFound => false,
                Err(e) => return Err(OutputError::io(&self.root)(e)),
            }
        } else if self.has_folder(paths::parent(path), ours)? {
            let full = self.join(path);
            match look(&full)? {
                Found::Folder => true,
                Found::Nothing => false,
                Found::Link => return Err(OutputError::Link { path: full }),
                Found::File(_) if ours(path) => false,
                Found::File(_) | Found::Other => {
                    return Err(OutputError::FileInTheWay { path: full });
                }
            }
        } else {
            false
        };
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.insert(path.to_owned(), stands);
        Ok(stands)
    }

    /// Whether a file has exactly these bytes.
    pub(super) fn holds(&self, path: &str, bytes: &[u8]) -> Result<bool, OutputError> {
        let full = self.join(path);
        let mut file = fs_err::File::open(&full).map_err(OutputError::io(&full))?;
        let mut chunk = [0; 16 * 1024];
        let mut rest = bytes;
        loop {
            let n = file.read(&mut chunk).map_err(OutputError::io(&full))?;
            match rest.split_at_checked(n) {
                _ if n == 0 => return Ok(rest.is_empty()),
                Some((now, later)) if *now == chunk[..n] => rest = later,
                _ => return Ok(false),
            }
        }
    }

    /// The hash of a file's bytes.
    pub(super) fn hash(&self, path: &str) -> Result<Digest, OutputError> {
        let full = self.join(path);
        fs_err::read(&full).map(|bytes| Digest::of(&bytes)).map_err(OutputError::io(&full))
    }

    /// Whether each name of a path stands on the disk in just this case. Where a file system takes no notice of case,
    /// `a.html` answers to `A.html`; its folder's listing tells them apart.
    pub(super) fn spelled(&self, path: &str) -> Result<bool, OutputError> {
        let mut folder = self.root.clone();
        for name in path.split('/') {
            let mut stands = false;
            for entry in fs_err::read_dir(&folder).map_err(OutputError::io(&folder))? {
                stands |= entry.map_err(OutputError::io(&folder))?.file_name() == name;
            }
            if !stands {
                return Ok(false);
            }
            folder.push(name);
        }
        Ok(true)
    }
}
