//! Names that are given inside an item: outcomes, choices, stages.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names as faults;
use crate::syntax::Known;

use super::super::{Body, FactType, Guide, Item, Knowledge, Name, Outcome, Outside};
use super::lookup::{patience_of_file, twice};

/// Reports names that stand twice in their item, and stages that no guide has.
pub(super) fn check(knowledge: &Knowledge, outside: &dyn Outside, findings: &mut Vec<Diagnostic>) {
    findings.par_extend(knowledge.items.par_iter().flat_map_iter(|item| in_item(knowledge, item)));
    stages(knowledge, outside, findings);
}

fn in_item(knowledge: &Knowledge, item: &Item) -> Vec<Diagnostic> {
    match &item.body {
        Body::Check(check) => outcomes(knowledge, &check.outcomes),
        Body::Remedy(remedy) => outcomes(knowledge, &remedy.outcomes),
        Body::Guide(guide) => distinct(knowledge, guide.stages.iter().map(|stage| stage.name)),
        Body::Fact(fact) => match &fact.values {
            Some(FactType::OneOf(choices)) => distinct(knowledge, choices.iter().map(|choice| choice.name)),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Outcomes, and what they were called before: that is no name of today, and led to one of them.
fn outcomes(knowledge: &Knowledge, outcomes: &[Outcome]) -> Vec<Diagnostic> {
    let mut findings = distinct(knowledge, outcomes.iter().map(|outcome| outcome.name));
    if outcomes.iter().all(|outcome| outcome.moved_from.is_empty()) {
        return findings;
    }
    let mut seen: FxHashMap<&str, (Name, &str)> = FxHashMap::default();
    for outcome in outcomes {
        seen.entry(knowledge.spelled(outcome.name)).or_insert((outcome.name, "is what an outcome is called now"));
    }
    for former in outcomes.iter().flat_map(|outcome| &outcome.moved_from) {
        let spelled = knowledge.spelled(*former);
        match seen.get(spelled) {
            Some((first, what)) => findings.push(
                Diagnostic::new(&faults::DEFINED_TWICE, former.span, format!("`{spelled}` {what}"))
                    .label(first.span, "the first one is here")
                    .help("`moved-from` in an outcome takes names that no other outcome has or had"),
            ),
            None => drop(seen.insert(spelled, (*former, "is a former name twice"))),
        }
    }
    findings
}

fn distinct(knowledge: &Knowledge, names: impl Iterator<Item = Name> + Clone) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // Most lists are short: looking back is cheaper than a table.
    if names.clone().count() <= 8 {
        let mut seen: smallvec::SmallVec<[Name; 8]> = smallvec::SmallVec::new();
        for name in names {
            let first = seen.iter().find(|first| knowledge.spelled(**first) == knowledge.spelled(name));
            match first {
                Some(first) => findings.push(twice(knowledge.spelled(name), name.span, first.span)),
                None => seen.push(name),
            }
        }
        return findings;
    }
    let mut seen: FxHashMap<&str, Name> = FxHashMap::default();
    for name in names {
        let spelled = knowledge.spelled(name);
        match seen.get(spelled) {
            Some(first) => findings.push(twice(spelled, name.span, first.span)),
            None => drop(seen.insert(spelled, name)),
        }
    }
    findings
}

fn stages(knowledge: &Knowledge, outside: &dyn Outside, findings: &mut Vec<Diagnostic>) {
    let items = || knowledge.items.par_iter();
    let guides: Vec<(&Guide, bool)> = items()
        .filter_map(|item| match &item.body {
            Body::Guide(guide) => Some((&**guide, item.broken)),
            _ => None,
        })
        .collect();
    let of_guides = guides.iter().flat_map(|(guide, _)| &guide.stages);
    let mut known: FxHashSet<&str> = of_guides.map(|stage| knowledge.spelled(stage.name)).collect();
    let stage_of = |item: &Item| item.procedure()?.stage;
    let mut unknown: Vec<Name> =
        items().filter_map(stage_of).filter(|stage| !known.contains(knowledge.spelled(*stage))).collect();
    if unknown.is_empty() {
        return;
    }
    known.extend(outside.stages().iter().map(String::as_str));
    // A broken guide may have had the stage, and without any guide there is nothing to hold a stage against.
    if known.is_empty() || outside.has_broken_guide() || guides.iter().any(|(_, broken)| *broken) {
        return;
    }
    unknown.retain(|stage| !known.contains(knowledge.spelled(*stage)));
    let mut sorted: Vec<&str> = known.iter().copied().collect();
    sorted.sort_unstable();
    let sorted = Known::of(sorted);
    // Each file has looks of its own, so that none is told less for what others get wrong.
    for of_file in unknown.chunk_by(|one, two| one.span.file == two.span.file) {
        let mut patience = patience_of_file(knowledge.modules.len() + outside.count());
        findings.extend(of_file.iter().map(|stage| {
            let name = knowledge.spelled(*stage);
            Diagnostic::new(&faults::UNKNOWN_STAGE, stage.span, format!("no guide has a stage `{name}`"))
                .did_you_mean(sorted.nearest(name, &mut patience), stage.span)
        }));
    }
}
