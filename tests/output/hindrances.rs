//! What stands in the way of a build, and that the old output stands after it.

use kbc::output::{MANIFEST, Options, Output, OutputError, PathFault, STAGE};

use super::folder::{Files, Place, files};

/// Everything in the output, to be compared later.
fn all(place: &Place) -> (Files, String) {
    (place.standing(), place.read(MANIFEST))
}

#[test]
fn a_foreign_file_is_named_and_nothing_changes() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1"), ("old", "1")]).unwrap();
    place.person_writes("mine", "M");
    let before = all(&place);
    let error = place.build(&[("a", "2"), ("mine", "X"), ("new", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::Foreign { path } if *path == place.root().join("mine")), "{error:?}");
    assert!(error.help().unwrap().contains("move it away"));
    assert_eq!(all(&place), before);
    // One with the very bytes of the output is taken over.
    assert_eq!(place.build(&[("a", "1"), ("mine", "M")]).unwrap().unchanged, 2);
    assert_eq!(place.true_manifest(), ["a", "mine"]);
    place.build(&[("a", "1")]).unwrap();
    assert_eq!(place.standing(), files(&[("a", "1")]));
}

#[test]
fn an_output_with_an_error_cannot_be_finished_or_leave_anything() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1")]).unwrap();
    let before = all(&place);
    let output = Output::open(&place.root(), Options::default()).unwrap();
    output.put("a", b"2").unwrap();
    output.put("../b", b"2").unwrap_err();
    output.put("c", b"2").unwrap();
    let error = output.finish().unwrap_err();
    assert!(matches!(&error, OutputError::Unfinished { path } if path == "../b"), "{error:?}");
    assert_eq!(all(&place), before);
    // Nor does one that is given up.
    let output = Output::open(&place.root(), Options::default()).unwrap();
    output.put("a", b"2").unwrap();
    drop(output);
    assert_eq!(all(&place), before);
    let place = Place::new();
    drop(Output::open(&place.root(), Options::default()).unwrap());
    assert!(!place.root().exists());
}

#[test]
fn paths_that_do_not_stand_everywhere_are_refused() {
    let place = Place::new();
    let output = Output::open(&place.root(), Options::default()).unwrap();
    for (path, expected) in [
        ("/etc/kbc", PathFault::Empty),
        ("a/../../b", PathFault::Dots),
        ("html/NUL.html", PathFault::Device),
        (MANIFEST, PathFault::Own),
    ] {
        match output.put(path, b"x").unwrap_err() {
            OutputError::Path { path: named, fault } => {
                assert_eq!((named.as_str(), fault), (path, expected));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn two_paths_that_are_one_elsewhere_are_both_named() {
    let clash = |first: &str, second: &str| {
        let place = Place::new();
        let output = Output::open(&place.root(), Options::default()).unwrap();
        output.put(first, b"x").unwrap();
        output.put(second, b"x").unwrap_err().to_string()
    };
    assert_eq!(clash("html/a", "html/A"), "the outputs `html/A` and `html/a` differ only in case");
    assert_eq!(clash("html/A", "html/a"), clash("html/a", "html/A"));
    assert_eq!(clash("Ä/a", "ä/b"), "the outputs `Ä` and `ä` differ only in case");
    assert_eq!(clash("a", "a"), "two outputs have the path `a`");
    assert_eq!(clash("a/b", "a"), "`a` would be a file, but `a` needs it as a folder");
    assert_eq!(clash("a", "A/b/c"), "`a` would be a file, but `A/b/c` needs it as a folder");
}

#[test]
fn a_folder_for_a_file_and_a_file_for_a_folder_are_errors() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b/c", "1")]).unwrap();
    place.person_writes("x/mine", "M");
    place.person_writes("y", "M");
    let before = all(&place);
    let error = place.build(&[("a", "2"), ("x", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::FolderInTheWay { path } if path.ends_with("x")), "{error:?}");
    let error = place.build(&[("a", "2"), ("y/z", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::FileInTheWay { path } if path.ends_with("y")), "{error:?}");
    assert_eq!(all(&place), before);
    // A folder that was ours, but holds something of a person.
    place.person_writes("b/mine", "M");
    let error = place.build(&[("a", "2"), ("b", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::FolderInTheWay { path } if path.ends_with("b")), "{error:?}");
    assert_eq!((place.read("a"), place.read("b/mine")), ("1".into(), "M".into()));
    assert_eq!(place.true_manifest(), ["a"]);
    // The root itself.
    let place = Place::new();
    fs_err::write(place.root(), "M").unwrap();
    let error = place.build(&[("a", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::FileInTheWay { path } if *path == place.root()), "{error:?}");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_through_a_link() {
    use std::os::unix::fs::symlink;
    let place = Place::new();
    place.build(&[("html/a", "1"), ("html/b", "1"), ("c", "1")]).unwrap();
    let outside = place.beside("outside");
    fs_err::create_dir(&outside).unwrap();
    fs_err::write(outside.join("a"), "1").unwrap();
    fs_err::write(outside.join("b"), "1").unwrap();
    // A folder becomes a link to files of the same bytes.
    fs_err::remove_dir_all(place.root().join("html")).unwrap();
    symlink(&outside, place.root().join("html")).unwrap();
    let error = place.build(&[("html/a", "2"), ("c", "2")]).unwrap_err();
    assert!(matches!(&error, OutputError::Link { path } if path.ends_with("html")), "{error:?}");
    assert_eq!(place.build(&[("c", "2")]).unwrap().kept, ["html/a", "html/b"]);
    assert_eq!(fs_err::read_to_string(outside.join("a")).unwrap(), "1");
    assert_eq!(fs_err::read_to_string(outside.join("b")).unwrap(), "1");
    // A file becomes a link.
    fs_err::remove_file(place.root().join("c")).unwrap();
    symlink(outside.join("a"), place.root().join("c")).unwrap();
    let error = place.build(&[("c", "3")]).unwrap_err();
    assert!(matches!(&error, OutputError::Link { path } if path.ends_with("c")), "{error:?}");
    assert_eq!(fs_err::read_to_string(outside.join("a")).unwrap(), "1");
    // So is the stage; the root may be one.
    symlink(&outside, place.root().join(STAGE)).unwrap();
    assert!(matches!(place.build(&[("d", "3")]).unwrap_err(), OutputError::Link { .. }));
    let linked = Place::new();
    symlink(&outside, linked.root()).unwrap();
    linked.build(&[("new", "N")]).unwrap();
    assert_eq!(fs_err::read_to_string(outside.join("new")).unwrap(), "N");
}

#[test]
fn an_error_half_way_leaves_whole_files_and_a_true_manifest() {
    let place = Place::new();
    place.build(&[("a", "1"), ("m", "1"), ("old", "1"), ("z", "1")]).unwrap();
    let output = Output::open(&place.root(), Options::default()).unwrap();
    for path in ["a", "m", "n/new", "z"] {
        output.put(path, b"2").unwrap();
    }
    // Somebody is quicker than the build and puts a folder where `m` stood.
    fs_err::remove_file(place.root().join("m")).unwrap();
    place.person_writes("m/mine", "M");
    let error = output.finish().unwrap_err();
    assert!(matches!(&error, OutputError::Io { path, .. } if path.ends_with("m")), "{error:?}");
    // How far the others came is the threads' affair; each is whole, and the manifest knows it.
    let mut standing = place.standing();
    assert_eq!(standing.remove("m/mine").unwrap(), b"M");
    assert_eq!(standing.remove("old").unwrap(), b"1");
    assert!(standing.values().all(|bytes| bytes == b"1" || bytes == b"2"));
    let listed = place.true_manifest();
    assert!(listed.iter().filter(|path| *path != "old").eq(standing.keys()));
    assert!(!place.root().join(STAGE).exists());
    fs_err::remove_dir_all(place.root().join("m")).unwrap();
    let last = [("a", "2"), ("m", "2"), ("n/new", "2"), ("z", "2")];
    assert_eq!(place.build(&last).unwrap().removed, ["old"]);
    assert_eq!(place.standing(), files(&last));
}

#[test]
fn a_folder_that_cannot_be_written_to_is_found_before_anything_changes() {
    // Permissions do not bind root; a folder under the name of the probe refuses it whoever asks.
    let place = Place::new();
    place.build(&[("a", "1"), ("html/a", "1"), ("json/a", "1"), ("old", "1")]).unwrap();
    fs_err::create_dir(place.root().join("html/.kbc-probe")).unwrap();
    let before = all(&place);
    let error = place.build(&[("a", "2"), ("html/a", "2"), ("json/a", "2"), ("new/a", "1")]).unwrap_err();
    assert!(matches!(&error, OutputError::Io { path, .. } if path.ends_with("html")), "{error:?}");
    assert_eq!(all(&place), before);
    assert!(!place.root().join(STAGE).exists());
    // Where nothing is to be written, it is no hindrance.
    place.build(&[("a", "2"), ("html/a", "1"), ("json/a", "2")]).unwrap();
    assert_eq!(place.true_manifest(), ["a", "html/a", "json/a"]);
}

#[test]
fn two_builds_at_once_are_one_too_many() {
    let place = Place::new();
    let first = Output::open(&place.root(), Options::default()).unwrap();
    let error = Output::open(&place.root(), Options::default()).unwrap_err();
    assert!(matches!(&error, OutputError::Busy { root } if *root == place.root()), "{error:?}");
    // Looking is free.
    place.check(&[("a", "1")]).unwrap();
    first.put("a", b"1").unwrap();
    first.finish().unwrap();
    assert!(!place.build(&[("a", "1")]).unwrap().differs());
}

#[test]
fn a_manifest_that_cannot_be_read_stops_the_build() {
    let place = Place::new();
    place.build(&[("a", "1")]).unwrap();
    for text in ["", "{\"format\": 9, \"files\": {}}", "{\"format\": 1, \"files\": {\"../x\": \"\"}}"] {
        place.person_writes(MANIFEST, text);
        let error = place.build(&[("b", "1")]).unwrap_err();
        assert!(matches!(&error, OutputError::Manifest { path, .. } if path.ends_with(MANIFEST)), "{error:?}");
        assert_eq!(place.standing(), files(&[("a", "1")]));
    }
}
