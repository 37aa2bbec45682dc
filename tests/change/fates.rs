//! Where readers end, against a walk of every path with the tables of the brute force.

use std::collections::BTreeMap;

use kbc::reasoning::{
    CauseId, CheckId, Doing, End, EscalationId, Evidence, Fates, Flow, GuideId, Matching, NodeId, Options, Problem,
    RemedyId, Step, compare_fates, fates, plan,
};

use crate::oracle::history::{Case, History};
use crate::oracle::models::{Size, model};
use crate::oracle::random::Random;

/// Sums are this near to be the same.
const SAME: f64 = 1e-9;
/// Paths of a flow that are walked.
const PATHS: usize = 60_000;

/// For each end and cause, the chance to have the cause and to end so.
type Ends = BTreeMap<End, Vec<f64>>;

struct Walker<'a> {
    case: &'a Case<'a>,
    flow: &'a Flow,
    ends: Ends,
    left: usize,
}

impl Walker<'_> {
    fn add(&mut self, end: End, mass: &[f64]) {
        let by = self.ends.entry(end).or_insert_with(|| vec![0.0; mass.len()]);
        by.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass);
    }

    /// Walks every path from a node on; false where there are too many.
    fn walk(&mut self, node: NodeId, history: &History) -> bool {
        let weights = self.case.weights(history);
        if weights.iter().sum::<f64>() <= 0.0 {
            return true;
        }
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        let here = &self.flow.nodes[node];
        let end = match here.doing {
            Doing::Step(..) => None,
            Doing::Escalate(id) | Doing::Contradiction(id) => Some(End::HandedOver(id)),
            Doing::Guide(id) => Some(End::Guide(id)),
            Doing::Solved => Some(End::Solved),
        };
        if let Some(end) = end {
            self.add(end, &weights);
            return true;
        }
        let Doing::Step(step, _) = here.doing else { return true };
        let mut helped = weights;
        for (way, next) in self.case.ways(step).into_iter().zip(&here.next) {
            let after = self.case.after(history, step, way);
            let going = self.case.weights(&after);
            helped.iter_mut().zip(&going).for_each(|(left, going)| *left -= going);
            if !self.walk(*next, &after) {
                return false;
            }
        }
        if let Step::Remedy(remedy) = step {
            self.add(End::Helped(remedy), &helped);
        }
        true
    }
}

/// The ends of a flow under a problem. Nothing where the words are faulty, or there are too many paths.
fn by_brute_force(problem: &Problem, flow: &Flow) -> Option<Ends> {
    let (case, history) = Case::new(problem, &Evidence::default()).ok()?;
    let all: f64 = case.weights(&history).iter().sum();
    let mut walker = Walker { case: &case, flow, ends: Ends::new(), left: PATHS };
    if all <= 0.0 || !walker.walk(flow.entries[0].node, &history) {
        return None;
    }
    walker.ends.values_mut().flatten().for_each(|mass| *mass /= all);
    Some(walker.ends)
}

fn is_same(found: &Fates, ends: &Ends, what: &str) {
    let all: f64 = found.ends.values().flatten().sum();
    assert!((all - 1.0).abs() < SAME, "{what}: the ends sum to {all}");
    for end in found.ends.keys().chain(ends.keys()) {
        for column in 0..found.causes.len() {
            let wanted = ends.get(end).map_or(0.0, |by| by[column]);
            let given = found.chance_of(*end, column);
            assert!((wanted - given).abs() < SAME, "{what}: {end:?} with {column} is {given}, and {wanted} by walking");
        }
    }
}

/// A matching of two problems of the same parts.
fn same_parts(problem: &Problem) -> Matching {
    let all = |count: usize| (0..count.max(1)).map(Some).collect::<Vec<_>>();
    Matching {
        causes: (0..problem.causes.len()).map(|at| Some(CauseId(at))).collect(),
        checks: problem
            .checks
            .iter()
            .enumerate()
            .map(|(at, check)| Some((CheckId(at), all(check.outcomes.len()))))
            .collect(),
        remedies: problem
            .remedies
            .iter()
            .enumerate()
            .map(|(at, remedy)| Some((RemedyId(at), all(remedy.outcomes.len()))))
            .collect(),
        escalations: (0..problem.escalations.len()).map(|at| Some(EscalationId(at))).collect(),
        guides: (0..problem.guides.len()).map(|at| Some(GuideId(at))).collect(),
    }
}

/// The same problem with other numbers.
fn other_numbers(problem: &Problem, seed: u64) -> Problem {
    let mut random = Random::new(seed);
    let mut other = problem.clone();
    for weight in other.causes.iter_mut().filter_map(|cause| cause.weight.as_mut()) {
        *weight *= 0.1 + 4.0 * random.unit();
    }
    for takes in other.checks.iter_mut().map(|check| &mut check.takes) {
        *takes *= 0.2 + 3.0 * random.unit();
    }
    for remedy in &mut other.remedies {
        remedy.takes *= 0.2 + 3.0 * random.unit();
        remedy.fixes.iter_mut().for_each(|(_, chance)| *chance *= 0.4 + 0.6 * random.unit());
    }
    other
}

fn planned(problem: &Problem) -> Option<Flow> {
    let options = Options { entries: false, ..Options::default() };
    let plan = plan(problem, &Evidence::default(), &options);
    (plan.faults.is_empty() && plan.posterior.is_some()).then_some(plan.flow)
}

#[test]
fn a_flow_ends_where_walking_every_path_ends() {
    let mut compared = 0;
    for seed in 0..1_500 {
        let (problem, _) = model(seed, Size::SMALL);
        let Some(flow) = planned(&problem) else { continue };
        let Some(ends) = by_brute_force(&problem, &flow) else { continue };
        let Some(found) = fates(&problem, &flow) else { continue };
        is_same(&found, &ends, &format!("seed {seed}"));
        let entry = &flow.entries[0];
        let minutes = found.expected_minutes();
        assert!((minutes - entry.expected_minutes).abs() < SAME * minutes.max(1.0), "seed {seed}: {minutes} {entry:?}");
        compared += 1;
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn an_older_flow_ends_for_newer_readers_where_walking_every_path_ends() {
    let (mut compared, mut elsewhere) = (0, 0);
    for seed in 0..1_500 {
        let (older, _) = model(seed, Size::SMALL);
        let newer = other_numbers(&older, seed);
        let (Some(old_flow), Some(flow)) = (planned(&older), planned(&newer)) else { continue };
        let (Some(before), Some(after)) = (by_brute_force(&newer, &old_flow), by_brute_force(&newer, &flow)) else {
            continue;
        };
        let matching = same_parts(&newer);
        let Some(found) = compare_fates((&newer, &flow), (&older, &old_flow), &matching, 3) else { continue };
        is_same(&found.before, &before, &format!("seed {seed}, before"));
        is_same(&found.after, &after, &format!("seed {seed}, after"));
        let share = found.before.elsewhere(&found.after);
        assert!((-SAME..=1.0 + SAME).contains(&share), "seed {seed}: {share}");
        if share > 1e-6 {
            elsewhere += 1;
            for parting in &found.partings {
                assert!(parting.before != parting.after && parting.chance > 0.0, "seed {seed}: {parting:?}");
            }
        }
        compared += 1;
    }
    assert!(compared > 1_000 && elsewhere > 200, "{compared}, {elsewhere} of them end elsewhere");
}

/// What only the older problem has is walked as it was there.
#[test]
fn what_is_gone_helps_as_it_did() {
    let mut compared = 0;
    for seed in 0..600 {
        let (older, _) = model(seed, Size::SMALL);
        if !older.rules.is_empty() || older.remedies.iter().any(|remedy| !remedy.supersedes.is_empty()) {
            continue;
        }
        let Some(flow) = planned(&older) else { continue };
        // The newer problem knows none of the steps, and all causes: then the old flow is worth what it was.
        let mut newer = older.clone();
        newer.checks.clear();
        newer.remedies.clear();
        newer.policy.start = None;
        newer.symptoms.iter_mut().for_each(|symptom| symptom.possible = None);
        newer.causes.iter_mut().for_each(|cause| cause.possible = None);
        newer.escalations.iter_mut().for_each(|end| end.when = None);
        let mut same = older.clone();
        same.symptoms.iter_mut().for_each(|symptom| symptom.possible = None);
        same.causes.iter_mut().for_each(|cause| cause.possible = None);
        let is_symptom = |check: &kbc::reasoning::Check| {
            matches!(check.kind, kbc::reasoning::CheckKind::Symptom(_) | kbc::reasoning::CheckKind::Observed(_))
        };
        if same != older || older.checks.iter().any(is_symptom) {
            continue;
        }
        let Some(new_flow) = planned(&newer) else { continue };
        let mut matching = same_parts(&older);
        matching.checks.iter_mut().for_each(|check| *check = None);
        matching.remedies.iter_mut().for_each(|remedy| *remedy = None);
        let Some(found) = compare_fates((&newer, &new_flow), (&older, &flow), &matching, 0) else { continue };
        let Some(were) = fates(&older, &flow) else { continue };
        for (column, _) in were.causes.iter().enumerate() {
            for (end, by) in &were.ends {
                // An id of the older problem stands behind the last of the newer one, which has none here.
                let given = found.before.chance_of(*end, column);
                assert!((given - by[column]).abs() < SAME, "seed {seed}: {end:?} {given} {}", by[column]);
            }
        }
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}
