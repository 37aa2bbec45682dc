//! Why something is told: the property of the item that made the difference, and no other.

use kbc::change::{Change, Finding, Kind, Level};

use super::change;
use super::levels::{BASE, base};

/// The base with these things put in the places of others.
fn with(edits: &[(&str, &str)]) -> Change {
    let changed = edits.iter().fold(BASE.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "the base has {from}");
        text.replacen(from, to, 1)
    });
    change(&base(BASE), &base(&changed)).unwrap()
}

/// The reasons of a finding in words.
fn reasons(finding: &Finding) -> Vec<String> {
    finding.reasons.iter().map(|reason| reason.words(|text| format!("`{text}`"))).collect()
}

#[track_caller]
fn find<'c>(change: &'c Change, kind: Kind, item: &str) -> &'c Finding {
    let found = change.findings().find(|one| one.kind == kind && one.item.as_deref() == Some(item));
    assert!(found.is_some(), "{:#?}", change.findings().map(|one| (one.kind, &one.item)).collect::<Vec<_>>());
    found.unwrap()
}

#[test]
fn a_lone_property_is_the_reason_of_all() {
    let change = with(&[("takes 2 min\n", "takes 12 min\n"), ("Press the key", "Push the key")]);
    let findings = change.guides[0].findings.iter();
    let above: Vec<&Finding> = findings.filter(|finding| finding.level > Level::Minor).collect();
    assert!(above.len() > 1);
    for finding in above {
        assert_eq!(reasons(finding), ["`push-plug` now says `takes 12 min`, and said `takes 2 min`"], "{finding:?}");
        let place = finding.reasons[0].source.as_ref().unwrap();
        let line = BASE.lines().position(|line| line.contains("takes 2 min")).unwrap() + 1;
        assert_eq!((place.file.as_str(), place.line as usize), ("rules/sound.rules", line));
    }
}

#[test]
fn each_of_two_changes_answers_for_its_own() {
    let change = with(&[("takes 2 min\n", "takes 12 min\n"), ("fixes muted always", "fixes muted often")]);
    let slower = find(&change, Kind::CauseTime, "sound.cable-out");
    assert_eq!(reasons(slower), ["`push-plug` now says `takes 12 min`, and said `takes 2 min`"]);
    let solved = find(&change, Kind::Solved, "sound.no-sound");
    assert_eq!(reasons(solved), ["`unmute` now says `fixes muted often`, and said `fixes muted always`"]);
}

#[test]
fn what_no_plan_depends_on_is_no_reason() {
    let change = with(&[
        ("takes 2 min\n", "takes 12 min\n"),
        ("  likelihood rare", "  owner \"the sound team\"\n  tags sound\n  likelihood rare"),
        (
            "risk caution \"Sound settings are lost.\"",
            "needs \"a screwdriver\"\n  risk caution \"Sound settings are lost.\"",
        ),
    ]);
    let slower = find(&change, Kind::ExpectedTime, "sound.no-sound");
    assert_eq!(reasons(slower), ["`push-plug` now says `takes 12 min`, and said `takes 2 min`"]);
}

#[test]
fn what_is_new_or_gone_is_a_reason() {
    let order = with(&[("  takes 2 min\n", "  takes 2 min\n  after reinstall-driver\n")]);
    let slower = find(&order, Kind::CauseTime, "sound.cable-out");
    assert_eq!(reasons(slower), ["`push-plug` now comes `after reinstall-driver`"]);
    let led = with(&[("{ rules-out muted }", "{ rules-out muted ; next ask-the-shop }")]);
    let elsewhere = led.findings().find(|one| one.kind == Kind::EndsElsewhere).unwrap();
    assert_eq!(reasons(elsewhere), ["`symbol` now says `next ask-the-shop` in `outcome waves`"]);
    let begin = BASE.find("remedy push-plug").unwrap();
    let end = begin + BASE[begin..].find("\n}\n").unwrap() + 3;
    let without = format!("{}{}", &BASE[..begin], &BASE[end..]).replacen("takes 60 min", "takes 90 min", 1);
    let gone = change(&base(BASE), &base(&without)).unwrap();
    assert_eq!(reasons(find(&gone, Kind::RemedyLost, "sound.cable-out")), ["`push-plug` is gone"]);
    let back = change(&base(&without), &base(BASE)).unwrap();
    let solved = find(&back, Kind::Solved, "sound.no-sound");
    assert_eq!(reasons(solved), ["`push-plug` is new"]);
}

#[test]
fn what_is_taken_out_of_an_item_is_a_reason() {
    // Both ways: a property that is gone is put back, in an item and in an answer.
    let ruled =
        [("{ confirms muted }", "{ confirms muted ; against cable-out strongly }"), ("takes 60 min", "takes 90 min")];
    let text = ruled.iter().fold(BASE.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    let change = change(&base(&text), &base(BASE)).unwrap();
    let worst = find(&change, Kind::WorstCase, "sound.no-sound");
    assert_eq!(reasons(worst), ["`wipe` now says `takes 60 min`, and said `takes 90 min`"]);
}

#[test]
fn a_scenario_that_was_written_anew_fails_for_itself() {
    let change = with(&[("takes 60 min", "takes 90 min"), ("within 2 steps, 2 min", "within 2 steps, 1 s")]);
    let fails = change.findings().find(|one| one.kind == Kind::ScenarioFails).unwrap();
    assert!(fails.reasons.is_empty(), "{fails:?}");
    let slow = with(&[("  fixes muted always\n  takes 10 s", "  fixes muted always\n  takes 20 min")]);
    let fails = slow.findings().find(|one| one.kind == Kind::ScenarioFails).unwrap();
    assert_eq!(reasons(fails), ["`unmute` now says `takes 20 min`, and said `takes 10 s`"]);
}
