//! The values of a fact, as far as conditions tell them apart.
//!
//! In: a fact, and what conditions hold it against. Out: a list of values of which exactly one is true, and whether a
//! condition holds for each. A choice is a value of its own; numbers and versions are cut into stretches by the
//! conditions, and of texts there are those that a condition names, and all others.

use std::cmp::Ordering;
use std::ops::Range;

use crate::model::{Comparison, Condition, Fact, FactType, Knowledge, Operand, Scalar, Subject, Version};
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

/// The whole of a scale.
static WHOLE: Stretch = Stretch { from: None, to: None };

impl Value {
    /// The stretch of a scale that it is.
    fn stretch(&self) -> &Stretch {
        match self {
            Value::Stretch(stretch) => stretch,
            _ => &WHOLE,
        }
    }
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
    let cells = cells(&tests.concat());
    // Whether some test holds for one of a cell and the one before it, and not for the other.
    let mut parted = vec![false; cells.len() + 1];
    for stretches in tests {
        let mut held: Vec<Range<usize>> = stretches.iter().map(|stretch| stretch.held(&cells, |cell| cell)).collect();
        held.retain(|places| !places.is_empty());
        held.sort_unstable_by_key(|places| places.start);
        for (at, places) in held.iter().enumerate() {
            parted[places.start] |= at == 0 || held[at - 1].end < places.start;
            parted[places.end] |= held.get(at + 1).is_none_or(|next| places.end < next.start);
        }
    }
    let mut merged: Vec<Stretch> = Vec::new();
    for (cell, parted) in cells.into_iter().zip(parted) {
        match merged.last_mut() {
            Some(last) if !parted => last.to = cell.to,
            _ => merged.push(cell),
        }
    }
    merged
}

/// The places of the values of a fact for which a test holds, ascending; nothing where that was reported as a fault. The
/// values were made of the test and others, so that each is wholly in or out.
#[must_use]
pub fn holding(knowledge: &Knowledge, values: &[Value], (comparison, subject): Test) -> Option<Vec<Range<usize>>> {
    let place = match (values.first(), subject.operand.as_ref()?) {
        (None, _) => return Some(Vec::new()),
        (Some(Value::Choice(_)), Operand::Option(wanted)) => Some(*wanted as usize),
        // Texts are in order, and all others come last.
        (Some(Value::Text(_) | Value::OtherText), Operand::Text) => {
            let text = text_of(knowledge, subject);
            let order = |value: &Value| match value {
                Value::Text(other) => other.cmp(&text),
                _ => Ordering::Greater,
            };
            values.binary_search_by(order).ok()
        }
        (Some(Value::Stretch(_)), Operand::Number(_) | Operand::Version(_)) => {
            let held = |stretch: &Stretch| stretch.held(values, Value::stretch);
            return Some(stretches(comparison, subject)?.iter().map(held).filter(|held| !held.is_empty()).collect());
        }
        _ => return None,
    };
    let one = place.filter(|&place| place < values.len()).map(|place| place..place + 1);
    match comparison {
        None | Some(Comparison::Equal) => Some(one.into_iter().collect()),
        Some(Comparison::NotEqual) => {
            let cut = one.unwrap_or(values.len()..values.len());
            Some([0..cut.start, cut.end..values.len()].into_iter().filter(|places| !places.is_empty()).collect())
        }
        Some(_) => None,
    }
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
        (Value::Text(said), _) => text::quote(said),
        (Value::OtherText, _) => "otherwise".to_owned(),
        (Value::Stretch(stretch), _) => stretch_name(stretch),
    }
}

/// One value as the author of a scenario writes it: of a stretch one example, and for any other text one that is none of
/// `all`.
#[must_use]
pub fn example(knowledge: &Knowledge, fact: &Fact, value: &Value, all: &[Value]) -> String {
    match value {
        Value::Choice(_) | Value::Text(_) => name(knowledge, fact, value),
        Value::OtherText => {
            let mut other = "something else".to_owned();
            while all.contains(&Value::Text(other.clone())) {
                other.push('!');
            }
            text::quote(&other)
        }
        Value::Stretch(stretch) => written(&stretch.example().unwrap_or(match fact.values {
            Some(FactType::Version) => Scalar::Version(Version::default()),
            _ => Scalar::Number(0.0),
        })),
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

/// The stretch of versions or of numbers that has this [`name`], also with `_` in the place of blanks; nothing where none has.
#[must_use]
pub fn stretch_named(name: &str, of_versions: bool) -> Option<Stretch> {
    let scalar = |text: &str| {
        let number = || text.parse().ok().filter(|number: &f64| number.is_finite()).map(Scalar::Number);
        if of_versions { Version::parse(text).map(Scalar::Version) } else { number() }
    };
    let cut = |text: &str, behind| Some(Cut { at: scalar(text)?, behind });
    let mut words = name.split([' ', '_']).peekable();
    let mut stretch = Stretch::default();
    if let Some(word @ ("from" | "above")) = words.peek().copied() {
        words.next();
        stretch.from = Some(cut(words.next()?, word == "above")?);
    }
    match words.next() {
        None if stretch.from.is_some() => {}
        Some("any") if stretch.from.is_none() => {}
        Some("below") => stretch.to = Some(cut(words.next()?, false)?),
        Some("up") if words.next() == Some("to") => stretch.to = Some(cut(words.next()?, true)?),
        Some(value) if stretch.from.is_none() => {
            stretch = Stretch { from: Some(cut(value, false)?), to: Some(cut(value, true)?) };
        }
        _ => return None,
    }
    words.next().is_none().then_some(stretch)
}

#[cfg(test)]
mod tests {
    use super::super::scale::cells;
    use super::*;

    #[test]
    fn a_stretch_is_read_from_its_name() {
        let scales: [(bool, [Scalar; 2]); 2] = [
            (false, [Scalar::Number(-2.5), Scalar::Number(7.0)]),
            (true, ["17.9", "17.10"].map(|text| Scalar::Version(Version::parse(text).expect("a version")))),
        ];
        for (of_versions, [low, high]) in scales {
            let cut = |at: &Scalar, behind| Some(Cut { at: at.clone(), behind });
            let cutting = [
                Stretch { from: cut(&low, false), to: cut(&low, true) },
                Stretch { from: cut(&low, true), to: cut(&high, false) },
                Stretch { from: cut(&high, false), to: cut(&high, true) },
            ];
            let all = cells(&cutting);
            assert_eq!(all.len(), 5);
            for stretch in all.into_iter().chain([Stretch::default()]) {
                let name = stretch_name(&stretch);
                assert_eq!(stretch_named(&name, of_versions), Some(stretch.clone()), "{name}");
                assert_eq!(stretch_named(&name.replace(' ', "_"), of_versions), Some(stretch), "{name}");
            }
        }
        for name in ["", "yes", "from", "from x", "below", "up 5", "from 2 any", "5 below 7", "above 2 below 3 more"] {
            assert_eq!(stretch_named(name, false), None, "{name}");
        }
    }
}
