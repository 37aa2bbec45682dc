//! Which numbers readers are told: those that an author wrote. A time or a chance that rests on what kbc takes where nobody says
//! anything is reckoned with, and not told as if somebody knew it.

use super::{Chances, ItemId, Knowledge, Verify};

impl Knowledge {
    /// Whether an author wrote how likely a cause is.
    #[must_use]
    pub fn has_written_likelihood(&self, cause: ItemId) -> bool {
        self.cause(cause).and_then(|cause| cause.likelihood).is_some_and(|given| given.is_written())
    }

    /// How readers of a guide that holds these causes are told chances. Where nobody wrote how common any of them is, all
    /// chances rest on that, and readers are told none.
    #[must_use]
    pub fn chances_told(&self, causes: &[ItemId], wanted: Chances) -> Chances {
        let rests_on_nothing = !causes.is_empty() && !causes.iter().any(|&cause| self.has_written_likelihood(cause));
        if rests_on_nothing { Chances::Off } else { wanted }
    }

    /// Whether an author wrote how long something takes: a check, a remedy, a fact, or who takes over.
    #[must_use]
    pub fn has_written_time(&self, item: ItemId) -> bool {
        self.own_minutes(item).is_some() || self.escalation(item).is_some_and(|end| end.takes.is_some())
    }

    /// How long a check, a remedy or a fact keeps its reader busy, in minutes, as an author wrote it.
    #[must_use]
    pub fn own_minutes(&self, step: ItemId) -> Option<f64> {
        let own = self.item(step).procedure().and_then(|procedure| procedure.takes);
        own.or_else(|| self.fact(step)?.takes).map(|given| given.value)
    }

    /// The same with the time to see whether a remedy helped, as far as an author wrote that too.
    #[must_use]
    pub fn busy_minutes(&self, step: ItemId) -> Option<f64> {
        let verify = self.verify_of(step).and_then(|verify| verify.takes).map_or(0.0, |given| given.value);
        self.own_minutes(step).map(|own| own + verify)
    }

    /// How long it takes until a result of a check or a remedy shows, in minutes.
    #[must_use]
    pub fn waiting_minutes(&self, step: ItemId) -> f64 {
        let own = self.item(step).procedure().and_then(|procedure| procedure.care().waits);
        let verify = self.verify_of(step).and_then(|verify| verify.waits);
        // A sum of nothing would be -0.
        [own, verify].into_iter().flatten().fold(0.0, |sum, given| sum + given.value)
    }

    fn verify_of(&self, step: ItemId) -> Option<&Verify> {
        self.remedy(step).and_then(|remedy| remedy.verify.as_deref())
    }
}
