//! The items of a guide: how a check, a remedy, a cause is told.

use pulldown_cmark::BlockQuoteKind;

use super::guide::{Page, address_link, fact, item, own_heading, see, strong_title};
use super::writer::Writer;
use crate::emit::prose::{address, commonmark, language_word};
use crate::emit::way::{says_range, steps_by_item};
use crate::guide::{
    AskCard, AskType, CauseCard, CheckCard, Command, EscalationCard, FactCard, HowTo, Image, Markdown, OutcomeCard,
    RemedyCard, RiskLevel, StepCard, UndoCard, Work,
};
use crate::model::plain_name;
use crate::words::quantity;

/// Writes a warning, or that something is destroyed, as an alert.
pub fn alert<'a>(out: &mut Writer, page: &Page<'_>, kind: BlockQuoteKind, texts: impl Iterator<Item = &'a str>) {
    let said = page.said();
    let label = if kind == BlockQuoteKind::Caution { &said.caution_alert } else { &said.warning_alert };
    out.block();
    out.open_alert(kind, label);
    for text in texts {
        commonmark::write_blocks(out, text);
    }
    out.close_alert();
}

/// Writes what is to be done in a check.
pub fn check(out: &mut Writer, page: &Page<'_>, card: &CheckCard) {
    about(out, page, card.about.as_ref(), &card.cites);
    before(out, page, &card.work);
    actions(out, page, &card.work.steps);
    pictured(out, page, &card.outcomes);
    if let Some(asks) = &card.asks {
        out.block();
        out.text(&asked(page, asks));
        outcomes(out, asks, &card.outcomes);
    }
    after(out, page, &card.work);
}

/// Writes what is to be done in a remedy.
pub fn remedy(out: &mut Writer, page: &Page<'_>, card: &RemedyCard) {
    about(out, page, card.about.as_ref(), &card.cites);
    before(out, page, &card.work);
    actions(out, page, &card.work.steps);
    pictured(out, page, &card.outcomes);
    if card.tries > 1 {
        out.block();
        out.markup(&page.said().may_be_tried.fill(&[("n", &card.tries.to_string())]));
    }
    if let Some(verify) = &card.verify {
        let time = quantity::minutes(page.words, card.verify_minutes);
        let said = page.said();
        let label =
            if card.verify_said { said.see_whether.fill(&[("time", &time)]) } else { said.see_whether_then.clone() };
        how_to(out, page, &label, verify);
    }
    if !card.renews.is_empty() {
        out.block();
        out.text(&page.said().asked_again);
        for (at, title) in card.renews.iter().enumerate() {
            out.markup(if at > 0 { "; " } else { " " });
            commonmark::write_inline(out, &title.0);
        }
    }
    after(out, page, &card.work);
    see(out, page, &mut true, &card.see);
}

/// Writes what is asked about the circumstances.
pub fn fact_card(out: &mut Writer, page: &Page<'_>, card: &FactCard) {
    for text in card.about.iter().chain(&card.hint) {
        commonmark::write_blocks(out, &text.0);
    }
    if let Some(asks) = &card.asks {
        out.block();
        out.text(&asked(page, asks));
    }
}

/// Writes who takes over and what to hand over.
pub fn escalation(out: &mut Writer, page: &Page<'_>, card: &EscalationCard) {
    if let Some(text) = &card.about {
        commonmark::write_blocks(out, &text.0);
    }
    if !card.collect.is_empty() {
        out.block();
        out.markup(&page.said().have_ready);
        out.markup(":");
        let mut first = true;
        for line in &card.collect {
            item(out, &mut first);
            commonmark::write_inline(out, &line.0);
            out.close();
        }
    }
    for link in &card.links {
        out.block();
        address_link(out, link);
    }
}

/// Whether the table says all that is known of a cause.
pub fn is_silent(card: &CauseCard) -> bool {
    card.about.is_none()
        && card.prevent.is_none()
        && card.no_remedy.is_none()
        && card.applies_to.is_none()
        && card.shows.is_empty()
        && card.leads_to.is_empty()
        && card.see.is_empty()
}

/// Writes what is to be known of a cause beyond the table, if anything is.
pub fn cause(out: &mut Writer, page: &Page<'_>, card: &CauseCard) {
    if is_silent(card) {
        return;
    }
    let said = page.said();
    page.heading(out, 3, &card.title.0, &said.cause);
    if let Some(text) = &card.about {
        commonmark::write_blocks(out, &text.0);
    }
    let mut first = true;
    if let Some(applies_to) = &card.applies_to {
        fact(out, &mut first, &said.only_where, applies_to);
    }
    for (label, links) in [(&said.shows, &card.shows), (&said.brings_about, &card.leads_to)] {
        if links.is_empty() {
            continue;
        }
        item(out, &mut first);
        out.markup(&format!("**{label}:** "));
        for (index, link) in links.iter().enumerate() {
            out.markup(if index > 0 { "; " } else { "" });
            page.linked(out, link);
        }
        out.close();
    }
    see(out, page, &mut first, &card.see);
    labelled(out, &said.nothing_helps, card.no_remedy.as_ref());
    labelled(out, &said.keep_away, card.prevent.as_ref());
}

/// Writes prose under a label.
fn labelled(out: &mut Writer, label: &str, text: Option<&Markdown>) {
    let Some(text) = text else { return };
    out.block();
    out.markup(&format!("**{label}:**"));
    commonmark::write_after_label(out, &text.0);
}

/// Writes the items that the way does not hold.
pub fn others(out: &mut Writer, page: &Page<'_>) {
    let (document, said) = (page.document, page.said());
    let steps = steps_by_item(document);
    let mut is_open = false;
    let mut begin = |out: &mut Writer, title: &str| {
        if !is_open {
            own_heading(out, 2, &said.more_to_know);
            is_open = true;
        }
        page.heading(out, 3, title, &said.about);
    };
    let tells = |card: &&CheckCard| !steps.contains_key(card.id.as_str()) && card.tells();
    for card in document.checks.iter().filter(tells) {
        begin(out, &card.title.0);
        check(out, page, card);
    }
    for card in document.remedies.iter().filter(|card| !steps.contains_key(card.id.as_str())) {
        begin(out, &card.title.0);
        remedy(out, page, card);
    }
    for card in document.facts.iter().filter(|card| !steps.contains_key(card.id.as_str())) {
        begin(out, &card.title.0);
        fact_card(out, page, card);
    }
    for card in &document.rules {
        begin(out, &card.title.0);
        about(out, page, card.about.as_ref(), &card.cites);
        let mut first = true;
        fact(out, &mut first, &said.when, &card.when);
        for sentence in &card.then {
            fact(out, &mut first, &said.then, sentence);
        }
    }
    for card in document.escalations.iter().filter(|card| !steps.contains_key(card.id.as_str())) {
        begin(out, &card.title.0);
        escalation(out, page, card);
    }
}

fn about(out: &mut Writer, page: &Page<'_>, text: Option<&Markdown>, cites: &[u32]) {
    if let Some(text) = text {
        commonmark::write_blocks(out, &text.0);
    }
    if !cites.is_empty() {
        out.block();
        out.markup(&page.said().sources);
        out.markup(":");
        page.citations(out, cites);
    }
}

/// Writes what must be known before the work begins.
fn before(out: &mut Writer, page: &Page<'_>, work: &Work) {
    let said = page.said();
    let mut first = true;
    if let Some(applies_to) = &work.applies_to {
        fact(out, &mut first, &said.only_where, applies_to);
    }
    if !work.needs.is_empty() {
        item(out, &mut first);
        out.markup(&format!("**{}:** ", said.you_need));
        for (index, need) in work.needs.iter().enumerate() {
            out.markup(if index > 0 { "; " } else { "" });
            commonmark::write_inline(out, &need.0);
        }
        out.close();
    }
    let kind = match work.risk.level {
        RiskLevel::Safe => None,
        RiskLevel::Caution => Some(BlockQuoteKind::Warning),
        RiskLevel::Destructive => Some(BlockQuoteKind::Caution),
    };
    let final_word = (work.undo == Some(UndoCard::Impossible)).then_some(said.cannot_be_undone.as_str());
    if work.risk.loses.is_some() || final_word.is_some() {
        let loses = work.risk.loses.as_ref().map_or("", |text| &text.0);
        let both = [loses, final_word.unwrap_or_default()];
        alert(out, page, kind.unwrap_or(BlockQuoteKind::Warning), both.into_iter().filter(|text| !text.is_empty()));
    }
}

/// Writes what may follow the work.
fn after(out: &mut Writer, page: &Page<'_>, work: &Work) {
    if let Some(UndoCard::Possible { how }) = &work.undo {
        how_to(out, page, &page.said().take_back, how);
    }
    if let Some(how) = &work.afterwards {
        how_to(out, page, &page.said().afterwards, how);
    }
}

fn how_to(out: &mut Writer, page: &Page<'_>, label: &str, how: &HowTo) {
    out.block();
    out.text(label);
    out.markup(":");
    match how {
        HowTo::Text { text } => commonmark::write_after_label(out, &text.0),
        HowTo::Steps { steps } => actions(out, page, steps),
    }
}

fn actions(out: &mut Writer, page: &Page<'_>, steps: &[StepCard]) {
    let tight = steps.iter().all(is_one_line);
    for (index, step) in steps.iter().enumerate() {
        if tight && index > 0 {
            out.tight_block();
        } else {
            out.block();
        }
        let marker = format!("{}. ", index + 1);
        out.open_item(&marker, index == 0);
        action(out, page, step);
        out.close();
    }
}

/// Whether a step is nothing but a sentence.
const fn is_one_line(step: &StepCard) -> bool {
    step.when.is_none()
        && step.warnings.is_empty()
        && step.commands.is_empty()
        && step.expects.is_empty()
        && step.notes.is_empty()
        && step.images.is_empty()
}

fn action(out: &mut Writer, page: &Page<'_>, step: &StepCard) {
    if let Some(when) = &step.when {
        out.block();
        let [before, behind] = page.said().in_case.pieces();
        out.markup("*");
        out.markup(before);
        out.text(when);
        out.markup(behind);
        out.markup("*");
    }
    for warning in &step.warnings {
        alert(out, page, BlockQuoteKind::Warning, std::iter::once(warning.0.as_str()));
    }
    if step.when.is_some() && step.warnings.is_empty() {
        commonmark::write_after_label(out, &step.text.0);
    } else {
        commonmark::write_blocks(out, &step.text.0);
    }
    for command in &step.commands {
        out.code_block(language_word(&command.language), &command.text);
    }
    blanks(out, page, &step.commands);
    images(out, page, &step.images);
    for (label, texts) in [(&page.said().you_should_see, &step.expects), (&page.said().note, &step.notes)] {
        for text in texts {
            out.block();
            out.markup(&format!("*{label}:*"));
            commonmark::write_after_label(out, &text.0);
        }
    }
}

/// Writes what stands for each `<name>` of commands, as the question that tells it.
fn blanks(out: &mut Writer, page: &Page<'_>, commands: &[Command]) {
    let mut told: Vec<&str> = Vec::new();
    let mut first = true;
    for id in commands.iter().flat_map(|command| &command.placeholders) {
        let facts = page.document.facts.iter().map(|fact| (&fact.id, &fact.title));
        let checks = page.document.checks.iter().map(|check| (&check.id, &check.title));
        let Some((_, title)) = facts.chain(checks).find(|(one, _)| *one == id) else { continue };
        if told.contains(&id.as_str()) {
            continue;
        }
        told.push(id);
        item(out, &mut first);
        out.code_span(&format!("<{}>", plain_name(id)));
        out.markup(": ");
        commonmark::write_inline(out, &title.0);
        out.close();
    }
}

/// Writes pictures, each a block.
pub fn images(out: &mut Writer, page: &Page<'_>, images: &[Image]) {
    for image in images {
        out.block();
        match &image.published {
            Some(path) => {
                out.markup("![");
                out.text(&image.alternative);
                let mut target = format!("]({}", page.root);
                address::push_path(&mut target, path);
                target.push(')');
                out.markup(&target);
            }
            None => out.text(&image.alternative),
        }
    }
}

/// Writes the pictures of answers, each under what it is a picture of.
fn pictured(out: &mut Writer, page: &Page<'_>, outcomes: &[OutcomeCard]) {
    for outcome in outcomes.iter().filter(|outcome| !outcome.images.is_empty()) {
        out.block();
        strong_title(out, &outcome.title.0);
        out.markup(":");
        images(out, page, &outcome.images);
    }
}

fn asked(page: &Page<'_>, asks: &AskCard) -> String {
    let said = page.said();
    match (asks.of, &asks.unit) {
        (AskType::Number, Some(unit)) => said.answer_number_in.fill(&[("unit", unit)]),
        (AskType::Number, None) => said.answer_number.clone(),
        (AskType::Version, _) => said.answer_version.clone(),
        (AskType::Text, _) => said.answer_text.clone(),
    }
}

/// Writes which values mean which outcome, where its title does not say so.
fn outcomes(out: &mut Writer, asks: &AskCard, outcomes: &[OutcomeCard]) {
    // A pattern is for machines: whoever reads an output chooses what it says.
    let shown = outcomes.iter().filter(|_| asks.of != AskType::Text);
    let mut first = true;
    for (outcome, range) in shown.filter_map(|outcome| Some((outcome, outcome.range.as_deref()?))) {
        if says_range(outcome, range) {
            continue;
        }
        item(out, &mut first);
        strong_title(out, &outcome.title.0);
        out.markup(": ");
        out.text(range);
        out.close();
    }
}
