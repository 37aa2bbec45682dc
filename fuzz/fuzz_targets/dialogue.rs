//! Lines to `kbc diagnose --json`, about the guide that `kbc new` makes or about made-up ones.

#![no_main]

use arbitrary::Unstructured;
use kbc_fuzz::bases::Base;
use kbc_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match bytes.split_first() {
        Some((0..128, rest)) => {
            // The base takes the bytes in front, the dialogue those behind.
            let (base, lines) = rest.split_at(rest.len() / 2);
            laws::dialogue(&Base::of(base), &laws::plans().hurrying(), &mut Unstructured::new(lines));
        }
        _ => laws::dialogue(&Base::small(), &laws::plans(), &mut Unstructured::new(bytes)),
    }
});
