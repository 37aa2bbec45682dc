//! How long an editor waits: somebody types into real files of the base that ships, and of ten thousand small guides.
//!
//! `cargo bench --bench editor` prints, for each question, the time under which half, 95 % and 99 % of the answers came.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../tests/lsp/client.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod client;
mod corpus;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use client::Client;
use serde_json::json;

/// Edits that are timed.
const EDITS: usize = 200;
/// Small guides in the large project.
const GUIDES: usize = 10_000;

fn main() {
    // Cargo hands over what others understand: `--bench`, or the name of a test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    typing("the base that ships", Path::new(env!("CARGO_MANIFEST_DIR")), "rules/common/wifi.rules");
    let many = tempfile::tempdir().expect("there is room");
    for number in 0..GUIDES {
        let path = many.path().join("rules").join(corpus::path(number));
        fs_err::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs_err::write(path, corpus::guide(number)).expect("a file can be written");
    }
    fs_err::write(many.path().join("kbc.toml"), "").expect("a file can be written");
    typing("ten thousand guides", many.path(), &format!("rules/{}", corpus::path(GUIDES / 2)));
}

/// Types comments into a file, and asks after each what an editor asks.
fn typing(name: &str, root: &Path, file: &str) {
    let text = fs_err::read_to_string(root.join(file)).expect("the file is there");
    let begun = Instant::now();
    let mut editor = Client::start(root, true);
    let uri = editor.open(file, &text);
    editor.ask("textDocument/completion", &at(&uri, 0));
    let ready = begun.elapsed();
    editor.pull(&uri);
    let first = begun.elapsed();
    // What was begun while the project was opened comes to its end.
    std::thread::sleep(Duration::from_secs(5));
    let line = text.lines().position(|line| line.trim_start().starts_with("shows") || line.contains("leads-to"));
    let line = line.expect("a cause of the file shows something");
    let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
    for edit in 0..EDITS {
        let lines = text
            .lines()
            .enumerate()
            .map(|(at, written)| if at == line { format!("{written} # {edit}\n") } else { format!("{written}\n") });
        editor.change(&uri, i32::try_from(edit + 2).expect("there are few edits"), &lines.collect::<String>());
        for (what, method) in [("completion", "completion"), ("hover", "hover"), ("definition", "definition")] {
            let asked = Instant::now();
            editor.ask(&format!("textDocument/{method}"), &at(&uri, line));
            times.entry(what).or_default().push(asked.elapsed());
        }
        let asked = Instant::now();
        editor.pull(&uri);
        times.entry("all findings").or_default().push(asked.elapsed());
    }
    println!("{name}: answers after {ready:.1?}, findings after {first:.1?}, {} MB", editor.memory() >> 20);
    for (what, mut times) in times {
        times.sort();
        let [half, most, nearly_all] = [50, 95, 99].map(|percent| times[times.len() * percent / 100]);
        println!("  {what:12} p50 {half:>9.1?}   p95 {most:>9.1?}   p99 {nearly_all:>9.1?}");
    }
    editor.end();
}

fn at(uri: &str, line: usize) -> serde_json::Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": 4 } })
}
