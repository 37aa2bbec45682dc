//! A symptom that says why.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::Kind;

use super::context::english::REASONS;
use super::context::prose::{may_say, says, title, unquoted, words};
use super::{Context, Lint};

pub static LINT: Lint = Lint { fault: &prose::SYMPTOM_NAMES_CAUSE, run };

fn run(cx: &Context, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    cx.each(&[Kind::Symptom], findings, |_, item, findings| {
        let (Some(place), Some(title)) = (item.title, title(cx.knowledge, item)) else { return };
        if !may_say(&title, REASONS) {
            return;
        }
        let words = words(&unquoted(&title));
        if let Some(reason) = REASONS.iter().find(|reason| says(&words, reason)) {
            findings.push(
                Diagnostic::new(&prose::SYMPTOM_NAMES_CAUSE, place.span, format!("a symptom that says `{reason}` names its cause"))
                    .help("say only what is seen; the reason is a `cause` that `shows` it"),
            );
        }
    });
}
