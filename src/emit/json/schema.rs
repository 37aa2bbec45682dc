//! The schemas of the JSON files, derived from the types that are written: JSON Schema, draft 2020-12.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use crate::dialogue::protocol::Line;

use super::writing::lines;
use super::{AlertsFile, ChangeFile, FORMAT, GuideFile, IndexFile, KnowledgeFile, MatchReport};

/// The schemas: where each belongs below `json/`, and its text.
pub fn schemas() -> serde_json::Result<Vec<(&'static str, Vec<u8>)>> {
    Ok(vec![
        ("schema/guide.json", text::<GuideFile<'static>>("A guide")?),
        ("schema/index.json", text::<IndexFile<'static>>("The catalogue of guides")?),
        ("schema/alerts.json", text::<AlertsFile>("Where alerts lead")?),
        ("schema/match.json", text::<MatchReport>("What `kbc match --format json` prints")?),
        ("schema/dialogue.json", text::<Line>("A line of `kbc diagnose --json`")?),
        ("schema/diff.json", text::<ChangeFile<'static>>("What is different between two versions")?),
        ("schema/session.json", text::<crate::learning::line::Line<'static>>("A line of a log of sessions")?),
        ("schema/kb.json", text::<KnowledgeFile<'static>>("Every item of the knowledge base")?),
    ])
}

fn text<T: JsonSchema>(title: &str) -> serde_json::Result<Vec<u8>> {
    let mut schema: Schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), json!(title));
    // A reader of one version must not take another for its own.
    if let Some(format) = schema.pointer_mut("/properties/format").and_then(Value::as_object_mut) {
        format.insert("const".to_owned(), json!(FORMAT));
    }
    lines(&schema, usize::MAX, 32 * 1024)
}
