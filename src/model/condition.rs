//! Conditions over findings, facts and what was tried.

use crate::source::Span;

use super::Ref;
use super::values::Version;

/// A condition and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Guard {
    /// The whole condition.
    pub span: Span,
    /// What it says.
    pub condition: Condition,
}

/// A condition. It has three values: what is not known is neither true nor false.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Each is true.
    All(Box<[Condition]>),
    /// One is true.
    Any(Box<[Condition]>),
    /// It is false.
    Not(Box<Condition>),
    /// So many are true.
    AtLeast(u32, Box<[Condition]>),
    /// A symptom is seen.
    Seen(Ref),
    /// A remedy was tried and did not help.
    Tried(Ref),
    /// A check, a remedy or a fact has an outcome or a value.
    Is(Subject),
    /// A fact compares so with a value.
    Compare(Subject, Comparison),
}

/// What a condition asks about, and the value that it is held against.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The check, remedy or fact.
    pub name: Ref,
    /// The place of the value.
    pub value: Span,
    /// The value, once the name is known; nothing where that was reported.
    pub operand: Option<Operand>,
}

/// A value in a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// An outcome of a check or a remedy, or a choice of a fact, by its index. Of a yes-no fact, `yes` is 0.
    Option(u32),
    /// A number in the unit of the fact.
    Number(f64),
    /// A version.
    Version(Version),
    /// A text; its literal or word is the span.
    Text,
}

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    More,
}

impl Comparison {
    /// The comparison that an operator stands for.
    #[must_use]
    pub fn of(operator: &str) -> Option<Self> {
        Some(match operator {
            "<" => Comparison::Less,
            "<=" => Comparison::AtMost,
            "=" => Comparison::Equal,
            "!=" => Comparison::NotEqual,
            ">=" => Comparison::AtLeast,
            ">" => Comparison::More,
            _ => return None,
        })
    }

    /// Its operator.
    #[must_use]
    pub fn operator(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::AtLeast => ">=",
            Comparison::More => ">",
        }
    }
}

impl Condition {
    /// Calls `visit` for each name in the condition, in the order in which they stand.
    pub fn names(&self, visit: &mut dyn FnMut(&Ref)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                for part in parts {
                    part.names(visit);
                }
            }
            Condition::Not(part) => part.names(visit),
            Condition::Seen(name) | Condition::Tried(name) => visit(name),
            Condition::Is(subject) | Condition::Compare(subject, _) => visit(&subject.name),
        }
    }
}
