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
use crate::model::{Item, ItemId, Kind};

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

/// How many items are looked at by one thread before another is asked.
const CHUNK: usize = 1024;

/// Runs all lints. The findings come in the order of codes, and of items within one; they are not sorted by place.
#[must_use]
pub fn run(context: &Context) -> Vec<Diagnostic> {
    let lints: Vec<&Lint> = ALL.iter().copied().filter(|lint| context.tells(lint.fault)).collect();
    let (of_all, of_each) = rayon::join(|| look_at_all(context, &lints), || look_at_each(context, &lints));
    let mut found: Vec<(usize, Diagnostic)> = of_all.into_iter().chain(of_each).collect();
    found.sort_by_key(|(lint, _)| *lint);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Findings, each with the place of its lint.
type Found = Vec<(usize, Diagnostic)>;

fn look_at_all(context: &Context, lints: &[&Lint]) -> Found {
    let of_lint = |(at, lint): (usize, &&Lint)| {
        let mut findings = Vec::new();
        if let Some(look) = lint.all {
            look(context, &mut findings);
        }
        findings.into_iter().map(move |finding| (at, finding))
    };
    lints.par_iter().enumerate().flat_map_iter(of_lint).collect()
}

/// All lints of one item before the next: then its words are at hand already.
fn look_at_each(context: &Context, lints: &[&Lint]) -> Found {
    let mut by_kind = vec![Vec::new(); Kind::COUNT];
    for (at, lint) in lints.iter().enumerate() {
        if let Some((kinds, look)) = lint.each {
            kinds.iter().for_each(|kind| by_kind[*kind as usize].push((at, look)));
        }
    }
    let of_chunk = |(chunk, items): (usize, &[Item])| {
        let (mut found, mut findings) = (Vec::new(), Vec::new());
        for (at, item) in items.iter().enumerate() {
            let id = ItemId::new(chunk * CHUNK + at);
            for (lint, look) in &by_kind[item.kind() as usize] {
                look(context, id, item, &mut findings);
                found.extend(findings.drain(..).map(|finding| (*lint, finding)));
            }
        }
        found
    };
    context.knowledge.items.par_chunks(CHUNK).enumerate().flat_map_iter(of_chunk).collect()
}
