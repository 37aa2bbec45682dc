//! Revisions of git: renames, links, submodules, shallow clones, and what is missing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use assert_cmd::cargo::cargo_bin_cmd;

const LAMP: &str = "guide dark \"The lamp is dark\" { symptoms no-light ; otherwise ask }\n\
    symptom no-light \"There is no light\" { }\n\
    cause bulb \"The bulb is broken\" { likelihood common ; shows no-light always }\n\
    remedy change-bulb \"Change the bulb\" { fixes bulb usually ; takes 5 min ; steps { step \"Change it.\" } }\n\
    escalation ask \"Ask\" { takes 60 min }\n";

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.org",
        "-c",
        "protocol.file.allow=always",
    ]);
    let output = command.args(arguments).output().expect("git is there");
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, message: &str) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", message]);
}

fn diff(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = cargo_bin_cmd!("kbc");
    let Output { status, stdout, stderr } = command.current_dir(folder).arg("diff").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

/// A repository with a project in a folder of it.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main", "."]);
    let project = folder.path().join("docs");
    fs::create_dir_all(project.join("rules")).unwrap();
    fs::write(project.join("kbc.toml"), "").unwrap();
    fs::write(project.join("rules/lamp.rules"), LAMP).unwrap();
    commit(folder.path(), "one");
    folder
}

#[track_caller]
fn refuses(found: (Option<i32>, String, String), words: &[&str]) {
    let (status, out, error) = found;
    assert_eq!((status, out.as_str()), (Some(2), ""), "{error}");
    words.iter().for_each(|word| assert!(error.contains(word), "{error}"));
}

#[test]
fn the_work_tree_is_held_against_a_revision() {
    let folder = repository();
    let project = folder.path().join("docs");
    let (status, out, error) = diff(&project, &["HEAD"]);
    assert_eq!((status, out.as_str()), (Some(0), "nothing is different · 1 guide as before\n"), "{error}");
    fs::write(project.join("rules/lamp.rules"), LAMP.replace("takes 5 min", "takes 25 min")).unwrap();
    let (status, out, _) = diff(&project, &["HEAD"]);
    assert_eq!(status, Some(0));
    assert!(out.contains("the expected time is") && out.contains("rules/lamp.rules:1"), "{out}");
    assert_eq!(diff(&project, &["HEAD", "--fail-on", "notable"]).0, Some(1));
    commit(folder.path(), "two");
    // Revisions on both sides, whatever the work tree says.
    fs::write(project.join("rules/lamp.rules"), "nonsense").unwrap();
    let (status, out, _) = diff(&project, &["HEAD~1", "HEAD", "--fail-on", "notable"]);
    assert_eq!(status, Some(1), "{out}");
    // Nothing is taken from the repository but what is in the revision.
    let (status, out, error) = diff(&project, &["HEAD"]);
    assert_eq!((status, out.as_str()), (Some(2), ""), "errors stop it: {error}");
    assert!(error.contains("the work tree has errors"), "{error}");
}

#[test]
fn another_format_of_what_is_published_is_told() {
    let folder = repository();
    let project = folder.path().join("docs");
    fs::create_dir_all(project.join("generated/json")).unwrap();
    let index = project.join("generated/json/index.json");
    fs::write(&index, format!("{{ \"format\": {} }}", kbc::emit::json::FORMAT)).unwrap();
    commit(folder.path(), "published");
    fs::remove_file(&index).unwrap();
    assert_eq!(diff(&project, &["HEAD"]).0, Some(0), "what is not published yet has no other format");
    fs::write(&index, "{ \"format\": 0 }").unwrap();
    commit(folder.path(), "long ago");
    let (status, out, _) = diff(&project, &["HEAD"]);
    assert!(status == Some(1) && out.contains("another format"), "{out}");
}

#[test]
fn a_renamed_file_moves_its_items() {
    let folder = repository();
    let project = folder.path().join("docs");
    git(&project, &["mv", "rules/lamp.rules", "rules/light.rules"]);
    let (status, out, _) = diff(&project, &["HEAD", "HEAD"]);
    assert_eq!(status, Some(0), "{out}");
    let (status, out, _) = diff(&project, &["HEAD"]);
    assert_eq!(status, Some(1));
    assert!(out.contains("the guide `lamp.dark` is gone, and no `moved-from` names it"), "{out}");
    let moved = ["dark", "no-light", "bulb", "change-bulb", "ask"].iter().fold(LAMP.to_owned(), |text, name| {
        let head = text.find(&format!(" {name} \"")).unwrap();
        let brace = head + text[head..].find('{').unwrap() + 1;
        format!("{} moved-from lamp.{name} ;{}", &text[..brace], &text[brace..])
    });
    fs::write(project.join("rules/light.rules"), moved).unwrap();
    let (_, out, error) = diff(&project, &["HEAD", "--verbose"]);
    assert!(out.contains("`lamp.dark` is `light.dark` now"), "{out}{error}");
    assert!(!out.contains("is gone, and no"), "{out}");
}

#[test]
fn what_is_ignored_hidden_or_linked_is_as_on_the_disk() {
    let folder = repository();
    let project = folder.path().join("docs");
    let other = LAMP.replace("dark", "off").replace("no-light", "out").replace("bulb", "fuse").replace("ask", "call");
    fs::create_dir_all(project.join("rules/drafts")).unwrap();
    fs::create_dir_all(project.join("rules/.hidden")).unwrap();
    fs::create_dir_all(project.join("shared")).unwrap();
    fs::write(project.join("rules/drafts/broken.rules"), "nonsense").unwrap();
    fs::write(project.join("rules/.hidden/broken.rules"), "nonsense").unwrap();
    fs::write(project.join("shared/fuse.rules"), other).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../shared", project.join("rules/common")).unwrap();
    git(folder.path(), &["add", "-A", "-f"]);
    fs::write(project.join(".gitignore"), "drafts/\n").unwrap();
    git(folder.path(), &["add", "docs/.gitignore"]);
    git(folder.path(), &["commit", "-qm", "two"]);
    let (status, out, error) = diff(&project, &["HEAD"]);
    let guides = if cfg!(unix) { "2 guides" } else { "1 guide" };
    assert_eq!((status, out), (Some(0), format!("nothing is different · {guides} as before\n")), "{error}");
}

#[test]
fn what_is_missing_is_said() {
    let folder = repository();
    let project = folder.path().join("docs");
    refuses(diff(&project, &["no-such-branch"]), &["`no-such-branch` is neither a folder nor a revision"]);
    refuses(diff(&project, &["--", "--output=x"]), &["neither a folder nor a revision"]);
    refuses(diff(&project, &["HEAD:docs/kbc.toml"]), &["neither a folder nor a revision"]);
    // A project that was not there.
    git(folder.path(), &["checkout", "-q", "--orphan", "empty"]);
    git(folder.path(), &["commit", "-qm", "nothing", "--allow-empty"]);
    git(folder.path(), &["rm", "-rq", "--cached", "."]);
    git(folder.path(), &["commit", "-qm", "emptied", "--allow-empty"]);
    refuses(diff(&project, &["empty"]), &["`empty` has no rules in"]);
    // No repository at all.
    let alone = tempfile::tempdir().unwrap();
    fs::create_dir_all(alone.path().join("rules")).unwrap();
    fs::write(alone.path().join("rules/lamp.rules"), LAMP).unwrap();
    refuses(diff(alone.path(), &["HEAD"]), &["lies in no repository of git"]);
}

#[test]
fn a_shallow_clone_is_recognised() {
    let folder = repository();
    fs::write(folder.path().join("docs/rules/lamp.rules"), LAMP.replace("5 min", "6 min")).unwrap();
    commit(folder.path(), "two");
    let clones = tempfile::tempdir().unwrap();
    let from = format!("file://{}", folder.path().display());
    git(clones.path(), &["clone", "-q", "--depth", "1", &from, "clone"]);
    let project = clones.path().join("clone/docs");
    assert_eq!(diff(&project, &["HEAD"]).0, Some(0));
    refuses(diff(&project, &["HEAD~1"]), &["this clone is shallow", "--unshallow"]);
}

#[test]
fn submodules_are_read_where_they_are_at_hand() {
    let folder = repository();
    let shared = tempfile::tempdir().unwrap();
    git(shared.path(), &["init", "-q", "-b", "main", "."]);
    fs::write(shared.path().join("fuse.rules"), LAMP.replace("dark", "off")).unwrap();
    commit(shared.path(), "one");
    let from = format!("file://{}", shared.path().display());
    git(folder.path(), &["submodule", "--quiet", "add", &from, "docs/rules/shared"]);
    commit(folder.path(), "two");
    let project = folder.path().join("docs");
    let (status, out, error) = diff(&project, &["HEAD"]);
    assert_eq!((status, out.as_str()), (Some(0), "nothing is different · 2 guides as before\n"), "{error}");
    let (_, out, _) = diff(&project, &["HEAD~1", "--verbose"]);
    assert!(out.contains("the guide `shared.fuse.off` is new"), "{out}");
    git(folder.path(), &["submodule", "--quiet", "deinit", "-f", "docs/rules/shared"]);
    fs::remove_dir_all(folder.path().join(".git/modules")).unwrap();
    refuses(
        diff(&project, &["HEAD"]),
        &["docs/rules/shared", "is a submodule", "git submodule update --init"]
            .map(|word| word.trim_start_matches("docs/")),
    );
}

/// A repository is a stranger's, too: reading a revision runs nothing that it names.
#[cfg(unix)]
#[test]
fn nothing_of_a_repository_runs() {
    use std::os::unix::fs::PermissionsExt;

    let folder = repository();
    let mark = folder.path().join("ran");
    let script = folder.path().join("script");
    fs::write(&script, format!("#!/bin/sh\ntouch '{}'\ncat\n", mark.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    fs::write(folder.path().join(".gitattributes"), "*.rules filter=x diff=x\n").unwrap();
    commit(folder.path(), "attributes");
    let script = script.to_str().unwrap();
    for setting in
        ["core.fsmonitor", "core.pager", "filter.x.smudge", "filter.x.clean", "diff.x.textconv", "diff.external"]
    {
        git(folder.path(), &["config", setting, script]);
    }
    for hook in ["post-checkout", "post-index-change", "reference-transaction"] {
        let path = folder.path().join(".git/hooks").join(hook);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(script, path).unwrap();
    }
    let _ = fs::remove_file(&mark);
    let (status, out, error) = diff(&folder.path().join("docs"), &["HEAD~1", "HEAD"]);
    assert_eq!(status, Some(0), "{out}{error}");
    assert!(!mark.exists(), "something ran");
    // Where a hook runs kbc, git says where its own repository is.
    let mut command = cargo_bin_cmd!("kbc");
    let command = command.current_dir(folder.path().join("docs")).env("GIT_DIR", ".git").env("GIT_WORK_TREE", ".");
    command.args(["diff", "HEAD"]).assert().success();
}
