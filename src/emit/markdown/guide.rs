//! The page of a guide: its sections, in order.

use super::writer::Writer;
use super::{cards, front_matter, way};
use crate::emit::prose::{address, commonmark};
use crate::emit::site::root_from;
use crate::emit::way::steps_by_item;
use crate::emit::{Site, quantity};
use crate::guide::{Chance, Document, GuideLink, Link, SourceCard};

/// What the parts of a page share.
pub struct Page<'a> {
    /// The guide.
    pub document: &'a Document,
    /// The site.
    pub site: &'a Site,
    /// The way up to the folder of all pages.
    pub root: String,
    /// Where each step of the way is found: the anchor of the heading that it stands under.
    pub targets: Vec<String>,
}

impl Page<'_> {
    /// Writes a link to a step: `[step 7](#step-7)`.
    pub fn step_link(&self, out: &mut Writer, number: u32) {
        let target = (number as usize).checked_sub(1).and_then(|index| self.targets.get(index));
        match target {
            Some(target) => out.markup(&format!("[step {number}](#{target})")),
            None => out.markup(&format!("step {number}")),
        }
    }
}

/// Writes the citations of an item, each a link to the list of sources.
pub fn citations(out: &mut Writer, cites: &[u32]) {
    for number in cites {
        out.markup(&format!(" [\\[{number}\\]](#sources)"));
    }
}

/// The page of a guide.
#[must_use]
pub fn guide(document: &Document, site: &Site) -> String {
    let parts = crate::emit::way::parts(document);
    let page = Page { document, site, root: root_from(&document.path), targets: way::targets(&parts) };
    let mut front = String::with_capacity(512);
    front_matter::push_guide(&mut front, document);
    let mut out = Writer::with_capacity(12 * 1024);
    head(&mut out, &page);
    symptoms(&mut out, &page);
    way::write(&mut out, &page, &parts);
    causes(&mut out, &page);
    cards::others(&mut out, &page);
    sources(&mut out, &page);
    related(&mut out, &page);
    origin(&mut out, &page);
    front.push_str(&out.finish());
    front_matter::forbid_templates(&mut front);
    front
}

fn head(out: &mut Writer, page: &Page<'_>) {
    let document = page.document;
    heading(out, 1, &document.title.0, "Guide: ");
    for text in document.summary.iter().chain(&document.about) {
        commonmark::write_blocks(out, &text.0);
    }
    let way = &document.way;
    let mut first = true;
    if !way.steps.is_empty() {
        let time = format!(
            "about {} of your own on average, {} with waiting and handing over, {} at the worst; {} are helped without handing over",
            quantity::minutes(way.active_minutes),
            quantity::minutes(way.expected_minutes),
            quantity::minutes(way.worst_minutes),
            quantity::percent(way.solved)
        );
        fact(out, &mut first, "Time", &time);
    }
    for (label, value) in [
        ("Applies to", &document.applies_to),
        ("Owner", &document.owner),
        ("Last review", &document.reviewed),
        ("Last change", &document.changed),
    ] {
        if let Some(value) = value {
            fact(out, &mut first, label, value);
        }
    }
    if !document.aka.is_empty() {
        fact(out, &mut first, "Also called", &document.aka.join(", "));
    }
}

/// Writes an item of a list: a label and a text. The first begins the list.
pub fn fact(out: &mut Writer, first: &mut bool, label: &str, value: &str) {
    item(out, first);
    out.markup("**");
    out.markup(label);
    out.markup(":** ");
    out.text(value);
    out.close();
}

/// Opens an item of a tight list; whoever calls closes it. The first begins the list.
pub fn item(out: &mut Writer, first: &mut bool) {
    if *first {
        out.block();
    } else {
        out.tight_block();
    }
    *first = false;
    out.open("- ", "  ");
}

/// Writes a heading whose text is an author's. `instead` stands before a text whose anchor would be one of ours.
pub fn heading(out: &mut Writer, level: usize, title: &str, instead: &str) {
    out.block();
    out.markup(&"#".repeat(level));
    out.markup(" ");
    if is_taken(title) {
        out.markup(instead);
    }
    commonmark::write_inline(out, title);
}

/// Whether a heading would get an anchor that links of the page lead to.
fn is_taken(title: &str) -> bool {
    let words: String = title
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' | '-' => Some('-'),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect();
    let words = words.trim_matches('-');
    words == "sources" || words.starts_with("step-") || words.starts_with("steps-")
}

/// Writes a heading of ours.
pub fn own_heading(out: &mut Writer, level: usize, title: &str) {
    out.block();
    out.markup(&"#".repeat(level));
    out.markup(" ");
    out.markup(title);
}

fn symptoms(out: &mut Writer, page: &Page<'_>) {
    if page.document.symptoms.is_empty() {
        return;
    }
    own_heading(out, 2, "What do you see?");
    let mut first = true;
    for symptom in &page.document.symptoms {
        item(out, &mut first);
        out.block();
        strong_title(out, &symptom.title.0);
        out.markup(" – begin at ");
        page.step_link(out, symptom.starts_at);
        out.markup(".");
        citations(out, &symptom.cites);
        for (label, texts) in [("Message", &symptom.messages), ("Alert", &symptom.alerts)] {
            for text in texts {
                out.markup(" ");
                out.markup(label);
                out.markup(": ");
                out.code_span(text);
            }
        }
        for text in symptom.about.iter().chain(&symptom.impact) {
            commonmark::write_blocks(out, &text.0);
        }
        out.close();
    }
}

/// Writes a title in bold; one with emphasis of its own stays as it is.
pub fn strong_title(out: &mut Writer, title: &str) {
    let bold = !title.trim().is_empty() && !title.contains(['*', '_']);
    out.markup(if bold { "**" } else { "" });
    commonmark::write_inline(out, title);
    out.markup(if bold { "**" } else { "" });
}

fn causes(out: &mut Writer, page: &Page<'_>) {
    let causes = &page.document.causes;
    if causes.is_empty() {
        return;
    }
    own_heading(out, 2, "What may be wrong");
    let steps = steps_by_item(page.document);
    out.row(true);
    for title in ["Cause", "Chance", "What helps"] {
        out.cell(|out| out.markup(title));
    }
    out.row(false);
    out.markup("---|---:|---|");
    for cause in causes {
        out.row(false);
        out.cell(|out| {
            commonmark::write_inline(out, &cause.title.0);
            citations(out, &cause.cites);
        });
        out.cell(|out| chance(out, &cause.chance));
        out.cell(|out| {
            for (index, remedy) in cause.fixed_by.iter().enumerate() {
                out.markup(if index > 0 { "; " } else { "" });
                linked(out, remedy);
                if let Some(number) = steps.get(remedy.id.as_str()) {
                    out.markup(", ");
                    page.step_link(out, *number);
                }
            }
            if cause.fixed_by.is_empty() {
                out.markup("–");
            }
        });
    }
    out.end_table();
    for cause in causes {
        cards::cause(out, cause);
    }
}

/// Writes a chance: the number, and the author's word for it.
pub fn chance(out: &mut Writer, chance: &Chance) {
    out.text(&quantity::percent(chance.value));
    if let Some(word) = &chance.word {
        out.markup(" (");
        out.text(&quantity::words(word));
        out.markup(")");
    }
}

/// Writes an item and how often it does what is said of it.
pub fn linked(out: &mut Writer, link: &Link<Chance>) {
    commonmark::write_inline(out, &link.title.0);
    out.markup(" ");
    chance(out, &link.how_often);
}

fn sources(out: &mut Writer, page: &Page<'_>) {
    if page.document.sources.is_empty() {
        return;
    }
    own_heading(out, 2, "Sources");
    for (index, source) in page.document.sources.iter().enumerate() {
        if index == 0 {
            out.block();
        } else {
            out.tight_block();
        }
        let marker = format!("{}. ", source.number);
        out.open(&marker, &" ".repeat(marker.len()));
        out.block();
        source_line(out, source);
        out.close();
    }
}

fn source_line(out: &mut Writer, source: &SourceCard) {
    commonmark::write_inline(out, &source.title.0);
    for link in &source.links {
        out.markup(" ");
        address_link(out, link);
    }
    if let Some(seen) = &source.seen {
        out.markup(", seen ");
        out.text(seen);
    }
}

/// Writes an address as a link to itself, or as text where it may not be followed.
pub fn address_link(out: &mut Writer, link: &str) {
    match address::link(link) {
        Some(target) => {
            out.markup("[");
            out.text(link);
            out.markup(&format!("]({target})"));
        }
        None => out.text(link),
    }
}

fn related(out: &mut Writer, page: &Page<'_>) {
    if page.document.related.is_empty() {
        return;
    }
    own_heading(out, 2, "Related guides");
    let mut first = true;
    for guide in &page.document.related {
        item(out, &mut first);
        out.block();
        guide_link(out, &page.root, guide);
        if let Some(summary) = &guide.summary {
            commonmark::write_blocks(out, &summary.0);
        }
        out.close();
    }
}

/// Writes a link to the page of another guide.
pub fn guide_link(out: &mut Writer, root: &str, guide: &GuideLink) {
    out.markup("[");
    commonmark::write_inline(out, &guide.title.0);
    let mut target = String::from("](");
    target.push_str(root);
    address::push_path(&mut target, &guide.path);
    target.push_str(".md)");
    out.markup(&target);
}

fn origin(out: &mut Writer, page: &Page<'_>) {
    let place = &page.document.source;
    out.block();
    out.markup("***");
    out.block();
    out.markup("Written in ");
    let source = page.site.source(place);
    out.markup(if source.is_some() { "[" } else { "" });
    out.code_span(&format!("{}:{}", place.file, place.line));
    if let Some(target) = source {
        out.markup(&format!("]({target})"));
    }
    out.markup(&format!(". [All guides]({}index.md).", page.root));
}
