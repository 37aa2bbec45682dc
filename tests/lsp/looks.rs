//! What an editor shows of words: their colours, what points to them, and what is said of what can be written.

use serde_json::{Value, json};

use super::client::Client;
use super::{GUIDE, PARTS, at, place_of, project};

/// The tokens of an answer: the words, each with its kind and whether it is given its name there.
fn words(text: &str, data: &[Value], legend: &[Value]) -> Vec<(String, String, bool)> {
    let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("it is small");
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut line, mut column) = (0, 0);
    let read = |five: &[Value]| {
        let [lines_on, on, length, kind, more] = [0, 1, 2, 3, 4].map(|at| number(&five[at]));
        line += lines_on;
        column = if lines_on == 0 { column + on } else { on };
        let kind = legend[kind].as_str().expect("a kind").to_owned();
        (lines[line][column..column + length].to_owned(), kind, more == 1)
    };
    data.chunks(5).map(read).collect()
}

const TYPES: [&str; 14] = [
    "namespace",
    "event",
    "class",
    "interface",
    "method",
    "macro",
    "variable",
    "type",
    "function",
    "enumMember",
    "keyword",
    "comment",
    "string",
    "number",
];

#[test]
fn names_are_coloured_by_what_they_mean_and_only_what_differs_is_sent() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let text =
        format!("# Ü, a note\n{GUIDE}\nresult done \"Done\" {{ about \"\"\"\nSee [it](cause:plug)\nnow.\n\"\"\" }}\n");
    let uri = editor.open("rules/lamp.rules", &text);
    let document = json!({ "textDocument": { "uri": uri } });
    let answer = editor.ask("textDocument/semanticTokens/full", &document);
    let mut before = answer["data"].as_array().expect("numbers").clone();
    let legend: Vec<Value> = TYPES.iter().map(|kind| json!(kind)).collect();
    let found = words(&text, &before, &legend);
    let has = |word: &str, kind: &str, given: bool| found.contains(&(word.to_owned(), kind.to_owned(), given));
    assert!(has("# Ü, a note", "comment", false) && has("use", "keyword", false) && has("parts", "namespace", false));
    assert!(has("bulb", "class", true) && has("bulb", "class", false) && has("plug", "class", false));
    assert!(has("dark", "event", true) && has("out", "enumMember", true) && has("change", "method", true));
    assert!(has("likelihood", "keyword", false) && has("10 s", "number", false));
    // A name within a text stays a name, and no token goes over a line.
    assert!(has("See [it](cause:", "string", false) && has("now.", "string", false), "{found:?}");
    let range = json!({ "start": { "line": 5, "character": 0 }, "end": { "line": 6, "character": 0 } });
    let part =
        editor.ask("textDocument/semanticTokens/range", &json!({ "textDocument": { "uri": uri }, "range": range }));
    assert_eq!(part["data"].as_array().map(Vec::len), Some(5), "`escalate` has no name beside it: {part:#}");

    let changed = text.replace("likelihood common", "likelihood 3");
    editor.change(&uri, 2, &changed);
    let asked = json!({ "textDocument": { "uri": uri }, "previousResultId": answer["resultId"] });
    let delta = editor.ask("textDocument/semanticTokens/full/delta", &asked);
    let edit = &delta["edits"][0];
    let start = usize::try_from(edit["start"].as_u64().expect("a place")).expect("it is small");
    let gone = usize::try_from(edit["deleteCount"].as_u64().expect("a count")).expect("it is small");
    let new = edit["data"].as_array().expect("numbers").clone();
    assert!(new.len() < before.len() / 2, "only what differs is sent");
    before.splice(start..start + gone, new);
    let whole = editor.ask("textDocument/semanticTokens/full", &document);
    assert_eq!(&before, whole["data"].as_array().expect("numbers"));
    assert!(words(&changed, &before, &legend).contains(&("3".to_owned(), "number".to_owned(), false)));
    // An answer that nobody knows any more is answered in full.
    let lost = json!({ "textDocument": { "uri": uri }, "previousResultId": "lost" });
    assert!(editor.ask("textDocument/semanticTokens/full/delta", &lost)["data"].is_array());
    editor.end();
}

#[test]
fn the_kinds_of_tokens_are_announced() {
    let project = project();
    let mut editor = Client::spawn(project.path());
    let answer = editor.ask("initialize", &json!({ "processId": null, "rootUri": null, "capabilities": {} }));
    let capabilities = &answer["capabilities"];
    assert_eq!(capabilities["semanticTokensProvider"]["legend"]["tokenTypes"], json!(TYPES));
    let filters = &capabilities["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[0]["pattern"]["glob"], "**/*.rules");
    assert_eq!(capabilities["completionProvider"]["resolveProvider"], true);
    editor.tell("initialized", &json!({}));
    editor.end();
}

#[test]
fn what_points_to_an_item_and_where_it_leads() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let found = editor.ask("textDocument/prepareCallHierarchy", &at(&uri, GUIDE, "confirms plug", 10));
    let plug = &found[0];
    assert!(
        plug["name"] == "plug" && plug["uri"].as_str().is_some_and(|uri| uri.ends_with("parts.rules")),
        "{found:#}"
    );
    let mut names = |method: &str, item: &Value, end: &str| {
        let answer = editor.ask(method, &json!({ "item": item }));
        let calls = answer.as_array().cloned().unwrap_or_default().into_iter();
        let one = |call: Value| {
            let ranges = call["fromRanges"].as_array().map_or(0, Vec::len);
            format!("{} {ranges}", call[end]["name"].as_str().unwrap_or_default())
        };
        calls.map(one).collect::<Vec<_>>()
    };
    assert_eq!(names("callHierarchy/incomingCalls", plug, "from"), ["look 2", "plug-in 1"]);
    assert_eq!(names("callHierarchy/outgoingCalls", plug, "to"), ["dark 1"]);
    let inside = editor.ask("textDocument/prepareCallHierarchy", &at(&uri, GUIDE, "takes 10 s", 1));
    assert_eq!(inside[0]["name"], "look", "a place in an item is that item");
    // What is gone has nothing any more.
    editor.open("rules/parts.rules", &PARTS.replace("cause plug", "cause loose"));
    assert_eq!(editor.ask("callHierarchy/incomingCalls", &json!({ "item": plug })), Value::Null);
    editor.end();
}

#[test]
fn of_many_names_two_hundred_are_offered_and_told_of_when_they_are_looked_at() {
    let project = project();
    let resolves = json!({ "resolveSupport": { "properties": ["documentation"] } });
    let able = json!({ "textDocument": { "completion": { "completionItem": resolves } } });
    let mut editor = Client::start_as(project.path(), true, &able, &json!({}));
    let sign = |at| format!("symptom sign-{at} \"Sign {at}\" {{ about \"What sign {at} is.\" }}\n");
    let many = (0..300).map(sign).collect::<Vec<_>>().concat();
    let text = format!("{GUIDE}{many}cause x \"X\" {{\n  shows \n}}\n");
    let uri = editor.open("rules/lamp.rules", &text);
    let place = place_of(&text, "shows \n", 6);
    let list = editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": place }));
    let items = list["items"].as_array().expect("a list").clone();
    assert!(items.len() == 200 && list["isIncomplete"] == true, "{}", items.len());
    assert!(items.iter().all(|item| item["documentation"].is_null()), "nobody looks at them yet");
    let sign = items.iter().find(|item| item["label"] == "sign-7").or(items.last()).expect("there are some");
    let told =
        editor.ask("completionItem/resolve", sign)["documentation"]["value"].as_str().unwrap_or_default().to_owned();
    assert!(told.contains("**Sign ") && told.contains("What sign "), "{told}");
    let typed = text.replace("shows \n", "shows sign-29\n");
    editor.change(&uri, 2, &typed);
    let place = place_of(&typed, "shows sign-29\n", 13);
    let list = editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": place }));
    assert!(list["isIncomplete"] == false && list["items"].as_array().is_some_and(|items| items.len() < 50));
    // Words of the language are told of in the same way.
    editor.change(&uri, 3, "cause x \"X\" {\n  li\n}\n");
    let place = json!({ "line": 1, "character": 4 });
    let list = editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": place }));
    let word = list["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|item| item["label"] == "likelihood")
        .expect("it is offered")
        .clone();
    let told =
        editor.ask("completionItem/resolve", &word)["documentation"]["value"].as_str().unwrap_or_default().to_owned();
    assert!(told.contains("how common the cause is"), "{told}");
    let foreign = json!({ "label": "x", "data": [7] });
    assert_eq!(editor.ask("completionItem/resolve", &foreign)["label"], "x");
    editor.end();
}
