//! A project that stays open: whatever is edited, and in whatever order, it tells and makes the same as one that is opened anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "session/edits.rs"]
mod edits;
#[path = "session/questions.rs"]
mod questions;

use std::collections::BTreeMap;
use std::sync::Arc;

use kbc::config::Config;
use kbc::emit::json;
use kbc::plans::Plans;
use kbc::session::{Session, State};
use kbc::source::{Disk, Files, Memory};

/// A session of texts in memory.
fn session(texts: &[(&str, &str)]) -> Session {
    let files = texts.iter().fold(Memory::new(), |files, (path, text)| files.with(*path, *text));
    Session::open(Arc::new(files), Config::default(), Plans::default())
}

/// What is told of a version of a project: each finding as people see it, in order.
fn told(state: &State) -> Vec<String> {
    let found = state.findings().unwrap();
    let human = kbc::diagnostics::Human::new(false, 200);
    found.findings.iter().map(|finding| human.draw(finding, &found.sources)).collect()
}

/// The documents of all guides, as JSON.
fn documents(state: &State) -> BTreeMap<String, Option<Vec<u8>>> {
    let document = |path: &str| state.document(path).unwrap().map(|document| json::guide(&document, None).unwrap());
    state.guides().into_iter().map(|guide| (guide.path.clone(), document(&guide.path))).collect()
}

/// The files of a folder as a session may own them.
fn disk(folder: &std::path::Path) -> Arc<dyn Files + Send + Sync> {
    Arc::new(Disk::new(folder))
}
