//! Each kind of difference at its level, over a small base; nothing over the same texts; and words are never more than minor.

use kbc::change::{Change, Kind, Level};
use kbc::source::{Disk, Files};

use super::{Texts, change};

pub(super) const BASE: &str = r#"
guide no-sound "There is no sound" {
  summary "A speaker or a headphone stays silent."
  symptoms silent, crackles
  otherwise ask-the-shop
  escalate last
}

symptom silent "Nothing can be heard" {
  message "No output devices found"
}

symptom crackles "The sound crackles" { }

cause muted "The sound is switched off" {
  likelihood common
  shows silent always
}

cause cable-out "The plug is loose" {
  likelihood occasional
  shows silent usually, crackles usually
}

cause driver-broken "The driver is broken" {
  likelihood rare
  shows silent often, crackles often
}

check symbol "What does the loudspeaker symbol show?" {
  takes 5 s
  outcome crossed "It is crossed out" { confirms muted }
  outcome waves "It shows waves" { rules-out muted }
}

remedy unmute "Switch the sound on" {
  fixes muted always
  takes 10 s
  steps { step "Press the key with the loudspeaker." }
}

remedy push-plug "Push the plug in" {
  fixes cable-out usually
  takes 2 min
  steps { step "Pull the plug out." ; step "Push it in until it clicks." }
}

remedy reinstall-driver "Install the driver again" {
  fixes driver-broken usually
  takes 10 min
  risk caution "Sound settings are lost."
  steps { step "Open the device manager." ; step "Remove the sound device." ; step "Restart the computer." }
}

remedy wipe "Set the computer up again" {
  fixes driver-broken always
  takes 60 min
  risk destructive "Everything on the computer is lost."
  undo none
  steps { step "Start from the rescue disk." }
}

escalation ask-the-shop "Ask the shop" { takes 30 min ; collect "model" }

scenario "a muted computer is helped at once" for no-sound {
  suppose muted
  expect solved by unmute within 2 steps, 2 min
}
"#;

pub(super) fn base(text: &str) -> Texts {
    vec![("sound.rules".to_owned(), text.to_owned())]
}

/// The base with one thing put in the place of another.
fn with(from: &str, to: &str) -> Change {
    assert!(BASE.contains(from), "the base has {from}");
    let changed = BASE.replacen(from, to, 1);
    let found = change(&base(BASE), &base(&changed));
    assert!(found.is_some(), "`{to}` leaves no errors");
    found.unwrap()
}

#[track_caller]
fn tells(change: &Change, kind: Kind, level: Level) {
    let found: Vec<_> = change.findings().map(|finding| (finding.kind, finding.level, &finding.message)).collect();
    assert!(found.iter().any(|(found, at, _)| *found == kind && *at == level), "{kind:?} is not among {found:#?}");
}

#[track_caller]
fn tells_nothing_above(change: &Change, level: Level) {
    let above: Vec<_> = change.findings().filter(|finding| finding.level > level).collect();
    assert!(above.is_empty(), "{above:#?}");
}

#[test]
fn the_same_is_no_difference() {
    let same = change(&base(BASE), &base(BASE)).unwrap();
    assert_eq!(same.level(), None);
    assert_eq!(same.counts.guides_as_before, 1);
    let laid_out = BASE.replace("  takes", "    takes").replace("\n\n", "\n\n# a remark\n");
    assert_eq!(change(&base(BASE), &base(&laid_out)).unwrap().level(), None, "layout and remarks say nothing");
}

#[test]
fn the_base_that_ships_is_as_it_is() {
    let disk = Disk::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"));
    let paths = disk.list("rules").into_iter().map(|entry| entry.unwrap());
    let texts: Texts =
        paths.map(|path| (path.clone(), String::from_utf8(disk.read(&path).unwrap()).unwrap())).collect();
    let same = change(&texts, &texts).unwrap();
    assert_eq!((same.level(), same.counts.guides_as_before), (None, 3));
    // Other words in every file, which no plan depends on: nothing is planned, so that this takes no time.
    let worded: Texts =
        texts.iter().map(|(path, text)| (path.clone(), text.replace("the phone", "your phone"))).collect();
    let words = change(&texts, &worded).unwrap();
    tells_nothing_above(&words, Level::Minor);
    assert!(words.counts.reworded > 20, "{:?}", words.counts);
    assert_eq!(words.counts.guides_as_before, 3);
}

#[test]
fn words_are_minor() {
    for (from, to) in [
        ("Nothing can be heard", "There is no sound at all"),
        ("No output devices found", "No audio devices found"),
        ("Press the key with the loudspeaker.", "Press the mute key."),
        ("Sound settings are lost.", "Settings are lost."),
    ] {
        let change = with(from, to);
        tells(&change, Kind::Reworded, Level::Minor);
        tells_nothing_above(&change, Level::Minor);
        assert_eq!((change.counts.reworded, change.counts.guides_as_before), (1, 1), "{to}");
    }
    let reviewed = with("  likelihood rare", "  reviewed 2026-11-20\n  likelihood rare");
    tells(&reviewed, Kind::Reviewed, Level::Minor);
    tells_nothing_above(&reviewed, Level::Minor);
}

#[test]
fn what_breaks_is_breaking() {
    let renamed = BASE.replace("unmute", "switch-on");
    tells(&change(&base(BASE), &base(&renamed)).unwrap(), Kind::IdGone, Level::Breaking);
    let gone = with("  fixes cable-out usually", "  fixes cable-out impossible, driver-broken seldom");
    tells(&gone, Kind::RemedyLost, Level::Breaking);
    let unsafe_now = with("  fixes driver-broken usually\n  takes 10 min", "  fixes muted seldom\n  takes 10 min");
    tells(&unsafe_now, Kind::SafeRemedyLost, Level::Breaking);
    let fails = with("  fixes muted always\n  takes 10 s", "  fixes muted always\n  takes 20 min");
    tells(&fails, Kind::ScenarioFails, Level::Breaking);
}

#[test]
fn a_risk_that_comes_earlier_is_breaking() {
    // A remedy that destroys something waits for those that do not, unless they help too seldom to be waited for.
    let slow = BASE.replace("takes 10 min", "takes 400 min").replace("takes 30 min", "takes 3000 min");
    let slow = slow.replacen("takes 2 min", "takes 500 min", 1);
    let early = slow.replacen("  escalate last", "  escalate last\n  negligible 90%", 1);
    let change = change(&base(&slow), &base(&early)).unwrap();
    tells(&change, Kind::DestructiveBeforeSafe, Level::Breaking);
    let earlier = with(
        "  risk caution \"Sound settings are lost.\"",
        "  risk destructive \"All settings are lost.\"\n  undo none",
    );
    let kinds: Vec<Kind> = earlier.findings().map(|finding| finding.kind).collect();
    assert!(kinds.contains(&Kind::SafeRemedyLost), "{kinds:?}");
}

#[test]
fn what_readers_notice_is_notable() {
    tells(&with("likelihood rare", "likelihood very-common"), Kind::Chance, Level::Notable);
    tells(&with("takes 60 min", "takes 90 min"), Kind::WorstCase, Level::Notable);
    tells(&with("takes 2 min\n", "takes 12 min\n"), Kind::ExpectedTime, Level::Notable);
    tells(&with("takes 2 min\n", "takes 12 min\n"), Kind::CauseTime, Level::Notable);
    tells(&with("fixes cable-out usually", "fixes cable-out seldom"), Kind::Solved, Level::Notable);
    let new = "cause wrong-port \"It is in the wrong port\" {\n  likelihood rare\n  shows silent always\n}\n\nremedy change-port \"Use the other port\" {\n  fixes wrong-port always\n  takes 1 min\n  steps { step \"Use the other port.\" }\n}\n\ncheck symbol";
    let enters = with("check symbol", new);
    tells(&enters, Kind::CauseEnters, Level::Notable);
    tells(&enters, Kind::New, Level::Minor);
    let leaves = with("symptoms silent, crackles", "symptoms silent, crackles\n  exclude driver-broken");
    tells(&leaves, Kind::CauseLeaves, Level::Notable);
    let first = with(
        "likelihood occasional\n  shows silent usually, crackles usually",
        "likelihood very-rare\n  shows silent usually, crackles seldom",
    );
    tells(&first, Kind::FirstStep, Level::Notable);
}

#[test]
fn readers_who_end_elsewhere_are_shown() {
    let change = with(
        "outcome waves \"It shows waves\" { rules-out muted }",
        "outcome waves \"It shows waves\" { rules-out muted ; next ask-the-shop }",
    );
    tells(&change, Kind::EndsElsewhere, Level::Notable);
    let finding = change.findings().find(|finding| finding.kind == Kind::EndsElsewhere).unwrap();
    let reader = finding.reader.as_ref().unwrap();
    assert!(reader.answers.iter().any(|answer| (answer.step.as_str(), answer.answer.as_str()) == ("symbol", "waves")));
    // The scenario holds for what is now, and not for what was.
    let scenario = reader.scenario.as_ref().unwrap();
    let changed = BASE.replacen("{ rules-out muted }", "{ rules-out muted ; next ask-the-shop }", 1);
    for (text, fails) in [(changed.as_str(), 0), (BASE, 1)] {
        let files = kbc::source::Memory::new().with("sound.rules", format!("{text}\n{scenario}"));
        let config = kbc::config::Config::default();
        let tested = kbc::pipeline::test(&files, &config, Some("led elsewhere"));
        assert_eq!(tested.ran.iter().filter(|ran| !ran.passed()).count(), fails, "{scenario}\n{:?}", tested.findings());
        assert_eq!(tested.ran.len(), 1, "{scenario}\n{:?}", tested.findings());
    }
    let guide = &change.guides[0];
    let cause = guide.causes.iter().find(|cause| cause.id.as_deref() == Some("sound.cable-out")).unwrap();
    let sums = cause.ends.iter().fold((0.0, 0.0), |(before, after), end| (before + end.before, after + end.after));
    assert!((sums.0 - 1.0_f64).abs() < 1e-9 && (sums.1 - 1.0_f64).abs() < 1e-9, "{cause:?}");
}

#[test]
fn moved_items_keep_their_links() {
    let renamed = BASE.replace("unmute", "switch-on").replacen(
        "remedy switch-on \"Switch the sound on\" {",
        "remedy switch-on \"Switch the sound on\" {\n  moved-from unmute",
        1,
    );
    let change = change(&base(BASE), &base(&renamed)).unwrap();
    tells(&change, Kind::Moved, Level::Minor);
    assert!(change.findings().all(|finding| finding.kind != Kind::IdGone));
    // The anchor is another all the same, and no lock keeps it.
    tells(&change, Kind::AddressGone, Level::Breaking);
    assert!(change.guides.iter().all(|guide| guide.elsewhere.unwrap_or(0.0) < 1e-9), "{:?}", change.guides);
}

#[test]
fn a_guide_alone_can_be_asked_for() {
    use std::sync::Arc;

    use kbc::config::Config;
    use kbc::plans::Plans;
    use kbc::session::{Incomparable, Links, Session};

    let other = BASE.replace("no-sound", "no-picture");
    let texts = |first: &str, second: &str| {
        let files = kbc::source::Memory::new().with("sound.rules", first).with("picture.rules", second);
        Session::open(Arc::new(files), Config::default(), Plans::default())
    };
    let slower = |text: &str| text.replacen("takes 2 min\n", "takes 12 min\n", 1);
    let (older, newer) = (texts(BASE, &other), texts(&slower(BASE), &slower(&other)));
    let links = Links::default();
    let ask = |guide| newer.state().change_from(&older.state(), (&links, &links), guide);
    assert_eq!(ask(None).unwrap().guides.len(), 2);
    let only = ask(Some("no-picture")).unwrap();
    assert_eq!(only.guides.iter().map(|guide| guide.id.as_str()).collect::<Vec<_>>(), ["picture.no-picture"]);
    assert!(
        only.items.iter().all(|finding| finding.item.as_ref().unwrap().starts_with("picture.")),
        "{:?}",
        only.items
    );
    assert!(matches!(ask(Some("no-smell")), Err(Incomparable::NoGuide(_))));
}
