//! Any bytes as a file of rules.

#![no_main]

use kbc_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| laws::reading(bytes));
