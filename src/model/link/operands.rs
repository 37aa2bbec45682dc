//! Values in conditions: which outcome, which choice, which number.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::diagnostics::catalogue::names as faults;
use crate::diagnostics::{Diagnostic, one_of};
use crate::source::{Sources, Span};
use crate::syntax::{Known, Patience};

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
    Options(Options<'s>),
    Number,
    Version,
    Text,
}

/// The names of outcomes or choices.
struct Options<'s> {
    names: Box<[&'s str]>,
    /// The place of each, made where there are many and one is asked for.
    places: OnceLock<Box<FxHashMap<&'s str, u32>>>,
    /// The same names for those that are near to one of them.
    known: OnceLock<Box<Known<'s>>>,
}

/// So many names are looked through as fast as an index is asked.
const FEW: usize = 16;

impl<'s> Options<'s> {
    fn of(names: impl Iterator<Item = &'s str>) -> Self {
        Options { names: names.collect(), places: OnceLock::new(), known: OnceLock::new() }
    }

    /// The place of a name; of two equal ones, that of the first.
    fn place(&self, written: &str) -> Option<u32> {
        if self.names.len() <= FEW {
            return self.names.iter().position(|&name| name == written).map(|at| at as u32);
        }
        let places = self.places.get_or_init(|| {
            let mut places = FxHashMap::default();
            for (at, &name) in self.names.iter().enumerate() {
                places.entry(name).or_insert(at as u32);
            }
            Box::new(places)
        });
        places.get(written).copied()
    }

    fn nearest(&self, written: &str, patience: &mut Patience) -> Option<&'s str> {
        self.known.get_or_init(|| Box::new(Known::of(self.names.to_vec()))).nearest(written, patience)
    }
}

impl<'s> Values<'s> {
    /// The names of outcomes or choices; none where values are numbers, versions or texts.
    pub fn names(&self) -> &[&'s str] {
        match &self.of {
            Type::Options(options) => &options.names,
            Type::Number | Type::Version | Type::Text => &[],
        }
    }

    /// Nothing for an item that has no values, or whose values were reported as missing.
    pub fn of(sources: &'s Sources, item: &Item) -> Option<Self> {
        let spelled = |name: Name| sources.slice(name.span);
        let of = match &item.body {
            Body::Check(check) => {
                Type::Options(Options::of(check.outcomes.iter().map(|outcome| spelled(outcome.name))))
            }
            Body::Remedy(remedy) => {
                Type::Options(Options::of(remedy.outcomes.iter().map(|outcome| spelled(outcome.name))))
            }
            Body::Fact(fact) => match fact.values.as_ref()? {
                FactType::YesNo(_) => Type::Options(Options::of(["yes", "no"].into_iter())),
                FactType::OneOf(choices) => {
                    Type::Options(Options::of(choices.iter().map(|choice| spelled(choice.name))))
                }
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
    patience: &mut Patience,
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
        Type::Options(options) => match options.place(written) {
            Some(at) => Ok(Some(Operand::Option(at))),
            None if values.broken => Ok(None),
            None => Err(Box::new(unknown_option(sources, values, options, subject, patience))),
        },
    }
}

fn no_order(sources: &Sources, values: &Values, subject: &Subject) -> Diagnostic {
    let name = sources.slice(subject.name.span);
    Diagnostic::new(&faults::NO_ORDER, subject.value, format!("the values of `{name}` have no order"))
        .label(values.place, "it is no number and no version")
        .help("ask with `is`")
}

fn unknown_option(
    sources: &Sources,
    values: &Values,
    options: &Options,
    subject: &Subject,
    patience: &mut Patience,
) -> Diagnostic {
    let written = sources.slice(subject.value);
    let message = format!("`{}` is never `{written}`", sources.slice(subject.name.span));
    let finding = Diagnostic::new(&faults::UNKNOWN_OUTCOME, subject.value, message)
        .label(values.place, "it is defined here")
        .did_you_mean(options.nearest(written, patience), subject.value);
    if options.names.is_empty() {
        return finding.help("it has no outcomes; `tried` asks whether a remedy did not help");
    }
    finding.help(one_of(&options.names))
}
