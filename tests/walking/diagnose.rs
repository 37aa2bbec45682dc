//! `kbc diagnose` with a person.

use assert_cmd::cargo::cargo_bin_cmd;

use super::{knowledge, printed, refused};

/// The conversation, with what was typed behind each prompt.
fn talk(arguments: &[&str], typed: &[&str]) -> String {
    let mut all = vec!["diagnose", "no-internet"];
    all.extend(arguments);
    let mut input = typed.join("\n");
    if !typed.is_empty() {
        input.push('\n');
    }
    let said = printed("router", &all, &input);
    let mut parts = said.split("] > ");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for (at, part) in parts.enumerate() {
        shown.push_str("] > ");
        shown.push_str(typed.get(at).unwrap_or(&"(end of the input)"));
        shown.push('\n');
        shown.push_str(part);
    }
    shown
}

#[test]
fn the_way_to_where_it_is_solved() {
    insta::assert_snapshot!(talk(&[], &["1", "192.168.7.1", "w", "2", "1", "q"]));
}

#[test]
fn the_way_to_who_takes_over() {
    insta::assert_snapshot!(talk(
        &["--seen", "pages-fail", "--know", "firmware=6.2"],
        &["?", "?", "?", "?", "?", "?", "q"]
    ));
}

#[test]
fn chances_are_told_as_the_project_says() {
    let folder = tempfile::tempdir().expect("there is room");
    let rules = folder.path().join("rules");
    std::fs::create_dir(&rules).expect("a folder can be made");
    let found = std::fs::read_dir(knowledge("router").join("rules")).expect("the base has rules");
    for path in found.map(|entry| entry.expect("an entry").path()) {
        std::fs::copy(&path, rules.join(path.file_name().expect("a name"))).expect("a file can be copied");
    }
    for (setting, (word, percent)) in [("words", (true, true)), ("numbers", (false, true)), ("off", (false, false))] {
        let settings = format!("title = \"Router\"\n[pages]\nchances = \"{setting}\"\n");
        std::fs::write(folder.path().join("kbc.toml"), settings).expect("a file can be written");
        let output = cargo_bin_cmd!("kbc")
            .env("KBC_CACHE", "off")
            .current_dir(folder.path())
            .args(["diagnose", "no-internet", "--seen", "pages-fail"])
            .write_stdin("192.168.7.1\nw\nq\n")
            .output()
            .expect("kbc runs");
        let said = String::from_utf8(output.stdout).expect("kbc speaks UTF-8");
        assert_eq!(["(likely)", "(possible)"].iter().any(|one| said.contains(one)), word, "{setting}: {said}");
        // Asked why, percentages are told unless chances are not told at all.
        assert_eq!(said.contains('%'), percent, "{setting}: {said}");
    }
}

#[test]
fn what_was_said_before_is_handed_over_too() {
    let known = [
        "--seen",
        "light-red",
        "--know",
        "firmware=7.1",
        "--know",
        "rented=yes",
        "--given",
        "speed=0.5",
        "--tried",
        "restart",
    ];
    let text = talk(&known, &["?", "?", "?", "q"]);
    for line in [
        "red – yes",
        "Which firmware does the router have? – 7.1",
        "rented? – yes",
        "How fast is the line? – Dead",
        "Restart the router – It did not help",
    ] {
        assert!(text.contains(line), "no `{line}` in {text}");
    }
}

#[test]
fn several_symptoms_leave_the_printed_way_and_still_lead_on() {
    let text = talk(&[], &["1, 2", "?", "q"]);
    assert!(text.contains("The line is down ("), "{text}");
    assert!(text.contains("Does the router answer?") || text.contains("How fast is the line?"), "{text}");
}

#[test]
fn steps_fit_the_version_that_is_known() {
    let new = talk(&["--seen", "pages-fail", "--know", "firmware=7.1", "--given", "ping=silent"], &["q"]);
    let old = talk(&["--seen", "pages-fail", "--know", "firmware=6.9", "--given", "ping=silent"], &["q"]);
    let open = talk(&["--seen", "pages-fail", "--given", "ping=silent"], &["q"]);
    assert!(new.contains("Press Restart") && !new.contains("Pull the plug"), "{new}");
    assert!(old.contains("Pull the plug") && !old.contains("Press Restart"), "{old}");
    assert!(
        open.contains("(if firmware is 7 or later) Press Restart") && open.contains("(if firmware is below 7)"),
        "{open}"
    );
}

#[test]
fn going_back_restores_the_question() {
    let text = talk(&["--seen", "pages-fail"], &["router.local", "1", "b", "q"]);
    assert_eq!(text.matches("Does the router answer?").count(), 2, "{text}");
    assert_eq!(text.matches("ping router.local").count(), 2, "{text}");
}

#[test]
fn rules_warn_and_forbid() {
    let text = talk(&["--know", "rented=yes", "--seen", "pages-fail", "--given", "ping=silent"], &["2", "2", "q"]);
    assert!(text.contains("! Ask your provider before you erase a rented router."), "{text}");
    assert!(!text.contains("Try this: Erase"), "{text}");
}

#[test]
fn nonsense_is_asked_again() {
    let text = talk(&["--seen", "pages-fail"], &["x.example", "99", "nonsense", "", "q"]);
    assert!(text.contains("has no outcome `99`"), "{text}");
    assert!(text.contains("has no outcome `nonsense`"), "{text}");
}

#[test]
fn the_end_of_the_input_is_a_clean_end() {
    for typed in [&[][..], &["1"], &["1", "router.local"], &["1", "router.local", "2"]] {
        let text = talk(&[], typed);
        assert!(text.ends_with("Goodbye.\n"), "{text}");
    }
}

#[test]
fn an_unknown_guide_is_a_wrong_call() {
    assert!(refused("router", &["diagnose", "no-internt"]).contains("did you mean `no-internet`?"));
}
