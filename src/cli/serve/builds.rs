//! What was built last, and what was found.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::cli::memory::Remembering;
use crate::cli::{CliError, build, project, theme};
use crate::diagnostics::{Diagnostic, Human, Level};
use crate::lints::Ran;
use crate::output::{Options, Output};
use crate::pipeline::{self, Format, Wanted};
use crate::reasoning::Stop;

use super::slots::{Slot, Slots};

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
    /// Is a better order of steps being worked out?
    pub is_first: bool,
}

/// How well a build plans.
#[derive(Debug, Clone)]
pub enum Pace {
    /// At once: what takes long to plan and is not remembered gets a first plan.
    First,
    /// As well as `kbc build`, until it is stopped.
    Whole(Stop),
}

/// What a build has made.
struct Made {
    findings: Vec<Shown>,
    /// Are there plans that better ones should follow?
    has_hurried: bool,
}

/// The builds of a project, one after another.
pub struct Builds {
    /// The folder that is served.
    pub folder: PathBuf,
    last: Mutex<Report>,
    changed: Condvar,
    /// Held while the folder is written.
    writing: Mutex<()>,
    /// Stops the whole build that runs, or ran last.
    whole: Mutex<Stop>,
    listeners: Slots,
}

/// So many pages at most wait for the next build: each keeps a thread.
const LISTENERS: usize = 64;

/// A page is as wide as this, in characters.
const WIDTH: usize = 100;

impl Builds {
    /// None yet.
    pub fn new(folder: PathBuf) -> Self {
        let (last, writing, whole) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { folder, last, changed: Condvar::new(), writing, whole, listeners: Slots::new(LISTENERS) }
    }

    /// A place among those who wait for builds, as long as it is held; nothing where all are taken.
    pub fn listen(&self) -> Option<Slot> {
        self.listeners.take()
    }

    /// Stops the whole build that runs, and says how to stop the next.
    pub fn stop_whole(&self) -> Stop {
        let next = Stop::default();
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *whole, next.clone()).stop();
        next
    }

    /// Keeps other threads from building, as long as what it gives is held; waits for one that is, but not for ever.
    pub fn stop(&self, most: Duration) -> Option<MutexGuard<'_, ()>> {
        self.stop_whole();
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
            0 if last.is_first => "Built with a first order of steps; the best one follows.".to_owned(),
            0 => format!("Built; {} to look at.", super::report::counted(last.findings.len(), "warning")),
            errors => format!("{}; the page shows them.", super::report::counted(errors, "error")),
        }
    }

    /// Builds, and says whether a whole build should follow. Whatever goes wrong becomes a finding; a build that is stopped
    /// changes nothing.
    pub fn build(&self, root: &Path, pace: &Pace) -> bool {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let made = self.make(root, pace).unwrap_or_else(|trouble| {
            let help = trouble.help.map(|help| format!("\n{help}")).unwrap_or_default();
            let findings = vec![Shown { level: "error", text: format!("{}{help}", trouble.message) }];
            Some(Made { findings, has_hurried: false })
        });
        let Some(Made { findings, has_hurried }) = made else { return false };
        let mut last = self.lock();
        last.number += 1;
        last.findings = findings;
        last.is_first = has_hurried;
        self.changed.notify_all();
        has_hurried
    }

    /// Nothing where it was stopped.
    fn make(&self, root: &Path, pace: &Pace) -> Result<Option<Made>, CliError> {
        let project = project::find(Some(root))?;
        let files = project.files();
        let remembering = Remembering::of(&project.root);
        let mut understood = pipeline::read(&files, &project.config);
        understood.plans = match pace {
            Pace::First => remembering.plans().hurrying(),
            Pace::Whole(stop) => remembering.plans().until(stop.clone()),
        };
        let human = Human::new(false, WIDTH);
        let mut ran = Ran::Some;
        if !understood.has_errors() {
            let theme = theme::read(&project)?;
            let output = Output::open(&self.folder, Options::default()).map_err(|error| build::trouble(&error))?;
            let wanted =
                Wanted { config: &project.config, theme: &theme, formats: &[Format::Html], maker: "kbc serve" };
            let before = understood.findings.len();
            pipeline::publish(&files, &mut understood, wanted, &output, &|_| {}).map_err(build::hindered)?;
            if matches!(pace, Pace::Whole(stop) if stop.is_stopped()) {
                return Ok(None);
            }
            if understood.plans.has_hurried() {
                // What is said of a first plan need not be true of the one that follows.
                understood.findings.truncate(before);
            } else {
                ran = Ran::All;
            }
            output.finish().map_err(|error| build::trouble(&error))?;
        }
        let has_hurried = understood.plans.has_hurried();
        understood.settle(ran);
        let sources = &understood.knowledge.sources;
        let told = understood.findings.iter().filter(|finding| finding.level != Level::Note);
        let shown =
            |one: &Diagnostic| Shown { level: one.level.word(), text: human.draw(one, sources).trim_end().to_owned() };
        Ok(Some(Made { findings: told.map(shown).collect(), has_hurried }))
    }
}
