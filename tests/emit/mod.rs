//! What is generated, seen from outside: the three formats of a guide and the pages around it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that fails says so")]

mod beside;
mod hostile;
mod links;
mod look;
mod pages;
mod paper;
mod picture;
mod poison;
mod sample;
mod schema;
mod site;
mod snapshots;
mod texts;
mod words;
