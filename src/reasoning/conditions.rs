//! Conditions with three values.
//! In: a tree and what is known of its leaves. Out: its value now, and the values it can still get.
//! Never decides what is known; the caller says so, as [`Told`] or leaf by leaf.

use super::problem::{CheckId, CheckKind, Condition, Evidence, Problem, RemedyId, Step};

/// True, false, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// What it needs is not known.
    Unknown,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// What is known where a condition is asked: everybody who asks says only this, so that the same condition is true for all of
/// them alike.
pub trait Told {
    /// The outcome of a check; nothing where it is not known.
    fn answer(&self, check: CheckId) -> Option<usize>;
    /// Whether a remedy was tried. One reader always knows that; only of several at once it may be unknown.
    fn tried(&self, remedy: RemedyId) -> Truth;
    /// The way in which a remedy failed when it was first tried; nothing where it is not known.
    fn failed(&self, remedy: RemedyId) -> Option<usize>;
    /// Whether a check was answered, or cannot be.
    fn settled(&self, check: CheckId) -> bool;
}

/// The value of a leaf of a condition.
pub fn leaf_told(told: &impl Told, leaf: &Condition) -> Truth {
    let (found, wanted) = match leaf {
        Condition::Is(check, outcome) => (told.answer(*check), outcome),
        Condition::FailedWith(remedy, way) => (told.failed(*remedy), way),
        Condition::Tried(remedy) => return told.tried(*remedy),
        Condition::Settled(check) => return Truth::from(told.settled(*check)),
        _ => return Truth::Unknown,
    };
    found.map_or(Truth::Unknown, |found| Truth::from(found == *wanted))
}

/// The value of a condition by what is told.
pub fn truth_told(told: &impl Told, condition: &Condition) -> Truth {
    truth(condition, &|leaf| leaf_told(told, leaf))
}

/// The value of a condition for a reader who said this.
#[must_use]
pub fn truth_for(problem: &Problem, evidence: &Evidence, condition: &Condition) -> Truth {
    let evidence = &*problem.completed(evidence);
    truth_told(&Reader { problem, evidence }, condition)
}

struct Reader<'r> {
    problem: &'r Problem,
    evidence: &'r Evidence,
}

impl Told for Reader<'_> {
    fn answer(&self, check: CheckId) -> Option<usize> {
        let Evidence { known, answered, observed, absent, .. } = self.evidence;
        // Of several answers the newest counts.
        let answer = known.iter().chain(answered).rfind(|(known, _)| *known == check).map(|(_, outcome)| *outcome);
        answer.or_else(|| match self.problem.checks[check.0].kind {
            CheckKind::Symptom(symptom) if observed.contains(&symptom) => Some(0),
            CheckKind::Symptom(symptom) if absent.contains(&symptom) => Some(1),
            CheckKind::Observed(symptom) => Some(usize::from(!observed.contains(&symptom))),
            _ => None,
        })
    }

    fn tried(&self, remedy: RemedyId) -> Truth {
        Truth::from(self.evidence.tried.iter().any(|(tried, _)| *tried == remedy))
    }

    fn failed(&self, remedy: RemedyId) -> Option<usize> {
        self.evidence.tried.iter().find(|(tried, _)| *tried == remedy).and_then(|(_, way)| *way)
    }

    fn settled(&self, check: CheckId) -> bool {
        self.answer(check).is_some()
            || self.problem.checks[check.0].kind == CheckKind::NeverAsked
            || self.evidence.declined.contains(&Step::Check(check))
    }
}

/// The value of a condition, where `leaf` says the value of `Is`, `Tried` and `FailedWith`.
pub fn truth(condition: &Condition, leaf: &impl Fn(&Condition) -> Truth) -> Truth {
    match condition {
        Condition::All(parts) => at_least(parts.len(), parts, leaf),
        Condition::Any(parts) => at_least(1, parts, leaf),
        Condition::AtLeast(n, parts) => at_least(*n, parts, leaf),
        Condition::Not(part) => match truth(part, leaf) {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        },
        Condition::Is(..) | Condition::Tried(_) | Condition::FailedWith(..) | Condition::Settled(_) => leaf(condition),
    }
}

fn at_least(n: usize, parts: &[Condition], leaf: &impl Fn(&Condition) -> Truth) -> Truth {
    counted(n, parts.iter().map(|part| truth(part, leaf)))
}

/// Whether at least so many of some values are true.
pub fn counted(n: usize, values: impl Iterator<Item = Truth>) -> Truth {
    let (mut sure, mut possible) = (0, 0);
    for value in values {
        match value {
            Truth::True => {
                sure += 1;
                possible += 1;
            }
            Truth::Unknown => possible += 1,
            Truth::False => {}
        }
    }
    if sure >= n {
        Truth::True
    } else if possible < n {
        Truth::False
    } else {
        Truth::Unknown
    }
}

/// Which values a condition can still get: (can become true, can become false), where `leaf` says the
/// same of `Is`, `Tried` and `FailedWith`, each taken alone.
pub(crate) fn reachable(condition: &Condition, leaf: &impl Fn(&Condition) -> (bool, bool)) -> (bool, bool) {
    let counted = |n: usize, parts: &[Condition]| {
        let (mut trues, mut falses) = (0, 0);
        for part in parts {
            let (can_hold, can_fail) = reachable(part, leaf);
            trues += usize::from(can_hold);
            falses += usize::from(can_fail);
        }
        (trues >= n, n > 0 && falses + n > parts.len())
    };
    match condition {
        Condition::All(parts) => counted(parts.len(), parts),
        Condition::Any(parts) => counted(1, parts),
        Condition::AtLeast(n, parts) => counted(*n, parts),
        Condition::Not(part) => {
            let (can_hold, can_fail) = reachable(part, leaf);
            (can_fail, can_hold)
        }
        Condition::Is(..) | Condition::Tried(_) | Condition::FailedWith(..) | Condition::Settled(_) => leaf(condition),
    }
}

/// Something that a condition asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Variable {
    Check(CheckId),
    Remedy(RemedyId),
}

/// Every mention of a check or remedy in a condition, in its order, with repetitions.
pub(crate) fn mentions(condition: &Condition, found: &mut Vec<Variable>) {
    condition.each(&mut |part| match part {
        Condition::Is(check, _) | Condition::Settled(check) => found.push(Variable::Check(*check)),
        Condition::Tried(remedy) | Condition::FailedWith(remedy, _) => found.push(Variable::Remedy(*remedy)),
        _ => {}
    });
}

/// The checks that a condition names, sorted, each once.
#[must_use]
pub fn checks_of(condition: &Condition) -> Vec<CheckId> {
    let mut all = Vec::new();
    mentions(condition, &mut all);
    let mut checks: Vec<CheckId> = all
        .into_iter()
        .filter_map(|variable| match variable {
            Variable::Check(check) => Some(check),
            Variable::Remedy(_) => None,
        })
        .collect();
    checks.sort_unstable();
    checks.dedup();
    checks
}

/// Does a condition ask whether a check is settled? Then it can change without an answer that it names.
pub(crate) fn asks_whether_settled(condition: &Condition) -> bool {
    let mut found = false;
    condition.each(&mut |part| found |= matches!(part, Condition::Settled(_)));
    found
}

/// Is the condition false exactly when one check alone makes it so?
pub(crate) fn fails_by_single_values(condition: &Condition) -> bool {
    checks_of(condition).len() <= 1
        || matches!(condition, Condition::All(parts) if parts.iter().all(fails_by_single_values))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(check: usize, outcome: usize) -> Condition {
        Condition::Is(CheckId(check), outcome)
    }

    #[test]
    fn unknown_is_neither_true_nor_false() {
        let known = |leaf: &Condition| match leaf {
            Condition::Is(CheckId(0), outcome) => Truth::from(*outcome == 1),
            _ => Truth::Unknown,
        };
        let cases = [
            (Condition::All(vec![is(0, 1), is(1, 0)]), Truth::Unknown),
            (Condition::All(vec![is(0, 0), is(1, 0)]), Truth::False),
            (Condition::Any(vec![is(0, 1), is(1, 0)]), Truth::True),
            (Condition::Not(Box::new(is(1, 0))), Truth::Unknown),
            (Condition::AtLeast(2, vec![is(0, 1), is(0, 0), is(1, 0)]), Truth::Unknown),
            (Condition::AtLeast(3, vec![is(0, 1), is(0, 0), is(1, 0)]), Truth::False),
            (Condition::AtLeast(0, vec![]), Truth::True),
            (Condition::Any(vec![]), Truth::False),
        ];
        for (condition, expected) in cases {
            assert_eq!(truth(&condition, &known), expected, "{condition:?}");
        }
    }

    #[test]
    fn a_conjunction_over_facts_fails_by_single_values_and_a_disjunction_does_not() {
        assert!(fails_by_single_values(&Condition::All(vec![is(0, 1), is(1, 0)])));
        assert!(!fails_by_single_values(&Condition::Any(vec![is(0, 1), is(1, 0)])));
        assert!(fails_by_single_values(&Condition::Any(vec![is(0, 1), is(0, 0)])));
    }
}
