//! Why a step may be done now, or may not.
//! In: a problem, evidence and a step. Out: the first thing that bars it.

use super::advice::doing;
use super::columns::Columns;
use super::conditions::{Truth, truth};
use super::flow::Doing;
use super::moves::{GONE, Moves, UNDONE};
use super::permission::{Permitted, enough, help, leaf, superseded, useful};
use super::posterior::{Start, normalised};
use super::problem::{Evidence, Problem, RemedyId, RuleEffect, RuleId, Step};

/// How a step stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// It was done.
    Done,
    /// The reader cannot do it.
    Declined,
    /// The evidence is contradictory.
    Contradiction,
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
pub fn standing(problem: &Problem, evidence: &Evidence, step: Step) -> Standing {
    let moves = Moves::new(problem);
    let start = Start::new(&moves, evidence);
    let Some(weights) = normalised(&start.weights) else { return Standing::Contradiction };
    let codes = &start.codes;
    let mut index = moves.of(step);
    if let Step::Remedy(remedy) = step {
        index = moves.copies(remedy.0).find(|copy| codes[*copy] == UNDONE).unwrap_or(index);
    }
    if codes[index] == GONE && evidence.declined.contains(&step) {
        return Standing::Declined;
    }
    if codes[index] != UNDONE {
        return Standing::Done;
    }
    let mut permitted = Permitted::default();
    permitted.find(&moves, codes, &weights, |check| start.coupling.couples(check));
    if permitted.moves.contains(&index) {
        return Standing::Permitted(help(&moves, codes, &weights, index));
    }
    bar(&moves, &start, &weights, &permitted, index)
}

/// What bars a step that is not permitted.
fn bar(moves: &Moves<'_>, start: &Start, weights: &[f64], permitted: &Permitted, index: usize) -> Standing {
    let (problem, codes) = (moves.problem, &start.codes);
    let step = moves.list[index].step;
    let ruled = |wanted: RuleEffect| {
        let holds = |rule: &super::problem::Rule| {
            rule.effects.contains(&wanted) && truth(&rule.when, &leaf(moves, codes)) == Truth::True
        };
        problem.rules.iter().position(holds).map(RuleId)
    };
    if let Some(rule) = ruled(RuleEffect::Skip(step)) {
        return Standing::Skipped(rule);
    }
    if permitted.is_dead(index) {
        return Standing::Dead;
    }
    if superseded(moves, codes, index) {
        return Standing::Superseded;
    }
    if !useful(moves, codes, &Columns::above_zero(weights), &|check| start.coupling.couples(check), index) {
        return Standing::Useless;
    }
    if moves.when(index).is_some_and(|when| truth(when, &leaf(moves, codes)) != Truth::True) {
        return Standing::WhenOpen;
    }
    let lacking = |before: &&usize| codes[**before] == UNDONE && !permitted.is_dead(**before);
    let after: Vec<Step> =
        moves.list[index].after.iter().filter(lacking).map(|before| moves.list[*before].step).collect();
    if !after.is_empty() {
        return Standing::After(after);
    }
    if permitted.forced {
        let steps = permitted.moves.iter().filter_map(|&index| match doing(moves, index) {
            Doing::Step(step, _) => Some(step),
            _ => None,
        });
        return Standing::Routed(steps.collect());
    }
    let helping = |at: &usize| {
        codes[*at] == UNDONE && !permitted.is_dead(*at) && enough(moves, help(moves, codes, weights, *at), 1.0)
    };
    let remedy = |at: usize| match moves.list[at].step {
        Step::Remedy(remedy) => Some(remedy),
        Step::Check(_) => None,
    };
    let others = || (moves.checks..moves.list.len()).filter(helping);
    if moves.list[index].destructive
        && let Some(safe) = others().find(|&at| !moves.list[at].destructive).and_then(remedy)
    {
        return Standing::Safety(safe);
    }
    let earlier = others().find(|&at| moves.list[at].stage < moves.list[index].stage && permitted.allows(at));
    if let Some(earlier) = earlier.and_then(remedy) {
        return Standing::Stage(earlier);
    }
    let requires = |rule: &super::problem::Rule| {
        rule.effects.iter().any(|effect| matches!(effect, RuleEffect::Require(_)))
            && truth(&rule.when, &leaf(moves, codes)) == Truth::True
    };
    problem.rules.iter().position(requires).map_or(Standing::NotYet, |rule| Standing::Required(RuleId(rule)))
}
