//! The texts of a line that is a JSON object.

use serde_json::Value;

/// The lines of the texts of a line, in their order; nothing for a line that is no JSON object.
pub(super) fn texts(line: &[u8]) -> Option<Vec<String>> {
    if !may_be_object(line) {
        return None;
    }
    let Ok(Value::Object(object)) = serde_json::from_slice(line) else { return None };
    let mut found = Vec::new();
    object.values().for_each(|value| collect(value, &mut found));
    Some(found)
}

/// Whether a line begins and ends as a JSON object does.
pub(super) fn may_be_object(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    line.starts_with(b"{") && line.ends_with(b"}")
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(text.lines().map(str::to_owned)),
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        Value::Object(object) => object.values().for_each(|value| collect(value, found)),
        _ => {}
    }
}
