//! The list of lints is the folder of lints.

use std::collections::BTreeSet;

/// The lints of a folder, by their files.
fn files(folder: &str) -> BTreeSet<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    std::fs::read_dir(folder)
        .expect("the folder of lints")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in Unicode"))
        .filter_map(|name| name.strip_suffix(".rs").map(|name| name.replace('_', "-")))
        .filter(|name| name != "mod")
        .collect()
}

#[test]
fn each_file_is_a_lint_and_each_lint_a_file() {
    let lints: BTreeSet<String> = kbc::lints::ALL.iter().map(|lint| lint.fault.name.to_owned()).collect();
    assert_eq!(files("src/lints"), lints);
    let of_plans: BTreeSet<String> = kbc::lints::PLAN_LINTS.iter().map(|lint| lint.fault.name.to_owned()).collect();
    assert_eq!(files("src/lints/plans"), of_plans);
}

#[test]
fn lints_stand_in_the_order_of_their_codes() {
    let codes: Vec<u16> = kbc::lints::ALL.iter().map(|lint| lint.fault.code.0).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    let codes: Vec<u16> = kbc::lints::PLAN_LINTS.iter().map(|lint| lint.fault.code.0).collect();
    assert!(codes.is_sorted(), "{codes:?}");
}
