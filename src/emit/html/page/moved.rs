//! What stands in the place of a page that is elsewhere now or gone, and on a page for anchors that it had before.

use std::collections::BTreeMap;

use minijinja::value::Value;
use serde::Serialize;

use super::page_at;
use super::shell::Shell;
use super::view::{inline, list, or_none, view};
use crate::emit::prose::address;
use crate::emit::site::root_from;
use crate::emit::{Site, json};
use crate::links::{OldPage, Whither, page_of};

view! {
    /// The page in the place of another.
    MovedPage {
        shell,
        /// Where the page is now; nothing where it is gone, or its parts are in several places.
        href,
        name,
        /// Where that is published.
        canonical,
        /// Why it is gone.
        reason,
        /// Where parts of it are now.
        parts,
        /// All of this as the script reads it.
        map,
    }
}

view! {
    /// An anchor that a page had before.
    OldAnchorView { anchor, href, name, reason }
}

/// Where everything of an old page is, as addresses beside it.
#[derive(Serialize)]
struct Map {
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
    anchors: BTreeMap<String, String>,
}

/// The address of a place of the site, ready to stand in an attribute.
fn href(root: &str, to: &str) -> String {
    let mut href = page_at(root, page_of(to));
    if let Some((_, anchor)) = to.split_once('#') {
        href.push('#');
        address::push_path(&mut href, anchor);
    }
    href
}

/// What a place is called: the title of its guide, or its address.
fn name(site: &Site, to: &str) -> Value {
    let path = page_of(to);
    let guide = site.order.binary_search_by(|guide| guide.path.as_str().cmp(path)).ok();
    match guide.filter(|_| path == to) {
        Some(at) => inline(&site.order[at].title.0),
        None => Value::from(to),
    }
}

fn to(whither: &Whither) -> Option<&str> {
    match whither {
        Whither::To(to) => Some(to),
        Whither::Gone(_) => None,
    }
}

fn reason(whither: &Whither) -> Option<&str> {
    match whither {
        Whither::To(_) => None,
        Whither::Gone(reason) => Some(reason),
    }
}

/// The page that stands where another was.
pub fn moved(path: &str, page: &OldPage, site: &Site) -> Value {
    let root = root_from(path);
    let own = page.whither.as_ref().and_then(to);
    let anchors = page.anchors.iter().filter_map(|(anchor, whither)| Some((anchor.clone(), href(&root, to(whither)?))));
    let map = Map { page: own.map(|own| href(&root, own)), anchors: anchors.collect() };
    let map = json::for_html(&map).unwrap_or_else(|_| "{\"anchors\":{}}".to_owned());
    let mut shell = Shell::of(site, root.clone(), path);
    shell.canonical = None;
    shell.folder = None;
    let canonical = own.and_then(|own| site.published(&format!("{}.html", page_of(own))));
    let page = MovedPage {
        shell: shell.into(),
        href: or_none(own.map(|own| Value::from_safe_string(href(&root, own)))),
        name: or_none(own.map(|own| name(site, own))),
        canonical: or_none(canonical.map(Value::from_safe_string)),
        reason: or_none(page.whither.as_ref().and_then(reason)),
        parts: list(&page.anchors, |(anchor, whither)| old_anchor(&root, site, (anchor.as_str(), whither))),
        map: Value::from_safe_string(map),
    };
    page.into()
}

fn old_anchor(root: &str, site: &Site, (anchor, whither): (&str, &Whither)) -> OldAnchorView {
    OldAnchorView {
        anchor: Value::from(anchor),
        href: or_none(to(whither).map(|to| Value::from_safe_string(href(root, to)))),
        name: or_none(to(whither).map(|to| name(site, to))),
        reason: or_none(reason(whither)),
    }
}

/// The anchors that a page had before.
pub fn old_anchors(root: &str, path: &str, site: &Site) -> Value {
    let anchors = site.redirects.anchors.get(path);
    list(anchors.into_iter().flatten(), |(anchor, whither)| old_anchor(root, site, (anchor.as_str(), whither)))
}
