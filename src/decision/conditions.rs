//! Conditions of a guide, as the engine has them.
//!
//! In: the conditions of a guide's members. Out: what they ask about, the values into which they cut facts, and each
//! condition over the engine's ids. What was reported as a fault counts as false: nothing is published with it.

use indexmap::{IndexMap, IndexSet};

use crate::graph::{self, Members};
use crate::model::{self, ItemId, Kind, Knowledge, Operand};
use crate::reasoning::Condition;

use super::adapter::Adapter;
use super::decide::Asked;
use super::values::{Test, Value, holding, test, values};

/// What the conditions of a guide ask about.
pub(super) struct Conditions {
    /// Facts, with the values that the conditions tell apart.
    pub facts: IndexMap<ItemId, Vec<Value>>,
    /// Symptoms.
    pub symptoms: IndexSet<ItemId>,
    /// Checks and remedies of which an outcome is named.
    pub steps: IndexSet<ItemId>,
}

impl Conditions {
    pub fn of(knowledge: &Knowledge, members: &Members) -> Self {
        let lists = [
            &members.symptoms,
            &members.causes,
            &members.mechanisms,
            &members.checks,
            &members.facts,
            &members.remedies,
            &members.rules,
            &members.escalations,
        ];
        let mut symptoms = IndexSet::new();
        let mut steps = IndexSet::new();
        let mut tests: IndexMap<ItemId, Vec<Test>> = IndexMap::new();
        for &item in lists.into_iter().flatten() {
            let Some(guard) = knowledge.item(item).when() else { continue };
            if knowledge.symptom(item).is_some() && graph::place_of(knowledge, item).is_none() {
                continue;
            }
            leaves(&guard.condition, &mut |leaf| {
                if let model::Condition::Seen(name) = leaf {
                    symptoms.extend(name.to);
                } else {
                    let Some(test) = test(leaf) else { return };
                    let Some(subject) = test.1.name.to else { return };
                    match knowledge.item(subject).kind() {
                        Kind::Fact => tests.entry(subject).or_default().push(test),
                        _ => drop(steps.insert(subject)),
                    }
                }
            });
        }
        let cut = |(item, tests): (ItemId, Vec<Test>)| {
            let values = knowledge.fact(item).map(|fact| values(knowledge, fact, &tests)).unwrap_or_default();
            (item, values)
        };
        Conditions { facts: tests.into_iter().map(cut).collect(), symptoms, steps }
    }
}

/// Calls `visit` for each part of a condition that has no parts of its own.
fn leaves<'c>(condition: &'c model::Condition, visit: &mut dyn FnMut(&'c model::Condition)) {
    match condition {
        model::Condition::All(parts) | model::Condition::Any(parts) | model::Condition::AtLeast(_, parts) => {
            for part in parts {
                leaves(part, visit);
            }
        }
        model::Condition::Not(part) => leaves(part, visit),
        leaf => visit(leaf),
    }
}

/// A condition over the ids of the engine.
pub(super) fn engine_condition(adapter: &Adapter, condition: &model::Condition) -> Condition {
    let all = |parts: &[model::Condition]| parts.iter().map(|part| engine_condition(adapter, part)).collect();
    match condition {
        model::Condition::All(parts) => Condition::All(all(parts)),
        model::Condition::Any(parts) => Condition::Any(all(parts)),
        model::Condition::AtLeast(count, parts) => Condition::AtLeast(*count as usize, all(parts)),
        model::Condition::Not(part) => Condition::Not(Box::new(engine_condition(adapter, part))),
        model::Condition::Seen(name) => {
            let seen = name.to.and_then(|symptom| adapter.seen(symptom));
            seen.map_or_else(never, |check| Condition::Is(check, 0))
        }
        model::Condition::Tried(name) => {
            name.to.and_then(|remedy| adapter.tried(remedy)).map_or_else(never, Condition::Tried)
        }
        model::Condition::Is(_) | model::Condition::Compare(..) => {
            test(condition).and_then(|test| is(adapter, test)).unwrap_or_else(never)
        }
    }
}

/// What is never true.
pub(super) fn never() -> Condition {
    Condition::Any(Vec::new())
}

/// A test of an outcome or of a fact; of a fact that has several values for which it holds, any of them.
fn is(adapter: &Adapter, test: Test) -> Option<Condition> {
    let subject = test.1.name.to?;
    if let (Some(remedy), Some(Operand::Option(at))) = (adapter.tried(subject), &test.1.operand) {
        return Some(Condition::FailedWith(remedy, *at as usize));
    }
    let check = adapter.made.check(subject)?;
    let Asked::Fact(_, values) = &adapter.made.checks[check.0] else {
        return match test.1.operand {
            Some(Operand::Option(at)) => Some(Condition::Is(check, at as usize)),
            _ => None,
        };
    };
    let held = holding(adapter.knowledge, values, test)?;
    let mut ways: Vec<Condition> = held.into_iter().flatten().map(|at| Condition::Is(check, at)).collect();
    match ways.len() {
        1 => ways.pop(),
        _ => Some(Condition::Any(ways)),
    }
}
