//! Which paths may be written, and which of them get in each other's way.
//!
//! Goes in: paths relative to the output folder, with forward slashes. Comes out: nothing, or why a path cannot stand
//! on every machine. Never touches the disk.
//!
//! A knowledge base is built on Linux and checked out on Windows and macOS, so a path must be possible everywhere:
//! the strictest rule of the three systems holds on all of them.

use std::fmt;

use rustc_hash::FxHashMap;

use super::error::OutputError;
use super::{MANIFEST, STAGE};

/// Why a path cannot be written on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// The path, or a name between two slashes, is empty: `a//b`, `a/`, or an absolute `/a`.
    Empty,
    /// A name is `.` or `..`.
    Dots,
    /// A character that some system does not allow in a name.
    Character(char),
    /// A name that ends with a dot or a space, which Windows drops without a word.
    Ending,
    /// A name that Windows keeps for a device, such as `con` or `nul.txt`.
    Device,
    /// A name longer than 255 bytes.
    Long,
    /// A name that kbc needs for itself: the manifest, or the folder that new files wait in.
    Own,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is absolute or has an empty name in it"),
            Self::Dots => f.write_str("it has `.` or `..` in it"),
            Self::Character(c) => write!(f, "`{}` cannot stand in a file name", c.escape_default()),
            Self::Ending => f.write_str("a name ends with a dot or a space"),
            Self::Device => f.write_str("Windows keeps this name for a device"),
            Self::Long => f.write_str("a name is longer than 255 bytes"),
            Self::Own => f.write_str("kbc needs this name for itself"),
        }
    }
}

/// The longest name that the usual file systems take, in bytes.
const LONGEST: usize = 255;

/// Says whether a path is fit for every machine.
pub fn check(path: &str) -> Result<(), PathFault> {
    path.split('/').try_for_each(check_name)?;
    let first = path.split('/').next().unwrap_or_default();
    if path.eq_ignore_ascii_case(MANIFEST) || first.eq_ignore_ascii_case(STAGE) {
        return Err(PathFault::Own);
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), PathFault> {
    if name.is_empty() {
        return Err(PathFault::Empty);
    }
    if name == "." || name == ".." {
        return Err(PathFault::Dots);
    }
    let hinders = |c: &char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    if let Some(c) = name.chars().find(hinders) {
        return Err(PathFault::Character(c));
    }
    if name.ends_with(['.', ' ']) {
        return Err(PathFault::Ending);
    }
    if name.len() > LONGEST {
        return Err(PathFault::Long);
    }
    if is_device(name) { Err(PathFault::Device) } else { Ok(()) }
}

/// Windows looks at what stands before the first dot, without trailing spaces, in any case.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ');
    if ["con", "prn", "aux", "nul", "conin$", "conout$"].iter().any(|d| stem.eq_ignore_ascii_case(d)) {
        return true;
    }
    let Some((kind, number)) = stem.split_at_checked(3) else {
        return false;
    };
    (kind.eq_ignore_ascii_case("com") || kind.eq_ignore_ascii_case("lpt"))
        && matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
}

/// The form in which two paths are equal where a file system takes no notice of case.
pub(super) fn fold(path: &str) -> String {
    path.to_lowercase()
}

/// The folders above a path, nearest the root first: `a/b/c` gives `a` and `a/b`.
pub(super) fn folders(path: &str) -> impl DoubleEndedIterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder that holds a path; the root is the empty text.
pub(super) fn parent(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// Who has asked for which path in this build.
#[derive(Debug, Default)]
pub(super) struct Claims {
    taken: FxHashMap<String, Claim>,
}

#[derive(Debug)]
enum Claim {
    File(Box<str>),
    Folder(Box<str>),
}

impl Claims {
    /// Takes a path for one file.
    ///
    /// Fails when the path was taken before, when another differs from it only in case (in the name of the file or of
    /// a folder), or when the one would have to be a file and a folder at once. Nothing is taken then.
    pub(super) fn claim(&mut self, path: &str) -> Result<(), OutputError> {
        let folded = fold(path);
        let mut new = Vec::new();
        // Lower case never makes or drops a slash, so the folders of both forms pair up.
        for (key, folder) in folders(&folded).zip(folders(path)) {
            match self.taken.get(key) {
                Some(Claim::File(file)) => return Err(OutputError::overlap(file, path)),
                Some(Claim::Folder(other)) if **other != *folder => {
                    return Err(OutputError::case(other, folder));
                }
                Some(Claim::Folder(_)) => {}
                None => new.push((key, folder)),
            }
        }
        match self.taken.get(&folded) {
            Some(Claim::File(other)) if **other == *path => {
                return Err(OutputError::Twice { path: path.to_owned() });
            }
            Some(Claim::File(other)) => return Err(OutputError::case(other, path)),
            Some(Claim::Folder(other)) => return Err(OutputError::overlap(path, other)),
            None => {}
        }
        for (key, folder) in new {
            self.taken.insert(key.to_owned(), Claim::Folder(folder.into()));
        }
        self.taken.insert(folded, Claim::File(path.into()));
        Ok(())
    }

    /// Takes several paths, or none where one of them cannot be taken.
    pub(super) fn claim_all<'p>(&mut self, paths: impl Iterator<Item = &'p str> + Clone) -> bool {
        let taken = paths.clone().take_while(|path| self.claim(path).is_ok()).count();
        let all = paths.clone().count() == taken;
        if !all {
            paths.take(taken).for_each(|path| self.release(path));
        }
        all
    }

    /// Gives the path of a file back. Its folders stay taken: whoever makes the file anew needs them.
    pub(super) fn release(&mut self, path: &str) {
        self.taken.remove(&fold(path));
    }

    /// Whether an old path would hinder this build where it stands: its name is taken in another spelling or as a
    /// folder, or one of its folders is now a file.
    pub(super) fn hindered_by(&self, old: &str) -> bool {
        let folded = fold(old);
        self.taken.contains_key(&folded) || folders(&folded).any(|f| matches!(self.taken.get(f), Some(Claim::File(_))))
    }

    /// Whether an old path is that of a file of this build but for its case.
    pub(super) fn respells(&self, old: &str) -> bool {
        matches!(self.taken.get(&fold(old)), Some(Claim::File(new)) if **new != *old)
    }
}

/// The part of the output folder that a build is answerable for.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    prefixes: Vec<String>,
}

impl Scope {
    /// The whole output folder.
    #[must_use]
    pub fn whole() -> Self {
        Self::default()
    }

    /// Only what lies under these folders, such as `html`; a slash at the end makes no difference. With no folder at
    /// all it is the whole output.
    #[must_use]
    pub fn folders<I: IntoIterator<Item = S>, S: AsRef<str>>(folders: I) -> Self {
        let prefixes = folders.into_iter().map(|f| format!("{}/", f.as_ref().trim_end_matches('/'))).collect();
        Self { prefixes }
    }

    /// Whether a path belongs to this part.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.prefixes.is_empty() || self.prefixes.iter().any(|p| path.starts_with(p.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_stand_on_every_machine_pass() {
        for good in ["a", "html/index.html", "a/.nojekyll", "Überblick/ä.md", "console/com10.txt", "a b/c"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, fault) in [
            ("", PathFault::Empty),
            ("/etc/passwd", PathFault::Empty),
            ("a//b", PathFault::Empty),
            ("a/", PathFault::Empty),
            ("../a", PathFault::Dots),
            ("a/../../b", PathFault::Dots),
            ("./a", PathFault::Dots),
            ("C:/a", PathFault::Character(':')),
            (r"a\b", PathFault::Character('\\')),
            ("a\nb", PathFault::Character('\n')),
            ("a./b", PathFault::Ending),
            ("a ", PathFault::Ending),
            ("a/NUL", PathFault::Device),
            ("a/nul.tar.gz", PathFault::Device),
            ("Com1.html", PathFault::Device),
            ("lpt² .md", PathFault::Device),
            ("Manifest.json", PathFault::Own),
            (".KBC-stage/x", PathFault::Own),
        ] {
            assert_eq!(check(bad), Err(fault), "{bad}");
        }
        assert_eq!(check(&"x".repeat(256)), Err(PathFault::Long));
        assert_eq!(check("html/manifest.json"), Ok(()));
    }

    #[test]
    fn what_hinders_a_claim_is_seen() {
        let mut claims = Claims::default();
        claims.claim("html/Mail/a.html").unwrap();
        assert!(claims.hindered_by("html/mail/a.html"));
        assert!(claims.hindered_by("html/Mail/a.html/b"));
        assert!(claims.hindered_by("html/mail"));
        assert!(!claims.hindered_by("html/Mail/b.html"));
    }
}
