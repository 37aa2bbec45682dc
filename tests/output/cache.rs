//! What is remembered between builds saves work and never tells a lie.

use std::time::{Duration, SystemTime};

use kbc::digest::Digest;
use kbc::output::{Change, Options, Output};

use super::folder::{Place, files};

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

fn hashed(list: &[(&str, &str)]) -> Vec<(String, Digest)> {
    list.iter().map(|(path, text)| ((*path).to_owned(), Digest::of(text.as_bytes()))).collect()
}

#[test]
fn files_that_still_stand_count_as_put_under_another_key() {
    let place = remembered();
    let output = Output::open(&place.root(), place.cached()).unwrap();
    let both = hashed(&[("a", "1"), ("b", "1")]);
    let found = output.standing(&both).unwrap();
    assert!(output.leave_standing(&both, &found, key(7)));
    assert!(!output.leave_standing(&both, &found, key(7)), "each only once");
    assert_eq!(output.finish().unwrap().unchanged, 2);
    let output = Output::open(&place.root(), place.cached()).unwrap();
    assert!(output.all_up_to_date(key(7)));
}

#[test]
fn files_stand_only_as_long_as_nobody_changes_them() {
    let place = remembered();
    let standing = |list: &[(&str, &str)]| {
        let output = Output::open(&place.root(), place.cached()).unwrap();
        output.standing(&hashed(list)).is_some()
    };
    assert!(standing(&[("a", "1"), ("b", "1")]));
    assert!(!standing(&[("a", "1"), ("b", "2")]), "other bytes were wanted");
    assert!(!standing(&[("a", "1"), ("c", "1")]), "a file that was never made");
    // A time that cannot be trusted alone throws nothing away: the bytes are looked at.
    place.person_writes("a", "1");
    assert!(standing(&[("a", "1"), ("b", "1")]));
    place.person_writes("a", "2");
    assert!(!standing(&[("a", "1"), ("b", "1")]), "changed by hand");
    assert!(standing(&[("b", "1")]));
    let output = Output::open(&place.root(), Options { check: true, ..place.cached() }).unwrap();
    assert!(output.standing(&hashed(&[("b", "1")])).is_none(), "a check looks at everything");
}

#[test]
fn of_several_lots_all_are_left_standing_or_none() {
    let place = remembered();
    let output = Output::open(&place.root(), place.cached()).unwrap();
    let [a, b] = [hashed(&[("a", "1")]), hashed(&[("b", "1")])];
    let [found_a, found_b] = [&a, &b].map(|files| output.standing(files).unwrap());
    output.put_keyed("b", b"1", key(3)).unwrap();
    assert!(!output.leave_all_standing(&[(&a, &found_a), (&b, &found_b)], key(7)), "`b` was put already");
    assert_eq!(output.put_keyed("a", b"2", key(3)).unwrap(), Change::Updated, "`a` can be made");
    output.finish().unwrap();
    assert_eq!(place.standing(), files(&[("a", "2"), ("b", "1")]));
}

#[test]
fn a_file_is_read_only_where_it_still_stands() {
    let place = remembered();
    let read = |hash: &[u8]| {
        let output = Output::open(&place.root(), place.cached()).unwrap();
        output.read_standing("a", Digest::of(hash))
    };
    assert_eq!(read(b"1").unwrap(), b"1");
    assert_eq!(read(b"2"), None);
    place.person_writes("a", "2");
    assert_eq!((read(b"1"), read(b"2")), (None, None));
}

#[test]
fn what_was_stored_is_there_until_another_build_ends_that_stores_something() {
    let place = remembered();
    let stored = || {
        let output = Output::open(&place.root(), place.cached()).unwrap();
        output.stored().pieces().map(<[u8]>::to_vec).collect::<Vec<_>>()
    };
    let build = |piece: &[u8], ends: bool| {
        let output = Output::open(&place.root(), place.cached()).unwrap();
        output.put_keyed("a", b"1", key(1)).unwrap();
        if !piece.is_empty() {
            output.store(piece);
        }
        if ends {
            output.finish().unwrap();
        }
    };
    assert!(stored().is_empty());
    build(b"one", true);
    build(b"", true);
    build(b"stopped", false);
    assert_eq!(stored(), [b"one"]);
    build(b"two", true);
    assert_eq!(stored(), [b"two"]);
    let output = Output::open(&place.root(), Options { check: true, ..place.cached() }).unwrap();
    assert!(!output.can_store() && output.stored().pieces().next().is_none(), "a check stores nothing");
}
