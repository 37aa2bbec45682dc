//! What scenarios reach.

use kbc::scenario::{Coverage, Part, Tally, coverage, junit};

use super::{LAMP, test};

fn count(text: &str) -> Coverage {
    let tested = test(text);
    assert!(tested.understood.findings.is_empty(), "{:#?}", tested.understood.findings);
    coverage(&tested.understood.knowledge, &tested.understood.guides, &tested.ran)
}

fn missing(coverage: &Coverage) -> Vec<String> {
    let named = |message: &String| message.trim_start_matches("no scenario reaches the ").replace('`', "");
    coverage.missing.iter().map(|note| named(&note.message)).collect()
}

#[test]
fn what_is_given_played_and_spoken_of_is_reached() {
    let one = count(&format!("{LAMP}scenario \"one\" for lamp {{\nsuppose unplugged\nexpect solved by plug-in\n}}"));
    let tallies = [(1, 5), (0, 2), (1, 3), (1, 2)].map(|(reached, all)| Tally { reached, all });
    assert_eq!(one.parts, tallies);
    assert_eq!(one.total, Tally { reached: 3, all: 12 });
    assert_eq!(missing(&one)[..2], ["cause dead-bulb", "cause no-power"]);
    let more = count(&format!(
        "{LAMP}scenario \"one\" for lamp {{\nsuppose unplugged\nexpect solved by plug-in\n}}\n\
         scenario \"two\" for lamp {{\nknow damp yes\nanswer voltage 120\ntried new-bulb\n\
         expect cause no-power above 1%\nexpect ruled-out dead-bulb\n}}"
    ));
    // A failed expectation reaches what it speaks of all the same.
    assert_eq!(missing(&more), ["outcome in of plug", "outcome none-there of voltage", "outcome full of voltage"]);
    assert_eq!(more.parts[Part::Rules as usize], Tally { reached: 2, all: 2 });
}

#[test]
fn what_is_not_expected_to_come_is_not_reached_by_being_named() {
    let named = count(&format!(
        "{LAMP}scenario \"one\" for lamp {{\nanswer plug in\nexpect next plug-in\nexpect never plug-in\n}}"
    ));
    assert!(missing(&named).contains(&"remedy plug-in".to_owned()));
    let comes = count(&format!("{LAMP}scenario \"one\" for lamp {{\nanswer plug out\nexpect next plug-in\n}}"));
    assert!(!missing(&comes).contains(&"remedy plug-in".to_owned()));
}

#[test]
fn what_its_author_leaves_out_is_not_counted() {
    let text = LAMP.replace(
        "remedy new-bulb \"Change the bulb\" {",
        "remedy new-bulb \"Change the bulb\" {\n  allow never-reached \"Somebody looks after bulbs.\"",
    );
    let left = count(&format!("{text}scenario \"one\" for lamp {{\nsuppose unplugged\nexpect solved by plug-in\n}}"));
    assert_eq!(left.parts[Part::Remedies as usize], Tally { reached: 1, all: 1 });
    // A check without coverage does not call the `allow` needless.
    let files = kbc::source::Memory::new().with("lamp.rules", text);
    let found = kbc::pipeline::check(&files, &kbc::config::Config::default()).findings;
    assert!(found.iter().all(|finding| finding.fault.name != "unneeded-allow"), "{found:#?}");
}

#[test]
fn nothing_to_reach_is_all_of_it() {
    assert!((Tally::default().percent() - 100.0).abs() < f64::EPSILON);
    assert!((Tally { reached: 1, all: 8 }.percent() - 12.5).abs() < f64::EPSILON);
}

#[test]
fn results_as_xml() {
    let tested = test(&format!(
        "{LAMP}scenario \"a < b & \\\"c\\\"\" for lamp {{\nanswer plug out\nexpect next plug-in\n}}\n\
         scenario \"two\" for lamp {{\nanswer plug out\nexpect next new-bulb\nexpect ruled-out unplugged\n}}"
    ));
    insta::assert_snapshot!(junit(&tested.understood.knowledge, &tested.ran));
}
