//! The knowledge that ships with kbc, and that its tests share, has no finding.

use std::path::Path;

use kbc::config::Config;
use kbc::diagnostics::short_line;
use kbc::lints::Ran;
use kbc::pipeline;
use kbc::source::Disk;

/// Every finding that needs no plan.
fn found(folder: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let as_of = Some("2026-11-23".parse().expect("a date"));
    let config = Config { as_of, ..Config::default() };
    let mut read = pipeline::read(&Disk::new(root.join("rules")), &config);
    assert!(read.guides.len() + read.knowledge.items.len() > 5, "{folder} is there");
    read.settle(Ran::Some);
    read.findings.iter().map(|finding| short_line(finding, &read.knowledge.sources)).collect()
}

#[test]
fn shipped_knowledge_has_no_finding() {
    for folder in [".", "tests/knowledge/kubernetes", "tests/knowledge/printer", "tests/knowledge/router"] {
        assert_eq!(found(folder), [""; 0], "{folder}");
    }
}
