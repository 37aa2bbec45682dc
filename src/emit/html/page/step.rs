//! The steps of the way, each with its card and where its answers lead.

use serde::Serialize;

use crate::emit::way::{Card, Part, Stop};
use crate::guide::{
    Action, CheckCard, Document, EscalationCard, FactCard, Goto, GuideLink, Markdown, RemedyCard, RiskLevel, StageHead,
    SymptomCard, WayStep,
};

/// Steps under one heading.
#[derive(Serialize)]
pub struct PartView<'a> {
    pub stage: Option<&'a StageHead>,
    pub tail: bool,
    steps: Vec<StepView<'a>>,
}

#[derive(Serialize)]
struct StepView<'a> {
    number: u32,
    anchor: &'a str,
    kind: &'static str,
    item: Option<&'a str>,
    title: Option<&'a str>,
    check: Option<&'a CheckCard>,
    remedy: Option<&'a RemedyCard>,
    fact: Option<&'a FactCard>,
    symptom: Option<&'a SymptomCard>,
    escalation: Option<&'a EscalationCard>,
    guide: Option<&'a GuideLink>,
    takes_minutes: Option<f64>,
    waits_minutes: f64,
    risk: &'static str,
    workaround: bool,
    contradiction: bool,
    shown_at: Option<GotoView<'a>>,
    why: Option<&'a str>,
    warnings: &'a [Markdown],
    exits: Vec<ExitView<'a>>,
    cannot: Option<GotoView<'a>>,
    /// The answers need no choice: on to the next step, or done.
    goes_on: bool,
}

#[derive(Serialize)]
struct ExitView<'a> {
    answer: &'a str,
    label: &'a str,
    /// Nothing where it is solved.
    goto: Option<GotoView<'a>>,
}

/// A link to a step.
#[derive(Serialize)]
pub struct GotoView<'a> {
    /// What is tried before.
    first: Vec<GotoView<'a>>,
    number: u32,
    anchor: &'a str,
    next: bool,
}

impl<'a> GotoView<'a> {
    /// A link to a step, if there is one with this number.
    pub fn of(document: &'a Document, number: u32, from: u32) -> Option<Self> {
        let step = document.way.steps.get((number as usize).checked_sub(1)?)?;
        Some(Self { first: Vec::new(), number, anchor: &step.anchor, next: from > 0 && number == from + 1 })
    }

    fn follow(document: &'a Document, goto: &Goto, from: u32) -> Option<Self> {
        match goto {
            Goto::Step(number) => Self::of(document, *number, from),
            Goto::By { steps, then } => {
                let first = steps.iter().filter_map(|number| Self::of(document, *number, 0)).collect();
                Some(Self { first, ..Self::of(document, *then, from)? })
            }
            Goto::Solved => None,
        }
    }
}

impl<'a> PartView<'a> {
    /// A part of the way of a document.
    pub fn of(document: &'a Document, part: &Part<'a>) -> Self {
        Self {
            stage: part.stage,
            tail: part.tail,
            steps: part.stops.iter().map(|stop| StepView::of(document, stop)).collect(),
        }
    }
}

/// The name of a risk in classes.
const fn risk(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Safe => "safe",
        RiskLevel::Caution => "caution",
        RiskLevel::Destructive => "destructive",
    }
}

impl<'a> StepView<'a> {
    fn of(document: &'a Document, stop: &Stop<'a>) -> Self {
        let mut view = Self::bare(document, stop.step);
        view.contradiction = stop.contradiction;
        view.goes_on = stop.goes_on && matches!(stop.card, Card::Remedy(_));
        view.shown_at = stop.shown_at.and_then(|number| GotoView::of(document, number, 0));
        let full = stop.shown_at.is_none();
        match stop.card {
            Card::Check(card) => {
                view.title = Some(&card.title.0);
                view.takes_minutes = Some(card.work.takes_minutes);
                view.waits_minutes = card.work.waits_minutes;
                view.risk = risk(card.work.risk.level);
                view.check = full.then_some(card);
            }
            Card::Remedy(card) => {
                view.title = Some(&card.title.0);
                view.takes_minutes = Some(card.work.takes_minutes);
                view.waits_minutes = card.work.waits_minutes;
                view.risk = risk(card.work.risk.level);
                view.workaround = card.workaround;
                view.remedy = full.then_some(card);
            }
            Card::Fact(card) => {
                view.title = Some(&card.title.0);
                view.fact = full.then_some(card);
            }
            Card::Symptom(card) => {
                view.title = Some(&card.title.0);
                view.symptom = full.then_some(card);
            }
            Card::Escalation(card) => {
                view.title = Some(&card.title.0);
                view.takes_minutes = Some(card.takes_minutes);
                view.escalation = full.then_some(card);
            }
            Card::Guide(card) => {
                view.title = Some(&card.title.0);
                view.guide = Some(card);
                view.shown_at = None;
            }
            Card::Solved | Card::Unknown(_) => view.shown_at = None,
        }
        view
    }

    /// A step of which only the place in the way is known.
    fn bare(document: &'a Document, step: &'a WayStep) -> Self {
        let (kind, item) = match &step.action {
            Action::Check(id) => ("check", Some(id)),
            Action::Remedy(id) => ("remedy", Some(id)),
            Action::Fact(id) => ("fact", Some(id)),
            Action::Symptom(id) => ("symptom", Some(id)),
            Action::Escalation(id) | Action::Contradiction(id) => ("escalation", Some(id)),
            Action::Guide(id) => ("guide", Some(id)),
            Action::Solved => ("solved", None),
        };
        Self {
            number: step.number,
            anchor: &step.anchor,
            kind,
            item: item.map(String::as_str),
            title: None,
            check: None,
            remedy: None,
            fact: None,
            symptom: None,
            escalation: None,
            guide: None,
            takes_minutes: None,
            waits_minutes: 0.0,
            risk: "safe",
            workaround: false,
            contradiction: false,
            shown_at: None,
            why: step.why.as_deref(),
            warnings: &step.warnings,
            exits: step
                .exits
                .iter()
                .map(|exit| ExitView {
                    answer: &exit.answer,
                    label: &exit.label.0,
                    goto: GotoView::follow(document, &exit.goto, step.number),
                })
                .collect(),
            cannot: step.cannot.as_ref().and_then(|goto| GotoView::follow(document, goto, step.number)),
            goes_on: false,
        }
    }
}
