//! All tests that look at kbc from outside: one program, so that it is linked once and its tests share the machine.
//!
//! `cargo test serve::` runs those of one module.

use kbc_oracle as oracle;

mod agents;
#[cfg(feature = "alerts")]
mod alerting;
mod architecture;
mod bounds;
mod change;
mod command;
mod common;
mod decision;
mod docs;
mod editions;
mod emit;
mod faults;
mod findings;
mod fuzzed;
mod grammars;
mod guides;
mod layout;
mod learning;
mod library;
mod links;
mod lints;
mod logic;
mod lsp;
mod matching;
mod meanings;
mod output;
mod pages;
mod parity;
mod plans;
mod reasoning_laws;
mod reasoning_oracle;
mod reasoning_parts;
mod reasoning_published;
mod reference;
mod remembered;
mod robust;
mod scenarios;
mod serve;
mod session;
mod spec;
mod stranger;
mod streams;
mod walking;
