//! Guides → CommonMark with GitHub's tables and alerts, for repositories, static sites and paper.
//!
//! A page begins with front matter in YAML. Its anchors are those that every renderer makes of a heading: a step that is
//! led to stands under a heading that is only `Step 7`, so that no raw HTML is needed. What some tools read otherwise is written in their
//! [flavour](crate::config::Flavour).

mod cards;
mod flavour;
mod front_matter;
mod guide;
mod index;
mod way;
pub mod writer;

use crate::guide::Document;

pub use guide::{guide, guide_from, plain_guide};
pub use index::index;

/// The path of a guide's page below `markdown/`.
#[must_use]
pub fn path(document: &Document) -> String {
    path_of(&document.path)
}

/// The same for the path of a page.
#[must_use]
pub fn path_of(page: &str) -> String {
    format!("{page}.md")
}

/// Where the index belongs, below `markdown/`.
pub const INDEX: &str = "index.md";
