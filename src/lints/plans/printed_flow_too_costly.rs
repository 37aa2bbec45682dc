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
    let message = format!("printed, `{}` costs its readers {worse:.0} % more than on the screen", look.guide());
    findings.push(
        Diagnostic::new(&plans::PRINTED_FLOW_TOO_COSTLY, look.guide_head(), message)
            .label(look.head(item), "most readers leave the printed way behind this")
            .help(format!("make guides of their own for the answers to `{}`", look.name(item))),
    );
}
