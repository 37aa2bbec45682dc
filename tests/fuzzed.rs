//! The laws of the fuzz targets over made-up bases, the same ones in every run: no panic, no end of time, no difference
//! between one thread and two, and none made by the layout.
//!
//! Each law looks at some hundred bases or logs here, and at ever new ones in `fuzz/`, which runs every night.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a law that is broken is looked into by its seed")]

#[path = "../fuzz/src/bases/mod.rs"]
pub mod bases;
#[path = "../fuzz/src/laws.rs"]
mod laws;
#[path = "../fuzz/src/logs.rs"]
mod logs;
#[path = "../fuzz/src/matching.rs"]
pub mod matching;

use std::ops::Range;
use std::time::{Duration, Instant};

use arbitrary::Unstructured;
use rayon::ThreadPool;

use bases::Base;

/// No base takes longer than this, even on a slow machine.
const LONGEST: Duration = Duration::from_mins(1);

/// Bytes that are the same for a seed in every run, by the steps of `SplitMix64`.
fn bytes(seed: u64) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)).to_le_bytes()
    };
    (0..500).flat_map(|_| next()).collect()
}

pub fn base(seed: u64) -> Base {
    Base::of(&bytes(seed))
}

/// Holds a law against each seed, and says which one it was where it does not hold.
fn each(seeds: Range<u64>, law: impl Fn(u64)) {
    for seed in seeds {
        let begun = Instant::now();
        println!("seed {seed}");
        law(seed);
        assert!(begun.elapsed() < LONGEST, "seed {seed} took {:?}", begun.elapsed());
    }
}

fn pool(threads: usize) -> ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

fn reading(seed: u64) {
    laws::reading(&bytes(seed));
    for (_, text) in base(seed).files {
        laws::reading(text.as_bytes());
    }
}

fn threads(seeds: Range<u64>) -> usize {
    let (one, two) = (pool(1), pool(2));
    let whole = std::cell::Cell::new(0);
    each(seeds, |seed| {
        let base = base(seed);
        let made = one.install(|| laws::outputs(&base, &laws::plans()));
        whole.set(whole.get() + usize::from(!made.files.is_empty()));
        assert!(made == two.install(|| laws::outputs(&base, &laws::plans())), "two threads make of it what one makes");
    });
    whole.get()
}

fn dialogue(seed: u64) {
    laws::dialogue(&base(seed), &laws::plans(), &mut Unstructured::new(&bytes(!seed)));
}

fn project(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    laws::project(&base(seed), &base(seed + 1), &laws::plans(), folder.path());
}

#[test]
fn whatever_is_written_can_be_read() {
    each(0..1_000, reading);
}

#[test]
fn the_layout_changes_nothing_of_what_is_found() {
    each(0..80, |seed| laws::layout_of(&base(seed), &laws::plans()));
}

#[test]
fn one_thread_and_two_find_and_make_the_same() {
    let whole = threads(0..60);
    assert!((20..50).contains(&whole), "most bases are built, and some are not: {whole}");
}

#[test]
fn every_line_of_a_dialogue_is_answered() {
    each(0..100, dialogue);
}

#[test]
fn logs_are_counted_and_learned_from_in_any_order() {
    each(0..60, |seed| logs::learning(&mut Unstructured::new(&bytes(seed))).unwrap());
    for name in ["log.jsonl", "counts.csv", "log.jsonl.gz", "log.jsonl.zst", "counts"] {
        each(0..100, |seed| logs::reading(name, &bytes(seed)));
    }
}

#[test]
fn logs_show_what_a_reader_of_each_line_finds() {
    each(0..2_000, |seed| matching::matching(&mut Unstructured::new(&bytes(seed))).unwrap());
}

/// Every file is another one, and says the same.
#[test]
fn a_remark_is_no_change_of_what_readers_get() {
    use kbc::source::Memory;
    use std::sync::Arc;

    let open = |files: Memory, base: &Base| {
        kbc::session::Session::open(Arc::new(files), base.config(), kbc::plans::Plans::default())
    };
    let compared = std::cell::Cell::new(0);
    each(0..150, |seed| {
        let base = base(seed);
        let remarked =
            |files: Memory, (path, text): &(String, String)| files.with(path, format!("{text}\n# A remark.\n"));
        let (older, newer) = (open(base.memory(), &base), open(base.files.iter().fold(Memory::new(), remarked), &base));
        let links = kbc::session::Links::default();
        if let Ok(change) = newer.state().change_from(&older.state(), (&links, &links), None) {
            assert_eq!(change.level(), None, "{change:?}");
            compared.set(compared.get() + 1);
        }
    });
    assert!(compared.get() > 40, "{} were compared", compared.get());
}

#[test]
fn a_build_after_a_change_makes_what_one_from_nothing_makes() {
    each(0..15, project);
}

#[test]
#[ignore = "takes many minutes: KBC_FUZZED names how many seeds, 2000 where nothing is said"]
fn all_of_it_over_many_more_seeds() {
    let count = std::env::var("KBC_FUZZED").map_or(2_000, |count| count.parse().unwrap());
    let seeds = 1_000..1_000 + count;
    each(seeds.clone(), reading);
    each(seeds.clone(), |seed| laws::layout_of(&base(seed), &laws::plans()));
    threads(seeds.clone());
    each(seeds.clone(), dialogue);
    each(seeds.clone(), |seed| logs::learning(&mut Unstructured::new(&bytes(seed))).unwrap());
    each(seeds.start..seeds.start + 20 * count, |seed| {
        matching::matching(&mut Unstructured::new(&bytes(seed))).unwrap();
    });
    each(seeds.start..seeds.start + count / 5, project);
}

#[test]
#[ignore = "KBC_FUZZED_FILE names a file of fuzz/artifacts, which is looked at without a fuzzer"]
fn what_the_fuzzer_found_with_outputs() {
    let Some(file) = std::env::var_os("KBC_FUZZED_FILE") else { return };
    let base = Base::of(&std::fs::read(file).unwrap());
    for (path, text) in &base.files {
        println!("# {path}\n{text}");
    }
    println!("# kbc.toml\n{}", base.settings);
    let begun = Instant::now();
    laws::outputs(&base, &laws::plans());
    println!("# it took {:?}", begun.elapsed());
}
