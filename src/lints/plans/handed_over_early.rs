//! A flow of so many ways that some readers are handed over before all was tried.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::words::quantity::plain::percent;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::HANDED_OVER_EARLY, run };

/// Fewer readers than this are not worth telling of.
const NOTICED: f64 = 0.001;

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let early = look.plan().early;
    if early < NOTICED {
        return;
    }
    let message = format!(
        "in `{}` the answers to its questions combine in more ways than one flow can hold: {} of the readers are handed over \
         before everything that may help them was tried",
        look.guide(),
        percent(early)
    );
    findings.push(
        Diagnostic::new(&plans::HANDED_OVER_EARLY, look.guide_head(), message)
            .help("remedies that each wait for an answer of their own make most of these ways: fewer `when`, or several guides")
            .help("or say `escalate when-cheaper`, so that a path ends where nothing that is left pays"),
    );
}
