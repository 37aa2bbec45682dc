//! A reader is to be helped, and nobody says what they have.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios;
use crate::model::{Body, Evidence, Expectation, Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&scenarios::NOBODY_SUPPOSED, &[Kind::Scenario], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    let supposed = scenario.given.iter().any(|given| matches!(given, Evidence::Suppose(_)));
    if supposed || cx.lost_any(id) {
        return;
    }
    let helped = scenario.expected.iter().find(|(_, expected)| matches!(expected, Expectation::Solved { .. }));
    if let Some((place, _)) = helped {
        let message = "nobody can be helped, as this scenario supposes no cause";
        findings.push(
            Diagnostic::new(&scenarios::NOBODY_SUPPOSED, *place, message)
                .help("`suppose CAUSE` plays a reader who has it"),
        );
    }
}
