//! The knowledge as a web: what leads to what.
//!
//! In: [`Knowledge`](crate::model::Knowledge). Out: a [`Web`] of typed ties that can be followed backwards, the
//! circles in it, the [`Members`] that each guide holds, and the stage that a step has in a guide. Forwards, a tie is
//! what an item's own text names, so only the way back is stored. No fault is reported here and no prose is read;
//! this is the only folder that knows petgraph.

mod brought;
mod circles;
mod direct;
mod groups;
mod layout;
mod members;
mod placeholders;
mod rank;
mod relation;
mod stages;
mod symptoms;
mod web;

pub use brought::{Tie, brought};
pub use circles::{circles, circles_of};
pub use direct::direct;
pub use groups::{firsts_of_joined, groups, groups_of_files};
pub use layout::{Layout, Spacing, layout};
pub use members::{Members, elsewhere, is_chart, members, place_of, treated};
pub use placeholders::{Placeholders, blanks, filled_in_reach, is_filled_in};
pub use relation::{Relation, references};
pub use stages::stage_of;
pub use symptoms::{MORE_THAN, mechanisms_of};
pub use web::Web;
