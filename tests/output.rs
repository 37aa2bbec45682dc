//! The output folder, seen from outside: what stands on the disk after builds that go well, that fail and that are
//! killed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "output/builds.rs"]
mod builds;
#[path = "output/cache.rs"]
mod cache;
#[path = "output/folder.rs"]
mod folder;
#[path = "output/hindrances.rs"]
mod hindrances;
#[path = "output/killed.rs"]
mod killed;
#[path = "output/links.rs"]
mod links;
#[path = "output/order.rs"]
mod order;
#[path = "output/sequences.rs"]
mod sequences;
