//! Plans, each made once: what was planned before is taken from a memory.
//!
//! In: a guide as a problem, evidence and options, and a memory of any kind. Out: what [`crate::reasoning`] would give, to the
//! last bit, whether it was remembered or not. A problem holds no prose, so a guide whose wording changed is no new one. Files
//! are for whoever lends the memory: nothing here knows of them.

mod fits;
mod kept;

use std::fmt::Debug;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::digest::{Digest, Digester};
use crate::packed;
use crate::reasoning::{self, Evidence, Judged, Options, Plan, Problem, Published, Stop};

use kept::{Keep, Kept};

/// The engine that plans are made with, told from all others by a digest of its sources.
pub const ENGINE: &str = env!("KBC_ENGINE");

/// The digest of a guide's decision model in 32 hexadecimal digits: of its numbers and names, not of its prose.
#[must_use]
pub fn model_digest(problem: &Problem) -> String {
    Digest::of(&packed::bytes(problem)).to_hex()
}

/// Remembers bytes by a key. It may forget, and it never gives other bytes than those that it was given last.
pub trait Memory: Debug + Send + Sync {
    /// What is remembered.
    fn recall(&self, key: Digest) -> Option<Vec<u8>>;
    /// Remembers, in the place of what was remembered before.
    fn keep(&self, key: Digest, bytes: Vec<u8>);
}

/// Makes plans, or has them from a memory.
#[derive(Debug, Clone, Default)]
pub struct Plans {
    memory: Option<Arc<dyn Memory>>,
    /// Where somebody waits: was a plan made at once that a better one should follow?
    hurry: Option<Hurry>,
    stop: Stop,
}

/// Whether a plan was made at once.
#[derive(Debug, Clone, Default)]
struct Hurry {
    own: Arc<AtomicBool>,
    /// The same of more plans, of which this is one.
    all: Option<Arc<AtomicBool>>,
}

impl Hurry {
    fn tell(&self) {
        self.own.store(true, Ordering::Relaxed);
        self.all.iter().for_each(|all| all.store(true, Ordering::Relaxed));
    }
}

impl Plans {
    /// With a memory. [`Plans::default`] has none, and makes each plan anew.
    #[must_use]
    pub fn remembering(memory: Arc<dyn Memory>) -> Self {
        Self { memory: Some(memory), ..Self::default() }
    }

    /// The same for somebody who waits: what takes long to plan and is not remembered is planned at once, less well, and that is
    /// not remembered.
    #[must_use]
    pub fn hurrying(self) -> Self {
        Self { hurry: Some(Hurry::default()), ..self }
    }

    /// The same for one plan, to tell whether that was made at once. Where it was, that counts for all.
    #[must_use]
    pub fn for_one(&self) -> Self {
        Self {
            hurry: self.hurry.as_ref().map(|all| Hurry { own: Arc::default(), all: Some(Arc::clone(&all.own)) }),
            ..self.clone()
        }
    }

    /// Was any plan made at once that a better one should follow?
    #[must_use]
    pub fn has_hurried(&self) -> bool {
        self.hurry.as_ref().is_some_and(|hurried| hurried.own.load(Ordering::Relaxed))
    }

    /// The same until it is stopped. What was planned and not remembered is of no use then, and is not remembered.
    #[must_use]
    pub fn until(self, stop: Stop) -> Self {
        Self { stop, ..self }
    }

    /// Whether it was stopped: what was planned since is of no use.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.is_stopped()
    }

    /// The same as [`reasoning::plan`].
    #[must_use]
    pub fn plan(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Plan {
        let asked = self.ask(problem, evidence, options);
        if let Some(kept) = asked.as_ref().and_then(Asked::recall) {
            return kept.plan;
        }
        let make = |options: &Options| reasoning::plan_until(problem, evidence, options, &self.stop);
        self.make(problem, options, asked.as_ref(), make, |asked, plan| asked.keep(Keep::of_plan(plan)))
    }

    /// The same as [`reasoning::judge`].
    #[must_use]
    pub fn judge(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Judged {
        let asked = self.ask(problem, evidence, options);
        let Some((asked, kept)) = asked.as_ref().and_then(|asked| Some((asked, asked.recall()?))) else {
            let make = |options: &Options| reasoning::judge_until(problem, evidence, options, &self.stop);
            let keep = |asked: &Asked<'_>, judged: &Judged| asked.keep(Keep::of_judged(judged, None));
            return self.make(problem, options, asked.as_ref(), make, keep);
        };
        if let Some((findings, paper)) = kept.told {
            return Judged { plan: kept.plan, findings, paper };
        }
        let judged = reasoning::judged(problem, evidence, kept.plan);
        asked.keep(Keep::of_judged(&judged, kept.printed.as_ref()));
        judged
    }

    /// The same as [`reasoning::publish`].
    #[must_use]
    pub fn publish(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Published {
        let asked = self.ask(problem, evidence, options);
        let Some((asked, kept)) = asked.as_ref().and_then(|asked| Some((asked, asked.recall()?))) else {
            let make = |options: &Options| reasoning::publish_until(problem, evidence, options, &self.stop);
            let keep = |asked: &Asked<'_>, made: &Published| {
                asked.keep(Keep::of_judged(&made.judged, Some(&made.printed)));
            };
            return self.make(problem, options, asked.as_ref(), make, keep);
        };
        let is_whole = kept.told.is_some() && kept.printed.is_some();
        let printed = kept.printed.unwrap_or_else(|| reasoning::printed(problem, evidence, &kept.plan));
        let judged = match kept.told {
            Some((findings, paper)) => Judged { plan: kept.plan, findings, paper },
            None => reasoning::judged(problem, evidence, kept.plan),
        };
        if !is_whole {
            asked.keep(Keep::of_judged(&judged, Some(&printed)));
        }
        reasoning::published(problem, evidence, judged, printed)
    }

    /// Makes what is not remembered, and remembers it, unless that was in a hurry or is of no use any more.
    fn make<T>(
        &self,
        problem: &Problem,
        options: &Options,
        asked: Option<&Asked<'_>>,
        make: impl FnOnce(&Options) -> T,
        keep: impl FnOnce(&Asked<'_>, &T),
    ) -> T {
        if let Some(hurried) = self.hurry.as_ref().filter(|_| reasoning::takes_long(problem)) {
            hurried.tell();
            return make(&Options { entries: options.entries, ..Options::first() });
        }
        let made = make(options);
        if let Some(asked) = asked.filter(|_| !self.stop.is_stopped()) {
            keep(asked, &made);
        }
        made
    }

    /// The plan of readers with this evidence: as far as they can have come to know it on the published flow, that flow from
    /// where they stand; else one of their own.
    #[must_use]
    pub fn of_readers(&self, problem: &Problem, evidence: &Evidence) -> Plan {
        let nothing = Evidence::default();
        let alone = Options { entries: false, ..Options::default() };
        let published = || self.plan(problem, &nothing, &Options::default());
        if *evidence == nothing {
            return published();
        }
        let bound = |evidence: &Evidence| self.plan(problem, evidence, &alone).entry().lower_bound;
        let followed = evidence.may_be_published().then(|| reasoning::ahead(problem, evidence, &published(), bound));
        followed.flatten().unwrap_or_else(|| self.plan(problem, evidence, &alone))
    }

    fn ask<'a>(&'a self, problem: &'a Problem, evidence: &'a Evidence, options: &'a Options) -> Option<Asked<'a>> {
        let memory = self.memory.as_deref()?;
        let mut all = Digester::new();
        all.part(ENGINE.as_bytes());
        all.part(kept::FORM);
        all.part(&packed::bytes(&(options, evidence, problem)));
        Some(Asked { memory, problem, key: all.finish() })
    }
}

/// A question that may have been answered before.
struct Asked<'a> {
    memory: &'a dyn Memory,
    problem: &'a Problem,
    /// Everything that the answer depends on.
    key: Digest,
}

impl Asked<'_> {
    fn recall(&self) -> Option<Kept> {
        let kept = Kept::read(&self.memory.recall(self.key)?)?;
        // What somebody else wrote may hold any number, and none may lead past the end of a list.
        fits::fits(self.problem, &kept).then_some(kept)
    }

    fn keep(&self, kept: Keep) {
        self.memory.keep(self.key, packed::bytes(&kept));
    }
}
