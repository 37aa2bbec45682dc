//! In which stage of a guide a step stands.

use crate::model::{Guide, Knowledge, Procedure};

/// The place of a step's stage in a guide, from 0; nothing where it names none, or one that the guide does not have.
#[must_use]
pub fn stage_of(knowledge: &Knowledge, guide: &Guide, procedure: &Procedure) -> Option<usize> {
    procedure.stage.and_then(|name| {
        let name = knowledge.spelled(name);
        guide.stages.iter().position(|stage| knowledge.spelled(stage.name) == name)
    })
}
