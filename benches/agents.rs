//! How long an agent waits that looks for a guide among ten thousand.
//!
//! `cargo bench --bench agents` prints, for each question, the time under which half, 95 % and 99 % of the answers came.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

mod corpus;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Guides in the project.
const GUIDES: usize = 10_000;
/// Questions that are timed, of each kind.
const QUESTIONS: usize = 200;

fn main() {
    // Cargo hands over what others understand: `--bench`, or the name of a test.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let project = tempfile::tempdir().expect("there is room");
    for number in 0..GUIDES {
        let path = project.path().join("rules").join(corpus::path(number));
        fs_err::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a folder can be made");
        fs_err::write(path, corpus::guide(number)).expect("a file can be written");
    }
    fs_err::write(project.path().join("kbc.toml"), "").expect("a file can be written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbc"));
    command.args(["mcp", "--project"]).arg(project.path()).env("KBC_CACHE", "off");
    let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("kbc runs");
    let mut input = server.stdin.take().expect("a pipe");
    let mut output = BufReader::new(server.stdout.take().expect("a pipe"));
    let mut ask = |arguments: Value| {
        let meta = json!({"io.modelcontextprotocol/protocolVersion": "2026-07-28"});
        let params = json!({"name": "find_guides", "arguments": arguments, "_meta": meta});
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        let begun = Instant::now();
        writeln!(input, "{request}").expect("kbc listens");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("kbc answers");
        assert!(answer.contains("structuredContent"), "{answer}");
        begun.elapsed()
    };
    println!("ready after {:.1?}", ask(json!({"text": "printer at the office"})));
    for (name, question) in [
        (
            "text",
            (|number| json!({"text": format!("the printer at home does not answer {number}")})) as fn(usize) -> Value,
        ),
        ("log", |number| json!({"log": format!("line one\nerror {number} in the queue\nline three\n")})),
        ("alert", |number| json!({"alert": format!("Trouble{number}")})),
    ] {
        let mut times: Vec<Duration> = (0..QUESTIONS).map(|at| ask(question(at * 37 % GUIDES))).collect();
        times.sort_unstable();
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
        println!("find_guides by {name}: {:.1?} · {:.1?} · {:.1?}", at(50), at(95), at(99));
    }
    drop(input);
    server.wait().expect("kbc ends");
}
