//! Writes the grammars by which editors colour `.rules` files: `cargo run --example grammars`.
//!
//! They are made from the tables of the language, so that a new word is coloured without being named twice. A test holds what is
//! committed against what this writes.

#![expect(clippy::unwrap_used, reason = "a tool for whoever works on kbc: a file that cannot be written ends it")]

#[path = "../tests/grammars/textmate.rs"]
mod textmate;
#[path = "../tests/grammars/treesitter.rs"]
mod treesitter;
#[path = "../tests/grammars/words.rs"]
mod words;

use std::fs;
use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::write(root.join(textmate::PATH), textmate::grammar()).unwrap();
    for (path, text) in treesitter::files() {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
