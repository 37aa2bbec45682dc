//! A guide that nobody keeps.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::NO_OWNER, &[Kind::Guide], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if cx.knowledge.common(id).owner.is_none() && !cx.lost(id, "owner") {
        findings.push(
            Diagnostic::new(&prose::NO_OWNER, item.head, format!("nobody is named who keeps `{}` right", cx.name(id)))
                .help("name them, as in `owner \"network team\"`"),
        );
    }
}
