//! The page of a guide.

use minijinja::value::Value;
use serde::Serialize;

use super::card::{escalation, fact, source};
use super::phrases::Phrases;
use super::shell::Shell;
use super::view::{Lines, inline, list, none, or_none, prose_or_none, view};
use super::{Making, page_at, walk};
use crate::emit::html::picture::path_around;
use crate::emit::prose::{Around, address, plain};
use crate::emit::site::root_from;
use crate::emit::way::{Card, parts, steps_by_item};
use crate::emit::{Collecting, GuideRef, Site, json};
use crate::guide::{Document, GuideLink, Picture, Rests, SymptomCard, Telling};
use crate::words::quantity;

view! {
    /// The page of a guide.
    GuidePage {
        shell,
        guide,
        symptoms,
        parts,
        starts_at,
        causes,
        /// The anchors of checks that the way does not hold and that say nothing: links to these lead to the way.
        quiet,
        /// Items that the way does not hold.
        checks,
        remedies,
        facts,
        escalations,
        rules,
        sources,
        related,
        /// The picture, beside the page.
        picture,
        previous,
        next,
        /// The anchors that it had before.
        moved,
        /// What the script that leads through the guide reads.
        walk,
        /// Whether it is shown within another page.
        embedded: bool,
    }
}

view! {
    /// What is said of the guide as a whole.
    GuideHead {
        id,
        title,
        plain_title,
        description,
        summary,
        about,
        /// Guides that are worth a look, as links.
        see,
        applies_to,
        owner,
        reviewed,
        changed,
        tags,
        aka,
        active_minutes,
        expected_minutes,
        worst_minutes,
        /// How many are helped, as readers are told it.
        solved,
        /// Whether its times rest on what authors wrote, and whether on defaults, too.
        timed,
        partly,
        /// Whether chances are told.
        chances,
        /// How far the order of the steps is from the best possible, where it is not proven to be that.
        gap,
        file,
        line,
        source,
        /// What machines read of the page, as JSON that can stand in a script element.
        structured,
    }
}

view! {
    /// A picture.
    PictureView { href, left_out, around }
}

view! {
    /// A picture around a symptom.
    AroundView { href, title }
}

view! {
    /// Another guide.
    GuideView { title, href, summary }
}

view! {
    /// What a reader sees, and the step to begin with.
    SymptomView { id, anchor, title, messages, alerts, about, pictures, cites, impact, applies_to, start, begin }
}

/// Where a guide is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// On its own page.
    Page,
    /// Within another page, the assistant alone: what leads elsewhere is left out.
    Embedded,
}

/// The page of a document.
pub fn guide(document: &Document, site: &Site, said: &Phrases, frame: Frame) -> Value {
    let is_page = frame == Frame::Page;
    let up = root_from(&document.path);
    let root = if is_page { up.clone() } else { format!("../{up}") };
    let steps = steps_by_item(document);
    let mut making = Making { document, site, said, root: &root, beside: "", steps, lines: Lines::default() };
    let plain_title = plain::of_inline(&document.title.0);
    let parts = making.parts();
    let causes = list(&document.causes, |card| making.cause(card));
    let on_way = |id: &String| making.steps.contains_key(id.as_str());
    let (checks, quiet): (Vec<_>, Vec<_>) =
        document.checks.iter().filter(|card| !on_way(&card.id)).partition(|card| card.tells());
    let remedies: Vec<_> = document.remedies.iter().filter(|card| !on_way(&card.id)).collect();
    let facts = document.facts.iter().filter(|card| !on_way(&card.id));
    let escalations = document.escalations.iter().filter(|card| !on_way(&card.id));
    let around = making.around();
    let (facts, escalations) =
        (list(facts, |card| fact(card, around)), list(escalations, |card| escalation(card, around)));
    let symptoms = document.symptoms.iter().filter_map(|card| Some((card, making.goto(card.starts_at)?)));
    let symptoms = list(symptoms, |(card, start)| symptom(&making, card, start));
    let drawn = document.picture.as_ref().filter(|picture| is_page && !picture.nodes.is_empty());
    let picture = drawn.map(|picture| PictureView {
        href: Value::from_safe_string(beside(&document.path, ".svg")),
        left_out: Value::from(picture.left_out),
        around: list(picture.around.iter().filter_map(|part| drawn_around(document, part)), |part| part),
    });
    let turn = |guide: &GuideRef| GuideView {
        title: inline(&guide.title.0),
        href: Value::from_safe_string(page_at(&root, &guide.path)),
        summary: none(),
    };
    let (previous, next) = if is_page { site.around(&document.path) } else { (None, None) };
    let related_guides = if is_page { document.related.as_slice() } else { &[] };
    let mut shell = Shell::of(site, root.clone(), &document.path);
    shell.markdown = is_page.then(|| Value::from_safe_string(beside(&document.path, ".md")));
    shell.sends_to = site.collects.as_ref().and_then(Collecting::origin).map(Value::from);
    shell.json = (is_page && site.json).then(|| Value::from_safe_string(beside(&document.path, ".json")));
    let page = GuidePage {
        shell: shell.into(),
        symptoms,
        parts: list(parts, |part| part),
        starts_at: or_none(making.goto(document.way.starts_at)),
        causes,
        quiet: list(quiet, |card| card.anchor.as_str()),
        checks: list(checks, |card| making.check(card)),
        remedies: list(remedies, |card| making.remedy(card)),
        facts,
        escalations,
        rules: list(&document.rules, |card| making.rule(card)),
        sources: list(&document.sources, source),
        related: list(related_guides, |link| related(making.around(), link)),
        picture: or_none(picture),
        previous: or_none(previous.map(turn)),
        next: or_none(next.map(turn)),
        moved: super::moved::old_anchors(&up, &document.path, site),
        walk: or_none(walk::data(document, site, &up, &plain_title)),
        embedded: !is_page,
        guide: head(&making, plain_title).into(),
    };
    page.into()
}

fn symptom(making: &Making, card: &SymptomCard, start: Value) -> SymptomView {
    SymptomView {
        id: Value::from(card.id.as_str()),
        anchor: Value::from(card.anchor.as_str()),
        title: inline(&card.title.0),
        messages: list(&card.messages, String::as_str),
        alerts: list(&card.alerts, String::as_str),
        about: prose_or_none(card.about.as_ref(), making.around()),
        pictures: making.pictures(&card.images),
        cites: making.said.cites(&card.cites, &making.document.sources),
        impact: prose_or_none(card.impact.as_ref(), making.around()),
        applies_to: or_none(card.applies_to.as_deref()),
        start,
        begin: or_none(card.begin.as_ref().map(|begin| making.onward(begin))),
    }
}

fn related(around: Around, link: &GuideLink) -> GuideView {
    GuideView {
        title: inline(&link.title.0),
        href: Value::from_safe_string(page_at(around.root, &link.path)),
        summary: prose_or_none(link.summary.as_ref(), around),
    }
}

fn drawn_around(document: &Document, part: &Picture) -> Option<AroundView> {
    let path = path_around(document, part)?;
    let title = inline(&part.nodes.first()?.title.0);
    Some(AroundView { href: Value::from_safe_string(beside(&path, "")), title })
}

/// A file beside a page.
fn beside(path: &str, ending: &str) -> String {
    let mut href = String::new();
    address::push_path(&mut href, path.rsplit('/').next().unwrap_or(path));
    href.push_str(ending);
    href
}

fn head(making: &Making, plain_title: String) -> GuideHead {
    let (document, site) = (making.document, making.site);
    let description = document.summary.as_ref().map(|summary| plain::of_blocks(&summary.0));
    let structured = structured(document, site, &plain_title, description.as_deref());
    let text = |text: &Option<String>| or_none(text.as_deref());
    let way = &document.way;
    GuideHead {
        id: Value::from(document.id.as_str()),
        title: inline(&document.title.0),
        plain_title: Value::from(plain_title),
        description: or_none(description),
        summary: prose_or_none(document.summary.as_ref(), making.around()),
        about: prose_or_none(document.about.as_ref(), making.around()),
        see: making.see(&document.see),
        applies_to: text(&document.applies_to),
        owner: text(&document.owner),
        reviewed: text(&document.reviewed),
        changed: text(&document.changed),
        tags: list(&document.tags, String::as_str),
        aka: list(&document.aka, String::as_str),
        active_minutes: Value::from(way.active_minutes),
        expected_minutes: Value::from(way.expected_minutes),
        worst_minutes: Value::from(way.worst_minutes),
        solved: or_none(way.solved_told.as_deref()),
        timed: Value::from(way.times != Rests::Defaults),
        partly: Value::from(way.times == Rests::Partly),
        chances: Value::from(way.chances != Telling::Off),
        gap: or_none((!way.proof.exact).then(|| quantity::gap(site.edition.words(), way.proof.gap()))),
        file: Value::from(document.source.file.as_str()),
        line: Value::from(document.source.line),
        source: or_none(site.source(&document.source).map(Value::from_safe_string)),
        structured: or_none(structured),
    }
}

/// The article in the words of schema.org, where the site's address is known.
fn structured(document: &Document, site: &Site, title: &str, description: Option<&str>) -> Option<Value> {
    #[derive(Serialize)]
    struct Article<'a> {
        #[serde(rename = "@context")]
        context: &'static str,
        #[serde(rename = "@type")]
        kind: [&'static str; 2],
        headline: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        #[serde(rename = "inLanguage")]
        language: &'a str,
        #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
        changed: Option<&'a str>,
        url: String,
        #[serde(rename = "totalTime", skip_serializing_if = "Option::is_none")]
        time: Option<String>,
        step: Vec<Step>,
    }
    #[derive(Serialize)]
    struct Step {
        #[serde(rename = "@type")]
        kind: &'static str,
        name: String,
        url: String,
    }
    let url = site.published(&format!("{}.html", document.path))?.replace("&amp;", "&");
    let article = Article {
        context: "https://schema.org",
        kind: ["TechArticle", "HowTo"],
        headline: title,
        description,
        language: site.edition.language.tag(),
        changed: document.changed.as_deref(),
        time: (document.way.times != Rests::Defaults)
            .then(|| format!("PT{}M", document.way.expected_minutes.max(0.0).ceil())),
        step: parts(document)
            .iter()
            .flat_map(|part| &part.stops)
            .filter_map(|stop| {
                let title = match stop.card {
                    Card::Check(card) => &card.title.0,
                    Card::Remedy(card) => &card.title.0,
                    Card::Fact(card) => &card.title.0,
                    Card::Symptom(card) => &card.title.0,
                    Card::Escalation(card) => &card.title.0,
                    _ => return None,
                };
                let url = format!("{url}#{}", stop.step.anchor);
                Some(Step { kind: "HowToStep", name: plain::of_inline(title), url })
            })
            .collect(),
        url,
    };
    json::for_html(&article).ok().map(Value::from_safe_string)
}
