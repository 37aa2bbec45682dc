//! A remedy of which nobody is told how to see that it helped.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, Remedy, RemedyKind};

use super::remedy_fixes_nothing::is_prepared_for;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::REMEDY_WITHOUT_VERIFY, &[Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    // What fixes nothing and comes before another step is told to be a preparation.
    let prepares =
        |remedy: &Remedy| remedy.kind == RemedyKind::Preparation || remedy.fixes.is_empty() && is_prepared_for(cx, id);
    let lacks = cx.knowledge.remedy(id).is_some_and(|remedy| remedy.verify.is_none() && !prepares(remedy));
    if lacks && !cx.lost(id, "verify") && !cx.is_twice(id) {
        let message = format!("nothing says how to see that `{}` helped", cx.name(id));
        findings.push(
            Diagnostic::new(&prose::REMEDY_WITHOUT_VERIFY, item.head, message)
                .help("say so, as in `verify \"Print the page again.\" 1 min`"),
        );
    }
}
