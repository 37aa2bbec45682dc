//! What a guide holds.

use super::{Found, look, names};

const END: &str = "escalation desk \"The desk\"\nescalation other-desk \"Another desk\"\n";

fn held(text: &str) -> Found {
    let guide = "guide g \"G\" {\n  symptoms lost\n  otherwise desk\n  stage one \"One\"\n  stage two \"Two\"\n}\nsymptom lost \"Lost\"\n";
    look(&[("spec.rules", &format!("{guide}{END}{text}"))])
}

fn own(found: &Found, list: impl Fn(&kbc::graph::Members) -> &Vec<kbc::model::ItemId>) -> Vec<String> {
    names(found, list(&found.guides[0].1))
}

#[test]
fn causes_show_a_symptom_with_more_than_two_per_cent() {
    let found = held(
        "cause always \"A\" { likelihood 1 ; shows lost always }
         cause never \"B\" { likelihood 1 ; shows lost never }
         cause two \"C\" { likelihood 1 ; shows lost 2% }
         cause more \"D\" { likelihood 1 ; shows lost 2.1% }
         cause twice \"E\" { likelihood 1 ; shows lost 1.5%, lost 1.5% }",
    );
    assert_eq!(own(&found, |members| &members.causes), ["always", "more", "twice"]);
}

#[test]
fn causes_count_through_what_they_lead_to() {
    let found = held(
        "cause root \"R\" { likelihood 1 ; leads-to middle half }
         cause middle \"M\" { leads-to shower often }
         cause shower \"S\" { shows lost 10% }
         cause far \"F\" { likelihood 1 ; leads-to root 50% }
         cause farther \"X\" { likelihood 1 ; leads-to far 50%, aside half }
         cause aside \"Y\"
         cause beside \"Z\"",
    );
    // .5 · .7 · .1 = .035 from the root, half of that is .0175 from what leads to it.
    assert_eq!(own(&found, |members| &members.causes), ["root"]);
    assert_eq!(own(&found, |members| &members.mechanisms), ["middle", "shower"]);
}

#[test]
fn ways_to_a_symptom_add_up() {
    let found = held(
        "cause root \"R\" { likelihood 1 ; leads-to left half, right half }
         cause left \"L\" { shows lost 3% }
         cause right \"R\" { shows lost 3% }
         cause single \"S\" { likelihood 1 ; leads-to left half }",
    );
    assert_eq!(own(&found, |members| &members.causes), ["root"]);
}

#[test]
fn remedies_checks_and_rules_follow_and_bring_what_they_name() {
    let found = held(
        "cause x \"X\" { likelihood 1 ; shows lost usually ; leads-to m often ; otherwise other-desk }
         cause m \"M\"
         cause outside \"O\" { likelihood 1 }
         remedy fix-x \"A\" { fixes x usually ; after prepare ; when ios >= 18 ; supersedes weaker }
         remedy fix-m \"B\" { fixes m usually, outside usually ; next last-resort }
         remedy fix-outside \"C\" { fixes outside usually }
         remedy prepare \"D\" { fixes outside usually }
         remedy weaker \"E\" { fixes outside usually }
         remedy last-resort \"F\" { fixes outside usually }
         check speaks \"G\" { outcome a \"A\" { points-to m ; points-to outside } outcome b \"B\" { next h } }
         check silent \"H\" { outcome a \"A\" { points-to outside } outcome b \"B\" }
         check asked \"I\" { outcome a \"A\" { points-to outside } outcome b \"B\" }
         fact ios \"J\" { version }
         fact unrelated \"K\" { version }
         rule on-x \"L\" { when asked is a and seen-too ; then suspect x }
         rule on-step \"M\" { when tried prepare ; then skip fix-m }
         rule on-outside \"N\" { when asked is a ; then suspect outside }
         rule tells \"O\" { when speaks is a and ios < 26 ; then warn \"Careful.\" }
         rule tells-others \"P\" { when silent is a ; then warn \"Careful.\" }
         rule needs \"Q\" { when speaks is a ; then doubt x, require silent-too }
         check silent-too \"S\" { outcome a \"A\" { points-to outside } outcome b \"B\" }
         symptom seen-too \"R\"
         guide h \"Another guide\" { symptoms other-lost ; otherwise desk }
         symptom other-lost \"T\"
         cause of-h \"U\" { likelihood 1 ; shows other-lost usually }",
    );
    assert_eq!(own(&found, |members| &members.causes), ["x"]);
    assert_eq!(own(&found, |members| &members.mechanisms), ["m"]);
    assert_eq!(own(&found, |members| &members.remedies), ["fix-m", "fix-x", "last-resort", "prepare"]);
    assert_eq!(own(&found, |members| &members.checks), ["asked", "silent-too", "speaks"]);
    assert_eq!(own(&found, |members| &members.facts), ["ios"]);
    assert_eq!(own(&found, |members| &members.rules), ["needs", "on-step", "on-x", "tells"]);
    assert_eq!(own(&found, |members| &members.symptoms), ["lost", "seen-too"]);
    assert_eq!(own(&found, |members| &members.escalations), ["desk", "other-desk"]);
    assert_eq!(own(&found, |members| &members.guides), ["h"]);
}

#[test]
fn include_adds_and_exclude_keeps_out() {
    let found = look(&[(
        "spec.rules",
        "guide g \"G\" { symptoms lost ; otherwise desk ; include added, extra ; exclude x, fix-y }
         symptom lost \"Lost\"
         escalation desk \"The desk\"
         cause x \"X\" { likelihood 1 ; shows lost usually ; leads-to m often }
         cause y \"Y\" { likelihood 1 ; shows lost usually }
         cause m \"M\"
         cause added \"Z\" { likelihood 1 }
         remedy fix-x \"A\" { fixes x usually }
         remedy fix-y \"B\" { fixes y usually }
         remedy fix-added \"C\" { fixes added usually }
         check extra \"D\" { outcome a \"A\" outcome b \"B\" }",
    )]);
    assert_eq!(own(&found, |members| &members.causes), ["added", "y"]);
    assert!(own(&found, |members| &members.mechanisms).is_empty());
    assert_eq!(own(&found, |members| &members.remedies), ["fix-added"]);
    assert_eq!(own(&found, |members| &members.checks), ["extra"]);
}

#[test]
fn a_chart_holds_what_its_start_leads_to() {
    let found = look(&[(
        "spec.rules",
        "guide g \"G\" { symptoms lost ; start first ; otherwise desk }
         symptom lost \"Lost\"
         escalation desk \"The desk\"
         escalation other-desk \"Another desk\"
         check first \"A\" { outcome a \"A\" { next second } outcome b \"B\" { next mend } }
         check second \"B\" { outcome a \"A\" { next solved } outcome b \"B\" { next other-desk } }
         remedy mend \"C\" { next second }
         remedy not-led-to \"D\" { after mend }",
    )]);
    assert_eq!(own(&found, |members| &members.checks), ["first", "second"]);
    assert_eq!(own(&found, |members| &members.remedies), ["mend"]);
    assert_eq!(own(&found, |members| &members.escalations), ["desk", "other-desk"]);
}

#[test]
fn circles_of_causes_end() {
    let found = held(
        "cause a \"A\" { likelihood 1 ; leads-to b often }
         cause b \"B\" { leads-to a often ; shows lost usually }",
    );
    assert!(own(&found, |members| &members.causes).is_empty());
    assert_eq!(own(&found, |members| &members.mechanisms), ["b"]);
}
