//! What was built last, and what was found.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::cli::memory::Remembering;
use crate::cli::{Trouble, build, project, theme};
use crate::diagnostics::{Human, Level};
use crate::lints::Ran;
use crate::output::{Options, Output};
use crate::pipeline::{self, Format, Wanted};

use super::places::{Place, Places};

/// A finding as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// `error`, `warning` or `note`.
    pub level: &'static str,
    /// The finding with its lines of the source.
    pub text: String,
}

/// What came of the last build.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Counts the builds.
    pub number: u64,
    /// Errors and warnings; notes are left to the terminal.
    pub findings: Vec<Shown>,
}

/// The builds of a project, one after another.
pub struct Builds {
    /// The folder that is served.
    pub folder: PathBuf,
    last: Mutex<Report>,
    changed: Condvar,
    /// Held while the folder is written.
    writing: Mutex<()>,
    listeners: Places,
}

/// So many pages at most wait for the next build: each keeps a thread.
const LISTENERS: usize = 64;

/// A page is as wide as this, in characters.
const WIDTH: usize = 100;

impl Builds {
    /// None yet.
    pub fn new(folder: PathBuf) -> Self {
        let (last, writing) = (Mutex::default(), Mutex::default());
        Self { folder, last, changed: Condvar::new(), writing, listeners: Places::new(LISTENERS) }
    }

    /// A place among those who wait for builds, as long as it is held; nothing where all are taken.
    pub fn listen(&self) -> Option<Place> {
        self.listeners.take()
    }

    /// Keeps other threads from building, as long as what it gives is held; waits for one that is, but not for ever.
    pub fn stop(&self, most: Duration) -> Option<MutexGuard<'_, ()>> {
        let end = Instant::now() + most;
        loop {
            match self.writing.try_lock() {
                Ok(guard) => return Some(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() < end => std::thread::sleep(Duration::from_millis(10)),
                Err(TryLockError::WouldBlock) => return None,
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Report> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What came of the last build.
    pub fn last(&self) -> Report {
        self.lock().clone()
    }

    /// Waits for another build than this one, but not for ever.
    pub fn after(&self, number: u64, most: Duration) -> Report {
        let last = self.lock();
        let waited = self.changed.wait_timeout_while(last, most, |last| last.number == number);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// The last build in a line.
    pub fn told(&self) -> String {
        let last = self.lock();
        match last.findings.iter().filter(|finding| finding.level == "error").count() {
            0 => format!("Built; {} to look at.", super::report::counted(last.findings.len(), "warning")),
            errors => format!("{}; the page shows them.", super::report::counted(errors, "error")),
        }
    }

    /// Builds. Whatever goes wrong becomes a finding.
    pub fn build(&self, root: &Path) {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let findings = self.make(root).unwrap_or_else(|trouble| {
            let help = trouble.help.map(|help| format!("\n{help}")).unwrap_or_default();
            vec![Shown { level: "error", text: format!("{}{help}", trouble.message) }]
        });
        let mut last = self.lock();
        last.number += 1;
        last.findings = findings;
        self.changed.notify_all();
    }

    fn make(&self, root: &Path) -> Result<Vec<Shown>, Trouble> {
        let project = project::find(Some(root))?;
        let files = project.files();
        let remembering = Remembering::of(&project.root);
        let mut understood = pipeline::read(&files, &project.config);
        understood.plans = remembering.plans();
        let human = Human::new(false, WIDTH);
        let mut ran = Ran::Some;
        if !understood.has_errors() {
            let theme = theme::read(&project)?;
            let output = Output::open(&self.folder, Options::default()).map_err(|error| build::trouble(&error))?;
            let wanted =
                Wanted { config: &project.config, theme: &theme, formats: &[Format::Html], maker: "kbc serve" };
            pipeline::publish(&files, &mut understood, wanted, &output, &|_| {}).map_err(build::hindered)?;
            ran = Ran::All;
            output.finish().map_err(|error| build::trouble(&error))?;
        }
        understood.settle(ran);
        let sources = &understood.knowledge.sources;
        let told = understood.findings.iter().filter(|finding| finding.level != Level::Note);
        Ok(told
            .map(|one| Shown { level: one.level.word(), text: human.draw(one, sources).trim_end().to_owned() })
            .collect())
    }
}
