//! A cause that says no more than a symptom of it.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::context::prose::{content_numbers, title};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::CAUSE_REPEATS_SYMPTOM, &[Kind::Cause], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    let (Some(place), Some(own)) = (item.title, title(cx.knowledge, item)) else { return };
    let own = content_numbers(&own);
    if own.is_empty() {
        return;
    }
    let shows = cx.knowledge.cause(id).map_or(&[][..], |cause| &cause.shows);
    for symptom in shows.iter().filter_map(|shown| shown.of.to) {
        let Some(seen) = title(cx.knowledge, cx.knowledge.item(symptom)) else { continue };
        let seen = content_numbers(&seen);
        if own.iter().all(|word| seen.binary_search(word).is_ok()) {
            let message = format!("this cause says no more than its symptom `{}`", cx.name(symptom));
            findings.push(
                Diagnostic::new(&prose::CAUSE_REPEATS_SYMPTOM, place.span, message)
                    .label(cx.knowledge.item(symptom).head, "the symptom")
                    .help("say why it comes to that"),
            );
            return;
        }
    }
}
