//! What is carried out, and the care that it asks for.

use std::sync::LazyLock;

use crate::source::Span;

use super::{Body, Given, Item, Name, Ref, StepEntry, Text};

/// What checks and remedies have in common: something to carry out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Procedure {
    /// The name of its stage.
    pub stage: Option<Name>,
    /// The reader's own time, in minutes.
    pub takes: Option<Given<f64>>,
    /// What to do.
    pub steps: Box<[StepEntry]>,
    /// What few ask for; see [`Procedure::care`].
    pub(super) care: Option<Box<Care>>,
}

impl Item {
    /// What is carried out in a check or a remedy; nothing in any other item.
    #[must_use]
    pub fn procedure(&self) -> Option<&Procedure> {
        match &self.body {
            Body::Check(check) => Some(&check.procedure),
            Body::Remedy(remedy) => Some(&remedy.procedure),
            _ => None,
        }
    }
}

/// What a procedure may ask for besides being done, and few do.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Care {
    /// The time until a result shows, in minutes.
    pub waits: Option<Given<f64>>,
    /// What a reader must have.
    pub needs: Box<[Text]>,
    /// What comes before it, where that is done at all.
    pub after: Box<[Ref]>,
    /// Without what it must not be done.
    pub only_after: Box<[Ref]>,
    /// What it risks.
    pub risk: Option<Risk>,
    /// How to take it back.
    pub undo: Option<(Span, Undo)>,
    /// How to tidy up.
    pub afterwards: Option<HowTo>,
}

impl Care {
    /// What comes before it in either way.
    pub fn before(&self) -> impl Iterator<Item = Ref> {
        self.after.iter().chain(&self.only_after).copied()
    }
}

impl Procedure {
    /// What few ask for; that of a procedure that asks for none of it is empty.
    #[must_use]
    pub fn care(&self) -> &Care {
        static NOTHING: LazyLock<Care> = LazyLock::new(Care::default);
        self.care.as_deref().unwrap_or(&NOTHING)
    }
}

/// What a step risks.
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// How much.
    pub level: RiskLevel,
    /// What is lost.
    pub loses: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// How much a step risks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskLevel {
    /// Nothing is lost.
    #[default]
    Safe,
    /// Something may be.
    Caution,
    /// Something is.
    Destructive,
}

/// How to take a step back.
#[derive(Debug, Clone, PartialEq)]
pub enum Undo {
    /// It cannot be taken back.
    Impossible,
    /// So.
    How(HowTo),
}

/// A way to do something: a sentence, or steps.
#[derive(Debug, Clone, PartialEq)]
pub enum HowTo {
    /// A sentence.
    Text(Text),
    /// Steps.
    Steps(Box<[StepEntry]>),
}
