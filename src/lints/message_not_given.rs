//! A title that quotes a message which is nowhere given.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::context::english::ABSENCES;
use super::context::prose::{title, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::MESSAGE_NOT_GIVEN, &[Kind::Symptom], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(symptom) = cx.knowledge.symptom(id) else { return };
    let given = !(symptom.messages.is_empty() && symptom.patterns.is_empty() && symptom.alerts.is_empty());
    let lost = ["message", "pattern", "alert"].iter().any(|property| cx.lost(id, property));
    let (Some(place), Some(title)) = (item.title, title(cx.knowledge, item)) else { return };
    if given || lost || cx.english && is_absent(&title) {
        return;
    }
    if let Some(quoted) = quoted(&title) {
        findings.push(
            Diagnostic::new(
                &prose::MESSAGE_NOT_GIVEN,
                place.span,
                format!("the title quotes “{quoted}”, and no `message` gives it"),
            )
            .help(format!("add `message \"{quoted}\"`, the exact text: readers search for it")),
        );
    }
}

/// Whether a title tells of something that is not seen: then nobody has its text to search for.
fn is_absent(title: &str) -> bool {
    words(&unquoted(title)).iter().any(|word| ABSENCES.contains(&word.as_str()))
}

/// What a title quotes as it stands on a screen: in quotation marks, or as code.
fn quoted(title: &str) -> Option<&str> {
    [("“", "”"), ("\"", "\""), ("‘", "’"), ("«", "»"), ("„", "“"), ("`", "`")].into_iter().find_map(|(open, close)| {
        let (_, behind) = title.split_once(open)?;
        let (quoted, _) = behind.split_once(close)?;
        (!quoted.trim().is_empty()).then_some(quoted)
    })
}
