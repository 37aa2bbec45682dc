//! A scenario that expects nothing.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios;
use crate::model::{Body, Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&scenarios::NOTHING_EXPECTED, &[Kind::Scenario], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    if scenario.expected.is_empty() && !item.broken && !cx.lost_any(id) {
        findings.push(
            Diagnostic::new(&scenarios::NOTHING_EXPECTED, item.head, "this scenario expects nothing")
                .help("say what must come of it, such as `expect next STEP`"),
        );
    }
}
