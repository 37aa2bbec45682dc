//! A file outside of the output gets another text, whole or not at all.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::source::{Patient, other_than_plain};

/// Puts other bytes in the place of a file, or makes it. Whoever reads it meanwhile sees the old text or the new one,
/// and where anything goes wrong the old one stays, or nothing where nothing was.
///
/// A link in its place is an error, and so is whatever else is no plain file; the rights of the file stay what they are.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(permissions) = permissions(path)? else {
        let mut file = for_all(folder)?;
        Patient(&mut file).write_all(bytes)?;
        file.persist_noclobber(path).map_err(|error| error.error)?;
        return Ok(());
    };
    let mut file = NamedTempFile::new_in(folder)?;
    Patient(&mut file).write_all(bytes)?;
    file.as_file().set_permissions(permissions)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
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
