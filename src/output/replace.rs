//! A file outside of the output gets another text, whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use tempfile::NamedTempFile;

/// Puts other bytes in the place of a file, or makes it. Whoever reads it meanwhile sees the old text or the new one,
/// and where anything goes wrong the old one stays.
///
/// Links are followed, so that a link stays one; the rights of the file stay what they are.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = match fs_err::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return fs_err::write(path, bytes),
        result => result?,
    };
    let permissions = fs_err::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::Error::new(
            io::ErrorKind::PermissionDenied,
            format!("{} may not be written to", path.display()),
        ));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}
