//! Links, pipes and the like that came with a project: what they lead to is neither read nor written.

#![cfg(unix)]

use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;

use kbc::output::{MANIFEST, Output, OutputError, Report, STAGE};

use super::folder::{Place, files};

/// A file outside of the output, which nothing may change.
fn outside(place: &Place) -> PathBuf {
    let path = place.beside("outside");
    fs_err::write(&path, "mine").unwrap();
    path
}

fn pipe(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

/// Builds on a thread of its own, so that a build that waits for ever fails the test.
fn build(place: &Place, text: &'static str) -> Result<Report, OutputError> {
    let (root, options) = (place.root(), place.cached());
    let (done, wait) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let built = Output::open(&root, options).and_then(|output| {
            output.put("a", text.as_bytes())?;
            output.put("new/b", text.as_bytes())?;
            output.finish()
        });
        drop(done.send(built));
    });
    wait.recv_timeout(Duration::from_secs(20)).expect("the build ends")
}

/// The names of all that kbc writes and reads in its stage.
const OF_STAGE: [&str; 8] = ["lock", "journal", "journal.new", "manifest", "probe", "clock", "new", "changed"];

#[test]
fn a_link_in_the_stage_is_named_and_not_followed() {
    for name in OF_STAGE {
        for leads_somewhere in [true, false] {
            let place = Place::new();
            place.build(&[("a", "1")]).unwrap();
            let target = if leads_somewhere { outside(&place) } else { place.beside("nothing") };
            fs_err::create_dir(place.root().join(STAGE)).unwrap();
            let link = place.root().join(STAGE).join(name);
            symlink(&target, &link).unwrap();
            let error = build(&place, "2").unwrap_err();
            assert!(matches!(&error, OutputError::Link { path } if *path == link), "{name}: {error:?}");
            assert_eq!(fs_err::read_to_string(&target).ok(), leads_somewhere.then(|| "mine".to_owned()), "{name}");
            assert_eq!(place.read("a"), "1", "{name}");
            fs_err::remove_file(link).unwrap();
            build(&place, "2").unwrap();
        }
    }
}

#[test]
fn a_pipe_where_kbc_keeps_a_file_is_named_and_nobody_waits_for_it() {
    for name in OF_STAGE.map(|name| format!("{STAGE}/{name}")).iter().map(String::as_str).chain([MANIFEST, "a"]) {
        let place = Place::new();
        place.build(&[("x", "1")]).unwrap();
        let path = place.root().join(name);
        fs_err::create_dir_all(path.parent().unwrap()).unwrap();
        drop(fs_err::remove_file(&path));
        pipe(&path);
        let error = build(&place, "2").unwrap_err();
        assert!(matches!(&error, OutputError::Special { path: named } if *named == path), "{name}: {error:?}");
    }
}

#[test]
fn a_stage_that_is_a_link_is_not_looked_into_even_by_a_check() {
    let place = Place::new();
    place.build(&[("a", "1")]).unwrap();
    fs_err::create_dir(place.beside("elsewhere")).unwrap();
    symlink(place.beside("elsewhere"), place.root().join(STAGE)).unwrap();
    assert!(matches!(place.check(&[("a", "1")]).unwrap_err(), OutputError::Link { .. }));
    assert!(matches!(place.build(&[("a", "1")]).unwrap_err(), OutputError::Link { .. }));
}

#[test]
fn a_link_in_the_place_of_a_probe_is_no_way_out() {
    let place = Place::new();
    place.build(&[("new/b", "1")]).unwrap();
    let target = outside(&place);
    symlink(&target, place.root().join("new/.kbc-probe")).unwrap();
    assert!(matches!(build(&place, "2").unwrap_err(), OutputError::Link { .. }));
    assert_eq!(fs_err::read_to_string(target).unwrap(), "mine");
}

#[test]
fn a_cache_that_is_a_link_or_a_pipe_is_named() {
    let place = Place::new();
    build(&place, "1").unwrap();
    let cache = fs_err::read_dir(place.caches()).unwrap().next().unwrap().unwrap().path();
    let target = outside(&place);
    fs_err::remove_file(&cache).unwrap();
    symlink(&target, &cache).unwrap();
    assert!(matches!(build(&place, "2").unwrap_err(), OutputError::Link { path } if path == cache));
    fs_err::remove_file(&cache).unwrap();
    pipe(&cache);
    assert!(matches!(build(&place, "2").unwrap_err(), OutputError::Special { path } if path == cache));
    fs_err::remove_dir_all(place.caches()).unwrap();
    fs_err::create_dir(place.beside("elsewhere")).unwrap();
    symlink(place.beside("elsewhere"), place.caches()).unwrap();
    assert!(matches!(build(&place, "2").unwrap_err(), OutputError::Link { path } if path == place.caches()));
    assert_eq!(fs_err::read_to_string(target).unwrap(), "mine");
    assert_eq!(fs_err::read_dir(place.beside("elsewhere")).unwrap().count(), 0);
}

#[test]
fn a_file_that_has_two_names_is_changed_under_ours_alone() {
    let place = Place::new();
    place.build(&[("a", "mine"), ("b", "mine")]).unwrap();
    let target = outside(&place);
    for path in ["a", "b", MANIFEST] {
        let path = place.root().join(path);
        let text = fs_err::read(&path).unwrap();
        fs_err::remove_file(&path).unwrap();
        let other = path.with_extension("other");
        fs_err::write(&target, text).unwrap();
        fs_err::hard_link(&target, &path).unwrap();
        fs_err::rename(&target, &other).unwrap();
    }
    let manifest = place.read("manifest.other");
    place.build(&[("a", "2")]).unwrap();
    assert_eq!(place.read("a.other"), "mine");
    assert_eq!(place.read("b.other"), "mine");
    assert_eq!(place.read("manifest.other"), manifest);
    assert_eq!(place.read("a"), "2");
}

#[test]
fn a_manifest_without_an_end_is_not_read_to_its_end() {
    let place = Place::new();
    place.build(&[("a", "1")]).unwrap();
    let path = place.root().join(MANIFEST);
    fs_err::OpenOptions::new().write(true).open(&path).unwrap().set_len(1 << 40).unwrap();
    assert!(matches!(build(&place, "2").unwrap_err(), OutputError::Io { path: named, .. } if named == path));
}

#[test]
fn a_link_that_stands_where_a_stale_file_was_stays() {
    let place = Place::new();
    place.build(&[("a", "mine"), ("old", "mine")]).unwrap();
    let target = outside(&place);
    fs_err::remove_file(place.root().join("old")).unwrap();
    symlink(&target, place.root().join("old")).unwrap();
    assert_eq!(place.build(&[("a", "mine")]).unwrap().kept, ["old"]);
    assert_eq!(place.standing(), files(&[("a", "mine"), ("old", "mine")]));
}
