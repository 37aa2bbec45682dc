//! What a change of the rules does: differences are found, each at its level, and nothing is told where nothing is different.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "change/comment.rs"]
mod comment;
#[path = "change/fates.rs"]
mod fates;
#[path = "change/levels.rs"]
mod levels;
#[path = "change/news.rs"]
mod news;
#[path = "change/reasons.rs"]
mod reasons;
#[path = "change/revisions.rs"]
mod revisions;

use std::sync::Arc;

use kbc::change::Change;
use kbc::config::Config;
use kbc::plans::Plans;
use kbc::session::{Links, Session};
use kbc::source::Memory;

/// Files below the folder of rules, each a path and its text.
type Texts = Vec<(String, String)>;

fn memory(texts: &[(String, String)]) -> Memory {
    texts.iter().fold(Memory::new(), |files, (path, text)| files.with(path.as_str(), text.as_bytes()))
}

/// What is different between two sets of texts; nothing where one of them has errors.
fn change(old: &[(String, String)], new: &[(String, String)]) -> Option<Change> {
    let open = |texts| Session::open(Arc::new(memory(texts)), Config::default(), Plans::default());
    let (older, newer) = (open(old), open(new));
    let links = Links::default();
    newer.state().change_from(&older.state(), (&links, &links), None).ok()
}
