//! Renaming a file renames its module: everything means the same afterwards.

use std::fs;
use std::path::Path;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

use super::client::{self, Client};
use super::{GUIDE, PARTS, project};

/// What the editor would rename, by the paths of files or folders.
fn asked(editor: &Client, files: &[(&str, &str)]) -> Value {
    let files = files.iter().map(|(old, new)| json!({ "oldUri": editor.uri(old), "newUri": editor.uri(new) }));
    json!({ "files": files.collect::<Vec<_>>() })
}

/// Makes the edits of an answer.
fn make(answer: &Value) {
    for (uri, edits) in answer["changes"].as_object().expect("edits by file") {
        let path = Path::new(uri.strip_prefix("file://").expect("a file"));
        let text = fs::read_to_string(path).expect("the file is there");
        fs::write(path, client::apply(&text, edits)).expect("a file can be written");
    }
}

#[test]
fn uses_and_qualified_names_follow_a_file() {
    let project = project();
    let at = |path: &str| project.path().join(path);
    let guide = GUIDE
        .replace("confirms plug", "confirms parts.plug")
        .replace("\"Ask the shop\" {", "\"Ask the shop\" { about \"See [it](cause:parts.plug).\" ;");
    fs::write(at("rules/lamp.rules"), &guide).expect("a file can be written");
    let lock = "parts.plug lamp#cause-plug\nparts.old lamp#cause-old\n";
    fs::write(at("kbc.lock"), lock).expect("a file can be written");
    let parts = PARTS
        .replace("fixes plug", "fixes parts.plug")
        .replace("cause plug \"The plug is out\" {", "cause plug \"The plug is out\" {\n  moved-from old");
    fs::write(at("rules/parts.rules"), &parts).expect("a file can be written");
    let mut editor = Client::start(project.path(), true);
    // Only one of the files is open, with a text that is not saved.
    editor.open("rules/lamp.rules", &guide);
    let rename = asked(&editor, &[("rules/parts.rules", "rules/wall/socket.rules")]);
    let answer = editor.ask("workspace/willRenameFiles", &rename);
    make(&answer);
    fs::create_dir(at("rules/wall")).expect("a folder can be made");
    fs::rename(at("rules/parts.rules"), at("rules/wall/socket.rules")).expect("a file can be renamed");
    let text = |path: &str| fs::read_to_string(at(path)).expect("the file is there");
    let guide = text("rules/lamp.rules");
    assert!(guide.starts_with("use wall.socket\n") && guide.contains("confirms wall.socket.plug"), "{guide}");
    assert!(guide.contains("(cause:wall.socket.plug)") && !guide.contains("parts."), "{guide}");
    let moved = text("rules/wall/socket.rules");
    assert!(
        moved.contains("fixes wall.socket.plug") && moved.contains("moved-from parts.old, parts.plug\n"),
        "{moved}"
    );
    cargo_bin_cmd!("kbc").current_dir(project.path()).arg("check").assert().success();
    // The editor tells of it, and the server knows the module by its new name.
    let changes = json!([
        { "uri": editor.uri("rules/parts.rules"), "type": 3 },
        { "uri": editor.uri("rules/wall/socket.rules"), "type": 1 },
    ]);
    editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": changes }));
    let uri = editor.uri("rules/lamp.rules");
    editor.change(&uri, 2, &guide);
    let report = editor.pull(&uri);
    assert!(report["items"].as_array().expect("items").iter().all(|one| one["severity"] != 1), "{report:#}");
    editor.end();
}

#[test]
fn a_folder_takes_its_modules_along_and_pictures_are_found() {
    let project = project();
    let at = |path: &str| project.path().join(path);
    fs::create_dir(at("rules/house")).expect("a folder can be made");
    let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";
    fs::write(at("rules/house/dark.svg"), square).expect("a file can be written");
    let text = "symptom black \"All is black\" {\n  image \"dark.svg\" \"A dark room\"\n}\n";
    fs::write(at("rules/house/room.rules"), text).expect("a file can be written");
    let guide = GUIDE
        .replace("use parts\n", "use parts\nuse house.room\n")
        .replace("shows dark always", "shows dark always, black often");
    fs::write(at("rules/lamp.rules"), &guide).expect("a file can be written");
    let mut editor = Client::start(project.path(), true);
    editor.open("rules/lamp.rules", &guide);
    let rename = asked(&editor, &[("rules/house", "rules/home")]);
    let folder = editor.ask("workspace/willRenameFiles", &rename);
    let edits = folder["changes"].as_object().expect("edits by file");
    let edited: Vec<&str> = edits
        .values()
        .flat_map(|edits| edits.as_array().expect("a list"))
        .filter_map(|edit| edit["newText"].as_str())
        .collect();
    assert_eq!(edited, ["home.room"], "what lies beside the file comes along");
    let rename = asked(&editor, &[("rules/house/room.rules", "rules/room.rules")]);
    make(&editor.ask("workspace/willRenameFiles", &rename));
    fs::rename(at("rules/house/room.rules"), at("rules/room.rules")).expect("a file can be renamed");
    let moved = fs::read_to_string(at("rules/room.rules")).expect("the file is there");
    assert!(moved.contains("image \"house/dark.svg\""), "{moved}");
    cargo_bin_cmd!("kbc").current_dir(project.path()).arg("check").assert().success();
    let rename = asked(&editor, &[("rules/parts.rules", "rules/Two words.rules")]);
    assert!(editor.refused("workspace/willRenameFiles", &rename).contains("no `use` could name"));
    let rename = asked(&editor, &[("rules/parts.rules", "rules/parts.txt"), ("notes.md", "more.md")]);
    assert_eq!(editor.ask("workspace/willRenameFiles", &rename), json!({ "changes": {} }));
    editor.end();
}

#[test]
fn an_editor_that_can_asks_before_links_are_kept() {
    let project = project();
    fs::write(project.path().join("kbc.lock"), "parts.plug lamp#cause-plug\n").expect("a file can be written");
    let edits = json!({ "documentChanges": true, "changeAnnotationSupport": {} });
    let able = json!({ "workspace": { "workspaceEdit": edits } });
    let mut editor = Client::start_as(project.path(), true, &able, &json!({}));
    let uri = editor.open("rules/parts.rules", PARTS);
    let params =
        json!({ "textDocument": { "uri": uri }, "position": { "line": 2, "character": 7 }, "newName": "loose" });
    let answer = editor.ask("textDocument/rename", &params);
    assert_eq!(answer["changeAnnotations"]["moved-from"]["needsConfirmation"], true, "{answer:#}");
    let edits: Vec<&Value> = answer["documentChanges"]
        .as_array()
        .expect("files")
        .iter()
        .flat_map(|file| file["edits"].as_array().expect("edits"))
        .collect();
    let asked: Vec<&&Value> = edits.iter().filter(|edit| edit["annotationId"] == "moved-from").collect();
    assert!(asked.len() == 1 && asked[0]["newText"] == "\n  moved-from plug", "{answer:#}");
    assert!(edits.len() > 3, "{answer:#}");
    editor.end();
}
