//! Where a project is on the disk, and what it says of itself.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::Config;
use crate::estimates::provenance::{self, Provenance};
use crate::plans::Plans;
use crate::session::Session;
use crate::source::{Disk, Files, inside, read_plain_text};

use super::Error;

pub use crate::estimates::provenance::FILE as LEARNED;

/// The file that marks the folder of a project.
pub const SETTINGS: &str = "kbc.toml";

/// `learned.json` may have so many bytes.
const MOST_LEARNED: u64 = 64 << 20;

/// The folder of a project, with its settings.
#[derive(Debug)]
pub struct Folder {
    /// Where it is.
    pub root: PathBuf,
    /// Its settings.
    pub config: Config,
}

impl Folder {
    /// The project of a folder: the nearest one above that holds `kbc.toml`; without one, the folder itself.
    pub fn find(from: &Path) -> Result<Self, Error> {
        let mut found = Self::settings(from)?;
        found.config.learned = Arc::new(learned(&found.root)?);
        if !found.folder(&found.config.rules)?.is_dir() {
            return Err(Error::NoRules { rules: found.config.rules, root: found.root });
        }
        Ok(found)
    }

    /// The same, whether or not there are rules in it; of `learned.json` it knows nothing.
    pub fn settings(from: &Path) -> Result<Self, Error> {
        let unread = |path: &Path| {
            let path = path.to_owned();
            |source: io::Error| Error::Read { path, source }
        };
        let from = std::fs::canonicalize(from).map_err(unread(from))?;
        let root = marked(&from).map_err(unread(&from.join(SETTINGS)))?;
        let config = match root {
            Some(root) => {
                let text =
                    Disk::new(root).read(SETTINGS).and_then(|bytes| String::from_utf8(bytes).map_err(io::Error::other));
                let text = text.map_err(unread(&root.join(SETTINGS)))?;
                Config::parse(&text).map_err(|error| Error::file(SETTINGS, error))?
            }
            None => Config::default(),
        };
        let root = root.unwrap_or(&from).to_owned();
        Ok(Self { root, config })
    }

    /// Its rules.
    pub fn files(&self) -> Disk {
        Disk::new(self.root.join(&self.config.rules)).within(&self.root)
    }

    /// The project, open for questions.
    pub fn session(&self, plans: Plans) -> Session {
        Session::open(Arc::new(self.files()), self.config.clone(), plans)
    }

    /// The path of a folder that its settings or kbc itself name: no link on the way may lead out of the project.
    pub fn folder(&self, name: &str) -> Result<PathBuf, Error> {
        inside(&self.root, name).map_err(|source| Error::Folder { name: name.to_owned(), source })
    }
}

/// The nearest folder, from this one upwards, with settings. Settings that cannot be looked at are not taken for none: a
/// build without them would make another site.
pub fn marked(from: &Path) -> io::Result<Option<&Path>> {
    use io::ErrorKind::{NotADirectory, NotFound, PermissionDenied};
    for folder in from.ancestors() {
        match std::fs::symlink_metadata(folder.join(SETTINGS)) {
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

/// What the project knows of numbers that were learned; nothing where there is no such file.
fn learned(root: &Path) -> Result<Vec<Provenance>, Error> {
    let path = root.join(LEARNED);
    let text = match read_plain_text(&path, MOST_LEARNED) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(Error::Read { path, source }),
    };
    provenance::read(&text).map_err(|error| Error::file(LEARNED, error))
}
