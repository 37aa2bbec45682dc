//! What was found in a stream.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::blocks::Shape;

/// So many values of a fact are told apart in a block, and in a whole stream; what comes later is only counted with the line.
const MOST_VALUES: usize = 256;

/// How much of the first line is kept, in bytes.
const SHOWN: usize = 400;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many lines, or alerts, were looked at.
    pub lines: u64,
    /// What was seen, by the number of its symptom.
    pub seen: BTreeMap<u32, Seen>,
    /// The symptoms that the pieces of a long line showed so far.
    long_line: FxHashSet<u32>,
}

/// How a symptom was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// In how many lines.
    pub count: u64,
    /// The number of the first of them, from 1.
    pub first: u64,
    /// That line, around what was found, where it is long.
    pub text: String,
    /// The values of facts, by their names.
    pub facts: BTreeMap<String, Vec<Value>>,
}

/// A value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// As it stands in the line.
    pub text: String,
    /// In how many lines.
    pub count: u64,
}

impl Seen {
    /// The values of a fact, the most frequent first; of equals the one that came first.
    #[must_use]
    pub fn values(&self, fact: &str) -> Vec<&Value> {
        let mut values: Vec<&Value> = self.facts.get(fact).into_iter().flatten().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.count));
        values
    }

    fn add(&mut self, name: &str, value: &Value) {
        if !self.facts.contains_key(name) {
            self.facts.insert(name.to_owned(), Vec::new());
        }
        let Some(values) = self.facts.get_mut(name) else { return };
        let known = values.iter().position(|known| known.text == value.text);
        match known {
            Some(at) => values[at].count += value.count,
            None if values.len() < MOST_VALUES => values.push(value.clone()),
            None => {}
        }
    }
}

impl Tally {
    /// One of so many lines, in which nothing is seen so far.
    pub(super) fn of(lines: u64) -> Self {
        Self { lines, ..Self::default() }
    }

    /// Notes that a line shows a symptom, which it is told once for each line and symptom, in the order of lines.
    pub(super) fn note(
        &mut self,
        symptom: u32,
        line: u64,
        text: impl FnOnce() -> String,
        facts: Vec<(String, String)>,
    ) {
        let fresh = || Seen { count: 0, first: line, text: text(), facts: BTreeMap::new() };
        let seen = self.seen.entry(symptom).or_insert_with(fresh);
        seen.count += 1;
        for (name, text) in facts {
            seen.add(&name, &Value { text, count: 1 });
        }
    }

    /// Takes in what comes behind.
    pub(super) fn append(&mut self, next: Tally, shape: Shape) {
        let (is_first, is_last) = match shape {
            Shape::Lines => (true, true),
            Shape::Piece { first, last } => (first, last),
        };
        if is_first {
            self.long_line.clear();
        }
        for (symptom, mut later) in next.seen {
            // In a long line it is seen once, however many pieces show it.
            if matches!(shape, Shape::Piece { .. }) && !self.long_line.insert(symptom) {
                continue;
            }
            later.first += self.lines;
            match self.seen.get_mut(&symptom) {
                None => drop(self.seen.insert(symptom, later)),
                Some(seen) => {
                    seen.count += later.count;
                    for (name, values) in &later.facts {
                        values.iter().for_each(|value| seen.add(name, value));
                    }
                }
            }
        }
        if is_last {
            self.lines += if shape == Shape::Lines { next.lines } else { 1 };
        }
    }

    /// Takes in what was found in another stream, whose lines are numbered on.
    pub fn join(&mut self, next: Tally) {
        self.append(next, Shape::Lines);
    }
}

/// A line as it is shown: around what was found in it, where it is long; what is no UTF-8 is replaced.
pub(super) fn shown(line: &[u8], at: usize) -> String {
    if line.len() <= SHOWN {
        return String::from_utf8_lossy(line).trim().to_owned();
    }
    let from = at.saturating_sub(SHOWN / 4).min(line.len() - SHOWN);
    let text = String::from_utf8_lossy(&line[from..from + SHOWN]);
    // What was cut in two is no character.
    let text = text.trim_matches('\u{fffd}').trim();
    let before = if from > 0 { "…" } else { "" };
    let behind = if from + SHOWN < line.len() { "…" } else { "" };
    format!("{before}{text}{behind}")
}
