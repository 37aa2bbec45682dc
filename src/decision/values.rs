//! The values of a fact, as far as conditions tell them apart.
//!
//! In: a fact, and what conditions hold it against. Out: a list of values of which exactly one is true, and whether a
//! condition holds for each. A choice is a value of its own; numbers and versions are cut into stretches by the
//! conditions, and of texts there are those that a condition names, and all others.

use crate::model::{Comparison, Condition, Fact, FactType, Knowledge, Operand, Subject};
use crate::syntax::text;

use super::scale::{Cut, Stretch, cells, written};

/// One value of a fact, or many that no condition tells apart.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A choice, by its index; of a yes-no fact, `yes` is 0.
    Choice(u32),
    /// All numbers or versions of a stretch.
    Stretch(Stretch),
    /// A text that a condition names.
    Text(String),
    /// Every text that no condition names.
    OtherText,
}

/// A part of a condition that holds a fact against a value: `None` stands for `is`.
pub type Test<'a> = (Option<Comparison>, &'a Subject);

/// The part of a condition that asks for a value, if it is one.
#[must_use]
pub fn test(condition: &Condition) -> Option<Test<'_>> {
    match condition {
        Condition::Is(subject) => Some((None, subject)),
        Condition::Compare(subject, comparison) => Some((Some(*comparison), subject)),
        _ => None,
    }
}

/// The values of a fact that the tests tell apart, in order. Nothing where its type was not readable.
#[must_use]
pub fn values(knowledge: &Knowledge, fact: &Fact, tests: &[Test]) -> Vec<Value> {
    match &fact.values {
        None => Vec::new(),
        Some(FactType::YesNo(_)) => vec![Value::Choice(0), Value::Choice(1)],
        Some(FactType::OneOf(choices)) => (0..choices.len() as u32).map(Value::Choice).collect(),
        Some(FactType::Text) => {
            let mut named: Vec<String> = tests.iter().map(|(_, subject)| text_of(knowledge, subject)).collect();
            named.sort_unstable();
            named.dedup();
            named.into_iter().map(Value::Text).chain([Value::OtherText]).collect()
        }
        Some(FactType::Number(_) | FactType::Version) => {
            let stretches: Vec<Vec<Stretch>> =
                tests.iter().filter_map(|&(comparison, subject)| stretches(comparison, subject)).collect();
            merged(&stretches).into_iter().map(Value::Stretch).collect()
        }
    }
}

/// The stretches that a test holds for.
fn stretches(comparison: Option<Comparison>, subject: &Subject) -> Option<Vec<Stretch>> {
    let operand = subject.operand.as_ref()?;
    match comparison {
        None => Stretch::of_is(operand),
        Some(comparison) => Stretch::of_comparison(comparison, operand),
    }
}

/// Cells, where neighbours that no test tells apart are one.
fn merged(tests: &[Vec<Stretch>]) -> Vec<Stretch> {
    let truth = |cell: &Stretch| -> Vec<bool> {
        tests.iter().map(|stretches| stretches.iter().any(|stretch| stretch.holds(cell))).collect()
    };
    let mut merged: Vec<(Stretch, Vec<bool>)> = Vec::new();
    for cell in cells(&tests.concat()) {
        let truth = truth(&cell);
        match merged.last_mut() {
            Some((last, same)) if *same == truth => last.to = cell.to,
            _ => merged.push((cell, truth)),
        }
    }
    merged.into_iter().map(|(cell, _)| cell).collect()
}

/// Whether a test holds for a value that was made of it and others; nothing where that was reported as a fault.
#[must_use]
pub fn holds(knowledge: &Knowledge, value: &Value, (comparison, subject): Test) -> Option<bool> {
    let same = match (value, subject.operand.as_ref()?) {
        (Value::Choice(choice), Operand::Option(wanted)) => choice == wanted,
        (Value::Text(text), Operand::Text) => *text == text_of(knowledge, subject),
        (Value::OtherText, Operand::Text) => false,
        (Value::Stretch(cell), Operand::Number(_) | Operand::Version(_)) => {
            return Some(stretches(comparison, subject)?.iter().any(|stretch| stretch.holds(cell)));
        }
        _ => return None,
    };
    match comparison {
        None | Some(Comparison::Equal) => Some(same),
        Some(Comparison::NotEqual) => Some(!same),
        Some(_) => None,
    }
}

/// Whether a test holds for all of a value, which need not have been cut by it; nothing where it holds for a part.
#[must_use]
pub fn known_to_hold(knowledge: &Knowledge, value: &Value, (comparison, subject): Test) -> Option<bool> {
    let Value::Stretch(cell) = value else {
        // Of a text that is none of some others, it is only known that it is none of those.
        return holds(knowledge, value, (comparison, subject)).filter(|_| *value != Value::OtherText);
    };
    let stretches = stretches(comparison, subject)?;
    if stretches.iter().any(|stretch| stretch.holds(cell)) {
        Some(true)
    } else {
        stretches.iter().all(|stretch| stretch.meet(cell).is_empty()).then_some(false)
    }
}

/// The text that a condition names: a literal, or a bare word.
fn text_of(knowledge: &Knowledge, subject: &Subject) -> String {
    let written = knowledge.slice(subject.value);
    if written.starts_with(['"', 'r']) && written.ends_with('"') {
        text::decode(written).into_owned()
    } else {
        written.to_owned()
    }
}

/// A value in words: its name, the text, or the bounds of a stretch as a range has them.
#[must_use]
pub fn name(knowledge: &Knowledge, fact: &Fact, value: &Value) -> String {
    match (value, &fact.values) {
        (Value::Choice(at), Some(FactType::OneOf(choices))) => {
            choices.get(*at as usize).map_or_else(String::new, |choice| knowledge.spelled(choice.name).to_owned())
        }
        (Value::Choice(0), _) => "yes".to_owned(),
        (Value::Choice(_), _) => "no".to_owned(),
        (Value::Text(text), _) => format!("{text:?}"),
        (Value::OtherText, _) => "otherwise".to_owned(),
        (Value::Stretch(stretch), _) => stretch_name(stretch),
    }
}

fn stretch_name(stretch: &Stretch) -> String {
    let end = |cut: &Option<Cut>, before: &str, behind: &str| {
        cut.as_ref().map(|cut| format!("{} {}", if cut.behind { behind } else { before }, written(&cut.at)))
    };
    if let (Some(from), Some(to)) = (&stretch.from, &stretch.to)
        && from.at == to.at
    {
        return written(&from.at);
    }
    let ends = [end(&stretch.from, "from", "above"), end(&stretch.to, "below", "up to")];
    let named: Vec<String> = ends.into_iter().flatten().collect();
    if named.is_empty() { "any".to_owned() } else { named.join(" ") }
}
