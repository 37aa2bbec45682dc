//! Tests that authors write.

use crate::source::Span;

use super::{Given, Ref, Target, Text};

/// A test of a guide: what is given, and what must come of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// The guide that it tests.
    pub guide: Ref,
    /// What is given, in the order of the file.
    pub given: Box<[Evidence]>,
    /// What is expected, in the order of the file.
    pub expected: Box<[(Span, Expectation)]>,
}

/// One thing that is given.
#[derive(Debug, Clone, PartialEq)]
pub enum Evidence {
    /// A symptom is seen.
    Observe(Ref),
    /// A symptom is known not to be there.
    Absent(Ref),
    /// A fact, with the place of its value.
    Know(Ref, Span),
    /// A check's answer: the place of an outcome's name, or of a value where the check asks one.
    Answer(Ref, Span),
    /// A remedy was tried and did not help.
    Tried(Ref),
    /// The reader is one who has this cause.
    Suppose(Ref),
}

/// Which side of a bound is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// More than the bound.
    Above,
    /// Less than the bound.
    Below,
}

/// One thing that must come of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Expectation {
    /// A cause has a chance above or below a bound.
    Cause(Ref, Side, Given<f64>),
    /// No cause is likelier.
    MostLikely(Ref),
    /// A cause has no chance.
    RuledOut(Ref),
    /// What comes next.
    Next(Target),
    /// A step that never comes.
    Never(Ref),
    /// A part of a warning that is shown.
    Warn(Text),
    /// The remedy that ends it, within so many steps and minutes.
    Solved {
        /// The remedy.
        by: Ref,
        /// At most so many steps.
        steps: Option<Given<u32>>,
        /// At most so many minutes of the published time.
        minutes: Option<Given<f64>>,
    },
    /// Who takes over at the end.
    Escalated(Ref),
}
