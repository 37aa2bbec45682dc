//! What the logic says of conditions and rules, asked once for all lints.

use rayon::prelude::*;

use crate::diagnostics::catalogue::rules;
use crate::logic::{
    Answer, Contradiction, Effort, Gap, Needless, Policy, Told, always_holds, can_hold, contradictions, gaps, is_plain,
    needless,
};
use crate::model::{Condition, Guard};

use super::{CHUNK, LintContext};

/// So many conditions of a chunk need a search: each is worth a thread.
const SEARCHES: usize = 16;

impl<'k> LintContext<'k> {
    /// Finds what several lints ask, before they are run beside each other. Whoever finds it uses all threads, and one
    /// that waits for the others takes up the next lint: that must not ask for what it is about to find.
    pub(in crate::lints) fn prepare(&self) {
        let _ = self.conditions();
        let _ = self.unanswerable();
        let _ = self.is_filled_in("");
        if self.tells(&rules::CONDITION_NEVER_HOLDS) || self.tells(&rules::VALUE_OUTSIDE_RANGE) {
            let _ = self.can_hold();
        }
        if self.tells(&rules::CONDITION_ALWAYS_HOLDS) {
            let _ = self.always_hold();
        }
        if self.tells(&rules::CONTRADICTORY_RULES) {
            let _ = self.contradictions();
        }
        if self.tells(&rules::NEEDLESS_RULE) {
            let _ = self.needless();
        }
        if self.tells(&rules::UNCOVERED_ANSWERS) {
            let _ = self.gaps();
        }
    }

    /// The rules of all guides, but for those of which a part could not be read or found.
    #[must_use]
    pub fn policy(&self) -> &Policy<'k> {
        self.policy.get_or_init(|| {
            let usable = |rule| !self.lost_any(rule) && !self.is_twice(rule);
            Policy::new(self.knowledge, self.web, self.guides, usable)
        })
    }

    /// Whether each of the [conditions](Self::conditions) can hold.
    #[must_use]
    pub fn can_hold(&self) -> &[Answer] {
        self.can_hold.get_or_init(|| self.of_each(|condition, effort| can_hold(self.knowledge, &[condition], effort)))
    }

    /// Whether each of the [conditions](Self::conditions) holds whatever is answered.
    #[must_use]
    pub fn always_hold(&self) -> &[Answer] {
        self.always_hold
            .get_or_init(|| self.of_each(|condition, effort| always_holds(self.knowledge, condition, effort)))
    }

    fn of_each(&self, answer: impl Fn(&Condition, Effort) -> Answer + Sync) -> Vec<Answer> {
        let conditions = self.conditions();
        let searches = conditions.iter().filter(|guard| !is_plain(&guard.condition)).count();
        let effort = Effort::default();
        let of_guard = |guard: &&Guard| answer(&guard.condition, effort);
        let together = if searches > SEARCHES { SEARCHES } else { 1 };
        conditions.par_iter().with_min_len(together.min(CHUNK)).map(of_guard).collect()
    }

    /// Rules that contradict each other.
    #[must_use]
    pub fn contradictions(&self) -> &Told<Contradiction> {
        self.contradictions.get_or_init(|| contradictions(self.policy()))
    }

    /// Rules that others make needless.
    #[must_use]
    pub fn needless(&self) -> &Told<Needless> {
        self.needless.get_or_init(|| needless(self.policy()))
    }

    /// Tables of rules that leave answers out.
    #[must_use]
    pub fn gaps(&self) -> &Told<Gap> {
        self.gaps.get_or_init(|| gaps(self.policy()))
    }
}
