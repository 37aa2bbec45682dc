//! Guides → HTML that opens from the disk as well as from a server, and needs no script.
//!
//! Templates hold markup only. They are strict about names and escape what they print; prose reaches them through the
//! filters of `filters.rs`. Links are relative to the page, so a site may lie in any folder. What the script needs that
//! walks a reader through stands in an element of the page, as JSON.

mod assets;
mod filters;
mod page;
mod picture;
mod templates;
mod web;

use crate::guide::Document;

pub use assets::{Asset, Assets, ENGINE, RECORD, VARIABLES};
pub use picture::{drawing, path as picture_path, picture, pictures_around};
pub use templates::{RenderError, Templates, Theme, sources};
pub use web::{ROOM, feed, llms, llms_full, redirects, robots, sitemap};

/// The path of a guide's page below `html/`.
#[must_use]
pub fn path(document: &Document) -> String {
    format!("{}.html", document.path)
}

/// The path of the page of a guide that is embedded elsewhere, below `html/`. Where modules lie in a folder of that name too, two
/// files could have one path: then the build says so.
#[must_use]
pub fn embed_path(document: &Document) -> String {
    format!("{EMBED}{}.html", document.path)
}

/// The path of the JSON of a guide beside its page, below `html/`.
#[must_use]
pub fn data_path(document: &Document) -> String {
    format!("{}.json", document.path)
}

/// The folder of pages that are embedded, below `html/`.
const EMBED: &str = "embed/";

/// Where the script of the element that embeds guides belongs, below `html/`.
pub const ELEMENT: &str = "embed/kbc-guide.js";

/// The script of the element that embeds guides, as the package `kbc-guide` has it.
pub const ELEMENT_SCRIPT: &str = include_str!("../../../packages/kbc-guide/kbc-guide.js");

/// Where the JSON of all guides belongs, below `html/`.
pub const DATA: &str = "all_guides.json";

/// Where the index belongs, below `html/`.
pub const INDEX: &str = "index.html";

/// Where the search page belongs, below `html/`.
pub const SEARCH: &str = "search.html";

/// Where the feed of changes belongs, below `html/`.
pub const FEED: &str = "feed.xml";

/// Where the list for language models belongs, below `html/`.
pub const LLMS: &str = "llms.txt";

/// Where the guides in full belong, for language models.
pub const LLMS_FULL: &str = "llms-full.txt";

/// Where the page for what is not found belongs, below `html/`.
pub const NOT_FOUND: &str = "404.html";

/// Where the list of old addresses for servers belongs, below `html/`: a form that Netlify and Cloudflare Pages read.
pub const REDIRECTS: &str = "_redirects";

/// Where the same list for programs belongs, below `html/`.
pub const REDIRECTS_JSON: &str = "redirects.json";

/// Where robots.txt belongs, below `html/`.
pub const ROBOTS: &str = "robots.txt";
