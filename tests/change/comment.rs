//! The comment under a pull request: never too long, never cut in the middle, never more than text.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use kbc::emit::json;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// A guide of few words.
fn guide(number: usize, minutes: usize) -> String {
    format!(
        "guide g{number} \"Guide {number}\" {{ symptoms s{number} ; otherwise e{number} }}\n\
         symptom s{number} \"Symptom {number}\" {{ }}\n\
         cause c{number} \"Cause {number}\" {{ likelihood common ; shows s{number} always }}\n\
         remedy r{number} \"Remedy {number}\" {{ fixes c{number} usually ; takes {minutes} min ; steps {{ step \"Do it.\" }} }}\n\
         escalation e{number} \"Ask {number}\" {{ takes 60 min }}\n"
    )
}

fn project(folder: &Path, guides: usize, minutes: usize) {
    fs::create_dir_all(folder.join("rules")).unwrap();
    fs::write(folder.join("kbc.toml"), "").unwrap();
    for number in 0..guides {
        fs::write(folder.join(format!("rules/f{number}.rules")), guide(number, minutes)).unwrap();
    }
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).arg("diff").args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Whether every table has rows of three cells, and each part that is opened is closed.
fn is_whole(markdown: &str) {
    let (mut cells, mut tables, mut html) = (0, 0, String::new());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Table(columns)) => {
                assert_eq!(columns.len(), 3);
                tables += 1;
            }
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => {
                assert_eq!(cells, 3, "a row is cut");
                cells = 0;
            }
            Event::Html(part) => html.push_str(&part),
            _ => {}
        }
    }
    let count = |what: &str| html.matches(what).count();
    assert_eq!(count("<details>"), count("</details>"));
    assert_eq!(count("<details>"), tables, "each part has its table");
    assert_eq!(count("<summary>"), count("</summary>"));
}

#[test]
fn a_comment_of_very_many_guides_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    project(&folder.path().join("old"), 1_200, 5);
    project(&folder.path().join("new"), 1_200, 25);
    for most in [60_000, 5_000, 1_000] {
        let limit = format!("--max-chars={most}");
        let found = diff(folder.path(), &["old", "new", "--format", "markdown", &limit, "--fail-on", "notable"]);
        assert_eq!(found.status.code(), Some(1), "{}", text(&found.stderr));
        let comment = text(&found.stdout);
        assert!(comment.chars().count() <= most, "{} characters", comment.chars().count());
        is_whole(&comment);
        let last = comment.lines().last().unwrap();
        assert!(last.starts_with("and ") && last.ends_with("more: `kbc diff old new`"), "{last}");
        assert!(most < 5_000 || comment.matches("<details>").count() > 5);
    }
}

#[test]
fn texts_of_authors_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = r"@everyone | </details> `</code>` <img src=x> [x](https://example.org) #1";
    let base = format!(
        "{}scenario \"{hostile}\" for g1 {{\n  suppose c1\n  expect solved by r1 within 1 steps, 9 min\n}}\n",
        guide(1, 5)
    );
    for (name, text) in [("old", base.clone()), ("new", base.replace("takes 5 min", "takes 50 min"))] {
        fs::create_dir_all(folder.path().join(name).join("rules")).unwrap();
        fs::write(folder.path().join(name).join("kbc.toml"), "").unwrap();
        fs::write(folder.path().join(name).join("rules/a|b`.rules"), text).unwrap();
    }
    let found = diff(folder.path(), &["old", "new", "--format", "markdown", "--verbose"]);
    let comment = text(&found.stdout);
    assert!(comment.contains("everyone"), "{comment}{}", text(&found.stderr));
    is_whole(&comment);
    let mut in_code = 0;
    for event in Parser::new_ext(&comment, Options::ENABLE_TABLES) {
        match event {
            Event::Code(code) => in_code += usize::from(code.contains("@everyone")),
            Event::Text(text) => assert!(!text.contains('@'), "{text}"),
            Event::InlineHtml(html) => panic!("{html}"),
            _ => {}
        }
    }
    assert_eq!(in_code, 1);
}

#[test]
fn programs_get_what_the_schema_says() {
    let folder = tempfile::tempdir().unwrap();
    project(&folder.path().join("old"), 2, 5);
    project(&folder.path().join("new"), 2, 25);
    fs::write(folder.path().join("new/rules/f0.rules"), guide(0, 5)).unwrap();
    let found = diff(folder.path(), &["old", "new", "--format", "json"]);
    assert_eq!(found.status.code(), Some(0), "nothing breaks: {}", text(&found.stderr));
    let value: Value = serde_json::from_slice(&found.stdout).unwrap();
    let schemas = json::schemas().unwrap();
    let (_, schema) = schemas.iter().find(|(path, _)| *path == "schema/diff.json").unwrap();
    let schema: Value = serde_json::from_slice(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(value["counts"]["guides_as_before"], 1);
    assert_eq!(value["guides"][0]["id"], "f1.g1");
    let ends = value["guides"][0]["causes"][0]["ends"].as_array().unwrap();
    assert!(ends.iter().any(|end| end["kind"] == "remedy" && end["id"] == "f1.r1"), "{ends:?}");
}
