//! A step that does not say what to do.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Body, Item, ItemId, Kind, Step, StepEntry, StepPart};

use super::context::english::{VAGUE, VAGUE_PAIRS};
use super::context::prose::{may_say, says, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::STEP_WITHOUT_ACTION, &[Kind::Check, Kind::Remedy, Kind::Steps], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    // What the last step of a check leads to stands in its outcomes.
    let last = match &item.body {
        Body::Check(check) => check.procedure.steps.last(),
        _ => None,
    };
    for entry in item.step_lists().into_iter().flatten() {
        let StepEntry::Step(step) = entry else { continue };
        if last.is_some_and(|last| std::ptr::eq(last, entry)) || is_plain(step) {
            continue;
        }
        if let Some(vague) = vague(&cx.knowledge.text(step.text)) {
            findings.push(
                Diagnostic::new(
                    &prose::STEP_WITHOUT_ACTION,
                    step.text.span,
                    format!("`{vague}` does not say what to do, or what to see"),
                )
                .help("add the command with `run`, or what must be seen with `expect`"),
            );
        }
    }
}

/// Whether a step shows what to do or to see beside its text.
fn is_plain(step: &Step) -> bool {
    step.parts.iter().any(|part| matches!(part, StepPart::Run { .. } | StepPart::Expect(_) | StepPart::Image(_)))
}

/// The vague words with which a text begins.
fn vague(text: &str) -> Option<String> {
    let mut blanks = text.match_indices(' ').map(|(at, _)| at);
    // The third blank ends what can matter, unless it stands in something quoted.
    let head = blanks.nth(2).filter(|&at| !text[..at].contains(['*', '`', '“', '"'])).unwrap_or(text.len());
    let head = &text[..head];
    if !may_say(head, VAGUE) && !may_say(head, VAGUE_PAIRS) {
        return None;
    }
    let words = words(&unquoted(head));
    let first = words.first()?;
    if VAGUE.contains(&first.as_str()) {
        return Some(first.clone());
    }
    let pair = VAGUE_PAIRS.iter().find(|pair| says(&words[..words.len().min(2)], pair))?;
    Some((*pair).to_owned())
}
