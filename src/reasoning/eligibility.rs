//! Why a step may be done now, or may not.
//! In: a problem, evidence and a step. Out: the first thing that bars it.

use super::actions::{Actions, GONE, UNDONE, VOID, is_open};
use super::advice::doing;
use super::conditions::{Truth, truth};
use super::flow::Doing;
use super::hypothesis_set::HypothesisSet;
use super::permission::{Permitted, enough, help, leaf, superseded, useful};
use super::posterior::{Start, normalised};
use super::problem::{Evidence, Problem, RemedyId, RuleEffect, RuleId, Step};

/// How a step stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Eligibility {
    /// It was done.
    Done,
    /// The reader cannot do it.
    Declined,
    /// The evidence is contradictory.
    Contradiction,
    /// What was said leads to an end, or to another guide.
    Over,
    /// It may be done. For a remedy, the chance that it helps.
    Permitted(f64),
    /// Its `when` is false and stays so, or a rule forbids it for good.
    Dead,
    /// A rule forbids it.
    Skipped(RuleId),
    /// Its `when` is not true yet.
    WhenOpen,
    /// These come before it.
    After(Vec<Step>),
    /// A route leaves only these.
    Routed(Vec<Step>),
    /// A stronger remedy has failed.
    Superseded,
    /// Nothing that it says or fixes is possible any more.
    Useless,
    /// It destroys something, and this safe remedy may help.
    Safety(RemedyId),
    /// A remedy of an earlier stage may help.
    Stage(RemedyId),
    /// A rule wants this done first.
    Required(RuleId),
    /// Another try of it comes before.
    NotYet,
}

/// How a step stands.
#[must_use]
pub fn eligibility(problem: &Problem, evidence: &Evidence, step: Step) -> Eligibility {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let Some(weights) = normalised(&start.weights) else { return Eligibility::Contradiction };
    let codes = &start.codes;
    let mut index = actions.of(step);
    if let Step::Remedy(remedy) = step {
        index = actions.copies(remedy.0).find(|copy| codes[*copy] == UNDONE).unwrap_or(index);
    }
    if (codes[index] == GONE || codes[index] & VOID > 0) && evidence.declined.contains(&step) {
        return Eligibility::Declined;
    }
    if !is_open(codes[index]) {
        return Eligibility::Done;
    }
    if start.end.is_some() {
        return Eligibility::Over;
    }
    let mut permitted = Permitted::default();
    permitted.find(&actions, codes, &weights, |check| start.coupling.couples(check));
    if permitted.actions.contains(&index) {
        return Eligibility::Permitted(help(&actions, codes, &weights, index));
    }
    bar(&actions, &start, &weights, &permitted, index)
}

/// What bars a step that is not permitted.
fn bar(actions: &Actions<'_>, start: &Start, weights: &[f64], permitted: &Permitted, index: usize) -> Eligibility {
    let (problem, codes) = (actions.problem, &start.codes);
    let step = actions.list[index].step;
    let ruled = |wanted: RuleEffect| {
        let holds = |rule: &super::problem::Rule| {
            rule.effects.contains(&wanted) && truth(&rule.when, &leaf(actions, codes)) == Truth::True
        };
        problem.rules.iter().position(holds).map(RuleId)
    };
    if let Some(rule) = ruled(RuleEffect::Skip(step)) {
        return Eligibility::Skipped(rule);
    }
    if permitted.is_dead(index) {
        return Eligibility::Dead;
    }
    if superseded(actions, codes, index) {
        return Eligibility::Superseded;
    }
    if !useful(actions, codes, &HypothesisSet::above_zero(weights), &|check| start.coupling.couples(check), index) {
        return Eligibility::Useless;
    }
    let lacking = |before: &&usize| codes[**before] == UNDONE && !permitted.is_dead(**before);
    let after: Vec<Step> =
        actions.list[index].after.iter().filter(lacking).map(|before| actions.list[*before].step).collect();
    if !after.is_empty() {
        return Eligibility::After(after);
    }
    if actions.when(index).is_some_and(|when| truth(when, &leaf(actions, codes)) != Truth::True) {
        return Eligibility::WhenOpen;
    }
    if permitted.forced {
        let steps = permitted.actions.iter().filter_map(|&index| match doing(actions, index) {
            Doing::Step(step, _) => Some(step),
            _ => None,
        });
        return Eligibility::Routed(steps.collect());
    }
    let helping = |at: &usize| {
        codes[*at] == UNDONE && !permitted.is_dead(*at) && enough(actions, help(actions, codes, weights, *at), 1.0)
    };
    let remedy = |at: usize| match actions.list[at].step {
        Step::Remedy(remedy) => Some(remedy),
        Step::Check(_) => None,
    };
    let others = || (actions.checks..actions.list.len()).filter(helping);
    if actions.list[index].destructive
        && let Some(safe) = others().find(|&at| !actions.list[at].destructive).and_then(remedy)
    {
        return Eligibility::Safety(safe);
    }
    let earlier = others().find(|&at| {
        let waits = actions.list[at].stage.zip(actions.list[index].stage).is_some_and(|(one, own)| one < own);
        waits && permitted.allows(at)
    });
    if let Some(earlier) = earlier.and_then(remedy) {
        return Eligibility::Stage(earlier);
    }
    let requires = |rule: &super::problem::Rule| {
        rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Require(_)))
            && truth(&rule.when, &leaf(actions, codes)) == Truth::True
    };
    problem.rules.iter().position(requires).map_or(Eligibility::NotYet, |rule| Eligibility::Required(RuleId(rule)))
}
