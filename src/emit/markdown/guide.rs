//! The page of a guide: its sections, in order.

use super::writer::{TextPlace, Writer};
use super::{cards, front_matter, way};
use crate::address::WebLink;
use crate::config::Flavour;
use crate::emit::Site;
use crate::emit::prose::{address, commonmark, plain};
use crate::emit::site::root_from;
use crate::emit::way::{Part, steps_by_item};
use crate::guide::{Chance, Document, GuideLink, Link, Rests, SourceCard};
use crate::words::{Paper, Sentence, Words, quantity};
use rustc_hash::FxHashMap;

/// What the parts of a page share.
pub struct Page<'a> {
    /// The guide.
    pub document: &'a Document,
    /// The site.
    pub site: &'a Site,
    /// The words of its language.
    pub words: &'static Words,
    /// The way up to the folder of all pages.
    pub root: String,
    /// Where each step of the way is found: the anchor of the heading that it stands under.
    pub targets: Vec<String>,
    ours: Ours,
}

/// The anchors of our own headings that links lead to.
struct Ours {
    sources: String,
    /// What those of steps begin with.
    steps: [String; 2],
}

impl Ours {
    fn of(said: &Paper) -> Self {
        let begin = |title: &Sentence| anchor(title.beginning());
        Self { sources: anchor(&said.sources), steps: [begin(&said.step_title), begin(&said.steps_title)] }
    }
}

impl<'a> Page<'a> {
    /// What all parts of a page need, with the way in parts.
    fn of(document: &'a Document, site: &'a Site, root: String, parts: &[Part<'_>]) -> Self {
        let words = site.edition.words();
        let said = &words.markdown;
        let (targets, ours) = (way::targets(parts, said), Ours::of(said));
        Self { document, site, words, root, targets, ours }
    }

    /// Where its prose is shown.
    fn place(&self) -> TextPlace {
        let (document, said) = (self.document, self.said());
        let steps = steps_by_item(document);
        let mut headings = FxHashMap::default();
        let mut add = |id: &str, item: &str, title: &str, kind: &str| {
            let step = steps.get(id).and_then(|number| self.targets.get((*number as usize).checked_sub(1)?));
            let heading = step.cloned().unwrap_or_else(|| anchor(&self.heading_text(title, kind)));
            headings.insert(item.to_owned(), heading);
        };
        let (shown, silent): (Vec<_>, Vec<_>) =
            document.checks.iter().partition(|card| card.tells() || steps.contains_key(card.id.as_str()));
        shown.into_iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.about));
        document.remedies.iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.about));
        document.facts.iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.about));
        document.rules.iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.about));
        document.escalations.iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.about));
        document.causes.iter().for_each(|card| add(&card.id, &card.anchor, &card.title.0, &said.cause));
        headings.extend(silent.into_iter().map(|card| (card.anchor.clone(), String::new())));
        let causes = document.causes.iter().filter(|card| cards::is_silent(card));
        headings.extend(causes.map(|card| (card.anchor.clone(), anchor(&said.what_may_be_wrong))));
        let seen = document.symptoms.iter();
        headings.extend(seen.map(|card| (card.anchor.clone(), anchor(&said.what_do_you_see))));
        let callouts = Some(&self.words.callout);
        TextPlace { root: self.root.clone(), page: document.path.clone(), headings, callouts, ..TextPlace::default() }
    }

    /// What Markdown says.
    pub fn said(&self) -> &'static Paper {
        &self.words.markdown
    }

    /// Writes a link to a step: `[step 7](#step-7)`.
    pub fn step_link(&self, out: &mut Writer, number: u32) {
        let target = (number as usize).checked_sub(1).and_then(|index| self.targets.get(index));
        let [before, behind] = self.said().step.pieces();
        out.markup(if target.is_some() { "[" } else { "" });
        out.markup(before);
        out.number(number);
        out.markup(behind);
        if let Some(target) = target {
            out.markup("](#");
            out.markup(target);
            out.markup(")");
        }
    }

    /// Writes a sentence with a link to a step in its gap.
    pub fn to_step(&self, out: &mut Writer, sentence: &Sentence, number: u32) {
        let [before, behind] = sentence.pieces();
        out.markup(before);
        self.step_link(out, number);
        out.markup(behind);
    }

    /// Writes the citations of an item, each a link to the list of sources.
    pub fn citations(&self, out: &mut Writer, cites: &[u32]) {
        if cites.is_empty() {
            return;
        }
        let target = &self.ours.sources;
        for number in cites {
            out.markup(&format!(" [\\[{number}\\]](#{target})"));
        }
    }
}

/// The page of a guide.
#[must_use]
pub fn guide(document: &Document, site: &Site) -> String {
    page(document, site, root_from(&document.path), site.flavour)
}

/// The same for another place, as everybody reads it: `root` is the way from there to the folder of all pages.
#[must_use]
pub fn guide_from(document: &Document, site: &Site, root: String) -> String {
    page(document, site, root, Flavour::Github)
}

/// The same as everybody reads it, whatever tool the site is for.
#[must_use]
pub fn plain_guide(document: &Document, site: &Site) -> String {
    guide_from(document, site, root_from(&document.path))
}

fn page(document: &Document, site: &Site, root: String, flavour: Flavour) -> String {
    let parts = crate::emit::way::parts(document);
    let page = Page::of(document, site, root, &parts);
    let mut front = String::with_capacity(24 * 1024);
    front_matter::push_guide(&mut front, document, flavour);
    let mut out = Writer::behind(front).at(TextPlace { flavour, ..page.place() });
    head(&mut out, &page);
    symptoms(&mut out, &page);
    way::write(&mut out, &page, &parts);
    causes(&mut out, &page);
    cards::others(&mut out, &page);
    sources(&mut out, &page);
    related(&mut out, &page);
    origin(&mut out, &page);
    let mut text = out.finish();
    front_matter::forbid_templates(&mut text, flavour);
    text
}

fn head(out: &mut Writer, page: &Page<'_>) {
    let document = page.document;
    let (words, said) = (page.words, page.said());
    page.heading(out, 1, &document.title.0, &said.guide);
    for text in document.summary.iter().chain(&document.about) {
        commonmark::write_blocks(out, &text.0);
    }
    let way = &document.way;
    let mut first = true;
    // A chart without causes rests on no numbers, and claims nothing.
    if !way.steps.is_empty() && !document.causes.is_empty() {
        let minutes = |time| quantity::minutes(words, time);
        let gaps = [
            ("active", &*minutes(way.active_minutes)),
            ("expected", &minutes(way.expected_minutes)),
            ("worst", &minutes(way.worst_minutes)),
        ];
        if way.times != Rests::Defaults {
            fact(out, &mut first, &said.time, &said.times.fill(&gaps));
        }
        if let Some(solved) = &way.solved_told {
            fact(out, &mut first, &said.helped, solved);
        }
        if !way.proof.exact {
            fact(out, &mut first, &said.order, &quantity::gap(words, way.proof.gap()));
        }
    }
    for (label, value) in [
        (&said.applies_to, &document.applies_to),
        (&said.owner, &document.owner),
        (&said.reviewed, &document.reviewed),
        (&said.changed, &document.changed),
    ] {
        if let Some(value) = value {
            fact(out, &mut first, label, value);
        }
    }
    if !document.aka.is_empty() {
        fact(out, &mut first, &said.also_called, &document.aka.join(", "));
    }
    see(out, page, &mut first, &document.see);
}

/// Writes the guides that are worth a look as an item of a list; nothing where there are none.
pub fn see(out: &mut Writer, page: &Page<'_>, first: &mut bool, guides: &[GuideLink]) {
    if guides.is_empty() {
        return;
    }
    item(out, first);
    out.markup("**");
    out.markup(&page.said().see_also);
    out.markup(":** ");
    for (index, guide) in guides.iter().enumerate() {
        out.markup(if index > 0 { "; " } else { "" });
        guide_link(out, &page.root, guide);
    }
    out.close();
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
    out.open_item("- ", *first);
    *first = false;
}

impl Page<'_> {
    /// Writes a heading whose text is an author's. What it is, `kind`, stands before a text whose anchor would be one
    /// of ours.
    pub fn heading(&self, out: &mut Writer, level: usize, title: &str, kind: &str) {
        out.block();
        out.markup(&MARKS[..level]);
        out.markup(" ");
        if self.is_taken(title) {
            out.markup(kind);
            out.markup(": ");
        }
        commonmark::write_inline(out, title);
        out.heading_anchor(&self.heading_text(title, kind));
    }

    /// The plain text of such a heading.
    fn heading_text(&self, title: &str, kind: &str) -> String {
        let kind = if self.is_taken(title) { format!("{kind}: ") } else { String::new() };
        kind + &plain::of_inline(title)
    }

    /// Whether a heading would get an anchor that links of the page lead to.
    fn is_taken(&self, title: &str) -> bool {
        let anchor = anchor(title);
        let anchor = anchor.trim_matches('-');
        anchor == self.ours.sources || self.ours.steps.iter().any(|begin| anchor.starts_with(begin.as_str()))
    }
}

/// The anchor of a heading, as GitHub and others make it.
pub fn anchor(title: &str) -> String {
    // As a whole: the small form of some letters depends on those beside them.
    let lower = if title.is_ascii() { title.to_ascii_lowercase() } else { title.to_lowercase() };
    let mut anchor = String::with_capacity(lower.len());
    for c in lower.chars() {
        match c {
            ' ' => anchor.push('-'),
            c if c == '-' || c == '_' || c.is_alphanumeric() => anchor.push(c),
            _ => {}
        }
    }
    anchor
}

/// What a heading of the deepest level begins with.
const MARKS: &str = "######";

/// Writes a heading of ours.
pub fn own_heading(out: &mut Writer, level: usize, title: &str) {
    out.block();
    out.markup(&MARKS[..level]);
    out.markup(" ");
    out.markup(title);
    out.heading_anchor(title);
}

fn symptoms(out: &mut Writer, page: &Page<'_>) {
    if page.document.symptoms.is_empty() {
        return;
    }
    own_heading(out, 2, &page.said().what_do_you_see);
    let mut first = true;
    for symptom in &page.document.symptoms {
        item(out, &mut first);
        out.block();
        strong_title(out, &symptom.title.0);
        out.markup(" – ");
        match &symptom.begin {
            Some(begin) => way::goto(out, page, 0, begin),
            None => page.to_step(out, &page.said().begin_at, symptom.starts_at),
        }
        if let Some(applies_to) = &symptom.applies_to {
            out.markup(" ");
            out.markup(&page.said().only_where);
            out.markup(" ");
            out.text(applies_to);
            out.markup(".");
        }
        page.citations(out, &symptom.cites);
        for (label, texts) in [(&page.said().message, &symptom.messages), (&page.said().alert, &symptom.alerts)] {
            for (index, text) in texts.iter().enumerate() {
                if index == 0 {
                    out.markup(" ");
                    out.markup(label);
                    out.markup(": ");
                } else {
                    out.markup(", ");
                }
                out.code_span(text);
            }
            out.markup(if texts.is_empty() { "" } else { "." });
        }
        if let Some(text) = &symptom.about {
            commonmark::write_blocks(out, &text.0);
        }
        if let Some(impact) = &symptom.impact {
            out.block();
            out.markup(&format!("*{}:*", page.said().impact));
            commonmark::write_after_label(out, &impact.0);
        }
        cards::images(out, page, &symptom.images);
        out.close();
    }
}

/// Writes a title in bold; one with emphasis of its own stays as it is.
pub fn strong_title(out: &mut Writer, title: &str) {
    let bold = !title.trim().is_empty() && !commonmark::has_emphasis(title);
    out.markup(if bold { "**" } else { "" });
    commonmark::write_inline(out, title);
    out.markup(if bold { "**" } else { "" });
}

fn causes(out: &mut Writer, page: &Page<'_>) {
    let causes = &page.document.causes;
    if causes.is_empty() {
        return;
    }
    let said = page.said();
    own_heading(out, 2, &said.what_may_be_wrong);
    let steps = steps_by_item(page.document);
    out.row(true);
    let are_told = causes.iter().any(|cause| cause.chance.told.is_some());
    let chance = are_told.then_some(&said.chance);
    for title in [Some(&said.cause), chance, Some(&said.what_helps)].into_iter().flatten() {
        out.cell(|out| out.markup(title));
    }
    out.row(false);
    out.markup(if are_told { "---|---:|---|" } else { "---|---|" });
    for cause in causes {
        out.row(false);
        out.cell(|out| {
            commonmark::write_inline(out, &cause.title.0);
            page.citations(out, &cause.cites);
        });
        if are_told {
            out.cell(|out| page.chance(out, &cause.chance));
        }
        out.cell(|out| {
            for (index, remedy) in cause.fixed_by.iter().enumerate() {
                out.markup(if index > 0 { "; " } else { "" });
                page.linked(out, remedy);
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
        cards::cause(out, page, cause);
    }
}

impl Page<'_> {
    /// Writes a chance as readers are told it, and the author's word for it.
    fn chance(&self, out: &mut Writer, chance: &Chance) {
        let Some(told) = &chance.told else { return };
        out.text(told);
        if let Some(word) = chance.word.as_ref().map(|word| self.words.often(word)).filter(|word| word != told) {
            out.markup(" (");
            out.text(&word);
            out.markup(")");
        }
        if let Some(learned) = &chance.learned {
            out.markup(", ");
            out.text(&self.words.guide.learned_from.fill(&[("n", &quantity::count(self.words, learned.sessions))]));
        }
    }

    /// Writes an item and how often it does what is said of it.
    pub fn linked(&self, out: &mut Writer, link: &Link<Chance>) {
        commonmark::write_inline(out, &link.title.0);
        if link.how_often.told.is_some() {
            out.markup(": ");
        }
        self.chance(out, &link.how_often);
    }
}

fn sources(out: &mut Writer, page: &Page<'_>) {
    if page.document.sources.is_empty() {
        return;
    }
    own_heading(out, 2, &page.said().sources);
    for (index, source) in page.document.sources.iter().enumerate() {
        if index == 0 {
            out.block();
        } else {
            out.tight_block();
        }
        let marker = format!("{}. ", source.number);
        out.open_item(&marker, index == 0);
        out.block();
        source_line(out, page, source);
        out.close();
    }
}

fn source_line(out: &mut Writer, page: &Page<'_>, source: &SourceCard) {
    commonmark::write_inline(out, &source.title.0);
    for link in &source.links {
        out.markup(" ");
        address_link(out, link);
    }
    if let Some(seen) = &source.seen {
        let [before, behind] = page.said().seen_on.pieces();
        out.markup(", ");
        out.markup(before);
        out.text(seen);
        out.markup(behind);
    }
}

/// Writes an address as a link, or as text where it may not be followed.
pub fn address_link(out: &mut Writer, link: &WebLink) {
    match address::link(&link.address) {
        Some(target) => {
            out.markup("[");
            out.text(link.shown());
            out.markup(&format!("]({target})"));
        }
        None => out.text(&link.in_words()),
    }
}

fn related(out: &mut Writer, page: &Page<'_>) {
    if page.document.related.is_empty() {
        return;
    }
    own_heading(out, 2, &page.said().related);
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
    let [before, behind] = page.said().written_in.pieces();
    out.markup(before);
    let source = page.site.source(place);
    out.markup(if source.is_some() { "[" } else { "" });
    out.code_span(&format!("{}:{}", place.file, place.line));
    if let Some(target) = source {
        out.markup(&format!("]({target})"));
    }
    out.markup(behind);
    out.markup(&format!(" [{}]({}index.md).", page.said().all_guides, page.root));
}
