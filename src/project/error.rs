//! What can stand in the way of a project, as data.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::decision::evidence::InputError;

use super::Finding;

/// Why something could not be done. The message is lower case and has no full stop; what to do about it is apart, in
/// [`Error::help`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or a folder of the project cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the machine says.
        source: io::Error,
    },
    /// What a file beside the rules says is wrong.
    #[error("in {name}: {source}")]
    File {
        /// The file: `kbc.toml` or `learned.json`.
        name: &'static str,
        /// What is wrong with it, and where.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The project has no folder of rules.
    #[error("there is no folder `{rules}` in {}", root.display())]
    NoRules {
        /// The folder of rules that its settings name.
        rules: String,
        /// The folder of the project.
        root: PathBuf,
    },
    /// A folder that the settings name cannot be used, as one that leads out of the project.
    #[error("cannot use the folder `{name}`: {source}")]
    Folder {
        /// Its name.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The text of a file that is no file of rules of this project.
    #[error("`{path}` is no file of rules: these end in `.rules` and lie in `{rules}`")]
    NotRules {
        /// Its path, as it was given.
        path: String,
        /// The folder of rules.
        rules: String,
    },
    /// Files of rules have errors, so that nothing can be planned.
    #[error("the rules have errors: {}", joined(.0))]
    Rules(Vec<Finding>),
    /// A guide has no end that a plan could reckon with.
    #[error("`{0}` has no end that a plan could reckon with")]
    NoEnd(String),
    /// A name or a value that is none here, or a move that cannot be made now.
    #[error("{}", joined(.0))]
    Input(Vec<InputError>),
}

impl Error {
    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoRules { .. } => Some("`kbc new DIR` makes a small knowledge base to begin with".to_owned()),
            Self::Input(errors) => {
                let help: Vec<&str> = errors.iter().filter_map(|error| error.help.as_deref()).collect();
                (!help.is_empty()).then(|| help.join("; "))
            }
            _ => None,
        }
    }

    pub(super) fn file(name: &'static str, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::File { name, source: source.into() }
    }
}

impl From<InputError> for Error {
    fn from(error: InputError) -> Self {
        Self::Input(vec![error])
    }
}

fn joined(all: &[impl ToString]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
