//! The `kbc` command: arguments in, exit status out.

use std::process::ExitCode;

// Many small texts are made and dropped on every thread; the machine's own allocator takes a tenth of the time more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kbc::cli::main()
}
