//! What lints find, on texts of the language.

use kbc::diagnostics::{Diagnostic, catalogue};
use kbc::graph::{Members, Web, members};
use kbc::lints::{Context, Ran, allow};
use kbc::model::{ItemId, Kind, Knowledge, Numbers, understand};
use kbc::source::{Memory, Sources};

#[path = "lints/pages.rs"]
mod pages;
#[path = "lints/plans.rs"]
mod plans;
#[path = "lints/registry.rs"]
mod registry;

/// Knowledge, and all that reading and linting it found.
struct Found {
    knowledge: Knowledge,
    guides: Vec<(ItemId, Members)>,
    findings: Vec<Diagnostic>,
}

fn look(files: &[(&str, &str)]) -> Found {
    let mut memory = Memory::new();
    for (path, text) in files {
        memory = memory.with(*path, *text);
    }
    let (sources, faults) = Sources::read(&memory, "rules");
    assert!(faults.is_empty());
    let numbers = Numbers::default();
    let (knowledge, mut findings) = understand(sources, &numbers);
    let web = Web::new(&knowledge);
    let guides: Vec<_> = knowledge.ids_of(Kind::Guide).map(|id| (id, members(&knowledge, &web, id))).collect();
    let context = Context::new(&knowledge, &web, &numbers, &guides, &findings);
    findings.extend(kbc::lints::run(&context));
    let findings = allow(&knowledge, Ran::All, findings);
    Found { knowledge, guides, findings }
}

fn codes(files: &[(&str, &str)]) -> Vec<u16> {
    let mut codes: Vec<u16> = look(files).findings.iter().map(|finding| finding.fault.code.0).collect();
    codes.sort_unstable();
    codes
}

fn names(found: &Found, ids: &[ItemId]) -> Vec<String> {
    ids.iter().map(|&id| found.knowledge.name(id).to_owned()).collect()
}

#[test]
fn every_page_of_a_lint_is_in_the_catalogue() {
    for lint in kbc::lints::ALL {
        assert_eq!(catalogue::find(lint.fault.name), Some(lint.fault));
    }
}
