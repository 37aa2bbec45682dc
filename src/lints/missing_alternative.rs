//! A picture without words for those who do not see it.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::{Lint, LintContext};

pub static LINT: Lint =
    Lint::of_each(&prose::MISSING_ALTERNATIVE, &[Kind::Symptom, Kind::Check, Kind::Remedy, Kind::Steps], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    for image in item.images() {
        if image.alternative.is_none_or(|text| cx.knowledge.text(text).trim().is_empty()) {
            findings.push(
                Diagnostic::new(
                    &prose::MISSING_ALTERNATIVE,
                    image.path.span,
                    "this picture says nothing to those who do not see it",
                )
                .help("say behind its path what it shows, as in `image \"settings.png\" \"The symbol with the gear\"`"),
            );
        }
    }
}
