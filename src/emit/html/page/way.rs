//! The way as templates see it.

use std::ops::Range;

use minijinja::value::Value;

use super::view::{Field, Piece, Time, list, view};

view! {
    /// Steps under one heading.
    PartView {
        /// The number of its first step.
        number: Option<u32>,
        stage,
        tail: bool,
        steps,
    }
}

view! {
    /// A stage.
    StageView { title, about }
}

view! {
    /// A step. Its attributes, its head and its answers are ready to be printed, as one text each; what they hold is
    /// told one by one as well.
    StepView {
        number: u32,
        /// What it is, as a class, its anchor and the name by which scripts know what it is.
        attributes,
        /// Its heading, what it is, takes and risks, and what is said before it is gone about: a contradiction, why it
        /// stands here, what rules warn of.
        head,
        /// Where its card is printed, as a sentence, and the number of that step.
        again,
        shown_at: Option<u32>,
        /// The card of a check or a remedy, of a fact, of a symptom, of an escalation, where this step prints it.
        work,
        fact,
        symptom,
        escalation,
        /// Where each answer leads, and a reader who cannot tell, as items of a list; none where there is nothing to
        /// answer.
        answers,
        /// The answers need no choice: on to the next step, or done.
        goes_on: bool,
        /// What it is, for classes.
        kind: &'static str,
        /// The name of the word for what it is.
        word: &'static str,
        anchor,
        item,
        title,
        /// Parts of what is ready.
        data: Piece,
        heading: Piece,
        badges: Piece,
        exits: Exits,
        cannot: Option<Piece>,
        takes: Option<Time>,
        waits: Option<Time>,
        contradiction: bool,
        why: Option<Piece>,
        warnings,
        /// The name of the risk, where there is one.
        risk: Option<&'static str>,
        workaround: bool,
        /// Whether there is anything to answer.
        leads_on: bool,
        /// It is a question, which a reader may be unable to tell.
        asks: bool,
    }
}

view! {
    /// An answer. `onward` says where it leads, with links; `says` is that with its condition before it.
    ExitView { answer, label, says: Piece, onward: Piece }
}

view! {
    /// A symptom, as a question of the way.
    SeenView { about, pictures }
}

view! {
    /// A link to a step.
    GotoView { number: u32, anchor }
}

/// The answers of a step one by one, made when a template asks for them.
#[derive(Debug)]
pub struct Exits {
    /// The ready text.
    pub answers: Value,
    /// What is in it.
    pub exits: Vec<ExitAt>,
}

/// An answer: its name, its label, and where the ready text says it and where it leads.
#[derive(Debug)]
pub struct ExitAt {
    pub answer: Value,
    pub label: Value,
    pub says: Range<usize>,
    pub onward: Range<usize>,
}

impl Field for Exits {
    fn value(&self) -> Value {
        let piece = |at: &Range<usize>| Piece { of: self.answers.clone(), at: at.clone() };
        list(&self.exits, |exit| ExitView {
            answer: exit.answer.clone(),
            label: exit.label.clone(),
            says: piece(&exit.says),
            onward: piece(&exit.onward),
        })
    }
}
