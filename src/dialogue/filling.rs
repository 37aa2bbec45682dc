//! Steps as this reader needs them: the variants that fit what is known, with every `<name>` filled in that was said.
//!
//! In: the steps of a procedure and what the reader said. Out: instructions, and the blanks that are left.

use crate::decision::{Asked, Spoken, options_in, truth};
use crate::graph::blanks;
use crate::model::{HowTo, ItemId, Procedure, StepEntry, StepPart, Text, Undo};
use crate::reasoning::Step;

use super::event::{Blank, Command, Instruction, Task};
use super::view;
use super::{Dialogue, quoting};

/// What a procedure asks of its reader.
pub(super) fn task(dialogue: &Dialogue, item: ItemId, procedure: &Procedure) -> Task {
    let text = |text: &Text| fill(dialogue, *text);
    let knowledge = dialogue.about.knowledge;
    let care = procedure.care();
    let mut task = Task {
        takes_minutes: knowledge.own_minutes(item),
        waits_minutes: knowledge.waiting_minutes(item),
        needs: care.needs.iter().map(text).collect(),
        risk: view::risk(procedure),
        loses: care.risk.as_ref().and_then(|risk| risk.loses.as_ref()).map(text),
        undo: match &care.undo {
            Some((_, Undo::How(how))) => how_to(dialogue, how),
            _ => Vec::new(),
        },
        cannot_be_undone: view::is_final(procedure),
        steps: steps(dialogue, &procedure.steps),
        blanks: Vec::new(),
    };
    let mut texts = Vec::new();
    texts_of(dialogue, &procedure.steps, &mut texts);
    left_open(dialogue, &texts, &mut task.blanks);
    task
}

/// A way to do something, as instructions.
pub(super) fn how_to(dialogue: &Dialogue, how: &HowTo) -> Vec<Instruction> {
    match how {
        HowTo::Text(text) => {
            vec![Instruction { text: fill(dialogue, *text), ..Instruction::default() }]
        }
        HowTo::Steps(entries) => steps(dialogue, entries),
    }
}

/// The blanks in a way to do something.
pub(super) fn blanks_of(dialogue: &Dialogue, how: &HowTo, found: &mut Vec<Blank>) {
    let mut texts = Vec::new();
    match how {
        HowTo::Text(text) => texts.push(*text),
        HowTo::Steps(entries) => texts_of(dialogue, entries, &mut texts),
    }
    left_open(dialogue, &texts, found);
}

fn steps(dialogue: &Dialogue, entries: &[StepEntry]) -> Vec<Instruction> {
    let mut found = Vec::new();
    expand(dialogue, entries, &mut |step, open| {
        let text = |text: Text| fill(dialogue, text);
        let mut made = Instruction { text: text(step.text), when: open, ..Instruction::default() };
        for part in &step.parts {
            match part {
                StepPart::Run { language, command } => made.commands.push(Command {
                    text: fill_command(dialogue, *command, dialogue.about.knowledge.spelled(*language)),
                    language: dialogue.about.knowledge.spelled(*language).to_owned(),
                }),
                StepPart::Expect(said) => made.expects.push(text(*said)),
                StepPart::Note(said) => made.notes.push(text(*said)),
                StepPart::Warning(said) => made.warnings.push(text(*said)),
                StepPart::Image(_) => {}
            }
        }
        found.push(made);
    });
    found
}

/// Calls `each` for every step that may fit, with its condition where it is not known whether it does.
fn expand(dialogue: &Dialogue, entries: &[StepEntry], each: &mut dyn FnMut(&crate::model::Step, Option<String>)) {
    let knowledge = dialogue.about.knowledge;
    knowledge.each_step(entries, &mut |step| {
        let fits =
            step.when.as_ref().map(|guard| (truth(knowledge, &dialogue.now.known.world, &guard.condition), guard));
        match fits {
            Some((Some(false), _)) => {}
            Some((None, guard)) => each(step, Some(spoken(dialogue).condition(&guard.condition))),
            Some((Some(true), _)) | None => each(step, None),
        }
    });
}

fn spoken<'d>(dialogue: &Dialogue<'d>) -> Spoken<'d> {
    Spoken { knowledge: dialogue.about.knowledge, words: dialogue.about.words() }
}

/// Every text of the steps that may fit.
fn texts_of(dialogue: &Dialogue, entries: &[StepEntry], found: &mut Vec<Text>) {
    expand(dialogue, entries, &mut |step, _| found.extend(step.texts()));
}

/// What a name in a text means.
fn filled_by(dialogue: &Dialogue, text: Text, name: &str) -> Option<ItemId> {
    dialogue.about.decision.placeholders.resolve(dialogue.about.knowledge, text.span.file, name)
}

/// What a reader said for a name.
fn said(dialogue: &Dialogue, item: ItemId) -> Option<String> {
    let (knowledge, words) = (dialogue.about.knowledge, dialogue.about.words());
    let blank = dialogue.now.blanks.get(&item).cloned();
    blank.or_else(|| {
        let known = dialogue.now.known.world.facts.get(&item);
        known.map(|value| view::value_name(words, knowledge, item, value))
    })
}

/// What a reader chose for a name that stands for no value of their own: the title of an answer. Nobody fills that in, so it
/// is put into a text once it is known.
fn chosen(dialogue: &Dialogue, name: &str) -> Option<String> {
    let super::Subject { knowledge, decision, .. } = dialogue.about;
    let words = dialogue.about.words();
    let known = &dialogue.now.known;
    let fact = known.world.facts.iter().find(|(item, _)| knowledge.name(**item) == name);
    let of_fact = fact.map(|(item, value)| view::value_name(words, knowledge, *item, value));
    of_fact.or_else(|| {
        known.evidence.answered.iter().find_map(|&(check, outcome)| {
            let Asked::Check(item) = decision.checks[check.0] else { return None };
            (knowledge.name(item) == name).then_some(())?;
            let choices = options_in(words, knowledge, decision, Step::Check(check));
            choices.into_iter().nth(outcome).map(|choice| choice.title)
        })
    })
}

/// A text with every name filled in that is known.
pub(super) fn fill(dialogue: &Dialogue, of: Text) -> String {
    fill_in(dialogue, of, &dialogue.text(of), |_, said| said, None)
}

/// What is to be handed over, likewise; what nobody told is left for a pen.
pub(super) fn fill_for_others(dialogue: &Dialogue, of: Text) -> String {
    fill_in(dialogue, of, &dialogue.text(of), |_, said| said, Some("…"))
}

/// A command likewise, where what is said is quoted: it is a value, and no part of the command.
fn fill_command(dialogue: &Dialogue, of: Text, language: &str) -> String {
    fill_in(dialogue, of, &dialogue.verbatim(of), |before, said| quoting::quoted(language, before, &said), None)
}

/// A text with what was said in the place of its names, as `put` writes it behind what stands before. What is left open stands there
/// as `open` says; without that, as it is written.
fn fill_in(
    dialogue: &Dialogue,
    of: Text,
    text: &str,
    put: impl Fn(&str, String) -> String,
    open: Option<&str>,
) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, name) in blanks(text) {
        let id = filled_by(dialogue, of, name);
        let said = id.map_or_else(|| chosen(dialogue, name), |id| said(dialogue, id));
        // Who leaves a blank open says it as it is written.
        let said = said.filter(|said| said.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) != Some(name));
        if said.is_none() && (id.is_none() || open.is_none()) {
            continue;
        }
        out.push_str(&text[from..at]);
        let shown = said.map_or_else(|| open.unwrap_or_default().to_owned(), |said| put(&out, said));
        out.push_str(&shown);
        from = at + name.len() + 2;
    }
    out.push_str(&text[from..]);
    out
}

/// What is left to fill in.
fn left_open(dialogue: &Dialogue, texts: &[Text], found: &mut Vec<Blank>) {
    let knowledge = dialogue.about.knowledge;
    for &of in texts {
        for (_, name) in blanks(&dialogue.text(of)) {
            let Some(id) = filled_by(dialogue, of, name).filter(|&id| said(dialogue, id).is_none()) else { continue };
            let qualified = knowledge.qualified(id);
            if found.iter().all(|blank| blank.id != qualified) {
                let hint = knowledge.fact(id).and_then(|fact| fact.hint).map(|hint| dialogue.text(hint));
                found.push(Blank { id: qualified, title: dialogue.title(id), hint });
            }
        }
    }
}
