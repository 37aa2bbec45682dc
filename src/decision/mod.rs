//! From knowledge to decisions: what a guide's items mean to the engine.
//!
//! In: the knowledge, and what a guide holds. Out: a [`Decision`], which is the engine's
//! [`Problem`](crate::reasoning::Problem) with the way back from its ids to items and values. On the way: the
//! [`scale`] on which numbers and versions lie, the [`values`] that conditions cut a fact into, and which chances an outcome leaves open. Chances are not computed here, and no fault is reported.

mod adapter;
mod answers;
mod conditions;
mod decide;
mod entangled;
pub mod evidence;
mod guards;
mod options;
mod outcomes;
pub mod scale;
mod spoken;
mod truth;
mod unlisted;
pub mod values;

pub use answers::{Reply, Unfit, is_untold, said, typed};
pub use decide::{Asked, Decision};
pub use entangled::{Entangled, entangled, may_entangle};
pub use options::{Choice, ItemNames, is_preparation, options, options_in};
pub use outcomes::{Rest, SLACK, Sums, is_closed_to_silent, percent};
pub use spoken::Spoken;
pub use truth::{World, truth};
pub use unlisted::HeldBack;
