//! The grammars of editors are those that the tables of the language make.

#[path = "grammars/textmate.rs"]
mod textmate;
#[path = "grammars/treesitter.rs"]
mod treesitter;
#[path = "grammars/words.rs"]
mod words;

use std::fs;
use std::path::Path;

use kbc::digest::Digest;

fn committed(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    assert!(path.exists(), "{} is not there", path.display());
    fs::read_to_string(&path).expect("what is committed is a text")
}

#[test]
fn what_is_committed_is_what_the_tables_make() {
    assert!(
        committed(textmate::PATH) == textmate::grammar(),
        "`cargo run --example grammars` writes {}",
        textmate::PATH
    );
    for (path, text) in treesitter::files() {
        assert!(committed(&path) == text, "`cargo run --example grammars` writes {path}");
    }
}

#[test]
fn the_parser_is_made_of_the_grammar() {
    let digest = Digest::of(treesitter::grammar().as_bytes()).to_hex();
    let parser = committed(&format!("{}/src/parser.c", treesitter::FOLDER));
    let first = parser.lines().next().unwrap_or_default();
    assert!(first.contains(&digest), "`editors/tree-sitter/make` makes parser.c of grammar.json: {first}");
}
