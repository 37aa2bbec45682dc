//! Edits of several files, as the editor takes them.

use std::collections::BTreeMap;

use gen_lsp_types::{TextEdit, Uri};
use serde_json::{Map, Value, json};

/// What is said of edits that a person may leave out.
const ASKED: &str = "moved-from";

/// Edits by file.
#[derive(Default)]
pub struct Edits {
    by_file: BTreeMap<String, Vec<(TextEdit, bool)>>,
}

impl Edits {
    pub fn add(&mut self, uri: &Uri, edit: TextEdit) {
        self.by_file.entry(uri.as_ref().to_owned()).or_default().push((edit, false));
    }

    /// One that a person is asked about first, where the editor can ask.
    pub fn add_asked(&mut self, uri: &Uri, edit: TextEdit) {
        self.by_file.entry(uri.as_ref().to_owned()).or_default().push((edit, true));
    }

    /// All of them; `asks` says that the editor can ask about some.
    pub fn all(self, asks: bool) -> Value {
        let has_asked = self.by_file.values().flatten().any(|(_, is_asked)| *is_asked);
        if !(asks && has_asked) {
            let of_file = |(uri, edits): (String, Vec<(TextEdit, bool)>)| {
                let edits: Vec<TextEdit> = edits.into_iter().map(|(edit, _)| edit).collect();
                (uri, json!(edits))
            };
            let changes: Map<String, Value> = self.by_file.into_iter().map(of_file).collect();
            return json!({ "changes": changes });
        }
        let edit = |(edit, is_asked): (TextEdit, bool)| {
            let mut said = json!(edit);
            if is_asked {
                said["annotationId"] = json!(ASKED);
            }
            said
        };
        let of_file = |(uri, edits): (String, Vec<(TextEdit, bool)>)| {
            let edits: Vec<Value> = edits.into_iter().map(edit).collect();
            json!({ "textDocument": { "uri": uri, "version": null }, "edits": edits })
        };
        let changes: Vec<Value> = self.by_file.into_iter().map(of_file).collect();
        let annotation = json!({
            "label": "Keep published links alive",
            "needsConfirmation": true,
            "description": "kbc.lock knows the old name: `moved-from` leads its readers on",
        });
        json!({ "documentChanges": changes, "changeAnnotations": { ASKED: annotation } })
    }
}
