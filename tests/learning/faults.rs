//! `kbc learn --write` where the machine fails it half-way: what is said of the files is so.

#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::command::{copy, sessions, text};
use crate::faults::calls::{can_watch, strace_alone};
use crate::faults::project::kbc;

const RULES: &str = "rules/no-print.rules";
const LEARNED: &str = "learned.json";

fn files(folder: &Path) -> BTreeMap<&'static str, Option<String>> {
    [RULES, LEARNED].into_iter().map(|file| (file, fs::read_to_string(folder.join(file)).ok())).collect()
}

#[test]
fn what_was_changed_when_a_later_file_fails_is_named() {
    if !can_watch() {
        return;
    }
    let folder = copy();
    let log = sessions(folder.path(), "2000");
    let (mut half, mut none) = (0, 0);
    // By one of these calls a file takes the place of another, or its place for the first time.
    for call in ["rename", "renameat", "renameat2", "link", "linkat"] {
        for number in ["1", "2"] {
            let folder = copy();
            let at = folder.path();
            fs::write(at.join("log.jsonl"), &log).expect("a log");
            let before = files(at);
            let mut command = strace_alone(at, call, "error=EIO", number);
            command.env("KBC_CACHE", "off").arg(kbc()).args(["learn", "log.jsonl", "--write"]);
            let run = command.stderr(std::process::Stdio::piped()).output().expect("strace runs");
            if run.status.success() {
                continue;
            }
            let (now, said) = (files(at), text(&run.stderr));
            assert!(said.contains("cannot write"), "{call} {number}: {said}");
            let changed: Vec<&str> = [RULES, LEARNED].into_iter().filter(|file| before[file] != now[file]).collect();
            if changed.is_empty() {
                assert!(said.contains("no file was changed"), "{call} {number}: {said}");
                none += 1;
            } else {
                assert_eq!(changed, [RULES], "{call} {number}: {said}");
                let told = format!("changed already: {RULES}; not changed: {LEARNED}");
                assert!(said.contains(&told) && !said.contains("no file was"), "{call} {number}: {said}");
                half += 1;
            }
        }
    }
    assert!(half > 0 && none > 0, "{half} half-way, {none} at the first file");
}
