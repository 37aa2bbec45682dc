//! A disk that fills while something is written: a clear error, and every file as it was.

#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin_cmd;

use super::command::{copy, sessions, text};

/// Runs kbc where no file may grow beyond so many blocks of 1,024 bytes, as on a disk that is full.
fn run(folder: &Path, blocks: u32, arguments: &str) -> Output {
    let kbc = cargo_bin_cmd!("kbc").get_program().to_owned();
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" {arguments}");
    let run = Command::new("bash").args(["-c", &script]).arg(kbc).current_dir(folder).env("KBC_CACHE", "off").output();
    run.expect("bash runs")
}

/// All files below a folder, with their bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            all.push((path.display().to_string(), fs::read(&path).expect("a file")));
        }
    }
    all.sort();
    all
}

#[test]
fn what_cannot_be_written_changes_no_file() {
    let folder = copy();
    let at = folder.path();
    fs::write(at.join("log.jsonl"), sessions(at, "2000")).expect("a log");
    fs::write(at.join("counts.csv"), "what was there\n").expect("a file");
    let before = files(at);
    // The rules are written and learned.json is not: with a limit between them, the second write fails.
    let rules = fs::metadata(at.join("rules/no-print.rules")).expect("rules").len();
    let between = u32::try_from(rules / 1024 + 1).expect("a small file");
    for (blocks, arguments) in [
        (0, "learn log.jsonl --write"),
        (between, "learn log.jsonl --write"),
        (0, "learn log.jsonl --patch changes.diff"),
        (0, "learn log.jsonl --counts counts.csv"),
        (0, "learn log.jsonl --times times.csv"),
    ] {
        let run = run(at, blocks, arguments);
        let said = text(&run.stderr);
        let learned = at.join("learned.json");
        if blocks > 0 && run.status.success() {
            // Both files are smaller than the limit: nothing was to fail.
            assert!(fs::metadata(learned).is_ok_and(|meta| meta.len() <= u64::from(blocks) * 1024), "{said}");
            return;
        }
        assert_eq!(run.status.code(), Some(2), "{arguments}: {said}");
        assert!(said.contains("cannot write") && said.contains("too large"), "{arguments}: {said}");
        assert_eq!(files(at), before, "{arguments}: {said}");
    }
}

#[test]
fn a_full_device_is_told() {
    let folder = copy();
    let at = folder.path();
    fs::write(at.join("log.jsonl"), sessions(at, "2000")).expect("a log");
    if !Path::new("/dev/full").exists() {
        return;
    }
    for arguments in ["learn log.jsonl --times - > /dev/full", "learn log.jsonl --counts - > /dev/full"] {
        let run = run(at, 1 << 20, arguments);
        assert_eq!(run.status.code(), Some(2), "{}", text(&run.stderr));
        assert!(text(&run.stderr).contains("space"), "{}", text(&run.stderr));
    }
}

#[test]
fn a_session_that_cannot_be_logged_is_told() {
    let folder = copy();
    let at = folder.path();
    fs::write(at.join("log.jsonl"), "").expect("a log");
    let before = files(at);
    let run = run(at, 0, "diagnose nothing-prints --json --log log.jsonl <<< '{\"quit\":true}'");
    let said = text(&run.stderr) + &text(&run.stdout);
    assert!(said.contains("log.jsonl") && said.contains("too large"), "{:?} {said}", run.status);
    assert_eq!(files(at), before, "{said}");
}
