//! Facts that a rule needs are asked before the step that the rule guards.
//!
//! In: a guide's problem, whole. Out: the same, where a step with a rule that skips it, requires something before it, or
//! warns of it, waits for the facts that the rule asks about as it waits for those of its own `when`. A fact that the
//! reader cannot tell, or that is never asked, holds nothing up.

use crate::reasoning::conditions::checks_of;
use crate::reasoning::{CheckId, CheckKind, Condition, Problem, RemedyId, Rule, RuleEffect, Step};

/// Adds to each guarded step what it waits for.
pub(super) fn add(problem: &mut Problem) {
    let guards: Vec<(Rule, Condition)> =
        problem.rules.iter().filter_map(|rule| Some((rule.clone(), guard(problem, rule)?))).collect();
    if guards.is_empty() {
        return;
    }
    let of = |step: Step| {
        let is_guarded = move |(rule, _): &&(Rule, Condition)| {
            rule.effects.iter().any(|effect| match effect {
                RuleEffect::Skip(skipped) => *skipped == step,
                RuleEffect::Require(_) | RuleEffect::Warn(_) => matches!(step, Step::Remedy(_)),
                _ => false,
            })
        };
        guards.iter().filter(is_guarded).map(|(_, guard)| guard.clone())
    };
    for (id, check) in problem.checks.iter_mut().enumerate() {
        wait(&mut check.when, of(Step::Check(CheckId(id))));
    }
    for (id, remedy) in problem.remedies.iter_mut().enumerate() {
        wait(&mut remedy.when, of(Step::Remedy(RemedyId(id))));
    }
}

/// What is true once the facts of a rule are settled, or the rule does not hold whatever they are; nothing where it asks
/// about no fact, or guards nothing.
fn guard(problem: &Problem, rule: &Rule) -> Option<Condition> {
    let guards =
        |effect: &RuleEffect| matches!(effect, RuleEffect::Skip(_) | RuleEffect::Require(_) | RuleEffect::Warn(_));
    if !rule.effects.iter().any(guards) {
        return None;
    }
    let facts = checks_of(&rule.when).into_iter().filter(|check| problem.checks[check.0].kind == CheckKind::Fact);
    let settled: Vec<Condition> = facts
        .map(|fact| {
            let settled = Condition::Settled(fact);
            match &problem.checks[fact.0].when {
                // A fact that does not apply is not asked.
                Some(when) => Condition::Any(vec![settled, Condition::Not(Box::new(when.clone()))]),
                None => settled,
            }
        })
        .collect();
    let never = Condition::Not(Box::new(rule.when.clone()));
    (!settled.is_empty()).then(|| Condition::Any(vec![never, Condition::All(settled)]))
}

fn wait(when: &mut Option<Condition>, guards: impl Iterator<Item = Condition>) {
    let mut all: Vec<Condition> = guards.collect();
    if all.is_empty() {
        return;
    }
    all.extend(when.take());
    *when = if all.len() > 1 { Some(Condition::All(all)) } else { all.pop() };
}
