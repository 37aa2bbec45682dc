//! A value that has no outcome.

use crate::decision::scale::{Stretch, cells, written};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::chances;
use crate::model::{Asks, Item, ItemId, Kind, Knowledge, Outcome, Range};
use crate::source::Span;

use super::unfit_range::is_fit;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&chances::RANGES_LEAVE_GAP, &[Kind::Check], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(asks) = cx.knowledge.check(id).and_then(|check| check.asks) else { return };
    let outcomes = cx.outcomes(id);
    if cx.lost(id, "outcome") || outcomes.len() < 2 {
        return;
    }
    let ranges: Vec<&Range> = outcomes.iter().filter_map(|outcome| Some(&outcome.range.as_ref()?.value)).collect();
    let unfit = ranges.len() < outcomes.len() || ranges.iter().any(|range| !is_fit(asks.value, range));
    if unfit || ranges.contains(&&Range::Otherwise) {
        return;
    }
    let finding = match asks.value {
        Asks::Text => gap_of_texts(cx.knowledge, outcomes, item.head),
        Asks::Number(_) | Asks::Version => gap_of_scale(&ranges, item.head),
    };
    findings.extend(finding.map(|finding| finding.help("add an outcome for what is left: `otherwise`")));
}

fn gap_of_scale(ranges: &[&Range], head: Span) -> Option<Diagnostic> {
    let stretches: Vec<Stretch> = ranges.iter().filter_map(|range| Stretch::of_range(range)).collect();
    let gap = cells(&stretches).into_iter().find(|cell| !stretches.iter().any(|stretch| stretch.holds(cell)))?;
    let example = gap.example()?;
    Some(Diagnostic::new(&chances::RANGES_LEAVE_GAP, head, format!("`{}` has no outcome", written(&example))))
}

/// Texts of many kinds, to find one that no pattern fits.
const TEXTS: [&str; 8] = ["", " ", "something else", "A", "0", "\n", "a\nb", "\u{1f50c} 7:30, -1 %"];

fn gap_of_texts(knowledge: &Knowledge, outcomes: &[Outcome], head: Span) -> Option<Diagnostic> {
    let patterns = outcomes.iter().filter_map(|outcome| match &outcome.range.as_ref()?.value {
        Range::Matching(pattern) => regex::Regex::new(&knowledge.verbatim(*pattern)).ok(),
        _ => None,
    });
    let patterns: Vec<regex::Regex> = patterns.collect();
    // One that fits each of these fits every text; several that only do so together are no proof.
    if patterns.len() < outcomes.len() || patterns.iter().any(|pattern| TEXTS.iter().all(|text| pattern.is_match(text)))
    {
        return None;
    }
    let missed = TEXTS.iter().filter(|text| !patterns.iter().any(|pattern| pattern.is_match(text)));
    let message = match missed.max_by_key(|text| text.len()) {
        Some(text) => format!("`{}` has no outcome", text.escape_debug()),
        None => "a text that fits no pattern has no outcome".to_owned(),
    };
    Some(Diagnostic::new(&chances::RANGES_LEAVE_GAP, head, message))
}
