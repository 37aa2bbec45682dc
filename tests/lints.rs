//! What lints find, on texts of the language.

use kbc::diagnostics::{Diagnostic, catalogue};
use kbc::edition::Edition;
use kbc::graph::{Members, Web, members};
use kbc::lints::{Levels, LintContext, Ran, allow};
use kbc::model::{ItemId, Kind, Knowledge, Numbers, understand};
use kbc::source::{Memory, Sources};

#[path = "lints/levels.rs"]
mod levels;
#[path = "lints/limits.rs"]
mod limits;
#[path = "lints/pages.rs"]
mod pages;
#[path = "lints/plans.rs"]
mod plans;
#[path = "lints/registry.rs"]
mod registry;
#[path = "lints/shipped.rs"]
mod shipped;
#[path = "lints/terms.rs"]
mod terms;

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
    let guides: Vec<_> = knowledge
        .ids_of(Kind::Guide)
        .iter()
        .map(|&id| (id, members(&knowledge, &web, &Edition::default(), id)))
        .collect();
    let context = LintContext::new(&knowledge, &web, &numbers, &guides, &findings);
    findings.extend(kbc::lints::run(&context));
    // What is said here is short; its wording is judged elsewhere.
    findings.retain(|finding| finding.fault.code.0 < 700);
    let findings = allow(&knowledge, Ran::All, &Levels::default(), findings);
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

#[test]
fn an_item_that_did_not_parse_lacks_nothing() {
    let codes = codes(&[(
        "a.rules",
        "cause broken \"Broken\" { likelyhood rare }\nremedy mend \"Mend\" { fixses broken }\ncheck c \"C\" { outcom a \"A\" }\n",
    )]);
    assert!(codes.iter().all(|code| *code < 100), "{codes:?}");
}

#[test]
fn an_item_of_an_unknown_kind_may_have_named_anything() {
    let codes =
        codes(&[("a.rules", "cause worn \"Worn\" { likelihood rare }\nremedi mend \"Mend\" { fixes worn usually }\n")]);
    assert!(codes.iter().all(|code| *code < 100), "{codes:?}");
}

#[test]
fn a_fault_in_one_file_hides_none_in_a_file_that_it_does_not_use() {
    let worn = ("a.rules", "cause worn \"Worn\" { likelihood rare }");
    assert_eq!(codes(&[worn, ("b.rules", "remedy mend \"Mend\" { fixes wron usually }")]), [101, 206]);
    assert_eq!(codes(&[worn, ("b.rules", "use a\nremedy mend \"Mend\" { fixes wron usually }")]), [101]);
}

#[test]
fn what_may_still_come_leaves_an_allow_alone() {
    let (sources, _) = Sources::read(
        &Memory::new()
            .with("a.rules", "cause worn \"Worn\" { likelihood rare ; remedy none \"–\" ; allow KB206 \"why\" }"),
        "rules",
    );
    let (knowledge, findings) = understand(sources, &Numbers::default());
    assert!(allow(&knowledge, Ran::Some, &Levels::default(), findings.clone()).is_empty());
    assert_eq!(allow(&knowledge, Ran::All, &Levels::default(), findings).len(), 1);
}

#[path = "lints/members.rs"]
mod members_of_guides;

#[test]
fn a_test_makes_no_use_of_what_it_names() {
    let text = "guide g \"G\" { symptoms lost ; otherwise desk }\nsymptom lost \"Lost\"\nescalation desk \"The desk\"\n\
                cause worn \"Worn\" { likelihood 1 ; shows lost usually ; remedy none \"–\" }\n\
                escalation nobody \"Only a scenario names it\"\n";
    let scenario = "scenario \"s\" for g { observe lost ; expect escalated to nobody }\n";
    assert!(codes(&[("a.rules", &format!("{text}{scenario}"))]).contains(&107));
}
