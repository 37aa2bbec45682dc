//! Whether a condition can hold at all, and whether it can fail.

use crate::model::{Body, Comparison, Condition, ItemId, Knowledge, Operand, Version};

use super::bounding_box::BoundingBox;
use super::effort::{Answer, Effort};
use super::formula::{Formula, Set};
use super::sat::{SatResult, Solver};
use super::space::{Needs, Space};

/// Whether some state of the world makes all of the conditions true.
#[must_use]
pub fn can_hold(knowledge: &Knowledge, conditions: &[&Condition], effort: Effort) -> Answer {
    if let [condition] = conditions
        && is_plain(condition)
    {
        return Answer::Yes;
    }
    let mut space = Space::of(knowledge, conditions.iter().copied(), Needs::Ignored);
    let whole = Formula::All(conditions.iter().map(|condition| space.formula(condition)).collect());
    is_possible(&space, &whole, effort)
}

/// Whether a formula holds in some state.
fn is_possible(space: &Space, formula: &Formula, effort: Effort) -> Answer {
    let bounds = BoundingBox::of(formula);
    if bounds.exact || bounds.is_empty() {
        return if bounds.is_empty() { Answer::No } else { Answer::Yes };
    }
    match Solver::state_of(space, formula, effort) {
        SatResult::State(_) => Answer::Yes,
        SatResult::Nowhere => Answer::No,
        SatResult::Undecided => Answer::Undecided,
    }
}

/// Whether a condition is true whatever is answered, known, seen and tried, once all of that is decided.
#[must_use]
pub fn always_holds(knowledge: &Knowledge, condition: &Condition, effort: Effort) -> Answer {
    // Of what stands alone only a comparison can be true of every value.
    let compares = |part: &Condition| matches!(part, Condition::Compare(..));
    let parts = match condition {
        Condition::All(parts) => parts,
        one => std::slice::from_ref(one),
    };
    if parts.iter().any(|part| plain_subject(part).is_some() && !compares(part)) {
        return Answer::No;
    }
    let mut space = Space::of(knowledge, [condition], Needs::Ignored);
    let holds = space.formula(condition);
    if space.subjects.iter().any(|subject| subject.item.is_none()) {
        return Answer::No;
    }
    let mut fails = vec![holds.complement()];
    for (at, subject) in space.subjects.iter().enumerate() {
        let is_remedy = subject.item.is_some_and(|item| matches!(knowledge.item(item).body, Body::Remedy(_)));
        if !is_remedy {
            fails.push(Formula::In(at, Set::answered(subject.size)));
        }
    }
    match is_possible(&space, &Formula::All(fails), effort) {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        Answer::Undecided => Answer::Undecided,
    }
}

/// Whether a condition asks for one thing, or for a few that have nothing to do with each other: then it can hold. Most
/// conditions are so, and need no space.
#[must_use]
pub fn is_plain(condition: &Condition) -> bool {
    let parts = match condition {
        Condition::All(parts) if parts.len() <= 4 => parts,
        one => std::slice::from_ref(one),
    };
    parts.iter().enumerate().all(|(at, part)| {
        let Some(subject) = plain_subject(part) else { return false };
        parts[..at].iter().all(|earlier| plain_subject(earlier) != Some(subject))
    })
}

/// The item that a part asks about in a way that some value of it always fulfils.
fn plain_subject(part: &Condition) -> Option<ItemId> {
    match part {
        Condition::Seen(name) | Condition::Tried(name) => name.to,
        Condition::Is(subject) => subject.name.to,
        Condition::Compare(subject, comparison) => {
            let fulfilled = match &subject.operand {
                Some(Operand::Number(_)) => true,
                Some(Operand::Version(version)) => *comparison != Comparison::Less || *version != Version::default(),
                _ => false,
            };
            subject.name.to.filter(|_| fulfilled)
        }
        _ => None,
    }
}
