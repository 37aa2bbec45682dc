//! What was built last, and what was found.
//!
//! In: which files of the project are others now. Out: a site that shows it, and a report. The project is a session that stays
//! open, so only what a change reaches is found and made again; findings are told before pages are made.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::cli::memory::Remembering;
use crate::cli::project::{self, Project};
use crate::cli::{CliError, build, theme};
use crate::diagnostics::{Diagnostic, Human, Level};
use crate::output::{Options, Output};
use crate::pipeline::{Format, PublishError, Wanted};
use crate::session::{Found, Session, State};

use super::slots::{Slot, Slots};
use super::watch::Changed;

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
    /// Counts the builds: pages of another number are others.
    pub number: u64,
    /// Counts the reports.
    #[serde(skip)]
    pub told: u64,
    /// Errors and warnings; notes are left to the terminal.
    pub findings: Vec<Shown>,
    /// Is a better order of steps being worked out?
    pub is_first: bool,
    /// Where an editor's cursor is; nothing where none leads the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<Cursor>,
}

/// Where an editor's cursor is, as places of pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cursor {
    /// Counts how often it went to another item.
    pub moves: u64,
    /// The pages that show the item, each with the anchor there, which is empty for a whole page.
    pub places: Vec<(String, String)>,
}

/// How well a build plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// At once: what takes long to plan and is not remembered gets a first plan.
    First,
    /// As well as `kbc build`, until something changes.
    Whole,
}

/// What a build has made.
struct Made {
    findings: Vec<Shown>,
    /// Are there plans that better ones should follow?
    has_hurried: bool,
}

/// A project while it stays as its settings say.
struct Open {
    project: Project,
    session: Session,
    remembering: Remembering,
}

/// The builds of a project, one after another.
pub struct Builds {
    /// The folder that is served.
    pub folder: PathBuf,
    last: Mutex<Report>,
    changed: Condvar,
    /// Held while the folder is written; whether nothing may be written any more.
    writing: Mutex<bool>,
    /// The project; none before the first build, or while its settings cannot be read.
    open: Mutex<Option<Arc<Open>>>,
    /// Where builds remember what stands in the folder.
    memory: PathBuf,
    /// Counts what was taken in, and how far of that was built.
    taken_in: AtomicU64,
    built: AtomicU64,
    listeners: Slots,
}

/// So many pages at most wait for the next build: each keeps a thread.
const LISTENERS: usize = 64;

/// A page is as wide as this, in characters.
const WIDTH: usize = 100;

impl Builds {
    /// None yet, below a folder that nobody else uses.
    pub fn new(below: &Path) -> Self {
        let (last, writing, open) = (Mutex::default(), Mutex::default(), Mutex::default());
        let (folder, memory, changed) = (below.join("site"), below.join("memory"), Condvar::new());
        let (taken_in, built) = (AtomicU64::new(0), AtomicU64::new(0));
        Self { folder, last, changed, writing, open, memory, taken_in, built, listeners: Slots::new(LISTENERS) }
    }

    /// A place among those who wait for builds, as long as it is held; nothing where all are taken.
    pub fn listen(&self) -> Option<Slot> {
        self.listeners.take()
    }

    /// Keeps all threads from building from now on; waits for one that builds, but not for ever.
    pub fn stop(&self, most: Duration) {
        if let Some(open) = self.opened() {
            open.session.state().stop();
        }
        let end = Instant::now() + most;
        while Instant::now() < end {
            match self.writing.try_lock() {
                Ok(mut is_over) => return *is_over = true,
                Err(TryLockError::Poisoned(poisoned)) => return *poisoned.into_inner() = true,
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
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

    /// Waits for another report than this one, but not for ever.
    pub fn after(&self, told: u64, most: Duration) -> Report {
        let last = self.lock();
        let waited = self.changed.wait_timeout_while(last, most, |last| last.told == told);
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

    /// Takes in which files are others now. What is being built of the files as they were is given up.
    pub fn take_in(&self, root: &Path, changed: &Changed) {
        self.put_in(root, changed);
        self.taken_in.fetch_add(1, Ordering::AcqRel);
    }

    fn put_in(&self, root: &Path, changed: &Changed) {
        let known = self.opened();
        let now = project::find(Some(root)).ok();
        let (Some(open), Some(now)) = (known, now) else {
            *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
            return;
        };
        if now.config != open.project.config || now.root != open.project.root {
            open.session.state().stop();
            *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
        } else if let Changed::Some(paths) = changed {
            let rules = now.root.join(&now.config.rules);
            let below = paths.iter().filter_map(|path| path.strip_prefix(&rules).ok()).filter_map(Path::to_str);
            open.session.reload_some(&below.collect::<Vec<_>>());
        } else {
            open.session.reload();
        }
    }

    fn opened(&self) -> Option<Arc<Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The project, opened where it is not.
    fn open(&self, root: &Path) -> Result<Arc<Open>, CliError> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = &*open {
            return Ok(Arc::clone(open));
        }
        let project = project::find(Some(root))?;
        let remembering = Remembering::of_or_in(&project.root, &self.memory);
        let session = project.session(remembering.plans());
        Ok(Arc::clone(open.insert(Arc::new(Open { project, session, remembering }))))
    }

    /// Whether anything changed since what was built last was taken in.
    pub fn is_behind(&self) -> bool {
        self.taken_in.load(Ordering::Acquire) != self.built.load(Ordering::Acquire)
    }

    /// Builds, and says whether a whole build should follow. Whatever goes wrong becomes a finding; a build that is stopped
    /// changes nothing, and gives nothing.
    pub fn build(&self, root: &Path, pace: Pace) -> Option<bool> {
        let is_over = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let version = self.taken_in.load(Ordering::Acquire);
        let has_hurried = match self.open(root) {
            _ if *is_over => None,
            Ok(open) => self.show(self.make((&open.project, &open.session), &open.remembering, pace)),
            Err(trouble) => self.show(Err(trouble)),
        }?;
        self.built.store(version, Ordering::Release);
        Some(has_hurried)
    }

    /// The same for a project that somebody else keeps open.
    pub fn build_of(&self, open: (&Project, &Session), remembering: &Remembering, pace: Pace) -> Option<bool> {
        let is_over = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_over {
            return None;
        }
        self.show(self.make(open, remembering, pace))
    }

    /// Tells what was made.
    fn show(&self, made: Result<Option<Made>, CliError>) -> Option<bool> {
        let made = made.unwrap_or_else(|trouble| {
            let help = trouble.help.map(|help| format!("\n{help}")).unwrap_or_default();
            let findings = vec![Shown { level: "error", text: format!("{}{help}", trouble.message) }];
            Some(Made { findings, has_hurried: false })
        });
        let Made { findings, has_hurried } = made?;
        self.tell(|last| {
            last.number += 1;
            last.findings = findings;
            last.is_first = has_hurried;
        });
        Some(has_hurried)
    }

    /// Makes ready for changes, while nobody waits.
    pub fn make_ready(&self) {
        if let Some(open) = self.opened() {
            open.session.make_ready();
        }
    }

    /// Tells that an editor's cursor went elsewhere.
    pub fn go(&self, places: Vec<(String, String)>) {
        self.tell(|last| {
            let moves = last.cursor.as_ref().map_or(0, |cursor| cursor.moves) + 1;
            last.cursor = Some(Cursor { moves, places });
        });
    }

    fn tell(&self, change: impl FnOnce(&mut Report)) {
        let mut last = self.lock();
        change(&mut last);
        last.told += 1;
        self.changed.notify_all();
    }

    /// Nothing where it was stopped.
    fn make(
        &self,
        open: (&Project, &Session),
        remembering: &Remembering,
        pace: Pace,
    ) -> Result<Option<Made>, CliError> {
        let made = self.make_of(open, pace);
        remembering.save();
        made
    }

    fn make_of(&self, (project, session): (&Project, &Session), pace: Pace) -> Result<Option<Made>, CliError> {
        let state = session.state();
        // Where there is time, plans are made with the pages, and not once more before.
        let found = if pace == Pace::First { state.findings_at_once().ok() } else { None };
        if pace == Pace::First {
            let Some(found) = &found else { return Ok(None) };
            if found.has_errors {
                return Ok(Some(Made { findings: shown(found), has_hurried: false }));
            }
            self.tell_early(found);
        }
        let Some(has_hurried) = self.publish(project, &state, pace)? else { return Ok(None) };
        // What is said of a first plan need not be true of the one that follows.
        let found = match found {
            Some(found) => found,
            None => match state.findings() {
                Ok(found) => found,
                Err(_) => return Ok(None),
            },
        };
        Ok(Some(Made { findings: shown(&found), has_hurried: has_hurried || found.is_first }))
    }

    /// Tells what was found before its pages are made, where it is something else than before. That errors are gone is told with
    /// the pages: those that stand until then are of a time before the errors.
    fn tell_early(&self, found: &Found) {
        let shown = shown(found);
        let last = self.last();
        let had_errors = last.findings.iter().any(|finding| finding.level == Level::Error.word());
        if last.number > 0 && !had_errors && last.findings != shown {
            self.tell(|last| last.findings = shown);
        }
    }

    /// Makes the site. Says whether any plan was made in a hurry; nothing where it was stopped.
    fn publish(&self, project: &Project, state: &State, pace: Pace) -> Result<Option<bool>, CliError> {
        let theme = theme::read(project)?;
        let options = Options { cache: Some(self.memory.clone()), ..Options::default() };
        let output = Output::open(&self.folder, options).map_err(|error| build::trouble(&error))?;
        let config = &project.config;
        let wanted = Wanted {
            config,
            theme: &theme,
            formats: &[Format::Html],
            maker: "kbc serve",
            links: &crate::links::Links::default(),
        };
        let made = match state.publish_until_changed(pace == Pace::First, wanted, &output) {
            Ok(made) => made,
            Err(PublishError::Stopped) => return Ok(None),
            Err(hindrance) => return Err(build::hindered(hindrance)),
        };
        if state.is_stopped() {
            return Ok(None);
        }
        output.finish().map_err(|error| build::trouble(&error))?;
        Ok(Some(made))
    }
}

/// Errors and warnings as the page shows them.
fn shown(found: &Found) -> Vec<Shown> {
    let human = Human::new(false, WIDTH);
    let told = found.findings.iter().filter(|finding| finding.level != Level::Note);
    let shown = |one: &Diagnostic| Shown {
        level: one.level.word(),
        text: human.draw(one, &found.sources).trim_end().to_owned(),
    };
    told.map(shown).collect()
}
