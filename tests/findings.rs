//! What is done with findings: they are mended, held against a baseline, and handed to code scanning and review.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "findings/baseline.rs"]
mod baseline;
#[path = "findings/fixes.rs"]
mod fixes;
#[path = "findings/github.rs"]
mod github;
#[path = "findings/sarif.rs"]
mod sarif;
#[path = "findings/workflows.rs"]
mod workflows;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;
use tempfile::TempDir;

/// An error with a mend, and a warning.
const FAULTY: &str = "\
guide g \"G\" {
  symptoms lost
  otherwise shop
}

symptom lost \"No sound\" { mesage \"x, 100 %: y\" }
escalation shop \"The shop\"
";

fn kbc(folder: &Path, arguments: &[&str]) -> Output {
    cargo_bin_cmd!("kbc").current_dir(folder).args(arguments).output().unwrap()
}

fn told(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn status(output: &Output) -> Option<i32> {
    output.status.code()
}

/// A project in a folder of its own, with these files below `rules/`.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fill(folder.path(), files);
    folder
}

fn fill(root: &Path, files: &[(&str, &str)]) {
    fs::create_dir_all(root.join("rules")).unwrap();
    fs::write(root.join("kbc.toml"), "").unwrap();
    for (path, text) in files {
        let path = root.join("rules").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}
