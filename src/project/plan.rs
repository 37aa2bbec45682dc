//! A plan: what is proven of the order of a guide's steps, and where dialogues begin.

use std::fmt;
use std::sync::Arc;

use crate::config::Config;
use crate::decision::Decision;
use crate::decision::evidence::{self, Known as Evidence};
use crate::dialogue::{self, Subject};
use crate::edition::Edition;
use crate::model::{Chances, ItemId};
use crate::plans::Plans;
use crate::reasoning;
use crate::session::Whole;

use super::{Dialogue, Error, Known};

/// The plan of a guide. A clone is the same plan.
#[derive(Clone)]
pub struct Plan {
    planned: Arc<Planned>,
}

/// A guide with all that was reasoned about it.
pub(super) struct Planned {
    whole: Whole,
    guide: ItemId,
    decision: Decision,
    plan: reasoning::Plan,
    edition: Edition,
    chances: Chances,
}

impl Planned {
    pub(super) fn new(whole: Whole, guide: ItemId, decision: Decision, config: &Config, plans: &Plans) -> Self {
        let plan = plans.of_readers(&decision.problem, &reasoning::Evidence::default());
        let edition = config.edition.clone();
        let chances = whole.understood().chances_told(guide, config.numbers.told);
        Self { whole, guide, decision, plan, edition, chances }
    }

    pub(super) fn subject(&self) -> Subject<'_> {
        Subject {
            knowledge: &self.whole.understood().knowledge,
            guide: self.guide,
            decision: &self.decision,
            plan: &self.plan,
            edition: &self.edition,
            chances: self.chances,
        }
    }
}

impl Plan {
    pub(super) fn of(planned: Planned) -> Self {
        Self { planned: Arc::new(planned) }
    }

    pub(super) fn planned(&self) -> &Planned {
        &self.planned
    }

    fn entry(&self) -> &reasoning::Entry {
        self.planned.plan.entry()
    }

    /// What a reader needs on the average, in minutes: with what they wait, and with the time of whoever takes over in the end.
    #[must_use]
    pub fn expected_minutes(&self) -> f64 {
        self.entry().expected_minutes
    }

    /// The reader's own part of [`Plan::expected_minutes`]: neither waiting, nor the time of whoever takes over.
    #[must_use]
    pub fn active_minutes(&self) -> f64 {
        self.entry().active_minutes
    }

    /// What a reader needs at most, in minutes.
    #[must_use]
    pub fn longest_minutes(&self) -> f64 {
        self.entry().worst_minutes
    }

    /// What the plan makes as small as it can: the expected minutes with the price of risks, and without the part of waiting that
    /// costs nothing, as the settings have it.
    #[must_use]
    pub fn expected_cost(&self) -> f64 {
        self.entry().expected_cost
    }

    /// What the expected cost of no order of these steps can go below. That is proven.
    #[must_use]
    pub fn lower_bound(&self) -> f64 {
        self.entry().lower_bound
    }

    /// Whether this order is proven to be the best: its expected cost is the lower bound.
    #[must_use]
    pub fn is_best(&self) -> bool {
        self.entry().is_exact()
    }

    /// The share of readers whom a remedy helps, from 0 to 1. The others are handed over, or told how to go on.
    #[must_use]
    pub fn solved(&self) -> f64 {
        self.entry().solved
    }

    /// Begins a dialogue with somebody of whom nothing is known.
    #[must_use]
    pub fn dialogue(&self) -> Dialogue {
        Dialogue::of(self, dialogue::Dialogue::new(self.planned.subject(), Evidence::default()))
    }

    /// Begins a dialogue with what is known already.
    ///
    /// # Errors
    /// Names and values that are none in this guide.
    pub fn dialogue_knowing(&self, known: &Known) -> Result<Dialogue, Error> {
        let subject = self.planned.subject();
        let known = evidence::read(subject.knowledge, subject.decision, &known.words).map_err(Error::Input)?;
        Ok(Dialogue::of(self, dialogue::Dialogue::new(subject, known)))
    }

    /// Goes on where a dialogue stood, given by its [`Dialogue::state`], or by the address of a guide's page.
    ///
    /// # Errors
    /// Where that is not in this guide, or not any more.
    pub fn resume(&self, state: &str) -> Result<Dialogue, Error> {
        Ok(Dialogue::of(self, dialogue::Dialogue::resumed(self.planned.subject(), state)?))
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("expected_cost", &self.expected_cost())
            .field("lower_bound", &self.lower_bound())
            .finish_non_exhaustive()
    }
}
