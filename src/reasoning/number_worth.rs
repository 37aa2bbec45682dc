//! What it costs readers that a number is not known well.
//!
//! In: a problem, a plan for it, and somebody who makes another plan in the same way. Out: for each number that authors give, what
//! readers pay more, in minutes, where the truth is half or twice as much and they go by the plan all the same. For a chance it is
//! the odds that are half or twice.
//!
//! What they pay is reckoned with the other number along the plan; what they need pay is the cost of a plan that knows it. Making
//! a plan is dear, so only [`LOOKED_AT`] numbers are planned for: those whose change moves the cost of the plan most. A number that
//! moves nothing there is of no importance for the plan as it is. All plans are made alike and at a glance, so that the difference
//! of two is that of the numbers; where the other plan is the worse one, the number is taken to cost nothing.

use rayon::prelude::*;

use super::actions::Actions;
use super::plan::Plan;
use super::posterior::Start;
use super::printed::going_by;
use super::problem::{CauseId, Effect, EscalationId, Evidence, Outcome, Problem, RemedyId, Step};

/// A number that an author gives, or that is taken where none is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Number {
    /// The weight of a cause.
    Weight(CauseId),
    /// How often a cause shows a symptom, by the place in its list.
    Shows(CauseId, usize),
    /// How often a cause brings about another, by the place in its list.
    LeadsTo(CauseId, usize),
    /// How often a remedy ends a cause, by the place in its list.
    Fixes(RemedyId, usize),
    /// What a step takes of the reader's time.
    Takes(Step),
    /// How often an outcome comes, by its place.
    Share(Step, usize),
    /// What an outcome says of a cause, by the place of the outcome and in its list.
    Says(Step, usize, usize),
    /// What handing over takes.
    HandingOver(EscalationId),
    /// The chance that the cause is none of those written down.
    Other,
}

/// What an error in a number costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberWorth {
    /// The number.
    pub number: Number,
    /// The minutes where the truth is half as much.
    pub if_half: f64,
    /// The minutes where it is twice as much.
    pub if_twice: f64,
}

impl NumberWorth {
    /// The greater of both.
    #[must_use]
    pub fn most(&self) -> f64 {
        self.if_half.max(self.if_twice)
    }
}

/// So many numbers are planned for.
const LOOKED_AT: usize = 40;
/// A strength is more than this.
const LEAST_RATIO: f64 = 1.01;

/// What an error in each number costs, the dearest first. `replan` gives what a plan costs that is made for another problem.
#[must_use]
pub fn number_worths(problem: &Problem, plan: &Plan, replan: &(dyn Fn(&Problem) -> f64 + Sync)) -> Vec<NumberWorth> {
    let own = cost_of_following(problem, plan);
    let numbers = numbers(problem);
    let moved = |number: &Number| -> f64 {
        [0.5, 2.0]
            .map(|factor| (cost_of_following(&with(problem, *number, factor), plan) - own).abs())
            .into_iter()
            .fold(0.0, f64::max)
    };
    let mut moves: Vec<(Number, f64)> = numbers.par_iter().map(|number| (*number, moved(number))).collect();
    moves.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let (looked_at, others) = moves.split_at(moves.len().min(LOOKED_AT));
    let worth = |(number, _): &(Number, f64)| {
        let [if_half, if_twice] = [0.5, 2.0].map(|factor| {
            let other = with(problem, *number, factor);
            (cost_of_following(&other, plan) - replan(&other)).max(0.0)
        });
        NumberWorth { number: *number, if_half, if_twice }
    };
    let mut found: Vec<NumberWorth> = looked_at.par_iter().map(worth).collect();
    found.extend(others.iter().map(|(number, _)| NumberWorth { number: *number, if_half: 0.0, if_twice: 0.0 }));
    found.sort_by(|a, b| b.most().total_cmp(&a.most()).then(a.number.cmp(&b.number)));
    found
}

/// What going by a plan costs in minutes where this is the problem: the plan may have been made for another, with other numbers.
#[must_use]
pub fn cost_of_following(problem: &Problem, plan: &Plan) -> f64 {
    let actions = Actions::new(problem);
    going_by(&actions, plan, &Start::new(&actions, &Evidence::default()))
}

/// The numbers of a problem, in its order.
fn numbers(problem: &Problem) -> Vec<Number> {
    let mut found = vec![Number::Other];
    for (at, cause) in problem.causes.iter().enumerate() {
        let id = CauseId(at);
        found.extend(cause.weight.map(|_| Number::Weight(id)));
        found.extend((0..cause.shows.len()).map(|at| Number::Shows(id, at)));
        found.extend((0..cause.leads_to.len()).map(|at| Number::LeadsTo(id, at)));
    }
    let mut of_outcomes = |step: Step, outcomes: &[Outcome]| {
        for (at, outcome) in outcomes.iter().enumerate() {
            found.extend(outcome.share.map(|_| Number::Share(step, at)));
            let weighed = |effect: &Effect| !matches!(effect, Effect::Confirms(_) | Effect::RulesOut(_));
            let effects = outcome.effects.iter().enumerate().filter(|(_, effect)| weighed(effect));
            found.extend(effects.map(|(effect, _)| Number::Says(step, at, effect)));
        }
    };
    for (at, check) in problem.checks.iter().enumerate() {
        of_outcomes(Step::Check(super::problem::CheckId(at)), &check.outcomes);
    }
    for (at, remedy) in problem.remedies.iter().enumerate() {
        of_outcomes(Step::Remedy(RemedyId(at)), &remedy.outcomes);
    }
    for at in 0..problem.checks.len() {
        found.push(Number::Takes(Step::Check(super::problem::CheckId(at))));
    }
    for (at, remedy) in problem.remedies.iter().enumerate() {
        found.push(Number::Takes(Step::Remedy(RemedyId(at))));
        found.extend((0..remedy.fixes.len()).map(|fix| Number::Fixes(RemedyId(at), fix)));
    }
    found.extend((0..problem.escalations.len()).map(|at| Number::HandingOver(EscalationId(at))));
    found
}

/// The problem with another number: so many times as much, or a chance with so many times the odds.
fn with(problem: &Problem, number: Number, factor: f64) -> Problem {
    let mut problem = problem.clone();
    let odds = |chance: &mut f64| *chance = *chance * factor / (1.0 - *chance + *chance * factor);
    match number {
        Number::Other => odds(&mut problem.policy.other),
        Number::Weight(cause) => {
            problem.causes[cause.0].weight.iter_mut().for_each(|weight| *weight *= factor);
        }
        Number::Shows(cause, at) => odds(&mut problem.causes[cause.0].shows[at].1),
        Number::LeadsTo(cause, at) => odds(&mut problem.causes[cause.0].leads_to[at].1),
        Number::Fixes(remedy, at) => odds(&mut problem.remedies[remedy.0].fixes[at].1),
        Number::Takes(Step::Check(check)) => problem.checks[check.0].takes *= factor,
        Number::Takes(Step::Remedy(remedy)) => problem.remedies[remedy.0].takes *= factor,
        Number::HandingOver(escalation) => problem.escalations[escalation.0].takes *= factor,
        Number::Share(step, at) => {
            outcomes(&mut problem, step)[at].share.iter_mut().for_each(odds);
        }
        Number::Says(step, at, effect) => match &mut outcomes(&mut problem, step)[at].effects[effect] {
            Effect::PointsTo(_, ratio) | Effect::Against(_, ratio) => *ratio = (*ratio * factor).max(LEAST_RATIO),
            Effect::Given(_, chance) => odds(chance),
            Effect::Confirms(_) | Effect::RulesOut(_) => {}
        },
    }
    problem
}

fn outcomes(problem: &mut Problem, step: Step) -> &mut [Outcome] {
    match step {
        Step::Check(check) => &mut problem.checks[check.0].outcomes,
        Step::Remedy(remedy) => &mut problem.remedies[remedy.0].outcomes,
    }
}
