//! What templates see of a page: the document's own cards, with links and numbers looked up. No words are made here.

use minijinja::value::Value;
use serde::Serialize;

use super::assets::assets;
use crate::emit::prose::{address, plain};
use crate::emit::site::{Summary, by_folder, folder, root_from};
use crate::emit::way::{Card, Part, Stop, parts, steps_by_item};
use crate::emit::{Site, json};
use crate::guide::{
    Action, CauseCard, Chance, CheckCard, Document, EscalationCard, FactCard, Goto, GuideLink, Link, Markdown, RemedyCard, RiskLevel, RuleCard,
    SourceCard, StageHead, SymptomCard, WayStep,
};

/// What every page has.
#[derive(Serialize)]
struct Shell<'a> {
    site_title: &'a str,
    language: &'a str,
    direction: &'static str,
    /// The way up to the folder of all pages: safe in an attribute.
    root: Value,
    style: &'a str,
    icon: &'a str,
    /// Where the page is published.
    canonical: Option<Value>,
    /// The folder of the page, and where the index lists it.
    folder: Option<&'a str>,
}

impl<'a> Shell<'a> {
    fn of(site: &'a Site, root: String, path: &'a str) -> Self {
        let [style, icon] = assets();
        let folder = folder(path);
        let file = if path.is_empty() { String::new() } else { format!("{path}.html") };
        Self {
            site_title: &site.title,
            language: site.language(),
            direction: direction(site.language()),
            root: Value::from_safe_string(root),
            style: &style.path,
            icon: &icon.path,
            canonical: site.published(&file).map(Value::from_safe_string),
            folder: (!folder.is_empty()).then_some(folder),
        }
    }
}

/// In which direction a language is written.
fn direction(language: &str) -> &'static str {
    let leftwards = ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];
    let first = language.split('-').next().unwrap_or_default();
    let script = language.split('-').find(|part| part.len() == 4);
    match script {
        Some(script) if ["Arab", "Hebr", "Thaa", "Syrc", "Nkoo"].iter().any(|name| name.eq_ignore_ascii_case(script)) => "rtl",
        Some(_) => "ltr",
        None if leftwards.iter().any(|name| name.eq_ignore_ascii_case(first)) => "rtl",
        None => "ltr",
    }
}

/// The page of a guide.
#[derive(Serialize)]
pub struct GuidePage<'a> {
    shell: Shell<'a>,
    guide: GuideHead<'a>,
    symptoms: Vec<SymptomView<'a>>,
    parts: Vec<PartView<'a>>,
    starts_at: Option<GotoView<'a>>,
    causes: Vec<CauseView<'a>>,
    /// Items that the way does not hold.
    checks: Vec<&'a CheckCard>,
    remedies: Vec<&'a RemedyCard>,
    facts: Vec<&'a FactCard>,
    escalations: Vec<&'a EscalationCard>,
    rules: &'a [RuleCard],
    sources: &'a [SourceCard],
    related: Vec<&'a GuideLink>,
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
    expected_minutes: f64,
    worst_minutes: f64,
    solved: f64,
    file: &'a str,
    line: u32,
    source: Option<Value>,
    /// What machines read of the page, as JSON that can stand in a script element.
    structured: Option<Value>,
}

#[derive(Serialize)]
struct SymptomView<'a> {
    card: &'a SymptomCard,
    start: GotoView<'a>,
}

#[derive(Serialize)]
struct PartView<'a> {
    stage: Option<&'a StageHead>,
    tail: bool,
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

#[derive(Serialize)]
struct GotoView<'a> {
    number: u32,
    anchor: &'a str,
    next: bool,
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
        let off_way = |id: &str| !steps.contains_key(id);
        Self {
            shell: Shell::of(site, root_from(&document.path), &document.path),
            guide: GuideHead::of(document, site),
            symptoms: document
                .symptoms
                .iter()
                .filter_map(|card| Some(SymptomView { card, start: GotoView::of(document, card.starts_at, 0)? }))
                .collect(),
            parts: parts(document).iter().map(|part| PartView::of(document, part)).collect(),
            starts_at: GotoView::of(document, document.way.starts_at, 0),
            causes: document
                .causes
                .iter()
                .map(|card| CauseView {
                    card,
                    fixed_by: card.fixed_by.iter().map(|link| FixView { link, step: steps.get(link.id.as_str()).copied() }).collect(),
                })
                .collect(),
            checks: document.checks.iter().filter(|card| off_way(&card.id)).collect(),
            remedies: document.remedies.iter().filter(|card| off_way(&card.id)).collect(),
            facts: document.facts.iter().filter(|card| off_way(&card.id)).collect(),
            escalations: document.escalations.iter().filter(|card| off_way(&card.id)).collect(),
            rules: &document.rules,
            sources: &document.sources,
            related: document.related.iter().collect(),
        }
    }
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
        kind: &'static str,
        headline: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<&'a str>,
        #[serde(rename = "inLanguage")]
        language: &'a str,
        #[serde(rename = "dateModified", skip_serializing_if = "Option::is_none")]
        changed: Option<&'a str>,
        url: String,
    }
    let url = site.published(&format!("{}.html", document.path))?.replace("&amp;", "&");
    let article = Article {
        context: "https://schema.org",
        kind: "TechArticle",
        headline: title,
        description,
        language: site.language(),
        changed: document.changed.as_deref(),
        url,
    };
    json::for_html(&article).ok().map(Value::from_safe_string)
}

impl<'a> GotoView<'a> {
    /// A link to a step, if there is one with this number.
    fn of(document: &'a Document, number: u32, from: u32) -> Option<Self> {
        let step = document.way.steps.get((number as usize).checked_sub(1)?)?;
        Some(Self { number, anchor: &step.anchor, next: from > 0 && number == from + 1 })
    }

    fn follow(document: &'a Document, goto: &Goto, from: u32) -> Option<Self> {
        match goto {
            Goto::Step(number) => Self::of(document, *number, from),
            Goto::Solved => None,
        }
    }
}

impl<'a> PartView<'a> {
    fn of(document: &'a Document, part: &Part<'a>) -> Self {
        Self { stage: part.stage, tail: part.tail, steps: part.stops.iter().map(|stop| StepView::of(document, stop)).collect() }
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

/// The index of a site.
#[derive(Serialize)]
pub struct IndexPage<'a> {
    shell: Shell<'a>,
    folders: Vec<FolderView<'a>>,
    count: usize,
}

#[derive(Serialize)]
struct FolderView<'a> {
    name: &'a str,
    guides: Vec<EntryView<'a>>,
}

#[derive(Serialize)]
struct EntryView<'a> {
    title: &'a str,
    href: Value,
    summary: Option<&'a Markdown>,
    owner: Option<&'a str>,
    expected_minutes: f64,
    messages: Vec<&'a str>,
}

impl<'a> IndexPage<'a> {
    /// The index.
    pub fn of(site: &'a Site) -> Self {
        let folders = by_folder(&site.guides)
            .into_iter()
            .map(|(name, guides)| FolderView { name, guides: guides.into_iter().map(EntryView::of).collect() })
            .collect();
        Self { shell: Shell::of(site, String::new(), ""), folders, count: site.guides.len() }
    }
}

impl<'a> EntryView<'a> {
    fn of(guide: &'a Summary) -> Self {
        let mut href = String::with_capacity(guide.path.len() + 8);
        address::push_path(&mut href, &guide.path);
        href.push_str(".html");
        Self {
            title: &guide.title.0,
            href: Value::from_safe_string(href),
            summary: guide.summary.as_ref(),
            owner: guide.owner.as_deref(),
            expected_minutes: guide.expected_minutes,
            messages: guide.symptoms.iter().flat_map(|symptom| &symptom.messages).map(String::as_str).collect(),
        }
    }
}

/// The page for what is not found. A server shows it at any depth, so its links begin at the site's own address.
#[derive(Serialize)]
pub struct NotFoundPage<'a> {
    shell: Shell<'a>,
}

impl<'a> NotFoundPage<'a> {
    /// The page.
    pub fn of(site: &'a Site) -> Self {
        let root = site.published("").unwrap_or_default();
        let mut shell = Shell::of(site, root, "");
        shell.canonical = None;
        Self { shell }
    }
}
