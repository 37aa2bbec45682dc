//! Runs the language's own tests: `.rules` files with the expected findings beside the faults.
//!
//! How they are written is told in `tests/spec/README.md`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::common::{Found, checked, findings};

/// One finding that a file says it has.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Expected {
    /// Where the expectation stands, for the report.
    at: String,
    file: String,
    line: u32,
    column: u32,
    head: String,
    helps: Vec<String>,
    labels: Vec<String>,
}

/// A spec, cut into its files, with what is expected of them.
struct Spec {
    files: Vec<(String, String)>,
    expected: Vec<Expected>,
}

fn read(text: &str) -> Spec {
    let mut spec = Spec { files: vec![("spec.rules".to_owned(), String::new())], expected: Vec::new() };
    // Expectations count columns in the last line that is none itself.
    let mut line_of_file = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let content = line.trim_end();
        if let Some(path) = content.strip_prefix("# file: ") {
            if spec.files.last().is_some_and(|(_, text)| text.trim().is_empty()) {
                spec.files.pop();
            }
            spec.files.push((path.to_owned(), String::new()));
            line_of_file = 0;
            continue;
        }
        let (path, text) = spec.files.last_mut().unwrap();
        if let Some(found) = content.find("#~") {
            assert!(content[..found].trim().is_empty(), "line {}: an expectation stands alone on its line", number + 1);
            expectation(&content[found..], found, path, line_of_file, number + 1, &mut spec.expected);
            continue;
        }
        text.push_str(line);
        line_of_file += 1;
    }
    spec
}

fn expectation(text: &str, indent: usize, path: &str, line: u32, number: usize, expected: &mut Vec<Expected>) {
    if let Some(more) = text.strip_prefix("#~| ") {
        let last = expected.last_mut().unwrap_or_else(|| panic!("line {number}: this goes on from nothing"));
        if let Some(help) = more.strip_prefix("help ") {
            last.helps.push(help.to_owned());
        } else if let Some(label) = more.strip_prefix("label ") {
            last.labels.push(label.to_owned());
        } else {
            panic!("line {number}: `help` or `label` is expected");
        }
        return;
    }
    let marks = text.strip_prefix("#~").unwrap();
    let arrows = marks.chars().take_while(|&c| c == '^').count();
    assert!(arrows > 0, "line {number}: `#~^` or `#~|` is expected");
    let rest = marks[arrows..].trim_start();
    // `#~^ 3` stands for a column that the mark cannot stand under: one of the first two.
    let (column, head) = match rest.split_once(' ') {
        Some((digits, head)) if digits.bytes().all(|byte| byte.is_ascii_digit()) => (digits.parse().unwrap(), head),
        _ => (indent as u32 + 3, rest),
    };
    expected.push(Expected {
        at: format!("line {number}"),
        file: path.to_owned(),
        line: line + 1 - arrows as u32,
        column,
        head: head.to_owned(),
        helps: Vec::new(),
        labels: Vec::new(),
    });
}

/// What differs between what is expected and what was found, as lines; nothing when they agree.
fn differences(spec: &Spec) -> String {
    compare(spec, findings(&spec.files))
}

fn compare(spec: &Spec, found: Vec<Found>) -> String {
    let mut report = String::new();
    let mut found: Vec<Option<Found>> = found.into_iter().map(Some).collect();
    for expected in &spec.expected {
        let same = |found: &Found| {
            found.file == expected.file
                && (found.line, found.column) == (expected.line, expected.column)
                && found.head == expected.head
        };
        let Some(slot) = found.iter_mut().find(|slot| slot.as_ref().is_some_and(same)) else {
            let _ = writeln!(
                report,
                "  {}: not found: {}:{} {}",
                expected.at, expected.line, expected.column, expected.head
            );
            continue;
        };
        let found = slot.take().unwrap();
        for (kind, wanted, there) in
            [("help", &expected.helps, &found.helps), ("label", &expected.labels, &found.labels)]
        {
            for line in wanted.iter().filter(|line| !there.contains(line)) {
                let _ = writeln!(report, "  {}: no {kind} `{line}`; there is {there:?}", expected.at);
            }
        }
    }
    for found in found.into_iter().flatten() {
        let _ = writeln!(report, "  not expected: {}:{}:{} {}", found.file, found.line, found.column, found.head);
        for help in &found.helps {
            let _ = writeln!(report, "    #~| help {help}");
        }
        for label in &found.labels {
            let _ = writeln!(report, "    #~| label {label}");
        }
    }
    report
}

fn specs(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(specs(&path));
        } else if path.extension().is_some_and(|extension| extension == "rules") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.insert(path, text);
        }
    }
    found
}

#[test]
fn every_spec_has_exactly_the_findings_that_it_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec");
    let mut report = String::new();
    let specs = specs(&folder);
    assert!(specs.len() >= 10, "only {} specs were found in {}", specs.len(), folder.display());
    for (path, text) in &specs {
        let spec = read(text);
        // What the syntax finds is told apart from what follows: its specs are no whole knowledge.
        let of_syntax = path.starts_with(folder.join("syntax"));
        let mut found = if of_syntax { findings(&spec.files) } else { checked(&spec.files) };
        // Wording is judged in the specs that are about it: the others are short, and written to be so.
        if !path.starts_with(folder.join("prose")) {
            found.retain(|found| !found.code.starts_with("KB7"));
        }
        let differences = compare(&spec, found);
        if !differences.is_empty() {
            let _ = writeln!(report, "{}:\n{differences}", path.strip_prefix(&folder).unwrap().display());
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_runner_notices_what_is_missing_and_what_is_too_much() {
    let good = "symptom lost \"No sound\" { mesage \"x\" }\n                        #~^ error[KB012] unknown property `mesage`\n";
    // The mark stands under the first letter of the property.
    let column = good.find("mesage").unwrap();
    let placed = good.replace(&" ".repeat(24), &" ".repeat(column - 2));
    assert_eq!(differences(&read(&placed)), "");
    assert!(differences(&read(&placed.replace("KB012", "KB013"))).contains("not found"));
    assert!(differences(&read(placed.lines().next().unwrap())).contains("not expected"));
    assert!(differences(&read(&format!("{placed}#~| help nothing\n"))).contains("no help"));
}
