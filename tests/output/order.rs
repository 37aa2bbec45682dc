//! In which order files come to their places: what stands never leads to what is not there yet, or no longer.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use kbc::output::{MANIFEST, Options, Output};

use super::folder::{Files, Place};

const ROOT: &str = "KBC_TEST_ORDER_ROOT";

/// Files that stand in every version beside files of one version alone, in the same folders.
fn version(n: usize) -> Files {
    let changed = (0..60).map(|i| (format!("html/{}/a{i}", i % 5), format!("{n}").repeat(1000)));
    let alone = (0..60).map(|i| (format!("html/{}/n{n}-{i}", i % 5), "x".repeat(1000)));
    changed.chain(alone).map(|(path, text)| (path, text.into_bytes())).collect()
}

/// Not a test on its own: builds one version after the other, until it is killed.
#[test]
fn child_that_builds_for_ever() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else { return };
    for n in 10.. {
        let output = Output::open(&root, Options::default()).unwrap();
        for (path, bytes) in version(n) {
            output.put(&path, &bytes).unwrap();
        }
        output.finish().unwrap();
    }
}

/// Kills a child that builds, so long after its first version stands: how soon that is depends on what else runs.
fn killed_after(root: &Path, time: Duration) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "output::order::child_that_builds_for_ever", "--nocapture"]).env(ROOT, root);
    let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
    while !root.join(MANIFEST).exists() {
        assert!(child.try_wait().unwrap().is_none(), "the child ended before its first version stood");
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_is_new_stands_before_what_leads_to_it_and_what_is_stale_goes_last() {
    for round in 0..30 {
        let place = Place::new();
        killed_after(&place.root(), Duration::from_millis(round * 3));
        let standing = place.standing();
        let of = |n: usize| standing.keys().filter(|path| path.contains(&format!("/n{n}-"))).count();
        for (path, bytes) in standing.iter().filter(|(path, _)| path.starts_with("html/") && path.contains("/a")) {
            let n: usize = String::from_utf8_lossy(&bytes[..2]).parse().unwrap();
            // It is one that stood before, or one of the build that was killed. Either leads to files of its own version.
            assert_eq!(of(n), 60, "round {round}: `{path}` of version {n} leads nowhere");
        }
    }
}
