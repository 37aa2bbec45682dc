//! A project of several files with settings, on the disk: built, changed, and built again.

#![no_main]

use kbc_fuzz::bases::Base;
use kbc_fuzz::laws;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bases: (Base, Base)| {
    let folder = tempfile::tempdir().expect("there is room");
    laws::project(&bases.0, &bases.1, &laws::plans().hurrying(), folder.path());
});
