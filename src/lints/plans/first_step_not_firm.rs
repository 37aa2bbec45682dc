//! A first step that changes when the likelihood of a cause is a quarter more or less.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{Doing, Sensitive};
use crate::words::quantity::plain::minutes;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::FIRST_STEP_NOT_FIRM, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let most = look.plan().swayed_by.iter().fold(None, |best: Option<&Sensitive>, one| match best {
        Some(best) if best.saves >= one.saves => Some(best),
        _ => Some(one),
    });
    let Some(most) = most else { return };
    let then = match most.then {
        Doing::Step(step, _) => format!("`{}`", look.step_name(step)),
        _ => "handing over".to_owned(),
    };
    let more = if most.factor > 1.0 { "likelier" } else { "less likely" };
    let cause = look.decision().causes[most.cause.0];
    let message = format!(
        "the first step of `{}` hangs on a guess: were `{}` a quarter {more}, {then} would come first and save {}",
        look.guide(),
        look.name(cause),
        minutes(most.saves)
    );
    let likelihood = look.knowledge().cause(cause).and_then(|cause| cause.likelihood);
    findings.push(
        Diagnostic::new(&plans::FIRST_STEP_NOT_FIRM, look.guide_head(), message)
            .label(likelihood.map_or_else(|| look.head(cause), |given| given.span), "the guess is here")
            .help(format!("count how often `{}` is found, and write the number", look.name(cause))),
    );
}
