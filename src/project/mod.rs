//! A project as another program uses it.
//!
//! In: the folder of a project, or its texts. Out: findings, guides, plans and dialogues, in types that say what they promise. What
//! is kept between questions is the session's; where a project is on the disk stands in [`folder`].

mod dialogue;
mod error;
mod finding;
pub(crate) mod folder;
mod guide;
mod known;
mod plan;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::output::PlanCache;
use crate::plans::Plans;
use crate::session::Session;
use crate::source::{Memory, is_rules};

pub use dialogue::Dialogue;
pub use error::Error;
pub use finding::Finding;
pub use guide::{Guide, Symptom};
pub use known::Known;
pub use plan::Plan;

use folder::{Folder, SETTINGS};

/// A project: files of rules, with their settings.
///
/// It stays open. What is asked is answered for the texts as they are then, and what did not change since the last question is not
/// found again. Questions can be asked from any thread; a clone is the same project.
#[derive(Clone)]
pub struct Project {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    session: Session,
    cache: Option<Arc<PlanCache>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(cache) = &self.cache {
            cache.save();
        }
    }
}

impl Project {
    /// Opens the project of a folder: the nearest folder, from this one upwards, that holds `kbc.toml`; without one, the folder
    /// itself. Rules with faults can be opened, too: [`Project::findings`] tells them.
    ///
    /// # Errors
    /// Where the folder or its settings cannot be read, or there is no folder of rules.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(Self::of(Folder::find(folder.as_ref())?.session(Plans::default()), None))
    }

    /// The same, and remembers plans in a folder of your choice, so that another run makes none twice. It is safe to delete. What
    /// cannot be written there is let go.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_remembering(folder: impl AsRef<Path>, cache: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = Folder::find(folder.as_ref())?;
        let cache = Arc::new(PlanCache::open(cache.as_ref(), &["plans"]));
        Ok(Self::of(folder.session(Plans::remembering(cache.clone())), Some(cache)))
    }

    /// Opens a project that lives in memory, given by paths and texts: `kbc.toml`, where there are settings, and files below the
    /// folder of rules, which is `rules` unless the settings say otherwise.
    ///
    /// ```
    /// let project = kbc::Project::from_texts([
    ///     ("kbc.toml", "language = \"de\""),
    ///     ("rules/lamp.rules", "symptom dark \"Die Lampe ist dunkel\""),
    /// ])?;
    /// # Ok::<(), kbc::Error>(())
    /// ```
    ///
    /// # Errors
    /// Where the settings are wrong, or a file is none of rules.
    pub fn from_texts<P, T>(texts: impl IntoIterator<Item = (P, T)>) -> Result<Self, Error>
    where
        P: Into<String>,
        T: Into<String>,
    {
        let texts: Vec<(String, String)> = texts.into_iter().map(|(path, text)| (path.into(), text.into())).collect();
        let (settings, rules): (Vec<_>, Vec<_>) = texts.into_iter().partition(|(path, _)| path == SETTINGS);
        let config = match settings.last() {
            Some((_, text)) => Config::parse(text).map_err(|error| Error::file(SETTINGS, error))?,
            None => Config::default(),
        };
        let mut files = Memory::new();
        for (path, text) in rules {
            files = files.with(below(&config, &path)?, text);
        }
        Ok(Self::of(Session::open(Arc::new(files), config, Plans::default()), None))
    }

    fn of(session: Session, cache: Option<Arc<PlanCache>>) -> Self {
        Self { inner: Arc::new(Inner { session, cache }) }
    }

    /// All findings, in the order of their places, at the levels that the settings give them. All guides are planned for that, as
    /// some findings are about plans.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        loop {
            // A question is given up where the texts change meanwhile; then it is asked of the new ones.
            if let Ok(found) = self.inner.session.state().findings() {
                return found.findings.iter().map(|finding| Finding::of(finding, &found.sources)).collect();
            }
        }
    }

    /// All guides, by their ids.
    #[must_use]
    pub fn guides(&self) -> Vec<Guide> {
        let whole = self.inner.session.state().all();
        let ids: Vec<_> = whole.understood().guides.iter().map(|(id, _)| *id).collect();
        let mut guides: Vec<Guide> = ids.into_iter().map(|id| Guide::of(&self.inner, &whole, id)).collect();
        guides.sort_by_cached_key(Guide::id);
        guides
    }

    /// The guide of a name, plain (`no-sound`) or with its module in front (`audio.no-sound`).
    ///
    /// # Errors
    /// Where no guide is called so, or several are.
    pub fn guide(&self, name: &str) -> Result<Guide, Error> {
        let whole = self.inner.session.state().all();
        let id = crate::decision::evidence::guide(&whole.understood().knowledge, name)?;
        Ok(Guide::of(&self.inner, &whole, id))
    }

    /// Puts a text in the place of a file of rules, or takes the file away, whatever stands on the disk. Guides, plans and dialogues
    /// that were taken before go on with the old texts.
    ///
    /// # Errors
    /// Where the path is that of no file of rules.
    pub fn change(&self, path: &str, text: Option<&str>) -> Result<(), Error> {
        let path = below(self.inner.session.config(), path)?;
        self.inner.session.change(&path, text.map(|text| text.as_bytes().to_vec()));
        Ok(())
    }

    /// Reads all files again, but for those that have another text by [`Project::change`]. The settings stay as they were.
    pub fn reload(&self) {
        self.inner.session.reload();
    }
}

impl fmt::Debug for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Project").field("title", &self.inner.session.config().title).finish_non_exhaustive()
    }
}

/// The path of a file of rules below the folder of rules.
fn below(config: &Config, path: &str) -> Result<String, Error> {
    let below = path.strip_prefix(&config.rules).and_then(|rest| rest.strip_prefix('/'));
    let is_plain = |path: &&str| path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    below
        .filter(|path| is_rules(path))
        .filter(is_plain)
        .map(str::to_owned)
        .ok_or_else(|| Error::NotRules { path: path.to_owned(), rules: config.rules.clone() })
}
