//! The `kbc` command.
fn main() {}
