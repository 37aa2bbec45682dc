//! Where a number comes from, and what is to become of it.
//!
//! In: knowledge, the guides under study, and what was learned. Out: as how many sessions each written number counts, which numbers
//! are to change, what that is worth to readers, and the edits of the text. The text is the one truth: nothing is laid over it.

mod changes;
mod edit;
mod history;
mod places;
pub mod provenance;
mod times;
mod worth;
mod written;

pub use changes::{Change, Judged, OfGuide, Patch, Verdict, judge, two_digits};
pub use edit::{Edited, NotWritable, edit};
pub use history::{former_guides, history};
pub use places::Places;
pub use times::{Timed, judge_times};
pub use worth::{Costs, Readers, costs};
pub use written::{Unit, Written};
