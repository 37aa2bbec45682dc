//! What is generated, seen from outside: the three formats of a guide and the pages around it.

mod hostile;
mod links;
mod look;
mod pages;
mod poison;
mod sample;
mod schema;
mod snapshots;
