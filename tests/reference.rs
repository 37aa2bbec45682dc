//! The committed language reference is what the compiler's own tables say.

#[test]
fn the_reference_is_that_of_the_tables() {
    let committed = include_str!("../LANGUAGE.md");
    assert!(
        committed == kbc::cli::explain::language(),
        "LANGUAGE.md is old; `cargo run -- explain language > LANGUAGE.md` makes it anew"
    );
}
