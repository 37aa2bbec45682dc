//! What a plan says about the guide itself.
//! In: a problem, its evidence and its plan. Out: findings as data, for lints to put into words.

use std::collections::BTreeSet;

use super::actions::{Actions, UNDONE};
use super::advice::doing;
use super::coupling::factors;
use super::flow::{Doing, NodeId};
use super::hypothesis_set::HypothesisSet;
use super::permission::{Permitted, useful};
use super::plan::{Options, Plan, takes_long};
use super::posterior::{Start, normalised};
use super::problem::{CauseId, CheckId, Condition, Evidence, Problem, Step, SymptomId, Target};
use super::tables::Tables;

/// An order of stages is worth a word where it makes a guide dearer than this.
const STAGES_COST: f64 = 1.2;

/// What is worth telling an author.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Findings {
    /// Steps that no path of any plan reaches: they can never apply, or nothing leads to them.
    pub unreachable: Vec<Step>,
    /// Steps that the flow does not use, though they could be done.
    pub unused: Vec<Step>,
    /// Routes – of a step's outcome, or way of failing – that the flow comes past and cannot take. The number behind the last outcome
    /// stands for "cannot tell".
    pub never_followed: Vec<(Step, usize, Target)>,
    /// Pairs of causes that no check tells apart, while what helps differs.
    pub not_told_apart: Vec<(CauseId, CauseId)>,
    /// Outcomes that no cause can give, in conditions of steps and rules.
    pub impossible_outcomes: Vec<(CheckId, usize)>,
    /// Entries (the symptom, or none) with evidence that no cause can give.
    pub contradictory: Vec<Option<SymptomId>>,
    /// Entries (the symptom, or none) at which the plan escalates at once.
    pub escalates_at_once: Vec<Option<SymptomId>>,
    /// The nodes of the path of the first entry that takes longest, in plain minutes.
    pub worst_path: Vec<NodeId>,
    /// What a flow costs that keeps no order of stages, where that is less by more than a sixth: the order of stages makes the
    /// guide dearer by more than a fifth.
    pub without_stages: Option<f64>,
}

/// Reads a plan for findings.
#[must_use]
pub fn findings(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Findings {
    with_moves(&Actions::new(problem), evidence, plan)
}

pub(super) fn with_moves(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan) -> Findings {
    let start = Start::new(actions, evidence);
    let mut found = Findings {
        not_told_apart: not_told_apart(actions.problem, &actions.tables),
        impossible_outcomes: impossible_outcomes(actions.problem, &actions.tables),
        never_followed: never_followed(actions, plan),
        worst_path: worst_path(actions, plan),
        without_stages: without_stages(actions.problem, evidence, plan),
        ..Findings::default()
    };
    unused(actions, &start, plan, &mut found);
    for entry in &plan.flow.entries {
        match plan.flow.nodes[entry.node].doing {
            Doing::Contradiction(_) => found.contradictory.push(entry.symptom),
            Doing::Escalate(_) => found.escalates_at_once.push(entry.symptom),
            _ => {}
        }
    }
    found
}

/// So many states are expanded of a guide without its stages: only a large difference is of interest.
const STATES_WITHOUT_STAGES: usize = 2_000;

/// What a flow without stages costs, if that is much less.
fn without_stages(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Option<f64> {
    let mut stages: Vec<usize> = problem.remedies.iter().filter_map(|remedy| remedy.stage).collect();
    stages.sort_unstable();
    stages.dedup();
    if stages.len() < 2 || plan.posterior.is_none() {
        return None;
    }
    let mut free = problem.clone();
    free.remedies.iter_mut().for_each(|remedy| remedy.stage = None);
    let options = if takes_long(problem) {
        Options { entries: false, ..Options::first() }
    } else {
        Options { states: Some(STATES_WITHOUT_STAGES), entries: false, ..Options::default() }
    };
    let cost = super::plan::plan(&free, evidence, &options).entry().expected_cost;
    (plan.entry().expected_cost > cost * STAGES_COST).then_some(cost)
}

fn unused(actions: &Actions<'_>, start: &Start, plan: &Plan, found: &mut Findings) {
    let used: BTreeSet<Step> = plan
        .flow
        .nodes
        .iter()
        .filter_map(|node| match node.doing {
            Doing::Step(step, _) => Some(step),
            _ => None,
        })
        .collect();
    let mut permitted = Permitted::default();
    permitted.find(actions, &start.codes, &start.weights, |_| false);
    // What routes lead to, from what the plan uses or may choose.
    let mut reached: BTreeSet<usize> = BTreeSet::new();
    for index in 0..actions.list.len() {
        let coupled = |check| start.coupling.couples(check);
        let chosen = useful(actions, &start.codes, &HypothesisSet::above_zero(&start.weights), &coupled, index);
        if chosen || used.contains(&actions.list[index].step) {
            reached.insert(index);
            reached.extend(actions.reach.get(index).into_iter().flatten());
        }
    }
    for index in 0..actions.list.len() {
        let step = actions.list[index].step;
        let later_copy = actions.of(step) != index;
        if later_copy || used.contains(&step) || start.codes[index] != UNDONE {
            continue;
        }
        let dead = actions.constrained && permitted.is_dead(index);
        if dead || !reached.contains(&index) {
            found.unreachable.push(step);
        } else {
            found.unused.push(step);
        }
    }
}

/// Routes that the flow comes past and never takes.
fn never_followed(actions: &Actions<'_>, plan: &Plan) -> Vec<(Step, usize, Target)> {
    let mut routes: Vec<((Step, usize, Target), bool)> = Vec::new();
    for node in &plan.flow.nodes {
        let Doing::Step(step, copy) = node.doing else {
            continue;
        };
        let index = actions.of(step) + copy;
        let own = &actions.list[index];
        let told = own.routes.iter().copied().zip(node.next.iter().copied());
        let untold = own.unable.as_ref().map(|unable| unable.next).zip(node.fallback);
        let untold = untold.map(|route| (own.routes.len(), route));
        for (outcome, (target, next)) in told.enumerate().chain(untold) {
            let Some(target) = target else { continue };
            let next = plan.flow.nodes[next].doing;
            if matches!(next, Doing::Contradiction(_)) {
                continue;
            }
            let followed = match (target, next) {
                (Target::Step(wanted), Doing::Step(step, _)) => {
                    // What the step waits for comes before it: other steps, and facts that its conditions ask about.
                    let (wanted, next) = (actions.of(wanted), actions.of(step));
                    super::permission::before(actions, wanted).contains(&next)
                        || actions.asked_by(wanted).any(|asked| asked == next)
                }
                (Target::Step(_), _) => false,
                _ => true,
            };
            let key = (step, outcome, target);
            match routes.iter_mut().find(|(known, _)| *known == key) {
                Some((_, before)) => *before |= followed,
                None => routes.push((key, followed)),
            }
        }
    }
    routes.into_iter().filter(|(_, followed)| !followed).map(|(route, _)| route).collect()
}

/// Does which of the guide's symptoms a reader has tell two hypotheses apart: is one of them seen at least twice as often?
fn shown(problem: &Problem, tables: &Tables, a: usize, b: usize) -> bool {
    let own = problem.symptoms.iter().zip(&tables.symptoms).filter(|(symptom, _)| symptom.own);
    // The only symptom of a guide is seen by all its readers.
    own.clone().count() > 1 && own.map(|(_, row)| (row[a], row[b])).any(|(a, b)| a.max(b) >= 2.0 * a.min(b))
}

#[expect(clippy::float_cmp, reason = "only what is the very same tells nothing apart")]
fn not_told_apart(problem: &Problem, tables: &Tables) -> Vec<(CauseId, CauseId)> {
    let rules: Vec<Vec<f64>> = problem.rules.iter().filter_map(|rule| factors(problem, tables, rule)).collect();
    let asked = || problem.checks.iter().zip(&tables.checks).filter(|(check, _)| !check.kind.is_never_asked());
    let mut pairs = Vec::new();
    for (a, first) in tables.hypotheses.iter().enumerate() {
        for (b, second) in tables.hypotheses.iter().enumerate().skip(a + 1) {
            let told = asked().any(|(_, table)| table.iter().any(|row| row[a] != row[b]))
                || rules.iter().any(|row| row[a] != row[b])
                || shown(problem, tables, a, b);
            let same_help = tables.fixes.iter().all(|row| row[a] == row[b]);
            if !told && !same_help {
                pairs.push((*first, *second));
            }
        }
    }
    pairs
}

fn impossible_outcomes(problem: &Problem, tables: &Tables) -> Vec<(CheckId, usize)> {
    let mut named: BTreeSet<(CheckId, usize)> = BTreeSet::new();
    let conditions = problem
        .checks
        .iter()
        .filter_map(|check| check.when.as_ref())
        .chain(problem.remedies.iter().filter_map(|remedy| remedy.when.as_ref()))
        .chain(problem.rules.iter().map(|rule| &rule.when));
    for condition in conditions {
        condition.each(&mut |part| {
            if let Condition::Is(check, outcome) = part {
                named.insert((*check, *outcome));
            }
        });
    }
    let impossible = |(check, outcome): &(CheckId, usize)| {
        let row = tables.checks[check.0].get(*outcome);
        row.is_some_and(|row| row.iter().zip(&tables.prior).all(|(chance, prior)| *prior <= 0.0 || *chance <= 0.0))
    };
    named.into_iter().filter(impossible).collect()
}

fn worst_path(actions: &Actions<'_>, plan: &Plan) -> Vec<NodeId> {
    let nodes = &plan.flow.nodes;
    let mut longest: Vec<(f64, Option<NodeId>)> = Vec::with_capacity(nodes.len());
    for node in nodes {
        longest.push(match node.doing {
            Doing::Step(step, copy) => {
                let mut after: (f64, Option<NodeId>) = (0.0, None);
                for &next in &node.next {
                    let impossible = matches!(nodes[next].doing, Doing::Contradiction(_));
                    if !impossible && (after.1.is_none() || longest[next].0 > after.0) {
                        after = (longest[next].0, Some(next));
                    }
                }
                (actions.list[actions.of(step) + copy].minutes + after.0, after.1)
            }
            Doing::Solved => (0.0, None),
            _ => (actions.price, None),
        });
    }
    let mut path = vec![plan.entry().node];
    while let Some(next) = path.last().and_then(|node| longest[*node].1) {
        path.push(next);
    }
    path
}

/// A check that the first step of the flow would have to make room for, with what asking it first would add, in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Idle {
    /// The check.
    pub check: CheckId,
    /// What asking it first would add to the expected cost, at most.
    pub adds: f64,
}

/// The checks that the flow never asks though they may be asked at the start, and what asking each first would
/// add. Plans once for each.
#[must_use]
pub fn idle_checks(problem: &Problem, evidence: &Evidence, plan: &Plan, options: &super::plan::Options) -> Vec<Idle> {
    let used = |check: CheckId| {
        plan.flow.nodes.iter().any(|node| matches!(node.doing, Doing::Step(Step::Check(id), _) if id == check))
    };
    let actions = Actions::new(problem);
    let start = Start::new(&actions, evidence);
    let Some(weights) = normalised(&start.weights) else {
        return Vec::new();
    };
    let mut permitted = Permitted::default();
    permitted.find(&actions, &start.codes, &weights, |check| start.coupling.couples(check));
    let checks = permitted.actions.iter().filter_map(|&index| match doing(&actions, index) {
        Doing::Step(Step::Check(check), _) if !used(check) => Some(check),
        _ => None,
    });
    checks
        .map(|check| {
            let cost: f64 = (0..problem.checks[check.0].outcomes.len().max(2))
                .filter_map(|outcome| {
                    let mut with = evidence.clone();
                    with.answer(problem, check, outcome);
                    let answered = Start::new(&actions, &with);
                    let chance = answered.weights.iter().sum::<f64>() / start.weights.iter().sum::<f64>();
                    let options = super::plan::Options { entries: false, ..*options };
                    (chance > 0.0).then(|| chance * super::plan::plan(problem, &with, &options).entry().expected_cost)
                })
                .sum();
            Idle { check, adds: actions.list[check.0].cost + cost - plan.entry().expected_cost }
        })
        .collect()
}
