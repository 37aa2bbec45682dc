//! `kbc test` from outside.

use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

use super::LAMP;

const SCENARIOS: &str = "
scenario \"the plug\" for lamp {
  suppose unplugged
  expect solved by plug-in within 2 steps
}
scenario \"the bulb\" for lamp {
  answer plug in
  expect next electrician
}
";

fn project(scenarios: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("rules")).expect("a folder of rules");
    std::fs::write(folder.path().join("kbc.toml"), "").expect("settings");
    std::fs::write(folder.path().join("rules/lamp.rules"), format!("{LAMP}{scenarios}")).expect("rules");
    folder
}

fn kbc(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let mut command = Command::cargo_bin("kbc").expect("the command");
    let Output { status, stdout, stderr } =
        command.current_dir(folder).arg("test").args(arguments).output().expect("it runs");
    (status.code().expect("a status"), text(stdout), text(stderr))
}

#[test]
fn failures_go_to_standard_error_and_the_count_to_standard_output() {
    let folder = project(SCENARIOS);
    let (status, out, err) = kbc(folder.path(), &["--message-format", "short"]);
    assert_eq!((status, out.as_str()), (1, "1 passed, 1 failed\n"));
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.starts_with("rules/lamp.rules:") && err.contains(":3: error[KB601]: `"), "{err}");
    assert!(err.contains("comes next, not `electrician`"), "{err}");
    let (status, out, err) = kbc(folder.path(), &["--filter", "THE PLUG"]);
    assert_eq!((status, out.as_str(), err.as_str()), (0, "1 passed, 0 failed\n", ""));
}

#[test]
fn a_filter_takes_titles_and_guides_and_nothing_matched_fails() {
    let folder = project(SCENARIOS);
    assert_eq!(kbc(folder.path(), &["--filter", "lamp"]).1, "1 passed, 1 failed\n");
    let (status, out, err) = kbc(folder.path(), &["--filter", "toaster"]);
    assert_eq!((status, out.as_str()), (1, "0 passed, 0 failed\n"));
    assert!(err.contains("error[KB608]: no scenario has `toaster`"), "{err}");
    assert_eq!(kbc(project("").path(), &[]).0, 1);
}

#[test]
fn coverage_lists_what_is_missing_and_may_be_demanded() {
    let folder = project(SCENARIOS);
    let (_, out, err) = kbc(folder.path(), &["--filter", "plug", "--coverage", "--message-format", "short"]);
    let wanted = "outcomes   20.0 %  1 of 5\nrules       0.0 %  0 of 2\ncauses     33.3 %  1 of 3\n\
                  remedies   50.0 %  1 of 2\ntotal      25.0 %  3 of 12\n1 passed, 0 failed\n";
    assert_eq!(out, wanted);
    assert_eq!(err.lines().count(), 9, "{err}");
    assert!(err.contains(": note[KB602]: no scenario reaches the outcome `in` of `plug`"), "{err}");
    assert_eq!(kbc(folder.path(), &["--filter", "plug", "--min-coverage", "25"]).0, 0);
    let (status, _, err) = kbc(folder.path(), &["--filter", "plug", "--min-coverage", "25.1"]);
    assert_eq!((status, err.as_str()), (1, "kbc: the scenarios reach 25.0 %, and 25.1 % is wanted\n"));
    assert_eq!(kbc(folder.path(), &["--min-coverage", "101"]).0, 2);
}

#[test]
fn the_xml_stands_alone() {
    let folder = project(SCENARIOS);
    let (status, out, _) = kbc(folder.path(), &["--format", "junit"]);
    assert_eq!(status, 1);
    assert!(out.starts_with("<?xml version=\"1.0\"") && out.ends_with("</testsuites>\n"), "{out}");
    assert!(out.contains("<testsuites name=\"kbc\" tests=\"2\" failures=\"1\""), "{out}");
}

#[test]
fn a_check_finds_what_a_scenario_cannot_mean() {
    let folder = project("scenario \"x\" for lamp {\n  answer plug beside\n  expect next plug-in\n}\n");
    let mut command = Command::cargo_bin("kbc").expect("the command");
    let output = command.current_dir(folder.path()).arg("check").output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[KB604]"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn the_scenarios_of_the_cluster_pass_and_reach_most() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge/kubernetes");
    let (status, out, err) = kbc(&folder, &["--min-coverage", "90"]);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    assert!(out.ends_with(" passed, 0 failed\n"), "{out}");
}
