//! A project with something in each of its texts: poison, or a word by which it is known wherever it is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fs_err as fs;
use kbc::syntax::words::{Context, PROPERTIES, Property};
use tempfile::TempDir;

/// What would be taken for a line of somebody else's.
pub const FORGED: &str = "forged";

/// Words with everything in them that a stream could obey.
pub fn poisoned(words: &str) -> String {
    format!(
        "{words} \\u{{1b}}[31m\\u{{9b}}2J\\u{{7f}}\\u{{202e}}\\u{{2028}}\\u{{fffe}}\\n::error::forged\\n##[error]{FORGED}\\nforged"
    )
}

/// Properties that stand in each context from the beginning: what an item needs, and texts whose example names something.
fn stands(context: Context) -> &'static [&'static str] {
    match context {
        Context::Guide => &["symptoms dark", "start look", "otherwise desk", "escalate last"],
        Context::Cause => &["likelihood common", "shows dark always"],
        Context::Check => &[
            "takes 5 s",
            "stage basics",
            "cite book",
            "undo \"Let it hang straight again.\"",
            "outcome crooked \"It is crooked\" {OUTCOME}",
            "outcome straight \"It is straight\" { against bulb-broken }",
            "cannot-tell { against bulb-broken }",
        ],
        Context::Remedy => {
            &["fixes bulb-broken usually", "undo \"Take the old bulb.\"", "outcome flickers \"It flickers\""]
        }
        Context::Rule => &["when dark", "then {THEN}"],
        Context::Fact => &["one-of old \"Old\", new \"New\""],
        Context::Outcome => &["points-to bulb-broken", "image \"bulb.gif\" \"A bulb\""],
        Context::CannotTell => &["points-to bulb-broken"],
        Context::StepsBlock => &["step \"Look.\" {STEP}"],
        Context::Steps => &["step \"Look at it.\" {STEP}"],
        Context::Step | Context::Symptom => &["image \"bulb.gif\" \"A bulb\""],
        Context::Scenario => &["expect {EXPECT}", "expect cause bulb-broken above 99%"],
        _ => &[],
    }
}

/// Whether a literal is a path, which has to be one.
fn is_path(literal: &str) -> bool {
    literal == "bulb.gif" || literal.starts_with("https://")
}

/// Stands behind the words of each text, until it is said what is to stand there.
const GAP: char = '\u{e000}';

/// A line with a gap in its texts.
fn with_gaps(line: &str) -> String {
    let parts: Vec<&str> = line.split('"').collect();
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        let is_text = at % 2 == 1;
        let is_raw =
            at > 0 && parts[at - 1].ends_with('r') && is_text && parts[at - 1].trim_end_matches('r').ends_with(' ');
        if at > 0 {
            out.push('"');
        }
        if is_text && !is_raw && !is_path(part) {
            out.push_str(part);
            out.push(GAP);
        } else {
            out.push_str(part);
        }
    }
    out
}

/// The properties of a context, those that its table has a text for included.
fn lines(context: Context) -> Vec<String> {
    let fixed: Vec<String> = stands(context).iter().map(|line| (*line).to_owned()).collect();
    let has = |property: &Property| fixed.iter().any(|line| line.split(' ').next() == Some(property.word));
    let with_text = PROPERTIES.iter().filter(|row| row.contexts.contains(&context) && row.example.contains('"'));
    let added: Vec<String> = with_text.filter(|row| !has(row)).map(|row| row.example.to_owned()).collect();
    fixed.into_iter().chain(added).collect()
}

fn block(context: Context) -> String {
    let lines: Vec<String> = lines(context).iter().map(|line| filled(&with_gaps(line))).collect();
    format!("{{\n{}\n}}", lines.join("\n"))
}

/// A line with what stands inside of it.
fn filled(line: &str) -> String {
    let list = |context| lines(context).iter().map(|line| with_gaps(line)).collect::<Vec<_>>().join(", ");
    let mut line = line.to_owned();
    for (gap, context) in [("{OUTCOME}", Context::Outcome), ("{STEP}", Context::Step)] {
        if line.contains(gap) {
            line = line.replace(gap, &block(context));
        }
    }
    // Each of these expects or does one thing.
    if line.contains("{EXPECT}") {
        line = lines(Context::Expect)
            .iter()
            .map(|one| format!("expect {}", with_gaps(one)))
            .collect::<Vec<_>>()
            .join("\n");
    }
    if line.contains("{THEN}") {
        line = line.replace("{THEN}", &list(Context::Then));
    }
    // A stage has a block of its own.
    if line.starts_with("stage ") && line.ends_with('"') {
        line = format!("{line} {}", block(Context::Stage));
    }
    line
}

fn rules() -> String {
    let item = |head: &str, context: Context| format!("{} {}\n", with_gaps(head), block(context));
    [
        item("guide lamp \"The lamp is dark\"", Context::Guide),
        item("symptom dark \"No light\"", Context::Symptom),
        item("cause bulb-broken \"The bulb is broken\"", Context::Cause),
        with_gaps("cause plug-out \"The plug is out\" { likelihood common ; shows dark always }\n"),
        item("check look \"How does it look?\"", Context::Check),
        item("remedy replace-bulb \"Replace the bulb\"", Context::Remedy),
        with_gaps("remedy push-plug \"Push the plug in\" { fixes plug-out usually ; when age is old ; steps { include shared } ; next retired }\n"),
        item("rule old-lamp \"An old lamp\"", Context::Rule),
        item("fact age \"How old is it?\"", Context::Fact),
        item("escalation desk \"Ask the desk\"", Context::Escalation),
        item("result retired \"It has had its day\"", Context::Result),
        format!("steps shared {}\n", block(Context::Steps)),
        item("source book \"The book of lamps\"", Context::Source),
        item("scenario \"a broken bulb\" for lamp", Context::Scenario),
    ]
    .concat()
}

/// A project on the disk.
pub struct Project(TempDir);

impl Project {
    /// One that has each text of the language, with poison in it.
    pub fn with_every_text() -> Self {
        Self::of(&rules().replace(GAP, &poisoned("")), &poisoned("Lamps"))
    }

    fn of(rules: &str, title: &str) -> Self {
        let project = Project(tempfile::tempdir().unwrap());
        fs::create_dir(project.root().join("rules")).unwrap();
        fs::write(project.root().join("rules/bulb.gif"), "GIF89a").unwrap();
        fs::write(project.root().join("rules/lamp.rules"), rules).unwrap();
        let settings =
            format!("title = \"{}\"\nbase-url = \"https://example.org\"\n[price]\ndestructive = 0\n", toml(title));
        fs::write(project.root().join("kbc.toml"), settings).unwrap();
        project
    }

    /// One that has each text of the language, each with a word of its own; with these words, and which property they stand in.
    pub fn with_marks() -> (Self, Vec<(String, String)>) {
        let mut marks = Vec::new();
        let mut heads: Vec<String> = Vec::new();
        let mut text = String::new();
        for line in rules().lines() {
            let word = line.split([' ', '"']).next().unwrap_or_default().to_owned();
            let mut parts = line.split(GAP);
            text.extend(parts.next());
            for part in parts {
                let mark = format!("zq{}x", marks.len());
                text.extend([" ", &mark, part]);
                let property = heads.iter().chain([&word]).cloned().collect::<Vec<_>>().join(" › ");
                marks.push((property, mark));
            }
            text.push('\n');
            if line.ends_with('{') {
                heads.push(word);
            } else if line.trim_end_matches(',') == "}" {
                heads.pop();
            }
        }
        (Self::of(&text, "Lamps"), marks)
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    /// Every file of the output.
    pub fn built(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut waiting = vec![self.root().join("generated")];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    waiting.push(path);
                } else {
                    found.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        found
    }
}

/// Escapes as that language writes them.
fn toml(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u{") {
        let (digits, behind) = after.split_once('}').unwrap();
        out.push_str(before);
        out.push_str(&format!("\\u{digits:0>4}"));
        rest = behind;
    }
    out + rest
}
