//! The box around a formula.
//!
//! In: a formula. Out: for each subject, the values that it can have where the formula holds, and whether the formula is
//! exactly that. Most rules are: they name some answers and join them by `and`. Two boxes are compared at once.

use std::cmp::Ordering;

use super::formula::{Formula, OPEN, Set, State};

/// For some subjects, the values without which a formula does not hold.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct BoundingBox {
    /// By subject; where a set is empty, the formula never holds.
    pub sets: Vec<(usize, Set)>,
    /// Whether the formula holds in all of the box.
    pub exact: bool,
}

impl BoundingBox {
    pub fn of(formula: &Formula) -> BoundingBox {
        match formula {
            Formula::Is(true) | Formula::AtLeast(0, _) => BoundingBox { sets: Vec::new(), exact: true },
            Formula::Is(false) => BoundingBox { sets: vec![(usize::MAX, Set::none(1))], exact: true },
            Formula::In(subject, set) => BoundingBox { sets: vec![(*subject, set.clone())], exact: true },
            Formula::Any(parts) | Formula::AtLeast(1, parts) => any(parts),
            Formula::All(parts) => all(parts),
            Formula::AtLeast(count, parts) => match (*count).cmp(&parts.len()) {
                Ordering::Less => BoundingBox { sets: Vec::new(), exact: false },
                Ordering::Equal => all(parts),
                Ordering::Greater => BoundingBox::of(&Formula::Is(false)),
            },
        }
    }

    /// Whether the formula can be seen to hold nowhere.
    pub fn is_empty(&self) -> bool {
        self.sets.iter().any(|(_, set)| set.is_empty())
    }

    /// What lies in both.
    pub fn meet(&self, other: &BoundingBox) -> BoundingBox {
        let (mut one, mut two) = (self.sets.iter().peekable(), other.sets.iter().peekable());
        let mut sets = Vec::with_capacity(self.sets.len() + other.sets.len());
        loop {
            let entry = match (one.peek(), two.peek()) {
                (Some(a), Some(b)) if a.0 == b.0 => {
                    let entry = (a.0, a.1.meet(&b.1));
                    one.next();
                    two.next();
                    entry
                }
                (Some(a), Some(b)) if a.0 > b.0 => {
                    let entry = (*b).clone();
                    two.next();
                    entry
                }
                (Some(a), _) => {
                    let entry = (*a).clone();
                    one.next();
                    entry
                }
                (None, Some(b)) => {
                    let entry = (*b).clone();
                    two.next();
                    entry
                }
                (None, None) => break,
            };
            sets.push(entry);
        }
        BoundingBox { sets, exact: self.exact && other.exact }
    }

    /// Whether nothing lies in both; without a look at memory, as this is asked of each pair of rules.
    pub fn is_disjoint(&self, other: &BoundingBox) -> bool {
        let (mut one, mut two) = (0, 0);
        while let (Some(a), Some(b)) = (self.sets.get(one), other.sets.get(two)) {
            match a.0.cmp(&b.0) {
                Ordering::Less => one += 1,
                Ordering::Greater => two += 1,
                Ordering::Equal => {
                    if a.1.is_disjoint(&b.1) {
                        return true;
                    }
                    one += 1;
                    two += 1;
                }
            }
        }
        false
    }

    /// Whether all of it lies in the other box.
    pub fn is_within(&self, other: &BoundingBox) -> bool {
        other.sets.iter().all(|(subject, set)| match self.set(*subject) {
            Some(own) => own.is_within(set),
            None => set.is_all(),
        })
    }

    pub fn set(&self, subject: usize) -> Option<&Set> {
        let at = self.sets.binary_search_by_key(&subject, |(own, _)| *own).ok()?;
        Some(&self.sets[at].1)
    }

    /// A state in the box, open wherever that is in it.
    pub fn state(&self) -> Option<State> {
        let mut state = State::new();
        for (subject, set) in &self.sets {
            let value = set.values().next()?;
            if value != OPEN {
                state.insert(*subject, value);
            }
        }
        Some(state)
    }
}

/// What lies in the boxes of all parts: one pass over their sets in the order of subjects, as parts may be many.
fn all(parts: &[Formula]) -> BoundingBox {
    let bounds: Vec<BoundingBox> = parts.iter().map(BoundingBox::of).collect();
    let exact = bounds.iter().all(|bounds| bounds.exact);
    let mut sets: Vec<(usize, Set)> = bounds.into_iter().flat_map(|bounds| bounds.sets).collect();
    sets.sort_by_key(|(subject, _)| *subject);
    sets.dedup_by(|(subject, set), (kept, all)| {
        let same = subject == kept;
        if same {
            *all = all.meet(set);
        }
        same
    });
    BoundingBox { sets, exact }
}

fn any(parts: &[Formula]) -> BoundingBox {
    let mut bounds = parts.iter().map(BoundingBox::of).filter(|bounds| !bounds.is_empty());
    let Some(mut joined) = bounds.next() else { return BoundingBox::of(&Formula::Is(false)) };
    for bounds in bounds {
        // Only boxes over one and the same subject make a box again, and be it as wide.
        let one = |bounds: &BoundingBox| bounds.exact && bounds.sets.len() == 1;
        let exact = one(&joined) && one(&bounds) && joined.sets[0].0 == bounds.sets[0].0;
        let sets = joined.sets.iter().filter_map(|(subject, set)| Some((*subject, set.join(bounds.set(*subject)?))));
        joined = BoundingBox { sets: sets.collect(), exact };
    }
    joined
}
