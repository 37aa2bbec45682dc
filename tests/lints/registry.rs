//! The list of lints is the folder of lints.

use std::collections::BTreeSet;

#[test]
fn each_file_is_a_lint_and_each_lint_a_file() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lints");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the folder of lints")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in Unicode"))
        .filter_map(|name| name.strip_suffix(".rs").map(|name| name.replace('_', "-")))
        // What plans show is told elsewhere: it needs a plan for each guide.
        .filter(|name| name != "mod" && name != "plans")
        .collect();
    let lints: BTreeSet<String> = kbc::lints::ALL.iter().map(|lint| lint.fault.name.to_owned()).collect();
    assert_eq!(files, lints);
}

#[test]
fn lints_stand_in_the_order_of_their_codes() {
    let codes: Vec<u16> = kbc::lints::ALL.iter().map(|lint| lint.fault.code.0).collect();
    assert!(codes.is_sorted(), "{codes:?}");
}
