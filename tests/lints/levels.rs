//! How bad findings are in a project.

use crate::common::edition;
use kbc::config::Config;
use kbc::diagnostics::Level;
use kbc::pipeline::{self, Analysis};
use kbc::source::Memory;

const TEXT: &str = "
guide lost \"It is lost\" { symptoms gone ; otherwise desk }
symptom gone \"It is gone\"
cause hidden \"It is hidden\" { likelihood common ; shows gone often ; reviewed 2020-01-01 }
remedy find \"Find it\" { fixes hidden often }
remedy look \"Look for it\" { fixes hidden often ; allow remedy-without-verify \"it is seen at once\" }
escalation desk \"Ask the desk\"
";

/// What is found with some settings, as codes and levels.
fn found(settings: &str, as_of: Option<&str>) -> (Analysis, Vec<(u16, Level)>) {
    let as_of = as_of.map(|date| date.parse().expect("a date"));
    let config = Config { as_of, ..Config::parse(settings).expect("good settings") };
    let understood = pipeline::check(&Memory::new().with("a.rules", TEXT), &config);
    let told = understood.findings.iter().filter(|finding| finding.fault.code.0 >= 700);
    let told = told.map(|finding| (finding.fault.code.0, finding.level)).collect();
    (understood, told)
}

#[test]
fn a_project_sets_the_levels_of_its_findings() {
    assert_eq!(found("", None).1, [(711, Level::Warning)]);
    assert_eq!(found("[lints]\nKB711 = \"note\"", None).1, [(711, Level::Note)]);
    assert_eq!(found("[lints]\nremedy-without-verify = \"allow\"", None).1, []);
    assert_eq!(found("[lints]\nno-owner = \"note\"", None).1, [(717, Level::Note), (711, Level::Warning)]);
    let (understood, told) = found("[lints]\nkb711 = \"error\"", None);
    assert_eq!(told, [(711, Level::Error)], "what an item allows is told at no level");
    assert!(understood.has_errors());
}

#[test]
fn an_allow_is_as_needed_as_before_where_the_project_wants_to_know_nothing() {
    for settings in ["", "[lints]\nKB711 = \"allow\"", "[lints]\nKB711 = \"error\""] {
        let (understood, _) = found(settings, None);
        assert!(understood.findings.iter().all(|finding| finding.fault.name != "unneeded-allow"), "{settings}");
    }
}

#[test]
fn reviews_are_measured_against_a_date_alone() {
    let of_reviews = |settings: &str, as_of| found(settings, as_of).1.iter().any(|told| told.0 == 718);
    assert!(!of_reviews("", None));
    assert!(of_reviews("", Some("2021-01-02")) && !of_reviews("", Some("2020-12-31")));
    assert!(of_reviews("[limits]\nreview-days = 30", Some("2020-02-01")));
}

#[test]
fn words_are_judged_in_english_alone() {
    let text = "cause worn \"The belt is worn\" { likelihood common }\nremedy swap \"Restart it for now\" { fixes worn often ; verify \"Look.\" }\n";
    for (language, count) in [("en", 1), ("en-GB", 1), ("de", 0)] {
        let config = Config { edition: edition(language), ..Config::default() };
        let understood = pipeline::check(&Memory::new().with("a.rules", text), &config);
        let told = understood.findings.iter().filter(|finding| finding.fault.name == "workaround-called-fix");
        assert_eq!(told.count(), count, "{language}");
    }
}
