//! Builds that go well.

use kbc::output::{Change, MANIFEST, Options, Output};
use rayon::prelude::*;

use super::folder::{Place, files};

#[test]
fn a_first_build_makes_files_and_manifest_and_nothing_else() {
    let place = Place::new();
    let made = [("html/a.html", "A"), ("html/deep/er/b.html", "B"), ("top.txt", "")];
    let report = place.build(&made).unwrap();
    assert_eq!(report.created, ["html/a.html", "html/deep/er/b.html", "top.txt"]);
    assert_eq!(report.manifest, Change::Created);
    assert_eq!(place.standing(), files(&made));
    assert_eq!(place.true_manifest(), ["html/a.html", "html/deep/er/b.html", "top.txt"]);
}

#[test]
fn a_second_build_writes_only_what_changed() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1"), ("c/d", "1")]).unwrap();
    let old = |path: &str| fs_err::metadata(place.root().join(path)).unwrap().modified().unwrap();
    let before = [old("a"), old(MANIFEST)];
    let same = place.build(&[("a", "1"), ("b", "1"), ("c/d", "1")]).unwrap();
    assert!(!same.differs());
    assert_eq!(same.unchanged, 3);
    assert_eq!([old("a"), old(MANIFEST)], before);
    let report = place.build(&[("a", "1"), ("b", "22"), ("c/d", "2"), ("c/e", "1")]).unwrap();
    assert_eq!(
        (report.created, report.updated, report.unchanged),
        (vec!["c/e".into()], vec!["b".into(), "c/d".into()], 1)
    );
    assert_eq!(old("a"), before[0]);
    assert_eq!(place.standing(), files(&[("a", "1"), ("b", "22"), ("c/d", "2"), ("c/e", "1")]));
    place.true_manifest();
}

#[test]
fn stale_files_go_with_their_folders_and_others_stay() {
    let place = Place::new();
    place.build(&[("x/y/z/a", "1"), ("x/b", "1"), ("k", "1")]).unwrap();
    place.person_writes("x/mine", "M");
    fs_err::create_dir(place.root().join("empty")).unwrap();
    let report = place.build(&[("k", "1")]).unwrap();
    assert_eq!(report.removed, ["x/b", "x/y/z/a"]);
    assert_eq!(place.standing(), files(&[("k", "1"), ("x/mine", "M"), ("empty/", "")]));
    assert_eq!(place.true_manifest(), ["k"]);
}

#[test]
fn what_a_person_changed_is_made_anew_but_never_removed() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1")]).unwrap();
    place.person_writes("a", "X");
    place.person_writes("b", "Y");
    let report = place.build(&[("a", "1")]).unwrap();
    assert_eq!(report.updated, ["a"]);
    assert_eq!(report.kept, ["b"]);
    assert!(report.removed.is_empty());
    assert_eq!(place.standing(), files(&[("a", "1"), ("b", "Y")]));
    assert_eq!(place.true_manifest(), ["a"]);
    // From now on it is that person's.
    assert!(!place.build(&[("a", "1")]).unwrap().differs());
    assert!(place.build(&[("a", "1"), ("b", "1")]).unwrap_err().to_string().contains("kbc did not make it"));
    assert_eq!(place.read("b"), "Y");
}

#[test]
fn one_format_leaves_the_others() {
    let place = Place::new();
    let whole = [("html/a", "1"), ("html/b", "1"), ("json/a", "1"), ("markdown/a", "1")];
    place.build(&whole).unwrap();
    let before = place.read(MANIFEST);
    assert!(!place.build_scope("html", &[("html/a", "1"), ("html/b", "1")]).unwrap().differs());
    assert_eq!(place.read(MANIFEST), before);
    let report = place.build_scope("html/", &[("html/a", "2")]).unwrap();
    assert_eq!(report.removed, ["html/b"]);
    assert_eq!(place.standing(), files(&[("html/a", "2"), ("json/a", "1"), ("markdown/a", "1")]));
    assert_eq!(place.true_manifest(), ["html/a", "json/a", "markdown/a"]);
    place.build(&whole).unwrap();
    assert_eq!(place.read(MANIFEST), before);
    // `html` is no prefix of `html2`.
    let error = place.build_scope("html", &[("html2/a", "1")]).unwrap_err();
    assert!(error.to_string().contains("html2/a"), "{error}");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let made: Vec<(String, String)> =
        (0..500).map(|i| (format!("d{}/f{i}", i % 7), format!("{i}").repeat(i))).collect();
    let build = |threads: usize| {
        let place = Place::new();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let output = Output::open(&place.root(), Options::default()).unwrap();
            made.par_iter().for_each(|(path, text)| {
                assert_eq!(output.put(path, text.as_bytes()).unwrap(), Change::Created);
            });
            output.finish().unwrap();
        });
        (place.standing(), place.read(MANIFEST))
    };
    let one = build(1);
    assert_eq!(one.0.len(), 500);
    assert_eq!(one, build(2));
    assert_eq!(one, build(8));
}

#[test]
fn check_writes_nothing_and_says_what_a_build_would_do() {
    let place = Place::new();
    let report = place.check(&[("a", "1")]).unwrap();
    assert_eq!(report.created, ["a"]);
    assert!(!place.root().exists());

    place.build(&[("a", "1"), ("b", "1"), ("c", "1"), ("d/e", "1")]).unwrap();
    place.person_writes("foreign", "F");
    fs_err::remove_file(place.root().join("b")).unwrap();
    let before = (place.standing(), place.read(MANIFEST));
    let report = place.check(&[("a", "2"), ("b", "1"), ("c", "1")]).unwrap();
    assert_eq!(
        (report.created, report.updated, report.removed),
        (vec!["b".into()], vec!["a".into()], vec!["d/e".into()])
    );
    assert_eq!(report.manifest, Change::Updated);
    assert_eq!((place.standing(), place.read(MANIFEST)), before);

    place.build(&[("a", "2"), ("b", "1"), ("c", "1")]).unwrap();
    assert!(!place.check(&[("a", "2"), ("b", "1"), ("c", "1")]).unwrap().differs());
    fs_err::remove_file(place.root().join(MANIFEST)).unwrap();
    let report = place.check(&[("a", "2"), ("b", "1"), ("c", "1")]).unwrap();
    assert!(report.differs());
    assert_eq!(report.manifest, Change::Created);
}

#[test]
fn a_file_may_become_a_folder_and_the_other_way_round() {
    let place = Place::new();
    place.build(&[("a", "file"), ("b/c/d", "below"), ("b/e", "below")]).unwrap();
    place.build(&[("a/x", "below"), ("b", "file")]).unwrap();
    assert_eq!(place.standing(), files(&[("a/x", "below"), ("b", "file")]));
    assert_eq!(place.true_manifest(), ["a/x", "b"]);
}

#[test]
fn a_name_may_change_its_case() {
    let place = Place::new();
    place.build(&[("Mail/a", "1"), ("Mail/B", "1")]).unwrap();
    place.build(&[("mail/a", "1"), ("mail/b", "2")]).unwrap();
    assert_eq!(place.standing(), files(&[("mail/a", "1"), ("mail/b", "2")]));
    assert_eq!(place.true_manifest(), ["mail/a", "mail/b"]);
}

#[test]
fn a_conflict_in_the_manifest_is_mended_by_a_build() {
    let place = Place::new();
    place.build(&[("a", "1"), ("b", "1"), ("c", "1")]).unwrap();
    let whole = place.read(MANIFEST);
    let of = |name: &str| whole.lines().find(|l| l.contains(&format!("\"{name}\""))).unwrap().to_owned();
    let marks = whole.replace(
        &format!("{}\n{}", of("a"), of("b")),
        &format!("<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other", of("a"), of("b")),
    );
    assert_ne!(whole, marks);
    place.person_writes(MANIFEST, &marks);
    place.person_writes("a", "<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n");
    let report = place.build(&[("a", "3"), ("c", "1")]).unwrap();
    assert_eq!((report.updated, report.removed), (vec!["a".into()], vec!["b".into()]));
    assert_eq!(place.true_manifest(), ["a", "c"]);
}
