//! A workaround that is not called so.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, RemedyKind};

use super::context::english::MAKESHIFT;
use super::context::prose::{may_say, says, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::WORKAROUND_CALLED_FIX, &[Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    let is_fix = cx.knowledge.remedy(id).is_some_and(|remedy| remedy.kind == RemedyKind::Fix);
    if !is_fix || cx.lost(id, "kind") {
        return;
    }
    let about = item.common.as_ref().and_then(|common| common.about);
    for text in item.title.into_iter().chain(about) {
        let said = cx.knowledge.text(text);
        if !may_say(&said, MAKESHIFT) {
            continue;
        }
        let words = words(&unquoted(&said));
        if let Some(word) = MAKESHIFT.iter().find(|word| says(&words, word)) {
            let message = format!("`{word}` tells of a workaround, and the remedy counts as a fix");
            let finding = Diagnostic::new(&prose::WORKAROUND_CALLED_FIX, text.span, message);
            findings.push(finding.help("add `kind workaround`, or say what is mended for good"));
            return;
        }
    }
}
