//! The steps of the way, each with its card and where its answers lead.

use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::view::{Lines, view};
use crate::emit::quantity;
use crate::emit::way::{Card, Part, Stop, parts};
use crate::guide::{Action, Document, Goto, RiskLevel, StageHead, WayStep, Work};
use crate::words::Words;

/// Steps under one heading.
#[derive(Serialize)]
pub struct PartView<'a> {
    pub stage: Option<&'a StageHead>,
    pub tail: bool,
    steps: Value,
}

view! {
    /// A step.
    StepView {
        number,
        anchor,
        /// What it is, for classes.
        kind,
        /// The name of the word for what it is.
        word,
        item,
        title,
        /// The card of a check or a remedy, of a fact, of a symptom, of an escalation, where this step prints it.
        work,
        fact,
        symptom,
        escalation,
        guide,
        takes,
        waits,
        /// The name of the risk, where there is one.
        risk,
        workaround,
        contradiction,
        shown_at,
        why,
        warnings,
        exits,
        cannot,
        /// It is a question, which a reader may be unable to tell.
        asks,
        /// The answers need no choice: on to the next step, or done.
        goes_on,
    }
}

view! {
    /// An answer. Nowhere to go where it is solved.
    ExitView { answer, label, goto }
}

view! {
    /// A link to a step, and to those that are tried before.
    GotoView { number, anchor, next, first }
}

/// A link to a step, if there is one with this number.
pub fn goto(document: &Document, number: u32, from: u32) -> Option<Value> {
    link(document, number, from, &[])
}

fn link(document: &Document, number: u32, from: u32, first: &[u32]) -> Option<Value> {
    let step = document.way.steps.get((number as usize).checked_sub(1)?)?;
    let view = GotoView {
        number: Value::from(number),
        anchor: Value::from(step.anchor.as_str()),
        next: Value::from(from > 0 && number == from + 1),
        first: first.iter().filter_map(|&number| goto(document, number, 0)).collect::<Vec<_>>().into(),
    };
    Some(Value::from_object(view))
}

fn follow(document: &Document, goto: &Goto, from: u32) -> Option<Value> {
    match goto {
        Goto::Step(number) => self::goto(document, *number, from),
        Goto::By { steps, then } => link(document, *then, from, steps),
        Goto::Solved => None,
    }
}

/// The parts of the way of a document.
pub fn parts_of<'a>(document: &'a Document, words: &Words) -> Vec<PartView<'a>> {
    let mut lines = Lines::default();
    let parts = parts(document);
    let mut views = Vec::with_capacity(parts.len());
    for Part { stage, tail, stops } in &parts {
        let steps: Vec<Value> = stops.iter().map(|stop| step(document, stop, words, &mut lines)).collect();
        views.push(PartView { stage: *stage, tail: *tail, steps: steps.into() });
    }
    views
}

fn none() -> Value {
    Value::from(())
}

fn or_none<V: Into<Value>>(value: Option<V>) -> Value {
    value.map_or_else(none, Into::into)
}

/// A card as templates see it, if it is to be printed.
fn card(full: bool, card: &impl Serialize) -> Value {
    if full { Value::from(Serde(card)) } else { none() }
}

fn minutes(words: &Words, minutes: f64) -> Value {
    Value::from(quantity::minutes(words, minutes))
}

fn step<'a>(document: &'a Document, stop: &Stop<'a>, words: &Words, lines: &mut Lines<'a>) -> Value {
    let mut view = bare(document, stop.step, lines);
    view.contradiction = Value::from(stop.contradiction);
    view.goes_on = Value::from(stop.goes_on && matches!(stop.card, Card::Remedy(_)));
    let full = stop.shown_at.is_none();
    if !matches!(stop.card, Card::Guide(_) | Card::Solved | Card::Unknown(_)) {
        view.shown_at = or_none(stop.shown_at.and_then(|number| goto(document, number, 0)));
    }
    match stop.card {
        Card::Check(of) => {
            view.title = lines.get(&of.title.0);
            carried_out(&mut view, &of.work, words);
            view.work = card(full, of);
        }
        Card::Remedy(of) => {
            view.title = lines.get(&of.title.0);
            carried_out(&mut view, &of.work, words);
            view.workaround = Value::from(of.workaround);
            view.work = card(full, of);
        }
        Card::Fact(of) => {
            view.title = lines.get(&of.title.0);
            view.fact = card(full, of);
        }
        Card::Symptom(of) => {
            view.title = lines.get(&of.title.0);
            view.symptom = card(full, of);
        }
        Card::Escalation(of) => {
            view.title = lines.get(&of.title.0);
            view.takes = minutes(words, of.takes_minutes);
            view.escalation = card(full, of);
        }
        Card::Guide(of) => {
            view.title = lines.get(&of.title.0);
            view.guide = card(true, of);
        }
        Card::Solved | Card::Unknown(_) => {}
    }
    Value::from_object(view)
}

/// Time and risk.
fn carried_out(view: &mut StepView, work: &Work, words: &Words) {
    view.takes = minutes(words, work.takes_minutes);
    if work.waits_minutes > 0.0 {
        view.waits = minutes(words, work.waits_minutes);
    }
    view.risk = match work.risk.level {
        RiskLevel::Safe => none(),
        RiskLevel::Caution => Value::from("caution"),
        RiskLevel::Destructive => Value::from("destructive"),
    };
}

/// A step of which only the place in the way is known.
fn bare<'a>(document: &'a Document, step: &'a WayStep, lines: &mut Lines<'a>) -> StepView {
    let (kind, word, item) = match &step.action {
        Action::Check(id) => ("check", "kind_check", Some(id)),
        Action::Remedy(id) => ("remedy", "kind_remedy", Some(id)),
        Action::Fact(id) => ("fact", "kind_fact", Some(id)),
        Action::Symptom(id) => ("symptom", "kind_symptom", Some(id)),
        Action::Escalation(id) | Action::Contradiction(id) => ("escalation", "kind_escalation", Some(id)),
        Action::Guide(id) => ("guide", "kind_guide", Some(id)),
        Action::Solved => ("solved", "kind_solved", None),
    };
    let exit = |exit: &'a crate::guide::Exit| {
        Value::from_object(ExitView {
            answer: Value::from(exit.answer.as_str()),
            label: lines.get(&exit.label.0),
            goto: or_none(follow(document, &exit.goto, step.number)),
        })
    };
    StepView {
        number: Value::from(step.number),
        anchor: Value::from(step.anchor.as_str()),
        kind: Value::from(kind),
        word: Value::from(word),
        item: or_none(item.map(String::as_str)),
        title: none(),
        work: none(),
        fact: none(),
        symptom: none(),
        escalation: none(),
        guide: none(),
        takes: none(),
        waits: none(),
        risk: none(),
        workaround: Value::from(false),
        contradiction: Value::from(false),
        shown_at: none(),
        why: or_none(step.why.as_deref()),
        warnings: step.warnings.iter().map(|text| Value::from(text.0.as_str())).collect::<Vec<_>>().into(),
        exits: step.exits.iter().map(exit).collect::<Vec<_>>().into(),
        cannot: or_none(step.cannot.as_ref().and_then(|goto| follow(document, goto, step.number))),
        asks: Value::from(matches!(step.action, Action::Check(_) | Action::Fact(_) | Action::Symptom(_))),
        goes_on: Value::from(false),
    }
}
