//! Whatever a file holds, reading it ends, quickly and without a panic, and every place that it names is in the file.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use kbc::diagnostics::Diagnostic;
use kbc::source::{FileId, Memory, Sources};
use kbc::syntax::{Node, parse};
use proptest::prelude::*;

/// Reads a text on a thread with a small stack, and checks every place in what comes back.
fn check(text: &str) -> Vec<Diagnostic> {
    let text = text.to_owned();
    let reading = move || {
        let (tree, findings) = parse(FileId::new(0), &text);
        for item in tree.items(&text) {
            visit(item, &text);
        }
        for finding in &findings {
            let spans = finding.span.into_iter().chain(finding.labels.iter().map(|label| label.span));
            let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
            for span in spans.chain(edits) {
                assert!(text.get(span.range()).is_some(), "{span:?} is not in the text: {finding:?}");
            }
            assert!(!finding.message.contains('\n') && finding.message.len() < 400, "{}", finding.message);
        }
        findings
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(reading);
    thread.expect("the machine has room for a thread").join().expect("reading does not panic")
}

/// Every node has a place in the text, and stands within the one that holds it.
fn visit(node: Node, text: &str) {
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        let span = node.span();
        assert!(text.get(span.range()).is_some(), "{span:?} is not in the text");
        for child in node.all_children() {
            assert!(span.start <= child.span().start && child.span().end <= span.end, "{child:?} leaves {node:?}");
            waiting.push(child);
        }
    }
}

fn codes(findings: &[Diagnostic]) -> Vec<String> {
    findings.iter().map(|finding| finding.fault.code.to_string()).collect()
}

#[test]
fn nesting_ends_in_one_finding_however_deep_it_is() {
    let deep = 100_000;
    for text in [
        format!("check a \"A\" {}", "{".repeat(deep)),
        format!("check a \"A\" {}{}", "{".repeat(deep), "}".repeat(deep)),
        format!("rule a \"A\" {{ when {}b{}; then warn \"x\" }}", "(".repeat(deep), ")".repeat(deep)),
        format!("rule a \"A\" {{ when {} }}", "(".repeat(deep)),
        format!("rule a \"A\" {{ when {} }}", "(\n".repeat(deep)),
        format!("rule a \"A\" {{ when {} }}", "(stage or\n".repeat(deep)),
        format!("rule a \"A\" {{ when {} }}", "any of (".repeat(deep)),
        format!("rule a \"A\" {{ when {} }}", "not (".repeat(deep)),
        format!("check a \"A\" {{ steps {} }}", "{ step \"x\" ".repeat(deep)),
    ] {
        let found = codes(&check(&text));
        assert!(found.contains(&"KB007".to_owned()), "{found:?}");
        assert!(found.len() <= 2, "{found:?}");
    }
    for text in [
        format!("rule a \"A\" {{ when {}b; then warn \"x\" }}", "not ".repeat(deep)),
        format!("rule a \"A\" {{ when b{}; then warn \"x\" }}", " and b".repeat(deep)),
        format!("rule a \"A\" {{ when b{}; then warn \"x\" }}", " or\n b".repeat(deep)),
    ] {
        assert_eq!(codes(&check(&text)), [""; 0]);
    }
}

#[test]
fn brackets_in_texts_do_not_nest() {
    let deep = "{(".repeat(100_000);
    for text in [
        format!("symptom a \"A\" {{ about \"{deep}\" }}"),
        format!("symptom a \"A\" {{ about \"\"\"{deep}\"\"\" }}"),
        format!("symptom a \"A\" {{ pattern r\"{deep}\" }}"),
        format!("symptom a \"A\" # {deep}"),
    ] {
        assert_eq!(codes(&check(&text)), [""; 0]);
    }
    // What the scanner takes for the inside of a text must be that for the grammar, too.
    for text in [
        format!("symptom a \"A\" {{ about \"{deep}\n }}"),
        format!("symptom a \"A\" {{ about \"\"\"{deep}\n }}"),
        format!("symptom a \"A\" {{ tags ar\"\\\"{deep}\" }}"),
        format!("symptom a \"A\" {{ tags a.r\"\\\"{deep}\" }}"),
        format!("symptom a \"A\" {{ foo r\"\\\" {deep}\" }}"),
        format!("symptom a \"A\" {{ foo \"\"\"\"{deep}\" }}"),
        format!("symptom a \"A\" {{ foo \"\\\n{deep} }}"),
    ] {
        check(&text);
    }
}

#[test]
fn large_files_are_read_in_linear_time() {
    // Long enough that a step that takes the square of it would never end.
    for text in ["x".repeat(1_000_000), format!("symptom a \"A\" {{ about \"{}", "x".repeat(1_000_000))] {
        assert!((1..=2).contains(&check(&text).len()));
    }
    let size = 250_000;
    for unit in [
        "x",
        " ",
        "\n",
        "\r",
        ";",
        ",",
        "\"",
        "\\",
        "{",
        "}",
        "(",
        ")",
        "#",
        "\"\"\"",
        "a \"",
        "}\n",
        "{\n",
        "\"\n",
        "#\n",
        "a {}\n",
        "symptom ",
        "symptom a ",
        "symptom a \"A\"\n",
        "symptom a \"A\" {",
        "about ",
        "about \"\"\"\n",
        "ä",
        "use a,\n",
        "x \"A\" {\n}\n",
    ] {
        let text = unit.repeat(size / unit.len());
        assert!(check(&text).len() <= 1_001);
    }
    for (before, unit, after) in [
        ("symptom a \"A\" { about \"", "x", "\" }"),
        ("symptom a \"A\" { about \"", "x", ""),
        ("symptom a \"A\" { about \"\"\"", "x\n", ""),
        ("symptom a \"A\" { ", "x", " }"),
        ("symptom a \"A\" { ", "x ", " }"),
        ("symptom a \"A\" { ", "x,\n", " }"),
        ("symptom a \"A\" { ", "x;", " }"),
        ("symptom a \"A\" { ", "x\n", " }"),
        ("symptom a \"A\" { ", "about \"x\"\n", " }"),
        ("symptom a \"A\" { ", "about \"x\n", " }"),
        ("symptom a \"A\" { ", "word word\n", " }"),
        ("fact a \"A\" { ", "text;version;", " }"),
        ("check a \"A\" { ", "steps {", " }"),
        ("check a \"A\" { ", "steps\n{}\n", " }"),
        ("symptom a \"A\" { cite ", "x,\n", " }"),
        ("symptom a \"A\" { cite ", "x ", " }"),
        ("symptom a \"A\" { cite a,", "\n", " b }"),
        ("symptom a \"A\" { cite a", "\n#", " b }"),
        ("rule a \"A\" { when (", "\n", " a) }"),
        ("rule a \"A\" { when (", "\n", ""),
        ("rule a \"A\" { when ", "a and\n", " }"),
        ("rule a \"A\" { when ", "not ", " }"),
        ("rule a \"A\" { when ", "(a) or ", " }"),
        ("symptom a \"A\" { foo ", "{} ", " }"),
        ("symptom a \"A\" { foo ", "() ", " }"),
        ("symptom a ", "x ", "{ }"),
        ("symptom ", "x", ""),
        ("", "", ""),
    ] {
        let size = if unit.is_empty() { 0 } else { 500_000 / unit.len() };
        let text = [before, &unit.repeat(size), after].concat();
        assert!(check(&text).len() <= 1_001);
    }
}

#[test]
fn odd_beginnings_are_no_obstacle() {
    // A word that goes on where that of an item ends is longer than the word that is read in its place.
    assert_eq!(codes(&check("symptomr a \"A\" { mesage \"x\" }")), ["KB010", "KB012"]);
    assert!(check("").is_empty());
    assert!(check("\u{feff}").is_empty());
    assert!(check("\u{feff}symptom a \"A\" {\r\n\tabout \"x\"\r\n\tcite b,\r\n\t\tc\r\n}\r\n# end\r\n").is_empty());
    assert_eq!(codes(&check("\u{feff}\u{feff}symptom a \"A\"")), ["KB002"]);
    let bytes: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let (sources, _) = Sources::read(&Memory::new().with("binary.rules", bytes), "");
    let source = sources.get(FileId::new(0));
    assert!(!kbc::syntax::invalid_utf_8(source).is_empty());
    assert!(!check(source.text()).is_empty());
}

#[test]
fn no_more_than_a_thousand_findings_are_kept() {
    let found = check(&"symptom a \"A\" { x; y; z }\n".repeat(5_000));
    assert_eq!(found.len(), 1_001);
    assert_eq!(found.last().map(|last| last.fault.name), Some("too-many-findings"));
}

/// Real files and the specs: what authors write, and what they get wrong.
fn corpus() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut waiting = vec![root.join("rules"), root.join("tests/spec"), root.join("benches")];
    let mut texts = Vec::new();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rules") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(!texts.is_empty());
    texts
}

/// One slip of the hand at a character: it is deleted, doubled, or another takes its place.
fn slip(text: &str, at: usize, kind: usize) -> String {
    const OTHERS: [&str; 14] = ["\"", "{", "}", "(", ")", ",", ";", "#", "\n", "\\", "\"\"\"", "r\"", "é", " "];
    let mut at = at % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    let put = match kind % (OTHERS.len() + 2) {
        0 => "",
        1 => &text[at..end].repeat(2),
        other => OTHERS[other - 2],
    };
    [&text[..at], put, &text[end..]].concat()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn slips_of_the_hand_are_survived(which in any::<usize>(), slips in prop::collection::vec((any::<usize>(), any::<usize>()), 1..6)) {
        let corpus = corpus();
        let mut text = corpus[which % corpus.len()].clone();
        for (at, kind) in slips {
            text = slip(&text, at, kind);
        }
        check(&text);
    }

    #[test]
    fn any_text_is_survived(text in "(symptom|check|rule|steps|about|when|step|outcome|a|\"|\"\"\"|r\"|\\{|\\}|\\(|\\)|,|;|#|\n| |\\\\|é|5|%){0,60}") {
        check(&text);
    }
}

#[test]
fn a_single_slip_in_a_right_file_stays_in_its_item() {
    // Deleting any one brace, quote, comma or semicolon must be noticed, and must not break the items behind it.
    let text = include_str!("../benches/guide.rules");
    let items = |text: &str| {
        let (tree, findings) = parse(FileId::new(0), text);
        let whole =
            tree.items(text).filter(|item| !item.is_muted() && !item.any(|found| found == kbc::syntax::Rule::bad));
        (whole.count(), findings.len())
    };
    let (all, none) = items(text);
    assert_eq!(none, 0);
    for (at, letter) in text.char_indices().filter(|(_, c)| matches!(c, '{' | '}' | '"')) {
        let broken = [&text[..at], &text[at + 1..]].concat();
        let (whole, findings) = items(&broken);
        let line = text[..at].lines().count();
        assert!(findings >= 1, "`{letter}` in line {line} is gone, and nobody noticed");
        assert!(findings <= 2, "`{letter}` in line {line}: {findings} findings for one fault");
        assert!(whole + 2 >= all, "`{letter}` in line {line} broke {} items", all - whole);
    }
}
