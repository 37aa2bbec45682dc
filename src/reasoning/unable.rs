//! What follows where a reader cannot tell a check.
//! In: what the check says of that. Out: by how much it weighs each cause, and where it leads.

use super::coupling::factors;
use super::problem::{CannotTell, Condition, Effect, Problem, Rule, RuleEffect, Target};
use super::tables::Tables;

/// What follows where a reader cannot tell a check.
#[derive(Clone, Debug)]
pub(crate) struct Unable {
    /// By how much it weighs each column; nothing where it says nothing of causes.
    pub by: Option<Vec<f64>>,
    /// Where it leads.
    pub next: Option<Target>,
}

impl Unable {
    /// What is not told weighs as a rule that says the same.
    pub(crate) fn new(problem: &Problem, tables: &Tables, cannot: &CannotTell) -> Self {
        let effects = cannot.effects.iter().filter_map(|effect| match *effect {
            Effect::Confirms(cause) => Some(RuleEffect::Confirm(cause)),
            Effect::PointsTo(cause, ratio) => Some(RuleEffect::Suspect(cause, ratio)),
            Effect::Against(cause, ratio) => Some(RuleEffect::Doubt(cause, ratio)),
            Effect::RulesOut(cause) => Some(RuleEffect::RuleOut(cause)),
            Effect::Given(..) => None,
        });
        let rule = Rule { name: String::new(), when: Condition::All(Vec::new()), effects: effects.collect() };
        Self { by: factors(problem, tables, &rule), next: cannot.next }
    }
}
