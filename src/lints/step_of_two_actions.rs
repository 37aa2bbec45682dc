//! A step that holds two actions.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, StepEntry};

use super::context::english::{ACTIONS, ONE_ACTION};
use super::context::prose::{unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::STEP_OF_TWO_ACTIONS, &[Kind::Check, Kind::Remedy, Kind::Steps], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    for entry in item.step_lists().into_iter().flatten() {
        let StepEntry::Step(step) = entry else { continue };
        let text = cx.knowledge.text(step.text);
        if let Some((first, second)) = two_actions(&text) {
            findings.push(
                Diagnostic::new(
                    &prose::STEP_OF_TWO_ACTIONS,
                    step.text.span,
                    format!("this step holds two actions: `{first}` and `{second}`"),
                )
                .help("make two steps of it, so that a reader can see where they are"),
            );
        }
    }
}

/// The words of two things to do.
fn two_actions(text: &str) -> Option<(String, String)> {
    // Most steps are one short sentence, and need no closer look.
    let inside = text.trim_end().trim_end_matches(['.', '!', '*']);
    if !(inside.contains(" and ") || inside.contains(" then ") || inside.contains(['.', '!', ';', '\n', ':'])) {
        return None;
    }
    let plain = unquoted(text);
    let mut actions: Vec<String> = Vec::new();
    for sentence in plain.split(['.', '!', ';', '\n', ':']) {
        let parts = parts(sentence);
        for part in &parts {
            actions.extend(part.first().filter(|word| ACTIONS.contains(&word.as_str())).cloned());
        }
        // What does not begin with something to do tells of something.
        if parts.first().and_then(|part| part.first()).is_some_and(|word| !ACTIONS.contains(&word.as_str())) {
            actions.clear();
        }
        if let [first, second, ..] = &actions[..] {
            return Some((first.clone(), second.clone()));
        }
    }
    None
}

/// The words of a sentence, cut where a second action could begin: behind `and` and `then`.
fn parts(sentence: &str) -> Vec<Vec<String>> {
    let mut lower = sentence.to_lowercase();
    if lower.contains(" and ") {
        for one in ONE_ACTION {
            lower = lower.replace(one, one.split(" and ").next().unwrap_or(one));
        }
    }
    // What is shown bold or quoted is no word, but holds its place: `and … the` names a thing.
    let words = words(&lower.replace('…', " ellipsis "));
    let cuts = |word: &String| matches!(word.as_str(), "and" | "then");
    words.split(cuts).filter(|part| !part.is_empty()).map(<[String]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::two_actions;

    #[test]
    fn two_verbs_are_two_actions() {
        for two in
            ["Open the lid and press the button.", "Pull the plug out. Wait a minute.", "Stop it, then start it again."]
        {
            assert!(two_actions(two).is_some(), "{two}");
        }
        for one in [
            "Press and hold the button.",
            "Compare the date and the time.",
            "Open **Settings › Transfer or Reset**, and nothing else.",
            "Look at the lamp and the label.",
            "The lid opens. Press the button.",
            "Take the key and card out.",
        ] {
            assert_eq!(two_actions(one), None, "{one}");
        }
    }
}
