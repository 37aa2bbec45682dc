//! What the items of a guide were called before, and since when they mean what they mean, as the text says it.

use crate::decision::{Asked, Decision};
use crate::learning::history::{FormerOutcome, History};
use crate::model::{Body, FactType, ItemId, Knowledge, Name, Outcome};

/// Of the items of a guide.
#[must_use]
pub fn history(knowledge: &Knowledge, decision: &Decision) -> History {
    let mut history = History::default();
    let asked = decision.checks.iter().map(Asked::item);
    let items = decision.causes.iter().chain(&decision.symptoms).chain(&decision.remedies).chain(&decision.escalations);
    for item in items.copied().chain(asked) {
        let name = knowledge.qualified(item);
        history.former.extend(knowledge.former_ids(item).into_iter().map(|former| (former, name.clone())));
        if let Some(changed) = knowledge.common(item).further().changed {
            history.since.insert(name.clone(), first_whole_month(changed.value));
        }
        history.outcomes.extend(outcomes(knowledge, item, &name));
        if matches!(knowledge.fact(item).and_then(|fact| fact.values.as_ref()), Some(FactType::Version)) {
            history.versions.insert(name);
        }
    }
    history
}

/// What the outcomes of an item were called before.
fn outcomes(knowledge: &Knowledge, item: ItemId, name: &str) -> Vec<FormerOutcome> {
    let outcomes = match &knowledge.item(item).body {
        Body::Check(check) => &check.outcomes,
        Body::Remedy(remedy) => &remedy.outcomes,
        _ => return Vec::new(),
    };
    let of = |outcome: &Outcome| {
        let today = knowledge.spelled(outcome.name).to_owned();
        let former = |written: &Name| {
            let (step, former) = match knowledge.spelled(*written).rsplit_once('.') {
                Some((step, former)) => (Some(step.to_owned()), former.to_owned()),
                None => (None, knowledge.spelled(*written).to_owned()),
            };
            FormerOutcome { step: name.to_owned(), outcome: today.clone(), former_step: step, former }
        };
        outcome.moved_from.iter().map(former).collect::<Vec<_>>()
    };
    outcomes.iter().flat_map(of).collect()
}

/// The first month all of whose days are of this day or later: a log tells no finer.
fn first_whole_month(day: jiff::civil::Date) -> String {
    let (mut year, mut month) = (day.year(), day.month());
    if day.day() > 1 {
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    format!("{year:04}-{month:02}")
}

/// By the name that a guide had before, the one of today.
#[must_use]
pub fn former_guides(knowledge: &Knowledge, guides: &[ItemId]) -> std::collections::BTreeMap<String, String> {
    let of = |guide: &ItemId| {
        let today = knowledge.qualified(*guide);
        knowledge.former_ids(*guide).into_iter().map(move |former| (former, today.clone()))
    };
    let today: Vec<String> = guides.iter().map(|guide| knowledge.qualified(*guide)).collect();
    guides.iter().flat_map(of).filter(|(former, _)| !today.contains(former)).collect()
}

#[cfg(test)]
mod tests {
    use super::first_whole_month;

    #[test]
    fn a_month_in_which_something_changed_is_not_whole() {
        let day = |year, month, day| jiff::civil::date(year, month, day);
        assert_eq!(first_whole_month(day(2026, 4, 1)), "2026-04");
        assert_eq!(first_whole_month(day(2026, 4, 2)), "2026-05");
        assert_eq!(first_whole_month(day(2026, 12, 20)), "2027-01");
    }
}
