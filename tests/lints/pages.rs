//! The pages of these faults: the example raises the fault, the mend does not.

use kbc::diagnostics::{Fault, Level, catalogue};

use super::look;

/// The files in the code block under a heading.
pub fn block(page: &str, heading: &str) -> Vec<(String, String)> {
    let (_, behind) = page.split_once(&format!("## {heading}\n\n```rules\n")).expect("a heading with a block");
    let (text, _) = behind.split_once("```").expect("the end of the block");
    let mut files = vec![("example.rules".to_owned(), String::new())];
    for line in text.lines() {
        match line.strip_prefix("# file: ") {
            Some(path) => files.push((path.to_owned(), String::new())),
            None => {
                let (_, text) = files.last_mut().expect("the first file");
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    files
}

fn check(fault: &Fault) {
    let borrowed = |files: &[(String, String)]| -> Vec<_> {
        look(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>()).findings
    };
    let example = borrowed(&block(fault.page, "Example"));
    assert!(example.iter().any(|finding| finding.fault == fault), "{}: {example:#?}", fault.code);
    let mend = borrowed(&block(fault.page, "Mend"));
    let wrong: Vec<_> = mend.iter().filter(|finding| finding.fault == fault || finding.level == Level::Error).collect();
    assert!(wrong.is_empty(), "{}: {wrong:#?}", fault.code);
}

/// What no page has room to show; `tests/bounds.rs` makes it.
const TOO_LONG: [&str; 2] = ["too-much-to-plan", "not-decided"];

#[test]
fn examples_raise_their_fault_and_mends_do_not() {
    let own = |fault: &&Fault| matches!(fault.code.0, 106..=109 | 201..=499) && !TOO_LONG.contains(&fault.name);
    let faults: Vec<_> = catalogue::all().filter(own).collect();
    assert!(faults.len() >= 25);
    for fault in faults {
        assert!(fault.page.starts_with(&format!("# {} {}\n", fault.code, fault.name)));
        check(fault);
    }
}
