//! Facts that a rule needs are asked before the step that the rule guards.
//!
//! In: a guide's problem, whole. Out: the same, where steps wait for the facts of rules as they wait for those of their own
//! `when`: a step for the rules that skip it, every remedy for those that require something before it, and remedies that
//! risk something for those that warn. A fact that the reader cannot tell, or that is never asked, holds nothing up; nor does
//! a rule that does not hold whatever its facts are.

use std::collections::BTreeMap;

use crate::reasoning::conditions::checks_of;
use crate::reasoning::{CheckId, CheckKind, Condition, Problem, RemedyId, Risk, Rule, RuleEffect, Step};

use super::unlisted::has_tried;

/// Rules with more parts than this for the same facts are not looked into: their facts are asked whatever else holds, so
/// that thousands of rules do not stand in the condition of every remedy.
const LOOKED_INTO: usize = 64;

/// For a rule that needs more facts than this nobody is asked for all of them: it speaks for those who have told them.
const ASKED: usize = 8;

/// Rules by the facts that they ask about.
type Guards<'p> = BTreeMap<Vec<CheckId>, Vec<&'p Rule>>;

/// Adds to each guarded step what it waits for.
pub(super) fn add(problem: &mut Problem) {
    let (mut of_all, mut of_risky): (Guards, Guards) = (Guards::new(), Guards::new());
    let mut of_step: BTreeMap<Step, Guards> = BTreeMap::new();
    for rule in &problem.rules {
        let facts: Vec<CheckId> =
            checks_of(&rule.when).into_iter().filter(|id| problem.checks[id.0].kind == CheckKind::Fact).collect();
        if facts.is_empty() || facts.len() > ASKED {
            continue;
        }
        for effect in &rule.effects {
            match effect {
                RuleEffect::Skip(step) => {
                    of_step.entry(*step).or_default().entry(facts.clone()).or_default().push(rule);
                }
                RuleEffect::Require(_) => of_all.entry(facts.clone()).or_default().push(rule),
                RuleEffect::Warn(_) => of_risky.entry(facts.clone()).or_default().push(rule),
                _ => {}
            }
        }
    }
    let (all, risky) = (conditions(problem, &of_all), conditions(problem, &of_risky));
    let of_step: BTreeMap<Step, Vec<Condition>> =
        of_step.iter().map(|(step, guards)| (*step, conditions(problem, guards))).collect();
    if all.is_empty() && risky.is_empty() && of_step.is_empty() {
        return;
    }
    let own = |step: Step| of_step.get(&step).cloned().unwrap_or_default();
    for (id, check) in problem.checks.iter_mut().enumerate() {
        wait(&mut check.when, own(Step::Check(CheckId(id))));
    }
    for (id, remedy) in problem.remedies.iter_mut().enumerate() {
        let warned = if remedy.risk == Risk::Safe { &[][..] } else { &risky };
        wait(&mut remedy.when, [&own(Step::Remedy(RemedyId(id))), &all[..], warned].concat());
    }
}

/// What is true once the facts of rules are settled, or none of the rules holds whatever they are; one for all rules that
/// ask about the same facts.
fn conditions(problem: &Problem, guards: &Guards) -> Vec<Condition> {
    let settled = |fact: &CheckId| match &problem.checks[fact.0].when {
        // A fact that does not apply is not asked.
        Some(when) => Condition::Any(vec![Condition::Settled(*fact), Condition::Not(Box::new(when.clone()))]),
        None => Condition::Settled(*fact),
    };
    let guard = |(facts, rules): (&Vec<CheckId>, &Vec<&Rule>)| {
        let settled = Condition::All(facts.iter().map(settled).collect());
        // Where a rule asks about its facts alone, it holds or not by them.
        let others = rules.iter().all(|rule| checks_of(&rule.when).len() > facts.len() || has_tried(&rule.when));
        if !others || rules.iter().map(|rule| parts(&rule.when)).sum::<usize>() > LOOKED_INTO {
            return settled;
        }
        let never = rules.iter().map(|rule| cannot_hold(rule, facts)).collect();
        Condition::Any(vec![Condition::All(never), settled])
    };
    guards.iter().map(guard).collect()
}

/// What is true while a rule cannot hold, whatever its facts are: it is false, or something else that it asks about is not
/// known yet.
fn cannot_hold(rule: &Rule, facts: &[CheckId]) -> Condition {
    let others = checks_of(&rule.when).into_iter().filter(|check| !facts.contains(check));
    let open = others.map(|check| Condition::Not(Box::new(Condition::Settled(check))));
    Condition::Any(open.chain([Condition::Not(Box::new(rule.when.clone()))]).collect())
}

fn parts(condition: &Condition) -> usize {
    let mut count = 0;
    condition.each(&mut |_| count += 1);
    count
}

fn wait(when: &mut Option<Condition>, mut all: Vec<Condition>) {
    all.extend(when.take());
    *when = Condition::all_of(all);
}
