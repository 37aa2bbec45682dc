//! A symptom with which a guide begins, and that no cause of it can show.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::CONTRADICTORY_ENTRY, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    // Where nothing at all can be, that says it of each symptom too.
    let whole = look.found().contradictory.contains(&None);
    for &symptom in look.found().contradictory.iter().filter(|symptom| !whole || symptom.is_none()) {
        let message = match symptom {
            Some(symptom) => {
                let name = look.name(look.decision().symptoms[symptom.0]);
                format!("no cause of `{}` can show `{name}`, so whoever sees it is only handed over", look.guide())
            }
            None => format!("no cause of `{}` can be there at all", look.guide()),
        };
        findings.push(
            Diagnostic::new(&plans::CONTRADICTORY_ENTRY, look.entry_place(symptom), message)
                .help("let a cause show it more often than `impossible`, or let `other` be above 0 %"),
        );
    }
}
