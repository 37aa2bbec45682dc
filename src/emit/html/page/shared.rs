//! The page of a cause, a check or a remedy that several guides hold.

use minijinja::value::Value;
use serde::Serialize;

use super::shell::Shell;
use crate::emit::prose::{address, plain};
use crate::emit::site::root_from;
use crate::emit::{GuideRef, Shared, Site};
use crate::guide::{CauseCard, CheckCard, Document, RemedyCard, SourceCard};

/// What a shared item is.
#[derive(Clone, Copy)]
pub enum SharedCard<'a> {
    /// A cause.
    Cause(&'a CauseCard),
    /// A check.
    Check(&'a CheckCard),
    /// A remedy.
    Remedy(&'a RemedyCard),
}

/// The page.
#[derive(Serialize)]
pub struct SharedPage<'a> {
    shell: Shell<'a>,
    kind: &'static str,
    title: &'a str,
    plain_title: String,
    cause: Option<&'a CauseCard>,
    check: Option<&'a CheckCard>,
    remedy: Option<&'a RemedyCard>,
    /// Before the anchors of other items: they are on the page of a guide.
    beside: Value,
    /// All sources of that guide, since citations are places among them.
    sources: &'a [SourceCard],
    cited: Vec<&'a SourceCard>,
    guides: Vec<GuideView<'a>>,
    more: usize,
    file: &'a str,
    line: u32,
    source: Option<Value>,
}

#[derive(Serialize)]
struct GuideView<'a> {
    title: &'a str,
    href: Value,
}

/// At most so many guides are listed; all others are found by searching.
const LISTED: usize = 100;

impl<'a> SharedPage<'a> {
    /// The page of an item as a document shows it.
    pub fn of(document: &'a Document, card: SharedCard<'a>, shared: &'a Shared, site: &'a Site) -> Self {
        let root = root_from(&shared.path);
        let link = |path: &str, anchor: &str| {
            let mut href = root.clone();
            address::push_path(&mut href, path);
            href.push_str(".html");
            href.push_str(anchor);
            Value::from_safe_string(href)
        };
        let (kind, title, anchor, cites, place) = match card {
            SharedCard::Cause(card) => ("cause", &card.title, &card.anchor, &card.cites, &card.source),
            SharedCard::Check(card) => ("check", &card.title, &card.anchor, &card.cites, &card.source),
            SharedCard::Remedy(card) => ("remedy", &card.title, &card.anchor, &card.cites, &card.source),
        };
        let view = |guide: &'a GuideRef| {
            let mut at = String::from("#");
            address::push_path(&mut at, anchor);
            GuideView { title: &guide.title.0, href: link(&guide.path, &at) }
        };
        let mut shell = Shell::of(site, root.clone(), &shared.path);
        shell.folder = None;
        Self {
            shell,
            kind,
            title: &title.0,
            plain_title: plain::of_inline(&title.0),
            cause: if let SharedCard::Cause(card) = card { Some(card) } else { None },
            check: if let SharedCard::Check(card) = card { Some(card) } else { None },
            remedy: if let SharedCard::Remedy(card) = card { Some(card) } else { None },
            beside: link(&document.path, ""),
            cited: cites.iter().filter_map(|&number| document.sources.get((number as usize).checked_sub(1)?)).collect(),
            sources: &document.sources,
            guides: site.holding(shared).take(LISTED).map(view).collect(),
            more: shared.guides.len().saturating_sub(LISTED),
            file: &place.file,
            line: place.line,
            source: site.source(place).map(Value::from_safe_string),
        }
    }
}

/// The shared items that are shown on a page of their own made from this document: it is the first guide that holds them.
pub fn shared_of<'a>(document: &'a Document, site: &'a Site) -> Vec<(SharedCard<'a>, &'a Shared)> {
    let mut found = Vec::new();
    let mut add = |id: &str, card| {
        if let Some(shared) = site.shared.get(id)
            && site.holding(shared).next().is_some_and(|first| first.path == document.path)
        {
            found.push((card, shared));
        }
    };
    document.causes.iter().for_each(|card| add(&card.id, SharedCard::Cause(card)));
    document.checks.iter().for_each(|card| add(&card.id, SharedCard::Check(card)));
    document.remedies.iter().for_each(|card| add(&card.id, SharedCard::Remedy(card)));
    found
}
