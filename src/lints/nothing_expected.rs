//! A scenario that expects nothing.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios;
use crate::model::{Body, Kind};

use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &scenarios::NOTHING_EXPECTED, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    cx.each(&[Kind::Scenario], findings, |id, item, findings| {
        let Body::Scenario(scenario) = &item.body else { return };
        if scenario.expected.is_empty() && !item.broken && !cx.lost_any(id) {
            findings.push(
                Diagnostic::new(&scenarios::NOTHING_EXPECTED, item.head, "this scenario expects nothing")
                    .help("say what must come of it, such as `expect next STEP`"),
            );
        }
    });
}
