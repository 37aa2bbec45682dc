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

/// The same with several files: all are written before the first takes its place, so that a disk that fills leaves each as it was.
pub fn replace_all<'f>(files: impl IntoIterator<Item = (&'f Path, &'f [u8])>) -> Result<(), (PathBuf, io::Error)> {
    let one = |(path, bytes): (&Path, &[u8])| written(path, bytes).map_err(|error| (path.to_owned(), error));
    let all: Vec<Written> = files.into_iter().map(one).collect::<Result<_, _>>()?;
    all.into_iter().try_for_each(|file| {
        let path = file.path.clone();
        file.take_place().map_err(|error| (path, error))
    })
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
