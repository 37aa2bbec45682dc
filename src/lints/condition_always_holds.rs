//! A condition that nothing makes false.

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::logic::always_holds;
use crate::model::Guard;

use super::context::CHUNK;
use super::{Context, Lint};

pub static LINT: Lint = Lint::of_all(&rules::CONDITION_ALWAYS_HOLDS, run);

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    let always = |guard: &&&Guard| always_holds(cx.knowledge, &guard.condition);
    let found = cx.conditions().par_iter().with_min_len(CHUNK).filter(always).map(|guard| {
        Diagnostic::new(&rules::CONDITION_ALWAYS_HOLDS, guard.span, "this condition always holds")
            .help("whatever is answered, it is true; remove it, or say when it is not to hold")
    });
    findings.par_extend(found);
}
