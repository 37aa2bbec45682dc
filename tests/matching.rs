//! From a log or an alert to the guide, as whoever asks on a command line meets it.

use std::path::Path;
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::{Value, json};

#[path = "matching/laws.rs"]
mod laws;
#[path = "matching/payloads.rs"]
mod payloads;
#[path = "matching/shown.rs"]
mod shown;

/// Two guides, of which one knows two of the symptoms, and facts that patterns and labels fill in.
const RULES: &str = r#"
guide shop-slow "The shop is slow" { symptoms refused, queue-full ; otherwise desk }
guide mail-late "Mail comes late" { symptoms queue-full, bounced ; otherwise desk }

symptom refused "The database refuses" {
  message "pool exhausted"
  pattern r"dial (?<db_host>\S+): refused"
  alert "DatabaseRefuses"
}
symptom queue-full "The queue is full" { message "queue orders.in is full" ; alert "Slow" }
symptom bounced "Mail \u{1b}[31m bounces" { pattern r"bounced after (?<tries>\d+) tries" }

cause no-room "The pool is too small" { likelihood common ; shows refused usually, queue-full often }
cause slow-disk "The disk is slow" { likelihood rare ; shows queue-full always, bounced sometimes }
remedy widen "Widen the pool" {
  fixes no-room usually
  steps { step "Widen it." { run sh "widen <db-host> <tries>" } }
  verify "Open the shop."
}
remedy new-disk "Change the disk" { fixes slow-disk always ; verify "Send a mail." }
fact db-host "Which host is it?" { text }
fact tries "How many tries?" { number }
escalation desk "The desk"
"#;

struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        Self::with("title = \"Shop\"\nbase-url = \"https://kb.example\"\n")
    }

    fn with(settings: &str) -> Self {
        let folder = tempfile::tempdir().expect("there is room");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
            std::fs::write(path, text).expect("a file can be written");
        };
        write("kbc.toml", settings);
        write("rules/shop.rules", RULES);
        Self(folder)
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.root().join(path), bytes).expect("a file can be written");
    }

    fn run(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Output {
        let mut command = cargo_bin_cmd!("kbc");
        command.env("KBC_CACHE", "off").current_dir(self.root());
        command.args(arguments).write_stdin(input).output().expect("kbc runs")
    }

    /// What is found, as text.
    fn text(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> String {
        let output = self.run(&[&["match"], arguments].concat(), input);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("kbc speaks UTF-8")
    }

    /// What is found, as JSON, which fits its schema.
    fn json(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Value {
        let output = self.run(&[&["match", "--format", "json"], arguments].concat(), input);
        assert!(output.status.code() < Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        let found = serde_json::from_slice(&output.stdout).expect("JSON");
        let schemas = kbc::emit::json::schemas().expect("schemas can be written");
        let (_, schema) = schemas.iter().find(|(path, _)| *path == "schema/match.json").expect("the schema");
        let schema: Value = serde_json::from_slice(schema).expect("a schema is JSON");
        let wrong: Vec<String> =
            jsonschema::validator_for(&schema).expect("a schema").iter_errors(&found).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}\n{found:#}");
        found
    }

    /// Why a call cannot be carried out.
    fn refused(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> String {
        let output = self.run(&[&["match"], arguments].concat(), input);
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).expect("kbc speaks UTF-8")
    }
}

const LOG: &str = "09:00 ready\r\n09:01 dial db-1.local: refused\n09:02 dial db-2.local: refused\n\
                   09:02 queue orders.in is full\n09:03 dial db-2.local: refused, pool exhausted\n";

#[test]
fn the_line_that_is_ready_goes_on_from_there() {
    let project = Project::new();
    let found = project.json(&[], LOG);
    let command: Vec<&str> = found["guides"][0]["diagnose"]
        .as_array()
        .expect("a command")
        .iter()
        .map(|word| word.as_str().expect("a word"))
        .collect();
    assert_eq!(
        command,
        ["kbc", "diagnose", "shop-slow", "--seen", "refused", "--seen", "queue-full", "--know", "db-host=db-2.local"]
    );
    let said = project.run(&[&command[1..], &["--json"]].concat(), "");
    let said = String::from_utf8(said.stdout).expect("UTF-8");
    let event: Value = serde_json::from_str(said.lines().nth(1).expect("the first event")).expect("JSON");
    assert!(said.contains("widen db-2.local <tries>"), "{said}");
    // The page goes on from the same place.
    let state = event["state"].as_str().expect("a state");
    assert_eq!(found["guides"][0]["link"], format!("https://kb.example/shop/shop-slow.html#go/{state}"));
}

#[test]
fn guides_come_by_the_chance_of_what_was_seen() {
    let project = Project::new();
    let order = |log: &str| {
        let found = project.json(&[], log);
        let guides = found["guides"].as_array().expect("guides").iter();
        guides.map(|guide| guide["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order(LOG), ["shop.shop-slow", "shop.mail-late"]);
    assert_eq!(order("queue orders.in is full\nbounced after 3 tries\n"), ["shop.mail-late", "shop.shop-slow"]);
}

#[test]
fn one_guide_can_be_looked_for_alone() {
    let project = Project::new();
    let found = project.json(&["mail-late", "-"], LOG);
    assert_eq!(found["symptoms"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["guides"][0]["id"], "shop.mail-late");
    assert_eq!(found["symptoms"][0]["guides"], json!(["shop.mail-late"]));
}

#[test]
fn files_are_told_apart_from_guides() {
    let project = Project::new();
    project.write("app.log", LOG);
    project.write("mail-late", "queue orders.in is full\n");
    let text = project.text(&["app.log"], "");
    assert!(text.contains("  app.log:2: 09:01 dial db-1.local: refused (and in 2 more lines)\n"), "{text}");
    let output = project.run(&["match", "mail-late"], LOG);
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(told, "note: `mail-late` is taken for the guide; `./mail-late` is the file\n");
    assert_eq!(project.json(&["./mail-late"], LOG)["lines"], 1);
    let told = project.refused(&["shop-slo"], LOG);
    assert!(told.contains("there is no file `shop-slo`, and no guide is called `shop-slo`"), "{told}");
    assert!(told.contains("did you mean `shop-slow`?"), "{told}");
}

#[test]
fn what_is_no_plain_text_is_refused_and_nothing_found_is_one() {
    let project = Project::new();
    assert!(project.refused(&["-"], b"\x1f\x8b\x08\x00".to_vec()).contains("gzip -dc"));
    assert!(project.refused(&["-"], b"\xff\xfea\0".to_vec()).contains("iconv -f UTF-16"));
    assert!(project.refused(&["no.log"], "").contains("no file `no.log`"));
    let output = project.run(&["match"], "nothing\n");
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), "nothing that is known was found in 1 line\n");
    project.write("rules/broken.rules", "symptom (");
    assert!(project.refused(&["-"], LOG).contains("rules without errors"));
}

#[test]
fn the_case_of_letters_counts_unless_it_is_ignored() {
    let project = Project::new();
    let log = "POOL EXHAUSTED\nDial x: Refused\n";
    assert_eq!(project.json(&[], log)["symptoms"], json!([]));
    assert_eq!(project.json(&["--ignore-case"], log)["symptoms"][0]["count"], 2);
}

#[test]
fn what_a_log_says_is_no_command() {
    let project = Project::new();
    let log = "dial $(reboot)\u{1b}[31m': refused\nbounced after 99999999999999999999999 tries\n";
    let text = project.text(&[], log);
    assert!(!text.contains('\u{1b}'), "{text:?}");
    // A value with a control character is none.
    assert!(!text.contains("--know db-host"), "{text}");
    let text = project.text(&[], "dial $(reboot)': refused\n");
    assert!(text.contains(r"--know 'db-host=$(reboot)'\'''"), "{text}");
}

#[test]
fn lines_of_json_are_read_as_their_texts() {
    let project = Project::new();
    let log = concat!(
        "{\"level\":\"error\",\"msg\":\"dial db-3: refused\",\"pool exhausted\":1}\n",
        "{\"msg\":\"queue\\u0020orders.in is full\",\"n\":{\"deep\":[\"pool exhausted\"]}}\n",
        "{\"log\":\"one\\ndial db-3: refused\\n\",\"stream\":\"stderr\"}\n"
    );
    let found = project.json(&[], log);
    let told: Vec<(&str, u64)> = found["symptoms"]
        .as_array()
        .expect("symptoms")
        .iter()
        .map(|one| (one["id"].as_str().expect("an id"), one["count"].as_u64().expect("a count")))
        .collect();
    assert_eq!(told, [("shop.refused", 3), ("shop.queue-full", 1)]);
    assert_eq!(found["symptoms"][0]["facts"]["db-host"], json!([{"value": "db-3", "count": 2}]));
}

#[test]
fn the_catalogue_of_a_site_stands_in_for_its_rules() {
    let project = Project::new();
    assert!(project.run(&["build", "--format", "json"], "").status.success());
    let index = project.root().join("generated/json/index.json");
    let index = index.to_str().expect("UTF-8");
    let elsewhere = tempfile::tempdir().expect("there is room");
    let output = cargo_bin_cmd!("kbc")
        .current_dir(elsewhere.path())
        .args(["match", "--index", index, "--format", "json"])
        .write_stdin(LOG)
        .output()
        .expect("kbc runs");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["guides"][0]["link"], "https://kb.example/shop/shop-slow.html#go/+refused/+queue-full");
    assert_eq!(found["guides"][0].get("diagnose"), None);
    assert_eq!(found["symptoms"][0]["facts"]["db-host"][0], json!({"value": "db-2.local", "count": 2}));
    assert!(project.refused(&["--index", "kbc.toml"], LOG).contains("it is no `index.json`"));
}

#[test]
fn a_build_says_where_alerts_lead() {
    let project = Project::new();
    assert!(project.run(&["build", "--format", "json"], "").status.success());
    let read = |path: &str| -> Value {
        let bytes = std::fs::read(project.root().join("generated/json").join(path)).expect("it was built");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    let (alerts, schema) = (read("alerts.json"), read("schema/alerts.json"));
    assert!(jsonschema::is_valid(&schema, &alerts), "{alerts:#}");
    assert_eq!(alerts["alerts"]["DatabaseRefuses"]["page"], "https://kb.example/shop/shop-slow.html#go/+refused");
    let guides = alerts["alerts"]["Slow"]["guides"].as_array().expect("guides").iter();
    assert_eq!(guides.map(|guide| &guide["id"]).collect::<Vec<_>>(), ["shop.mail-late", "shop.shop-slow"]);
    // A base without alerts has no such file, nor one that had some.
    let rules = RULES.replace("alert \"DatabaseRefuses\"", "").replace("; alert \"Slow\"", "");
    project.write("rules/shop.rules", rules);
    assert!(project.run(&["build", "--format", "json"], "").status.success());
    assert!(!project.root().join("generated/json/alerts.json").exists());
}
