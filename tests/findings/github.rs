//! Annotations beside the lines of a change.

use std::fs;

use super::{FAULTY, fill, kbc, project, status, told};

#[test]
fn a_finding_is_one_command_with_its_place() {
    let folder = project(&[("a.rules", FAULTY)]);
    let checked = kbc(folder.path(), &["check", "--message-format", "github"]);
    assert_eq!(status(&checked), Some(1));
    let lines = told(&checked.stderr);
    let error = lines.lines().find(|line| line.starts_with("::error")).unwrap();
    assert_eq!(
        error,
        "::error file=rules/a.rules,line=6,endLine=6,col=27,endColumn=33,title=KB012 unknown-property\
         ::unknown property `mesage`%0Ahelp: did you mean `message`?"
    );
    assert!(lines.lines().any(|line| line.starts_with("::warning file=rules/a.rules,line=6,")), "{lines}");
    assert!(lines.lines().all(|line| line.starts_with("::")), "nothing else is said: {lines}");
}

#[test]
fn what_would_end_a_command_is_written_otherwise() {
    let folder = project(&[("b, 100%: c.rules", "}\n")]);
    let lines = told(&kbc(folder.path(), &["check", "--message-format", "github"]).stderr);
    assert!(lines.contains("file=rules/b%2C 100%25%3A c.rules,"), "{lines}");
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let folder = tempfile::TempDir::new().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let base = folder.path().join("docs/base");
    fill(&base, &[("a.rules", FAULTY)]);
    for (from, arguments) in [
        (folder.path(), vec!["check", "docs/base", "--message-format", "github"]),
        (base.as_path(), vec!["check", "--message-format", "github"]),
    ] {
        let lines = told(&kbc(from, &arguments).stderr);
        assert!(lines.contains("::error file=docs/base/rules/a.rules,"), "{lines}");
    }
}
