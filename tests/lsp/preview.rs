//! The preview: who may see it, what it shows, how it follows the cursor, and where a click leads.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::{GUIDE, PARTS, place_of, project};

/// The port, the secret with its slashes, and the page of an address.
fn parts(address: &str) -> (u16, String, String) {
    let rest = address.strip_prefix("http://127.0.0.1:").expect("it is on this machine alone");
    let (port, path) = rest.split_once('/').expect("it has a path");
    let (secret, page) = path.split_once('/').expect("it has a secret");
    (port.parse().expect("a port"), format!("/{secret}/"), page.to_owned())
}

fn ask(port: u16, head: &str) -> BufReader<TcpStream> {
    let mut connection = TcpStream::connect(("127.0.0.1", port)).expect("somebody listens");
    write!(connection, "{head}\r\n\r\n").expect("it reads");
    BufReader::new(connection)
}

fn get(port: u16, path: &str) -> String {
    let mut answer = String::new();
    let head = format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}");
    ask(port, &head).read_to_string(&mut answer).expect("it answers");
    answer
}

fn status(port: u16, head: &str) -> u16 {
    let mut line = String::new();
    ask(port, head).read_line(&mut line).expect("it answers");
    line.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status")
}

fn report(events: &mut impl BufRead) -> Value {
    loop {
        let mut line = String::new();
        assert!(events.read_line(&mut line).expect("the events go on") > 0);
        if let Some(data) = line.strip_prefix("data: ") {
            return serde_json::from_str(data).expect("it is JSON");
        }
    }
}

/// The next report that fits.
fn until(events: &mut impl BufRead, fits: impl Fn(&Value) -> bool) -> Value {
    loop {
        let report = report(events);
        if fits(&report) {
            return report;
        }
    }
}

fn editor(root: &Path) -> Client {
    Client::start_as(root, true, &json!({ "window": { "showDocument": { "support": true } } }), &json!({}))
}

fn preview(editor: &mut Client, uri: &str, position: &Value) -> String {
    let answer = editor.ask("kbc/preview", &json!({ "uri": uri, "position": position }));
    answer["address"].as_str().expect("an address").to_owned()
}

#[test]
fn a_page_follows_the_text_and_the_cursor_and_a_click_leads_back() {
    let project = project();
    let mut editor = editor(project.path());
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let address = preview(&mut editor, &uri, &place_of(GUIDE, "cause bulb", 7));
    let (port, secret, page) = parts(&address);
    assert_eq!(page, "lamp.html#cause-bulb");
    let page = get(port, &format!("{secret}lamp.html"));
    assert!(page.starts_with("HTTP/1.1 200 ") && page.contains("The bulb is broken") && page.contains("data-clicks"));
    assert!(page.contains("frame-ancestors vscode-webview:"), "an editor may show it in its window");
    assert!(get(port, &format!("{secret}none.html")).contains(&format!("href=\"{secret}index.html\"")));

    let mut events = ask(port, &format!("GET {secret}_kbc/events HTTP/1.1\r\nHost: localhost:{port}"));
    let first = report(&mut events);
    editor.tell("kbc/cursor", &json!({ "uri": uri, "position": place_of(GUIDE, "outcome out", 3) }));
    let moved = until(&mut events, |one| one["cursor"]["moves"] != first["cursor"]["moves"]);
    assert_eq!(moved["cursor"]["places"], json!([["lamp.html", "check-look"]]), "{moved:#}");
    // A cause of another file stands on the page of the guide that holds it.
    let other = editor.open("rules/parts.rules", PARTS);
    editor.tell("kbc/cursor", &json!({ "uri": other, "position": place_of(PARTS, "likelihood", 2) }));
    let again = until(&mut events, |one| one["cursor"]["moves"] != moved["cursor"]["moves"]);
    assert_eq!(again["cursor"]["places"], json!([["lamp.html", "cause-plug"]]), "{again:#}");

    // What is typed is shown, and not saved.
    editor.change(&uri, 2, &GUIDE.replace("The bulb is broken", "The bulb has burnt out"));
    until(&mut events, |one| one["number"] != first["number"]);
    assert!(get(port, &format!("{secret}lamp.html")).contains("The bulb has burnt out"));
    assert_eq!(fs::read_to_string(project.path().join("rules/lamp.rules")).expect("it is there"), GUIDE);
    // An error leaves the page as it was, and is told.
    editor.change(&uri, 3, &GUIDE.replace("shows dark", "shows drak"));
    until(&mut events, |one| one["findings"][0]["level"] == "error");
    assert!(get(port, &format!("{secret}lamp.html")).contains("The bulb has burnt out"));

    let from = format!("Host: localhost:{port}\r\nOrigin: http://localhost:{port}");
    let click = format!("POST {secret}_kbc/source?page=lamp.html&at=page_none&at=cause-plug HTTP/1.1\r\n{from}");
    assert_eq!(status(port, &click), 204);
    let shown = editor.heard("window/showDocument")["params"].clone();
    assert_eq!(shown["uri"], other.as_str());
    assert_eq!((&shown["selection"]["start"]["line"], &shown["external"]), (&json!(2), &json!(false)));
    editor.end();
    let left = fs::read_dir(project.path().join("temporary")).expect("it is there").count();
    assert_eq!(left, 0, "the pages go with the server");
}

#[test]
fn nobody_without_the_secret_sees_or_does_anything() {
    let project = project();
    let mut editor = editor(project.path());
    let uri = editor.open("rules/lamp.rules", GUIDE);
    let (port, secret, _) = parts(&preview(&mut editor, &uri, &place_of(GUIDE, "cause bulb", 7)));
    let wrong = format!("/{}/", "0".repeat(secret.len() - 2));
    let own = format!("Host: localhost:{port}");
    for path in ["/", "/lamp.html", "/_kbc/reload.js", "/_kbc/events", "/_kbc/overlay.css", &wrong, &secret[..20]] {
        assert_eq!(status(port, &format!("GET {path} HTTP/1.1\r\n{own}")), 403, "{path}");
    }
    for (head, wanted) in [
        (format!("GET {secret} HTTP/1.1\r\n{own}"), 200),
        (format!("GET {secret} HTTP/1.1\r\nHost: evil.example:{port}"), 403),
        (format!("GET {secret} HTTP/1.1\r\n{own}\r\nOrigin: https://evil.example"), 403),
        (format!("GET {secret}_kbc/events HTTP/1.1\r\n{own}\r\nOrigin: null"), 403),
        (format!("GET {secret}../kbc.toml HTTP/1.1\r\n{own}"), 404),
        (format!("POST {secret}_kbc/source?page=lamp.html HTTP/1.1\r\n{own}"), 403),
        (format!("POST {secret}_kbc/source?page=lamp.html HTTP/1.1\r\n{own}\r\nOrigin: null"), 403),
        (format!("POST {secret}_kbc/source?page=lamp.html HTTP/1.1\r\n{own}\r\nOrigin: http://localhost:1"), 403),
        (format!("POST {wrong}_kbc/source?page=lamp.html HTTP/1.1\r\n{own}\r\nOrigin: http://localhost:{port}"), 403),
        (format!("POST {secret}lamp.html HTTP/1.1\r\n{own}\r\nOrigin: http://localhost:{port}"), 400),
        // What is no page of the site opens nothing.
        (
            format!("POST {secret}_kbc/source?page=../kbc.toml HTTP/1.1\r\n{own}\r\nOrigin: http://localhost:{port}"),
            204,
        ),
    ] {
        assert_eq!(status(port, &head), wanted, "{head}");
    }
    editor.end_by_signal();
    let left = fs::read_dir(project.path().join("temporary")).expect("it is there").count();
    assert_eq!(left, 0, "a signal takes the pages away, too");
}

#[test]
fn a_lens_opens_the_preview_where_the_editor_can() {
    let project = project();
    let run = |editor: &mut Client| {
        let uri = editor.open("rules/lamp.rules", GUIDE);
        let lenses = editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri } }));
        let command = &lenses[0]["command"];
        assert!(command["title"].as_str().is_some_and(|title| title.ends_with("preview")), "{lenses:#}");
        let params = json!({ "command": command["command"], "arguments": command["arguments"] });
        editor.ask("workspace/executeCommand", &params);
    };
    let mut able = editor(project.path());
    run(&mut able);
    let opened = able.heard("window/showDocument")["params"].clone();
    assert!(opened["external"] == true && opened["uri"].as_str().is_some_and(|uri| uri.ends_with("/lamp.html")));
    able.end();
    let mut plain = Client::start(project.path(), true);
    run(&mut plain);
    let told = plain.heard("window/showMessage")["params"]["message"].as_str().unwrap_or_default().to_owned();
    assert!(told.contains("the preview is at http://127.0.0.1:"), "{told}");
    let nowhere = json!({ "uri": "untitled:one", "position": { "line": 0, "character": 0 } });
    assert!(plain.refused("kbc/preview", &nowhere).contains("not open"));
    let alone = plain.open("../alone.rules", "symptom a \"A\" {}\n");
    assert!(plain.refused("kbc/preview", &json!({ "uri": alone })).contains("belongs to no project"));
    plain.end();
}
