//! The answers of checks, and the ways in which remedies fail: what they stand for, say of causes, and lead to.

use crate::source::Span;

use super::values::Version;
use super::{Given, Image, ItemId, Name, Ref, Text};

/// One answer of a check, or one way in which a remedy does not help.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Its name in the check.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// The values that it stands for, where the check asks one.
    pub range: Option<Box<Given<Range>>>,
    /// Its base rate. Boxed, as the range is: most outcomes have none.
    pub share: Option<Box<Given<f64>>>,
    /// What it says of causes.
    pub effects: Box<[Effect]>,
    /// Where to go.
    pub next: Option<Target>,
    /// What it looks like.
    pub images: Box<[Image]>,
    /// Names that it had before, as written: with a check in front, an outcome of that check.
    pub moved_from: Box<[Name]>,
}

/// The values that an outcome stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Range {
    /// What lies between two bounds; without one it has no end on that side.
    Within(Option<Bound>, Option<Bound>),
    /// Texts that a regular expression finds something in.
    Matching(Text),
    /// What no other outcome stands for.
    Otherwise,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The value.
    pub at: Scalar,
    /// Whether the value itself lies in the range.
    pub included: bool,
}

/// A value on a scale.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum Scalar {
    /// A number.
    Number(f64),
    /// A version.
    Version(Version),
}

/// What an outcome says of a cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// What it says.
    pub kind: EffectKind,
    /// Of which cause.
    pub cause: Ref,
    /// The word that says it, up to the end of what it says.
    pub span: Span,
}

/// What can be said of a cause.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EffectKind {
    /// Only it can give this.
    Confirms,
    /// It gives this so many times as often as a cause of which nothing is said.
    PointsTo(f64),
    /// It gives this so many times less often.
    Against(f64),
    /// It cannot give this.
    RulesOut,
    /// It gives this with this chance.
    Given(f64),
}

/// Where a route leads.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// The trouble is over.
    Solved(Span),
    /// A step, a guide or an escalation.
    Item(Ref),
}

impl Target {
    /// Its place.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Target::Solved(span) => span,
            Target::Item(name) => name.span,
        }
    }

    /// The item that it leads to.
    #[must_use]
    pub fn item(self) -> Option<ItemId> {
        match self {
            Target::Solved(_) => None,
            Target::Item(name) => name.to,
        }
    }
}
