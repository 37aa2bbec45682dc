//! Logs of sessions, and counts of them: any bytes, and lines that are made up.

#![no_main]

use arbitrary::Unstructured;
use kbc_fuzz::logs;
use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 6] = ["log.jsonl", "counts.csv", "log.jsonl.gz", "log.jsonl.zst", "counts", "counts.csv.gz"];

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        // Where the bytes are too few there is nothing to learn from.
        Some((0, rest)) => _ = logs::learning(&mut Unstructured::new(rest)),
        Some((name, rest)) => logs::reading(NAMES[usize::from(*name) % NAMES.len()], rest),
        None => {}
    }
});
