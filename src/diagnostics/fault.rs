//! A kind of fault: its code, its name, its level and its page.

use std::fmt;

use super::Level;

/// The stable number of a kind of fault, written `KB012`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u16);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KB{:03}", self.0)
    }
}

/// A kind of fault. Each stands once, in the [catalogue](super::catalogue).
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its number, which never changes its meaning.
    pub code: Code,
    /// Its name in kebab-case, which `allow` takes as well as the code.
    pub name: &'static str,
    /// How bad it is, unless a project says otherwise.
    pub level: Level,
    /// Whether it is a matter of taste: told only where `kbc.toml` gives it a level.
    pub is_off: bool,
    /// What `kbc explain` prints, in Markdown: what it means, an example, and its mend.
    pub page: &'static str,
}
