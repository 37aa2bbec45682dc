//! `kbc learn` as its users meet it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/learning")
}

/// A copy of the example, so that its rules may change.
pub fn copy() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    for path in ["kbc.toml", "rules/no-print.rules", "truth/kbc.toml", "truth/rules/no-print.rules"] {
        let to = folder.path().join(path);
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(example().join(path), to).expect("a file");
    }
    folder
}

fn kbc(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).args(arguments).output().expect("kbc runs")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

pub fn sessions(folder: &Path, count: &str) -> String {
    sessions_of(folder, count, &["--truth", "truth", "--off-plan", "10%", "--cant", "5%", "--found", "20%"])
}

fn sessions_of(folder: &Path, count: &str, habits: &[&str]) -> String {
    let mut arguments = vec!["learn", "simulate", "nothing-prints", "--sessions", count, "--seed", "1"];
    arguments.extend(habits);
    let made = kbc(folder, &arguments);
    assert!(made.status.success(), "{}", text(&made.stderr));
    text(&made.stdout)
}

fn json(output: &Output) -> serde_json::Value {
    let read = serde_json::from_slice(&output.stdout);
    assert!(read.is_ok(), "{}", text(&output.stderr));
    read.expect("it was just looked at")
}

#[test]
fn a_wrong_guide_becomes_a_better_one() {
    let folder = copy();
    let at = folder.path();
    fs::write(at.join("sessions.jsonl"), sessions(at, "4000")).expect("a log");
    let table = kbc(at, &["learn", "sessions.jsonl"]);
    assert_eq!(table.status.code(), Some(0), "{}", text(&table.stderr));
    let shown = text(&table.stdout);
    assert!(shown.starts_with("no-print.nothing-prints: 4,000 sessions, Jan–Dec 2026 (page 4,000)"), "{shown}");
    assert!(shown.contains("likelihood queue-stuck") && shown.contains("clear-queue fixes queue-stuck"), "{shown}");
    assert!(text(&table.stderr).contains("KB801"), "{}", text(&table.stderr));
    let before = fs::read_to_string(at.join("rules/no-print.rules")).expect("rules");
    let patch = kbc(at, &["learn", "sessions.jsonl", "--patch", "-"]);
    assert!(text(&patch.stdout).contains("-  likelihood rare"), "{}", text(&patch.stdout));
    assert_eq!(before, fs::read_to_string(at.join("rules/no-print.rules")).expect("rules"));
    let check = kbc(at, &["learn", "sessions.jsonl", "--check"]);
    assert_eq!(check.status.code(), Some(1), "{}", text(&check.stdout));
    let write = kbc(at, &["learn", "sessions.jsonl", "--write", "--format", "json"]);
    assert_eq!(write.status.code(), Some(0), "{}", text(&write.stderr));
    let after = fs::read_to_string(at.join("rules/no-print.rules")).expect("rules");
    // Nothing but numbers changed: the comment beside one of them is still there.
    assert!(after.contains("# the helpdesk's guess, of 2019"), "{after}");
    let titles = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.contains('"'))
            .map(|line| line.split('"').nth(1).unwrap_or("").to_owned())
            .collect()
    };
    assert_eq!(titles(&before), titles(&after));
    for arguments in [&["check", "--deny", "warnings"][..], &["fmt", "--check"], &["test"]] {
        let run = kbc(at, arguments);
        assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}{}", text(&run.stdout), text(&run.stderr));
    }
    // The numbers came nearer to the truth, and the plan is cheaper by them.
    let report = json(&write);
    let plan = &report["guides"][0]["plan"];
    let (now, changed) = (plan["now"].as_f64().expect("minutes"), plan["changed"].as_f64().expect("minutes"));
    assert!(changed < now - 1.0, "{plan}");
    // Learned again from the same sessions, nothing is left to change that matters.
    let again = kbc(at, &["learn", "sessions.jsonl", "--check"]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stdout));
    assert!(fs::read_to_string(at.join("learned.json")).expect("learned.json").contains("fixes no-print.clear-queue"));
}

#[test]
fn logs_and_counts_of_them_come_to_the_same_in_any_order() {
    let folder = copy();
    let at = folder.path();
    let log = sessions(at, "600");
    let lines: Vec<&str> = log.lines().collect();
    // The newest line of a session counts; doubled and shuffled lines change nothing.
    let mut older: serde_json::Value = serde_json::from_str(lines[0]).expect("JSON");
    older["seq"] = 0.into();
    older["pattern"] = "".into();
    older["ending"] = "left".into();
    let older = older.to_string();
    let shuffled: Vec<&str> = lines.iter().rev().copied().chain([lines[3], older.as_str()]).collect();
    fs::write(at.join("a.jsonl"), &log).expect("a log");
    fs::write(at.join("b.jsonl"), shuffled.join("\n")).expect("a log");
    let one = kbc(at, &["learn", "a.jsonl", "--format", "json"]);
    let other = kbc(at, &["learn", "b.jsonl", "--format", "json"]);
    let (mut a, mut b) = (json(&one), json(&other));
    a["lines"] = 0.into();
    b["lines"] = 0.into();
    assert_eq!(a, b, "{}", text(&other.stderr));
    let counts = kbc(at, &["learn", "a.jsonl", "--counts", "counts.csv", "--times", "times.csv"]);
    assert!(counts.status.success(), "{}", text(&counts.stderr));
    let mut c = json(&kbc(at, &["learn", "counts.csv", "times.csv", "--format", "json"]));
    c["lines"] = 0.into();
    assert_eq!(a, c);
    let run = cargo_bin_cmd!("kbc")
        .current_dir(at)
        .env("RAYON_NUM_THREADS", "1")
        .args(["learn", "a.jsonl", "--format", "json"])
        .output()
        .expect("kbc runs");
    assert_eq!(text(&run.stdout), text(&one.stdout), "with one thread");
}

#[test]
fn what_is_wrong_with_a_log_is_told_with_its_place() {
    let folder = copy();
    let at = folder.path();
    let log = sessions(at, "400");
    let mut lines: Vec<String> = log.lines().map(str::to_owned).collect();
    lines[1] = lines[1].replace("\"via\"", "\"name\":\"Anna\",\"via\"");
    fs::write(at.join("log.jsonl"), lines.join("\n")).expect("a log");
    let run = kbc(at, &["learn", "log.jsonl"]);
    assert_eq!(run.status.code(), Some(0));
    assert!(text(&run.stderr).contains("log.jsonl:2: unknown field `name`"), "{}", text(&run.stderr));
    assert!(!text(&run.stderr).contains("Anna") && !text(&run.stdout).contains("Anna"));
    lines.iter_mut().take(9).for_each(|line| line.truncate(50));
    fs::write(at.join("log.jsonl"), lines.join("\n")).expect("a log");
    let run = kbc(at, &["learn", "log.jsonl", "--write"]);
    assert_eq!(run.status.code(), Some(1));
    assert!(text(&run.stderr).contains("KB850"), "{}", text(&run.stderr));
    assert!(!at.join("learned.json").exists());
    let run = kbc(at, &["learn", "none.jsonl"]);
    assert_eq!(run.status.code(), Some(2));
    let few = sessions(at, "20");
    fs::write(at.join("few.jsonl"), few).expect("a log");
    let run = kbc(at, &["learn", "few.jsonl", "--patch", "-"]);
    assert!(text(&run.stdout).is_empty(), "{}", text(&run.stdout));
    assert!(text(&run.stderr).contains("KB852"), "{}", text(&run.stderr));
}

#[test]
fn a_conversation_becomes_a_line_and_a_ticket_says_its_cause() {
    let folder = copy();
    let at = folder.path();
    let run = cargo_bin_cmd!("kbc")
        .current_dir(at)
        .args(["diagnose", "nothing-prints", "--json", "--log", "log.jsonl"])
        .write_stdin("{\"cant\":true}\n{\"handover\":true}\n{\"quit\":true}\n")
        .output()
        .expect("kbc runs");
    let said = text(&run.stdout);
    let end = said.lines().find(|line| line.contains("\"event\":\"end\"")).unwrap_or_else(|| panic!("{said}"));
    let end: serde_json::Value = serde_json::from_str(end).expect("JSON");
    let line = fs::read_to_string(at.join("log.jsonl")).expect("a log");
    let logged: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(end["log"]["pattern"], logged["pattern"]);
    assert_eq!(logged["ending"], "handed-over:call-it");
    let code = logged["session_id"].as_str().expect("a code");
    assert!(end["handover"].as_str().expect("a text").ends_with(&format!("kbc {code}\n")), "{end}");
    let map = r#"
guide = "nothing-prints"
id = "Ticket"
session = "Text"
month = "Created"

[cause]
column = "Found"
values = { "jam" = "paper-jam" }

[[answers]]
column = "Display"
step = "display"
values = { "JAM" = "jam" }
"#;
    fs::write(at.join("map.toml"), map).expect("a map");
    let tickets = format!(
        "Ticket,Text,Created,Found,Display\n1,\"It jams. kbc {code}\",2026-11-03,jam,\n2,,2026-11-04,jam,JAM\n3,,2026-11-05,\"Anna's cat\",JAM\n"
    );
    fs::write(at.join("tickets.csv"), tickets).expect("tickets");
    let run = kbc(at, &["learn", "import", "tickets.csv", "--map", "map.toml", "--log", "log.jsonl"]);
    assert!(run.status.success(), "{}", text(&run.stderr));
    let made: Vec<serde_json::Value> =
        text(&run.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(made.len(), 3);
    assert_eq!((&made[0]["session_id"], &made[0]["cause"]), (&logged["session_id"], &"paper-jam".into()));
    assert_eq!(made[0]["pattern"], logged["pattern"]);
    assert_eq!((&made[1]["via"], &made[1]["pattern"]), (&"ticket".into(), &"display=jam".into()));
    assert!(!text(&run.stdout).contains("Anna"), "what the map does not name is not passed on");
    assert!(text(&run.stderr).contains("`Anna's cat`"), "{}", text(&run.stderr));
    fs::write(at.join("tickets.jsonl"), &run.stdout).expect("a log");
    let both = kbc(at, &["learn", "log.jsonl", "tickets.jsonl", "--format", "json"]);
    assert_eq!(json(&both)["guides"][0]["sessions"], 3, "{}", text(&both.stderr));
    fs::write(at.join("map.toml"), map.replace("= \"jam\" }", "= \"james\" }")).expect("a map");
    let run = kbc(at, &["learn", "import", "tickets.csv", "--map", "map.toml"]);
    assert_eq!(run.status.code(), Some(2));
    assert!(text(&run.stderr).contains("james"), "{}", text(&run.stderr));
}

#[test]
fn several_causes_at_once_are_told_where_support_finds_them() {
    let folder = TempDir::new().expect("a folder");
    let at = folder.path();
    // Where remedies hardly help, support finds what is left.
    lamps(at, &LAMP.replace("usually", "rarely"));
    let learned = |share: &str| {
        let habits =
            ["--sessions", "3000", "--seed", "1", "--truth", "truth", "--found", "100%", "--two-causes", share];
        let made = kbc(at, &[&["learn", "simulate", "lamp"][..], &habits].concat());
        fs::write(at.join("log.jsonl"), &made.stdout).expect("a log");
        let run = kbc(at, &["learn", "log.jsonl", "--format", "json"]);
        let guide = &json(&run)["guides"][0];
        let number = |field: &str| guide[field].as_u64().expect("a number");
        (text(&run.stderr).contains("KB811"), number("several_causes"), number("known_causes"))
    };
    let (told, several, known) = learned("40%");
    assert!(told && several > 300 && known > 1000, "{several} {known}");
    let (told, several, known) = learned("0");
    assert!(!told && several == 0 && known > 1000, "{several} {known}");
}

const LAMP: &str = "\
guide lamp \"The lamp fails\" { symptoms dark, hums ; otherwise shop }
symptom dark \"It is dark\"
symptom hums \"It hums\"
cause bulb \"The bulb is dead\" { likelihood common ; shows dark 90%, hums 5% }
cause fuse \"The fuse is blown\" { likelihood common ; shows dark 50%, hums 50% }
cause wire \"A wire is loose\" { likelihood common ; shows dark 30%, hums 80% }
check glass \"Is the glass black?\" { takes 1 min ; outcome black \"Yes\" { given bulb 90% ; given fuse 5% ; given wire 5% } ; outcome clear \"No\" }
check cord \"Is the cord warm?\" { takes 1 min ; outcome warm \"Yes\" { given wire 90% ; given fuse 10% ; given bulb 5% } ; outcome cold \"No\" }
remedy new-bulb \"Put a new bulb in\" { fixes bulb usually ; takes 2 min }
remedy new-fuse \"Put a new fuse in\" { fixes fuse usually ; takes 4 min }
remedy fix-wire \"Fix the wire\" { fixes wire usually ; takes 6 min }
escalation shop \"Ask the shop\"
";

/// A base of lamps, and what is true of them.
fn lamps(at: &Path, truth: &str) {
    for (of, text) in [("", LAMP), ("truth", truth)] {
        fs::create_dir_all(at.join(of).join("rules")).expect("a folder");
        fs::write(at.join(of).join("kbc.toml"), "title = \"Lamps\"\n").expect("settings");
        fs::write(at.join(of).join("rules/lamp.rules"), text).expect("rules");
    }
}

#[test]
fn a_cause_whose_readers_name_another_symptom_is_told_at_its_place() {
    let folder = TempDir::new().expect("a folder");
    let at = folder.path();
    let learned = |truth: &str| {
        lamps(at, truth);
        let habits = ["--sessions", "3000", "--seed", "1", "--truth", "truth", "--off-plan", "20%", "--found", "50%"];
        let made = kbc(at, &[&["learn", "simulate", "lamp"][..], &habits].concat());
        fs::write(at.join("log.jsonl"), &made.stdout).expect("a log");
        let run = kbc(at, &["learn", "log.jsonl", "--format", "json"]);
        (text(&run.stderr), json(&run)["guides"][0]["doubts"]["coming_in"].clone())
    };
    let (said, ways) = learned(&LAMP.replace("shows dark 90%, hums 5%", "shows dark 30%, hums 90%"));
    assert!(said.contains("KB813") && said.contains("of the readers with `bulb` come in by `hums`"), "{said}");
    assert!(said.contains("rules/lamp.rules:4:7"), "{said}");
    assert_eq!(said.matches("[KB813]").count(), 1, "{said}");
    assert_eq!((&ways[0]["cause"], &ways[0]["symptoms"][0]), (&"bulb".into(), &"hums".into()));
    assert!(ways[0]["share"].as_f64() > Some(0.5) && ways[0]["expected"].as_f64() < Some(0.4), "{ways}");
    let (said, ways) = learned(LAMP);
    assert!(!said.contains("KB813") && ways == serde_json::json!([]), "{said} {ways}");
}

#[test]
fn simulated_lines_fit_the_published_schema() {
    let schemas = kbc::emit::json::schemas().expect("schemas");
    let (_, schema) = schemas.iter().find(|(path, _)| *path == "schema/session.json").expect("it is published");
    let schema: serde_json::Value = serde_json::from_slice(schema).expect("JSON");
    assert_eq!(schema["additionalProperties"], false);
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let folder = copy();
    for line in sessions(folder.path(), "50").lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(validator.is_valid(&line), "{line}");
    }
}

#[test]
fn the_query_is_printed_for_each_database() {
    let folder = copy();
    for dialect in ["duckdb", "spark", "trino", "bigquery", "snowflake"] {
        let run = kbc(folder.path(), &["learn", "--sql", dialect]);
        assert!(
            text(&run.stdout).contains("ROW_NUMBER() OVER (PARTITION BY session_id ORDER BY seq DESC)"),
            "{dialect}"
        );
    }
}
