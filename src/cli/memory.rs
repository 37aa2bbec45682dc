//! Where kbc remembers between runs: what it planned, and what stands in its output.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::output::PlanCache;
use crate::plans::Plans;

use super::CliError;
use super::project::Project;

/// Names another folder for it, or turns it off.
pub const VARIABLE: &str = "KBC_CACHE";

/// The folder below the project, not to be committed.
const FOLDER: [&str; 2] = [".kbc", "cache"];
/// In it, what is remembered of plans.
const PLANS: &str = "plans";

/// A place to remember things in.
#[derive(Debug, Clone, PartialEq, Eq)]
enum CacheFolder {
    Nowhere,
    /// Below the project.
    Project(PathBuf),
    /// Where the user says.
    Folder(PathBuf),
}

impl CacheFolder {
    fn of(project: &Path) -> Self {
        match env::var_os(VARIABLE) {
            Some(said) if said == "off" => Self::Nowhere,
            Some(said) if !said.is_empty() => Self::Folder(said.into()),
            _ => Self::Project(project.to_owned()),
        }
    }
}

/// The folder in which is remembered what stands in the output. Below the project it has to lie inside it.
pub fn of_output(project: &Project) -> Result<Option<PathBuf>, CliError> {
    match CacheFolder::of(&project.root) {
        CacheFolder::Nowhere => Ok(None),
        CacheFolder::Project(_) => Ok(Some(project.folder(&FOLDER.join("/"))?)),
        CacheFolder::Folder(folder) => Ok(Some(folder)),
    }
}

/// What is remembered of plans while a command runs; it is written when the command ends, however it does.
#[derive(Debug)]
pub struct Remembering(Option<Arc<PlanCache>>);

impl Remembering {
    /// For the commands of a project.
    pub fn of(project: &Path) -> Self {
        let cache = match CacheFolder::of(project) {
            CacheFolder::Nowhere => None,
            CacheFolder::Project(root) => Some(PlanCache::open(&root, &[FOLDER[0], FOLDER[1], PLANS])),
            CacheFolder::Folder(folder) => Some(PlanCache::open(&folder, &[PLANS])),
        };
        Self(cache.map(Arc::new))
    }

    /// The same, but where nothing is to be remembered, in this folder, which goes with the command.
    pub fn of_or_in(project: &Path, folder: &Path) -> Self {
        match CacheFolder::of(project) {
            CacheFolder::Nowhere => Self(Some(Arc::new(PlanCache::open(folder, &[PLANS])))),
            _ => Self::of(project),
        }
    }

    /// Plans from it.
    pub fn plans(&self) -> Plans {
        self.0.clone().map_or_else(Plans::default, |cache| Plans::remembering(cache))
    }

    /// Writes what came new until now.
    pub fn save(&self) {
        if let Some(cache) = &self.0 {
            cache.save();
        }
    }
}

impl Drop for Remembering {
    fn drop(&mut self) {
        self.save();
    }
}
