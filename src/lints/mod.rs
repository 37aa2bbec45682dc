//! What is wrong with knowledge that could be read: a file for each lint.
//!
//! In: the knowledge, its web, what each guide holds, and what was found before. Out: findings. A lint looks, and
//! changes nothing; nothing that may follow from an earlier fault is told. [`allow`] takes out what authors allow, once
//! all stages have spoken.

mod context;
mod plans;

pub use context::allow::{Ran, allow};
pub use context::levels::Levels;
pub use context::{Context, Lint};
pub use plans::{PLAN_LINTS, PlanLint, Planned, run_on_plan};

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;

/// Declares the lints, a module each.
macro_rules! lints {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*

        /// All lints, in the order of their codes.
        pub static ALL: &[&Lint] = &[$(&$name::LINT),*];
    };
}

lints! {
    unused_use,
    unused_item,
    circular_leads_to,
    circular_after,
    too_few_outcomes,
    cause_without_likelihood,
    symptom_without_cause,
    cause_without_remedy,
    remedy_fixes_nothing,
    check_says_nothing,
    guide_too_large,
    circular_steps,
    guide_without_cause,
    given_exceeds,
    given_falls_short,
    closed_outcomes,
    shares_exceed,
    ranges_overlap,
    ranges_leave_gap,
    unfit_range,
    no_share_left,
    condition_never_holds,
    clashing_effects,
    contradictory_rules,
    value_outside_range,
    condition_always_holds,
    needless_rule,
    uncovered_answers,
    not_in_guide,
    unfit_answer,
    nobody_supposed,
    given_twice,
    nothing_expected,
    missing_alternative,
    broken_link,
    long_title,
    symptom_names_cause,
    message_not_given,
    step_of_two_actions,
    step_without_action,
    change_without_warning,
    workaround_called_fix,
    remedy_without_verify,
    cause_repeats_symptom,
    outcomes_overlap,
    double_negation,
    placeholder_left,
    no_source,
    no_owner,
    overdue_review,
    shared_aka,
    near_duplicate,
}

/// Runs all lints. The findings come in the order of codes, and of items within one; they are not sorted by place.
#[must_use]
pub fn run(context: &Context) -> Vec<Diagnostic> {
    let found: Vec<Vec<Diagnostic>> = ALL
        .par_iter()
        .map(|lint| {
            let mut findings = Vec::new();
            if context.tells(lint.fault) {
                (lint.run)(context, &mut findings);
            }
            findings
        })
        .collect();
    found.into_iter().flatten().collect()
}
