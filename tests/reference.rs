//! The committed language reference is what the compiler's own tables say.

#[test]
fn the_reference_is_that_of_the_tables() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("LANGUAGE.md");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == kbc::cli::explain::language(),
        "LANGUAGE.md is old; `cargo run -- explain language > LANGUAGE.md` makes it anew"
    );
}
