//! Answers of a check of which two are right at once, by their words.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, Outcome};

use super::context::english::{PARTS, WHOLE};
use super::context::prose::{says, unquoted, words};
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::OUTCOMES_OVERLAP, &[Kind::Check], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(check) = cx.knowledge.check(id) else { return };
    let titles: Vec<Vec<String>> =
        check.outcomes.iter().map(|outcome| words(&cx.knowledge.text(outcome.title))).collect();
    for (at, (outcome, title)) in check.outcomes.iter().zip(&titles).enumerate() {
        let mut earlier = check.outcomes[..at].iter().zip(&titles);
        let found = earlier.find_map(|(other, seen)| Some((other, why(cx, (other, seen), (outcome, title))?)));
        if let Some((other, message)) = found {
            findings.push(
                Diagnostic::new(&prose::OUTCOMES_OVERLAP, outcome.title.span, message)
                    .label(other.title.span, "the other answer")
                    .help(
                        "word the answers so that each reader finds exactly one, as in `Yes, always` and `Sometimes`",
                    ),
            );
        }
    }
}

fn why(cx: &LintContext, (one, of_one): (&Outcome, &[String]), (two, of_two): (&Outcome, &[String])) -> Option<String> {
    if of_one == of_two && !of_one.is_empty() {
        return Some("two answers have the same words".to_owned());
    }
    // What a value is asked for decides by its range, whatever the words say.
    if !cx.english || one.range.is_some() || two.range.is_some() {
        return None;
    }
    let whole = |words: &[String]| WHOLE.iter().find(|whole| words.len() == 1 && words[0] == **whole).copied();
    let part = |outcome: &Outcome| {
        let words = words(&unquoted(&cx.knowledge.text(outcome.title)));
        PARTS.iter().find(|part| says(&words, part)).copied()
    };
    let (whole, part) = match (whole(of_one), whole(of_two)) {
        (Some(whole), None) => (whole, part(two)?),
        (None, Some(whole)) => (whole, part(one)?),
        _ => return None,
    };
    Some(format!("a reader for whom it is so `{part}` may answer `{whole}` as well"))
}
