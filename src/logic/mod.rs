//! What rules and conditions say together, whatever is answered.
//!
//! In: conditions of the language, and the rules of guides. Out: conditions that never or always hold, rules that
//! contradict each other, rules that another makes needless, and answers that a table of rules leaves out – each with a
//! [`Witness`], one concrete set of answers. Decided exactly: values are cut where conditions tell them apart
//! (`space.rs`), conditions become formulas over them, what is a plain box is compared as such, and the rest goes to a
//! SAT solver, whose only home is here, within a budget (`effort.rs`): what is not decided by then is said to be so. Chances are not computed, and no fault is reported.

mod bounding_box;
mod contradictions;
mod effort;
mod formula;
mod gaps;
mod holds;
mod needless;
mod policy;
mod sat;
mod space;
mod witness;

pub use contradictions::{Clash, Contradiction, contradictions};
pub use effort::{Answer, Effort, Told};
pub use gaps::{Gap, gaps};
pub use holds::{always_holds, can_hold, is_plain};
pub use needless::{Needless, needless};
pub use policy::Policy;
pub use witness::{NameWriter, Witness};
