//! Opens plain files, and nothing that only looks like one.
//!
//! A project can come from anybody, and version control stores links. So a file is opened as what it is: not through a
//! link in its place, not where a pipe or a device stands, which would have kbc wait or read without end, and never more
//! of it than was asked for.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::patient::Patient;

/// Says that something is no plain file, and what it is instead; nothing for a plain one.
#[must_use]
pub fn other_than_plain(meta: &Metadata) -> Option<&'static str> {
    if meta.is_file() {
        None
    } else if meta.is_symlink() {
        Some("it is a link")
    } else if meta.is_dir() {
        Some("it is a folder")
    } else {
        Some("it is a pipe, a socket or a device, and no file")
    }
}

/// Opens a plain file for reading. Does not follow a link in its place, though folders on the way may be links.
pub fn open_plain(path: &Path) -> io::Result<File> {
    refuse(&std::fs::symlink_metadata(path)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    never_wait(&mut options);
    let file = options.open(path)?;
    // Something else may have taken its place since it was looked at.
    refuse(&file.metadata()?)?;
    Ok(file)
}

/// The bytes of a plain file that has at most so many of them.
pub fn read_plain(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = open_plain(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Err(too_large(most));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    // It may grow while it is read.
    Patient(file).take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large(most)) } else { Ok(bytes) }
}

/// The text of a plain file that has at most so many bytes.
pub fn read_plain_text(path: &Path, most: u64) -> io::Result<String> {
    let bytes = read_plain(path, most)?;
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is no UTF-8"))
}

fn refuse(meta: &Metadata) -> io::Result<()> {
    match other_than_plain(meta) {
        None => Ok(()),
        Some(what) => Err(io::Error::new(io::ErrorKind::InvalidInput, what)),
    }
}

fn too_large(most: u64) -> io::Error {
    let most = if most < 1 << 20 { format!("{} KiB", most >> 10) } else { format!("{} MiB", most >> 20) };
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {most}"))
}

/// Lets opening a file follow no link in its place, and not wait for the other end of a pipe.
#[cfg(unix)]
pub fn never_wait(options: &mut OpenOptions) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    options.custom_flags(flags.bits().cast_signed());
}

/// Elsewhere a path is looked at before it is opened, and that is all that can be done.
#[cfg(not(unix))]
pub fn never_wait(_: &mut OpenOptions) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(read_plain(&path, 5).unwrap(), b"12345");
        assert_eq!(read_plain(&path, 4).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_plain_text(folder.path(), 5).unwrap_err().to_string(), "it is a folder");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed_and_a_pipe_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("a"), "1").unwrap();
        std::os::unix::fs::symlink(at("a"), at("link")).unwrap();
        std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap();
        assert_eq!(read_plain(&at("link"), 5).unwrap_err().to_string(), "it is a link");
        assert!(read_plain(&at("pipe"), 5).unwrap_err().to_string().contains("a pipe"));
    }
}
