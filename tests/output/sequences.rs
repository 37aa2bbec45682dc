//! Whatever builds follow each other: in the end there is the last one, and what others put there.

use std::collections::{BTreeMap, BTreeSet};

use kbc::output::{Options, Output};
use proptest::prelude::*;

use super::folder::{Files, Place};

/// Paths that hold each other back: files that become folders, names that change their case.
const PATHS: [&str; 12] = ["a", "a/n", "A/n", "b", "d/x", "d/y", "D/y", "d/e/f/z", "d/e/z", "q/q", "q/Q/q", "r"];

/// The paths of one build, without those that would be an error beside an earlier one.
fn fit(chosen: &BTreeMap<usize, u8>) -> Files {
    let mut made = Files::new();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for (path, content) in chosen.iter().map(|(i, content)| (PATHS[*i], content)) {
        let parts = || path.match_indices('/').map(|(at, _)| (&path[..at], false)).chain([(path, true)]);
        let fits = parts().all(|(part, last)| {
            names.get(&part.to_lowercase()).is_none_or(|name| !last && *name == format!("{part}/"))
        });
        if fits {
            for (part, last) in parts() {
                names.insert(part.to_lowercase(), if last { part.into() } else { format!("{part}/") });
            }
            made.insert(path.to_owned(), vec![*content; 3]);
        }
    }
    made
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_last_build_and_what_is_foreign_stand(
        builds in prop::collection::vec(
            (prop::collection::btree_map(0..PATHS.len(), 0u8..3, 0..8), any::<bool>(), any::<[bool; 2]>()), 1..7),
    ) {
        let place = Place::new();
        place.person_writes("foreign", "F");
        place.person_writes("d/foreign", "F");
        let mut before = BTreeSet::new();
        for (chosen, cached, [edit, given_up]) in builds {
            let made = fit(&chosen);
            // A person edits a file that will be made anew, in its old size and within the same tick.
            if let Some(path) = made.keys().find(|path| edit && before.contains(*path)) {
                place.person_writes(path, "EEE");
            }
            let options = || if cached { place.cached() } else { Options::default() };
            if given_up {
                let output = Output::open(&place.root(), options()).unwrap();
                output.put("given/up", b"x").unwrap();
            }
            let check = place.build_with(Options { check: true, ..Options::default() }, &made).unwrap();
            let report = place.build_with(options(), &made).unwrap();
            prop_assert_eq!(&check.created, &report.created);
            prop_assert_eq!(&check.updated, &report.updated);
            prop_assert_eq!(&check.removed, &report.removed);
            let mut expected = made.clone();
            expected.insert("foreign".into(), b"F".to_vec());
            expected.insert("d/foreign".into(), b"F".to_vec());
            prop_assert_eq!(place.standing(), expected);
            prop_assert!(place.true_manifest().iter().eq(made.keys()));
            prop_assert!(!place.build_with(options(), &made).unwrap().differs());
            before = made.into_keys().collect();
        }
    }
}
