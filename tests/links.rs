//! What `kbc.lock` promises: an address that was published leads somewhere.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

fn lamp(number: usize) -> String {
    format!(
        "guide dark{number} \"The lamp {number} is dark\" {{\n  symptoms no-light{number}\n  otherwise ask{number}\n}}\n\
         symptom no-light{number} \"There is no light at {number}\" {{\n  impact \"It is dark.\"\n}}\n\
         cause bulb{number} \"The bulb {number} is broken\" {{\n  likelihood common\n  shows no-light{number} always\n}}\n\
         remedy change{number} \"Change the bulb {number}\" {{\n  fixes bulb{number} usually\n  takes 5 min\n  steps {{ step \"Change it.\" }}\n}}\n\
         escalation ask{number} \"Ask for {number}\" {{\n  takes 60 min\n}}\n"
    )
}

struct Project(TempDir);

impl Project {
    /// Six files of a guide each.
    fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        fs::create_dir(project.path("rules")).unwrap();
        fs::write(project.path("kbc.toml"), "").unwrap();
        (0..6).for_each(|number| project.write(number, &lamp(number)));
        project
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn write(&self, number: usize, text: &str) {
        fs::write(self.path(&format!("rules/f{number}.rules")), text).unwrap();
    }

    fn text(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }

    /// Runs kbc; gives its status and all that it says.
    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let output = cargo_bin_cmd!("kbc").current_dir(self.0.path()).args(arguments).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code().unwrap(), String::from_utf8(said).unwrap())
    }

    #[track_caller]
    fn build(&self) {
        let (status, said) = self.run(&["build"]);
        assert_eq!(status, 0, "{said}");
    }

    /// What a build without any memory makes, and leaves in the lock.
    fn made_anew(&self) -> (BTreeMap<PathBuf, Vec<u8>>, String) {
        let output = cargo_bin_cmd!("kbc")
            .current_dir(self.0.path())
            .env("KBC_CACHE", "off")
            .args(["build", "--out", "anew"])
            .output()
            .unwrap();
        assert!(output.status.success());
        let made = files(&self.path("anew"));
        fs::remove_dir_all(self.path("anew")).unwrap();
        (made, self.text("kbc.lock"))
    }
}

fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.')) {
                found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_build_writes_what_it_publishes_and_keeps_it() {
    let project = Project::new();
    assert_eq!(project.run(&["build", "--locked"]).0, 1, "there is no lock yet");
    project.build();
    let lock = project.text("kbc.lock");
    assert!(
        lock.contains("\nf0.dark0 f0/dark0\n") && lock.contains("\nf0.change0 f0/dark0#remedy-change0\n"),
        "{lock}"
    );
    assert!(lock.lines().skip(1).is_sorted(), "{lock}");
    assert!(!lock.contains("step-"), "numbers of steps are not promised");
    assert_eq!(project.run(&["build", "--locked"]), (0, project.run(&["build"]).1));
    assert_eq!(project.text("kbc.lock"), lock);
    // What is new has to be in the lock before it is published so.
    project.write(0, &lamp(0).replace("change0", "replace0").replace("5 min\n", "5 min\n  moved-from change0\n"));
    let (status, said) = project.run(&["build", "--locked"]);
    assert_eq!(status, 1);
    assert!(said.contains("new      f0.replace0 f0/dark0#remedy-replace0"), "{said}");
    assert_eq!(project.text("kbc.lock"), lock, "nothing was written");
    assert_eq!(project.run(&["build", "--check"]).0, 1);
    project.build();
    assert_eq!(project.run(&["build", "--locked"]).0, 0);
    assert_eq!(project.run(&["build", "--check"]).0, 0);
}

#[test]
fn what_is_gone_without_a_word_is_an_error() {
    let project = Project::new();
    project.build();
    project.write(0, &lamp(0).replace("change0", "replace0"));
    for command in ["build", "check"] {
        let (status, said) = project.run(&[command]);
        assert_eq!(status, 1, "{said}");
        assert!(said.contains("KB731") && said.contains("`f0.change0` is gone"), "{said}");
        assert!(said.contains("moved-from f0.change0"), "{said}");
    }
    fs::write(project.path("kbc.toml"), "[links]\ngone = { \"f0.change0\" = \"Bulbs <b>last</b> for ever.\" }\n")
        .unwrap();
    project.build();
    let page = project.text("generated/html/f0/dark0.html");
    assert!(
        page.contains("<p id=\"remedy-change0\">") && page.contains("Bulbs &lt;b&gt;last&lt;"),
        "the reason is on the page"
    );
    let list = project.text("generated/html/redirects.json");
    assert!(list.contains("f0/dark0.html#remedy-change0") && list.contains("gone"), "{list}");
    assert_eq!(project.run(&["check"]).0, 0);
}

#[test]
fn what_moved_leads_on() {
    let project = Project::new();
    project.build();
    let page_before = project.text("generated/html/f0/dark0.html");
    assert!(!page_before.contains("class=\"moved\""));
    // An item of another name on the same page, and a guide with all its items in another file.
    project.write(0, &lamp(0).replace("change0", "replace0").replace("5 min\n", "5 min\n  moved-from change0\n"));
    fs::remove_file(project.path("rules/f1.rules")).unwrap();
    let mut moved = lamp(1);
    for name in ["dark1", "no-light1", "bulb1", "change1", "ask1"] {
        let at = moved.find(&format!(" {name} \"")).unwrap();
        let brace = at + moved[at..].find("{\n").unwrap() + 2;
        moved.insert_str(brace, &format!("  moved-from f1.{name}\n"));
    }
    fs::write(project.path("rules/g1.rules"), moved).unwrap();
    project.build();
    let page = project.text("generated/html/f0/dark0.html");
    assert!(
        page.contains("<p id=\"remedy-change0\">") && page.contains("href=\"../f0/dark0.html#remedy-replace0\""),
        "{page}"
    );
    let old = project.text("generated/html/f1/dark1.html");
    for part in [
        "<noscript><meta http-equiv=\"refresh\" content=\"0; url=../g1/dark1.html\"></noscript>",
        "\"cause-bulb1\":\"../g1/dark1.html#cause-bulb1\"",
        "<a href=\"../g1/dark1.html\" dir=\"auto\">The lamp 1 is dark</a>",
        "<meta name=\"robots\" content=\"noindex\">",
    ] {
        assert!(old.contains(part), "{part} is not in {old}");
    }
    assert_eq!(project.text("generated/html/_redirects"), "/f1/dark1.html /g1/dark1.html 301\n");
    fs::write(project.path("kbc.toml"), "base-url = \"https://example.org/kb\"\n").unwrap();
    project.build();
    let old = project.text("generated/html/f1/dark1.html");
    assert!(old.contains("<link rel=\"canonical\" href=\"https://example.org/kb/g1/dark1.html\">"), "{old}");
    assert_eq!(project.text("generated/html/_redirects"), "/kb/f1/dark1.html /kb/g1/dark1.html 301\n");
    // It says the same however it was made.
    let now = files(&project.path("generated"));
    let (anew, lock) = project.made_anew();
    assert_eq!(project.text("kbc.lock"), lock);
    assert!(now == anew, "a build after others makes what one without memory makes");
}

#[test]
fn a_small_change_keeps_old_addresses_and_adds_new_ones() {
    let project = Project::new();
    project.build();
    project.write(0, &lamp(0).replace("change0", "replace0").replace("5 min\n", "5 min\n  moved-from change0\n"));
    project.build();
    // A word in another file: little is made, and the old address still leads on.
    for (number, text) in [
        (3, lamp(3).replace("Change it.", "Change it now.")),
        (0, lamp(0).replace("change0", "replace0").replace("5 min\n", "6 min\n  moved-from change0\n")),
        // Something new.
        (4, format!("{}remedy wait4 \"Wait\" {{\n  fixes bulb4 seldom\n  steps {{ step \"Wait.\" }}\n}}\n", lamp(4))),
        // A name that is given up again.
        (0, lamp(0).replace("5 min\n", "5 min\n  moved-from replace0\n")),
    ] {
        project.write(number, &text);
        project.build();
        let (now, lock) = (files(&project.path("generated")), project.text("kbc.lock"));
        let (anew, lock_anew) = project.made_anew();
        assert!(lock == lock_anew && now == anew, "after a change of {number}");
    }
    assert!(project.text("kbc.lock").contains("f4.wait4 f4/dark4#remedy-wait4\n"));
    let page = project.text("generated/html/f0/dark0.html");
    assert!(page.contains("<p id=\"remedy-replace0\">") && !page.contains("<p id=\"remedy-change0\">"), "{page}");
}

#[test]
fn a_lock_that_cannot_be_read_stops_a_build() {
    let project = Project::new();
    project.build();
    let lock = project.text("kbc.lock");
    fs::write(project.path("kbc.lock"), format!("{lock}<<<<<<< HEAD\n")).unwrap();
    for command in ["build", "check"] {
        let (status, said) = project.run(&[command]);
        assert_eq!(status, 2, "{said}");
        assert!(said.contains("in kbc.lock: line") && said.contains("keep the lines of both"), "{said}");
    }
    fs::remove_file(project.path("kbc.lock")).unwrap();
    project.build();
    assert_eq!(project.text("kbc.lock"), lock, "it is written again");
    fs::write(project.path("kbc.toml"), "[links]\ngone = { \"nothing\" = \"x\" }\n").unwrap();
    let (status, said) = project.run(&["build"]);
    assert!(status == 2 && said.contains("has `nothing`, which is no id"), "{said}");
}

#[test]
fn a_review_knows_what_leads_on() {
    let project = Project::new();
    project.build();
    let old = tempfile::tempdir().unwrap();
    fs::create_dir(old.path().join("rules")).unwrap();
    fs::write(old.path().join("kbc.toml"), "").unwrap();
    for number in 0..6 {
        fs::write(old.path().join(format!("rules/f{number}.rules")), lamp(number)).unwrap();
    }
    project.write(0, &lamp(0).replace("change0", "replace0").replace("5 min\n", "5 min\n  moved-from change0\n"));
    let old = old.path().to_str().unwrap();
    let (status, said) = project.run(&["diff", old, "--verbose"]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("which leads on"), "{said}");
    fs::remove_file(project.path("kbc.lock")).unwrap();
    let (status, said) = project.run(&["diff", old]);
    assert_eq!(status, 1, "nothing keeps the old anchor: {said}");
}

#[test]
fn what_hangs_together_is_drawn() {
    let project = Project::new();
    let hostile = lamp(0).replace("Change the bulb 0", "Change </svg> \\\"the\\\" `bulb` | <script>");
    project.write(0, &hostile);
    let (status, dot) = project.run(&["graph", "dark0"]);
    assert_eq!(status, 0, "{dot}");
    assert!(dot.starts_with("digraph \"The lamp 0 is dark\" {\n") && dot.contains("n0 -> n1;"), "{dot}");
    assert!(dot.contains("\\\"the\\\""), "{dot}");
    let (_, mermaid) = project.run(&["graph", "bulb0", "--format", "mermaid"]);
    assert!(mermaid.starts_with("flowchart LR\n") && mermaid.contains("#60;script#62;"), "{mermaid}");
    assert_eq!(mermaid.matches("-->").count(), 2, "a cause with what shows it and what helps: {mermaid}");
    let (_, svg) = project.run(&["graph", "no-light0", "--format", "svg"]);
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"), "{svg}");
    assert_eq!(svg.matches("<svg").count(), svg.matches("</svg>").count(), "{svg}");
    assert!(!svg.contains("<script") && svg.contains("&lt;script&gt;"), "{svg}");
    assert_eq!(svg.matches("<rect").count(), 1 + 4 + 3, "the sheet, what the colours mean, three items: {svg}");
    let (_, all) = project.run(&["graph"]);
    assert_eq!(all.matches("shape=box").count(), 6, "{all}");
    let (status, said) = project.run(&["graph", "no-such"]);
    assert!(status == 2 && said.contains("no-such"), "{said}");
}
