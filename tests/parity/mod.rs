//! The engine of the page against that of the compiler: the same next step, and the same chances to 1e-9.
//!
//! The compiler writes down what it would say at each place of many walks: random guides with all that the language can
//! bind, every scenario of the shipped knowledge bases, and dialogues with people who cannot tell and go back. Then
//! `node` runs the page's own script over the same tables. Without node the tests fail, and say so.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

mod addresses;
mod browser;
mod dialogues;
mod ends;
mod walks;

use std::path::Path;
use std::process::Command;

use kbc::config::Config;
use kbc::pipeline::{self, Analysis};
use kbc::reasoning::{Doing, Evidence, Problem, Step};
use kbc::source::Disk;
use serde_json::{Value, json};

/// Lets the page's script go the walks; fails with all that it says otherwise.
fn compare(name: &str, cases: &[Value]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cases.json");
    std::fs::write(&path, serde_json::to_vec(cases).unwrap()).unwrap();
    let engine = folder.path().join("engine.js");
    std::fs::write(&engine, [kbc::emit::html::ENGINE, kbc::emit::html::RECORD].concat()).unwrap();
    let ran = Command::new("node").arg(root.join("tests/parity/compare.js")).arg(&engine).arg(&path).output();
    let ran = ran.unwrap_or_else(|error| panic!("node is needed to compare the page's engine with ours: {error}"));
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{name}: {said}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(said.contains(&format!("{} cases agree", cases.len())), "{name}: {said}");
}

/// The numbers of moves: checks first, then every copy of every remedy.
fn number(problem: &Problem, step: Step) -> usize {
    match step {
        Step::Check(check) => check.0,
        Step::Remedy(remedy) => {
            let before = problem.remedies[..remedy.0].iter().map(|remedy| remedy.retry.max(1));
            problem.checks.len() + before.sum::<usize>()
        }
    }
}

/// What is done, as the short tables number it.
fn doing(problem: &Problem, doing: Doing) -> i64 {
    let signed = |index: usize| i64::try_from(index).unwrap();
    let end = |id: usize, kind: i64| -1 - 4 * signed(id) - kind;
    match doing {
        Doing::Step(step, copy) => signed(number(problem, step) + copy),
        Doing::Escalate(id) => end(id.0, 0),
        Doing::Contradiction(id) => end(id.0, 1),
        Doing::Guide(id) => end(id.0, 2),
        Doing::Solved => end(0, 3),
    }
}

/// Evidence as the page's script holds it.
fn evidence(problem: &Problem, of: &Evidence) -> Value {
    json!({
        "seen": of.observed.iter().map(|id| id.0).collect::<Vec<_>>(),
        "absent": of.absent.iter().map(|id| id.0).collect::<Vec<_>>(),
        "known": of.known.iter().map(|(id, outcome)| (id.0, *outcome)).collect::<Vec<_>>(),
        "answered": of.answered.iter().map(|(id, outcome)| (id.0, *outcome)).collect::<Vec<_>>(),
        "tried": of.tried.iter().map(|(id, way)| (id.0, *way)).collect::<Vec<_>>(),
        "since": of.asked_since.iter().map(|id| id.0).collect::<Vec<_>>(),
        "declined": of.declined.iter().map(|step| number(problem, *step)).collect::<Vec<_>>(),
        "last": of.last.map(|step| number(problem, step)),
    })
}

/// What a terminal quotes as it does, and what is pasted into a page, mean the same to the page's script.
#[test]
fn values_are_quoted_and_understood_alike() {
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let quoting = read(include_str!("quoting.json"));
    compare("values", &[json!({"quoting": quoting, "understood": read(include_str!("understood.json"))})]);
}

/// The knowledge bases: the one that ships with kbc, and those of other tests.
fn knowledge_bases() -> Vec<(Config, Analysis)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [
        ".",
        "tests/knowledge/printer",
        "tests/knowledge/router",
        "tests/knowledge/kubernetes",
        "tests/knowledge/meanings",
    ];
    let read = |folder| {
        let project = root.join(folder);
        let config = Config::parse(&std::fs::read_to_string(project.join("kbc.toml")).unwrap()).unwrap();
        let understood = pipeline::read(&Disk::new(project.join(&config.rules)), &config);
        assert!(!understood.has_errors(), "{folder}: {:#?}", understood.findings);
        (config, understood)
    };
    folders.into_iter().map(read).collect()
}
