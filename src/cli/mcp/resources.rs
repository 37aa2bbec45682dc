//! What agents may read as a whole: guides as Markdown, and what findings mean; and the prompt that begins a conversation.

use serde_json::{Map, Value, json};

use crate::diagnostics::catalogue;

use super::guides::Guides;
use super::rpc::Refused;

/// So many guides are listed at once.
const PAGE: usize = 50;

const GUIDE: &str = "kbc://guide/";
const CODE: &str = "kbc://code/";

/// Some guides, and where the next ones begin.
pub fn list(guides: &Guides, params: &Map<String, Value>) -> Result<Value, Refused> {
    let from = match params.get("cursor") {
        None | Some(Value::Null) => 0,
        Some(cursor) => cursor
            .as_str()
            .and_then(|cursor| cursor.parse::<usize>().ok())
            .ok_or_else(|| Refused::arguments("this is no cursor that was given"))?,
    };
    let all = guides.all();
    let some = all.iter().skip(from).take(PAGE).map(|(id, guide)| {
        let mut entry = json!({
            "uri": format!("{GUIDE}{id}"), "name": id, "title": guides.title(*guide), "mimeType": "text/markdown",
        });
        if let Some(summary) = guides.summary(*guide) {
            entry["description"] = json!(summary);
        }
        entry
    });
    let mut listed = json!({"resources": some.collect::<Vec<_>>()});
    if from + PAGE < all.len() {
        listed["nextCursor"] = json!((from + PAGE).to_string());
    }
    Ok(listed)
}

/// How resources are named.
pub fn templates() -> Value {
    json!([
        {"uriTemplate": format!("{GUIDE}{{id}}"), "name": "guide", "title": "A guide as Markdown", "mimeType": "text/markdown"},
        {"uriTemplate": format!("{CODE}{{code}}"), "name": "code", "title": "What a finding of kbc means", "mimeType": "text/markdown"},
    ])
}

/// The text of a resource.
pub fn read(guides: &Guides, params: &Map<String, Value>) -> Result<Value, Refused> {
    let uri = params.get("uri").and_then(Value::as_str).ok_or_else(|| Refused::arguments("`uri` is missing"))?;
    let text = text(guides, uri).ok_or_else(|| Refused::arguments(format!("there is no `{uri}` here")))?;
    Ok(json!({"contents": [{"uri": uri, "mimeType": "text/markdown", "text": text}]}))
}

/// The text of a guide or of the page of a finding.
pub fn text(guides: &Guides, uri: &str) -> Option<String> {
    if let Some(code) = uri.strip_prefix(CODE) {
        return catalogue::find(code).map(|fault| fault.page.to_owned());
    }
    let guide = guides.named(uri.strip_prefix(GUIDE)?).ok()?;
    guides.markdown(guide)
}

/// The prompt.
pub fn prompt() -> Value {
    json!({
        "name": "troubleshoot",
        "title": "Troubleshoot with a guide",
        "description": "Leads a person through the guide that fits what they see, one question at a time.",
        "arguments": [{"name": "problem", "description": "What is seen: words, a message, a log or an alert", "required": true}],
    })
}

/// The prompt with what is seen.
pub fn filled_prompt(params: &Map<String, Value>) -> Result<Value, Refused> {
    let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
    if name != "troubleshoot" {
        return Err(Refused::arguments(format!("there is no prompt `{name}`")));
    }
    let problem = params.get("arguments").and_then(|arguments| arguments.get("problem")).and_then(Value::as_str);
    let problem = problem.ok_or_else(|| Refused::arguments("the prompt needs `problem`"))?;
    let text = format!(
        "Somebody needs help with this:\n\n{problem}\n\nFind the guide with find_guides, begin it with start, and lead the \
         person through it: ask one question at a time in their words, tell what they say with answer, and go on with the \
         newest handle until the end. Say what a step may cost before it is done. Where ask_human is true, wait until a \
         person has said yes to exactly that step. Do not invent steps: where the guide hands over, hand over what it collects."
    );
    Ok(json!({
        "description": "Leads a person through the guide that fits what they see.",
        "messages": [{"role": "user", "content": {"type": "text", "text": text}}],
    }))
}
