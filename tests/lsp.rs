//! `kbc lsp`, as an editor sees it: real messages to the real program.

#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/edits.rs"]
mod edits;
#[path = "lsp/looks.rs"]
mod looks;
#[path = "lsp/modules.rs"]
mod modules;
#[path = "lsp/preview.rs"]
mod preview;
#[path = "lsp/robust.rs"]
mod robust;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

use client::Client;

const GUIDE: &str = r#"use parts

guide lamp "The lamp stays dark" {
  symptoms dark
  escalate when-cheaper
  otherwise shop
}

symptom dark "The lamp is dark"

symptom warm "The lamp is warm"

cause bulb "The bulb is broken" {
  likelihood common
  shows dark always
}

check look "Look at the plug" {
  takes 10 s
  outcome out "It is out" { confirms plug }
  outcome in "It is in" { rules-out plug }
}

remedy change "Change the bulb" {
  fixes bulb usually
  takes 4 min
  risk caution "Glass breaks."
  undo "Put the old bulb back."
  verify "Switch it on." 5 s
}

escalation shop "Ask the shop" { takes 1 h }
"#;

const PARTS: &str = r#"use lamp

cause plug "The plug is out" {
  likelihood common
  shows dark always
}

remedy plug-in "Push the plug in" {
  fixes plug always
  takes 1 min
  verify "Switch it on." 5 s
}
"#;

fn project() -> tempfile::TempDir {
    let project = tempfile::tempdir().expect("there is room");
    let at = |name: &str| project.path().join(name);
    fs::create_dir(at("rules")).expect("a folder can be made");
    fs::write(at("kbc.toml"), "title = \"Lamps\"\n").expect("a file can be written");
    fs::write(at("rules/lamp.rules"), GUIDE).expect("a file can be written");
    fs::write(at("rules/parts.rules"), PARTS).expect("a file can be written");
    project
}

/// The place of the nth `|` of a text, and the text without it.
fn place_of(text: &str, needle: &str, behind: usize) -> Value {
    let at = text.find(needle).expect("the text holds it") + behind;
    let line = text[..at].matches('\n').count();
    let column = at - text[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({ "line": line, "character": column })
}

/// A question about a place of an open text.
fn at(uri: &str, text: &str, needle: &str, behind: usize) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": place_of(text, needle, behind) })
}

fn codes(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().expect("a report has items");
    items.iter().map(|item| item["code"].as_str().expect("a finding has a code").to_owned()).collect()
}

/// The findings of a report, each with its line and column from one.
fn places(report: &Value) -> Vec<(String, u64, u64)> {
    let start = |item: &Value, key: &str| item["range"]["start"][key].as_u64().expect("a finding has a place") + 1;
    let items = report["items"].as_array().expect("a report has items");
    codes(report)
        .into_iter()
        .zip(items)
        .map(|(code, item)| (code, start(item, "line"), start(item, "character")))
        .collect()
}

/// What `kbc check` finds.
fn found_by_check(root: &Path) -> Vec<Value> {
    let output =
        cargo_bin_cmd!("kbc").current_dir(root).args(["check", "--message-format", "json"]).output().expect("kbc runs");
    let lines = String::from_utf8([output.stderr, output.stdout].concat()).expect("it is UTF-8");
    lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// The codes and lines of what it finds, by file.
fn checked_lines(root: &Path) -> BTreeMap<String, Vec<(String, u64)>> {
    let mut found: BTreeMap<String, Vec<(String, u64)>> = BTreeMap::new();
    for one in found_by_check(root) {
        let (Some(file), Some(code)) = (one["file"].as_str(), one["code"].as_str()) else { continue };
        let line = one["line"].as_u64().unwrap_or_default();
        found.entry(file.to_owned()).or_default().push((code.to_owned(), line));
    }
    found.values_mut().for_each(|lines| lines.sort());
    found
}

/// The codes, lines and columns of what it finds in a file.
fn checked(root: &Path, file: &str) -> Vec<(String, u64, u64)> {
    let found = found_by_check(root).into_iter();
    let here = found.filter(|one| one["file"] == file);
    let number = |one: &Value, key: &str| one[key].as_u64().expect("a finding has a place");
    here.map(|one| {
        let code = one["code"].as_str().expect("a finding has a code").to_owned();
        (code, number(&one, "line"), number(&one, "column"))
    })
    .collect()
}

#[test]
fn findings_are_those_of_check_and_follow_what_is_typed() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let report = editor.pull(&uri);
    let expected = checked(project.path(), "rules/lamp.rules");
    assert_eq!(expected.len(), 1, "nobody shows that the lamp is warm: {expected:?}");
    assert_eq!(places(&report), expected, "{report:#}");
    // The name of a report is that of the same findings.
    let again = editor.pull_again(&uri, report["resultId"].as_str().expect("a report has a name"));
    assert_eq!(again["kind"], "unchanged");
    let broken = GUIDE.replace("shows dark always", "shows drak always");
    editor.change(&uri, 2, &broken);
    let report = editor.pull(&uri);
    assert!(codes(&report).contains(&"KB101".to_owned()), "{report:#}");
    assert!(report["items"][0]["message"].as_str().expect("a message").contains("dark"), "{report:#}");
    editor.end();
}

#[test]
fn findings_are_sent_to_a_client_that_does_not_ask() {
    let project = project();
    let mut editor = Client::start(project.path(), false);
    let uri = editor.open("rules/lamp.rules", &GUIDE.replace("fixes bulb", "fixes blub"));
    let sent = editor.published(&uri, |shown| shown.iter().any(|one| one["code"] == "KB101"));
    let unknown = sent["diagnostics"].as_array().expect("a list").iter().find(|one| one["code"] == "KB101");
    assert_eq!(unknown.expect("it is sent")["severity"], 1);
    editor.change(&uri, 2, GUIDE);
    editor.published(&uri, |shown| shown.iter().all(|one| one["severity"] != 1));
    editor.end();
}

#[test]
fn names_lead_to_where_they_are_given_and_back() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let found = editor.ask("textDocument/definition", &at(&uri, GUIDE, "confirms plug", 10));
    assert!(found["uri"].as_str().expect("an address").ends_with("rules/parts.rules"), "{found:#}");
    assert_eq!(found["range"]["start"], json!({ "line": 2, "character": 6 }));
    let params = json!({
        "textDocument": { "uri": uri },
        "position": place_of(GUIDE, "symptom dark", 9),
        "context": { "includeDeclaration": true },
    });
    let all = editor.ask("textDocument/references", &params);
    assert_eq!(all.as_array().expect("a list").len(), 4, "{all:#}");
    let lights = editor.ask("textDocument/documentHighlight", &at(&uri, GUIDE, "symptom dark", 9));
    assert_eq!(lights.as_array().expect("a list").len(), 3, "{lights:#}");
    editor.end();
}

#[test]
fn a_new_name_is_given_everywhere() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let at = json!({ "textDocument": { "uri": uri }, "position": place_of(GUIDE, "confirms plug", 10), "newName": "plug-out" });
    let edit = editor.ask("textDocument/rename", &at);
    for (uri, edits) in edit["changes"].as_object().expect("edits by file") {
        let name = uri.rsplit('/').next().expect("a name");
        let path = project.path().join("rules").join(name);
        let text = fs::read_to_string(&path).expect("the file is there");
        fs::write(&path, client::apply(&text, edits)).expect("a file can be written");
    }
    let text = |name: &str| fs::read_to_string(project.path().join("rules").join(name)).expect("the file is there");
    assert!(text("parts.rules").contains("cause plug-out") && text("parts.rules").contains("fixes plug-out always"));
    assert!(text("lamp.rules").contains("confirms plug-out") && text("lamp.rules").contains("rules-out plug-out"));
    cargo_bin_cmd!("kbc").current_dir(project.path()).arg("check").assert().success();
    for (name, why) in [("Plug", "no name"), ("solved", "word of the language"), ("plug-in", "there already")] {
        let params = json!({ "textDocument": { "uri": uri }, "position": place_of(GUIDE, "confirms plug", 10), "newName": name });
        let error = editor.refused("textDocument/rename", &params);
        assert!(error.contains(why), "{error}");
    }
    editor.end();
}

#[test]
fn what_was_published_keeps_its_links() {
    let project = project();
    let path = project.path().join("rules/parts.rules");
    let renamed = |name: &str, new: &str| {
        let before = fs::read_to_string(&path).expect("the file is there");
        let mut editor = Client::start(project.path(), true);
        let uri = editor.open("rules/parts.rules", &before);
        let at = place_of(&before, &format!("cause {name}"), 8);
        let params = json!({ "textDocument": { "uri": uri }, "position": at, "newName": new });
        let edit = editor.ask("textDocument/rename", &params);
        for (uri, edits) in edit["changes"].as_object().expect("edits by file") {
            let path = project.path().join("rules").join(uri.rsplit('/').next().expect("a name"));
            let text = fs::read_to_string(&path).expect("the file is there");
            fs::write(&path, client::apply(&text, edits)).expect("a file can be written");
        }
        editor.end();
        fs::read_to_string(&path).expect("the file is there")
    };
    // What the lock does not know was never published.
    assert!(!renamed("plug", "plug-out").contains("moved-from"));
    let lock = "parts.plug-out lamp#cause-plug-out\nparts.loose lamp#cause-loose\n";
    fs::write(project.path().join("kbc.lock"), lock).expect("a file can be written");
    let text = renamed("plug-out", "loose");
    assert!(text.contains("cause loose \"The plug is out\" {\n  moved-from plug-out\n  likelihood common"), "{text}");
    let text = renamed("loose", "unplugged");
    assert!(text.contains("\n  moved-from plug-out, loose\n"), "{text}");
    cargo_bin_cmd!("kbc").current_dir(project.path()).arg("check").assert().success();
}

#[test]
fn what_is_offered_fits_the_place_in_broken_files_as_well() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let cases = [
        ("cause x \"X\" {\n  li|", "likelihood", "fixes"),
        ("cause x \"X\" {\n  shows |\n}", "dark", "bulb"),
        ("cause x \"X\" {\n  shows dark us|", "usually", "common"),
        ("cause x \"X\" {\n  likelihood |", "very-common", "usually"),
        ("remedy x \"X\" {\n  fixes pl|", "plug", "plug-in"),
        ("remedy x \"X\" {\n  when look is |", "out", "look"),
        ("rule r \"R\" {\n  then sus|", "suspect", "likelihood"),
        ("sym|", "symptom", "likelihood"),
        ("cause x \"X\" {\n  allow no|", "no-owner", "likelihood"),
        ("scenario \"s\" for lamp {\n  answer look |", "in", "usually"),
    ];
    let uri = editor.open("rules/lamp.rules", GUIDE);
    for (version, (case, wanted, unwanted)) in (2..).zip(cases) {
        // The item before is not closed.
        let text = format!("{GUIDE}\ncheck open \"Open\" {{\n}}\n{case}");
        let place = place_of(&text, "|", 0);
        editor.change(&uri, version, &text.replacen('|', "", 1));
        let list = editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": place }));
        let labels: Vec<&str> =
            list["items"].as_array().expect("a list").iter().filter_map(|one| one["label"].as_str()).collect();
        assert!(labels.contains(&wanted), "{case}: {labels:?}");
        assert!(!labels.contains(&unwanted), "{case}: {labels:?}");
    }
    editor.end();
}

#[test]
fn a_name_of_a_module_that_is_not_used_brings_its_use() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let text = GUIDE.replace("use parts\n\n", "");
    let uri = editor.open("rules/lamp.rules", &text);
    let place = place_of(&text, "confirms plug", 10);
    let list = editor.ask("textDocument/completion", &json!({ "textDocument": { "uri": uri }, "position": place }));
    let plug =
        list["items"].as_array().expect("a list").iter().find(|one| one["label"] == "plug").expect("it is offered");
    assert_eq!(plug["additionalTextEdits"][0]["newText"], "use parts\n\n", "{plug:#}");
    editor.end();
}

#[test]
fn a_word_under_the_pointer_is_explained() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let mut told = |needle: &str, behind: usize| {
        let params = at(&uri, GUIDE, needle, behind);
        editor.ask("textDocument/hover", &params)["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    assert!(told("confirms plug", 10).contains("The plug is out"));
    let bulb = told("cause bulb", 7);
    assert!(bulb.contains("% in `lamp` before anything is known"), "{bulb}");
    assert!(told("likelihood common", 1).contains("Says how common the cause is"));
    assert!(told("likelihood common", 12).contains("weighs **8**"));
    assert!(told("shows dark always", 12).contains("98"));
    assert!(told("symptom dark", 1).contains("What a reader sees."));
    editor.end();
}

#[test]
fn mends_are_offered_where_the_finding_is() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let text = GUIDE.replace("shows dark always", "shows drak always");
    let uri = editor.open("rules/lamp.rules", &text);
    editor.pull(&uri);
    let place = place_of(&text, "drak", 1);
    let params = json!({
        "textDocument": { "uri": uri },
        "range": { "start": place, "end": place },
        "context": { "diagnostics": [] },
    });
    let actions = editor.ask("textDocument/codeAction", &params);
    let edit = &actions[0]["edit"]["changes"][uri.as_str()];
    assert!(client::apply(&text, edit).contains("shows dark always"), "{actions:#}");
    editor.end();
}

#[test]
fn a_file_is_laid_out_by_the_lines_that_change() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let text = GUIDE.replace("  likelihood common\n", "      likelihood    common\n");
    let uri = editor.open("rules/lamp.rules", &text);
    let edits = editor.ask(
        "textDocument/formatting",
        &json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert_eq!(edits.as_array().expect("edits").len(), 1, "{edits:#}");
    assert_eq!(client::apply(&text, &edits), GUIDE);
    let symbols = editor.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": uri } }));
    let names: Vec<&str> = symbols.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(names, ["lamp", "dark", "warm", "bulb", "look", "change", "shop"]);
    assert_eq!(symbols[4]["children"][1]["name"], "in");
    let everywhere = editor.ask("workspace/symbol", &json!({ "query": "plug" }));
    assert_eq!(everywhere.as_array().expect("a list").len(), 2, "{everywhere:#}");
    editor.end();
}

#[test]
fn nothing_that_a_client_sends_ends_the_server() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let nowhere = json!({ "textDocument": { "uri": "untitled:one" }, "position": { "line": 7, "character": 7 } });
    for method in ["hover", "definition", "completion", "documentHighlight"] {
        assert_eq!(editor.ask(&format!("textDocument/{method}"), &nowhere), Value::Null);
    }
    assert!(editor.refused("textDocument/hover", &json!({ "textDocument": 7 })).contains("expected"));
    assert!(editor.refused("kbc/nothing", &Value::Null).contains("does not answer"));
    editor.tell(
        "textDocument/didChange",
        &json!({ "textDocument": { "uri": "untitled:two", "version": 2 }, "contentChanges": [{ "text": "x" }] }),
    );
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": "untitled:three" } }));
    editor.tell("textDocument/didOpen", &json!([7]));
    for garbage in
        [&b"Content-Length: 5\r\n\r\n{\"a\":"[..], b"Content-Length: 3\r\n\r\n\xff\xfe\xfd", b"nonsense\r\n\r\n"]
    {
        editor.send(garbage);
    }
    editor.tell("$/cancelRequest", &json!({ "id": 99 }));
    editor.tell("$/cancelRequest", &json!({}));
    // Places far outside of the text, and text that is no rules.
    let uri = editor.open("rules/lamp.rules", "\u{feff}}}} \"\"\" { 🦀");
    let far = json!({ "textDocument": { "uri": uri }, "position": { "line": 4_000_000, "character": 4_000_000 } });
    for method in ["hover", "definition", "completion", "documentHighlight"] {
        editor.ask(&format!("textDocument/{method}"), &far);
    }
    editor.tell("textDocument/didChange", &json!({
        "textDocument": { "uri": uri, "version": 2 },
        "contentChanges": [{ "range": { "start": { "line": 9, "character": 9 }, "end": { "line": 0, "character": 0 } }, "text": "x" }],
    }));
    assert_eq!(editor.pull(&uri)["kind"], "full");
    editor.end();
}

#[test]
fn files_that_change_on_the_disk_are_read_again() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", GUIDE);
    assert!(!codes(&editor.pull(&uri)).contains(&"KB101".to_owned()));
    let parts = project.path().join("rules/parts.rules");
    fs::remove_file(&parts).expect("a file can be removed");
    let gone = editor.uri("rules/parts.rules");
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": gone, "type": 3 }] }));
    let report = editor.pull(&uri);
    assert!(report["items"].as_array().expect("items").iter().any(|one| one["severity"] == 1), "{report:#}");
    fs::write(&parts, PARTS).expect("a file can be written");
    fs::write(project.path().join("kbc.toml"), "title = \"Lamps\"\n[lints]\nunused-item = \"error\"\n")
        .expect("a file can be written");
    let settings = editor.uri("kbc.toml");
    editor.tell(
        "workspace/didChangeWatchedFiles",
        &json!({ "changes": [{ "uri": gone, "type": 1 }, { "uri": settings, "type": 2 }] }),
    );
    let report = editor.pull(&uri);
    let items = report["items"].as_array().expect("items");
    assert!(items.iter().any(|one| one["code"] == "KB107" && one["severity"] == 1), "{report:#}");
    editor.end();
}

#[test]
fn numbers_stand_behind_words() {
    let project = project();
    let text = GUIDE.replace("shows dark always", "shows dark, warm rarely").replace("confirms plug", "points-to plug");
    let hints = |settings: Value| {
        let mut editor = Client::start_with(project.path(), &settings);
        let uri = editor.open("rules/lamp.rules", &text);
        let whole = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 999, "character": 0 } });
        let answer = editor.ask("textDocument/inlayHint", &json!({ "textDocument": { "uri": uri }, "range": whole }));
        editor.end();
        let hints = answer.as_array().cloned().unwrap_or_default().into_iter();
        hints
            .map(|hint| {
                let line =
                    text.lines().nth(hint["position"]["line"].as_u64().unwrap_or_default() as usize).unwrap_or("");
                let before = &line[..hint["position"]["character"].as_u64().unwrap_or_default() as usize];
                format!("{}[{}]", before.trim(), hint["label"].as_str().unwrap_or_default())
            })
            .collect::<Vec<_>>()
    };
    let words = [
        "likelihood common[8]",
        "shows dark[usually, 80%]",
        "shows dark, warm rarely[5%]",
        "outcome out \"It is out\" { points-to plug[×5]",
        "fixes bulb usually[80%]",
    ];
    assert_eq!(hints(json!({})), words);
    assert_eq!(hints(json!({ "hints": "off" })), [""; 0]);
    let all = hints(json!({ "hints": "all" }));
    assert!(words.iter().all(|word| all.iter().any(|hint| hint == word)), "{all:?}");
    assert!(all.iter().any(|hint| hint.starts_with("likelihood common[") && hint.contains("% in lamp")), "{all:?}");
    let narrow = json!({ "start": { "line": 14, "character": 0 }, "end": { "line": 15, "character": 0 } });
    let mut editor = Client::start(project.path(), true);
    let uri = editor.open("rules/lamp.rules", &text);
    let asked = json!({ "textDocument": { "uri": uri }, "range": narrow });
    let few = editor.ask("textDocument/inlayHint", &asked).as_array().map_or(0, Vec::len);
    assert!(0 < few && few < words.len(), "only what is seen has hints: {few}");
    editor.end();
}

#[test]
fn a_guide_says_what_it_costs_and_a_scenario_runs() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let scenarios = "\nscenario \"a broken bulb\" for lamp {\n  observe dark\n  suppose bulb\n  answer look in\n  expect solved by change\n}\n\
                     \nscenario \"what cannot be\" for lamp {\n  observe dark\n  expect next change\n}\n";
    let text = format!("{GUIDE}{scenarios}");
    let uri = editor.open("rules/lamp.rules", &text);
    let lenses = |editor: &mut Client| {
        let answer = editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri } }));
        let lenses = answer.as_array().cloned().unwrap_or_default().into_iter();
        lenses.map(|lens| lens["command"].clone()).collect::<Vec<_>>()
    };
    // Once findings are there, so are the plans.
    editor.pull(&uri);
    let is_planned = |found: &Vec<Value>| found[0]["title"].as_str().is_some_and(|title| title.contains("expected"));
    let found = editor.until(|editor| Some(lenses(editor)).filter(is_planned));
    assert_eq!(found.len(), 3);
    let cost = found[0]["title"].as_str().unwrap_or_default();
    assert!(cost.contains("min expected") && cost.ends_with("helped without handing over · preview"), "{cost}");
    for at in [1, 2] {
        assert_eq!(found[at]["title"], "▶ Run");
        let run = json!({ "command": found[at]["command"], "arguments": found[at]["arguments"] });
        editor.ask("workspace/executeCommand", &run);
    }
    let ran = |found: &Vec<Value>| found.iter().all(|lens| lens["title"] != "▶ Run");
    let found = editor.until(|editor| Some(lenses(editor)).filter(ran));
    assert_eq!(found[1]["title"], "✓ passed · run again");
    assert!(found[2]["title"].as_str().unwrap_or_default().starts_with("✗ "), "{}", found[2]["title"]);
    // A change makes them open again.
    editor.change(&uri, 2, &format!("{text}\n# more\n"));
    assert!(lenses(&mut editor).iter().any(|lens| lens["title"] == "▶ Run"));
    let nonsense = json!({ "command": "kbc.runScenario", "arguments": [1, 2] });
    assert!(editor.refused("workspace/executeCommand", &nonsense).contains("takes the address"));
    editor.end();
}

#[test]
fn a_selection_grows_and_addresses_are_links() {
    let project = project();
    let mut editor = Client::start(project.path(), true);
    let text = "symptom dark \"The lamp is dark\" {\n  image \"dark.svg\" \"A lamp\"\n}\nsource page \"The page\" { link \"https://example.org/lamp\" }\n";
    let uri = editor.open("rules/more.rules", text);
    let position = place_of(text, "dark.svg", 2);
    let asked = json!({ "textDocument": { "uri": uri }, "positions": [position] });
    let answer = editor.ask("textDocument/selectionRange", &asked);
    let mut held = &answer[0];
    let mut lines = Vec::new();
    while !held.is_null() {
        lines.push(held["range"]["end"]["line"].as_u64().unwrap_or(99));
        held = &held["parent"];
    }
    assert!(lines.len() > 2 && lines.is_sorted(), "{lines:?}");
    assert_eq!(lines.last(), Some(&2), "the item is the largest");
    let links = editor.ask("textDocument/documentLink", &json!({ "textDocument": { "uri": uri } }));
    let targets: Vec<&str> =
        links.as_array().into_iter().flatten().filter_map(|link| link["target"].as_str()).collect();
    assert!(targets[0].ends_with("/rules/dark.svg") && targets[1] == "https://example.org/lamp", "{targets:?}");
    editor.end();
}
