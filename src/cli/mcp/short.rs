//! Answers as short as an agent needs them: each is read by a model that pays for it.
//!
//! What may be left out goes first, and is counted or can be asked for with `get`: chances behind the likeliest, remarks, a text
//! to hand over, the last of many steps. What is asked, what can be answered, and what is dangerous stay.

use serde_json::{Value, json};

/// The longest answer, in bytes.
pub const ROOM: usize = 2048;

/// Whether an answer has room. A long conversation has a long handle, beside which what is asked needs room, too.
fn fits(event: &Value) -> bool {
    let handle = event["handle"].as_str().map_or(0, str::len);
    event.to_string().len() <= ROOM.max(handle + ROOM / 2)
}

/// Makes an event short.
pub fn fit(event: &mut Value) {
    slim(event);
    for most in [3, 2, 1] {
        if fits(event) {
            return;
        }
        keep_chances(event, most);
    }
    for remark in ["about", "seldom", "collect", "links"] {
        if fits(event) {
            return;
        }
        remove(event, remark);
    }
    if !fits(event) && event.get("handover").is_some() {
        remove(event, "handover");
        event["handover_by"] = json!("get, with this handle as the id");
    }
    if let Some(task) = event.get("task").cloned() {
        shorten(event, &task, "steps", |event, task| event["task"] = task);
    }
    let whole = event.clone();
    shorten(event, &whole, "answers", |event, whole| *event = whole);
}

fn remove(event: &mut Value, field: &str) {
    if let Some(fields) = event.as_object_mut() {
        fields.remove(field);
    }
}

/// Keeps so many of the likeliest causes, wherever chances are told, and counts the others.
fn keep_chances(value: &mut Value, most: usize) {
    if let Value::Array(list) = value {
        list.iter_mut().for_each(|one| keep_chances(one, most));
    }
    let Some(fields) = value.as_object_mut() else { return };
    fields.values_mut().for_each(|one| keep_chances(one, most));
    let Some(Value::Array(chances)) = fields.get_mut("chances") else { return };
    let left = chances.len().saturating_sub(most);
    chances.truncate(most);
    if left > 0 {
        let more = fields.get("more").and_then(Value::as_u64).unwrap_or(0);
        fields.insert("more".to_owned(), json!(more + left as u64));
    }
}

/// Leaves out the last of a list until the event has room, and counts them.
fn shorten(event: &mut Value, holder: &Value, field: &str, put: impl Fn(&mut Value, Value)) {
    let mut left = 0;
    let mut holder = holder.clone();
    while !fits(event) {
        let Some(list) = holder.get_mut(field).and_then(Value::as_array_mut).filter(|list| list.len() > 1) else {
            return;
        };
        list.pop();
        left += 1;
        holder[format!("{field}_left")] = json!(left);
        put(event, holder.clone());
    }
}

/// Leaves out what says nothing, and digits that nobody needs.
fn slim(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.values_mut().for_each(slim);
            fields.retain(|_, value| match value {
                Value::Null | Value::Bool(false) => false,
                Value::Array(list) => !list.is_empty(),
                Value::Object(fields) => !fields.is_empty(),
                Value::String(text) => !text.is_empty(),
                _ => true,
            });
        }
        Value::Array(list) => list.iter_mut().for_each(slim),
        Value::Number(number) if number.is_f64() => {
            let rounded = number.as_f64().map(|number| (number * 1000.0).round() / 1000.0);
            *value = json!(rounded);
        }
        _ => {}
    }
}
