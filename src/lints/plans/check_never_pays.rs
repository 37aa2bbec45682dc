//! A check that no path asks, since no answer of it is worth the time.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CheckId, Risk, Step};
use crate::words::quantity::plain::minutes;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::CHECK_NEVER_PAYS, run };

/// Only where the flow is proven best: else a better one may ask it.
fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    if !look.plan().exact {
        return;
    }
    let problem = &look.decision().problem;
    for &step in &look.found().unused {
        let Step::Check(CheckId(at)) = step else { continue };
        let check = &problem.checks[at];
        let says = check.outcomes.iter().any(|outcome| !outcome.effects.is_empty());
        if !look.is_written(step) || !says {
            continue;
        }
        let price = match check.risk {
            Risk::Safe => 0.0,
            Risk::Caution => problem.policy.caution,
            Risk::Destructive => problem.policy.destructive,
        };
        let cost = minutes(check.takes + problem.policy.waits_share * check.waits + price);
        let item = look.decision().step(step);
        let message = format!(
            "`{}` is never asked in `{}`: it costs {cost}, and no answer of it saves as much",
            look.name(item),
            look.guide()
        );
        findings.push(
            Diagnostic::new(&plans::CHECK_NEVER_PAYS, look.head(item), message)
                .help("a shorter check, or outcomes that say more, would pay")
                .help(format!("or `exclude` it from `{}`", look.guide())),
        );
    }
}
