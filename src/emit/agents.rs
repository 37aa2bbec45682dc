//! Guides → skills, the folders that coding and operations agents read: `SKILL.md`, by whose description they choose, and
//! `references/guide.md` with all of the guide.
//!
//! The form is that of agentskills.io: the name is that of the folder, at most 64 of `a-z0-9-`; the description, at most 1,024
//! characters, says when to use it, with the exact words that somebody sees. The body is short, since it is read as a whole: the
//! first steps, what may be wrong, what must not be done without asking, and where the rest is.

use std::fmt::Write as _;

use crate::address;
use crate::digest::Digest;
use crate::guide::{Action, Document, Goto, RiskLevel, UndoCard, WayStep};
use crate::model::plain_name;
use crate::words::quantity::plain::minutes_in;
use crate::words::{Words, one_line};

use super::markdown::writer::{TextPlace, Writer};
use super::prose::{commonmark, plain};
use super::{Site, json, markdown};

/// The longest name of a skill.
const LONGEST_NAME: usize = 64;

/// The longest description, in characters.
const LONGEST_DESCRIPTION: usize = 1024;

/// So many steps stand in the body.
const STEPS: usize = 5;

/// So many causes stand in the body.
const CAUSES: usize = 20;

/// The name of the skill of a guide, by the path of its page: the same for no two guides of a site.
#[must_use]
pub fn name(path: &str, site: &Site) -> String {
    let plain = |path: &str| {
        let parts = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("-").to_ascii_lowercase()
    };
    let name = plain(path);
    let is_taken = site.order.iter().any(|guide| guide.path != path && plain(&guide.path) == name);
    if !is_taken && !name.is_empty() && name.len() <= LONGEST_NAME {
        return name;
    }
    let digest = &Digest::of(path.as_bytes()).to_hex()[..6];
    let room = name.len().min(LONGEST_NAME - digest.len() - 1);
    let begin = name[..room].trim_end_matches('-');
    if begin.is_empty() { format!("guide-{digest}") } else { format!("{begin}-{digest}") }
}

/// The files of the skill of a guide: their paths below `skills/`, and their texts.
#[must_use]
pub fn skill(document: &Document, site: &Site) -> [(String, String); 2] {
    let name = name(&document.path, site);
    let text = body(document, site, &name);
    // Links of the guide lead to its site, where that has an address, else to the Markdown that is built beside.
    let root = site.base_url.as_ref().map_or_else(|| "../../../markdown/".to_owned(), |base| format!("{base}/"));
    let guide = markdown::guide_from(document, site, root);
    [(format!("{name}/SKILL.md"), text), (format!("{name}/references/guide.md"), guide)]
}

/// What the guide is for, and the exact words that lead to it, as many as there is room for.
fn description(document: &Document) -> String {
    let title = plain::of_inline(&document.title.0);
    let mut out = document.summary.as_ref().map_or_else(|| title.clone(), |summary| plain::of_blocks(&summary.0));
    out = one_line(&out);
    if out.chars().count() > LONGEST_DESCRIPTION / 2 {
        out = title;
    }
    let mut seen: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !seen.contains(&text) {
            seen.push(text);
        }
    };
    document.symptoms.iter().for_each(|symptom| add(plain::of_inline(&symptom.title.0)));
    document.symptoms.iter().flat_map(|symptom| &symptom.alerts).for_each(|alert| add(format!("the alert {alert}")));
    document
        .symptoms
        .iter()
        .flat_map(|symptom| &symptom.messages)
        .for_each(|text| add(format!("the message \"{text}\"")));
    document.aka.iter().for_each(|aka| add(aka.clone()));
    let mut begin = if out.ends_with(['.', '!', '?', '…']) { " Use when: " } else { ". Use when: " };
    for text in seen {
        let text = one_line(&text);
        // What has no room is left out as a whole: half a message would be none.
        if out.chars().count() + begin.len() + text.chars().count() < LONGEST_DESCRIPTION {
            let _ = write!(out, "{begin}{text}");
            begin = "; ";
        }
    }
    let cut: String = out.chars().take(LONGEST_DESCRIPTION).collect();
    cut
}

/// A value of the front matter. Readers cut at three dashes wherever they stand, so they stand there as an escape.
fn value(text: &str) -> String {
    let json = json::compact(&text).expect("a string is JSON");
    String::from_utf8_lossy(&json).replace('<', "\\u003c").replace("---", "\\u002d\\u002d\\u002d")
}

fn body(document: &Document, site: &Site, name: &str) -> String {
    let mut front = format!("---\nname: {name}\ndescription: {}\nmetadata:\n", value(&description(document)));
    let _ = writeln!(front, "  guide: {}", value(&document.id));
    for (key, text) in [("owner", &document.owner), ("reviewed", &document.reviewed)] {
        if let Some(text) = text {
            let _ = writeln!(front, "  {key}: {}", value(text));
        }
    }
    front.push_str("---\n\n");
    let words = site.edition.words();
    let place = TextPlace { callouts: Some(&words.callout), page: document.path.clone(), ..TextPlace::default() };
    let mut out = Writer::behind(front).at(place);
    heading(&mut out, "# ", &plain::of_inline(&document.title.0));
    if let Some(summary) = &document.summary {
        paragraph(&mut out, &plain::of_blocks(&summary.0));
    }
    rules_of_conduct(&mut out, document, site);
    symptoms(&mut out, document);
    first_steps(&mut out, document, words);
    causes(&mut out, document);
    ends(&mut out, document);
    out.finish()
}

fn heading(out: &mut Writer, mark: &str, text: &str) {
    out.block();
    out.markup(mark);
    out.text(text);
}

fn paragraph(out: &mut Writer, text: &str) {
    out.block();
    out.text(&one_line(text));
}

fn items(out: &mut Writer, count: usize, mut write: impl FnMut(&mut Writer, usize)) {
    for at in 0..count {
        if at == 0 {
            out.block();
        } else {
            out.tight_block();
        }
        out.open("- ", "  ");
        write(out, at);
        out.close();
    }
}

/// How a person is led through the guide.
fn rules_of_conduct(out: &mut Writer, document: &Document, site: &Site) {
    heading(out, "## ", "How to go about it");
    let page = site.base_url.as_deref().map(|base| address::page(Some(base), &document.path));
    let name = plain_name(&document.id);
    let command = format!("kbc diagnose {name} --json");
    let lines = [
        "Ask one question at a time, in the order below: the trouble is over soonest in it, on average.",
        "Never carry out, or tell anybody to carry out, what is marked as destructive before a person has said yes to exactly that.",
        "Do not skip what shows whether a remedy helped.",
        "All steps, commands and answers are in references/guide.md.",
    ];
    items(out, lines.len() + 1, |out, at| match lines.get(at) {
        Some(line) => out.text(line),
        None => {
            out.text("Where kbc is installed, ");
            out.code_span("kbc mcp");
            out.text(" and ");
            out.code_span(&command);
            out.text(" lead the way, with the chances after each answer.");
        }
    });
    if let Some(page) = page {
        paragraph(out, &format!("The page for people: {page}"));
    }
}

fn symptoms(out: &mut Writer, document: &Document) {
    if document.symptoms.is_empty() {
        return;
    }
    heading(out, "## ", "What is seen");
    items(out, document.symptoms.len(), |out, at| {
        let symptom = &document.symptoms[at];
        commonmark::write_inline(out, &symptom.title.0);
        for (label, texts) in
            [("message", &symptom.messages), ("alert", &symptom.alerts), ("pattern", &symptom.patterns)]
        {
            for text in texts {
                out.text(&format!("; {label} "));
                out.code_span(text);
            }
        }
        out.text(&format!(" – begin at step {}", symptom.starts_at));
    });
}

/// The first steps of the way, each with what follows from its answers.
fn first_steps(out: &mut Writer, document: &Document, words: &'static Words) {
    heading(out, "## ", "The first steps");
    let from = (document.way.starts_at.max(1) - 1) as usize;
    let steps = &document.way.steps[from.min(document.way.steps.len())..];
    let steps: Vec<&WayStep> = steps.iter().take(STEPS).collect();
    items(out, steps.len(), |out, at| step(out, document, steps[at], words));
    if document.way.steps.len() > STEPS {
        paragraph(
            out,
            &format!("There are {} steps in all; the others are in references/guide.md.", document.way.steps.len()),
        );
    }
}

fn step(out: &mut Writer, document: &Document, step: &WayStep, words: &'static Words) {
    out.text(&format!("Step {}: ", step.number));
    let work = match &step.action {
        Action::Check(id) => document.checks.iter().find(|card| card.id == *id).map(|card| (&card.title, &card.work)),
        Action::Remedy(id) => {
            document.remedies.iter().find(|card| card.id == *id).map(|card| (&card.title, &card.work))
        }
        _ => None,
    };
    let title = work.map_or_else(|| title_of(document, &step.action), |(title, _)| plain::of_inline(&title.0));
    out.text(&title);
    if let Some((_, work)) = work {
        if work.takes_said {
            out.text(&format!(" ({})", minutes_in(words, work.takes_minutes)));
        }
        match work.risk.level {
            RiskLevel::Safe => {}
            RiskLevel::Caution => out.text(" – with caution"),
            RiskLevel::Destructive => {
                out.markup(" – **destructive: ask a person first**");
                if matches!(work.undo, Some(UndoCard::Impossible)) {
                    out.text(", it cannot be undone");
                }
            }
        }
        if let Some(loses) = &work.risk.loses {
            out.text(&format!(": {}", one_line(&plain::of_blocks(&loses.0))));
        }
    }
    for exit in &step.exits {
        out.text(&format!("; {} → {}", plain::of_inline(&exit.label.0), target(&exit.goto)));
    }
}

/// What a step without a card is called.
fn title_of(document: &Document, action: &Action) -> String {
    let id = match action {
        Action::Solved => return "the trouble is over".to_owned(),
        Action::Check(id)
        | Action::Remedy(id)
        | Action::Fact(id)
        | Action::Symptom(id)
        | Action::Escalation(id)
        | Action::Contradiction(id)
        | Action::Guide(id)
        | Action::Result(id) => id,
    };
    let titles = document.facts.iter().map(|card| (&card.id, &card.title));
    let titles = titles.chain(document.symptoms.iter().map(|card| (&card.id, &card.title)));
    let mut titles = titles.chain(document.escalations.iter().map(|card| (&card.id, &card.title)));
    titles.find(|(known, _)| *known == id).map_or_else(|| id.clone(), |(_, title)| plain::of_inline(&title.0))
}

fn target(goto: &Goto) -> String {
    match goto {
        Goto::Solved => "solved".to_owned(),
        Goto::Step(number) => format!("step {number}"),
        Goto::By { steps, then } => {
            let steps: Vec<String> = steps.iter().map(u32::to_string).collect();
            format!("steps {}, then {then}", steps.join(", "))
        }
    }
}

/// What may be wrong, likeliest first, with what fixes it best.
fn causes(out: &mut Writer, document: &Document) {
    if document.causes.is_empty() {
        return;
    }
    heading(out, "## ", "What may be wrong");
    for (at, (first, second, third)) in
        [("Cause", "How likely", "What fixes it"), ("---", "---", "---")].into_iter().enumerate()
    {
        out.row(at == 0);
        [first, second, third].into_iter().for_each(|text| out.cell(|out| out.markup(text)));
    }
    for cause in document.causes.iter().take(CAUSES) {
        out.row(false);
        out.cell(|out| commonmark::write_inline(out, &cause.title.0));
        out.cell(|out| out.text(cause.chance.told.as_deref().unwrap_or_default()));
        out.cell(|out| match cause.fixed_by.first() {
            Some(remedy) => commonmark::write_inline(out, &remedy.title.0),
            None => out.text("nothing here"),
        });
    }
    out.end_table();
    if document.causes.len() > CAUSES {
        paragraph(out, &format!("{} more are in references/guide.md.", document.causes.len() - CAUSES));
    }
}

/// Who takes over, and what they want to know.
fn ends(out: &mut Writer, document: &Document) {
    let ends: Vec<_> = document.escalations.iter().filter(|end| !end.result).collect();
    if ends.is_empty() {
        return;
    }
    heading(out, "## ", "When nothing helps");
    items(out, ends.len(), |out, at| {
        commonmark::write_inline(out, &ends[at].title.0);
        let collect: Vec<String> = ends[at].collect.iter().map(|text| plain::of_inline(&text.0)).collect();
        if !collect.is_empty() {
            out.text(&format!(" – hand over: {}", collect.join(", ")));
        }
    });
}
