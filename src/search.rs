//! The index of a site, in shards small enough to be fetched while somebody types.
//!
//! In: an [`SearchEntry`] for each guide, made from its document. Out: [`Shard`]s, files of script that a page loads as it needs
//! them: terms with the guides that have them, and blocks with what these guides hold. Nothing here knows markup.
//!
//! A term leads to guides, not to single items: which item of a guide was meant is found where the answer is shown, among
//! the few guides that came out best. So a term that stands everywhere costs one byte a guide. Patterns stand with the
//! guides that have them, and are tried there on what somebody pastes.

mod entry;
mod pattern;
mod shards;
mod terms;

pub use entry::{SearchEntry, SearchItem, Shown, Writing};
pub use pattern::for_browser;
pub use shards::{Shard, shards};
pub use terms::{fold, terms};
