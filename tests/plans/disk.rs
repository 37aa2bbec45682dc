//! The memory on the disk: whole values or none, few packs, and room for no more than it may take.

use std::path::{Path, PathBuf};

use fs_err as fs;
use kbc::digest::Digest;
use kbc::output::PlanCache;
use kbc::plans::Memory;
use tempfile::TempDir;

const BELOW: [&str; 2] = [".kbc", "plans"];

fn key(n: usize) -> Digest {
    Digest::of(&n.to_le_bytes())
}

fn value(n: usize) -> Vec<u8> {
    n.to_le_bytes().repeat(1 + n % 50)
}

fn open(folder: &Path) -> PlanCache {
    PlanCache::open(folder, &BELOW)
}

/// Remembers values in a run of its own.
fn run(folder: &Path, values: impl IntoIterator<Item = usize>) {
    let cache = open(folder);
    values.into_iter().for_each(|n| cache.keep(key(n), value(n)));
    cache.save();
}

fn known(folder: &Path, values: impl IntoIterator<Item = usize>) -> Vec<usize> {
    let cache = open(folder);
    values
        .into_iter()
        .filter(|&n| {
            let found = cache.recall(key(n));
            assert!(found.is_none() || found == Some(value(n)), "a value is that of its key");
            found.is_some()
        })
        .collect()
}

fn standing(folder: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder.join(".kbc/plans")).into_iter().flatten();
    let mut paths: Vec<PathBuf> = inside.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name() != Some(".gitignore".as_ref()));
    paths.sort();
    paths
}

fn size(folder: &Path) -> u64 {
    standing(folder).iter().map(|path| path.metadata().unwrap().len()).sum()
}

#[test]
fn what_one_run_keeps_the_next_one_knows() {
    let folder = TempDir::new().unwrap();
    assert_eq!(known(folder.path(), 0..3), [0; 0]);
    assert!(!folder.path().join(".kbc").exists(), "to look makes nothing");
    run(folder.path(), []);
    assert!(!folder.path().join(".kbc").exists(), "nothing to write makes nothing");
    run(folder.path(), 0..100);
    run(folder.path(), 100..120);
    assert_eq!(known(folder.path(), 0..130), (0..120).collect::<Vec<_>>());
    let cache = open(folder.path());
    cache.keep(key(500), value(500));
    assert_eq!(cache.recall(key(500)), Some(value(500)), "known before it is written");
    cache.save();
    cache.keep(key(501), value(501));
    cache.save();
    assert_eq!(known(folder.path(), 500..502), [500, 501]);
}

#[test]
fn many_runs_leave_few_files() {
    let folder = TempDir::new().unwrap();
    for n in 0..200 {
        run(folder.path(), [n]);
    }
    assert_eq!(known(folder.path(), 0..200).len(), 200);
    assert!(standing(folder.path()).len() <= 12, "{:?}", standing(folder.path()));
}

#[test]
fn the_newest_fits_into_the_room() {
    let folder = TempDir::new().unwrap();
    let room = 20_000;
    for n in 0..400 {
        let cache = open(folder.path()).with_room(room);
        cache.keep(key(n), value(n));
        cache.save();
        assert!(size(folder.path()) <= room, "run {n}");
        assert_eq!(known(folder.path(), [n]), [n]);
    }
    let left = known(folder.path(), 0..400);
    assert!(left.len() >= 20, "{left:?}");
}

#[test]
fn damage_costs_only_what_it_hits() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 0..40);
    let [pack] = &standing(folder.path())[..] else { panic!("one pack") };
    let whole = fs::read(pack).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x20;
        fs::write(pack, &damaged).unwrap();
        known(folder.path(), 0..40);
        fs::write(pack, &whole[..at]).unwrap();
        assert_eq!(known(folder.path(), 0..40), [0; 0], "cut at {at}");
    }
    // What cannot be read goes with the next run that has something to write.
    run(folder.path(), [77]);
    assert_eq!((standing(folder.path()).len(), known(folder.path(), 0..100)), (1, vec![77]));
}

#[test]
fn what_was_left_unfinished_goes_in_time() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 0..3);
    let at = |name: &str| folder.path().join(".kbc/plans").join(name);
    for name in [".new-old", ".new-young", "mine"] {
        fs::write(at(name), "half a pa").unwrap();
    }
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(24);
    fs::OpenOptions::new().write(true).open(at(".new-old")).unwrap().set_modified(long_ago).unwrap();
    run(folder.path(), [9]);
    assert_eq!(known(folder.path(), 0..10), [0, 1, 2, 9]);
    assert_eq!([".new-old", ".new-young", "mine"].map(|name| at(name).exists()), [false, true, true]);
}

#[cfg(unix)]
#[test]
fn nothing_but_folders_and_files_is_opened() {
    use std::os::unix::fs::symlink;
    // A link on the way leads nowhere, and nothing is written behind it.
    for linked in [".kbc", ".kbc/plans"] {
        let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        run(elsewhere.path(), 0..3);
        if let Some((above, _)) = linked.split_once('/') {
            fs::create_dir(folder.path().join(above)).unwrap();
        }
        symlink(elsewhere.path().join(linked), folder.path().join(linked)).unwrap();
        assert_eq!(known(folder.path(), 0..3), [0; 0], "{linked}");
        let before = standing(elsewhere.path());
        run(folder.path(), 3..9);
        assert_eq!(standing(elsewhere.path()), before, "{linked}");
    }
    // Packs that are links, pipes or folders are no packs.
    let (folder, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    run(elsewhere.path(), 0..3);
    run(folder.path(), 3..5);
    let at = |name: &str| folder.path().join(".kbc/plans").join(name);
    symlink(&standing(elsewhere.path())[0], at("pack-link")).unwrap();
    fs::create_dir(at("pack-folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pack-pipe")).status().unwrap().success());
    assert_eq!(known(folder.path(), 0..5), [3, 4]);
    run(folder.path(), 5..7);
    assert_eq!(known(folder.path(), 0..7), [3, 4, 5, 6]);
    assert_eq!(known(elsewhere.path(), 0..3), [0, 1, 2], "what a link led to still stands");
}

#[test]
fn a_place_that_cannot_be_written_is_no_trouble() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(".kbc"), "a file").unwrap();
    run(folder.path(), 0..3);
    assert_eq!(known(folder.path(), 0..3), [0; 0]);
    run(&folder.path().join("not/there/yet"), 0..3);
    assert_eq!(known(&folder.path().join("not/there/yet"), 0..3), [0, 1, 2], "a place that is named is made");
}

#[test]
fn runs_at_once_lose_nothing_that_is_wrong_to_lose() {
    let folder = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let folder = folder.path();
            scope.spawn(move || (0..25).for_each(|n| run(folder, [100 * thread + n])));
        }
    });
    let left = known(folder.path(), 0..400);
    assert!(left.len() >= 25, "{}", left.len());
    run(folder.path(), 0..400);
    assert_eq!(known(folder.path(), 0..400).len(), 400);
}
