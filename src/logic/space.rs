//! The finite space of answers that some conditions tell apart.
//!
//! In: conditions. Out: their subjects – checks, remedies, symptoms and facts – each with its values, and the conditions
//! as formulas over them. A number or a version is cut into stretches where a condition cuts it. A check, a fact or a
//! remedy that has a `when` is only answered where that was true. Names and values that were reported as faults can be
//! anything.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::decision::values::{Test, Value, holding, test, values};
use crate::model::{Body, Condition, ItemId, Knowledge, Operand};

use super::formula::{Formula, OPEN, Set, State};

/// So many parts of formulas are looked at to take back what a state does not need.
const MOST_LOOKS: usize = 2_000_000;
/// So many values of a set count for a guess.
const MOST_VOTES: usize = 64;

/// What can be asked, done or known.
#[derive(Debug)]
pub(super) struct Subject {
    /// The item; nothing for what was reported as a fault.
    pub item: Option<ItemId>,
    /// The values of a fact, in order.
    pub values: Vec<Value>,
    /// How many values there are, the open one included.
    pub size: usize,
    /// What must have been true before it is answered.
    pub needs: Option<Formula>,
}

/// Subjects with their values.
#[derive(Debug)]
pub(super) struct Space<'k> {
    pub knowledge: &'k Knowledge,
    pub subjects: Vec<Subject>,
    by_item: FxHashMap<ItemId, usize>,
}

/// Whether what a subject needs before it is answered counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    Count,
    Ignored,
}

impl<'k> Space<'k> {
    /// The space of some conditions.
    pub fn of<'c>(knowledge: &'k Knowledge, conditions: impl IntoIterator<Item = &'c Condition>, needs: Needs) -> Self
    where
        'k: 'c,
    {
        let mut gathering =
            Gathering { knowledge, order: Vec::new(), tests: FxHashMap::default(), seen: FxHashSet::default() };
        conditions.into_iter().for_each(|condition| gathering.take(condition));
        let mut at = 0;
        while needs == Needs::Count && at < gathering.order.len() {
            if let Some(when) = gathering.when(gathering.order[at]) {
                gathering.take(when);
            }
            at += 1;
        }
        let mut space = Space { knowledge, subjects: Vec::new(), by_item: FxHashMap::default() };
        let whens: Vec<Option<&Condition>> = gathering.order.iter().map(|&item| gathering.when(item)).collect();
        for &item in &gathering.order {
            let tests = gathering.tests.remove(&item).unwrap_or_default();
            space.add(item, &tests);
        }
        if needs == Needs::Count {
            for (item, when) in gathering.order.iter().zip(whens) {
                if let (Some(subject), Some(when)) = (space.subject(*item), when) {
                    let formula = space.formula(when).at_some_time();
                    space.subjects[subject].needs = Some(formula);
                }
            }
        }
        space
    }

    fn add(&mut self, item: ItemId, tests: &[Test]) {
        let mut of_fact = Vec::new();
        let count = match &self.knowledge.item(item).body {
            Body::Fact(fact) => {
                of_fact = values(self.knowledge, fact, tests);
                of_fact.len()
            }
            Body::Check(check) => check.outcomes.len(),
            Body::Remedy(remedy) => remedy.outcomes.len().max(1),
            Body::Symptom(_) => 2,
            _ => 0,
        };
        if count > 0 {
            self.by_item.insert(item, self.subjects.len());
            self.subjects.push(Subject { item: Some(item), values: of_fact, size: count + 1, needs: None });
        }
    }

    /// The subject of an item.
    pub fn subject(&self, item: ItemId) -> Option<usize> {
        self.by_item.get(&item).copied()
    }

    /// Where a condition is true.
    pub fn formula(&mut self, condition: &Condition) -> Formula {
        self.build(condition, true)
    }

    /// Where a condition is true, or where it is false: with three truth values neither is the rest of the other.
    fn build(&mut self, condition: &Condition, truth: bool) -> Formula {
        let parts = match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => parts,
            Condition::Not(part) => return self.build(part, !truth),
            Condition::Seen(name) | Condition::Tried(name) => {
                let leaf = name.to.and_then(|item| self.leaf(item, None, truth));
                return leaf.unwrap_or_else(|| self.anything());
            }
            Condition::Is(subject) | Condition::Compare(subject, _) => {
                let leaf = subject.name.to.and_then(|item| self.leaf(item, test(condition), truth));
                return leaf.unwrap_or_else(|| self.anything());
            }
        };
        let built: Vec<Formula> = parts.iter().map(|part| self.build(part, truth)).collect();
        match (condition, truth) {
            (Condition::All(_), true) | (Condition::Any(_), false) => Formula::All(built),
            (Condition::AtLeast(count, _), true) => Formula::AtLeast(*count as usize, built),
            // False where so many are false that the rest is too few.
            (Condition::AtLeast(count, _), false) if *count as usize > parts.len() => Formula::Is(true),
            (Condition::AtLeast(count, _), false) => Formula::AtLeast(parts.len() + 1 - *count as usize, built),
            _ => Formula::Any(built),
        }
    }

    /// An item held against a value; without one, whether it is seen or was tried.
    fn leaf(&self, item: ItemId, test: Option<Test>, truth: bool) -> Option<Formula> {
        let at = self.subject(item)?;
        let subject = &self.subjects[at];
        let body = &self.knowledge.item(item).body;
        let wanted = match (body, test) {
            (Body::Fact(_) | Body::Symptom(_), _) | (Body::Remedy(_), None) => None,
            (_, test) => Some(option(test?)? + 1),
        };
        let mut set = Set::none(subject.size);
        match body {
            Body::Fact(_) => {
                for places in holding(self.knowledge, &subject.values, test?)? {
                    places.for_each(|place| set.insert(place + 1));
                }
            }
            Body::Symptom(_) => set.insert(1),
            _ => match wanted {
                Some(wanted) if wanted < subject.size => set.insert(wanted),
                Some(_) => {}
                None => set = Set::answered(subject.size),
            },
        }
        if !truth {
            set = set.complement().meet(&Set::answered(subject.size));
        }
        // Everybody knows what was not tried; all else may simply be unknown.
        if !truth && test.is_none() && matches!(body, Body::Remedy(_)) {
            set.insert(OPEN);
        }
        Some(Formula::In(at, set))
    }

    /// What was reported as a fault may be true or false.
    fn anything(&mut self) -> Formula {
        self.subjects.push(Subject { item: None, values: Vec::new(), size: 3, needs: None });
        Formula::In(self.subjects.len() - 1, Set::one(3, 1))
    }

    /// Whether all that is answered could have been asked.
    pub fn could_come(&self, state: &State) -> bool {
        state
            .iter()
            .filter(|(_, value)| **value != OPEN)
            .all(|(&subject, _)| self.subjects[subject].needs.as_ref().is_none_or(|needs| needs.holds(state)))
    }

    /// A state that gives each subject the value which most parts of a formula ask for, if the formula holds in it.
    pub fn guess(&self, formula: &Formula) -> Option<State> {
        let mut votes: FxHashMap<(usize, usize), usize> = FxHashMap::default();
        formula.sets(&mut |subject, set| {
            // A set of many values says little about which.
            set.values().take(MOST_VOTES).for_each(|value| *votes.entry((subject, value)).or_default() += 1);
        });
        let mut votes: Vec<((usize, usize), usize)> = votes.into_iter().collect();
        votes.sort_unstable_by_key(|&((subject, value), count)| (subject, Reverse(count), value));
        votes.dedup_by_key(|((subject, _), _)| *subject);
        let state: State = votes.into_iter().map(|(vote, _)| vote).filter(|(_, value)| *value != OPEN).collect();
        (formula.holds(&state) && self.could_come(&state)).then_some(state)
    }

    /// Takes back every answer without which a formula still holds, the last ones first. Of very many answers some
    /// stay: each costs a look at the whole formula.
    pub fn least(&self, mut state: State, formula: &Formula) -> State {
        state.retain(|_, value| *value != OPEN);
        let needs = |subject: &usize| self.subjects[*subject].needs.as_ref().map_or(0, Formula::size);
        let look = formula.size() + state.keys().map(needs).sum::<usize>();
        let subjects: Vec<usize> = state.keys().rev().copied().take(MOST_LOOKS / look.max(1)).collect();
        for subject in subjects {
            let Some(value) = state.remove(&subject) else { continue };
            if !formula.holds(&state) || !self.could_come(&state) {
                state.insert(subject, value);
            }
        }
        state
    }
}

/// The outcome that a test asks for.
fn option((_, subject): Test) -> Option<usize> {
    match subject.operand {
        Some(Operand::Option(at)) => Some(at as usize),
        _ => None,
    }
}

/// The subjects of conditions in the order in which they are met, with what facts are held against.
struct Gathering<'k, 'c> {
    knowledge: &'k Knowledge,
    order: Vec<ItemId>,
    tests: FxHashMap<ItemId, Vec<Test<'c>>>,
    seen: FxHashSet<(ItemId, u8, &'c str)>,
}

impl<'k: 'c, 'c> Gathering<'k, 'c> {
    fn when(&self, item: ItemId) -> Option<&'k Condition> {
        let item = self.knowledge.item(item);
        let is_asked = matches!(item.body, Body::Check(_) | Body::Fact(_) | Body::Remedy(_));
        item.when().filter(|_| is_asked).map(|guard| &guard.condition)
    }

    fn take(&mut self, condition: &'c Condition) {
        match condition {
            Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                parts.iter().for_each(|part| self.take(part));
            }
            Condition::Not(part) => self.take(part),
            Condition::Seen(name) | Condition::Tried(name) => {
                if let Some(item) = name.to {
                    self.meet(item);
                }
            }
            Condition::Is(subject) | Condition::Compare(subject, _) => {
                let (Some(item), Some(test)) = (subject.name.to, test(condition)) else { return };
                self.meet(item);
                // The same test cuts a fact once, however many rules hold it.
                let comparison = test.0.map_or(u8::MAX, |comparison| comparison as u8);
                if self.seen.insert((item, comparison, self.knowledge.slice(subject.value)))
                    && let Some(tests) = self.tests.get_mut(&item)
                {
                    tests.push(test);
                }
            }
        }
    }

    fn meet(&mut self, item: ItemId) {
        if let std::collections::hash_map::Entry::Vacant(entry) = self.tests.entry(item) {
            entry.insert(Vec::new());
            self.order.push(item);
        }
    }
}
