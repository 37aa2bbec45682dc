//! The files of a site, as a question to a session.
//!
//! In: a version of the project, and an open output. Out: the files, of which those that show nothing else than before stay: by
//! what the last build kept beside its output, or made from what the session understood.

use crate::diagnostics::Diagnostic;
use crate::links::{Lock, Settled};
use crate::lints::Ran;
use crate::output::Output;
use crate::pipeline::{self, Analysis, PublishError, Remembered, Tested, Wanted};
use crate::plans::Plans;

use super::State;

/// What came of making a site.
#[derive(Debug)]
pub struct Site {
    /// How many guides it has.
    pub guides: usize,
    /// All findings, those of plans included.
    pub findings: Vec<Diagnostic>,
    /// Whether a guide was planned in a hurry, and a better plan should follow.
    pub is_first: bool,
}

impl State<'_> {
    /// What the last build of this output told, where it was made from the same texts and everything stands as it made it.
    #[must_use]
    pub fn spared(&self, wanted: Wanted, output: &Output) -> Option<Remembered> {
        if !self.texts.unread().is_empty() {
            return None;
        }
        pipeline::remembered(&*self.session.files, &self.sources(), wanted, output)
    }

    /// Makes what changed since the last build of this output, where that is little.
    pub fn amend(
        &self,
        wanted: Wanted,
        output: &Output,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Option<Remembered>, PublishError> {
        if !self.texts.unread().is_empty() {
            return Ok(None);
        }
        let plans = self.session.plans();
        let made = pipeline::amend(&*self.session.files, &self.sources(), wanted, (&plans, output), progress)?;
        Ok(made)
    }

    /// Holds the addresses that were published against where everything is now.
    #[must_use]
    pub fn settle(&self, lock: &Lock) -> Settled {
        let whole = self.whole(&mut self.session.work());
        lock.settle(&pipeline::now(&whole.understood), &self.session.config.gone)
    }

    /// How many guides a whole site has.
    #[must_use]
    pub fn guides_to_make(&self) -> usize {
        self.whole(&mut self.session.work()).understood.guides.len()
    }

    /// Makes a whole site from texts without errors. Leaves the next build what spares it work, and says what was found.
    pub fn publish(
        &self,
        wanted: Wanted,
        output: &Output,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Site, PublishError> {
        self.publish_with(&self.session.plans(), wanted, output, progress)
    }

    /// The same until the texts change; `at_once`, with a first plan for what takes long. Of files that hardly changed only these
    /// are made.
    pub fn publish_until_changed(&self, at_once: bool, wanted: Wanted, output: &Output) -> Result<bool, PublishError> {
        let plans = self.session.plans().until(self.stop.clone());
        let plans = if at_once { plans.hurrying() } else { plans };
        let nobody = |_: usize| {};
        if self.is_read_as_a_whole() {
            return Ok(self.publish_with(&plans, wanted, output, &nobody)?.is_first);
        }
        match pipeline::amend(&*self.session.files, &self.sources(), wanted, (&plans, output), &nobody)? {
            Some(_) => Ok(plans.has_hurried()),
            None => Ok(self.publish_with(&plans, wanted, output, &nobody)?.is_first),
        }
    }

    /// Runs the scenarios that have a text in their title or in the name of their guide; all, without one.
    #[must_use]
    pub fn test(&self, filter: Option<&str>) -> Tested {
        let config = &self.session.config;
        let mut work = self.session.work();
        let whole = self.whole(&mut work);
        // Whoever tests goes on with what was understood; a session that is asked more reads it again.
        *work = super::Work { memo: work.memo.take(), ..super::Work::default() };
        drop(work);
        let understood = match std::sync::Arc::try_unwrap(whole) {
            Ok(part) => part.understood,
            Err(_) => super::Part::whole(&*self.session.files, &self.texts, config).understood,
        };
        let unread = pipeline::unread_findings(self.texts.list.is_empty(), self.texts.unread(), config);
        let mut understood = Analysis { plans: self.session.plans(), ..understood };
        understood.findings.extend(unread);
        pipeline::test_read(understood, config, filter)
    }

    fn is_read_as_a_whole(&self) -> bool {
        self.session.work().whole.as_ref().is_some_and(|whole| whole.is_of(&self.texts))
    }

    fn publish_with(
        &self,
        plans: &Plans,
        wanted: Wanted,
        output: &Output,
        progress: &(dyn Fn(usize) + Sync),
    ) -> Result<Site, PublishError> {
        let files = &*self.session.files;
        let whole = self.whole(&mut self.session.work());
        let understood = &whole.understood;
        let (key, found) = pipeline::publish_read(files, understood, plans, (wanted, output), progress)?;
        let is_first = plans.has_hurried();
        let ran = if is_first { Ran::Some } else { Ran::All };
        let findings: Vec<Diagnostic> = understood.findings.iter().chain(found.iter().flatten()).cloned().collect();
        let findings = understood.settled(ran, findings);
        pipeline::remember_found(understood, &findings, (wanted, key), output);
        if !is_first {
            for (plan, found) in whole.plan.iter().zip(found) {
                plan.get_or_init(|| found);
            }
        }
        Ok(Site { guides: understood.guides.len(), findings, is_first })
    }
}
