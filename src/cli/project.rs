//! Where the project is, and what it says of itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::estimates::provenance::{self, FILE as LEARNED, Provenance};
use crate::plans::Plans;
use crate::session::Session;
use crate::source::{Disk, Files, inside, read_plain_text};

use super::CliError;

/// The file that marks the folder of a project.
pub const FILE: &str = "kbc.toml";

/// `learned.json` may have so many bytes.
const MOST_LEARNED: u64 = 64 << 20;

/// A project on the disk.
#[derive(Debug)]
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
}

impl Project {
    /// Its rules.
    pub fn files(&self) -> Disk {
        Disk::new(self.root.join(&self.config.rules)).within(&self.root)
    }

    /// The project, open for questions.
    pub fn session(&self, plans: Plans) -> Session {
        Session::open(Arc::new(self.files()), self.config.clone(), plans)
    }

    /// The path of a folder that its settings or kbc itself name: no link on the way may lead out of the project.
    pub fn folder(&self, name: &str) -> Result<PathBuf, CliError> {
        inside(&self.root, name).map_err(|error| CliError::new(format!("cannot use the folder `{name}`: {error}")))
    }

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

/// The project of a folder: the nearest one above that holds `kbc.toml`; without one, the folder itself.
pub fn find(from: Option<&Path>) -> Result<Project, CliError> {
    let mut project = settings(from)?;
    project.config.learned = Arc::new(learned(&project.root)?);
    let rules = &project.config.rules;
    if !project.folder(rules)?.is_dir() {
        return Err(CliError::new(format!("there is no folder `{rules}` in {}", project.root.display()))
            .help("`kbc new DIR` makes a small knowledge base to begin with"));
    }
    Ok(project)
}

/// The nearest folder, from this one upwards, with settings. Settings that cannot be looked at are not taken for none: a
/// build without them would make another site.
pub fn marked(from: &Path) -> io::Result<Option<&Path>> {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    for folder in from.ancestors() {
        match std::fs::symlink_metadata(folder.join(FILE)) {
            Ok(meta) if meta.is_dir() => {}
            // What is no folder is meant to be read, and an error where it cannot be.
            Ok(_) => return Ok(Some(folder)),
            // A folder further up may be closed to whoever runs kbc.
            Err(error) if matches!(error.kind(), NotFound | NotADirectory | PermissionDenied) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// The same, whether or not there are rules in it; of `learned.json` it knows nothing.
pub fn settings(from: Option<&Path>) -> Result<Project, CliError> {
    let from = match from {
        Some(folder) => fs_err::canonicalize(folder)?,
        None => std::env::current_dir()
            .map_err(|error| CliError::new(format!("cannot tell the current folder: {error}")))?,
    };
    let root = marked(&from).map_err(|error| CliError::new(format!("cannot look for {FILE}: {error}")))?;
    let config = match root {
        Some(root) => {
            let text = Disk::new(root).read(FILE).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
            let text =
                text.map_err(|error| CliError::new(format!("cannot read {}: {error}", root.join(FILE).display())))?;
            Config::parse(&text).map_err(|message| CliError::new(format!("in {FILE}: {message}")))?
        }
        None => Config::default(),
    };
    let root = root.unwrap_or(&from).to_owned();
    Ok(Project { root, config })
}

/// What the project knows of numbers that were learned; nothing where there is no such file.
fn learned(root: &Path) -> Result<Vec<Provenance>, CliError> {
    let text = match read_plain_text(&root.join(LEARNED), MOST_LEARNED) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(CliError::new(format!("cannot read {LEARNED}: {error}"))),
    };
    provenance::read(&text).map_err(|fault| CliError::new(format!("in {LEARNED}: {fault}")))
}
