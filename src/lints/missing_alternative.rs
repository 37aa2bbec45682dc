//! A picture without words for those who do not see it.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, StepEntry, StepPart};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::MISSING_ALTERNATIVE, &[Kind::Check, Kind::Remedy, Kind::Steps], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    for entry in item.step_lists().into_iter().flatten() {
        let StepEntry::Step(step) = entry else { continue };
        for part in &step.parts {
            let StepPart::Image { path, alternative } = part else { continue };
            if alternative.is_none_or(|text| cx.knowledge.text(text).trim().is_empty()) {
                findings.push(
                    Diagnostic::new(
                        &prose::MISSING_ALTERNATIVE,
                        path.span,
                        "this picture says nothing to those who do not see it",
                    )
                    .help("say behind its path what it shows, as in `image \"settings.png\" \"The symbol with the gear\"`"),
                );
            }
        }
    }
}
