//! A check with fewer than two outcomes.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::graph;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&graph::TOO_FEW_OUTCOMES, &[Kind::Check], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let count = cx.outcomes(id).len();
    if count >= 2 || cx.lost(id, "outcome") {
        return;
    }
    let has = if count == 0 { "no outcome" } else { "one outcome only" };
    findings.push(
        Diagnostic::new(&graph::TOO_FEW_OUTCOMES, item.head, format!("`{}` has {has}", cx.name(id)))
            .help("a check tells causes apart by two outcomes or more; \"I can't tell\" is added to them"),
    );
}
