//! Whether a path stays inside a project, though links are on the way.
//!
//! A project can come from anybody, and version control stores links. What is named inside the project, by a path or by
//! a link, may be read; what a link reaches outside of it may not, and neither may what is hidden in it, as folders of
//! version control and of editors hold secrets. What is named on the command line is the choice of whoever calls.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// Says why the end of a link may not be used. Both paths are free of links.
pub(super) fn check(project: &Path, real: &Path) -> io::Result<()> {
    let Ok(below) = real.strip_prefix(project) else { return refused("the link leads out of the project") };
    if below.components().any(|part| is_hidden(part.as_os_str())) {
        return refused("the link leads to something hidden");
    }
    Ok(())
}

/// Whether a name is that of something hidden.
pub(super) fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub(super) fn refused<T>(why: &str) -> io::Result<T> {
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

/// The path of something below a project, which need not be there yet, if no link on the way leads out of the project or
/// nowhere.
pub fn inside(project: &Path, below: impl AsRef<Path>) -> io::Result<PathBuf> {
    let mut path = project.to_owned();
    for part in below.as_ref().components() {
        path.push(part);
        match std::fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_symlink() => {
                let real = match fs_err::canonicalize(&path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => refused("the link leads nowhere"),
                    real => real,
                };
                check(&fs_err::canonicalize(project)?, &real?)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            _ => {}
        }
    }
    Ok(project.join(below))
}
