//! Findings that are mended, and what must not come of it.

use std::fs;

use kbc::config::Config;
use kbc::diagnostics::Level;
use kbc::pipeline::{mend, read};
use kbc::source::{Files, Memory};
use proptest::prelude::*;

use super::{kbc, project, status, told};

fn config() -> Config {
    Config { rules: String::new(), ..Config::default() }
}

/// A file after its mends, and how many there were.
fn mended(text: &str) -> (String, usize) {
    let mended = mend(&Memory::new().with("a.rules", text), &config());
    let new = mended.files.into_iter().next().map_or_else(|| text.to_owned(), |(_, new)| new);
    (new, mended.count)
}

fn errors(text: &str) -> usize {
    let found = read(&Memory::new().with("a.rules", text), &config()).findings;
    found.iter().filter(|finding| finding.level == Level::Error).count()
}

#[test]
fn safe_mends_are_made() {
    for (fault, mend) in [
        ("symptom a \"A\" { mesage \"x\" }\n", "symptom a \"A\" { message \"x\" }\n"),
        ("cause c \"C\" { likelihood comon }\n", "cause c \"C\" { likelihood common }\n"),
        ("remedy r \"R\" { takes 5 minutes }\n", "remedy r \"R\" { takes 5 min }\n"),
        (
            "cause c \"C\" {\n  likelihood rare\n  shows a often\n    b seldom\n}\nsymptom a \"A\"\nsymptom b \"B\"\n",
            "cause c \"C\" {\n  likelihood rare\n  shows a often,\n    b seldom\n}\nsymptom a \"A\"\nsymptom b \"B\"\n",
        ),
        ("symptom a \"A\"\n{\n  about \"x\"\n}\n", "symptom a \"A\" {\n  about \"x\"\n}\n"),
        ("symptom Wrong_Name \"A\"\n", "symptom wrong-name \"A\"\n"),
        ("symptom a \"A\" { about \"\\d\" }\n", "symptom a \"A\" { about \"\\\\d\" }\n"),
    ] {
        assert_eq!(mended(fault), (mend.to_owned(), 1), "{fault}");
        assert!(errors(mend) < errors(fault), "{fault}");
    }
}

#[test]
fn what_a_mend_brings_to_light_is_mended_too() {
    let (text, count) = mended("cause c \"C\" { likelihod raer }\n");
    assert_eq!((text.as_str(), count), ("cause c \"C\" { likelihood rare }\n", 2));
}

#[test]
fn mends_do_not_go_in_a_circle() {
    // The one sees a comma missing before the line break, the other a comma with nothing behind it.
    let text = include_str!("../../benches/guide.rules").to_owned();
    let at = text.find("next contact-support").expect("the guide has a route");
    for at in [at + 1, at + 2] {
        let mut text = text.clone();
        text.replace_range(at..=at, "\n");
        check(&text);
    }
}

#[test]
fn names_are_mended_across_files() {
    let files = Memory::new()
        .with("a.rules", "use common.clok\ncause c \"C\" { likelihood rare; shows sloww often }\n")
        .with("common/clock.rules", "symptom slow \"Slow\"\n");
    let done = mend(&files, &config());
    assert_eq!(
        done.files,
        [("a.rules".to_owned(), "use common.clock\ncause c \"C\" { likelihood rare; shows slow often }\n".to_owned())]
    );
}

#[test]
fn a_mend_that_makes_things_worse_is_not_made() {
    // The nearest word stands there already, and once is all there can be: no error fewer, and the words stay.
    let text = "symptom a \"A\" { about \"x\"; abuot \"y\" }\n";
    let (new, _) = mended(text);
    assert!(errors(&new) <= errors(text));
    // What is no UTF-8 is not written anew: the bytes are not known as text.
    let files = Memory::new().with("a.rules", b"symptom a \"\xff\" { mesage \"x\" }\n".to_vec());
    assert_eq!(mend(&files, &config()).files, []);
}

fn specs() -> Vec<String> {
    let mut waiting = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")];
    let mut texts = Vec::new();
    while let Some(folder) = waiting.pop() {
        let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rules") {
                texts.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    assert!(texts.len() > 20);
    texts
}

fn check(text: &str) {
    let (new, count) = mended(text);
    assert!(errors(&new) <= errors(text), "from:\n{text}\nto:\n{new}");
    assert_eq!(count == 0, new == text, "{text}");
    let items = |text: &str| read(&Memory::new().with("a.rules", text), &config()).knowledge.ids().len();
    assert!(items(&new) >= items(text), "no item is swallowed:\n{text}\n---\n{new}");
}

#[test]
fn no_spec_gets_worse_and_many_get_better() {
    let mut better = 0;
    for text in specs() {
        check(&text);
        better += usize::from(errors(&mended(&text).0) < errors(&text));
    }
    assert!(better >= 8, "only {better} specs got better");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn slips_of_the_hand_never_get_worse(slips in prop::collection::vec((any::<usize>(), 0usize..6), 1..5)) {
        let mut text = include_str!("../../benches/guide.rules").to_owned();
        for (at, kind) in slips {
            let mut at = at % text.len();
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let end = text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
            text.replace_range(at..end, ["", "{", "}", ",", "x", "\n"][kind]);
        }
        check(&text);
    }
}

#[test]
fn a_unit_and_a_brace_are_put_where_they_belong() {
    let mends = |text: &str, mended_to: &str| assert_eq!(mended(text).0, mended_to, "{text}");
    let escalation = |takes: &str| format!("escalation shop \"The shop\" {{\n  takes {takes}\n}}\n");
    mends(&escalation("30"), &escalation("30 min"));
    mends(&escalation("1 h 30"), &escalation("1 h 30 min"));
    mends(&escalation("30 minuts"), &escalation("30 min"));
    mends(&escalation("2 Hours"), &escalation("2 h"));

    let nested = "remedy wait \"Wait\" {\n  fixes mute usually\n  takes 1 min\n  steps {\n    step \"Wait.\"\nCLOSE  verify \"Listen.\" 1 s\n}\n";
    mends(&nested.replace("CLOSE", ""), &nested.replace("CLOSE", "  }\n"));
    let last = "cause mute \"The sound is off\" {\n  likelihood common # often\nCLOSE\n# The other one.\ncause broken \"It is broken\" {\n  likelihood rare\n}\n";
    mends(&last.replace("CLOSE", ""), &last.replace("CLOSE", "}\n"));
    let line = "check sound \"Is there a sound?\" {\n  takes 1 s\n  outcome yes \"Yes\" { rules-out muteCLOSE\n  outcome no \"No\"\n}\ncause mute \"The sound is off\" {\n  likelihood rare\n}\n";
    mends(&line.replace("CLOSE", ""), &line.replace("CLOSE", " }"));
    let end = "cause mute \"The sound is off\" {\n  likelihood common\n";
    mends(end, &format!("{end}}}\n"));
}

#[test]
fn the_command_writes_what_is_mended_and_shows_what_is_left() {
    let text = "symptom a \"A\" { mesage \"x\" }\nsymptom b\n";
    let folder = project(&[("a.rules", text), ("b.rules", "# as it is\n")]);
    let done = kbc(folder.path(), &["check", "--fix", "--message-format", "short"]);
    assert_eq!(status(&done), Some(1), "a title is still missing");
    assert_eq!(told(&done.stdout), "changed rules/a.rules\n1 finding mended in 1 file\n");
    let left = told(&done.stderr);
    assert!(left.contains("KB016") && !left.contains("KB012"), "{left}");
    let at = folder.path().join("rules/a.rules");
    assert_eq!(fs::read_to_string(&at).unwrap(), text.replace("mesage", "message"));
    let again = kbc(folder.path(), &["check", "--fix"]);
    assert_eq!(told(&again.stdout), "0 findings mended in 0 files\n");
    assert!(Memory::new().with("a", "b").exists("a"));
}
