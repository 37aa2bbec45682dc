//! A remedy of which nobody is told how to see that it helped.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, RemedyKind};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::REMEDY_WITHOUT_VERIFY, &[Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let lacks =
        cx.knowledge.remedy(id).is_some_and(|remedy| remedy.verify.is_none() && remedy.kind != RemedyKind::Preparation);
    if lacks && !cx.lost(id, "verify") && !cx.is_twice(id) {
        let message = format!("nothing says how to see that `{}` helped", cx.name(id));
        findings.push(
            Diagnostic::new(&prose::REMEDY_WITHOUT_VERIFY, item.head, message)
                .help("say so, as in `verify \"Print the page again.\" 1 min`"),
        );
    }
}
