//! A range that does not fit what is asked, or none where a value is.

use crate::decision::scale::Stretch;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::model::{Asks, Item, ItemId, Kind, Outcome, Range, Scalar};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&chances::UNFIT_RANGE, &[Kind::Check, Kind::Remedy], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    if cx.lost(id, "asks") || cx.lost(id, "outcome") {
        return;
    }
    let asks = cx.knowledge.check(id).and_then(|check| check.asks);
    for outcome in cx.outcomes(id) {
        findings.extend(match asks {
            Some(asks) => misfit(cx, outcome, asks.value).map(|finding| finding.label(asks.span, "this is asked")),
            None => unasked(outcome),
        });
    }
}

fn unasked(outcome: &Outcome) -> Option<Diagnostic> {
    let range = outcome.range.as_ref()?;
    Some(
        Diagnostic::new(&chances::UNFIT_RANGE, range.span, "a range stands here, and no value is asked")
            .help("ask for one: `asks number`, `asks version` or `asks text`; remedies ask for none"),
    )
}

fn misfit(cx: &LintContext, outcome: &Outcome, asks: Asks) -> Option<Diagnostic> {
    let name = cx.knowledge.spelled(outcome.name);
    let Some(range) = &outcome.range else {
        let message = format!("`{name}` does not say which values it stands for");
        return Some(Diagnostic::new(&chances::UNFIT_RANGE, outcome.name.span, message).help(match asks {
            Asks::Text => "put a range behind its title, as in `matching r\"timed out\"`, or `otherwise`",
            Asks::Number(_) | Asks::Version => "put a range behind its title, as in `from 80`, or `otherwise`",
        }));
    };
    if is_fit(asks, &range.value) {
        return None;
    }
    let (message, help) = match (asks, &range.value) {
        (Asks::Text, _) => ("texts have no order", "use `matching r\"…\"` or `otherwise`"),
        (_, Range::Matching(_)) => ("patterns fit texts only", "use `from`, `above`, `below`, `up to` or `otherwise`"),
        _ => ("no value lies in this range", "a range goes from its lower bound up to its upper one"),
    };
    Some(Diagnostic::new(&chances::UNFIT_RANGE, range.span, message).help(help))
}

/// Whether a range is one of what is asked, and holds a value.
pub(super) fn is_fit(asks: Asks, range: &Range) -> bool {
    let of_scale = |bound: &Scalar| match asks {
        Asks::Number(_) => matches!(bound, Scalar::Number(_)),
        Asks::Version => matches!(bound, Scalar::Version(_)),
        Asks::Text => false,
    };
    match range {
        Range::Otherwise => true,
        Range::Matching(_) => asks == Asks::Text,
        Range::Within(from, to) => from.iter().chain(to).all(|bound| of_scale(&bound.at)) && !is_empty(range),
    }
}

fn is_empty(range: &Range) -> bool {
    Stretch::of_range(range).is_some_and(|stretch| stretch.is_empty())
}
