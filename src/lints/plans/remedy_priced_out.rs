//! A remedy that is never tried, since handing over is cheaper.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{EscalationMode, RemedyId, Step};
use crate::words::quantity::plain::minutes;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::REMEDY_PRICED_OUT, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let problem = &look.decision().problem;
    // Only where the flow is proven best: else a better one may try it.
    let is_proven = look.plan().exact && !look.found().escalates_at_once.contains(&None);
    if problem.policy.mode != EscalationMode::WhenCheaper || !is_proven {
        return;
    }
    let price = problem.escalations.get(problem.policy.escalation.0).map_or(0.0, |end| end.takes);
    let end = look.name(look.decision().escalations[problem.policy.escalation.0]);
    for &step in &look.found().unused {
        let Step::Remedy(RemedyId(at)) = step else { continue };
        let remedy = &problem.remedies[at];
        if remedy.fixes.iter().all(|(_, chance)| *chance <= 0.0) {
            continue;
        }
        let item = look.decision().step(step);
        let message = format!(
            "`{}` is never tried in `{}`: handing over to `{end}` costs {}, which is less than it is expected to save",
            look.name(item),
            look.guide(),
            minutes(price)
        );
        findings.push(
            Diagnostic::new(&plans::REMEDY_PRICED_OUT, look.head(item), message)
                .help("with `escalate last` everything is tried before")
                .help(format!("or say with `takes` what `{end}` costs, if that is more")),
        );
    }
}
