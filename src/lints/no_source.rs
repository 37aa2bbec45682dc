//! A cause or a remedy that nothing backs.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::NO_SOURCE, &[Kind::Cause, Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if cx.knowledge.common(id).cite.is_empty() && !cx.lost(id, "cite") {
        findings.push(
            Diagnostic::new(
                &prose::NO_SOURCE,
                item.head,
                format!("nothing says where `{}` is known from", cx.name(id)),
            )
            .help("name a `source` with `cite`"),
        );
    }
}
