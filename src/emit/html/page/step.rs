//! The steps of the way, each with its card and where its answers lead.

use std::ops::Range;

use minijinja::value::Value;

use super::card::{self, level};
use super::view::{Piece, Time, list, none, or_none, prose, prose_or_none, ready};
use super::way::{ExitAt, Exits, GotoView, PartView, SeenView, StageView, StepView};
use super::{Making, page_at};
use crate::emit::prose::escape;
use crate::emit::way::{Card, Part, Stop, parts};
use crate::guide::{Action, Goto, RiskLevel, StageHead, WayStep, Work};

/// A step as it grows: what stands at its head, and where its heading, its badges and its reason are in it.
struct Growing {
    view: StepView,
    head: String,
    heading: Range<usize>,
    badges: Range<usize>,
    why: Option<Range<usize>>,
}

impl Growing {
    /// Closes the heading and begins the badges.
    fn begin_badges(&mut self, element: &str) {
        self.head.extend(["</", element, ">"]);
        self.heading.end = self.head.len();
        self.head.push_str("\n<p class=\"badges\">");
        self.badges.start = self.head.len();
    }

    fn badge(&mut self, class: &str, push: impl FnOnce(&mut String)) {
        if self.head.len() > self.badges.start {
            self.head.push('\n');
        }
        self.head.push_str("<span class=\"badge");
        self.head.push_str(class);
        self.head.push_str("\">");
        push(&mut self.head);
        self.head.push_str("</span>");
    }

    fn end_badges(&mut self) {
        self.badges.end = self.head.len();
        self.head.push_str("</p>");
    }

    fn grown(self) -> Value {
        let Self { mut view, head, heading, badges, why } = self;
        view.head = Value::from_safe_string(head);
        let piece = |at| Piece { of: view.head.clone(), at };
        (view.heading, view.badges, view.why) = (piece(heading), piece(badges), why.map(piece));
        view.into()
    }
}

impl<'a> Making<'a> {
    /// A link to a step, if there is one with this number.
    pub fn goto(&self, number: u32) -> Option<Value> {
        let step = self.step_at(number)?;
        Some(GotoView { number, anchor: Value::from(step.anchor.as_str()) }.into())
    }

    fn step_at(&self, number: u32) -> Option<&'a WayStep> {
        self.document.way.steps.get((number as usize).checked_sub(1)?)
    }

    /// Appends where an answer of the step `from` leads; false where it leads nowhere, since it is solved.
    fn push_follow(&self, out: &mut String, goto: &Goto, from: u32) -> bool {
        let (first, number): (&[u32], u32) = match goto {
            Goto::Step(number) => (&[], *number),
            Goto::By { steps, then } => (steps, *then),
            Goto::Solved => return false,
        };
        let Some(step) = self.step_at(number) else { return false };
        let turns = first.iter().filter_map(|&number| Some((number, self.step_at(number)?.anchor.as_str())));
        let next = first.is_empty() && number == from + 1;
        self.said.push_onward(out, turns, (number, &step.anchor), next);
        true
    }

    /// Where one goes before any step.
    pub fn onward(&self, goto: &Goto) -> Value {
        let mut out = String::new();
        self.push_follow(&mut out, goto, 0);
        ready(out)
    }

    /// The parts of the way.
    pub fn parts(&mut self) -> Vec<PartView> {
        let parts = parts(self.document);
        let views = parts.iter().map(|Part { stage, tail, stops }| PartView {
            number: stops.first().map(|stop| stop.step.number),
            stage: or_none(stage.map(|stage| self.stage(stage))),
            tail: *tail,
            steps: list(stops, |stop| self.step(stop, if stage.is_some() || *tail { "h4" } else { "h3" })),
        });
        views.collect()
    }

    fn stage(&mut self, stage: &'a StageHead) -> Value {
        StageView { title: self.lines.get(&stage.title.0), about: prose_or_none(stage.about.as_ref(), self.around()) }
            .into()
    }

    fn step(&mut self, stop: &Stop<'a>, element: &str) -> Value {
        let mut growing = self.bare(stop.step, element);
        growing.view.contradiction = stop.contradiction;
        growing.view.goes_on = stop.goes_on && matches!(stop.card, Card::Remedy(_));
        let full = stop.shown_at.is_none();
        if let Some(number) = stop.shown_at
            && !matches!(stop.card, Card::Guide(_) | Card::Solved | Card::Unknown(_))
            && let Some(step) = self.step_at(number)
        {
            growing.view.shown_at = Some(number);
            growing.view.again = self.said.again(number, &step.anchor);
        }
        self.title(&mut growing, stop);
        growing.begin_badges(element);
        let word = growing.view.word;
        growing.badge(" kind", |out| self.said.push_word(out, word));
        self.fill(&mut growing, stop, full);
        self.remarks(&mut growing, stop.step);
        growing.grown()
    }

    /// What a step is called.
    fn title(&mut self, growing: &mut Growing, stop: &Stop<'a>) {
        let title = match stop.card {
            Card::Check(card) => &card.title.0,
            Card::Remedy(card) => &card.title.0,
            Card::Fact(card) => &card.title.0,
            Card::Symptom(card) => &card.title.0,
            Card::Escalation(card) => &card.title.0,
            Card::Guide(card) => {
                let title = self.lines.get(&card.title.0);
                let href = page_at(self.root, &card.path);
                self.said.push_go_on_in(&mut growing.head, &href, title.as_str().unwrap_or_default());
                growing.view.title = title;
                return;
            }
            Card::Solved => return self.said.push_word(&mut growing.head, "trouble_over"),
            Card::Unknown(id) => return escape::push_html(&mut growing.head, id),
        };
        let title = self.lines.get(title);
        growing.head.push_str("<bdi>");
        growing.head.push_str(title.as_str().unwrap_or_default());
        growing.head.push_str("</bdi>");
        growing.view.title = title;
    }

    /// Puts in what is known of the card; all of it where it is printed in full.
    fn fill(&mut self, growing: &mut Growing, stop: &Stop<'a>, full: bool) {
        match stop.card {
            Card::Check(card) => {
                self.carried_out(growing, &card.work, false);
                growing.view.work = or_none(full.then(|| self.check(card)));
            }
            Card::Remedy(card) => {
                self.carried_out(growing, &card.work, card.workaround);
                growing.view.work = or_none(full.then(|| self.remedy(card)));
            }
            Card::Fact(card) => growing.view.fact = or_none(full.then(|| card::fact(card, self.around()))),
            Card::Symptom(card) => {
                let seen = || SeenView {
                    about: prose_or_none(card.about.as_ref(), self.around()),
                    pictures: self.pictures(&card.images),
                };
                growing.view.symptom = or_none(full.then(seen));
            }
            Card::Escalation(card) => {
                if !card.result && card.takes_said {
                    self.takes(growing, card.takes_minutes);
                }
                growing.view.escalation = or_none(full.then(|| card::escalation(card, self.around())));
            }
            Card::Guide(_) | Card::Solved | Card::Unknown(_) => {}
        }
    }

    /// What is said before a step is gone about.
    fn remarks(&self, growing: &mut Growing, step: &WayStep) {
        growing.end_badges();
        let head = &mut growing.head;
        if growing.view.contradiction {
            head.push('\n');
            self.said.push_contradiction(head);
        }
        if let Some(why) = &step.why {
            head.push('\n');
            growing.why = Some(self.said.push_why(head, why));
        }
        for warning in &step.warnings {
            head.push('\n');
            self.said.push_warning(head, warning, self.around());
        }
    }

    fn takes(&self, growing: &mut Growing, minutes: f64) {
        growing.badge(" time", |out| self.said.push_minutes(out, minutes));
        growing.view.takes = Some(Time(self.said.words, minutes));
    }

    /// Time and risk.
    fn carried_out(&self, growing: &mut Growing, work: &Work, workaround: bool) {
        if work.takes_said {
            self.takes(growing, work.takes_minutes);
        }
        if work.waits_minutes > 0.0 {
            growing.badge(" time", |out| self.said.push_wait(out, work.waits_minutes));
            growing.view.waits = Some(Time(self.said.words, work.waits_minutes));
        }
        if workaround {
            growing.badge("", |out| self.said.push_word(out, "workaround"));
            growing.view.workaround = true;
        }
        if work.risk.level != RiskLevel::Safe {
            let name = level(work.risk.level);
            let class = if work.risk.level == RiskLevel::Caution { " caution" } else { " destructive" };
            growing.badge(class, |out| self.said.push_word(out, name));
            growing.view.risk = Some(name);
        }
    }

    /// Where each answer leads and where a reader goes who has none: the ready text, the answers in it, and where the
    /// latter stands.
    fn answers(&mut self, step: &'a WayStep, asks: bool) -> (Value, Exits, Option<Piece>) {
        let mut out = String::with_capacity(160 * (step.exits.len() + 1));
        let mut exits = Vec::with_capacity(step.exits.len());
        for exit in &step.exits {
            let label = self.lines.get(&exit.label.0);
            out.push_str("<li>");
            let says = out.len();
            self.said.push_if(&mut out, label.as_str().unwrap_or_default());
            let onward = out.len();
            if !self.push_follow(&mut out, &exit.goto, step.number) {
                self.said.push_done(&mut out);
            }
            let (says, onward) = (says..out.len(), onward..out.len());
            out.push_str("</li>\n");
            exits.push(ExitAt { answer: Value::from(exit.answer.as_str()), label, says, onward });
        }
        let cannot = step.cannot.as_ref().and_then(|goto| {
            let before = out.len();
            out.push_str("<li class=\"cannot\"><span class=\"answer\">");
            self.said.push_word(&mut out, if asks { "if_cannot_tell" } else { "if_cannot_do" });
            out.push_str("</span> ");
            let onward = out.len();
            if self.push_follow(&mut out, goto, step.number) {
                let onward = onward..out.len();
                out.push_str("</li>\n");
                Some(onward)
            } else {
                out.truncate(before);
                None
            }
        });
        let answers = if out.is_empty() { none() } else { Value::from_safe_string(out) };
        let cannot = cannot.map(|at| Piece { of: answers.clone(), at });
        (answers.clone(), Exits { answers, exits }, cannot)
    }

    /// A step of which only the place in the way is known.
    fn bare(&mut self, step: &'a WayStep, element: &str) -> Growing {
        let (kind, word, item) = match &step.action {
            Action::Check(id) => ("check", "kind_check", Some(id)),
            Action::Remedy(id) => ("remedy", "kind_remedy", Some(id)),
            Action::Fact(id) => ("fact", "kind_fact", Some(id)),
            Action::Symptom(id) => ("symptom", "kind_symptom", Some(id)),
            Action::Escalation(id) | Action::Contradiction(id) => ("escalation", "kind_escalation", Some(id)),
            Action::Result(id) => ("result", "kind_result", Some(id)),
            Action::Guide(id) => ("guide", "kind_guide", Some(id)),
            Action::Solved => ("solved", "kind_solved", None),
        };
        // Where a chart leads that weighs no causes, nothing was tried in vain.
        let word = if kind == "escalation" && self.document.causes.is_empty() { "kind_end" } else { word };
        let asks = matches!(step.action, Action::Check(_) | Action::Fact(_) | Action::Symptom(_));
        let (answers, exits, cannot) = self.answers(step, asks);
        let (attributes, data) = attributes(step, kind);
        let view = StepView {
            number: step.number,
            anchor: Value::from(step.anchor.as_str()),
            kind,
            word,
            item: or_none(item.map(|id| self.lines.name(id))),
            title: none(),
            attributes,
            data,
            head: none(),
            heading: Piece::none(),
            badges: Piece::none(),
            work: none(),
            fact: none(),
            symptom: none(),
            escalation: none(),
            takes: None,
            waits: None,
            risk: None,
            workaround: false,
            contradiction: false,
            again: none(),
            shown_at: None,
            why: None,
            warnings: list(&step.warnings, |warning| prose(warning, self.around())),
            leads_on: answers.is_true(),
            answers,
            exits,
            cannot,
            asks,
            goes_on: false,
        };
        let mut head = String::with_capacity(320);
        head.extend(["<", element, " class=\"step-title\"><span class=\"unseen\">"]);
        self.said.push_step_heading(&mut head, step.number);
        head.push_str(" </span>");
        Growing { view, head, heading: 0..0, badges: 0..0, why: None }
    }
}

/// The attributes of a step: its class, and then its anchor and what scripts know it by.
fn attributes(step: &WayStep, kind: &str) -> (Value, Piece) {
    let mut out = String::with_capacity(96);
    out.push_str("class=\"step ");
    out.push_str(kind);
    out.push_str("\" ");
    let data = out.len();
    out.push_str("id=\"");
    escape::push_html(&mut out, &step.anchor);
    out.push_str("\" data-kind=\"");
    out.push_str(kind);
    out.push('"');
    let at = data..out.len();
    let attributes = Value::from_safe_string(out);
    (attributes.clone(), Piece { of: attributes, at })
}
