//! No text of an author reaches a stream or a page as anything but text.
//!
//! Each text property of the language, as the tables of its words list them, holds characters that would move a cursor,
//! turn a line round, break it, or give a command to GitHub; then every command is run in each of its formats.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "streams/project.rs"]
mod project;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use fs_err as fs;
use project::{FORGED, Project};

/// What must not be in a stream: it would be obeyed, or could not be seen.
fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    (c.is_control() && c != '\n' && c != '\t') || turns || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn assert_is_text(what: &str, text: &str) {
    let found = text.char_indices().find(|&(_, c)| is_hidden(c));
    let told = found.map(|(at, c)| (format!("U+{:04X}", u32::from(c)), text[..at].lines().last().unwrap_or_default()));
    assert!(told.is_none(), "{what} holds {told:?}");
}

fn assert_forges_nothing(what: &str, text: &str) {
    for line in text.lines() {
        let begins = line.trim_start();
        // A command of several lines has them set off.
        assert!(!line.starts_with(FORGED) && !begins.starts_with("::error::"), "{what} begins a line: {line:?}");
        // A command of ours is one as a whole: nothing in it is looked at.
        let is_ours =
            begins.starts_with("::error ") || begins.starts_with("::warning ") || begins.starts_with("::notice ");
        assert!(is_ours || !line.contains("##["), "{what} holds a command: {line:?}");
    }
}

/// What a command says on both streams.
fn said(project: &Path, arguments: &[&str], input: &str) -> String {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("kbc"))
        .args(arguments)
        .current_dir(project)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever asks nothing may have gone already.
    drop(child.stdin.take().unwrap().write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.code().is_some_and(|code| code < 2),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn assert_command(project: &Path, arguments: &[&str], input: &str) {
    let what = arguments.join(" ");
    let text = said(project, arguments, input);
    assert!(!text.is_empty(), "{what} says something");
    assert_is_text(&what, &text);
    assert_forges_nothing(&what, &text);
}

/// The same project with other numbers and other names, so that everything is different.
fn older(root: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(root.join("kbc.toml"), folder.path().join("kbc.toml")).unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    for entry in fs::read_dir(root.join("rules")).unwrap() {
        let path = entry.unwrap().path();
        let to = folder.path().join("rules").join(path.file_name().unwrap());
        if path.extension().is_some_and(|ending| ending == "rules") {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(to, text.replace("takes 5 s", "takes 50 min").replace("scenario \"", "scenario \"Older: "))
                .unwrap();
        } else if path.is_file() {
            fs::copy(&path, to).unwrap();
        }
    }
    folder
}

const FORMATS: [&str; 5] = ["human", "short", "json", "sarif", "github"];

#[test]
fn no_text_of_any_property_is_obeyed() {
    let project = Project::with_every_text();
    let root = project.root();
    let errors = said(root, &["check", "--message-format", "short"], "");
    assert!(
        !errors.contains(": error["),
        "a text of the tables fits nowhere: let it stand in `project::stands`\n{errors}"
    );
    for format in FORMATS {
        assert_command(root, &["check", "--message-format", format], "");
        assert_command(root, &["test", "--coverage", "--message-format", format], "");
    }
    assert_command(root, &["test", "--format", "junit"], "");
    for format in ["text", "json", "dot", "mermaid"] {
        assert_command(root, &["plan", "lamp", "--format", format], "");
    }
    for target in ["replace-bulb", "bulb-broken", "look"] {
        assert_command(root, &["why", "lamp", target], "");
        assert_command(root, &["why", "lamp", target, "--answers", "look=crooked"], "");
    }
    for input in ["\n1\nw\n1\n2\n1\n2\n2\n2\n2\n2\n2\n", "1\n2\n?\nb\n2\nw\n1\n1\n1\n", "nonsense\u{1b}\nq\n"] {
        assert_command(root, &["diagnose", "lamp"], input);
    }
    let protocol =
        "{\"why\":true}\n{\"answer\":\"crooked\"}\n{\"failed\":true}\n{\"failed\":true}\n{\"answer\":\"\u{202e}\"}\n";
    assert_command(root, &["diagnose", "lamp", "--json"], protocol);
    let log = "FORGED \u{1b}[31m\u{202e} ::error::forged ##[error]\nA \u{1b}[31m bulb\r\n";
    for format in ["text", "json"] {
        assert_command(root, &["match", "--format", format], log);
    }
    let called = |tool: &str, arguments: &str| {
        format!(
            "{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{{\"name\":\"{tool}\",\"arguments\":{arguments}}}}}\n"
        )
    };
    let calls = [
        called("start", "{\"guide\":\"lamp\"}"),
        called("get", "{\"id\":\"lamp\"}"),
        called("find_guides", "{\"text\":\"lamp \\u001b\"}"),
        called("start", "{\"guide\":\"\\u202e\"}"),
    ];
    assert_command(root, &["mcp"], &calls.concat());
    for format in ["dot", "mermaid", "svg"] {
        assert_command(root, &["graph", "lamp", "--format", format], "");
    }
    let older = older(root);
    for format in ["text", "markdown", "json", "changelog"] {
        assert_command(root, &["diff", older.path().to_str().unwrap(), "--verbose", "--format", format], "");
    }
    assert_command(root, &["fmt", "--check"], "");
    assert_command(root, &["build"], "");
    assert_command(root, &["build", "--format", "agents"], "");
    assert_command(root, &["build", "--check"], "");
    let mut seen = Vec::new();
    for (path, bytes) in project.built() {
        let text = String::from_utf8(bytes).unwrap();
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_owned();
        let what = path.display().to_string();
        match ending.as_str() {
            "xml" | "svg" => {
                assert_is_text(&what, &text);
                roxmltree::Document::parse(&text).unwrap();
            }
            "html" | "md" | "txt" | "json" | "js" => assert_is_text(&what, &text),
            _ => {}
        }
        seen.push(ending);
    }
    for ending in ["json", "xml", "svg", "html", "md", "txt"] {
        assert!(seen.iter().any(|seen| seen == ending), "a `.{ending}` file is built");
    }
}

#[test]
fn no_text_of_a_finding_is_obeyed() {
    // The same texts where each of them is a fault: names, words, values and paths that mean nothing.
    let project = Project::with_every_text();
    let words = project::poisoned("x");
    let faults = format!(
        "guide broken \"{words}\" {{ symptoms {FORGED} ; otherwise desk ; stage \"{words}\" }}\n\
         remedy mend \"{words}\" {{ fixes bulb-broken often ; steps {{ step \"Look.\" {{ image \"{words}\" \"x\" }} }} ; \
         next \"{words}\" ; about \"[x]({words})\" }}\n\
         source elsewhere \"{words}\" {{ link \"{words}\" ; link \"javascript:{words}\" }}\n\
         scenario \"{words}\" for nothing {{ expect warn \"{words}\" }}\n\
         scenario \"{words}\" for lamp {{ expect cause bulb-broken above 99% ; expect warn \"{words}\" }}\n"
    );
    fs::write(project.root().join("rules/faults.rules"), &faults).unwrap();
    let raw = faults.replace("\\u{1b}", "\u{1b}").replace("\\u{202e}", "\u{202e}").replace("\\u{9b}", "\u{9b}");
    fs::write(project.root().join("rules/raw.rules"), raw).unwrap();
    #[cfg(unix)]
    fs::write(project.root().join("rules/a\n::error::forged\u{1b}[2J.rules"), "symptom !!\n").unwrap();
    for format in FORMATS {
        assert_command(project.root(), &["check", "--message-format", format], "");
        assert_command(project.root(), &["test", "--message-format", format], "");
    }
    assert_command(project.root(), &["fmt", "--check"], "");
}

/// Whom a text reaches: a new property is a new line here, which names the places that lack it.
#[test]
fn every_text_reaches_its_readers() {
    let (project, marks) = Project::with_marks();
    let root = project.root();
    let faults = said(root, &["check", "--message-format", "short"], "");
    assert!(!faults.contains(": error["), "{faults}");
    said(root, &["build"], "");
    said(root, &["build", "--format", "agents"], "");
    let mut read: BTreeMap<&str, String> = BTreeMap::new();
    for (path, bytes) in project.built() {
        let path = path.strip_prefix(root.join("generated")).unwrap().to_string_lossy().replace('\\', "/");
        let place = match path.split('/').collect::<Vec<_>>().as_slice() {
            ["html", "search", ..] => "search",
            ["html", ..] => "page",
            ["markdown", ..] => "markdown",
            ["json", "guides", ..] => "json",
            ["skills", ..] => "skill",
            _ => continue,
        };
        read.entry(place).or_default().push_str(&String::from_utf8_lossy(&bytes));
    }
    for input in ["\n1\n2\n1\n2\n2\n2\n2\n", "1\n2\n1\n1\n1\n1\n1\n", "1\n2\n2\n2\n2\n2\n2\n", "\n?\n?\n?\n?\n"] {
        read.entry("terminal").or_default().push_str(&said(root, &["diagnose", "lamp"], input));
    }
    for moves in [
        &["{\"observe\":\"dark\"}", "{\"answer\":\"crooked\"}", "{\"failed\":\"flickers\"}", "{\"solved\":true}"][..],
        &["{\"answer\":\"crooked\"}", "{\"solved\":true}"],
        &[
            "{\"know\":{\"age\":\"old\"}}",
            "{\"answer\":\"straight\"}",
            "{\"failed\":true}",
            "{\"failed\":true}",
            "{\"solved\":true}",
        ],
        &["{\"know\":{\"age\":\"new\"}}", "{\"answer\":\"crooked\"}", "{\"solved\":true}"],
        &["{\"know\":{\"age\":\"new\"}}", "{\"answer\":\"straight\"}", "{\"solved\":true}"],
        &["{\"cant\":true}", "{\"cant\":true}", "{\"cant\":true}", "{\"handover\":true}"],
    ] {
        let input = moves.join("\n") + "\n{\"quit\":true}\n";
        read.entry("dialogue").or_default().push_str(&said(root, &["diagnose", "lamp", "--json"], &input));
    }
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (property, mark) in &marks {
        let places = read.iter().filter(|(_, text)| text.contains(mark)).map(|(place, _)| *place);
        reached.entry(property).or_default().extend(places);
    }
    let line = |(property, places): (&&str, &BTreeSet<&str>)| {
        let lacks: Vec<&str> = read.keys().copied().filter(|place| !places.contains(place)).collect();
        let places: Vec<&str> = places.iter().copied().collect();
        format!("{property}: {}; not {}", places.join(" "), lacks.join(" "))
    };
    insta::assert_snapshot!(reached.iter().map(line).collect::<Vec<_>>().join("\n"));
}
