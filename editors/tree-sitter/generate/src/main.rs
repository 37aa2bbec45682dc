//! Makes `parser.c` and its headers of `grammar.json`, or fails with `--check` where other ones are committed.

use std::error::Error;
use std::fs;
use std::path::Path;

use tree_sitter_generate::{ALLOC_HEADER, ARRAY_HEADER, OptLevel, PARSER_HEADER, generate_parser_for_grammar};
use xxhash_rust::xxh3::xxh3_128;

fn main() -> Result<(), Box<dyn Error>> {
    let check = std::env::args().nth(1).as_deref() == Some("--check");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let grammar = fs::read_to_string(source.join("grammar.json"))?;
    let (_, parser) = generate_parser_for_grammar(&grammar, Some((0, 1, 0)), OptLevel::default(), &mut Vec::new())?;
    let digest = xxh3_128(grammar.as_bytes());
    let parser = format!("/* Made by editors/tree-sitter/make of grammar.json {digest:032x} */\n{parser}");
    for (path, text) in [
        ("parser.c", parser.as_str()),
        ("tree_sitter/alloc.h", ALLOC_HEADER),
        ("tree_sitter/array.h", ARRAY_HEADER),
        ("tree_sitter/parser.h", PARSER_HEADER),
    ] {
        let path = source.join(path);
        if check {
            if fs::read_to_string(&path).ok().as_deref() != Some(text) {
                return Err(
                    format!("{} is not what grammar.json makes; run editors/tree-sitter/make", path.display()).into()
                );
            }
            continue;
        }
        fs::create_dir_all(path.parent().ok_or("a path of a file")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}
