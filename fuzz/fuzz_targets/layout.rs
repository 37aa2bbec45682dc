//! The layout: of any text, and of made-up bases, where what is found must stay the same.

#![no_main]

use kbc_fuzz::bases::Base;
use kbc_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // A zero in front says that a base is made of the rest, so that files of rules can be seeds as they are.
    match bytes.split_first() {
        Some((0, rest)) => laws::layout_of(&Base::of(rest), &laws::plans().hurrying()),
        _ => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                laws::layout(text, 20 + bytes.len() % 100);
            }
        }
    }
});
