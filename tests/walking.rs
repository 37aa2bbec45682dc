//! Plans, dialogues and reasons, as whoever asks for them on a command line meets them.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::cargo::cargo_bin_cmd;

#[path = "walking/diagnose.rs"]
mod diagnose;
#[path = "walking/machine.rs"]
mod machine;
#[path = "walking/plan.rs"]
mod plan;
#[path = "walking/protocol.rs"]
mod protocol;
#[path = "walking/said.rs"]
mod said;
#[path = "walking/same.rs"]
mod same;
#[path = "walking/why.rs"]
mod why;

/// A knowledge base of the tests.
fn knowledge(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/knowledge").join(name)
}

fn kbc(name: &str, arguments: &[&str], input: &str) -> Output {
    kbc_in(&knowledge(name), arguments, input)
}

fn kbc_in(folder: &Path, arguments: &[&str], input: &str) -> Output {
    // Nothing is remembered, or a folder of the tests would hold what an earlier run left.
    let mut command = cargo_bin_cmd!("kbc");
    command.env("KBC_CACHE", "off").current_dir(folder).args(arguments).write_stdin(input).output().expect("kbc runs")
}

/// What a command prints when nothing stands in its way.
fn printed(name: &str, arguments: &[&str], input: &str) -> String {
    let output = kbc(name, arguments, input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("kbc speaks UTF-8")
}

/// Why a call cannot be carried out.
fn refused(name: &str, arguments: &[&str]) -> String {
    let output = kbc(name, arguments, "");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).expect("kbc speaks UTF-8")
}
