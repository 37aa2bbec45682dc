//! A step that no path reaches.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CheckId, RemedyId, Step, Target};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::UNREACHABLE_STEP, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let unreachable: Vec<Step> = look
        .found()
        .unreachable
        .iter()
        .copied()
        .filter(|&step| look.is_written(step) && !told_elsewhere(look, step))
        .collect();
    // What only an unreachable step leads to is reached as soon as that one is.
    let led_to = |step: &Step| unreachable.iter().any(|other| other != step && routes(look, *other).contains(step));
    let mut first: Vec<Step> = unreachable.iter().copied().filter(|step| !led_to(step)).collect();
    if first.is_empty() {
        first.extend(unreachable.first());
    }
    for step in first {
        let item = look.decision().step(step);
        let message = format!("no path of `{}` reaches `{}`", look.guide(), look.name(item));
        let mut finding = Diagnostic::new(&plans::UNREACHABLE_STEP, look.head(item), message);
        if let Some(when) = look.knowledge().item(item).when() {
            finding = finding.label(when.span, "this never becomes true here");
        }
        if leads_on_only(look, step) {
            finding = finding.help(format!(
                "its answers say nothing of a cause, so asking it never pays; to have it asked first, write a rule with `then require {}`",
                look.name(item)
            ));
        }
        findings.push(finding.help(format!("lead to it with `next`, or `exclude` it from `{}`", look.guide())));
    }
}

/// Whether the answers of a check only lead on, and so tell the engine nothing.
fn leads_on_only(look: &Look, step: Step) -> bool {
    let Step::Check(CheckId(check)) = step else { return false };
    let outcomes = &look.decision().problem.checks[check].outcomes;
    outcomes.iter().all(|outcome| outcome.effects.is_empty()) && outcomes.iter().any(|outcome| outcome.next.is_some())
}

/// Whether a step says nothing at all, which is told without a plan.
fn told_elsewhere(look: &Look, step: Step) -> bool {
    let problem = &look.decision().problem;
    match step {
        Step::Check(CheckId(check)) => {
            problem.checks[check].outcomes.iter().all(|outcome| outcome.effects.is_empty() && outcome.next.is_none())
        }
        Step::Remedy(RemedyId(remedy)) => {
            problem.remedies[remedy].fixes.is_empty()
                && problem.remedies[remedy].next.is_none()
                && !is_routed_to(look, step)
        }
    }
}

fn is_routed_to(look: &Look, step: Step) -> bool {
    let problem = &look.decision().problem;
    let checks = (0..problem.checks.len()).map(|at| Step::Check(CheckId(at)));
    let remedies = (0..problem.remedies.len()).map(|at| Step::Remedy(RemedyId(at)));
    checks.chain(remedies).any(|from| routes(look, from).contains(&step))
}

/// The steps to which a step leads by hand-written routes.
fn routes(look: &Look, step: Step) -> Vec<Step> {
    let problem = &look.decision().problem;
    let (outcomes, own) = match step {
        Step::Check(CheckId(check)) => (&problem.checks[check].outcomes, None),
        Step::Remedy(RemedyId(remedy)) => (&problem.remedies[remedy].outcomes, problem.remedies[remedy].next),
    };
    let targets = outcomes.iter().filter_map(|outcome| outcome.next).chain(own);
    targets.filter_map(|target| if let Target::Step(step) = target { Some(step) } else { None }).collect()
}
