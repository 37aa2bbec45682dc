//! A condition that nothing makes false.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::logic::Answer;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::CONDITION_ALWAYS_HOLDS, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let answered = cx.conditions().iter().zip(cx.always_hold());
    findings.extend(answered.filter(|(_, answer)| **answer == Answer::Yes).map(|(guard, _)| {
        Diagnostic::new(&rules::CONDITION_ALWAYS_HOLDS, guard.span, "this condition always holds")
            .help("whatever is answered, it is true; remove it, or say when it is not to hold")
    }));
}
