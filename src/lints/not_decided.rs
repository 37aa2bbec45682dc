//! Conditions and rules that are too entangled to be decided.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::graph::groups_of_files;
use crate::logic::Answer;
use crate::model::{Guard, ItemId};
use crate::source::FileId;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::NOT_DECIDED, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let can_hold = cx.tells(&rules::CONDITION_NEVER_HOLDS).then(|| cx.can_hold());
    let always_hold = cx.tells(&rules::CONDITION_ALWAYS_HOLDS).then(|| cx.always_hold());
    for (at, guard) in cx.conditions().iter().enumerate() {
        let is_open = |answers: Option<&[Answer]>| answers.is_some_and(|answers| answers[at] == Answer::Undecided);
        findings.extend(of_condition(guard, is_open(can_hold), is_open(always_hold)));
    }
    if cx.tells(&rules::CONTRADICTORY_RULES) {
        findings.extend(of_rules(cx, &cx.contradictions().undecided, "contradicts an earlier rule"));
    }
    if cx.tells(&rules::NEEDLESS_RULE) {
        findings.extend(of_rules(cx, &cx.needless().undecided, "says only what others say"));
    }
    if cx.tells(&rules::UNCOVERED_ANSWERS) {
        findings.extend(of_rules(cx, &cx.gaps().undecided, "is part of a table with a gap"));
    }
}

fn of_condition(guard: &Guard, can_hold: bool, always_holds: bool) -> Option<Diagnostic> {
    let what = match (can_hold, always_holds) {
        (true, true) => "can hold and whether it always does",
        (true, false) => "can hold",
        (false, true) => "always holds",
        (false, false) => return None,
    };
    let message = format!("whether this condition {what} was not decided");
    Some(
        Diagnostic::new(&rules::NOT_DECIDED, guard.span, message)
            .help("too many combinations of answers would have to be tried; split it into rules that ask less"),
    )
}

/// One finding for all rules of files that use each other of which something was not decided: who has thousands of them reads it
/// once.
fn of_rules(cx: &LintContext, open: &[ItemId], what: &str) -> Vec<Diagnostic> {
    if open.is_empty() {
        return Vec::new();
    }
    let groups = groups_of_files(cx.knowledge);
    let mut by_group: BTreeMap<FileId, Vec<ItemId>> = BTreeMap::new();
    for rule in open {
        by_group.entry(groups[cx.knowledge.file(*rule).index()]).or_default().push(*rule);
    }
    by_group.values().filter_map(|open| of_group(cx, open, what)).collect()
}

fn of_group(cx: &LintContext, open: &[ItemId], what: &str) -> Option<Diagnostic> {
    let (&first, others) = open.split_first()?;
    let name = cx.name(first);
    let message = match others.len() {
        0 => format!("whether `{name}` {what} was not decided"),
        1 => format!("whether `{name}` {what} was not decided, nor of another rule"),
        count => format!("whether `{name}` {what} was not decided, nor of {count} other rules"),
    };
    Some(
        Diagnostic::new(&rules::NOT_DECIDED, cx.knowledge.item(first).head, message)
            .help("too many rules speak of the same, or their conditions have too many parts"),
    )
}
