//! A dialogue that owns what it is about, so that it can be kept between two requests.

use std::fmt;

use crate::decision::evidence::{InputError, one_of};
use crate::dialogue::{self, Event, Move, Parked, Why, protocol};

use super::{Error, Plan};

/// Leads one reader through a guide: it shows a step, takes what came of it, and shows the next, until it ends.
///
/// A move that cannot be made is an error, and changes nothing. To keep a dialogue elsewhere, keep its [`Dialogue::state`], which
/// [`Plan::resume`] goes on from.
#[derive(Clone)]
pub struct Dialogue {
    plan: Plan,
    parked: Parked,
    step: Event,
    state: String,
}

impl Dialogue {
    pub(super) fn of(plan: &Plan, now: dialogue::Dialogue<'_>) -> Self {
        let (step, state) = (now.event(), now.address());
        Self { plan: plan.clone(), parked: now.parked(), step, state }
    }

    /// What is before the reader now: a question, a remedy to try, or the end.
    #[must_use]
    pub fn step(&self) -> &Event {
        &self.step
    }

    /// Where it stands, in a line. It tells all answers so far; behind `#go/` it is the address of the same place on the page of the
    /// guide. [`Dialogue::back`] does not reach behind a state that was resumed.
    #[must_use]
    pub fn state(&self) -> &str {
        &self.state
    }

    /// Whether nothing more is asked.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.step, Event::End(_))
    }

    /// Whether there is a move to take back.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.now().can_go_back()
    }

    /// Why this step comes now, and what each answer would tell.
    #[must_use]
    pub fn why(&self) -> Why {
        self.now().why()
    }

    /// Answers the question: by the name of an option, or with a value where the question asks one.
    ///
    /// # Errors
    /// Where that is no answer, or nothing is asked.
    pub fn answer(&mut self, answer: &str) -> Result<(), Error> {
        self.make(|_| Ok(Move::Answer(answer.to_owned())))
    }

    /// The reader cannot tell, or cannot do what they are to do.
    ///
    /// # Errors
    /// At the end.
    pub fn cannot(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::Cant))
    }

    /// The remedy helped.
    ///
    /// # Errors
    /// Where there is none, or it only prepares what comes next.
    pub fn solved(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::Solved))
    }

    /// The remedy did not help; the name of an option says how, where there are several.
    ///
    /// # Errors
    /// Where there is no remedy, or it is not said how.
    pub fn failed(&mut self, how: Option<&str>) -> Result<(), Error> {
        self.make(|_| Ok(Move::Failed(how.map(str::to_owned))))
    }

    /// What the remedy would bring about is so already, and the trouble is there all the same.
    ///
    /// # Errors
    /// Where there is no remedy, or none that can be so already.
    pub fn already_so(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::Already))
    }

    /// What only prepares the next step is done.
    ///
    /// # Errors
    /// Where the step is another.
    pub fn done(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::Done))
    }

    /// The reader wants to be handed over now.
    ///
    /// # Errors
    /// At the end.
    pub fn hand_over(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::HandOver))
    }

    /// The reader sees a symptom, or sees that it is not there, whatever is asked now.
    ///
    /// # Errors
    /// Where the guide has no such symptom; at the end.
    pub fn observe(&mut self, symptom: &str, is_seen: bool) -> Result<(), Error> {
        self.make(|now| {
            let subject = now.subject();
            let symptom = one_of(subject.knowledge, &subject.decision.symptoms, symptom, "symptom")?;
            Ok(Move::Observe(symptom, is_seen))
        })
    }

    /// A fact has a value, or a [`Blank`](crate::Blank) is filled in, whatever is asked now.
    ///
    /// # Errors
    /// Where the guide has no such fact, or that is no value of it.
    pub fn know(&mut self, fact: &str, value: &str) -> Result<(), Error> {
        self.make(|now| Ok(Move::Know(protocol::fact(&now.subject(), fact)?, value.to_owned())))
    }

    /// Takes the last move back.
    ///
    /// # Errors
    /// At the beginning.
    pub fn back(&mut self) -> Result<(), Error> {
        self.make(|_| Ok(Move::Back))
    }

    fn now(&self) -> dialogue::Dialogue<'_> {
        self.parked.clone().about(self.plan.planned().subject())
    }

    fn make(&mut self, one: impl FnOnce(&dialogue::Dialogue<'_>) -> Result<Move, InputError>) -> Result<(), Error> {
        let mut now = self.now();
        let one = one(&now)?;
        now.make(&one)?;
        *self = Self::of(&self.plan, now);
        Ok(())
    }
}

impl fmt::Debug for Dialogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dialogue").field("state", &self.state).field("step", &self.step).finish_non_exhaustive()
    }
}
