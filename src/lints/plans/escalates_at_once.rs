//! A guide that hands over at once.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::words::quantity::plain::minutes;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::ESCALATES_AT_ONCE, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let problem = &look.decision().problem;
    // A guide with nothing in it is told of without a plan.
    if problem.policy.start.is_none() && problem.causes.iter().all(|cause| cause.weight.is_none()) {
        return;
    }
    let price = problem.escalations.get(problem.policy.escalation.0).map_or(0.0, |end| end.takes);
    let whole = look.found().escalates_at_once.contains(&None);
    for &symptom in look.found().escalates_at_once.iter().filter(|symptom| !whole || symptom.is_none()) {
        let begins = match symptom {
            Some(symptom) => {
                format!("whoever sees `{}` is handed over", look.name(look.decision().symptoms[symptom.0]))
            }
            None => "it hands over".to_owned(),
        };
        let message = format!("`{}` tries nothing: {begins} at once, which costs {}", look.guide(), minutes(price));
        findings.push(
            Diagnostic::new(&plans::ESCALATES_AT_ONCE, look.entry_place(symptom), message)
                .help("see whether its remedies help often enough for the time they take")
                .help("or let everything be tried before with `escalate last`"),
        );
    }
}
