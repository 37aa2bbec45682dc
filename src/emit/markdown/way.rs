//! The way as numbered steps that can be followed on paper.

use super::cards;
use super::guide::{Page, guide_link, heading, item, own_heading, strong_title};
use super::writer::Writer;
use crate::emit::prose::commonmark;
use crate::emit::quantity;
use crate::emit::way::{Card, Part, Stop, runs};
use crate::guide::{Goto, Inline, RiskLevel, Work};

/// For each step, the anchor of the heading that it stands under.
pub fn targets(parts: &[Part<'_>]) -> Vec<String> {
    let mut targets = Vec::new();
    for run in parts.iter().flat_map(runs) {
        let target = run_title(run).to_lowercase().replace(' ', "-");
        targets.extend(run.iter().map(|_| target.clone()));
    }
    targets
}

fn run_title(run: &[Stop<'_>]) -> String {
    match run {
        [first, .., last] => format!("Steps {} to {}", first.step.number, last.step.number),
        [only] => format!("Step {}", only.step.number),
        [] => String::new(),
    }
}

/// Writes the way.
pub fn write(out: &mut Writer, page: &Page<'_>, parts: &[Part<'_>]) {
    if parts.is_empty() {
        return;
    }
    own_heading(out, 2, "What to do");
    out.block();
    out.markup("Begin at ");
    page.step_link(out, page.document.way.starts_at);
    out.markup(if page.document.symptoms.is_empty() { "." } else { ", or where your symptom says." });
    for part in parts {
        let level = if part.stage.is_some() || part.tail { 4 } else { 3 };
        if part.tail {
            own_heading(out, 3, "What may help");
            out.block();
            out.markup("Your answers send you here by number. What you have done or cannot do, leave out.");
        }
        if let Some(stage) = part.stage {
            heading(out, 3, &stage.title.0, "Stage: ");
            if let Some(about) = &stage.about {
                commonmark::write_blocks(out, &about.0);
            }
        }
        for run in runs(part) {
            own_heading(out, level, &run_title(run));
            if let [only] = run {
                out.block();
                title(out, page, only);
                body(out, page, only);
                exits(out, page, only);
            } else {
                chain(out, page, run);
            }
        }
    }
}

/// Writes steps that only follow one another as one list.
fn chain(out: &mut Writer, page: &Page<'_>, run: &[Stop<'_>]) {
    out.block();
    out.markup("One after another, until the trouble is gone. What you cannot do, leave out.");
    for stop in run {
        out.block();
        let marker = format!("{}. ", stop.step.number);
        out.open(&marker, &" ".repeat(marker.len()));
        out.block();
        title(out, page, stop);
        body(out, page, stop);
        out.close();
    }
    if let Some(last) = run.last() {
        out.block();
        out.markup("If none of these helped: go on with ");
        page.step_link(out, last.step.number + 1);
        out.markup(".");
    }
}

/// Writes the line that names a step, with its time and risk.
fn title(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    if stop.contradiction {
        out.markup("These answers contradict each other. ");
    }
    match stop.card {
        Card::Check(card) => named(out, &card.title, Some(&card.work)),
        Card::Remedy(card) => {
            named(out, &card.title, Some(&card.work));
            if card.workaround {
                out.markup(" · gets round the trouble, does not end it");
            }
        }
        Card::Fact(card) => named(out, &card.title, None),
        Card::Symptom(card) => {
            out.markup("Do you see this? ");
            named(out, &card.title, None);
        }
        Card::Escalation(card) => {
            named(out, &card.title, None);
            out.markup(" · ");
            out.text(&quantity::minutes(card.takes_minutes));
        }
        Card::Guide(card) => {
            out.markup("Go on in ");
            guide_link(out, &page.root, card);
            out.markup(".");
        }
        Card::Solved => out.markup("**Done.** The trouble is over."),
        Card::Unknown(id) => out.code_span(id),
    }
}

fn named(out: &mut Writer, title: &Inline, work: Option<&Work>) {
    strong_title(out, &title.0);
    let Some(work) = work else { return };
    out.markup(" · ");
    out.text(&quantity::minutes(work.takes_minutes));
    if work.waits_minutes > 0.0 {
        out.markup(", then wait ");
        out.text(&quantity::minutes(work.waits_minutes));
    }
    match work.risk.level {
        RiskLevel::Safe => {}
        RiskLevel::Caution => out.markup(" · *with care*"),
        RiskLevel::Destructive => out.markup(" · **something is lost**"),
    }
}

/// Writes what is done in a step, or where that stands.
fn body(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    if let Some(why) = &stop.step.why {
        out.block();
        out.markup("*Why here:* ");
        out.text(why);
    }
    for warning in &stop.step.warnings {
        cards::alert(out, "WARNING", warning);
    }
    if let Some(number) = stop.shown_at {
        out.block();
        out.markup("As in ");
        page.step_link(out, number);
        out.markup("; if you have done that, go on.");
        return;
    }
    match stop.card {
        Card::Check(card) => cards::check(out, page, card),
        Card::Remedy(card) => cards::remedy(out, page, card),
        Card::Fact(card) => cards::fact_card(out, card),
        Card::Symptom(card) => {
            if let Some(text) = &card.about {
                commonmark::write_blocks(out, &text.0);
            }
        }
        Card::Escalation(card) => cards::escalation(out, card),
        Card::Guide(_) | Card::Solved | Card::Unknown(_) => {}
    }
}

/// Writes where each answer leads.
fn exits(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    let mut first = true;
    for exit in &stop.step.exits {
        item(out, &mut first);
        out.markup("If ");
        strong_title(out, &exit.label.0);
        out.markup(": ");
        goto(out, page, stop.step.number, &exit.goto);
        out.close();
    }
    if let Some(cannot) = &stop.step.cannot {
        item(out, &mut first);
        out.markup(match stop.card {
            Card::Check(_) | Card::Fact(_) | Card::Symptom(_) => "If you cannot tell: ",
            _ => "If you cannot do this: ",
        });
        goto(out, page, stop.step.number, cannot);
        out.close();
    }
}

fn goto(out: &mut Writer, page: &Page<'_>, from: u32, goto: &Goto) {
    match goto {
        Goto::Step(number) => {
            out.markup(if *number == from + 1 { "go on with " } else { "go to " });
            page.step_link(out, *number);
            out.markup(".");
        }
        Goto::By { steps, then } => {
            out.markup("try ");
            for (at, number) in steps.iter().enumerate() {
                out.markup(if at == 0 { "" } else { ", then " });
                page.step_link(out, *number);
            }
            out.markup(if steps.len() == 1 {
                "; if that does not help, go on with "
            } else {
                "; if none of them helps, go on with "
            });
            page.step_link(out, *then);
            out.markup(".");
        }
        Goto::Solved => out.markup("you are done."),
    }
}
