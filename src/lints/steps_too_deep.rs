//! Shared steps that include others too deep, or too many of them, to be shown.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::{Relation, circles_of, groups};
use crate::model::{DEEPEST_STEPS, ItemId, Kind, StepEntry};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&graph::STEPS_TOO_DEEP, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let ties = cx.web.ties_of(Relation::SharesSteps);
    if ties.is_empty() {
        return;
    }
    let circles: FxHashSet<ItemId> = circles_of(cx.web, Relation::SharesSteps).into_iter().flatten().collect();
    let pairs: Vec<Vec<ItemId>> = ties.iter().map(|&(from, to)| vec![from, to]).collect();
    // What is told of some steps depends on nothing that has nothing to do with them.
    for together in groups(&pairs) {
        let ties: Vec<(ItemId, ItemId)> = together.into_iter().map(|at| ties[at]).collect();
        // In a circle everything is too deep, and the circle is told.
        if ties.iter().any(|(from, to)| circles.contains(from) || circles.contains(to)) {
            continue;
        }
        let before = findings.len();
        if ties.len() > DEEPEST_STEPS {
            of_depth(cx, &ties, findings);
        }
        if findings.len() == before {
            of_number(cx, &ties, findings);
        }
    }
}

/// An item shows so many steps, at the most, once those that it shares are put in.
const MOST_SHOWN: usize = 2_000;

/// Items that show too many steps: a few runs of steps that each include another twice double them again and again.
fn of_number(cx: &LintContext, ties: &[(ItemId, ItemId)], findings: &mut Vec<Diagnostic>) {
    let mut items: Vec<ItemId> = ties.iter().map(|&(from, _)| from).collect();
    items.sort_unstable();
    items.dedup();
    let mut known = FxHashMap::default();
    for item in items {
        let through = cx.knowledge.item(item).step_lists().into_iter().flatten().find_map(|entry| match entry {
            StepEntry::Include(name) => name.to,
            StepEntry::Step(_) => None,
        });
        let (count, Some(through)) = (shown(cx, item, &mut known), through) else { continue };
        // Shared steps are shown by those that include them.
        if count > MOST_SHOWN && cx.knowledge.item(item).kind() != Kind::Steps {
            let number = if count == usize::MAX { "countless".to_owned() } else { count.to_string() };
            let message = format!(
                "`{}` shows {number} steps once shared ones are put in, and {MOST_SHOWN} is the most",
                cx.name(item)
            );
            findings.push(
                Diagnostic::new(&graph::STEPS_TOO_DEEP, cx.place(item, Relation::SharesSteps, through), message)
                    .help("include each run of steps once, and say in a step how often it is to be done"),
            );
        }
    }
}

/// How many steps an item shows. It includes no others deeper than can be shown, and none in a circle.
fn shown(cx: &LintContext, item: ItemId, known: &mut FxHashMap<ItemId, usize>) -> usize {
    if let Some(&count) = known.get(&item) {
        return count;
    }
    let mut count = 0_usize;
    for entry in cx.knowledge.item(item).step_lists().into_iter().flatten() {
        count = count.saturating_add(match entry {
            StepEntry::Step(_) => 1,
            StepEntry::Include(name) => name.to.map_or(0, |to| shown(cx, to, known)),
        });
    }
    known.insert(item, count);
    count
}

fn of_depth(cx: &LintContext, ties: &[(ItemId, ItemId)], findings: &mut Vec<Diagnostic>) {
    let included: FxHashSet<ItemId> = ties.iter().map(|&(_, to)| to).collect();
    let mut deep: Vec<(ItemId, ItemId)> =
        too_deep(ties).into_iter().filter(|(item, _)| !included.contains(item)).collect();
    deep.sort_unstable();
    for (item, through) in deep {
        let message = format!(
            "`{}` includes steps more than {DEEPEST_STEPS} deep, and the deepest cannot be shown",
            cx.name(item)
        );
        let place = cx.place(item, Relation::SharesSteps, through);
        let finding = Diagnostic::new(&graph::STEPS_TOO_DEEP, place, message);
        findings
            .push(finding.help("write the steps where they are needed, or let fewer runs of steps include each other"));
    }
}

/// The items that include others deeper than can be shown, each with one that it does so through.
fn too_deep(ties: &[(ItemId, ItemId)]) -> Vec<(ItemId, ItemId)> {
    let mut depths: FxHashMap<ItemId, (usize, ItemId)> = FxHashMap::default();
    let most = DEEPEST_STEPS + 1;
    // Each round finds what is one deeper, and deeper than this nothing has to be told apart.
    for _ in 0..most {
        for &(from, to) in ties {
            let depth = depths.get(&to).map_or(1, |(depth, _)| depth + 1).min(most);
            let known = depths.entry(from).or_insert((depth, to));
            if depth > known.0 {
                *known = (depth, to);
            }
        }
    }
    depths.into_iter().filter(|(_, (depth, _))| *depth == most).map(|(item, (_, through))| (item, through)).collect()
}
