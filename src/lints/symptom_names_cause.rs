//! A symptom that says why.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::context::english::REASONS;
use super::context::prose::{may_say, says, title, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::SYMPTOM_NAMES_CAUSE, &[Kind::Symptom], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    let (Some(place), Some(title)) = (item.title, title(cx.knowledge, item)) else { return };
    if !may_say(&title, REASONS) {
        return;
    }
    let words = words(&unquoted(&title));
    if let Some(reason) = REASONS.iter().find(|reason| says(&words, reason)) {
        findings.push(
            Diagnostic::new(
                &prose::SYMPTOM_NAMES_CAUSE,
                place.span,
                format!("a symptom that says `{reason}` names its cause"),
            )
            .help("say only what is seen; the reason is a `cause` that `shows` it"),
        );
    }
}
