//! Proves what the pages of the catalogue say: each example raises its fault, and each mend raises none.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::path::Path;

use kbc::diagnostics::{Fault, catalogue};

use crate::common::checked;

/// The text of a section's first `rules` block.
fn block<'p>(fault: &Fault, page: &'p str, heading: &str) -> &'p str {
    let begin = page.find(&format!("\n## {heading}\n")).unwrap_or_else(|| panic!("{}: no `## {heading}`", fault.name));
    let section = &page[begin..];
    let code = section.split_once("```rules\n").unwrap_or_else(|| panic!("{}: no block in {heading}", fault.name)).1;
    code.split_once("```").unwrap().0
}

/// The files of a block: `# file: PATH` begins one, `# bytes` lets `<ff>` stand for a byte, and the line behind
/// `# repeat N` stands N times.
fn files(block: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = block.starts_with("# bytes\n");
    let mut files: Vec<(String, String)> = vec![("example.rules".to_owned(), String::new())];
    let mut times = 1;
    for line in block.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix("# file: ") {
            files.push((path.trim_end().to_owned(), String::new()));
        } else if let Some(count) = line.strip_prefix("# repeat ") {
            times = count.trim_end().parse().unwrap();
        } else {
            files.last_mut().unwrap().1.push_str(&line.repeat(times));
            times = 1;
        }
    }
    if files.len() > 1 && files[0].1.trim().is_empty() {
        files.remove(0);
    }
    files.into_iter().map(|(path, text)| (path, if bytes { with_bytes(&text) } else { text.into_bytes() })).collect()
}

fn with_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        bytes.extend_from_slice(before.as_bytes());
        if let Some(byte) = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok())
            && after[2..].starts_with('>')
        {
            bytes.push(byte);
            rest = &after[3..];
        } else {
            bytes.push(b'<');
            rest = after;
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

#[test]
fn every_page_has_its_headings() {
    for fault in catalogue::all() {
        let headings: Vec<&str> =
            fault.page.lines().filter(|line| line.starts_with('#') && !line.starts_with("# ")).collect();
        assert_eq!(headings, ["## What it means", "## Example", "## Mend"], "{}", fault.name);
        let title = format!("# {} {}", fault.code, fault.name);
        assert_eq!(fault.page.lines().next(), Some(title.as_str()));
    }
}

#[test]
fn every_example_raises_its_fault_and_every_mend_is_free_of_errors() {
    let mut wrong = Vec::new();
    for fault in catalogue::all().filter(|fault| shows_itself(fault)) {
        let code = fault.code.to_string();
        let found = checked(&with_settings(fault, files(block(fault, fault.page, "Example"))));
        if !found.iter().any(|found| found.code == code) {
            wrong.push(format!("{}: the example has {:?}", fault.name, heads(&found)));
        }
        let left = checked(&with_settings(fault, files(block(fault, fault.page, "Mend"))));
        if left.iter().any(|found| found.code == code || found.head.starts_with("error")) {
            wrong.push(format!("{}: the mend has {:?}", fault.name, heads(&left)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The files with the date that reviews are measured against, in a project that wants to be told of this fault.
fn with_settings(fault: &Fault, mut files: Vec<(String, Vec<u8>)>) -> Vec<(String, Vec<u8>)> {
    files.push(("as-of".to_owned(), b"2027-01-01".to_vec()));
    if fault.is_off {
        files.push(("kbc.toml".to_owned(), format!("[lints]\n{} = \"warning\"", fault.name).into_bytes()));
    }
    files
}

/// Whether the text of rules alone can raise a fault, without a plan, a scenario or the machine. Pages of the others are
/// proven where these are tested.
fn shows_itself(fault: &Fault) -> bool {
    // A term that no text names, and a folder that is not there, stand in no text of rules; `tests/lints/terms.rs` has some.
    // An example of too much to plan, or to decide, would be longer than all pages together; `tests/lints/limits.rs` and
    // `tests/bounds.rs` make some.
    // An item is gone only where `kbc.lock` knew it; `tests/links` has some.
    matches!(fault.code.0, 0..=118 | 121..=212 | 214..=407 | 409..=499 | 700..=730 | 732..=799)
}

fn heads(found: &[crate::common::Found]) -> Vec<&str> {
    found.iter().map(|found| found.head.as_str()).collect()
}

#[test]
fn every_page_belongs_to_a_fault() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostics/pages");
    let pages: BTreeSet<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let named: BTreeSet<String> = catalogue::all().map(|fault| format!("{}.md", fault.name)).collect();
    assert_eq!(pages, named);
}

#[test]
fn numbers_and_names_are_used_once() {
    let codes: Vec<_> = catalogue::all().map(|fault| fault.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "codes ascend: {codes:?}");
    let names: BTreeSet<_> = catalogue::all().map(|fault| fault.name).collect();
    assert_eq!(names.len(), codes.len());
}
