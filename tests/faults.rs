//! `kbc build` where the machine fails it: calls that fail, disks that are full, kills, and others that build beside it.
//!
//! After each, every file of the output is whole, a build that lost something says so, and the next one mends all of it.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "a test that is skipped says so, and the long ones tell what they did")]

#[path = "faults/calls.rs"]
pub mod calls;
#[path = "faults/project.rs"]
pub mod project;
#[path = "faults/together.rs"]
mod together;
