//! What is remembered between builds saves work and never tells a lie.

use std::time::{Duration, SystemTime};

use kbc::digest::Digest;
use kbc::output::{Change, Options, Output};

use crate::folder::{Place, files};

fn key(n: u8) -> Digest {
    kbc::digest::Digest::of(&[n])
}

/// Sets the time of a file back, as if it had been written long ago: then its tick is over, whatever the file system.
fn age(place: &Place, path: &str) {
    let file = fs_err::OpenOptions::new().write(true).open(place.root().join(path)).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
}

/// Makes `a` and `b` with keys, in a state in which both are remembered.
fn remembered() -> Place {
    let place = Place::new();
    for _ in 0..2 {
        let output = Output::open(&place.root(), place.cached()).unwrap();
        output.put_keyed("a", b"1", key(1)).unwrap();
        output.put_keyed("b", b"1", key(2)).unwrap();
        output.finish().unwrap();
        age(&place, "a");
        age(&place, "b");
    }
    let output = Output::open(&place.root(), place.cached()).unwrap();
    output.put_keyed("a", b"1", key(1)).unwrap();
    output.put_keyed("b", b"1", key(2)).unwrap();
    assert!(output.finish().unwrap().cache_error.is_none());
    place
}

#[test]
fn a_file_from_the_same_key_need_not_be_made() {
    let place = remembered();
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(output.up_to_date("a", key(1)));
    assert!(!output.up_to_date("b", key(9)));
    assert!(!output.up_to_date("c", key(1)));
    assert_eq!(output.put_keyed("b", b"2", key(9)).unwrap(), Change::Updated);
    let report = output.finish().unwrap();
    assert_eq!((report.unchanged, report.updated), (1, vec!["b".to_owned()]));
    assert_eq!(place.standing(), files(&[("a", "1"), ("b", "2")]));
    assert_eq!(place.true_manifest(), ["a", "b"]);
}

#[test]
fn an_up_to_date_file_is_put_only_once() {
    let place = remembered();
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(output.up_to_date("a", key(1)));
    assert!(!output.up_to_date("a", key(1)));
    assert_eq!(output.put("a", b"1").unwrap_err().to_string(), "two outputs have the path `a`");
}

#[test]
fn a_touched_file_is_made_again() {
    let place = remembered();
    place.person_writes("a", "X");
    fs_err::remove_file(place.root().join("b")).unwrap();
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(!output.up_to_date("a", key(1)));
    assert!(!output.up_to_date("b", key(2)));
    assert_eq!(output.put_keyed("a", b"1", key(1)).unwrap(), Change::Updated);
    assert_eq!(output.put_keyed("b", b"1", key(2)).unwrap(), Change::Created);
    output.finish().unwrap();
    assert_eq!(place.standing(), files(&[("a", "1"), ("b", "1")]));
}

#[test]
fn a_change_within_one_tick_is_seen() {
    // Same size, written at once after the build: often the same time, and still not overlooked.
    for round in 0..50 {
        let place = Place::new();
        place.build_with(place.cached(), &files(&[("a", "1"), ("d/b", "1")])).unwrap();
        place.person_writes("a", "X");
        let output = Output::open(&place.root(), place.cached()).unwrap();
        assert_eq!(output.put("a", b"1").unwrap(), Change::Updated, "round {round}");
        output.put("d/b", b"1").unwrap();
        output.finish().unwrap();
        assert_eq!(place.read("a"), "1");
    }
}

#[test]
fn a_change_is_seen_though_its_time_was_put_back() {
    let place = remembered();
    place.person_writes("a", "X");
    age(&place, "a");
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(!output.up_to_date("a", key(1)));
    assert_eq!(output.put("a", b"1").unwrap(), Change::Updated);
    output.put("b", b"1").unwrap();
    output.finish().unwrap();
    assert_eq!(place.read("a"), "1");
    // The one that is no longer made is known for changed, too.
    let place = remembered();
    place.person_writes("b", "X");
    age(&place, "b");
    assert_eq!(place.build_with(place.cached(), &files(&[("a", "1")])).unwrap().kept, ["b"]);
}

#[test]
fn a_build_right_after_another_is_spared_by_what_files_hold() {
    for round in 0..25 {
        let place = Place::new();
        let output = Output::open(&place.root(), place.cached()).unwrap();
        for path in ["a", "d/b", "d/c"] {
            output.put_keyed(path, path.as_bytes(), key(1)).unwrap();
        }
        output.finish().unwrap();
        let output = Output::open(&place.root(), place.cached()).unwrap();
        assert!(output.all_up_to_date(key(1)), "round {round}");
        assert!(!output.finish().unwrap().differs(), "round {round}");
        let output = Output::open(&place.root(), place.cached()).unwrap();
        assert!(output.up_to_date("d/b", key(1)), "round {round}");
    }
}

#[test]
fn a_build_of_one_format_remembers_the_others() {
    let place = Place::new();
    let scoped = |scope: &str| Options { scope: kbc::output::Scope::folders([scope]), ..place.cached() };
    for _ in 0..3 {
        for path in ["html/a", "json/a"] {
            let output = Output::open(&place.root(), scoped(&path[..4])).unwrap();
            output.put_keyed(path, b"1", key(1)).unwrap();
            output.finish().unwrap();
            age(&place, path);
        }
    }
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(output.up_to_date("html/a", key(1)));
    drop(output);
    let output = Output::open(&place.root(), scoped("html")).unwrap();
    assert!(!output.up_to_date("json/a", key(1)));
}

#[test]
fn a_damaged_cache_costs_time_only() {
    let place = remembered();
    for entry in fs_err::read_dir(place.caches()).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = fs_err::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs_err::write(path, bytes).unwrap();
    }
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(!output.up_to_date("a", key(1)));
    assert_eq!(output.put("a", b"1").unwrap(), Change::Unchanged);
}

#[test]
fn a_cache_that_cannot_be_saved_is_told_and_harms_nothing() {
    let place = Place::new();
    fs_err::write(place.beside(".kbc"), "in the way").unwrap();
    let report = place.build_with(place.cached(), &files(&[("a", "1")])).unwrap();
    assert!(report.cache_error.unwrap().to_string().contains(".kbc"));
    assert_eq!(place.standing(), files(&[("a", "1")]));
}
