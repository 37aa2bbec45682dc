//! One concrete set of answers, as a scenario of the language.
//!
//! In: a state, a guide, and what cannot come true there. Out: a [`Witness`], printed so that it can be put into a file of
//! the author's and fails there: with the names that the file knows, and the `use`s that it lacks.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::decision::values;
use crate::model::{Body, ItemId, Kind, Knowledge, Text};
use crate::source::FileId;

use super::formula::State;
use super::policy::Policy;
use super::space::Subject;

/// Something that a scenario expects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Expected {
    /// This comes next; without an item, it is solved.
    Next(Option<ItemId>),
    /// This step never comes.
    Never(ItemId),
    /// A cause has a chance.
    Possible(ItemId),
    /// A cause is likelier than all others together.
    Probable(ItemId),
    /// A cause is not certain.
    Uncertain(ItemId),
    /// A cause has no chance.
    RuledOut(ItemId),
    /// This is shown.
    Warned(Text),
}

/// What is given in a scenario.
#[derive(Debug, Clone, PartialEq)]
enum Line {
    Observe(ItemId),
    Absent(ItemId),
    Know(ItemId, String),
    Answer(ItemId, String),
    Tried(ItemId),
}

/// One concrete set of answers in a guide.
#[derive(Debug, Clone)]
pub struct Witness {
    guide: ItemId,
    lines: Vec<Line>,
    expected: Vec<Expected>,
}

impl Witness {
    /// The witness of a state; `last` is the subject that is answered last, where that matters.
    pub(super) fn new(
        policy: &Policy,
        guide: ItemId,
        state: &State,
        last: Option<usize>,
        expected: Vec<Expected>,
    ) -> Self {
        let order = state.iter().filter(|(subject, _)| Some(**subject) != last);
        let mut lines: Vec<Line> = order
            .filter_map(|(&at, &value)| line(policy.knowledge, &policy.space.subjects[at], value, false))
            .collect();
        // What is known at the start stands first, as a reader would write it.
        lines.sort_by_key(|line| matches!(line, Line::Answer(..) | Line::Tried(_)));
        if let Some(last) = last {
            let value = state.get(&last).copied().unwrap_or_default();
            lines.extend(line(policy.knowledge, &policy.space.subjects[last], value, true));
        }
        Witness { guide, lines, expected }
    }

    /// The guide in which it can be seen.
    #[must_use]
    pub fn guide(&self) -> ItemId {
        self.guide
    }

    /// The scenario, to be put at the end of a file.
    #[must_use]
    pub fn scenario(&self, knowledge: &Knowledge, file: FileId, title: &str) -> String {
        let mut names = NameWriter::new(knowledge, file);
        let mut body = String::new();
        for line in &self.lines {
            let line = match line {
                Line::Observe(item) => format!("observe {}", names.of(*item)),
                Line::Absent(item) => format!("absent {}", names.of(*item)),
                Line::Know(item, value) => format!("know {} {value}", names.of(*item)),
                Line::Answer(item, value) => format!("answer {} {value}", names.of(*item)),
                Line::Tried(item) => format!("tried {}", names.of(*item)),
            };
            put(&mut body, &line);
        }
        for expected in &self.expected {
            let line = match expected {
                Expected::Next(Some(item)) => format!("expect next {}", names.of(*item)),
                Expected::Next(None) => "expect next solved".to_owned(),
                Expected::Never(item) => format!("expect never {}", names.of(*item)),
                Expected::Possible(item) => format!("expect cause {} above 0%", names.of(*item)),
                Expected::Probable(item) => format!("expect cause {} above 50%", names.of(*item)),
                Expected::Uncertain(item) => format!("expect cause {} below 100%", names.of(*item)),
                Expected::RuledOut(item) => format!("expect ruled-out {}", names.of(*item)),
                Expected::Warned(text) => format!("expect warn {}", knowledge.slice(text.span)),
            };
            put(&mut body, &line);
        }
        let guide = names.of(self.guide);
        let uses = names.uses();
        format!("{uses}scenario \"{title}\" for {guide} {{\n{body}}}")
    }
}

fn put(body: &mut String, line: &str) {
    // A string takes all text.
    let _ = writeln!(body, "  {line}");
}

/// What a scenario says of a subject with a value; a fact that comes `last` is answered, not known before.
fn line(knowledge: &Knowledge, subject: &Subject, value: usize, last: bool) -> Option<Line> {
    let item = subject.item?;
    let at = value.checked_sub(1)?;
    Some(match &knowledge.item(item).body {
        Body::Symptom(_) if at == 0 => Line::Observe(item),
        Body::Symptom(_) => Line::Absent(item),
        Body::Check(check) => Line::Answer(item, knowledge.spelled(check.outcomes.get(at)?.name).to_owned()),
        Body::Remedy(remedy) => match remedy.outcomes.get(at) {
            Some(outcome) => Line::Answer(item, knowledge.spelled(outcome.name).to_owned()),
            None => Line::Tried(item),
        },
        Body::Fact(fact) => {
            let value = values::example(knowledge, fact, subject.values.get(at)?, &subject.values);
            if last { Line::Answer(item, value) } else { Line::Know(item, value) }
        }
        _ => return None,
    })
}

/// Names as a file can say them.
#[derive(Debug)]
pub struct NameWriter<'k> {
    knowledge: &'k Knowledge,
    file: FileId,
    /// Modules that the file would have to use.
    missing: BTreeSet<&'k str>,
}

impl<'k> NameWriter<'k> {
    /// For a text that is to be put at the end of this file.
    #[must_use]
    pub fn new(knowledge: &'k Knowledge, file: FileId) -> Self {
        Self { knowledge, file, missing: BTreeSet::new() }
    }

    /// The lines that the file lacks to say the names that were asked for.
    #[must_use]
    pub fn uses(&self) -> String {
        self.missing.iter().fold(String::new(), |uses, module| uses + "use " + module + "\n")
    }

    /// What the file calls an item.
    pub fn of(&mut self, item: ItemId) -> String {
        let name = self.knowledge.name(item);
        let home = self.knowledge.file(item);
        if home == self.file {
            return name.to_owned();
        }
        let module = self.knowledge.module(item);
        let used: Vec<FileId> =
            self.knowledge.modules[self.file.index()].uses.iter().filter_map(|entry| entry.module).collect();
        if !used.contains(&home) {
            self.missing.insert(module);
            return format!("{module}.{name}");
        }
        let others = used.iter().chain([&self.file]).filter(|&&file| file != home);
        if others.into_iter().any(|&file| self.has(file, name)) { format!("{module}.{name}") } else { name.to_owned() }
    }

    fn has(&self, file: FileId, name: &str) -> bool {
        let module = &self.knowledge.modules[file.index()];
        let named = |item: &crate::model::Item| self.knowledge.spelled(item.name) == name;
        self.knowledge.items[module.first..module.end].iter().any(|item| item.kind() != Kind::Scenario && named(item))
    }
}
