//! Logs against messages and patterns, both made up.

#![no_main]

use arbitrary::Unstructured;
use kbc_fuzz::matching;
use libfuzzer_sys::fuzz_target;

// Where the bytes are too few there is nothing to hold against each other.
fuzz_target!(|bytes: &[u8]| {
    let _ = matching::matching(&mut Unstructured::new(bytes));
});
