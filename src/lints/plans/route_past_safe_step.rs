//! A hand-written route to a destructive remedy past a safe one.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CauseId, CheckId, Doing, NodeId, RemedyId, Risk, Step, Target};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::ROUTE_PAST_SAFE_STEP, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let problem = &look.decision().problem;
    if problem.remedies.iter().all(|remedy| remedy.risk != Risk::Destructive) {
        return;
    }
    let mut told: BTreeSet<(Step, usize)> = BTreeSet::new();
    for node in (0..look.plan().flow.nodes.len()).rev() {
        let Doing::Step(step, _) = look.plan().flow.nodes[node].doing else { continue };
        for outcome in 0..look.plan().flow.nodes[node].next.len() {
            let Some(target) = route(look, step, outcome) else { continue };
            let Some(safe) = passed_by(look, step, target) else { continue };
            if done_before(look, node, safe) || !told.insert((step, outcome)) {
                continue;
            }
            let Target::Step(wanted) = target else { continue };
            let (to, safe) = (look.step_name(wanted), look.decision().remedies[safe.0]);
            let message = format!("this route leads to `{to}`, which destroys something, past `{}`", look.name(safe));
            findings.push(
                Diagnostic::new(&plans::ROUTE_PAST_SAFE_STEP, look.route_place(step, outcome), message)
                    .label(look.head(safe), "this is safe, and may help as well")
                    .help(format!("lead to `{}` first, and from there to `{to}`", look.name(safe))),
            );
        }
    }
}

fn route(look: &Look, step: Step, outcome: usize) -> Option<Target> {
    let problem = &look.decision().problem;
    match step {
        Step::Check(CheckId(check)) => problem.checks[check].outcomes.get(outcome)?.next,
        Step::Remedy(RemedyId(remedy)) => {
            let remedy = &problem.remedies[remedy];
            remedy.outcomes.get(outcome).and_then(|outcome| outcome.next).or(remedy.next)
        }
    }
}

/// The first safe remedy that a route from a step to a destructive one passes by: one that fixes what that fixes, or
/// from which a route leads to it.
pub(super) fn passed_by(look: &Look, from: Step, target: Target) -> Option<RemedyId> {
    let problem = &look.decision().problem;
    let Target::Step(Step::Remedy(wanted)) = target else { return None };
    let strong = &problem.remedies[wanted.0];
    if strong.risk != Risk::Destructive {
        return None;
    }
    let fixed: Vec<CauseId> = strong.fixes.iter().filter(|fixed| fixed.1 > 0.0).map(|fixed| fixed.0).collect();
    let is_before = |at: usize| {
        let safe = &problem.remedies[at];
        let leads = safe.outcomes.iter().filter_map(|outcome| outcome.next).chain(safe.next).any(|next| next == target);
        let helps =
            safe.fixes.iter().any(|(cause, chance)| *chance >= problem.policy.negligible && fixed.contains(cause));
        safe.risk != Risk::Destructive && (leads || helps)
    };
    // What comes before the destructive one in any case is not passed by.
    let first = |at: usize| strong.after.contains(&Step::Remedy(RemedyId(at)));
    let others = (0..problem.remedies.len()).filter(|&at| from != Step::Remedy(RemedyId(at)) && !first(at));
    let alive = |at: &usize| !look.found().unreachable.contains(&Step::Remedy(RemedyId(*at)));
    others.filter(alive).find(|&at| is_before(at)).map(RemedyId)
}

/// Whether a remedy was done on every way to a node, or may no longer be of use there: its causes do not come any more.
fn done_before(look: &Look, node: NodeId, safe: RemedyId) -> bool {
    let nodes = &look.plan().flow.nodes;
    // Nodes that can be come to without it; parents have higher numbers than their children.
    let mut without = vec![false; nodes.len()];
    for entry in &look.plan().flow.entries {
        without[entry.node] = true;
    }
    for at in (node..nodes.len()).rev() {
        let is_it = matches!(nodes[at].doing, Doing::Step(Step::Remedy(remedy), _) if remedy == safe);
        if without[at] && !is_it {
            for &next in &nodes[at].next {
                without[next] = true;
            }
        }
    }
    !without[node]
}
