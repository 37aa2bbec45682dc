//! A made-up base through all stages to the three formats, in memory.

#![no_main]

use kbc_fuzz::bases::Base;
use kbc_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|base: Base| {
    laws::outputs(&base, &laws::plans().hurrying());
});
