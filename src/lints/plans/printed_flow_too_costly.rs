//! A flow that is much worse on paper.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::Step;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::PRINTED_FLOW_TOO_COSTLY, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let Some((check, worse)) = look.planned.judged.paper.split_at else { return };
    let worse = worse * 100.0;
    let item = look.decision().step(Step::Check(check));
    let message = format!(
        "on paper, `{}` costs its readers {worse:.0} % more than on the screen: there is no room for all of its ways",
        look.guide()
    );
    findings.push(
        Diagnostic::new(&plans::PRINTED_FLOW_TOO_COSTLY, look.guide_head(), message)
            .label(look.head(item), "behind this, most readers are sent to a list of remedies")
            .help(format!("give each answer to `{}` a guide of its own, and lead there with `next`", look.name(item))),
    );
}
