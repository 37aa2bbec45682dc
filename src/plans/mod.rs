//! Plans, each made once: what was planned before is taken from a memory.
//!
//! In: a guide as a problem, evidence and options, and a memory of any kind. Out: what [`crate::reasoning`] would give, to the
//! last bit, whether it was remembered or not. A problem holds no prose, so a guide whose wording changed is no new one. Files
//! are for whoever lends the memory: nothing here knows of them.

mod fits;
mod kept;

use std::fmt::Debug;
use std::sync::Arc;

use crate::digest::{Digest, Digester};
use crate::packed;
use crate::reasoning::{self, Evidence, Judged, Options, Plan, Problem, Published};

use kept::{Keep, Kept};

/// The engine that plans are made with, told from all others by a digest of its sources.
pub const ENGINE: &str = env!("KBC_ENGINE");

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
}

impl Plans {
    /// With a memory. [`Plans::default`] has none, and makes each plan anew.
    #[must_use]
    pub fn remembering(memory: Arc<dyn Memory>) -> Self {
        Self { memory: Some(memory) }
    }

    /// The same as [`reasoning::plan`].
    #[must_use]
    pub fn plan(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Plan {
        let Some(asked) = self.ask(problem, evidence, options) else {
            return reasoning::plan(problem, evidence, options);
        };
        if let Some(kept) = asked.recall() {
            return kept.plan;
        }
        let plan = reasoning::plan(problem, evidence, options);
        asked.keep(Keep::of_plan(&plan));
        plan
    }

    /// The same as [`reasoning::judge`].
    #[must_use]
    pub fn judge(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Judged {
        let Some(asked) = self.ask(problem, evidence, options) else {
            return reasoning::judge(problem, evidence, options);
        };
        let (judged, printed) = match asked.recall() {
            Some(Kept { plan, told: Some((findings, paper)), .. }) => return Judged { plan, findings, paper },
            Some(Kept { plan, told: None, printed }) => (reasoning::judged(problem, evidence, plan), printed),
            None => (reasoning::judge(problem, evidence, options), None),
        };
        asked.keep(Keep::of_judged(&judged, printed.as_ref()));
        judged
    }

    /// The same as [`reasoning::publish`].
    #[must_use]
    pub fn publish(&self, problem: &Problem, evidence: &Evidence, options: &Options) -> Published {
        let Some(asked) = self.ask(problem, evidence, options) else {
            return reasoning::publish(problem, evidence, options);
        };
        let (judged, printed) = match asked.recall() {
            Some(Kept { plan, told: Some((findings, paper)), printed: Some(printed) }) => {
                return reasoning::published(problem, evidence, Judged { plan, findings, paper }, printed);
            }
            Some(Kept { plan, told, .. }) => {
                let printed = reasoning::printed(problem, evidence, &plan);
                let judged = match told {
                    Some((findings, paper)) => Judged { plan, findings, paper },
                    None => reasoning::judged(problem, evidence, plan),
                };
                (judged, printed)
            }
            None => {
                let published = reasoning::publish(problem, evidence, options);
                asked.keep(Keep::of_judged(&published.judged, Some(&published.printed)));
                return published;
            }
        };
        asked.keep(Keep::of_judged(&judged, Some(&printed)));
        reasoning::published(problem, evidence, judged, printed)
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
