//! The `kbc` command: arguments in, exit status out.

use std::process::ExitCode;

fn main() -> ExitCode {
    kbc::cli::main()
}
