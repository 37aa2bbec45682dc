//! The steps of the way, each with its card and where its answers lead.

use minijinja::value::Value;

use super::Making;
use super::card::{self, level};
use super::view::{list, none, or_none, prose, prose_or_none, view};
use crate::emit::prose::{address, escape};
use crate::emit::quantity;
use crate::emit::way::{Card, Part, Stop, parts};
use crate::guide::{Action, Exit, Goto, RiskLevel, StageHead, WayStep, Work};

view! {
    /// Steps under one heading.
    PartView {
        /// The number of its first step.
        number,
        stage,
        tail,
        steps,
    }
}

view! {
    /// A stage.
    StageView { title, about }
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
        /// Its anchor and the names by which the script knows it, as attributes.
        data,
        /// Its heading, and what it is, takes and risks: both ready to be printed.
        heading,
        badges,
        /// The card of a check or a remedy, of a fact, of a symptom, of an escalation, where this step prints it.
        work,
        fact,
        symptom,
        escalation,
        takes,
        waits,
        /// The name of the risk, where there is one.
        risk,
        workaround,
        contradiction,
        /// Where its card is printed, as a sentence, and the number of that step.
        again,
        shown_at,
        why,
        warnings,
        /// Whether there is anything to answer.
        leads_on,
        exits,
        cannot,
        /// It is a question, which a reader may be unable to tell.
        asks,
        /// The answers need no choice: on to the next step, or done.
        goes_on,
    }
}

view! {
    /// An answer. `onward` says where it leads, with links; `says` is that with its condition before it.
    ExitView { answer, label, says, onward }
}

view! {
    /// A symptom, as a question of the way.
    SeenView { about }
}

view! {
    /// A link to a step.
    GotoView { number, anchor }
}

/// A step as it grows: what stands in its heading and in its badges.
struct Growing {
    view: StepView,
    heading: String,
    badges: String,
}

impl Growing {
    fn badge(&mut self, class: &str, push: impl FnOnce(&mut String)) {
        self.badges.push_str("\n<span class=\"badge");
        self.badges.push_str(class);
        self.badges.push_str("\">");
        push(&mut self.badges);
        self.badges.push_str("</span>");
    }
}

impl<'a> Making<'a> {
    /// A link to a step, if there is one with this number.
    pub fn goto(&self, number: u32) -> Option<Value> {
        let step = self.step_at(number)?;
        Some(GotoView { number: Value::from(number), anchor: Value::from(step.anchor.as_str()) }.into())
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
        let turns: Vec<(u32, &str)> = turns.collect();
        let next = first.is_empty() && number == from + 1;
        self.said.push_onward(out, &turns, number, &step.anchor, next);
        true
    }

    /// The parts of the way.
    pub fn parts(&mut self) -> Vec<PartView> {
        let parts = parts(self.document);
        let views = parts.iter().map(|Part { stage, tail, stops }| PartView {
            number: or_none(stops.first().map(|stop| stop.step.number)),
            stage: or_none(stage.map(|stage| self.stage(stage))),
            tail: Value::from(*tail),
            steps: list(stops, |stop| self.step(stop, if stage.is_some() || *tail { "h4" } else { "h3" })),
        });
        views.collect()
    }

    fn stage(&mut self, stage: &'a StageHead) -> Value {
        StageView { title: self.lines.get(&stage.title.0), about: prose_or_none(stage.about.as_ref()) }.into()
    }

    fn step(&mut self, stop: &Stop<'a>, element: &str) -> Value {
        let mut growing = self.bare(stop.step, element);
        growing.view.contradiction = Value::from(stop.contradiction);
        growing.view.goes_on = Value::from(stop.goes_on && matches!(stop.card, Card::Remedy(_)));
        let full = stop.shown_at.is_none();
        if let Some(number) = stop.shown_at
            && !matches!(stop.card, Card::Guide(_) | Card::Solved | Card::Unknown(_))
            && let Some(step) = self.step_at(number)
        {
            growing.view.shown_at = Value::from(number);
            growing.view.again = self.said.again(number, &step.anchor);
        }
        self.fill(&mut growing, stop, full);
        let Growing { mut view, mut heading, mut badges } = growing;
        heading.extend(["</", element, ">"]);
        badges.push('\n');
        view.heading = Value::from_safe_string(heading);
        view.badges = Value::from_safe_string(badges);
        view.into()
    }

    /// Puts in what is known of the card; all of it where it is printed in full.
    fn fill(&mut self, growing: &mut Growing, stop: &Stop<'a>, full: bool) {
        let title = match stop.card {
            Card::Check(card) => &card.title.0,
            Card::Remedy(card) => &card.title.0,
            Card::Fact(card) => &card.title.0,
            Card::Symptom(card) => &card.title.0,
            Card::Escalation(card) => &card.title.0,
            Card::Guide(card) => {
                let title = self.lines.get(&card.title.0);
                let mut href = self.root.to_owned();
                address::push_path(&mut href, &card.path);
                href.push_str(".html");
                self.said.push_go_on_in(&mut growing.heading, &href, title.as_str().unwrap_or_default());
                growing.view.title = title;
                return;
            }
            Card::Solved => return self.said.push_word(&mut growing.heading, "trouble_over"),
            Card::Unknown(id) => return escape::push_html(&mut growing.heading, id),
        };
        let title = self.lines.get(title);
        growing.heading.push_str("<bdi>");
        growing.heading.push_str(title.as_str().unwrap_or_default());
        growing.heading.push_str("</bdi>");
        growing.view.title = title;
        match stop.card {
            Card::Check(card) => {
                self.carried_out(growing, &card.work, false);
                growing.view.work = or_none(full.then(|| self.check(card)));
            }
            Card::Remedy(card) => {
                self.carried_out(growing, &card.work, card.workaround);
                growing.view.work = or_none(full.then(|| self.remedy(card)));
            }
            Card::Fact(card) => growing.view.fact = or_none(full.then(|| card::fact(card))),
            Card::Symptom(card) => {
                let seen = || SeenView { about: prose_or_none(card.about.as_ref()) };
                growing.view.symptom = or_none(full.then(seen));
            }
            Card::Escalation(card) => {
                self.takes(growing, card.takes_minutes);
                growing.view.escalation = or_none(full.then(|| card::escalation(card)));
            }
            Card::Guide(_) | Card::Solved | Card::Unknown(_) => {}
        }
    }

    fn takes(&self, growing: &mut Growing, minutes: f64) {
        let time = quantity::minutes(self.said.words, minutes);
        growing.badge(" time", |out| escape::push_html(out, &time));
        growing.view.takes = Value::from(time);
    }

    /// Time and risk.
    fn carried_out(&self, growing: &mut Growing, work: &Work, workaround: bool) {
        self.takes(growing, work.takes_minutes);
        if work.waits_minutes > 0.0 {
            let time = quantity::minutes(self.said.words, work.waits_minutes);
            growing.badge(" time", |out| self.said.push_wait(out, &time));
            growing.view.waits = Value::from(time);
        }
        if workaround {
            growing.badge("", |out| self.said.push_word(out, "workaround"));
            growing.view.workaround = Value::from(true);
        }
        if work.risk.level != RiskLevel::Safe {
            let name = level(work.risk.level);
            let class = if work.risk.level == RiskLevel::Caution { " caution" } else { " destructive" };
            growing.badge(class, |out| self.said.push_word(out, name));
            growing.view.risk = Value::from(name);
        }
    }

    fn exit(&mut self, exit: &'a Exit, from: u32) -> Value {
        let label = self.lines.get(&exit.label.0);
        let mut onward = String::with_capacity(64);
        if !self.push_follow(&mut onward, &exit.goto, from) {
            self.said.push_done(&mut onward);
        }
        let mut says = String::with_capacity(onward.len() + 96);
        self.said.push_if(&mut says, label.as_str().unwrap_or_default());
        says.push_str(&onward);
        ExitView {
            answer: Value::from(exit.answer.as_str()),
            label,
            says: Value::from_safe_string(says),
            onward: Value::from_safe_string(onward),
        }
        .into()
    }

    /// A step of which only the place in the way is known.
    fn bare(&mut self, step: &'a WayStep, element: &str) -> Growing {
        let (kind, word, item) = match &step.action {
            Action::Check(id) => ("check", "kind_check", Some(id)),
            Action::Remedy(id) => ("remedy", "kind_remedy", Some(id)),
            Action::Fact(id) => ("fact", "kind_fact", Some(id)),
            Action::Symptom(id) => ("symptom", "kind_symptom", Some(id)),
            Action::Escalation(id) | Action::Contradiction(id) => ("escalation", "kind_escalation", Some(id)),
            Action::Guide(id) => ("guide", "kind_guide", Some(id)),
            Action::Solved => ("solved", "kind_solved", None),
        };
        let cannot = step.cannot.as_ref().and_then(|goto| {
            let mut onward = String::with_capacity(64);
            self.push_follow(&mut onward, goto, step.number).then(|| Value::from_safe_string(onward))
        });
        let view = StepView {
            number: Value::from(step.number),
            anchor: Value::from(step.anchor.as_str()),
            kind: Value::from(kind),
            word: Value::from(word),
            item: or_none(item.map(String::as_str)),
            title: none(),
            data: data(step, kind, item.map(String::as_str)),
            heading: none(),
            badges: none(),
            work: none(),
            fact: none(),
            symptom: none(),
            escalation: none(),
            takes: none(),
            waits: none(),
            risk: none(),
            workaround: Value::from(false),
            contradiction: Value::from(false),
            again: none(),
            shown_at: none(),
            why: or_none(step.why.as_deref()),
            warnings: list(&step.warnings, prose),
            leads_on: Value::from(!step.exits.is_empty() || cannot.is_some()),
            exits: list(&step.exits, |exit| self.exit(exit, step.number)),
            cannot: or_none(cannot),
            asks: Value::from(matches!(step.action, Action::Check(_) | Action::Fact(_) | Action::Symptom(_))),
            goes_on: Value::from(false),
        };
        let mut growing = Growing { view, heading: String::with_capacity(192), badges: String::with_capacity(160) };
        growing.heading.extend(["<", element, " class=\"step-title\"><span class=\"unseen\">"]);
        self.said.push_step_heading(&mut growing.heading, step.number);
        growing.heading.push_str(" </span>");
        growing.badge(" kind", |out| self.said.push_word(out, word));
        growing
    }
}

/// The attributes of a step: its anchor, and what the script knows it by.
fn data(step: &WayStep, kind: &str, item: Option<&str>) -> Value {
    let mut out = String::with_capacity(128);
    out.push_str("id=\"");
    escape::push_html(&mut out, &step.anchor);
    out.push_str("\" data-step=\"");
    quantity::push_count(&mut out, step.number.into());
    out.push_str("\" data-kind=\"");
    out.push_str(kind);
    out.push('"');
    if let Some(item) = item {
        out.push_str(" data-item=\"");
        escape::push_html(&mut out, item);
        out.push('"');
    }
    Value::from_safe_string(out)
}
