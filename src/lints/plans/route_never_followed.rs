//! A `next` that never can be followed.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{Step, Target};

use super::{Look, PlanLint, route_past_safe_step};

pub static LINT: PlanLint = PlanLint { fault: &plans::ROUTE_NEVER_FOLLOWED, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    for &(step, outcome, target) in &look.found().never_followed {
        let Target::Step(wanted) = target else { continue };
        if route_past_safe_step::passed_by(look, step, target).is_some() {
            continue;
        }
        let (from, to) = (look.step_name(step), look.step_name(wanted));
        let message = format!("no path of `{}` follows this route from `{from}` to `{to}`", look.guide());
        let mut finding = Diagnostic::new(&plans::ROUTE_NEVER_FOLLOWED, look.route_place(step, outcome), message);
        if let Some(when) = look.knowledge().item(look.decision().step(wanted)).when() {
            finding = finding.label(when.span, format!("`{to}` applies only then"));
        }
        let comes = if look.is_untold(step, outcome) { "the reader cannot tell" } else { "this answer comes" };
        finding = finding.help(format!("`{to}` is done, forbidden or not yet allowed whenever {comes}"));
        if let (Step::Remedy(_), Step::Check(_)) = (step, wanted) {
            finding = finding.help(format!("where `{to}` is to be asked once more, write `renews {to}` in `{from}`"));
        }
        findings.push(finding);
    }
}
