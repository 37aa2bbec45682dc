//! The grammars of editors are those that the tables of the language make.

#[path = "grammars/textmate.rs"]
mod textmate;

use std::fs;
use std::path::Path;

#[test]
fn what_is_committed_is_what_the_tables_make() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(textmate::PATH);
    let committed = fs::read_to_string(&path).expect("the grammar is committed");
    assert!(committed == textmate::grammar(), "`cargo run --example grammars` writes {}", textmate::PATH);
}
