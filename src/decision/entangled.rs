//! Rules that bind more answers together than can be reckoned with, found before anything is planned.
//!
//! In: what a guide holds, or its problem. Out: groups of rules whose conditions share checks, each with more joint
//! answers than the engine takes. The engine finds the same when it makes its tables, and plans all the same; with
//! hundreds of checks that takes all memory, for a plan that is not published.

use rustc_hash::FxHashMap;

use crate::graph::{Members, groups};
use crate::model::{self, Body, FactType, ItemId, Knowledge};
use crate::reasoning::conditions::{Truth, checks_of, truth};
use crate::reasoning::{CheckId, CheckKind, Condition, MOST_JOINT, Problem, RuleEffect, RuleId};

/// Rules that bind checks together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entangled {
    /// The rules.
    pub rules: Vec<RuleId>,
    /// The checks and facts that they bind.
    pub checks: Vec<CheckId>,
    /// How many answers these have together.
    pub outcomes: usize,
}

/// Whether rules of a guide may bind too much together: a quick look, without the engine's view of the guide.
#[must_use]
pub fn may_entangle(knowledge: &Knowledge, members: &Members) -> bool {
    let mut sizes: FxHashMap<ItemId, usize> = FxHashMap::default();
    let mut bound: Vec<Vec<ItemId>> = Vec::new();
    for &id in &members.rules {
        let (Some(rule), Some(guard)) = (knowledge.rule(id), knowledge.item(id).when()) else { continue };
        if !rule.effects.iter().any(|(_, effect)| speaks_of_causes(effect)) {
            continue;
        }
        let mut items = Vec::new();
        guard.condition.names(&mut |name| items.extend(name.to));
        for &item in &items {
            // Each part of a condition cuts a fact of many values at two places, at the most.
            let size = sizes.entry(item).or_insert(1);
            *size += if is_cut(knowledge, item) { 2 } else { 0 };
        }
        bound.push(items);
    }
    let size = |item: &ItemId| match &knowledge.item(*item).body {
        Body::Check(check) => check.outcomes.len(),
        Body::Fact(fact) => match &fact.values {
            Some(FactType::OneOf(choices)) => choices.len(),
            Some(FactType::YesNo(_)) | None => 2,
            Some(_) => sizes[item],
        },
        _ => 2,
    };
    groups(&bound).iter().any(|group| {
        let mut items: Vec<ItemId> = group.iter().flat_map(|&at| &bound[at]).copied().collect();
        items.sort_unstable();
        items.dedup();
        joint(items.iter().map(size)) > MOST_JOINT
    })
}

fn speaks_of_causes(effect: &model::RuleEffect) -> bool {
    use model::RuleEffect::{Confirm, Doubt, RuleOut, Suspect};
    matches!(effect, Confirm(_) | Suspect(..) | Doubt(..) | RuleOut(_))
}

fn is_cut(knowledge: &Knowledge, item: ItemId) -> bool {
    let values = knowledge.fact(item).and_then(|fact| fact.values.as_ref());
    matches!(values, Some(FactType::Number(_) | FactType::Version | FactType::Text))
}

/// The groups of rules that bind too much together. Rules that ask about symptoms are left to the engine: what they bind
/// depends on where a reader begins.
#[must_use]
pub fn entangled(problem: &Problem) -> Vec<Entangled> {
    let mut rules = Vec::new();
    let mut bound: Vec<Vec<CheckId>> = Vec::new();
    for (at, rule) in problem.rules.iter().enumerate() {
        let of_causes = |effect: &RuleEffect| {
            use RuleEffect::{Confirm, Doubt, RuleOut, Suspect};
            matches!(effect, Confirm(_) | Suspect(..) | Doubt(..) | RuleOut(_))
        };
        let mut checks = checks_of(&rule.when);
        let is_symptom = |check: &CheckId| matches!(problem.checks[check.0].kind, CheckKind::Symptom(_));
        let is_open = truth(&rule.when, &|_: &Condition| Truth::Unknown) == Truth::Unknown;
        if !is_open || !rule.effects.iter().any(of_causes) || checks.iter().any(is_symptom) {
            continue;
        }
        checks.retain(|check| !problem.checks[check.0].kind.is_never_asked());
        rules.push(RuleId(at));
        bound.push(checks);
    }
    let of_group = |group: Vec<usize>| {
        let mut checks: Vec<CheckId> = group.iter().flat_map(|&at| &bound[at]).copied().collect();
        checks.sort_unstable();
        checks.dedup();
        let outcomes = joint(checks.iter().map(|check| problem.checks[check.0].outcomes.len()));
        let rules = group.into_iter().map(|at| rules[at]).collect();
        (outcomes > MOST_JOINT).then_some(Entangled { rules, checks, outcomes })
    };
    groups(&bound).into_iter().filter_map(of_group).collect()
}

fn joint(sizes: impl Iterator<Item = usize>) -> usize {
    sizes.fold(1, usize::saturating_mul)
}
