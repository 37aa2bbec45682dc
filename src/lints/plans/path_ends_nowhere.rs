//! An answer in a hand-written chart that leads nowhere.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CheckId, Doing, Step};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::PATH_ENDS_NOWHERE, run };

/// Only in a chart, where no cause can say what comes next: there the order is the author's alone.
fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let problem = &look.decision().problem;
    if problem.policy.start.is_none() || problem.causes.iter().any(|cause| cause.weight.is_some()) {
        return;
    }
    let nodes = &look.plan().flow.nodes;
    let mut dead_ends: BTreeSet<(CheckId, usize)> = BTreeSet::new();
    let mut leading: BTreeSet<(CheckId, usize)> = BTreeSet::new();
    for node in nodes {
        let Doing::Step(Step::Check(check), _) = node.doing else { continue };
        if !look.is_written(Step::Check(check)) {
            continue;
        }
        for (outcome, &next) in node.next.iter().enumerate() {
            let routed = problem.checks[check.0].outcomes.get(outcome).is_none_or(|outcome| outcome.next.is_some());
            let ends = matches!(nodes[next].doing, Doing::Escalate(id) if id == problem.policy.escalation);
            let place = if ends && !routed { &mut dead_ends } else { &mut leading };
            place.insert((check, outcome));
        }
    }
    for (check, outcome) in dead_ends.difference(&leading).copied() {
        let item = look.decision().step(Step::Check(check));
        let Some(written) = look.knowledge().check(item).and_then(|check| check.outcomes.get(outcome)) else {
            continue;
        };
        let name = look.knowledge().spelled(written.name);
        let message = format!("in `{}`, the answer `{name}` of `{}` leads nowhere", look.guide(), look.name(item));
        findings.push(
            Diagnostic::new(&plans::PATH_ENDS_NOWHERE, written.name.span, message)
                .help("say where it leads with `next STEP`, `next solved` or `next ESCALATION`"),
        );
    }
}
