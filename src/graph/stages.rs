//! In which stage of a guide a step stands.

use crate::model::{Guide, Knowledge, Procedure};

/// The place of a step's stage in a guide, from 0. A stage that the guide does not have, or none, means its first.
#[must_use]
pub fn stage_of(knowledge: &Knowledge, guide: &Guide, procedure: &Procedure) -> usize {
    procedure
        .stage
        .and_then(|name| {
            let name = knowledge.spelled(name);
            guide.stages.iter().position(|stage| knowledge.spelled(stage.name) == name)
        })
        .unwrap_or(0)
}
