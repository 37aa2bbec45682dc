//! Builds that are killed, or that find no room, in a process of their own: this test program, started again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use kbc::output::{MANIFEST, Options, Output, STAGE};

use super::folder::{Files, Place, files};

const ROOT: &str = "KBC_TEST_OUTPUT_ROOT";

fn version(n: usize) -> Files {
    // A third of the files changes, a third comes and goes, some lie in folders that do.
    let kept =
        (0..120).map(|i| (format!("html/{}/k{i}", i % 5), format!("{}", n * usize::from(i % 2 == 0)).repeat(2000)));
    let moving = (0..60).map(|i| (format!("v{}/{}/m{i}", n % 3, i % 4), format!("{i}").repeat(2000)));
    kept.chain(moving).map(|(path, text)| (path, text.into_bytes())).collect()
}

fn build(root: &Path, n: usize) {
    let output = Output::open(root, Options::default()).unwrap();
    for (path, bytes) in version(n) {
        output.put(&path, &bytes).unwrap();
    }
    output.finish().unwrap();
}

/// Not a test on its own: builds one version after the other, until it is killed.
#[test]
fn child_that_builds_for_ever() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    for n in 0.. {
        build(&root, n);
    }
}

fn child(root: &Path, test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(ROOT, root);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command
}

#[test]
fn whenever_a_build_is_killed_files_are_whole_and_the_next_build_mends() {
    let place = Place::new();
    let whole: Vec<Files> = (0..400).map(version).collect();
    place.person_writes("v0/foreign", "F");
    for round in 0..30 {
        let mut killed = child(&place.root(), "output::killed::child_that_builds_for_ever").spawn().unwrap();
        std::thread::sleep(Duration::from_millis(15 + round * 3));
        killed.kill().unwrap();
        killed.wait().unwrap();
        for (path, bytes) in place.standing() {
            let of_stage = path.starts_with(STAGE) || path.ends_with(".kbc-probe") || path.ends_with('/');
            let known = path == "v0/foreign" || whole.iter().any(|files| files.get(&path) == Some(&bytes));
            assert!(of_stage || known, "round {round}: `{path}` is half a file");
        }
        if round % 3 == 2 {
            // What comes next need not be what was interrupted.
            let n = 7 + usize::try_from(round).unwrap();
            build(&place.root(), n);
            let mut expected = version(n);
            expected.insert("v0/foreign".into(), b"F".to_vec());
            assert!(place.standing() == expected, "round {round}");
            assert!(place.true_manifest().iter().eq(version(n).keys()));
        }
    }
}

/// The traces of a build that was killed between two moves: `a` and `new/n` have been moved, `b` not, `old` not removed.
fn killed_half_way(place: &Place) {
    place.build(&[("a", "1"), ("b", "1"), ("old", "1"), ("same", "1")]).unwrap();
    let hash = kbc::digest::Digest::of(b"2").to_hex();
    let journal = format!("{hash} a\n{hash} b\n{hash} new/n\n- old\n");
    place.person_writes(&format!("{STAGE}/journal"), &journal);
    place.person_writes(&format!("{STAGE}/changed/b"), "2");
    place.person_writes(&format!("{STAGE}/lock"), "");
    place.person_writes("a", "2");
    place.person_writes("new/n", "2");
    place.person_writes("new/.kbc-probe", "");
}

#[test]
fn what_a_killed_build_made_is_not_foreign() {
    let place = Place::new();
    killed_half_way(&place);
    // Other bytes than those of the killed build: only the journal knows that `new/n` is kbc's.
    let report = place.build(&[("a", "3"), ("b", "3"), ("new/n", "3"), ("same", "1")]).unwrap();
    assert_eq!((report.updated.len(), report.removed), (3, vec!["old".to_owned()]));
    assert_eq!(place.standing(), files(&[("a", "3"), ("b", "3"), ("new/n", "3"), ("same", "1")]));

    let place = Place::new();
    killed_half_way(&place);
    let report = place.build(&[("same", "1")]).unwrap();
    assert_eq!(report.removed, ["a", "b", "new/n", "old"]);
    assert_eq!(place.standing(), files(&[("same", "1")]));
}

#[test]
fn mending_gives_the_true_manifest_even_if_the_next_build_fails() {
    let place = Place::new();
    killed_half_way(&place);
    let before = place.standing();
    assert_eq!(place.check(&[("a", "2")]).unwrap().unchanged, 1);
    assert_eq!(place.standing(), before, "check touches nothing");
    place.build(&[("../x", "1")]).unwrap_err();
    assert_eq!(place.true_manifest(), ["a", "b", "new/n", "old", "same"]);
    assert_eq!(place.standing(), files(&[("a", "2"), ("b", "1"), ("new/n", "2"), ("old", "1"), ("same", "1")]));
}

/// Not a test on its own: makes a small file and one too large for the limit that it runs under.
#[test]
fn child_without_room() {
    let Some(root) = std::env::var_os(ROOT).map(PathBuf::from) else {
        return;
    };
    let output = Output::open(&root, Options::default()).unwrap();
    output.put("a", b"2").unwrap();
    let error = output.put("b", &vec![b'2'; 1 << 20]).unwrap_err();
    fs_err::write(root.with_extension("error"), format!("{:?}\n{error}", error.on_disk())).unwrap();
    assert!(output.finish().is_err());
}

#[cfg(unix)]
#[test]
fn without_room_the_old_output_stands() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1"), ("old", "1")]).unwrap();
    let before = (place.standing(), place.read(MANIFEST));
    // A limit on the size of files binds root too, unlike permissions; the signal that comes with it is ignored, so
    // that the write fails as on a full disk.
    let inner = child(&place.root(), "output::killed::child_without_room");
    let mut limited = Command::new("sh");
    limited
        .args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"])
        .arg(inner.get_program())
        .args(inner.get_args());
    let status = limited.env(ROOT, place.root()).stdout(std::process::Stdio::null()).status().unwrap();
    assert!(status.success());
    let error = fs_err::read_to_string(place.root().with_extension("error")).unwrap();
    assert!(error.contains("changed/b"), "{error}");
    assert_eq!((place.standing(), place.read(MANIFEST)), before);
}
