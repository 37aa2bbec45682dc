//! What is wrong with knowledge that could be read: a file for each lint.
//!
//! In: the knowledge, its web, what each guide holds, and what was found before. Out: findings. A lint looks, and
//! changes nothing; nothing that may follow from an earlier fault is told. [`allow`] takes out what authors allow, once
//! all stages have spoken.

mod after_may_be_skipped;
mod broken_link;
mod cause_in_no_guide;
mod cause_repeats_symptom;
mod cause_without_likelihood;
mod cause_without_remedy;
mod change_without_warning;
mod check_in_no_guide;
mod check_says_nothing;
mod circular_after;
mod circular_leads_to;
mod circular_steps;
mod clashing_effects;
mod closed_outcomes;
mod condition_always_holds;
mod condition_never_holds;
mod context;
mod contradictory_rules;
mod double_negation;
mod given_exceeds;
mod given_falls_short;
mod given_twice;
mod group_without_fact;
mod guard_never_asked;
mod guide_too_large;
mod guide_without_cause;
mod hidden_characters;
mod likelihoods_left_out;
mod long_title;
mod loose_pattern;
mod message_not_given;
mod missing_alternative;
mod misspelt_blank;
mod near_duplicate;
mod needless_rule;
mod no_owner;
mod no_share_left;
mod no_source;
mod nobody_left;
mod nobody_supposed;
mod not_decided;
mod not_in_guide;
mod nothing_expected;
mod outcomes_overlap;
mod overdue_review;
mod placeholder_left;
mod plans;
mod price_not_said;
mod ranges_leave_gap;
mod ranges_overlap;
mod remedy_fixes_nothing;
mod remedy_without_verify;
mod required_step_excluded;
mod shared_aka;
mod shared_message;
mod shares_exceed;
mod step_of_two_actions;
mod step_without_action;
mod steps_too_deep;
mod symptom_names_cause;
mod symptom_without_cause;
mod too_few_outcomes;
mod too_much_to_plan;
mod uncovered_answers;
mod unfit_answer;
mod unfit_range;
mod unknown_term;
mod unused_item;
mod unused_use;
mod vague_message;
mod value_outside_range;
mod workaround_called_fix;

pub use context::allow::{Allows, Ran, allow};
pub use context::levels::Levels;
pub use context::{Lint, LintContext};
pub use plans::{PLAN_LINTS, PlanLint, Planned, run_on_plan};

use context::CHUNK;
use rayon::prelude::*;

use crate::diagnostics::catalogue::prose;
use crate::diagnostics::{Diagnostic, Fault};
use crate::model::{Item, ItemId, Kind, Knowledge};

/// The findings of lints that hold items against all others, whether these have to do with each other or not.
pub static OF_ALL_TOGETHER: [&Fault; 2] = [&prose::NEAR_DUPLICATE, &prose::SHARED_AKA];

/// All lints, in the order of their codes.
pub static ALL: &[&Lint] = &[
    &unused_use::LINT,
    &unused_item::LINT,
    &unknown_term::LINT,
    &circular_leads_to::LINT,
    &circular_after::LINT,
    &too_few_outcomes::LINT,
    &cause_without_likelihood::LINT,
    &symptom_without_cause::LINT,
    &cause_without_remedy::LINT,
    &remedy_fixes_nothing::LINT,
    &check_says_nothing::LINT,
    &guide_too_large::LINT,
    &circular_steps::LINT,
    &guide_without_cause::LINT,
    &steps_too_deep::LINT,
    &too_much_to_plan::LINT,
    &after_may_be_skipped::LINT,
    &nobody_left::LINT,
    &price_not_said::LINT,
    &cause_in_no_guide::LINT,
    &required_step_excluded::LINT,
    &likelihoods_left_out::LINT,
    &check_in_no_guide::LINT,
    &given_exceeds::LINT,
    &given_falls_short::LINT,
    &closed_outcomes::LINT,
    &shares_exceed::LINT,
    &ranges_overlap::LINT,
    &ranges_leave_gap::LINT,
    &unfit_range::LINT,
    &no_share_left::LINT,
    &condition_never_holds::LINT,
    &clashing_effects::LINT,
    &contradictory_rules::LINT,
    &value_outside_range::LINT,
    &condition_always_holds::LINT,
    &needless_rule::LINT,
    &uncovered_answers::LINT,
    &not_decided::LINT,
    &guard_never_asked::LINT,
    &not_in_guide::LINT,
    &unfit_answer::LINT,
    &nobody_supposed::LINT,
    &given_twice::LINT,
    &nothing_expected::LINT,
    &missing_alternative::LINT,
    &broken_link::LINT,
    &long_title::LINT,
    &symptom_names_cause::LINT,
    &message_not_given::LINT,
    &step_of_two_actions::LINT,
    &step_without_action::LINT,
    &change_without_warning::LINT,
    &workaround_called_fix::LINT,
    &remedy_without_verify::LINT,
    &cause_repeats_symptom::LINT,
    &outcomes_overlap::LINT,
    &double_negation::LINT,
    &placeholder_left::LINT,
    &no_source::LINT,
    &no_owner::LINT,
    &overdue_review::LINT,
    &shared_aka::LINT,
    &near_duplicate::LINT,
    &vague_message::LINT,
    &loose_pattern::LINT,
    &shared_message::LINT,
    &misspelt_blank::LINT,
    &group_without_fact::LINT,
    &hidden_characters::LINT,
];

/// Runs all lints. The findings come in the order of codes, and of items within one; they are not sorted by place.
#[must_use]
pub fn run(context: &LintContext) -> Vec<Diagnostic> {
    context.prepare();
    let lints: Vec<&Lint> = ALL.iter().copied().filter(|lint| context.tells(lint.fault)).collect();
    let (of_all, of_each) = rayon::join(|| look_at_all(context, &lints), || look_at_each(context, &lints));
    let mut found: Vec<(usize, Diagnostic)> = of_all.into_iter().chain(of_each).collect();
    found.sort_by_key(|(lint, _)| *lint);
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// Whether a finding comes from holding all items of a project against each other, and not only those of files that use each
/// other: of other words for things, only those for guides are.
#[must_use]
pub fn is_of_all_together(knowledge: &Knowledge, finding: &Diagnostic) -> bool {
    let code = finding.fault.code;
    let of_guide = || {
        let item = finding.span.and_then(|span| knowledge.item_at(span));
        item.is_some_and(|item| knowledge.guide(item).is_some())
    };
    code == prose::NEAR_DUPLICATE.code || code == prose::SHARED_AKA.code && of_guide()
}

/// Runs the lints of [`OF_ALL_TOGETHER`] alone.
#[must_use]
pub fn run_of_all_together(context: &LintContext) -> Vec<Diagnostic> {
    let wanted = |lint: &&&Lint| OF_ALL_TOGETHER.iter().any(|fault| fault.code == lint.fault.code);
    let lints: Vec<&Lint> = ALL.iter().filter(wanted).copied().filter(|lint| context.tells(lint.fault)).collect();
    look_at_all(context, &lints).into_iter().map(|(_, finding)| finding).collect()
}

/// Findings, each with the place of its lint.
type RankedFindings = Vec<(usize, Diagnostic)>;

fn look_at_all(context: &LintContext, lints: &[&Lint]) -> RankedFindings {
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
fn look_at_each(context: &LintContext, lints: &[&Lint]) -> RankedFindings {
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
