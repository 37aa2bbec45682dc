//! An order of stages that makes a guide much dearer than its steps would be in the order that helps soonest.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::words::quantity::plain::{minutes, percent};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::DEAR_STAGES, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let Some(free) = look.found().without_stages.filter(|free| *free > 0.0) else { return };
    let cost = look.plan().entry().expected_cost;
    let message = format!(
        "the order of the stages of `{}` costs {}, or {} more: without it, {} are expected, not {}",
        look.guide(),
        minutes(cost - free),
        percent((cost - free) / free),
        minutes(free),
        minutes(cost)
    );
    findings.push(
        Diagnostic::new(&plans::DEAR_STAGES, look.guide_head(), message)
            .help("a remedy without a `stage` waits for none, and may come as soon as it pays")
            .help(format!("`kbc why {} REMEDY` says which stage a remedy waits for", look.guide())),
    );
}
