//! A `use` of which no name is needed.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names;
use crate::source::FileId;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&names::UNUSED_USE, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for (at, module) in cx.knowledge.modules.iter().enumerate() {
        // A name that was not found may have been meant to be there.
        if cx.lost_in(FileId::new(at)) {
            continue;
        }
        let idle = module.uses.iter().filter(|entry| entry.module.is_some() && !entry.needed);
        findings.extend(idle.map(|entry| {
            let name = cx.knowledge.slice(entry.span);
            Diagnostic::new(&names::UNUSED_USE, entry.span, format!("nothing in this file comes from `{name}`"))
                .help("remove it from this `use`")
        }));
    }
}
