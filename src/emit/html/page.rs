//! What templates see of a page: the document's own cards, with links and numbers looked up. Words come from the catalogue.

mod action;
mod card;
mod guide;
mod lists;
mod moved;
mod pagination;
mod phrases;
mod shared;
mod shell;
mod step;
mod view;
mod walk;
mod way;

use minijinja::value::Value;
use rustc_hash::FxHashMap;

use crate::emit::Site;
use crate::emit::prose::{Around, address, html};
use crate::guide::{Document, GuideLink};

pub use guide::{Frame, guide};
pub use lists::{IndexPage, NotFoundPage, SearchPage};
pub use moved::moved;
pub use phrases::Phrases;
pub use shared::{shared, shared_of};

use view::{Lines, or_none, ready};

/// What the parts of a page are made with.
struct Making<'a> {
    document: &'a Document,
    site: &'a Site,
    said: &'a Phrases,
    /// The way up to the folder of all pages.
    root: &'a str,
    /// The address of the page that holds the anchors of other items; empty where it is this one.
    beside: &'a str,
    /// The steps of this page that print items, by the items' ids.
    steps: FxHashMap<&'a str, u32>,
    lines: Lines<'a>,
}

impl<'a> Making<'a> {
    /// Where its prose is shown.
    fn around(&self) -> Around<'a> {
        let page = if self.beside.is_empty() { &self.document.path } else { "" };
        Around { root: self.root, page, callouts: &self.said.words.callout }
    }

    /// Links to guides that are worth a look, with commas between them.
    fn see(&self, guides: &[GuideLink]) -> Value {
        let mut out = String::new();
        for (index, guide) in guides.iter().enumerate() {
            out.push_str(if index > 0 { ", <a href=\"" } else { "<a href=\"" });
            out.push_str(&page_at(self.root, &guide.path));
            out.push_str("\" dir=\"auto\">");
            html::push_inline(&mut out, &guide.title.0);
            out.push_str("</a>");
        }
        ready(out)
    }

    /// A link to the page of an item that other guides hold too; nothing on that page itself.
    fn also_in(&self, id: &str) -> Value {
        let shared = self.site.shared.get(id).filter(|_| self.beside.is_empty());
        or_none(shared.map(|shared| self.said.also_in(&page_at(self.root, &shared.path), shared.guides.len() - 1)))
    }
}

/// The address of the page at a path, ready to stand in an attribute.
fn page_at(root: &str, path: &str) -> String {
    let mut href = String::with_capacity(root.len() + path.len() + 8);
    href.push_str(root);
    address::push_path(&mut href, path);
    href.push_str(".html");
    href
}
