//! What can go wrong with the output, as data.
//!
//! Each error names its path. The message is lower case and has no full stop; what to do about it is apart, in
//! [`OutputError::help`].

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::paths::PathFault;

/// Why a file could not be made, or the output not be finished. The old output stands whenever one is given.
#[derive(Debug, Error)]
pub enum OutputError {
    /// A path that cannot be written on every machine.
    #[error("`{}` cannot be the path of an output: {fault}", path.escape_debug())]
    Path {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// Two outputs have the same path.
    #[error("two outputs have the path `{path}`")]
    Twice {
        /// The path that was asked for twice.
        path: String,
    },
    /// Two paths are one where a file system takes no notice of case. In byte order.
    #[error("the outputs `{first}` and `{second}` differ only in case")]
    Case {
        /// The first of them.
        first: String,
        /// The other.
        second: String,
    },
    /// A path would have to be a file and a folder at once.
    #[error("`{file}` would be a file, but `{below}` needs it as a folder")]
    Overlap {
        /// The file.
        file: String,
        /// A path below it, or the folder of the same name.
        below: String,
    },
    /// A file outside of the part of the output that this build is answerable for.
    #[error("`{path}` does not belong to what is built now")]
    OutsideScope {
        /// The path as it was given.
        path: String,
    },
    /// Something that kbc did not make stands where a file has to go, and is not the same.
    #[error("`{}` stands in the way, and kbc did not make it", path.display())]
    Foreign {
        /// Where it stands.
        path: PathBuf,
    },
    /// A symbolic link stands where a file or a folder has to go; kbc writes through none.
    #[error("`{}` is a link, and kbc does not write through links", path.display())]
    Link {
        /// Where it stands.
        path: PathBuf,
    },
    /// A pipe, a socket or a device stands where a file has to go.
    #[error("`{}` is a pipe, a socket or a device, and no file", path.display())]
    Special {
        /// Where it stands.
        path: PathBuf,
    },
    /// A folder stands where a file has to go.
    #[error("`{}` is a folder where a file has to go", path.display())]
    FolderInTheWay {
        /// Where it stands.
        path: PathBuf,
    },
    /// A file stands where a folder has to go.
    #[error("`{}` is not a folder, but a folder has to go there", path.display())]
    FileInTheWay {
        /// Where it stands.
        path: PathBuf,
    },
    /// The list of what kbc made cannot be read, so nothing may be replaced or removed.
    #[error("`{}` cannot be used: {reason}", path.display())]
    Manifest {
        /// Where it stands.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another kbc writes to this folder now.
    #[error("another kbc is writing to `{}`", root.display())]
    Busy {
        /// The output folder.
        root: PathBuf,
    },
    /// The output cannot be finished: a file before had an error.
    #[error("the output was left as it was, because `{path}` could not be made")]
    Unfinished {
        /// The first, in byte order, of the paths that had one.
        path: String,
    },
    /// The machine's trouble: a full disk, a folder that may not be written to.
    #[error("trouble with `{}`: {source}", path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The trouble; says what was being done.
        source: io::Error,
    },
}

impl OutputError {
    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(super) fn case(one: &str, other: &str) -> Self {
        // Sorted, so that the message does not tell which thread came first.
        let (first, second) = if one < other { (one, other) } else { (other, one) };
        Self::Case { first: first.to_owned(), second: second.to_owned() }
    }

    pub(super) fn overlap(file: &str, below: &str) -> Self {
        Self::Overlap { file: file.to_owned(), below: below.to_owned() }
    }

    /// The path on the disk that the error is about, where there is one.
    #[must_use]
    pub fn on_disk(&self) -> Option<&Path> {
        match self {
            Self::Foreign { path }
            | Self::Link { path }
            | Self::Special { path }
            | Self::FolderInTheWay { path }
            | Self::FileInTheWay { path }
            | Self::Manifest { path, .. }
            | Self::Io { path, .. }
            | Self::Busy { root: path } => Some(path),
            _ => None,
        }
    }

    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Path { .. } | Self::Case { .. } | Self::Overlap { .. } | Self::Twice { .. } => {
                "rename the file or the item that this output is made from"
            }
            Self::Foreign { .. }
            | Self::Link { .. }
            | Self::Special { .. }
            | Self::FolderInTheWay { .. }
            | Self::FileInTheWay { .. } => {
                "move it away if it is yours, delete it if it is not needed, or choose another output folder"
            }
            Self::Manifest { .. } => {
                "restore it from version control, or delete it together with the files that kbc made"
            }
            Self::Busy { .. } => "wait until it is done, or choose another output folder",
            Self::Io { source, .. } => return help_for(source.kind()),
            Self::OutsideScope { .. } | Self::Unfinished { .. } => return None,
        })
    }
}

fn help_for(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Some("make room on the disk and build again"),
        io::ErrorKind::PermissionDenied => Some("allow kbc to write there, or choose another output folder"),
        io::ErrorKind::ReadOnlyFilesystem => Some("choose an output folder that can be written to"),
        io::ErrorKind::CrossesDevices => Some("let the whole output folder lie on one file system"),
        _ => None,
    }
}
