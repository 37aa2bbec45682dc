//! Which outcome an answer means.
//!
//! In: a check, a remedy or a fact, and what somebody says of it: the name of an outcome, or a value. Out: the outcome,
//! or why there is none. A check that asks a value takes both; a word is a name there, so that a slip in a name is not
//! taken for a text that somebody pasted.

use crate::model::{Asks, Body, Comparison, Fact, FactType, ItemId, Knowledge, Operand, Outcome, Range, Version};
use crate::reasoning::CheckId;
use crate::source::Span;
use crate::syntax::text;

use super::decide::{Asked, Decision};
use super::scale::Stretch;
use super::values::Value;

/// What somebody says, once it is known what it is said of.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// An outcome of a check or a remedy, or a choice of a fact, by its index.
    Option(usize),
    /// A number or a version of a fact.
    Value(Operand),
    /// A text of a fact.
    Text(String),
}

/// Why an answer means nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Unfit<'k> {
    /// It is none of these.
    NoneOf(Vec<&'k str>),
    /// A number is asked for.
    NoNumber,
    /// A version is asked for.
    NoVersion,
    /// No outcome stands for this value.
    NoOutcome,
    /// The remedy has no ways of failing to tell apart.
    NoWays,
}

/// What is said of a check, a remedy or a fact, read as what that has. `None` where a fault elsewhere leaves it open.
///
/// # Errors
/// Why it is no answer.
pub fn said(knowledge: &Knowledge, of: ItemId, answer: Span) -> Result<Option<Reply>, Unfit<'_>> {
    read(knowledge, of, knowledge.slice(answer), false)
}

/// The same for what somebody types, without quotes: a check that asks a text takes any text that is no name.
///
/// # Errors
/// Why it is no answer.
pub fn typed<'k>(knowledge: &'k Knowledge, of: ItemId, answer: &str) -> Result<Option<Reply>, Unfit<'k>> {
    read(knowledge, of, answer, true)
}

fn read<'k>(knowledge: &'k Knowledge, of: ItemId, written: &str, typed: bool) -> Result<Option<Reply>, Unfit<'k>> {
    match &knowledge.item(of).body {
        Body::Fact(fact) if typed && fact.values == Some(FactType::Text) => Ok(Some(Reply::Text(written.to_owned()))),
        Body::Fact(fact) => of_fact(knowledge, fact, written),
        Body::Check(check) => {
            let asks = check.asks.map(|asks| asks.value);
            match named(knowledge, &check.outcomes, written) {
                Some(at) => Ok(Some(Reply::Option(at))),
                None => by_value(knowledge, &check.outcomes, asks, written, typed),
            }
        }
        Body::Remedy(remedy) if remedy.outcomes.is_empty() => Err(Unfit::NoWays),
        Body::Remedy(remedy) => match named(knowledge, &remedy.outcomes, written) {
            Some(at) => Ok(Some(Reply::Option(at))),
            None => Err(none_of(knowledge, &remedy.outcomes)),
        },
        _ => Ok(None),
    }
}

fn named(knowledge: &Knowledge, outcomes: &[Outcome], written: &str) -> Option<usize> {
    outcomes.iter().position(|outcome| knowledge.spelled(outcome.name) == written)
}

fn none_of<'k>(knowledge: &'k Knowledge, outcomes: &[Outcome]) -> Unfit<'k> {
    Unfit::NoneOf(outcomes.iter().map(|outcome| knowledge.spelled(outcome.name)).collect())
}

fn of_fact<'k>(knowledge: &'k Knowledge, fact: &Fact, written: &str) -> Result<Option<Reply>, Unfit<'k>> {
    let one_of = |names: Vec<&'k str>| match names.iter().position(|&name| name == written) {
        Some(at) => Ok(Some(Reply::Option(at))),
        None => Err(Unfit::NoneOf(names)),
    };
    match &fact.values {
        None => Ok(None),
        Some(FactType::YesNo(_)) => one_of(vec!["yes", "no"]),
        Some(FactType::OneOf(choices)) => one_of(choices.iter().map(|choice| knowledge.spelled(choice.name)).collect()),
        Some(FactType::Number(_)) => number(written).map(|value| Some(Reply::Value(value))).ok_or(Unfit::NoNumber),
        Some(FactType::Version) => version(written).map(|value| Some(Reply::Value(value))).ok_or(Unfit::NoVersion),
        Some(FactType::Text) => Ok(Some(Reply::Text(literal(written).unwrap_or_else(|| written.to_owned())))),
    }
}

/// The outcome of a value; the first pattern that finds something counts, then `otherwise`.
fn by_value<'k>(
    knowledge: &'k Knowledge,
    outcomes: &[Outcome],
    asks: Option<Asks>,
    written: &str,
    typed: bool,
) -> Result<Option<Reply>, Unfit<'k>> {
    let is_name = !(typed && asks == Some(Asks::Text))
        && written.starts_with(|c: char| c.is_ascii_alphabetic())
        && literal(written).is_none();
    let fits: Box<dyn Fn(&Range) -> bool + '_> = match asks {
        None => return Err(none_of(knowledge, outcomes)),
        Some(_) if is_name => return Err(none_of(knowledge, outcomes)),
        Some(Asks::Text) => {
            let text = literal(written).filter(|_| !typed).unwrap_or_else(|| written.to_owned());
            Box::new(move |range| match range {
                Range::Matching(pattern) => {
                    regex::Regex::new(&knowledge.verbatim(*pattern)).is_ok_and(|pattern| pattern.is_match(&text))
                }
                _ => false,
            })
        }
        Some(asks) => {
            let value = match asks {
                Asks::Number(_) => number(written).ok_or(Unfit::NoNumber)?,
                _ => version(written).ok_or(Unfit::NoVersion)?,
            };
            let point = point(&value);
            Box::new(move |range| match (Stretch::of_range(range), &point) {
                (Some(stretch), Some(point)) => stretch.holds(point),
                _ => false,
            })
        }
    };
    let range = |outcome: &Outcome| outcome.range.as_ref().map(|range| range.value.clone());
    let straight = outcomes.iter().position(|outcome| range(outcome).is_some_and(|range| fits(&range)));
    let found = straight.or_else(|| outcomes.iter().position(|outcome| range(outcome) == Some(Range::Otherwise)));
    found.map(|at| Some(Reply::Option(at))).ok_or(Unfit::NoOutcome)
}

fn number(written: &str) -> Option<Operand> {
    let plain = written.matches('.').count() <= 1;
    written.parse().ok().filter(|_| plain).map(Operand::Number)
}

fn version(written: &str) -> Option<Operand> {
    Version::parse(written).map(Operand::Version)
}

impl Reply {
    /// What was said of a fact as one of its values.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Reply::Option(at) => Value::Choice(u32::try_from(*at).ok()?),
            Reply::Value(value) => Value::Stretch(point(value)?),
            Reply::Text(text) => Value::Text(text.clone()),
        })
    }
}

/// A single value as a stretch.
fn point(value: &Operand) -> Option<Stretch> {
    Stretch::of_comparison(Comparison::Equal, value)?.pop()
}

/// What a text literal says; nothing for a bare word or a number.
fn literal(written: &str) -> Option<String> {
    written.ends_with('"').then(|| text::decode(written).into_owned())
}

/// Whether an answer to a check, a fact or a symptom says that it cannot be told.
#[must_use]
pub fn is_untold(knowledge: &Knowledge, of: ItemId, written: &str) -> bool {
    let outcomes = knowledge.outcomes(of);
    let is_asked = knowledge.remedy(of).is_none();
    is_asked && written == UNTOLD && outcomes.iter().all(|outcome| knowledge.spelled(outcome.name) != UNTOLD)
}

/// The answer of who cannot tell.
const UNTOLD: &str = "cannot-tell";

impl Decision {
    /// The engine's check and outcome of what is said of a check or a fact. Nothing where the guide does not ask it, as
    /// for a fact that only texts need.
    #[must_use]
    pub fn answered(&self, of: ItemId, said: &Reply) -> Option<(CheckId, usize)> {
        let check = self.check(of)?;
        let outcome = match (&self.checks[check.0], said) {
            (Asked::Fact(_, values), said) => values.iter().position(|value| is(value, said))?,
            (_, Reply::Option(at)) => *at,
            _ => return None,
        };
        (outcome < self.problem.checks[check.0].outcomes.len()).then_some((check, outcome))
    }
}

/// Whether a value of a fact is what is said; the last value of a text is every other text.
fn is(value: &Value, said: &Reply) -> bool {
    match (value, said) {
        (Value::Choice(choice), Reply::Option(at)) => *choice as usize == *at,
        (Value::Stretch(stretch), Reply::Value(value)) => point(value).is_some_and(|point| stretch.holds(&point)),
        (Value::Text(text), Reply::Text(said)) => text == said,
        (Value::OtherText, Reply::Text(_)) => true,
        _ => false,
    }
}
