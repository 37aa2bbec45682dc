//! A plan that breaks a rule of its own guide: a fault of kbc, said in the place of publishing it.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::UNSOUND_PLAN, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    if look.plan().sound {
        return;
    }
    let message = format!("the plan of `{}` breaks what the guide says, and is not published", look.guide());
    findings.push(
        Diagnostic::new(&plans::UNSOUND_PLAN, look.guide_head(), message)
            .help("this is a fault of kbc, not of yours; please report it with the rules of this guide"),
    );
}
