//! Paths of files as addresses, and back.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::address::{decoded, encoded};

/// What begins the address of a file.
const SCHEME: &str = "file://";

/// The path that an address stands for; nothing where it is that of no file on this machine.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_ref().strip_prefix(SCHEME)?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    if !rest.starts_with('/') {
        return None;
    }
    let path = decoded(rest)?;
    // On Windows a drive stands behind the first slash.
    let is_drive =
        |path: &str| path.len() > 2 && path.as_bytes()[2] == b':' && path.as_bytes()[1].is_ascii_alphabetic();
    let path = if cfg!(windows) && is_drive(&path) { path[1..].replace('/', "\\") } else { path };
    Some(PathBuf::from(path))
}

/// The address of a path.
pub fn uri(path: &Path) -> Uri {
    let text = path.to_string_lossy();
    let text = if cfg!(windows) { text.trim_start_matches(r"\\?\").replace('\\', "/") } else { text.into_owned() };
    let mut out = String::from(SCHEME);
    if !text.starts_with('/') {
        out.push('/');
    }
    out.push_str(&encoded(&text, b"-._~/"));
    Uri(out)
}

/// A path without links on the way; the file itself may be gone. Nothing where its folder is gone, too.
pub fn canonical(path: &Path) -> Option<PathBuf> {
    Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_from_their_addresses() {
        for text in ["/tmp/a.rules", "/tmp/with space/ä#?%.rules", "/"] {
            assert_eq!(path(&uri(Path::new(text))).as_deref(), Some(Path::new(text)), "{text}");
        }
        assert_eq!(uri(Path::new("/a b")).as_ref(), "file:///a%20b");
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        for text in ["https://example.org/a.rules", "untitled:Untitled-1", "file://server/a.rules", "file:///%zz", ""] {
            assert_eq!(path(&Uri::from(text)), None, "{text}");
        }
    }
}
