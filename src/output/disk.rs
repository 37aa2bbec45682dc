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
use crate::source::{Patient, open_plain, read_plain};

use super::error::OutputError;
use super::paths;

/// What the file system tells of a file without reading it; times in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    /// When its bytes were last changed, or when whoever changed them says that it was.
    pub(super) changed: u64,
    /// When anything about it was last changed, its name or its times too. Nobody can put this back.
    pub(super) touched: u64,
}

impl Stamp {
    /// Nothing where the file system knows no such times, or ones before 1970.
    pub(super) fn of(meta: &Metadata) -> Option<Self> {
        Some(Self { size: meta.len(), changed: changed(meta)?, touched: touched(meta)? })
    }

    /// The later of its times.
    pub(super) fn latest(&self) -> u64 {
        self.changed.max(self.touched)
    }
}

/// When the bytes of a file were last changed.
pub(super) fn changed(meta: &Metadata) -> Option<u64> {
    let since = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

#[cfg(unix)]
fn touched(meta: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(meta.ctime()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(meta.ctime_nsec()).ok()?)
}

/// Where no such time is told, a stamp would say too little, and the bytes of a file are looked at instead.
#[cfg(not(unix))]
fn touched(_: &Metadata) -> Option<u64> {
    None
}

/// What stands at a path.
#[derive(Debug)]
pub(super) enum PathKind {
    Nothing,
    File(Metadata),
    Folder,
    Link,
    /// A device, a pipe, a socket.
    Other,
}

/// Looks at one path without following a link there.
pub(super) fn look(path: &Path) -> Result<PathKind, OutputError> {
    match fs_err::symlink_metadata(path) {
        Ok(meta) if meta.is_file() => Ok(PathKind::File(meta)),
        Ok(meta) if meta.is_dir() => Ok(PathKind::Folder),
        Ok(meta) if meta.is_symlink() => Ok(PathKind::Link),
        Ok(_) => Ok(PathKind::Other),
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(PathKind::Nothing),
        Err(e) => Err(OutputError::io(path)(e)),
    }
}

/// The bytes of a plain file; nothing where nothing stands. Whatever else stands there is an error that names it.
pub(super) fn read(path: &Path, most: u64) -> Result<Option<Vec<u8>>, OutputError> {
    match plain(path)? {
        None => Ok(None),
        Some(_) => read_plain(path, most).map(Some).map_err(OutputError::io(path)),
    }
}

/// What is known of a plain file; nothing where nothing stands. Whatever else stands there is an error that names it.
pub(super) fn plain(path: &Path) -> Result<Option<Metadata>, OutputError> {
    let path = path.to_owned();
    match look(&path)? {
        PathKind::Nothing => Ok(None),
        PathKind::File(meta) => Ok(Some(meta)),
        PathKind::Folder => Err(OutputError::FolderInTheWay { path }),
        PathKind::Link => Err(OutputError::Link { path }),
        PathKind::Other => Err(OutputError::Special { path }),
    }
}

/// Whether a folder stands; whatever else stands there is an error that names it.
pub(super) fn is_folder(path: &Path) -> Result<bool, OutputError> {
    let path = path.to_owned();
    match look(&path)? {
        PathKind::Nothing => Ok(false),
        PathKind::Folder => Ok(true),
        PathKind::Link => Err(OutputError::Link { path }),
        PathKind::File(_) | PathKind::Other => Err(OutputError::FileInTheWay { path }),
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
                PathKind::Folder => true,
                PathKind::Nothing => false,
                PathKind::Link => return Err(OutputError::Link { path: full }),
                PathKind::File(_) if ours(path) => false,
                PathKind::File(_) | PathKind::Other => {
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
        let mut file = open_plain(&full).map(Patient).map_err(OutputError::io(&full))?;
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
        open_plain(&full).map(Patient).and_then(Digest::of_all).map_err(OutputError::io(&full))
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
