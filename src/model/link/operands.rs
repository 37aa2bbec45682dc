//! Values in conditions: which outcome, which choice, which number.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names as faults;
use crate::source::{Sources, Span};
use crate::syntax::nearest;

use super::super::lower::{bad_number, bad_version};
use super::super::values;
use super::super::{Body, Comparison, FactType, Item, Name, Operand, Subject, Version};

/// What values an item can have, as conditions name them.
pub(super) struct Values<'s> {
    /// Where the item is defined.
    place: Span,
    /// Whether some of its values may not have parsed.
    broken: bool,
    of: Type<'s>,
}

enum Type<'s> {
    Options(Box<[&'s str]>),
    Number,
    Version,
    Text,
}

impl<'s> Values<'s> {
    /// Nothing for an item that has no values, or whose values were reported as missing.
    pub fn of(sources: &'s Sources, item: &Item) -> Option<Self> {
        let spelled = |name: Name| sources.slice(name.span);
        let of = match &item.body {
            Body::Check(check) => Type::Options(check.outcomes.iter().map(|outcome| spelled(outcome.name)).collect()),
            Body::Remedy(remedy) => {
                Type::Options(remedy.outcomes.iter().map(|outcome| spelled(outcome.name)).collect())
            }
            Body::Fact(fact) => match fact.values.as_ref()? {
                FactType::YesNo(_) => Type::Options(Box::new(["yes", "no"])),
                FactType::OneOf(choices) => Type::Options(choices.iter().map(|choice| spelled(choice.name)).collect()),
                FactType::Number(_) => Type::Number,
                FactType::Version => Type::Version,
                FactType::Text => Type::Text,
            },
            _ => return None,
        };
        Some(Values { place: item.name.span, broken: item.broken, of })
    }
}

/// The value of a condition; `Ok(None)` where a fault elsewhere leaves it open.
pub(super) fn operand(
    sources: &Sources,
    values: &Values,
    subject: &Subject,
    comparison: Option<Comparison>,
) -> Result<Option<Operand>, Box<Diagnostic>> {
    let written = sources.slice(subject.value);
    let ordered = !matches!(comparison, None | Some(Comparison::Equal | Comparison::NotEqual));
    match &values.of {
        Type::Number => match values::number(written) {
            Ok(value) => Ok(Some(Operand::Number(value))),
            Err(_) => Err(Box::new(bad_number(subject.value, written))),
        },
        Type::Version => match Version::parse(written) {
            Some(version) => Ok(Some(Operand::Version(version))),
            None => Err(Box::new(bad_version(subject.value, written))),
        },
        _ if ordered => Err(Box::new(no_order(sources, values, subject))),
        Type::Text => Ok(Some(Operand::Text)),
        Type::Options(names) => match names.iter().position(|&name| name == written) {
            Some(at) => Ok(Some(Operand::Option(at as u32))),
            None if values.broken => Ok(None),
            None => Err(Box::new(unknown_option(sources, values, names, subject))),
        },
    }
}

fn no_order(sources: &Sources, values: &Values, subject: &Subject) -> Diagnostic {
    let name = sources.slice(subject.name.span);
    Diagnostic::new(&faults::NO_ORDER, subject.value, format!("the values of `{name}` have no order"))
        .label(values.place, "it is no number and no version")
        .help("ask with `is`")
}

fn unknown_option(sources: &Sources, values: &Values, names: &[&str], subject: &Subject) -> Diagnostic {
    let written = sources.slice(subject.value);
    let message = format!("`{}` is never `{written}`", sources.slice(subject.name.span));
    let finding = Diagnostic::new(&faults::UNKNOWN_OUTCOME, subject.value, message)
        .label(values.place, "it is defined here")
        .did_you_mean(nearest(written, names.iter().copied()), subject.value);
    if names.is_empty() {
        return finding.help("it has no outcomes; `tried` asks whether a remedy did not help");
    }
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    finding.help(format!("it is one of {}", quoted.join(", ")))
}
