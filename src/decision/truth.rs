//! Whether a condition holds, by what a reader has said.
//!
//! In: a condition of the language and a [`World`]. Out: true, false, or nothing where it is not known. Conditions on
//! the steps of a procedure are decided so; the engine has its own conditions over its own ids.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Condition, ItemId, Knowledge, Operand};
use crate::reasoning::conditions::{Truth, counted};

use super::values::{Value, known_to_hold, test};

/// What a reader has said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct World {
    /// Facts and their values.
    pub facts: BTreeMap<ItemId, Value>,
    /// The outcomes of checks, and the ways in which remedies did not help.
    pub outcomes: BTreeMap<ItemId, usize>,
    /// Symptoms, and whether they are seen.
    pub seen: BTreeMap<ItemId, bool>,
    /// Remedies that were tried and did not help.
    pub tried: BTreeSet<ItemId>,
}

/// Whether a condition holds; nothing where that is not known.
#[must_use]
pub fn truth(knowledge: &Knowledge, world: &World, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::All(parts) => at_least(knowledge, world, parts.len(), parts),
        Condition::Any(parts) => at_least(knowledge, world, 1, parts),
        Condition::AtLeast(count, parts) => at_least(knowledge, world, *count as usize, parts),
        Condition::Not(part) => truth(knowledge, world, part).map(|holds| !holds),
        Condition::Seen(name) => world.seen.get(&name.to?).copied(),
        Condition::Tried(name) => Some(world.tried.contains(&name.to?)),
        Condition::Is(subject) | Condition::Compare(subject, _) => {
            let item = subject.name.to?;
            if let Some(value) = world.facts.get(&item) {
                return known_to_hold(knowledge, value, test(condition)?);
            }
            match subject.operand {
                Some(Operand::Option(at)) => world.outcomes.get(&item).map(|outcome| *outcome == at as usize),
                _ => None,
            }
        }
    }
}

fn at_least(knowledge: &Knowledge, world: &World, count: usize, parts: &[Condition]) -> Option<bool> {
    let values = parts.iter().map(|part| truth(knowledge, world, part).map_or(Truth::Unknown, Truth::from));
    match counted(count, values) {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}
