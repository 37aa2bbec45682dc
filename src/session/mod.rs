//! A project that stays open: texts change, and questions are asked of what they are now.
//!
//! In: the files of a project, its settings, and texts that take the place of some files. Out: findings, guides, plans,
//! documents, and the files of a site. What did not change is not found again: what a file says by itself is kept with its
//! text (`said.rs`), what files mean together by the groups of those that use each other (`memo.rs`), plans by their problems
//! ([`crate::plans`]), and made files by what they show (`pipeline`). The commands ask a session one question each; `kbc serve`
//! keeps one as long as it runs.
//!
//! ```
//! use std::sync::Arc;
//! use kbc::{config::Config, plans::Plans, session::Session, source::Memory};
//!
//! let files = Memory::new().with("lamp.rules", "symptom dark \"The lamp is dark\" {}\n");
//! let session = Session::open(Arc::new(files), Config::default(), Plans::default());
//! let found = session.state().findings().expect("nobody stopped it");
//! assert!(!found.findings.is_empty());
//! // An editor's text takes the place of the file. A state that was taken before still shows what it was.
//! session.change("lamp.rules", Some(Vec::new()));
//! assert!(session.state().findings().expect("nobody stopped it").findings.is_empty());
//! ```
//!
//! A [`State`] is one version of all texts: any number of questions can be asked of it, from any thread, and all answers are of
//! that version. A change gives up what is being found for older versions; such a question ends with [`Stopped`], and what
//! it found until then is kept where it is true of the new version, too.

mod apart;
mod beside;
mod checked;
mod guides;
mod memo;
mod part;
mod publish;
mod said;
mod texts;
mod view;
mod world;

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::Config;
use crate::diagnostics::{self, Diagnostic};
use crate::lints::{Levels, Ran, allow};
use crate::pipeline;
use crate::plans::Plans;
use crate::reasoning::Stop;
use crate::source::{Files, Sources, is_rules};

pub use apart::{Incomparable, Links, Which};
pub use guides::{GuideEntry, Planned};
pub use publish::Site;
pub use view::{NamedItem, View, Whole};

use memo::{Asking, Memo};
use part::Part;
use texts::Texts;

/// A question was given up: the texts changed, or nobody wants to know any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it was stopped")]
pub struct Stopped;

/// All findings of one version of a project.
#[derive(Debug, Clone)]
pub struct Found {
    /// The texts, as the places of findings number them.
    pub sources: Arc<Sources>,
    /// The findings, as authors allow them, at the levels of the project, in the order of their places.
    pub findings: Vec<Diagnostic>,
    /// Whether anything is wrong that forbids to publish.
    pub has_errors: bool,
    /// Whether a guide was planned in a hurry: what its plan finds is not among the findings yet.
    pub is_first: bool,
}

/// An open project.
pub struct Session {
    files: Arc<dyn Files + Send + Sync>,
    config: Config,
    plans: Mutex<Plans>,
    version: Mutex<Version>,
    work: Mutex<Work>,
    /// What was understood for editors, beside the other work.
    views: Mutex<Vec<Arc<Part>>>,
}

/// The texts as they are now.
struct Version {
    texts: Arc<Texts>,
    /// The files that have another text here than on the disk.
    above: BTreeSet<String>,
    /// Gives up what is found of these texts.
    stop: Stop,
}

/// What is kept between questions.
#[derive(Default)]
struct Work {
    /// All texts of some version, understood together.
    whole: Option<Arc<Part>>,
    /// Groups that were understood lately.
    parts: Vec<Arc<Part>>,
    /// Made when the texts change for the first time: one question needs none.
    memo: Option<Memo>,
}

/// A project of more files is not kept as a whole once it is kept by groups.
const LARGE: usize = 256;

/// So many parts are kept for questions about single guides.
const PARTS: usize = 4;

impl Session {
    /// Opens a project: reads its texts, and asks nothing yet.
    #[must_use]
    pub fn open(files: Arc<dyn Files + Send + Sync>, config: Config, plans: Plans) -> Self {
        let texts = Arc::new(Texts::read(&*files, &config.rules));
        let version = Version { texts, above: BTreeSet::new(), stop: Stop::default() };
        Self {
            files,
            config,
            plans: Mutex::new(plans),
            version: Mutex::new(version),
            work: Mutex::default(),
            views: Mutex::default(),
        }
    }

    /// The same beside another project, from which what is known of the same texts is taken.
    #[must_use]
    pub fn open_beside(files: Arc<dyn Files + Send + Sync>, config: Config, plans: Plans, other: &State<'_>) -> Self {
        let session = Self::open(files, config, plans);
        // What a text says by itself rests on the words for numbers, too.
        if session.config.numbers == other.session.config.numbers {
            let mut version = session.version();
            version.texts = Arc::new((*version.texts).clone().keep_known(&other.texts));
        }
        session
    }

    /// The settings that it was opened with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Takes plans from elsewhere from now on.
    pub fn plan_with(&self, plans: Plans) {
        *self.plans.lock().unwrap_or_else(PoisonError::into_inner) = plans;
    }

    /// Puts a text in the place of a file, below the folder of rules, whatever stands on the disk; without a text, there is no
    /// such file. Pictures stay those of the disk.
    pub fn change(&self, path: &str, text: Option<Vec<u8>>) {
        if !is_rules(path) {
            return;
        }
        let mut version = self.version();
        version.above.insert(path.to_owned());
        let mut texts = (*version.texts).clone();
        if texts.put(&self.config.rules, path, text.map(Ok)) {
            version.become_these(texts);
        }
    }

    /// Gives a file back to the disk.
    pub fn forget(&self, path: &str) {
        self.version().above.remove(path);
        self.reload_some(&[path]);
    }

    /// Reads some files again, texts or pictures, which may be new or gone. Says whether anything is another now.
    pub fn reload_some(&self, paths: &[&str]) -> bool {
        self.files.look_again();
        let read: Vec<(&str, io::Result<Vec<u8>>)> = paths.iter().map(|&path| (path, self.files.read(path))).collect();
        let mut version = self.version();
        let mut texts = (*version.texts).clone();
        let mut changed = false;
        for (path, bytes) in read {
            if !is_rules(path) {
                texts.touch_picture(path);
                changed = true;
            } else if !version.above.contains(path) {
                let is_gone = bytes.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
                changed |= texts.put(&self.config.rules, path, (!is_gone).then_some(bytes));
            }
        }
        if changed {
            version.become_these(texts);
        }
        changed
    }

    /// Reads all files again, but for those that have another text here.
    pub fn reload(&self) {
        self.files.look_again();
        let read = Texts::read(&*self.files, &self.config.rules);
        let mut version = self.version();
        let mut texts = read.keep_known(&version.texts);
        for path in &version.above {
            texts.put_as_in(&self.config.rules, path, &version.texts);
        }
        version.become_these(texts);
    }

    /// Its texts as they are now, to ask questions of.
    #[must_use]
    pub fn state(&self) -> State<'_> {
        // Whoever asks may read pictures.
        self.files.look_again();
        let mut version = self.version();
        if version.stop.is_stopped() {
            // Another asker gave up; this one has not.
            version.stop = Stop::default();
        }
        State { session: self, texts: Arc::clone(&version.texts), stop: version.stop.clone() }
    }

    /// Makes ready for changes, while nobody waits: the first one takes no longer than those after it then.
    pub fn make_ready(&self) {
        let state = self.state();
        let plans = self.plans();
        let mut work = self.work();
        if let (None, Some(whole)) = (&work.memo, work.whole.clone()) {
            work.memo = Some(Memo::of(&whole, &state.texts_of(&whole), self.asking(&plans)));
            if whole.texts.len() > LARGE {
                // The next change leaves it behind; to take it apart then would be waited for.
                work.whole = None;
            }
        }
    }

    /// Where its plans come from.
    pub(crate) fn plans(&self) -> Plans {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn asking<'a>(&'a self, plans: &'a Plans) -> Asking<'a> {
        Asking { files: &*self.files, config: &self.config, plans }
    }

    fn version(&self) -> MutexGuard<'_, Version> {
        // Whoever panicked while holding it left it whole.
        self.version.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        // What is kept is put in when it is whole.
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Version {
    /// Makes a new version, and gives up what is found of the one before.
    fn become_these(&mut self, texts: Texts) {
        self.texts = Arc::new(texts);
        std::mem::take(&mut self.stop).stop();
    }
}

/// One version of a project.
pub struct State<'s> {
    session: &'s Session,
    texts: Arc<Texts>,
    stop: Stop,
}

impl State<'_> {
    /// The texts, as one build numbers them.
    #[must_use]
    pub fn sources(&self) -> Sources {
        self.texts.sources()
    }

    /// Whether the texts are others by now.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// Gives up what is found of this version.
    pub fn stop(&self) {
        self.stop.stop();
    }

    /// All findings, those of plans included.
    pub fn findings(&self) -> Result<Found, Stopped> {
        self.find(&self.session.plans().until(self.stop.clone()))
    }

    /// The same at once: what takes long to plan is planned less well, and what its plan finds is left out.
    pub fn findings_at_once(&self) -> Result<Found, Stopped> {
        self.find(&self.session.plans().until(self.stop.clone()).hurrying())
    }

    fn find(&self, plans: &Plans) -> Result<Found, Stopped> {
        let asking = self.session.asking(plans);
        let mut work = self.session.work();
        if plans.is_stopped() {
            return Err(Stopped);
        }
        if work.memo.is_none() {
            match work.whole.clone() {
                Some(whole) if !whole.is_of(&self.texts) => {
                    work.memo = Some(Memo::of(&whole, &self.texts_of(&whole), asking));
                }
                _ => return self.found_in(&self.whole(&mut work), asking),
            }
        }
        let Some(memo) = &mut work.memo else { return Err(Stopped) };
        let answer = memo.findings(&self.texts, asking)?;
        for part in answer.parts {
            work.remember(Arc::new(part), &self.texts);
        }
        Ok(answer.found)
    }

    /// The texts that a part was made of, as a version.
    fn texts_of(&self, part: &Part) -> Texts {
        self.texts.then(&part.texts, &part.pictures)
    }

    /// All texts, understood together.
    fn whole(&self, work: &mut Work) -> Arc<Part> {
        if let Some(whole) = work.whole.as_ref().filter(|whole| whole.is_of(&self.texts)) {
            return Arc::clone(whole);
        }
        let whole = Arc::new(Part::whole(&*self.session.files, &self.texts, &self.session.config));
        work.whole = Some(Arc::clone(&whole));
        whole
    }

    /// The findings of a whole project that was never read before.
    fn found_in(&self, whole: &Part, asking: Asking) -> Result<Found, Stopped> {
        let Asking { config, plans, .. } = asking;
        let understood = &whole.understood;
        let unread = pipeline::unread_findings(self.texts.list.is_empty(), self.texts.unread(), config);
        let has_errors = !unread.is_empty() || understood.has_errors();
        let mut findings = understood.findings.clone();
        findings.extend(unread);
        findings.extend(pipeline::unused_settings(
            &self.texts.list.iter().map(|text| &text.source).collect::<Vec<_>>(),
            config,
        ));
        let is_first = !has_errors && whole.plan(|_| true, config, plans)?;
        let mut ran = Ran::Some;
        if !has_errors {
            findings.extend(whole.plan.iter().filter_map(|plan| plan.get()).flatten().cloned());
            ran = if is_first { Ran::Some } else { Ran::All };
        }
        let levels = Levels::of(config);
        let mut findings = levels.apply(allow(&understood.knowledge, ran, &levels, findings));
        let sources = self.texts.sources();
        diagnostics::sort(&mut findings, &sources);
        Ok(Found { sources: Arc::new(sources), findings, has_errors, is_first })
    }

    /// The errors that are known before anything is planned; nothing where there is none.
    #[must_use]
    pub fn errors_of_reading(&self) -> Option<Found> {
        let whole = self.whole(&mut self.session.work());
        let is_wrong = whole.understood.has_errors() || self.texts.list.is_empty() || !self.texts.unread().is_empty();
        let plans = Plans::default();
        is_wrong.then(|| self.found_in(&whole, self.session.asking(&plans)).ok()).flatten()
    }
}

impl Work {
    /// Keeps a part for the next question.
    fn remember(&mut self, part: Arc<Part>, texts: &Texts) {
        if part.is_of(texts) {
            self.whole = Some(Arc::clone(&part));
        } else {
            // What was understood of another version would only take memory.
            self.whole = None;
        }
        self.parts.insert(0, part);
        self.parts.truncate(PARTS);
    }
}
