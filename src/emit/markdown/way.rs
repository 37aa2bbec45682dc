//! The way as numbered steps that can be followed on paper.

use pulldown_cmark::BlockQuoteKind;

use super::cards;
use super::guide::{Page, anchor, guide_link, item, own_heading, strong_title};
use super::writer::Writer;
use crate::config::Flavour;
use crate::emit::prose::commonmark;
use crate::emit::way::{Card, Part, Stop, runs};
use crate::guide::{Goto, Inline, RiskLevel, Work};
use crate::words::Paper;
use crate::words::quantity;

/// For each step, the anchor of the heading that it stands under.
pub fn targets(parts: &[Part<'_>], said: &Paper) -> Vec<String> {
    let mut targets = Vec::new();
    for run in parts.iter().flat_map(runs) {
        let target = anchor(&run_title(run, said));
        targets.extend(run.iter().map(|_| target.clone()));
    }
    targets
}

fn run_title(run: &[Stop<'_>], said: &Paper) -> String {
    let number = |stop: &Stop<'_>| stop.step.number.to_string();
    match run {
        [first, .., last] => said.steps_title.fill(&[("from", &number(first)), ("to", &number(last))]),
        [only] => said.step_title.fill(&[("n", &number(only))]),
        [] => String::new(),
    }
}

/// Writes the way.
pub fn write(out: &mut Writer, page: &Page<'_>, parts: &[Part<'_>]) {
    if parts.is_empty() {
        return;
    }
    let said = page.said();
    own_heading(out, 2, &said.what_to_do);
    out.block();
    let sentence = if page.document.symptoms.is_empty() { &said.way_start_plain } else { &said.way_start };
    page.to_step(out, sentence, page.document.way.starts_at);
    for part in parts {
        let level = if part.stage.is_some() || part.tail { 4 } else { 3 };
        if part.tail {
            own_heading(out, 3, &said.what_is_left);
            out.block();
            out.markup(&said.skip_done);
        }
        if let Some(stage) = part.stage {
            page.heading(out, 3, &stage.title.0, &said.stage);
            if let Some(about) = &stage.about {
                commonmark::write_blocks(out, &about.0);
            }
        }
        for run in runs(part) {
            own_heading(out, level, &run_title(run, said));
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
    out.markup(&page.said().one_after_another);
    for (index, stop) in run.iter().enumerate() {
        out.block();
        if out.flavour() == Flavour::Mkdocs {
            // Python-Markdown counts each list from one.
            out.open_item("- ", index == 0);
            out.block();
            out.markup(&format!("**{}:** ", run_title(std::slice::from_ref(stop), page.said())));
        } else {
            out.open_item(&format!("{}. ", stop.step.number), index == 0);
            out.block();
        }
        title(out, page, stop);
        body(out, page, stop);
        out.close();
    }
    if let Some(last) = run.last() {
        out.block();
        page.to_step(out, &page.said().none_helped, last.step.number + 1);
    }
}

/// Writes the line that names a step, with its time and risk.
fn title(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    let said = page.said();
    if stop.contradiction {
        out.markup(&said.contradiction);
        out.markup(" ");
    }
    match stop.card {
        Card::Check(card) => named(out, page, &card.title, Some(&card.work)),
        Card::Remedy(card) => {
            named(out, page, &card.title, Some(&card.work));
            if card.workaround {
                out.markup(" · ");
                out.markup(&said.workaround);
            }
        }
        Card::Fact(card) => named(out, page, &card.title, None),
        Card::Symptom(card) => {
            out.markup(&said.do_you_see);
            out.markup(" ");
            named(out, page, &card.title, None);
        }
        Card::Escalation(card) => {
            named(out, page, &card.title, None);
            if !card.result && card.takes_said {
                out.markup(" · ");
                out.text(&quantity::minutes(page.words, card.takes_minutes));
            }
        }
        Card::Guide(card) => {
            let [before, behind] = said.go_on_in.pieces();
            out.markup(before);
            guide_link(out, &page.root, card);
            out.markup(behind);
        }
        Card::Solved => out.markup(&format!("**{}** {}", said.done, said.trouble_over)),
        Card::Unknown(id) => out.code_span(id),
    }
}

fn named(out: &mut Writer, page: &Page<'_>, title: &Inline, work: Option<&Work>) {
    strong_title(out, &title.0);
    let Some(work) = work else { return };
    let said = page.said();
    if work.takes_said {
        out.markup(" · ");
        out.text(&quantity::minutes(page.words, work.takes_minutes));
    }
    if work.waits_minutes > 0.0 {
        let [before, behind] = said.then_wait.pieces();
        out.markup(if work.takes_said { ", " } else { " · " });
        out.markup(before);
        out.text(&quantity::minutes(page.words, work.waits_minutes));
        out.markup(behind);
    }
    match work.risk.level {
        RiskLevel::Safe => {}
        RiskLevel::Caution => out.markup(&format!(" · *{}*", said.caution)),
        RiskLevel::Destructive => out.markup(&format!(" · **{}**", said.destructive)),
    }
}

/// Writes what is done in a step, or where that stands.
fn body(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    if let Some(why) = &stop.step.why {
        out.block();
        out.markup("*");
        out.markup(&page.said().why_here);
        out.markup("* ");
        out.text(why);
    }
    for warning in &stop.step.warnings {
        cards::alert(out, page, BlockQuoteKind::Warning, std::iter::once(warning.0.as_str()));
    }
    if let Some(number) = stop.shown_at {
        out.block();
        page.to_step(out, &page.said().as_in, number);
        return;
    }
    match stop.card {
        Card::Check(card) => cards::check(out, page, card),
        Card::Remedy(card) => cards::remedy(out, page, card),
        Card::Fact(card) => cards::fact_card(out, page, card),
        Card::Symptom(card) => {
            if let Some(text) = &card.about {
                commonmark::write_blocks(out, &text.0);
            }
            cards::images(out, page, &card.images);
        }
        Card::Escalation(card) => cards::escalation(out, page, card),
        Card::Guide(_) | Card::Solved | Card::Unknown(_) => {}
    }
}

/// Writes where each answer leads.
fn exits(out: &mut Writer, page: &Page<'_>, stop: &Stop<'_>) {
    let said = page.said();
    let mut first = true;
    for exit in &stop.step.exits {
        item(out, &mut first);
        let [before, behind] = said.if_answer.pieces();
        out.markup(before);
        strong_title(out, &exit.label.0);
        out.markup(behind);
        out.markup(" ");
        goto(out, page, stop.step.number, &exit.goto);
        out.close();
    }
    if let Some(cannot) = &stop.step.cannot {
        item(out, &mut first);
        out.markup(match stop.card {
            Card::Check(_) | Card::Fact(_) | Card::Symptom(_) => &said.if_cannot_tell,
            _ => &said.if_cannot_do,
        });
        out.markup(" ");
        goto(out, page, stop.step.number, cannot);
        out.close();
    }
}

/// Writes where one goes from a step.
pub fn goto(out: &mut Writer, page: &Page<'_>, from: u32, goto: &Goto) {
    match goto {
        Goto::Step(number) => {
            let sentence = if *number == from + 1 { &page.said().go_on_with } else { &page.said().go_to };
            page.to_step(out, sentence, *number);
        }
        Goto::By { steps, then } => {
            let said = page.said();
            let sentence = if steps.len() == 1 { &said.try_one } else { &said.try_in_turn };
            let [before, between, behind] = sentence.pieces();
            out.markup(before);
            for (at, number) in steps.iter().enumerate() {
                out.markup(if at == 0 { "" } else { &said.then_step });
                page.step_link(out, *number);
            }
            out.markup(between);
            page.step_link(out, *then);
            out.markup(behind);
        }
        Goto::Solved => out.markup(&page.said().you_are_done),
    }
}
