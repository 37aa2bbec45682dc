//! The page of a guide.

use std::collections::BTreeMap;

use minijinja::value::Value;
use serde::Serialize;

use super::shell::Shell;
use super::step::{self, PartView};
use super::walk;
use crate::emit::prose::{address, plain};
use crate::emit::site::root_from;
use crate::emit::way::{Card, parts, steps_by_item};
use crate::emit::{GuideRef, Site, json};
use crate::guide::{
    CauseCard, Chance, CheckCard, Document, EscalationCard, FactCard, GuideLink, Link, Markdown, RemedyCard, RuleCard,
    SourceCard, SymptomCard,
};
use crate::words::Words;

/// The page of a guide.
#[derive(Serialize)]
pub struct GuidePage<'a> {
    shell: Shell<'a>,
    guide: GuideHead<'a>,
    symptoms: Vec<SymptomView<'a>>,
    parts: Vec<PartView<'a>>,
    /// Whether parts have headings.
    staged: bool,
    starts_at: Option<Value>,
    causes: Vec<CauseView<'a>>,
    /// Items that the way does not hold.
    checks: Vec<&'a CheckCard>,
    remedies: Vec<&'a RemedyCard>,
    facts: Vec<&'a FactCard>,
    escalations: Vec<&'a EscalationCard>,
    rules: &'a [RuleCard],
    sources: &'a [SourceCard],
    related: Vec<&'a GuideLink>,
    /// The picture, beside the page.
    picture: Option<PictureView>,
    /// Items with a page of their own, by id.
    shared: BTreeMap<&'a str, SharedView>,
    previous: Option<Turn<'a>>,
    next: Option<Turn<'a>>,
    /// What the script that leads through the guide reads.
    walk: Option<Value>,
}

#[derive(Serialize)]
struct GuideHead<'a> {
    id: &'a str,
    title: &'a str,
    plain_title: String,
    description: Option<String>,
    summary: Option<&'a Markdown>,
    about: Option<&'a Markdown>,
    applies_to: Option<&'a str>,
    owner: Option<&'a str>,
    reviewed: Option<&'a str>,
    changed: Option<&'a str>,
    tags: &'a [String],
    aka: &'a [String],
    active_minutes: f64,
    expected_minutes: f64,
    worst_minutes: f64,
    solved: f64,
    file: &'a str,
    line: u32,
    source: Option<Value>,
    /// What machines read of the page, as JSON that can stand in a script element.
    structured: Option<Value>,
}

/// A picture.
#[derive(Serialize)]
struct PictureView {
    href: Value,
    left_out: usize,
}

/// A guide beside this one.
#[derive(Serialize)]
struct Turn<'a> {
    title: &'a str,
    href: Value,
}

/// An item that other guides hold too.
#[derive(Serialize)]
struct SharedView {
    href: Value,
    others: usize,
}

#[derive(Serialize)]
struct SymptomView<'a> {
    card: &'a SymptomCard,
    start: Value,
}

#[derive(Serialize)]
struct CauseView<'a> {
    card: &'a CauseCard,
    fixed_by: Vec<FixView<'a>>,
}

#[derive(Serialize)]
struct FixView<'a> {
    link: &'a Link<Chance>,
    step: Option<u32>,
}

impl<'a> GuidePage<'a> {
    /// The page of a document.
    pub fn of(document: &'a Document, site: &'a Site) -> Self {
        let steps = steps_by_item(document);
        let parts = step::parts_of(document, Words::of(site.language()));
        let off_way = |id: &str| !steps.contains_key(id);
        let root = root_from(&document.path);
        let guide = GuideHead::of(document, site);
        let walk = walk::data(document, &root, &guide.plain_title);
        let (previous, next) = site.around(&document.path);
        let turn = |guide: Option<&'a GuideRef>| {
            guide.map(|guide| Turn { title: &guide.title.0, href: page_at(&root, &guide.path) })
        };
        let (previous, next) = (turn(previous), turn(next));
        let shared = shared(document, site, &root);
        let picture = document.picture.as_ref().filter(|picture| !picture.nodes.is_empty()).map(|picture| {
            PictureView { href: Value::from_safe_string(beside(&document.path, ".svg")), left_out: picture.left_out }
        });
        let mut shell = Shell::of(site, root, &document.path);
        shell.markdown = Some(Value::from_safe_string(beside(&document.path, ".md")));
        Self {
            shell,
            guide,
            symptoms: document
                .symptoms
                .iter()
                .filter_map(|card| Some(SymptomView { card, start: step::goto(document, card.starts_at, 0)? }))
                .collect(),
            staged: parts.iter().any(|part| part.tail || part.stage.is_some()),
            parts,
            starts_at: step::goto(document, document.way.starts_at, 0),
            causes: document
                .causes
                .iter()
                .map(|card| CauseView {
                    card,
                    fixed_by: card
                        .fixed_by
                        .iter()
                        .map(|link| FixView { link, step: steps.get(link.id.as_str()).copied() })
                        .collect(),
                })
                .collect(),
            checks: document.checks.iter().filter(|card| off_way(&card.id)).collect(),
            remedies: document.remedies.iter().filter(|card| off_way(&card.id)).collect(),
            facts: document.facts.iter().filter(|card| off_way(&card.id)).collect(),
            escalations: document.escalations.iter().filter(|card| off_way(&card.id)).collect(),
            rules: &document.rules,
            sources: &document.sources,
            related: document.related.iter().collect(),
            picture,
            shared,
            previous,
            next,
            walk,
        }
    }
}

/// The page at a path.
fn page_at(root: &str, path: &str) -> Value {
    let mut href = root.to_owned();
    address::push_path(&mut href, path);
    href.push_str(".html");
    Value::from_safe_string(href)
}

/// A file beside a page.
fn beside(path: &str, ending: &str) -> String {
    let mut href = String::new();
    address::push_path(&mut href, path.rsplit('/').next().unwrap_or(path));
    href.push_str(ending);
    href
}

/// The items of a guide that have a page of their own.
fn shared<'a>(document: &'a Document, site: &Site, root: &str) -> BTreeMap<&'a str, SharedView> {
    let ids = (document.causes.iter().map(|card| &card.id))
        .chain(document.checks.iter().map(|card| &card.id))
        .chain(document.remedies.iter().map(|card| &card.id));
    let view = |id: &'a String| {
        let shared = site.shared.get(id)?;
        Some((id.as_str(), SharedView { href: page_at(root, &shared.path), others: shared.guides.len() - 1 }))
    };
    ids.filter_map(view).collect()
}

impl<'a> GuideHead<'a> {
    fn of(document: &'a Document, site: &Site) -> Self {
        let plain_title = plain::of_inline(&document.title.0);
        let description = document.summary.as_ref().map(|summary| plain::of_blocks(&summary.0));
        let structured = structured(document, site, &plain_title, description.as_deref());
        Self {
            id: &document.id,
            title: &document.title.0,
            plain_title,
            description,
            summary: document.summary.as_ref(),
            about: document.about.as_ref(),
            applies_to: document.applies_to.as_deref(),
            owner: document.owner.as_deref(),
            reviewed: document.reviewed.as_deref(),
            changed: document.changed.as_deref(),
            tags: &document.tags,
            aka: &document.aka,
            active_minutes: document.way.active_minutes,
            expected_minutes: document.way.expected_minutes,
            worst_minutes: document.way.worst_minutes,
            solved: document.way.solved,
            file: &document.source.file,
            line: document.source.line,
            source: site.source(&document.source).map(Value::from_safe_string),
            structured,
        }
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
        #[serde(rename = "totalTime")]
        time: String,
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
        language: site.language(),
        changed: document.changed.as_deref(),
        time: format!("PT{}M", document.way.expected_minutes.max(0.0).ceil()),
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
