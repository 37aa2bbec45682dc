//! Somebody types anything: after each edit the findings are those of the command line, and the server does not grow.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::client::Client;
use super::{GUIDE, PARTS, checked_lines, project};

/// Numbers as if by chance, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap_or(0)
    }
}

/// What somebody may type, right or wrong.
const TYPED: [&str; 22] = [
    "\n",
    " ",
    "{",
    "}",
    "\"",
    "\"\"\"",
    "ß😀",
    "# a note\n",
    ",",
    "likelihood rare\n",
    "shows dark",
    "bulb",
    "plug usually",
    "takes 10 min\n",
    "cause new \"New\" { likelihood rare ; shows dark often }\n",
    "when look is out\n",
    "is",
    "80%",
    "remedy more \"More\" { fixes bulb, plug ; takes 1 min ; verify \"Look.\" 5 s }\n",
    "use parts\n",
    "otherwise shop\n",
    ";",
];

/// One edit of a text: where it begins and ends, and what stands there then.
fn edit(dice: &mut Dice, text: &str) -> (usize, usize, String) {
    let mut place = |upto: usize| {
        let mut at = dice.roll(upto + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = place(text.len());
    let mut end = (start + place(12)).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    match dice.roll(4) {
        0 => (start, end, String::new()),
        1 => (start, end, TYPED[dice.roll(TYPED.len())].to_owned()),
        _ => (start, start, TYPED[dice.roll(TYPED.len())].to_owned()),
    }
}

/// A place as the server counts it: in bytes from the beginning of its line.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    json!({ "line": line, "character": offset - before.rfind('\n').map_or(0, |at| at + 1) })
}

fn lines(report: &Value) -> Vec<(String, u64)> {
    let items = report["items"].as_array().cloned().unwrap_or_default().into_iter();
    let mut found: Vec<(String, u64)> = items
        .map(|item| {
            let line = item["range"]["start"]["line"].as_u64().unwrap_or_default() + 1;
            (item["code"].as_str().unwrap_or_default().to_owned(), line)
        })
        .collect();
    found.sort();
    found
}

/// Types into both files of a project, and hands each edition to `look`.
fn typing(root: &Path, rounds: usize, mut look: impl FnMut(&mut Client, usize, &BTreeMap<&str, (String, String)>)) {
    let mut editor = Client::start(root, true);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut texts: BTreeMap<&str, (String, String)> = BTreeMap::new();
    for (file, text) in [("rules/lamp.rules", GUIDE), ("rules/parts.rules", PARTS)] {
        texts.insert(file, (editor.open(file, text), text.to_owned()));
    }
    for round in 0..rounds {
        let (file, whole) = [("rules/lamp.rules", GUIDE), ("rules/parts.rules", PARTS)][dice.roll(2)];
        let (uri, text) = texts.get_mut(file).expect("both files are open");
        // Now and then all is as it was, so that not everything is broken for good.
        let (start, end, new) =
            if dice.roll(8) == 0 { (0, text.len(), whole.to_owned()) } else { edit(&mut dice, text) };
        let range = json!({ "start": position(text, start), "end": position(text, end) });
        let change = json!({
            "textDocument": { "uri": uri, "version": round + 2 },
            "contentChanges": [{ "range": range, "text": new }],
        });
        editor.tell("textDocument/didChange", &change);
        text.replace_range(start..end, &new);
        look(&mut editor, round, &texts);
    }
    editor.end();
}

fn law(rounds: usize) {
    let project = project();
    let root = project.path().to_owned();
    typing(&root, rounds, |editor, round, texts| {
        for (file, (_, text)) in texts {
            fs::write(root.join(file), text).expect("a file can be written");
        }
        let expected = checked_lines(&root);
        for (file, (uri, text)) in texts {
            let wanted = expected.get(*file).cloned().unwrap_or_default();
            let mut last = Vec::new();
            // What needs a plan may come a little later.
            for _ in 0..200 {
                last = lines(&editor.pull(uri));
                if last == wanted {
                    break;
                }
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            assert_eq!(last, wanted, "round {round}, {file}:\n{text}");
        }
    });
}

#[test]
fn whatever_is_typed_findings_are_those_of_check() {
    law(30);
}

#[test]
#[ignore = "takes minutes; the nightly workflow runs it"]
fn two_thousand_edits_find_what_check_finds() {
    law(2000);
}

#[test]
#[ignore = "takes minutes; the nightly workflow runs it"]
fn ten_thousand_edits_leave_the_server_as_it_was() {
    let project = project();
    let mut early = 0;
    typing(project.path(), 10_000, |editor, round, texts| {
        if round % 10 == 0 {
            texts.values().for_each(|(uri, _)| _ = editor.pull(uri));
        }
        match round {
            1_000 => early = editor.memory(),
            9_999 => {
                let late = editor.memory();
                assert!(early > 0 && late < early + (30 << 20), "{early} bytes at first, {late} in the end");
            }
            _ => {}
        }
    });
}
