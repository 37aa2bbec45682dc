//! The project of a command: where it is, as the command line says it.

use std::path::{Path, PathBuf};

use crate::project::folder::Folder;

use super::CliError;

pub use crate::project::folder::{Folder as Project, SETTINGS as FILE, marked};

impl Project {
    /// The way from the root of its repository to its folder: empty, or a path that ends in a slash. Where there is no
    /// repository, that from the current folder.
    pub fn in_repository(&self) -> String {
        let here = std::env::current_dir().ok();
        let repository = self.root.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        let way = repository.or(here).and_then(|root| self.root.strip_prefix(root).ok().map(Path::to_owned));
        let parts = way.into_iter().flat_map(|way| {
            way.components().map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect::<Vec<_>>()
        });
        parts.collect()
    }
}

/// The project of a folder, or of the current one: the nearest above that holds `kbc.toml`; without one, the folder itself.
pub fn find(from: Option<&Path>) -> Result<Project, CliError> {
    Ok(Folder::find(&folder(from)?)?)
}

/// The same, whether or not there are rules in it; of `learned.json` it knows nothing.
pub fn settings(from: Option<&Path>) -> Result<Project, CliError> {
    Ok(Folder::settings(&folder(from)?)?)
}

fn folder(from: Option<&Path>) -> Result<PathBuf, CliError> {
    match from {
        Some(folder) => Ok(folder.to_owned()),
        None => {
            std::env::current_dir().map_err(|error| CliError::new(format!("cannot tell the current folder: {error}")))
        }
    }
}
