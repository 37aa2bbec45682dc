//! The tools that Markdown is written for.

use std::fmt;

/// The tool that reads the Markdown of a build. What tools agree on is the same for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Flavour {
    /// Repositories and wikis: `CommonMark` with the tables and alerts of GitHub.
    #[default]
    Github,
    /// `MkDocs` and what stands on it, as Material and `TechDocs`.
    Mkdocs,
    /// Docusaurus.
    Docusaurus,
    /// Sphinx with `MyST`.
    Sphinx,
}

impl Flavour {
    /// Each of them.
    pub const ALL: [Self; 4] = [Self::Github, Self::Mkdocs, Self::Docusaurus, Self::Sphinx];

    /// Its name in `kbc.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Mkdocs => "mkdocs",
            Self::Docusaurus => "docusaurus",
            Self::Sphinx => "sphinx",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flavour| flavour.name() == name)
    }
}

impl fmt::Display for Flavour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
