//! A file outside of the output gets another text, whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::source::{Patient, other_than_plain};

/// Puts other bytes in the place of a file, or makes it. Whoever reads it meanwhile sees the old text or the new one,
/// and where anything goes wrong the old one stays, or nothing where nothing was.
///
/// A link in its place is an error, and so is whatever else is no plain file; the rights of the file stay what they are.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    written(path, bytes)?.take_place()
}

/// Several files were to be replaced, and not all of them were.
#[derive(Debug)]
pub struct NotReplaced {
    /// The file of which it failed.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
    /// The files that have their new text already.
    pub replaced: Vec<PathBuf>,
    /// Those that are as they were.
    pub kept: Vec<PathBuf>,
}

/// The same with several files: all are written before the first takes its place, so that a disk that fills leaves each as it was.
///
/// Where one cannot take its place after others did, the error says which.
pub fn replace_all<'f>(files: impl IntoIterator<Item = (&'f Path, &'f [u8])>) -> Result<(), NotReplaced> {
    let files: Vec<_> = files.into_iter().collect();
    let failed = |done: usize, at: usize, error: io::Error| {
        let paths = |some: &[(&Path, &[u8])]| some.iter().map(|(path, _)| (*path).to_owned()).collect();
        NotReplaced {
            path: files[at].0.to_owned(),
            error,
            replaced: paths(&files[..done]),
            kept: paths(&files[done..]),
        }
    };
    let one =
        |(at, (path, bytes)): (usize, &(&Path, &[u8]))| written(path, bytes).map_err(|error| failed(0, at, error));
    let all: Vec<Written> = files.iter().enumerate().map(one).collect::<Result<_, _>>()?;
    for (at, file) in all.into_iter().enumerate() {
        file.take_place().map_err(|error| failed(at, at, error))?;
    }
    Ok(())
}

/// A file that is written under another name.
struct Written {
    file: NamedTempFile,
    path: PathBuf,
    is_new: bool,
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<Written> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let permissions = permissions(path)?;
    let is_new = permissions.is_none();
    let mut file = if is_new { for_all(folder)? } else { NamedTempFile::new_in(folder)? };
    Patient(&mut file).write_all(bytes)?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(Written { file, path: path.to_owned(), is_new })
}

impl Written {
    fn take_place(self) -> io::Result<()> {
        let placed = if self.is_new { self.file.persist_noclobber(&self.path) } else { self.file.persist(&self.path) };
        placed.map(|_| ()).map_err(|error| error.error)
    }
}

/// The rights of a file that may be replaced; nothing where nothing stands.
fn permissions(path: &Path) -> io::Result<Option<Permissions>> {
    let meta = match std::fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        meta => meta?,
    };
    if let Some(what) = other_than_plain(&meta) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    let permissions = meta.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("{} may not be written to", path.display()),
        ));
    }
    Ok(Some(permissions))
}

/// A file that is still to get its name, with the rights that any new file has.
fn for_all(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}
