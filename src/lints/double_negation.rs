//! A question that denies twice.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};

use super::context::english::{DENIALS, NEGATIONS, NO_NEGATIONS};
use super::context::prose::{may_say, title, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::DOUBLE_NEGATION, &[Kind::Check, Kind::Fact], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.english {
        return;
    }
    let (Some(place), Some(title)) = (item.title, title(cx.knowledge, item)) else { return };
    if let Some((first, second)) = denials(&title) {
        findings.push(
            Diagnostic::new(
                &prose::DOUBLE_NEGATION,
                place.span,
                format!("this question denies twice, with `{first}` and `{second}`"),
            )
            .help("ask it the other way round, so that a plain yes means yes"),
        );
    }
}

/// Two words of a question that deny.
fn denials(question: &str) -> Option<(String, String)> {
    if !question.trim_end().ends_with('?') {
        return None;
    }
    if !may_say(question, NEGATIONS) {
        return None;
    }
    let mut plain = unquoted(question).to_lowercase().replace('’', "'");
    for fine in NO_NEGATIONS {
        plain = plain.replace(fine, " ");
    }
    let is_any = |word: &&String, list: &[&str]| list.contains(&word.as_str());
    let words = words(&plain);
    let found: Vec<&String> = words.iter().filter(|word| is_any(word, NEGATIONS) || is_any(word, DENIALS)).collect();
    match found[..] {
        [first, second, ..] if found.iter().any(|word| is_any(word, NEGATIONS)) => {
            Some((first.clone(), second.clone()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::denials;

    #[test]
    fn one_denial_is_no_two() {
        assert!(denials("Isn't it true that nothing moves?").is_some());
        assert!(denials("Does it not start without the key?").is_some());
        assert!(denials("Is the file not missing?").is_some());
        for fine in [
            "Does it fail, or is it missing?",
            "Is there no light?",
            "Is it on or not, without the key?",
            "It is not nothing",
        ] {
            assert_eq!(denials(fine), None, "{fine}");
        }
    }
}
