//! The tools: to find a guide, to begin it, to tell what a person says, to ask why, and to read more. All of them only read.

use serde_json::{Map, Value, json};

use crate::decision::evidence::{InputError, Known, Typed};
use crate::dialogue::Dialogue;
use crate::dialogue::protocol::Sessions;
use crate::matching::alerts::{self, Alert};
use crate::matching::{Size, Tally};
use crate::model::{ItemId, Kind};
use crate::triage::Looked;

use super::guides::Guides;
use super::handle::Handle;
use super::resources;
use super::rpc::Refused;
use super::short;

/// So many guides are told where nobody says how many, and at most.
const USUAL: usize = 5;
const MOST: usize = 10;

/// So much of a text is told at once, in bytes.
const PAGE: usize = 1500;

/// So much of a summary, in characters.
const SUMMARY: usize = 160;

/// The words of `answer` that say what becomes of a step.
const MOVES: [&str; 10] =
    ["answer", "cant", "done", "already", "solved", "failed", "know", "observe", "absent", "handover"];

/// The tools with what they take and give.
pub fn list() -> Value {
    let text = |what: &str| json!({"type": "string", "description": what});
    let yes = |what: &str| json!({"type": "boolean", "description": what});
    let texts = |what: &str| json!({"type": "array", "items": {"type": "string"}, "description": what});
    let known = json!({"type": "object", "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}]}, "description": "Facts that are known, by name"});
    let handle = text("The newest handle of the conversation");
    let step = json!({"type": "object", "required": ["event", "handle"], "properties": {
        "event": {"enum": ["question", "remedy", "end", "why"]}, "handle": {"type": "string"},
        "ask_human": {"type": "boolean"}, "title": {"type": "string"}, "chances": {"type": "array"},
    }});
    let tool = |name: &str, title: &str, what: &str, properties: Value, required: &[&str], output: Value| {
        json!({
            "name": name, "title": title, "description": what,
            "inputSchema": {"type": "object", "properties": properties, "required": required, "additionalProperties": false},
            "outputSchema": output,
            "annotations": {"readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false},
        })
    };
    json!([
        tool(
            "find_guides",
            "Find guides",
            "Finds the guides that fit what is seen: words, the name of an alert, or a log or a payload of alerts. Guides found by a \
             log or an alert say which of their symptoms are seen and which facts are known, ready for start.",
            json!({
                "text": text("What somebody says, or a message"), "alert": text("The name of an alert"),
                "log": text("Lines of a log, or the JSON of alerts"),
                "limit": {"type": "integer", "minimum": 1, "maximum": MOST},
            }),
            &[],
            json!({"type": "object", "required": ["guides"], "properties": {"guides": {"type": "array"}, "more": {"type": "integer"}}}),
        ),
        tool(
            "start",
            "Begin a guide",
            "Begins a guide with what is known, and gives the first question or step.",
            json!({"guide": text("The guide, by its name or id"), "seen": texts("Symptoms that are seen"), "absent": texts("Symptoms that are not there"), "known": known}),
            &["guide"],
            step.clone(),
        ),
        tool(
            "answer",
            "Tell an answer",
            "Tells what became of the question or the step, and gives what comes next: exactly one of the words beside the handle.",
            json!({
                "handle": handle, "answer": text("The name of an option, or a value where the question asks one"),
                "cant": yes("It cannot be told, or cannot be done"), "done": yes("A preparation is done"),
                "already": yes("What the remedy would bring about is so already"), "solved": yes("The remedy helped"),
                "failed": {"anyOf": [{"type": "boolean"}, {"type": "string"}], "description": "It did not help; the name of the way where several are told apart"},
                "know": known, "observe": text("A symptom that is seen after all"), "absent": text("A symptom that is not there"),
                "handover": yes("The person wants to be handed over now"),
            }),
            &["handle"],
            step.clone(),
        ),
        tool(
            "why",
            "Why this step",
            "Says why the step that the handle stands at comes now.",
            json!({"handle": handle}),
            &["handle"],
            step
        ),
        tool(
            "get",
            "Read more",
            "Gives a guide as Markdown, an item as its author wrote it, what a finding such as KB721 means, or, for the handle of \
             an end, the text to hand over; in pages.",
            json!({"id": text("A guide, an item, the code of a finding, or a handle"), "page": {"type": "integer", "minimum": 1}}),
            &["id"],
            json!({"type": "object", "required": ["text", "page", "pages"], "properties": {"text": {"type": "string"}, "page": {"type": "integer"}, "pages": {"type": "integer"}}}),
        ),
    ])
}

/// Carries out a call. What the arguments cannot mean is told in the result, so that an agent reads it.
pub fn call(guides: &Guides, params: &Map<String, Value>) -> Result<Value, Refused> {
    let name = params.get("name").and_then(Value::as_str).unwrap_or_default();
    let none = Map::new();
    let given = params.get("arguments").and_then(Value::as_object).unwrap_or(&none);
    let tools = list();
    let tool = tools.as_array().into_iter().flatten().find(|tool| tool["name"] == name);
    let tool = tool.ok_or_else(|| Refused::arguments(format!("there is no tool `{name}`")))?;
    let result = fitting(tool, given).and_then(|()| match name {
        "find_guides" => find_guides(guides, given),
        "start" => start(guides, given),
        "answer" => answer(guides, given),
        "why" => why(guides, given),
        _ => get(guides, given),
    });
    Ok(match result {
        Ok(value) => json!({"content": [{"type": "text", "text": value.to_string()}], "structuredContent": value}),
        Err(InputError { message, help }) => {
            let help = help.map_or_else(String::new, |help| format!(" ({help})"));
            json!({"content": [{"type": "text", "text": format!("{message}{help}")}], "isError": true})
        }
    })
}

fn wrong(message: impl Into<String>) -> InputError {
    InputError { message: message.into(), help: None }
}

/// Whether all arguments are there, and no others.
fn fitting(tool: &Value, given: &Map<String, Value>) -> Result<(), InputError> {
    let known = tool["inputSchema"]["properties"].as_object();
    let is_known = |name: &String| known.is_some_and(|known| known.contains_key(name));
    if let Some(name) = given.keys().find(|name| !is_known(name)) {
        let names: Vec<&str> = known.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        return Err(wrong(format!("there is no argument `{name}`; there are {}", names.join(", "))));
    }
    let required = tool["inputSchema"]["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    match required.into_iter().find(|name| !given.contains_key(*name)) {
        Some(name) => Err(wrong(format!("`{name}` is missing"))),
        None => Ok(()),
    }
}

fn text<'g>(given: &'g Map<String, Value>, name: &str) -> Result<Option<&'g str>, InputError> {
    match given.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(wrong(format!("`{name}` is a text"))),
    }
}

fn number(given: &Map<String, Value>, name: &str, usual: usize) -> Result<usize, InputError> {
    match given.get(name) {
        None | Some(Value::Null) => Ok(usual),
        Some(value) => value
            .as_u64()
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| *number > 0)
            .ok_or_else(|| wrong(format!("`{name}` is a number from 1"))),
    }
}

fn names(given: &Map<String, Value>, name: &str) -> Result<Vec<String>, InputError> {
    let list = match given.get(name) {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(value) => value.as_array().ok_or_else(|| wrong(format!("`{name}` is a list of names")))?,
    };
    list.iter()
        .map(|one| one.as_str().map(str::to_owned).ok_or_else(|| wrong(format!("`{name}` is a list of names"))))
        .collect()
}

/// Facts and their values; a number or a truth as it is written.
fn facts(value: Option<&Value>) -> Result<Vec<(String, String)>, InputError> {
    let facts = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(value) => value.as_object().ok_or_else(|| wrong("facts are an object, as {\"fact\": \"value\"}"))?,
    };
    let said = |(name, value): (&String, &Value)| {
        let said = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
            _ => return Err(wrong(format!("the value of `{name}` is a text, a number or a truth"))),
        };
        Ok((name.clone(), said))
    };
    facts.iter().map(said).collect()
}

fn find_guides(guides: &Guides, given: &Map<String, Value>) -> Result<Value, InputError> {
    let (said, alert, log) = (text(given, "text")?, text(given, "alert")?, text(given, "log")?);
    let limit = number(given, "limit", USUAL)?.min(MOST);
    if said.is_none() && alert.is_none() && log.is_none() {
        return Err(wrong("say what is seen: `text`, `alert` or `log`"));
    }
    let looked = |tally: Tally| Looked { file: "-".to_owned(), is_payload: false, tally };
    let mut all: Vec<Looked> = Vec::new();
    for shown in [said, log].into_iter().flatten() {
        let payload = serde_json::from_str(shown).ok().and_then(|payload| alerts::read(&payload));
        all.push(looked(match payload {
            Some(alerts) => guides.matcher.alerts(&alerts),
            None => {
                guides.matcher.stream(shown.as_bytes(), Size::default()).map_err(|error| wrong(error.to_string()))?
            }
        }));
    }
    if let Some(name) = alert {
        let alert = Alert { name: name.trim().to_owned(), ..Alert::default() };
        all.push(looked(guides.matcher.alerts(&[alert])));
    }
    let report = guides.base().report(&all, None);
    let mut found: Vec<Value> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    for fitting in &report.guides {
        let know = fitting.diagnose.iter().skip_while(|word| *word != "--know").filter(|word| *word != "--know");
        let known: Map<String, Value> = know
            .filter_map(|entry| entry.split_once('='))
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .collect();
        let mut entry =
            json!({"guide": fitting.id, "title": fitting.title, "seen": fitting.seen, "page": fitting.link});
        if !known.is_empty() {
            entry["known"] = Value::Object(known);
        }
        told.push(fitting.id.clone());
        found.push(entry);
    }
    for guide in said.map_or_else(Vec::new, |said| guides.by_words(said)) {
        let id = guides.understood.knowledge.qualified(guide);
        if !told.contains(&id) {
            let mut entry = json!({"guide": id, "title": guides.title(guide), "page": guides.page(guide)});
            if let Some(summary) = guides.summary(guide) {
                entry["summary"] = json!(summary.chars().take(SUMMARY).collect::<String>());
            }
            found.push(entry);
        }
    }
    let all = found.len();
    found.truncate(limit);
    let result = |found: &[Value]| {
        let more = all - found.len();
        if more > 0 { json!({"guides": found, "more": more}) } else { json!({"guides": found}) }
    };
    // What has no room is counted with the others; the first stays, whatever it holds.
    while found.len() > 1 && result(&found).to_string().len() > short::ROOM {
        found.pop();
    }
    Ok(result(&found))
}

fn start(guides: &Guides, given: &Map<String, Value>) -> Result<Value, InputError> {
    let guide = guides.named(text(given, "guide")?.unwrap_or_default())?;
    let planned = guides.planned(guide)?;
    let about = guides.subject(guide, &planned);
    let said = facts(given.get("known"))?;
    let words = Typed {
        seen: names(given, "seen")?,
        absent: names(given, "absent")?,
        know: said.iter().map(|(name, value)| format!("{name}={value}")).collect(),
        ..Typed::default()
    };
    let known = crate::decision::evidence::read(about.knowledge, about.decision, &words)
        .map_err(|misread| misread.into_iter().next().unwrap_or_else(|| wrong("nothing was understood")))?;
    let dialogue = Dialogue::new(about, known);
    let mut sessions = Sessions::new(about, Known::default(), guides.page(guide), false);
    let lines = sessions.begin(Some(dialogue));
    let mut event = told(guides, guide, &said, &lines)?;
    event["page"] = json!(guides.page(guide));
    short::fit(&mut event);
    Ok(event)
}

fn answer(guides: &Guides, given: &Map<String, Value>) -> Result<Value, InputError> {
    let mut moves = given
        .iter()
        .filter(|(word, value)| MOVES.contains(&word.as_str()) && !matches!(value, Value::Null | Value::Bool(false)));
    let (Some((word, value)), None) = (moves.next(), moves.next()) else {
        return Err(wrong(format!("beside the handle stands exactly one of {}", MOVES.join(", "))));
    };
    let handle = Handle::read(guides, text(given, "handle")?.unwrap_or_default())?;
    let mut said = handle.said.clone();
    let mut note = |name: String, value: String| {
        said.retain(|(known, _)| *known != name);
        said.push((name, value));
    };
    if word == "know" {
        facts(Some(value))?.into_iter().for_each(|(name, value)| note(name, value));
    }
    let (lines, asked) = respond(guides, &handle, &json!({word: value}))?;
    // A value that was said in the place of an option fills in blanks of commands.
    let options = asked["options"].as_array().into_iter().flatten();
    let is_option = options.into_iter().any(|option| option["name"] == *value);
    if word == "answer" && !is_option && asked.get("asks").is_some() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        note(asked["id"].as_str().unwrap_or_default().to_owned(), value);
    }
    told(guides, handle.guide, &said, &lines)
}

fn why(guides: &Guides, given: &Map<String, Value>) -> Result<Value, InputError> {
    let handle = Handle::read(guides, text(given, "handle")?.unwrap_or_default())?;
    let (lines, _) = respond(guides, &handle, &json!({"why": true}))?;
    told(guides, handle.guide, &handle.said, &lines)
}

/// What the dialogue at a handle answers to a command, and what it had asked.
fn respond(guides: &Guides, handle: &Handle, command: &Value) -> Result<(Vec<String>, Value), InputError> {
    let planned = guides.planned(handle.guide)?;
    let about = guides.subject(handle.guide, &planned);
    let dialogue = handle.dialogue(about)?;
    let mut sessions = Sessions::new(about, Known::default(), guides.page(handle.guide), false);
    let asked = sessions.begin(Some(dialogue));
    let asked = asked.last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or_default();
    let (lines, _) = sessions.respond(&command.to_string());
    Ok((lines, asked))
}

/// The last line of a dialogue, short, with the handle in the place of its state.
fn told(guides: &Guides, guide: ItemId, said: &[(String, String)], lines: &[String]) -> Result<Value, InputError> {
    let line = lines.last().map(String::as_str).unwrap_or_default();
    let mut event: Value = serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
    if event["event"] == "error" {
        let text = |name: &str| event[name].as_str().map(str::to_owned);
        return Err(InputError { message: text("message").unwrap_or_default(), help: text("help") });
    }
    let is_destructive = event["task"]["risk"] == "destructive";
    if let Some(fields) = event.as_object_mut() {
        let state = fields.remove("state");
        let state = state.as_ref().and_then(Value::as_str).unwrap_or_default();
        fields.insert("handle".to_owned(), json!(Handle::of(guides, guide, said, state)?));
        // What can be said is in the tool; going back is to use an older handle.
        fields.remove("can");
        if is_destructive {
            fields.insert("ask_human".to_owned(), json!(true));
        }
    }
    short::fit(&mut event);
    Ok(event)
}

fn get(guides: &Guides, given: &Map<String, Value>) -> Result<Value, InputError> {
    let id = text(given, "id")?.unwrap_or_default();
    let page = number(given, "page", 1)?;
    let whole = if id.contains("#go/") {
        handover(guides, id)?
    } else {
        resources::text(guides, &format!("kbc://code/{id}"))
            .or_else(|| resources::text(guides, &format!("kbc://guide/{id}")))
            .map_or_else(|| of_item(guides, id), Ok)?
    };
    let pages = pages(&whole);
    let text = pages.get(page - 1).ok_or_else(|| wrong(format!("there are {} pages", pages.len())))?;
    Ok(json!({"id": id, "text": text, "page": page, "pages": pages.len()}))
}

/// What whoever takes over is told, at the end of a conversation.
fn handover(guides: &Guides, handle: &str) -> Result<String, InputError> {
    let (_, asked) = respond(guides, &Handle::read(guides, handle)?, &json!({"why": true}))?;
    let text = asked["handover"].as_str().map(str::to_owned);
    text.ok_or_else(|| wrong("nobody takes over where this handle stands"))
}

/// An item as its author wrote it.
fn of_item(guides: &Guides, id: &str) -> Result<String, InputError> {
    let knowledge = &guides.understood.knowledge;
    let is_called = |item: &ItemId| {
        knowledge.item(*item).kind() != Kind::Scenario
            && (knowledge.name(*item) == id || id.contains('.') && knowledge.qualified(*item) == id)
    };
    let found: Vec<ItemId> = knowledge.ids().filter(is_called).collect();
    match found.as_slice() {
        [one] => Ok(knowledge.slice(knowledge.item(*one).span).to_owned()),
        [] => Err(wrong(format!("there is no guide, no item and no finding `{id}`"))),
        several => {
            let names: Vec<String> = several.iter().map(|&item| format!("`{}`", knowledge.qualified(item))).collect();
            Err(InputError {
                message: format!("`{id}` may be several things"),
                help: Some(format!("say which: {}", names.join(", "))),
            })
        }
    }
}

/// A text in pages that end with lines, where lines are short enough.
fn pages(text: &str) -> Vec<&str> {
    let mut pages = Vec::new();
    let mut rest = text;
    while rest.len() > PAGE {
        let most = rest.floor_char_boundary(PAGE);
        let end = rest[..most].rfind('\n').map_or(most, |at| at + 1);
        let (page, behind) = rest.split_at(end);
        pages.push(page);
        rest = behind;
    }
    pages.push(rest);
    pages
}
