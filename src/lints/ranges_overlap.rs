//! A value that has two outcomes.

use crate::decision::scale::{Stretch, written};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::model::{Asks, Item, ItemId, Kind, Outcome, Range};

use super::unfit_range::is_fit;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&chances::RANGES_OVERLAP, &[Kind::Check], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(asks) = cx.knowledge.check(id).and_then(|check| check.asks) else { return };
    let outcomes = cx.outcomes(id);
    for (at, outcome) in outcomes.iter().enumerate() {
        findings.extend(outcomes[..at].iter().find_map(|earlier| overlap(cx, asks.value, earlier, outcome)));
    }
}

fn overlap(cx: &LintContext, asks: Asks, earlier: &Outcome, outcome: &Outcome) -> Option<Diagnostic> {
    let (first, second) = (earlier.range.as_ref()?, outcome.range.as_ref()?);
    let names = [earlier, outcome].map(|outcome| cx.knowledge.spelled(outcome.name));
    let message = if let (Range::Otherwise, Range::Otherwise) = (&first.value, &second.value) {
        format!("`{}` takes what is left already", names[0])
    } else {
        if !is_fit(asks, &first.value) || !is_fit(asks, &second.value) {
            return None;
        }
        let both = Stretch::of_range(&first.value)?.meet(&Stretch::of_range(&second.value)?);
        let example = both.example()?;
        format!("`{}` is an answer of both `{}` and `{}`", written(&example), names[0], names[1])
    };
    Some(
        Diagnostic::new(&chances::RANGES_OVERLAP, second.span, message)
            .label(first.span, "the other range is here")
            .help("every value must have one outcome; `below 80` ends where `from 80` begins"),
    )
}
