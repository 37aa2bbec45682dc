//! `kbc fmt` as an author, an editor and a workflow meet it.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

const UNTIDY: &str = "symptom   lost \"No sound\" {message \"x\";about \"y\"}\n";
const TIDY: &str = "symptom lost \"No sound\" {\n  message \"x\"\n  about \"y\"\n}\n";

fn kbc(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).args(arguments).output().unwrap()
}

fn fed(folder: &Path, arguments: &[&str], input: impl Into<Vec<u8>>) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).args(arguments).write_stdin(input.into()).output().unwrap()
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn project(settings: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("kbc.toml"), settings).unwrap();
    for (path, text) in files {
        let path = folder.path().join("rules").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn files_are_written_and_a_second_run_writes_nothing() {
    let folder = project("", &[("a.rules", UNTIDY), ("deep/b.rules", TIDY)]);
    let at = |path: &str| folder.path().join("rules").join(path);
    let before = fs::metadata(at("deep/b.rules")).unwrap().modified().unwrap();
    let first = kbc(folder.path(), &["fmt"]);
    assert_eq!((first.status.code(), told(&first.stderr)), (Some(0), String::new()));
    assert_eq!(told(&first.stdout), "changed rules/a.rules\n1 of 2 files laid out\n");
    assert_eq!(fs::read_to_string(at("a.rules")).unwrap(), TIDY);
    assert_eq!(fs::metadata(at("deep/b.rules")).unwrap().modified().unwrap(), before);
    let second = kbc(&folder.path().join("rules/deep"), &["fmt"]);
    assert_eq!(told(&second.stdout), "2 files in their layout\n");
    assert_eq!(fs::read_dir(folder.path().join("rules")).unwrap().count(), 2, "nothing is left behind");
}

#[test]
fn check_shows_a_difference_that_patch_understands_and_writes_nothing() {
    let folder = project("", &[("a.rules", UNTIDY)]);
    let checked = kbc(folder.path(), &["fmt", "--check"]);
    assert_eq!(checked.status.code(), Some(1));
    let difference = told(&checked.stdout);
    assert!(
        difference.starts_with("--- rules/a.rules\n+++ rules/a.rules\n@@ -1 +1,4 @@\n-symptom   lost"),
        "{difference}"
    );
    assert!(difference.contains("\n+  message \"x\"\n"), "{difference}");
    assert_eq!(fs::read_to_string(folder.path().join("rules/a.rules")).unwrap(), UNTIDY);
    kbc(folder.path(), &["fmt"]);
    assert_eq!(kbc(folder.path(), &["fmt", "--check"]).status.code(), Some(0));
}

#[test]
fn paths_and_widths_can_be_named() {
    let long = "cause c \"C\" {\n  cite first-source, second-source, third-source\n}\n";
    let narrow = "cause c \"C\" {\n  cite first-source,\n    second-source,\n    third-source\n}\n";
    let folder = project("line-width = 40", &[("a.rules", long), ("b.rules", long), ("c/d.rules", long)]);
    let at = |path: &str| fs::read_to_string(folder.path().join("rules").join(path)).unwrap();
    assert_eq!(kbc(folder.path(), &["fmt", "rules/a.rules", "rules/c"]).status.code(), Some(0));
    assert_eq!((at("a.rules").as_str(), at("b.rules").as_str(), at("c/d.rules").as_str()), (narrow, long, narrow));
    // The settings are those of the file's project, wherever the command is called.
    assert_eq!(
        kbc(Path::new("/"), &["fmt", folder.path().join("rules/b.rules").to_str().unwrap()]).status.code(),
        Some(0)
    );
    assert_eq!(at("b.rules"), narrow);
    kbc(folder.path(), &["fmt", "--line-width", "100"]);
    assert_eq!(at("b.rules"), "cause c \"C\" { cite first-source, second-source, third-source }\n");
    assert_eq!(kbc(folder.path(), &["fmt", "--line-width", "3"]).status.code(), Some(2));
    assert_eq!(kbc(folder.path(), &["fmt", "rules/none.rules"]).status.code(), Some(2));
}

#[test]
fn editors_send_a_text_and_get_it_back() {
    let folder = TempDir::new().unwrap();
    let answer = fed(folder.path(), &["fmt", "-"], UNTIDY);
    assert_eq!((answer.status.code(), told(&answer.stdout)), (Some(0), TIDY.to_owned()));
    let checked = fed(folder.path(), &["fmt", "-", "--check"], UNTIDY);
    assert_eq!(checked.status.code(), Some(1));
    assert!(told(&checked.stdout).contains("-symptom   lost"));
    assert_eq!(fed(folder.path(), &["fmt", "-", "--check"], TIDY).status.code(), Some(0));
    assert_eq!(fed(folder.path(), &["fmt", "-", "x.rules"], TIDY).status.code(), Some(2));
    assert_eq!(fed(folder.path(), &["fmt", "-"], b"symptom \xff".to_vec()).status.code(), Some(2));
}

#[test]
fn what_does_not_parse_is_told_and_stays() {
    let broken = format!("{UNTIDY}\ncause  c \"C\" {{ mesage  \"x\" }}\n");
    let folder = project("", &[("a.rules", &broken), ("b.rules", UNTIDY)]);
    fs::write(folder.path().join("rules/c.rules"), b"symptom a \"\xff\"\n").unwrap();
    let done = kbc(folder.path(), &["fmt"]);
    assert_eq!(done.status.code(), Some(1), "a file could not be read");
    let said = told(&done.stderr);
    assert!(said.contains("rules/a.rules:3: this does not parse and stays as it is"), "{said}");
    assert!(said.contains("rules/c.rules: it is no UTF-8"), "{said}");
    let at = |path: &str| fs::read(folder.path().join("rules").join(path)).unwrap();
    assert_eq!(told(&at("a.rules")), format!("{TIDY}\ncause  c \"C\" {{ mesage  \"x\" }}\n"));
    assert_eq!(told(&at("b.rules")), TIDY);
    assert_eq!(at("c.rules"), b"symptom a \"\xff\"\n");
}

#[cfg(unix)]
#[test]
fn links_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = project("", &[("a.rules", UNTIDY)]);
    let file = folder.path().join("rules/a.rules");
    let elsewhere = folder.path().join("elsewhere.rules");
    fs::rename(&file, &elsewhere).unwrap();
    fs::set_permissions(&elsewhere, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&elsewhere, &file).unwrap();
    assert_eq!(kbc(folder.path(), &["fmt"]).status.code(), Some(0));
    assert!(fs::symlink_metadata(&file).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), TIDY);
    assert_eq!(fs::metadata(&elsewhere).unwrap().permissions().mode() & 0o777, 0o640);
}
