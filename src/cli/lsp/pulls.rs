//! Findings on their way to the editor: sent where it waits for them, kept where it asks.
//!
//! A client either asks or is sent findings, never both. One that asks before the newest version was looked at gets its
//! answer when that is done.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use gen_lsp_types::Diagnostic as Shown;
use lsp_server::RequestId;
use serde_json::{Value, json};

use crate::digest::Digest;
use crate::session::Found;

use super::documents::{Documents, Open};
use super::findings;
use super::lines::Encoding;

/// The findings of the newest version of a project that was looked at.
pub struct Latest {
    pub edition: u64,
    pub found: Arc<Found>,
    /// By the path of the file as people see it.
    pub shown: BTreeMap<String, Vec<Shown>>,
}

/// A question that waits for findings.
pub struct Waiting {
    pub id: RequestId,
    pub asked: Asked,
}

/// What was asked.
pub enum Asked {
    /// The findings of one file; with the name of the last answer.
    File { root: PathBuf, shown: String, previous: Option<String> },
    /// Those of all files; with the names of the last answers, by address.
    All(BTreeMap<String, String>),
}

/// All that is on its way.
#[derive(Default)]
pub struct Pulls {
    latest: BTreeMap<PathBuf, Latest>,
    pub waiting: Vec<Waiting>,
    /// The files whose findings were sent to the editor, by address.
    sent: BTreeMap<String, Vec<Shown>>,
}

impl Pulls {
    /// Takes in what was found. Says whether that is another than before.
    pub fn take(
        &mut self,
        open: &Open,
        edition: u64,
        found: Arc<Found>,
        documents: &Documents,
        encoding: Encoding,
    ) -> bool {
        let shown = findings::by_file(&found, open, documents, encoding);
        let latest = Latest { edition, found, shown };
        let before = self.latest.insert(open.project.root.clone(), latest);
        before.is_none_or(|before| before.shown != self.latest[&open.project.root].shown)
    }

    /// What was found of the newest version of a project; nothing where that is not known yet.
    pub fn current(&self, open: &Open) -> Option<&Latest> {
        self.latest.get(&open.project.root).filter(|latest| latest.edition == open.edition())
    }

    /// The answer to a question; nothing while the newest version was not looked at.
    pub fn answer(&self, asked: &Asked, documents: &Documents) -> Option<Value> {
        match asked {
            Asked::File { root, shown, previous } => {
                let Some(open) = documents.projects.get(root) else { return Some(full(&[], None)) };
                let items = self.current(open)?.shown.get(shown).map_or(&[][..], Vec::as_slice);
                Some(report(items, previous.as_deref()))
            }
            Asked::All(previous) => {
                let mut items = Vec::new();
                for open in documents.projects.values() {
                    let latest = self.current(open)?;
                    for source in latest.found.sources.files() {
                        let uri = documents.uri(open, &source.path);
                        let found = latest.shown.get(&source.path).map_or(&[][..], Vec::as_slice);
                        let mut one = report(found, previous.get(uri.as_ref()).map(String::as_str));
                        one["uri"] = json!(uri);
                        one["version"] = Value::Null;
                        items.push(one);
                    }
                }
                Some(json!({ "items": items }))
            }
        }
    }

    /// Takes what is to be sent to a client that does not ask: the findings of each file where they are others than those that it has.
    pub fn take_changed(&mut self, open: &Open, documents: &Documents) -> Vec<(String, Vec<Shown>)> {
        let Some(latest) = self.latest.get(&open.project.root) else { return Vec::new() };
        let mut out = Vec::new();
        let paths = latest.found.sources.files().iter().map(|source| &source.path).chain(latest.shown.keys());
        let mut now: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
        for path in paths {
            let uri = documents.uri(open, path).as_ref().to_owned();
            now.insert(uri, latest.shown.get(path).cloned().unwrap_or_default());
        }
        // A file that is gone has no findings any more.
        let root = super::address::uri(&open.project.root).as_ref().to_owned();
        let gone: Vec<String> =
            self.sent.keys().filter(|uri| uri.starts_with(&root) && !now.contains_key(*uri)).cloned().collect();
        now.extend(gone.into_iter().map(|uri| (uri, Vec::new())));
        for (uri, shown) in now {
            if self.sent.get(&uri).map_or(&[][..], Vec::as_slice) != shown {
                out.push((uri.clone(), shown.clone()));
                self.sent.insert(uri, shown);
            }
        }
        out
    }
}

/// Findings under a name that tells them from others; only the name where they are those of the last answer.
pub fn report(items: &[Shown], previous: Option<&str>) -> Value {
    let text = serde_json::to_vec(items).unwrap_or_default();
    let name = format!("{:?}", Digest::of(&text));
    if previous == Some(name.as_str()) {
        return json!({ "kind": "unchanged", "resultId": name });
    }
    full(items, Some(name))
}

fn full(items: &[Shown], name: Option<String>) -> Value {
    match name {
        Some(name) => json!({ "kind": "full", "resultId": name, "items": items }),
        None => json!({ "kind": "full", "items": items }),
    }
}
