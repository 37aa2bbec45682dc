//! The layout of files: one for each text, however it was laid out before, and never another meaning.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "the benches also need the paths of its files")]
#[path = "../benches/corpus/mod.rs"]
mod corpus;

#[path = "layout/command.rs"]
mod command;
#[path = "layout/laws.rs"]
mod laws;
#[path = "layout/made.rs"]
mod made;
#[path = "layout/places.rs"]
mod places;

use std::path::{Path, PathBuf};

use kbc::fmt::{self, Formatted, WIDTH};

/// Every `.rules` file of this repository, by its path.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join("rules"), root.join("tests"), root.join("benches"), root.join("src")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rules") {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    assert!(found.len() > 40, "only {} files were found", found.len());
    found
}

/// The layout of a text, and how many stretches of it were kept as they are.
fn laid_out(text: &str, width: usize) -> (String, usize) {
    let laid = fmt::format(text, width);
    assert!(laid.is_ok(), "{laid:?}\n{text}");
    let Formatted { text: new, kept } = laid.unwrap();
    (new.unwrap_or_else(|| text.to_owned()), kept.len())
}

/// The same in lines of the usual width, for texts without faults.
fn tidy(text: &str) -> String {
    let (new, kept) = laid_out(text, WIDTH);
    assert_eq!(kept, 0, "all of it parses: {text}");
    new
}
