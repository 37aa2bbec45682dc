//! Old sins are silent, and new ones fail.

use std::fs;

use super::{FAULTY, kbc, project, status, told};

/// Two old sins.
const OLD: &str = "symptom lonely \"Nobody names it\"\nsymptom alone \"Nor this\"\n";
const MORE: &str = "symptom forgotten \"Nobody names this one either\"\n";

#[test]
fn what_is_known_is_silent_and_what_is_new_fails() {
    let folder = project(&[("a.rules", OLD)]);
    let root = folder.path();
    let known = ["check", "--baseline", "known.json"];
    assert_eq!(status(&kbc(root, &known)), Some(2), "there is no such file yet");
    let written = kbc(root, &["check", "--baseline", "known.json", "--write-baseline"]);
    assert_eq!(status(&written), Some(0));
    assert_eq!(told(&written.stdout), "2 findings in known.json\n");

    let checked = kbc(root, &known);
    assert_eq!(status(&checked), Some(0));
    assert_eq!(told(&checked.stderr), "2 findings in the baseline, not shown\n");

    // Lines move, and nothing is new.
    fs::write(root.join("rules/a.rules"), format!("# One more line.\n\n{OLD}")).unwrap();
    assert_eq!(status(&kbc(root, &known)), Some(0));

    // A new warning fails, though warnings are not denied.
    fs::write(root.join("rules/a.rules"), format!("{OLD}{MORE}")).unwrap();
    let checked = kbc(root, &["check", "--baseline", "known.json", "--message-format", "short"]);
    assert_eq!(status(&checked), Some(1));
    let said = told(&checked.stderr);
    assert!(said.contains("forgotten") && !said.contains("lonely"), "{said}");

    // What is mended is told, so that the file can shrink.
    fs::write(root.join("rules/a.rules"), OLD.lines().next().unwrap()).unwrap();
    let checked = kbc(root, &known);
    assert_eq!(status(&checked), Some(0));
    let said = told(&checked.stderr);
    assert!(said.contains("1 finding in the baseline, not shown; 1 in it no longer found"), "{said}");
}

#[test]
fn an_old_error_is_silent_too() {
    let folder = project(&[("a.rules", FAULTY)]);
    kbc(folder.path(), &["check", "--baseline", "known.json", "--write-baseline"]);
    assert_eq!(status(&kbc(folder.path(), &["check", "--baseline", "known.json"])), Some(0));
    assert_eq!(status(&kbc(folder.path(), &["check"])), Some(1));
}

#[test]
fn like_findings_are_counted() {
    let line = |name: &str| format!("symptom {name} \"S\" {{ x \"\" }}\n");
    let folder = project(&[("a.rules", &line("a"))]);
    let root = folder.path();
    kbc(root, &["check", "--baseline", "known.json", "--write-baseline"]);
    assert_eq!(status(&kbc(root, &["check", "--baseline", "known.json"])), Some(0));
    fs::write(root.join("rules/a.rules"), line("a") + &line("a")).unwrap();
    assert_eq!(status(&kbc(root, &["check", "--baseline", "known.json"])), Some(1));
}

#[test]
fn a_baseline_is_written_the_same_each_time_and_read_with_care() {
    let folder = project(&[("a.rules", OLD), ("b.rules", MORE)]);
    let root = folder.path();
    let write = || {
        kbc(root, &["check", "--baseline", "known.json", "--write-baseline"]);
        fs::read_to_string(root.join("known.json")).unwrap()
    };
    let text = write();
    assert_eq!(write(), text);
    let lines = text.lines().filter(|line| line.contains("fingerprint")).count();
    assert_eq!(lines, 3, "a line for each finding: {text}");
    for (wrong, why) in [("{}", "missing"), ("", "EOF"), ("{\"format\": 9, \"findings\": []}", "format 9")] {
        fs::write(root.join("known.json"), wrong).unwrap();
        let checked = kbc(root, &["check", "--baseline", "known.json"]);
        assert_eq!(status(&checked), Some(2), "{wrong}");
        assert!(told(&checked.stderr).contains(why), "{}", told(&checked.stderr));
    }
    assert_eq!(status(&kbc(root, &["check", "--write-baseline"])), Some(2), "it needs a file to write");
}

#[test]
fn programs_get_no_words_between_findings() {
    let folder = project(&[("a.rules", FAULTY)]);
    kbc(folder.path(), &["check", "--baseline", "known.json", "--write-baseline"]);
    for format in ["json", "github"] {
        let checked = kbc(folder.path(), &["check", "--baseline", "known.json", "--message-format", format]);
        assert_eq!(told(&checked.stderr), "");
    }
}
