//! What the terminal says of a value that it understood, and of what only gets round a trouble; what `kbc why` says of a step that
//! waits for an answer; and what stands for the blanks of a command.

use std::path::Path;

use super::kbc_in;

const RULES: &str = r#"
guide slow "The site is slow" { symptoms late ; otherwise desk }
symptom late "Pages come late"
escalation desk "The desk" { collect "the name of the host" }

cause full "The disk is full" { likelihood common ; shows late always }
cause worn "The disk is worn out" { likelihood occasional ; shows late always }

check room "How much room is left?" {
  takes 1 min
  asks number GB
  outcome little "Less than 1 GB" below 1 { confirms full }
  outcome enough "1 GB or more" from 1 { rules-out full }
}

fact host "Which host is it?" { text ; hint "It stands in the address." }

remedy tidy "Remove old logs" {
  fixes full always
  takes 5 min
  when room is little
  steps { step "Remove them." { run sh "prune --host <host>" } }
  verify "Open a page."
}
remedy fewer "Serve from another host" {
  kind workaround
  fixes worn always
  takes 1 min
  steps { step "Switch over." }
  verify "Open a page."
}
remedy new-disk "Put in another disk" {
  fixes worn always
  takes 3 h
  steps { step "Put it in." }
  verify "Open a page."
}
"#;

fn kbc(folder: &Path, arguments: &[&str], input: &str) -> String {
    let output = kbc_in(folder, arguments, input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("kbc speaks UTF-8").replace('\u{a0}', " ")
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    std::fs::create_dir(folder.path().join("rules")).expect("there is room");
    std::fs::write(folder.path().join("kbc.toml"), "title = \"T\"\n").expect("a file can be written");
    std::fs::write(folder.path().join("rules/slow.rules"), RULES).expect("a file can be written");
    folder
}

#[test]
fn a_value_is_said_to_be_understood_as_the_answer_that_it_lies_in() {
    let folder = project();
    let said = kbc(folder.path(), &["diagnose", "slow"], "1\n0.4\nq\n");
    assert!(said.contains("Understood as: Less than 1 GB"), "{said}");
    // An answer by its name needs no such word.
    let said = kbc(folder.path(), &["diagnose", "slow"], "1\nenough\nq\n");
    assert!(said.contains("Serve from another host") && !said.contains("Understood as"), "{said}");
}

#[test]
fn who_was_helped_by_a_workaround_is_told_what_mends_it_for_good() {
    let folder = project();
    let said = kbc(folder.path(), &["diagnose", "slow", "--given", "room=enough"], "1\nhelp\n1\nq\n");
    let parts: Vec<&str> = said.split("This gets round the trouble and does not end it.").collect();
    assert_eq!(parts.len(), 3, "it is said where it is tried and at the end: {said}");
    assert!(parts[1].contains("`help` is none of these."), "{said}");
    assert!(parts[2].contains("What ends it for good: Put in another disk"), "{said}");
    let end = |given: &str| -> serde_json::Value {
        let arguments = ["diagnose", "slow", "--json", "--know", "host=n", "--given", given];
        let said = kbc(folder.path(), &arguments, "{\"solved\":true}\n");
        serde_json::from_str(said.lines().last().expect("an end")).expect("JSON")
    };
    let around = end("room=enough");
    assert_eq!((&around["event"], &around["workaround"]), (&"end".into(), &true.into()), "{around}");
    assert_eq!(around["repairs"][0]["title"], "Put in another disk", "{around}");
    // What mends it is no workaround.
    let mended = end("room=little");
    assert_eq!(mended["kind"], "solved", "{mended}");
    assert!(mended.get("workaround").is_none() && mended.get("repairs").is_none(), "{mended}");
}

#[test]
fn why_names_the_answer_that_a_step_waits_for() {
    let folder = project();
    let why = |answers: &str| kbc(folder.path(), &["why", "slow", "tidy", "--answers", answers], "");
    assert!(why("fewer").contains("`tidy`: its `when` waits for `room`\n"), "{}", why("fewer"));
    assert!(
        why("room=enough").contains("`tidy`: its `when` does not hold: `room` is `enough`\n"),
        "{}",
        why("room=enough")
    );
}

#[test]
fn what_stands_for_a_blank_is_said_where_a_command_has_one() {
    let folder = project();
    kbc(folder.path(), &["build"], "");
    let page = std::fs::read_to_string(folder.path().join("generated/markdown/slow.md")).expect("a guide");
    assert!(page.contains("prune --host <host>"), "{page}");
    assert!(page.contains("- `<host>`: Which host is it?"), "{page}");
    let said = kbc(folder.path(), &["diagnose", "slow", "--given", "room=little"], "1\nweb-1\nq\n");
    assert!(said.contains("prune --host web-1"), "{said}");
}
