//! Whatever a client does, and whatever becomes of files: the server answers, or ends.

use std::fs;

use serde_json::{Value, json};

use super::client::Client;
use super::{GUIDE, PARTS, at, checked, codes, places, project};

const NOT_INITIALIZED: i64 = -32002;
const INVALID: i64 = -32600;
const CANCELLED: i64 = -32800;

#[test]
fn requests_before_the_first_and_after_the_last_are_refused() {
    let project = project();
    let mut editor = Client::spawn(project.path());
    let uri = editor.uri("rules/lamp.rules");
    let early = editor.answer("textDocument/hover", &at(&uri, GUIDE, "cause bulb", 7));
    assert_eq!(early["error"]["code"], NOT_INITIALIZED, "{early:#}");
    // What is told before it is passed over.
    editor.open("rules/lamp.rules", "broken {");
    let wrong = json!({ "processId": null, "rootUri": null, "capabilities": {} });
    assert!(editor.ask("initialize", &wrong)["capabilities"].is_object());
    assert_eq!(editor.ask("textDocument/hover", &at(&uri, GUIDE, "cause bulb", 7)), Value::Null, "nothing is open");
    assert_eq!(editor.ask("shutdown", &Value::Null), Value::Null);
    let late = editor.answer("textDocument/hover", &at(&uri, GUIDE, "cause bulb", 7));
    assert_eq!(late["error"]["code"], INVALID, "{late:#}");
    editor.tell("exit", &Value::Null);
    editor.go();
}

#[test]
fn a_client_that_leaves_before_it_begins_leaves_nobody_behind() {
    let project = project();
    Client::spawn(project.path()).go();
    let mut editor = Client::spawn(project.path());
    editor.tell("exit", &Value::Null);
    editor.go();
}

#[test]
fn a_client_that_goes_away_in_the_midst_takes_the_server_along() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    editor.ask("kbc/preview", &json!({ "uri": uri }));
    for version in 2..20 {
        editor.change(&uri, version, &format!("{GUIDE}# {version}\n"));
    }
    editor.go();
    let left = fs::read_dir(project.path().join("temporary")).expect("it is there").count();
    assert_eq!(left, 0, "the pages go with the server");
}

#[test]
fn a_question_that_is_taken_back_is_answered_once_and_the_next_one_as_well() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let document = json!({ "textDocument": { "uri": uri } });
    let mut cancelled = 0;
    for round in 0..20 {
        editor.change(&uri, round + 2, &format!("{GUIDE}# {round}\n"));
        let answer = editor.ask_and_cancel("textDocument/diagnostic", &document);
        // The findings may have been there before the word came.
        assert!(answer["error"]["code"] == CANCELLED || answer["result"]["kind"] == "full", "{answer:#}");
        cancelled += i32::from(answer["error"]["code"] == CANCELLED);
    }
    assert!(cancelled > 0, "at least once the findings were still looked for");
    assert_eq!(editor.pull(&uri)["kind"], "full");
    let answer = editor.ask_and_cancel("kbc/preview", &json!({ "uri": uri }));
    assert!(answer["error"]["code"] == CANCELLED || answer["result"]["address"].is_string(), "{answer:#}");
    assert!(editor.ask("kbc/preview", &json!({ "uri": uri }))["address"].is_string());
    editor.end();
}

#[test]
fn bytes_that_are_no_text_are_told_as_by_check() {
    let project = project();
    let odd = project.path().join("rules/odd.rules");
    fs::write(&odd, b"symptom odd \"Odd \xff\xfe\" {}\n\xc3").expect("a file can be written");
    let mut editor = Client::start(project.path(), true);
    editor.open("rules/lamp.rules", GUIDE);
    let report = editor.ask("workspace/diagnostic", &json!({ "previousResultIds": [] }));
    let uri = editor.uri("rules/odd.rules");
    let own = report["items"]
        .as_array()
        .expect("files")
        .iter()
        .find(|one| one["uri"] == uri.as_str())
        .expect("it is told of");
    let expected = checked(project.path(), "rules/odd.rules");
    assert!(!expected.is_empty(), "check finds the bytes");
    let found: Vec<String> = places(own).into_iter().map(|(code, line, _)| format!("{code} {line}")).collect();
    let wanted: Vec<String> = expected.into_iter().map(|(code, line, _)| format!("{code} {line}")).collect();
    assert_eq!(found, wanted);
    editor.end();
}

#[test]
fn a_file_of_a_hundred_thousand_lines_is_a_file() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let sign = |at| format!("symptom sign-{at} \"Sign {at}\" {{\n  about \"It is {at}.\"\n}}\n");
    let signs = (0..1_000).map(sign).collect::<Vec<_>>().concat();
    let text = format!("{GUIDE}{}{signs}", "# Nothing to see here.\n".repeat(97_000));
    assert!(text.lines().count() > 100_000);
    let uri = editor.open("rules/lamp.rules", &text);
    let hover = editor.ask("textDocument/hover", &at(&uri, &text, "symptom sign-999", 10));
    assert!(hover["contents"]["value"].as_str().is_some_and(|said| said.contains("Sign 999")), "{hover:#}");
    let document = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.ask("textDocument/documentSymbol", &document);
    assert_eq!(symbols.as_array().map(Vec::len), Some(1_007));
    assert!(
        editor.ask("textDocument/semanticTokens/full", &document)["data"].as_array().map_or(0, Vec::len) > 5 * 100_000
    );
    assert!(editor.ask("textDocument/foldingRange", &document).as_array().map_or(0, Vec::len) > 1_000);
    // One letter at its end, as an editor sends it.
    let end = json!({ "line": text.lines().count(), "character": 0 });
    let change = json!({ "range": { "start": end, "end": end }, "text": "symptom" });
    editor.tell(
        "textDocument/didChange",
        &json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [change] }),
    );
    let report = editor.pull(&uri);
    assert!(
        report["items"].as_array().expect("items").iter().any(|one| one["severity"] == 1),
        "{}",
        report["items"].as_array().map_or(0, Vec::len)
    );
    editor.end();
}

#[test]
fn a_file_that_is_renamed_or_removed_outside_is_known_by_its_new_name_or_not_at_all() {
    let project = project();
    let path = |name: &str| project.path().join("rules").join(name);
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    editor.pull(&uri);
    fs::rename(path("parts.rules"), path("pieces.rules")).expect("a file can be renamed");
    let changes = json!([
        { "uri": editor.uri("rules/parts.rules"), "type": 3 },
        { "uri": editor.uri("rules/pieces.rules"), "type": 1 },
    ]);
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": changes }));
    assert!(codes(&editor.pull(&uri)).iter().any(|code| code.starts_with("KB1")), "`use parts` leads nowhere");
    editor.change(&uri, 2, &GUIDE.replace("use parts", "use pieces"));
    let report = editor.pull(&uri);
    assert!(report["items"].as_array().expect("items").iter().all(|one| one["severity"] != 1), "{report:#}");
    // The open file itself goes, and its folder: what is in the editor stays true.
    fs::remove_dir_all(project.path().join("rules")).expect("a folder can be removed");
    let changes = json!([{ "uri": uri, "type": 3 }, { "uri": editor.uri("rules/pieces.rules"), "type": 3 }]);
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": changes }));
    editor.change(&uri, 3, &GUIDE.replace("use parts", ""));
    let report = editor.pull(&uri);
    assert!(codes(&report).contains(&"KB101".to_owned()), "what it named is gone: {report:#}");
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri } }));
    fs::create_dir(project.path().join("rules")).expect("a folder can be made");
    fs::write(path("lamp.rules"), GUIDE).expect("a file can be written");
    fs::write(path("parts.rules"), PARTS).expect("a file can be written");
    let changes = json!([{ "uri": uri, "type": 1 }, { "uri": editor.uri("rules/parts.rules"), "type": 1 }]);
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": changes }));
    editor.open("rules/lamp.rules", GUIDE);
    let report = editor.pull(&uri);
    assert!(report["items"].as_array().expect("items").iter().all(|one| one["severity"] != 1), "{report:#}");
    editor.end();
}
