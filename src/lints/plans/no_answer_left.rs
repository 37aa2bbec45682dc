//! A check or a fact to which a cause leaves no answer.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CauseId, Fault, Step};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::NO_ANSWER_LEFT, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    for fault in &look.plan().faults {
        let (step, cause, sum): (Step, Option<CauseId>, Option<f64>) = match fault {
            Fault::Closed { step, cause } => (*step, *cause, None),
            Fault::GivenOver { step, cause, sum } | Fault::GivenUnder { step, cause, sum } => {
                (*step, Some(*cause), Some(*sum))
            }
            Fault::NoJoint { .. } | Fault::TooManyJoint { .. } => continue,
        };
        let item = look.decision().step(step);
        let whom = cause.map_or_else(|| "an unknown cause".to_owned(), |cause| format!("`{}`", look.cause_name(cause)));
        let message = match sum {
            None => format!("in `{}`, {whom} leaves `{}` no answer that could come", look.guide(), look.name(item)),
            Some(sum) => format!(
                "in `{}`, the answers to `{}` with {whom} sum to {:.0} %",
                look.guide(),
                look.name(item),
                sum * 100.0
            ),
        };
        let mut finding = Diagnostic::new(&plans::NO_ANSWER_LEFT, look.head(item), message);
        if let Some(when) = cause.and_then(|cause| look.knowledge().item(look.decision().causes[cause.0]).when()) {
            finding = finding.label(when.span, "it comes only then");
        }
        findings.push(finding.help("leave one answer open to it, with a share above 0 %"));
    }
}
