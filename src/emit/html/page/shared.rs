//! The page of a cause, a check or a remedy that several guides hold.

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use super::card::source;
use super::phrases::Phrases;
use super::shell::Shell;
use super::view::{Lines, inline, list, none, or_none, view};
use super::{Making, page_at};
use crate::emit::prose::{address, plain};
use crate::emit::site::root_from;
use crate::emit::{GuideRef, Shared, Site};
use crate::guide::{CauseCard, CheckCard, Document, RemedyCard};

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

view! {
    /// The page.
    SharedPage {
        shell,
        kind,
        title,
        plain_title,
        cause,
        check,
        remedy,
        cited,
        guides,
        more,
        file,
        line,
        source,
    }
}

view! {
    /// A guide that holds the item.
    HolderView { title, href }
}

/// At most so many guides are listed; all others are found by searching.
const LISTED: usize = 100;

/// The page of an item as a document shows it.
pub fn shared(document: &Document, card: SharedCard, shared: &Shared, site: &Site, said: &Phrases) -> Value {
    let root = root_from(&shared.path);
    let (kind, title, anchor, cites, place) = match card {
        SharedCard::Cause(card) => ("cause", &card.title, &card.anchor, &card.cites, &card.source),
        SharedCard::Check(card) => ("check", &card.title, &card.anchor, &card.cites, &card.source),
        SharedCard::Remedy(card) => ("remedy", &card.title, &card.anchor, &card.cites, &card.source),
    };
    let holder = |guide: &GuideRef| {
        let mut href = page_at(&root, &guide.path);
        href.push('#');
        address::push_path(&mut href, anchor);
        HolderView { title: inline(&guide.title.0), href: Value::from_safe_string(href) }
    };
    // The anchors of other items are on the page of the guide; its sources are all at hand, as citations count them.
    let beside = page_at(&root, &document.path);
    let (steps, lines) = (FxHashMap::default(), Lines::default());
    let mut making = Making { document, site, said, root: &root, beside: &beside, steps, lines };
    let (cause, check, remedy) = match card {
        SharedCard::Cause(card) => (making.cause(card), none(), none()),
        SharedCard::Check(card) => (none(), making.check(card), none()),
        SharedCard::Remedy(card) => (none(), none(), making.remedy(card)),
    };
    let cited = cites.iter().filter_map(|&number| document.sources.get((number as usize).checked_sub(1)?));
    let mut shell = Shell::of(site, root.clone(), &shared.path);
    shell.folder = None;
    let page = SharedPage {
        shell: shell.into(),
        kind: Value::from(kind),
        title: inline(&title.0),
        plain_title: Value::from(plain::of_inline(&title.0)),
        cause,
        check,
        remedy,
        cited: list(cited, source),
        guides: list(site.holding(shared).take(LISTED), holder),
        more: Value::from(shared.guides.len().saturating_sub(LISTED)),
        file: Value::from(place.file.as_str()),
        line: Value::from(place.line),
        source: or_none(site.source(place).map(Value::from_safe_string)),
    };
    page.into()
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
