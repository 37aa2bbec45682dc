//! Steps as this reader needs them: the variants that fit what is known, with every `<name>` filled in that was said.
//!
//! In: the steps of a procedure and what the reader said. Out: instructions, and the blanks that are left.

use crate::decision::truth;
use crate::model::{
    Asks, Body, DEEPEST_STEPS, FactType, HowTo, ItemId, Kind, Knowledge, Procedure, StepEntry, StepPart, Text, Undo,
};

use super::Dialogue;
use super::view::{self, Blank, Command, Instruction, Task};

/// What a procedure asks of its reader.
pub(super) fn task(dialogue: &Dialogue, item: ItemId, procedure: &Procedure) -> Task {
    let text = |text: &Text| fill(dialogue, item, &dialogue.text(*text));
    let minutes = |given: Option<crate::model::Given<f64>>, usual: f64| given.map_or(usual, |given| given.value);
    let usual = usual_minutes(dialogue, item);
    let care = procedure.care();
    let mut task = Task {
        takes_minutes: minutes(procedure.takes, usual),
        waits_minutes: minutes(care.waits, 0.0),
        needs: care.needs.iter().map(text).collect(),
        risk: view::risk(procedure),
        loses: care.risk.as_ref().and_then(|risk| risk.loses.as_ref()).map(text),
        undo: match &care.undo {
            Some((_, Undo::How(how))) => how_to(dialogue, item, how),
            _ => Vec::new(),
        },
        cannot_be_undone: view::is_final(procedure),
        steps: steps(dialogue, item, &procedure.steps),
        blanks: Vec::new(),
    };
    let mut texts = Vec::new();
    texts_of(dialogue, &procedure.steps, DEEPEST_STEPS, &mut texts);
    blanks(dialogue, item, &texts, &mut task.blanks);
    task
}

/// The engine knows what a step takes where its author did not say.
fn usual_minutes(dialogue: &Dialogue, item: ItemId) -> f64 {
    let decision = dialogue.about.decision;
    let of_check = decision.check(item).map(|id| decision.problem.checks[id.0].takes);
    of_check.or_else(|| decision.remedy(item).map(|id| decision.problem.remedies[id.0].takes)).unwrap_or(0.0)
}

/// A way to do something, as instructions.
pub(super) fn how_to(dialogue: &Dialogue, item: ItemId, how: &HowTo) -> Vec<Instruction> {
    match how {
        HowTo::Text(text) => {
            vec![Instruction { text: fill(dialogue, item, &dialogue.text(*text)), ..Instruction::default() }]
        }
        HowTo::Steps(entries) => steps(dialogue, item, entries),
    }
}

/// The blanks in a way to do something.
pub(super) fn blanks_of(dialogue: &Dialogue, item: ItemId, how: &HowTo, found: &mut Vec<Blank>) {
    let mut texts = Vec::new();
    match how {
        HowTo::Text(text) => texts.push(dialogue.text(*text)),
        HowTo::Steps(entries) => texts_of(dialogue, entries, DEEPEST_STEPS, &mut texts),
    }
    blanks(dialogue, item, &texts, found);
}

fn steps(dialogue: &Dialogue, item: ItemId, entries: &[StepEntry]) -> Vec<Instruction> {
    let mut found = Vec::new();
    expand(dialogue, entries, DEEPEST_STEPS, &mut |step, open| {
        let text = |text: Text| fill(dialogue, item, &dialogue.text(text));
        let mut made = Instruction { text: text(step.text), when: open, ..Instruction::default() };
        for part in &step.parts {
            match part {
                StepPart::Run { language, command } => made.commands.push(Command {
                    language: dialogue.about.knowledge.spelled(*language).to_owned(),
                    text: text(*command),
                }),
                StepPart::Expect(said) => made.expects.push(text(*said)),
                StepPart::Note(said) => made.notes.push(text(*said)),
                StepPart::Warning(said) => made.warnings.push(text(*said)),
                StepPart::Image { .. } => {}
            }
        }
        found.push(made);
    });
    found
}

/// Calls `each` for every step that may fit, with its condition where it is not known whether it does.
fn expand(
    dialogue: &Dialogue,
    entries: &[StepEntry],
    deep: usize,
    each: &mut dyn FnMut(&crate::model::Step, Option<String>),
) {
    let knowledge = dialogue.about.knowledge;
    for entry in entries {
        match entry {
            StepEntry::Step(step) => {
                let fits = step
                    .when
                    .as_ref()
                    .map(|guard| (truth(knowledge, &dialogue.now.known.world, &guard.condition), guard));
                match fits {
                    Some((Some(false), _)) => {}
                    Some((None, guard)) => each(step, Some(knowledge.slice(guard.span).to_owned())),
                    Some((Some(true), _)) | None => each(step, None),
                }
            }
            StepEntry::Include(name) => {
                let shared = name.to.map(|id| &knowledge.item(id).body);
                if let (Some(Body::Steps(entries)), true) = (shared, deep > 0) {
                    expand(dialogue, entries, deep - 1, each);
                }
            }
        }
    }
}

/// Every text of the steps that may fit.
fn texts_of(dialogue: &Dialogue, entries: &[StepEntry], deep: usize, found: &mut Vec<String>) {
    expand(dialogue, entries, deep, &mut |step, _| {
        found.push(dialogue.text(step.text));
        for part in &step.parts {
            match part {
                StepPart::Run { command: text, .. }
                | StepPart::Expect(text)
                | StepPart::Note(text)
                | StepPart::Warning(text) => {
                    found.push(dialogue.text(*text));
                }
                StepPart::Image { .. } => {}
            }
        }
    });
}

/// The names between `<` and `>`, with their places.
fn names(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('<').filter_map(|(at, _)| {
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
        (length > 0 && rest[length..].starts_with('>')).then(|| (at, &rest[..length]))
    })
}

/// The fact or check of that name that a reader fills in: of the guide, of the step's own file, or of those it uses.
fn filled_by(dialogue: &Dialogue, item: ItemId, name: &str) -> Option<ItemId> {
    let knowledge = dialogue.about.knowledge;
    let asked = dialogue.about.decision.checks.iter().map(crate::decision::Asked::item);
    let file = knowledge.file(item);
    let used = knowledge.modules[file.index()].uses.iter().filter_map(|entry| entry.module);
    let in_reach = std::iter::once(file).chain(used).flat_map(|file| {
        let module = &knowledge.modules[file.index()];
        (module.first..module.end).map(ItemId::new)
    });
    asked.chain(in_reach).find(|&id| knowledge.name(id) == name && is_said(knowledge, id))
}

fn is_said(knowledge: &Knowledge, id: ItemId) -> bool {
    match knowledge.item(id).kind() {
        Kind::Fact => knowledge
            .fact(id)
            .is_some_and(|fact| matches!(fact.values, Some(FactType::Text | FactType::Number(_) | FactType::Version))),
        Kind::Check => knowledge.check(id).is_some_and(|check| check.asks.is_some_and(|asks| asks.value == Asks::Text)),
        _ => false,
    }
}

/// What a reader said for a name.
fn said(dialogue: &Dialogue, item: ItemId) -> Option<String> {
    let blank = dialogue.now.blanks.get(&item).cloned();
    blank.or_else(|| {
        dialogue.now.known.world.facts.get(&item).map(|value| view::value_name(dialogue.about.knowledge, item, value))
    })
}

/// A text with every name filled in that is known.
fn fill(dialogue: &Dialogue, item: ItemId, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, name) in names(text) {
        if let Some(said) = filled_by(dialogue, item, name).and_then(|id| said(dialogue, id)) {
            out.push_str(&text[from..at]);
            out.push_str(&said);
            from = at + name.len() + 2;
        }
    }
    out.push_str(&text[from..]);
    out
}

fn blanks(dialogue: &Dialogue, item: ItemId, texts: &[String], found: &mut Vec<Blank>) {
    let knowledge = dialogue.about.knowledge;
    for text in texts {
        for (_, name) in names(text) {
            let Some(id) = filled_by(dialogue, item, name).filter(|&id| said(dialogue, id).is_none()) else { continue };
            let qualified = knowledge.qualified(id);
            if found.iter().all(|blank| blank.id != qualified) {
                let hint = knowledge.fact(id).and_then(|fact| fact.hint).map(|hint| dialogue.text(hint));
                found.push(Blank { id: qualified, title: dialogue.title(id), hint });
            }
        }
    }
}
