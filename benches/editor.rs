//! How long an editor waits: somebody types into real files of the base that ships, and of ten thousand small guides.
//!
//! `cargo bench --bench editor` prints, for each question, the time under which half, 95 % and 99 % of the answers came, the memory
//! that the server holds, and beside each what is aimed at. `cargo bench --bench editor -- small` leaves the ten thousand out.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "../tests/lsp/client.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod client;
mod corpus;

use std::path::Path;
use std::time::{Duration, Instant};

use client::Client;
use serde_json::{Value, json};

/// Edits that are timed, of each kind.
const EDITS: usize = 100;
/// Small guides in the large project.
const GUIDES: usize = 10_000;

/// What is aimed at, in milliseconds and megabytes.
struct Targets {
    ready: u64,
    answer: u64,
    syntax: u64,
    findings: u64,
    memory: u64,
}

/// For two dozen files.
const SMALL: Targets = Targets { ready: 100, answer: 10, syntax: 20, findings: 60, memory: 60 };
/// For ten thousand guides.
const LARGE: Targets = Targets { ready: 1500, answer: 50, syntax: 50, findings: 300, memory: 450 };
/// How much later findings may come where those of a change before were still looked for.
const CANCELLED: u64 = 20;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    // Cargo hands over what others understand: `--bench`, or the name of a test.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return;
    }
    let small = tempfile::tempdir().expect("there is room");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &small.path().join("rules"));
    let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("kbc.toml");
    fs_err::copy(settings, small.path().join("kbc.toml")).expect("a file can be copied");
    typing("the base that ships", small.path(), "rules/common/wifi.rules", &SMALL);
    if arguments.iter().any(|argument| argument == "small") {
        return;
    }
    let many = tempfile::tempdir().expect("there is room");
    for number in 0..GUIDES {
        let path = many.path().join("rules").join(corpus::path(number));
        fs_err::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs_err::write(path, corpus::guide(number)).expect("a file can be written");
    }
    fs_err::write(many.path().join("kbc.toml"), "").expect("a file can be written");
    typing("ten thousand guides", many.path(), &format!("rules/{}", corpus::path(GUIDES / 2)), &LARGE);
}

fn copy(from: &Path, to: &Path) {
    fs_err::create_dir_all(to).expect("a folder can be made");
    for entry in fs_err::read_dir(from).expect("the folder is there").map(|entry| entry.expect("an entry")) {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs_err::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}

/// A file in which somebody types at the end of one line.
struct Typing {
    editor: Client,
    uri: String,
    line: usize,
    /// How long the line is now, in bytes.
    length: usize,
    version: i32,
}

impl Typing {
    /// Puts something in the place of what was typed before, behind the text of the line.
    fn put(&mut self, behind: usize, new: &str) {
        let at = |character: usize| json!({ "line": self.line, "character": character });
        let change = json!({ "range": { "start": at(behind), "end": at(self.length) }, "text": new });
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        self.editor.tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [change] }));
        self.length = behind + new.len();
    }

    fn place(&self) -> Value {
        json!({ "textDocument": { "uri": self.uri }, "position": { "line": self.line, "character": 4 } })
    }

    /// How long the findings take, and whether errors are among them.
    fn findings(&mut self) -> (Duration, bool) {
        let asked = Instant::now();
        let report = self.editor.pull(&self.uri);
        let errors = report["items"].as_array().is_some_and(|items| items.iter().any(|one| one["severity"] == 1));
        (asked.elapsed(), errors)
    }
}

/// Types into a file, and asks after each edit what an editor asks.
fn typing(name: &str, root: &Path, file: &str, targets: &Targets) {
    let text = fs_err::read_to_string(root.join(file)).expect("the file is there");
    let begun = Instant::now();
    let mut editor = Client::start(root, true);
    let uri = editor.open(file, &text);
    let line = text.lines().position(|line| line.trim_start().starts_with("shows") || line.contains("leads-to"));
    let line = line.expect("a cause of the file shows something");
    let written = text.lines().nth(line).map_or(0, str::len);
    let mut typing = Typing { editor, uri, line, length: written, version: 1 };
    let at = typing.place();
    typing.editor.ask("textDocument/completion", &at);
    let ready = begun.elapsed();
    typing.findings();
    let first = begun.elapsed();
    // What was begun while the project was opened comes to its end.
    std::thread::sleep(Duration::from_secs(5));

    println!("{name}: findings of all files {first:.1?} after the start");
    print_one("ready to answer", &[ready], targets.ready);
    let questions = ["completion", "hover", "definition", "documentHighlight", "codeAction", "inlayHint", "codeLens"];
    let mut answers: Vec<Vec<Duration>> = vec![Vec::new(); questions.len() + 1];
    let (mut all, mut syntax, mut after) = (Vec::new(), Vec::new(), Vec::new());
    for edit in 0..EDITS {
        typing.put(written, &format!(" # {edit}"));
        for (times, what) in answers.iter_mut().zip(questions) {
            times.push(timed(&mut typing.editor, &format!("textDocument/{what}"), &question(&at, line)));
        }
        let document = json!({ "textDocument": at["textDocument"] });
        answers[questions.len()].push(timed(&mut typing.editor, "textDocument/semanticTokens/full", &document));
        all.push(typing.findings().0);
    }
    for edit in 0..EDITS {
        typing.put(written, &format!(" {{ {edit}"));
        let (took, is_wrong) = typing.findings();
        assert!(is_wrong, "a brace too many is an error");
        syntax.push(took);
        // The next letter comes while the findings of this one are looked for.
        typing.put(written, &format!(" # {edit} so"));
        std::thread::sleep(Duration::from_millis(3));
        typing.put(written, &format!(" # {edit} soon"));
        after.push(typing.findings().0);
    }
    for (what, times) in questions.iter().chain(&["semanticTokens"]).zip(&answers) {
        print_one(what, times, targets.answer);
    }
    print_one("key to an error", &syntax, targets.syntax);
    print_one("key to all", &all, targets.findings);
    print_one("the same, cancelled", &after, targets.findings + CANCELLED);
    let held = typing.editor.memory() >> 20;
    println!("  {:20} {held} MB, aimed at {} MB{}", "memory", targets.memory, missed(held > targets.memory));
    typing.editor.end();
}

fn question(at: &Value, line: usize) -> Value {
    let range = json!({ "start": { "line": line.saturating_sub(20), "character": 0 }, "end": { "line": line + 20, "character": 0 } });
    let mut asked = at.clone();
    asked["range"] = range;
    asked["context"] = json!({ "diagnostics": [], "triggerKind": 1 });
    asked
}

fn timed(editor: &mut Client, method: &str, params: &Value) -> Duration {
    let asked = Instant::now();
    editor.ask(method, params);
    asked.elapsed()
}

/// A line of what was measured; 95 % of it is held against what is aimed at.
fn print_one(what: &str, times: &[Duration], target: u64) {
    let mut times = times.to_vec();
    times.sort();
    let [half, most, nearly_all] =
        [50, 95, 99].map(|percent| times[(times.len() * percent / 100).min(times.len() - 1)]);
    let is_missed = most > Duration::from_millis(target);
    println!(
        "  {what:20} p50 {half:>9.1?}   p95 {most:>9.1?}   p99 {nearly_all:>9.1?}   aimed at {target} ms{}",
        missed(is_missed)
    );
}

fn missed(is_missed: bool) -> &'static str {
    if is_missed { "  MISSED" } else { "" }
}
