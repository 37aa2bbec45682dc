//! Shared steps that include others too deep to be shown.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::graph::{Relation, circles_of};
use crate::model::{DEEPEST_STEPS, ItemId};

use super::{Context, Lint};

pub static LINT: Lint = Lint::of_all(&graph::STEPS_TOO_DEEP, run);

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    let ties = cx.web.ties_of(Relation::SharesSteps);
    // In a circle everything is too deep, and the circle is told.
    if ties.len() <= DEEPEST_STEPS || !circles_of(cx.web, Relation::SharesSteps).is_empty() {
        return;
    }
    let included: FxHashSet<ItemId> = ties.iter().map(|&(_, to)| to).collect();
    let mut deep: Vec<(ItemId, ItemId)> =
        too_deep(&ties).into_iter().filter(|(item, _)| !included.contains(item)).collect();
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
