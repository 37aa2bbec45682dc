//! Lower bounds on the expected cost of a state.
//! In: actions, what is done, weights that sum to 1. Out: a number that no plan can go below. Every bound looks
//! past all constraints, which can only make a plan dearer.

use smallvec::SmallVec;

use super::actions::{Actions, Cure, UNDONE, is_open as may_be_done};
use super::hypothesis_set::{HypothesisSet, Telling};
use super::permission::superseded;

/// May a remedy still help where its cause is the one?
#[inline]
fn is_open(actions: &Actions<'_>, codes: &[u16], cure: &Cure) -> bool {
    codes[cure.index] == UNDONE && !(cure.superseded && superseded(actions, codes, cure.index))
}

/// The least expected cost for a reader whose cause is known, without one remedy: the others in the order of φ for
/// their cost, as far as they are worth it, then the cheapest end.
#[inline]
fn when_known(actions: &Actions<'_>, codes: &[u16], column: usize, without: usize) -> f64 {
    let (mut cost, mut left) = (0.0, 1.0);
    for cure in actions.cures[column].iter().filter(|cure| is_open(actions, codes, cure)) {
        // Those that do not pay stand behind all that do.
        if !cure.pays {
            break;
        }
        if cure.index != without {
            cost += left * cure.cost;
            left *= 1.0 - cure.phi;
        }
    }
    cost + left * actions.least_price
}

/// No remedy: none is left out.
const NONE: usize = usize::MAX;

/// A remedy for readers of one group.
#[derive(Clone, Copy, Debug)]
struct Try {
    index: usize,
    cost: f64,
    /// The weight of those whom it helps.
    chance: f64,
}

/// Causes that no answer tells apart any more, each with one remedy left at most.
#[derive(Clone, Copy, Debug)]
struct Group {
    weight: f64,
    /// Its remedies, best chance for its cost first, in the list of all.
    first: usize,
    end: usize,
    /// What its readers pay on the best way.
    cost: f64,
}

/// The bounds of one state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bounds {
    /// LB3, free checks: what remains to be paid if each reader's cause were known as far as checks can still tell it.
    /// Never below LB1, where the cause itself is known.
    pub informed: f64,
    /// What a reader pays who knows the cause, by hypothesis; of those alone only.
    known: Vec<f64>,
    /// The hypotheses that stand in no group.
    alone: HypothesisSet,
    groups: Vec<Group>,
    tries: Vec<Try>,
}

impl Bounds {
    /// What a reader pays who knows the cause, by hypothesis; 0 where it is ruled out or stands in a group.
    pub(crate) fn known(&self, column: usize) -> f64 {
        if self.alone.has(column) { self.known[column] } else { 0.0 }
    }

    /// `coupled` says which checks rules couple: those may tell more apart than their own tables say.
    pub(crate) fn find(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        weights: &[f64],
        left: &HypothesisSet,
        coupled: impl Fn(usize) -> bool,
    ) {
        self.known.resize(weights.len(), 0.0);
        self.alone.clear();
        self.groups.clear();
        self.tries.clear();
        self.informed = 0.0;
        // What a remedy may renew can tell again.
        let may_tell = |index: usize| codes[index] == UNDONE || !actions.list[index].renewed_by.is_empty();
        let open = actions.tellers.iter().copied().filter(|&index| may_tell(index));
        if open.clone().any(coupled) {
            left.iter().for_each(|column| self.alone(actions, codes, weights, column));
            return;
        }
        let mut telling: SmallVec<[&Telling; 16]> = SmallVec::new();
        for one in open.map(|index| &actions.list[index]) {
            telling.push(&one.telling);
            if !one.superseded_by.is_empty() {
                telling.push(&one.void_telling);
            }
        }
        left.parted(&telling, |alike| match alike.first() {
            Some(first) if !alike.several() => self.alone(actions, codes, weights, first),
            _ => self.group(actions, codes, weights, alike),
        });
    }

    /// Takes the readers with one cause to know it.
    fn alone(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64], column: usize) {
        self.alone.insert(column, weights.len());
        self.known[column] = when_known(actions, codes, column, NONE);
        self.informed += weights[column] * self.known[column];
    }

    /// Takes hypotheses together that no answer tells apart. One with several remedies would make the best order of
    /// all a hard question: it stays alone, as if its readers knew.
    fn group(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64], alike: &HypothesisSet) {
        let first = self.tries.len();
        let mut all = 0.0;
        for column in alike.iter() {
            let mut cures = actions.cures[column].iter().filter(|cure| is_open(actions, codes, cure));
            let cure = cures.next();
            if cures.next().is_some() {
                self.alone(actions, codes, weights, column);
                continue;
            }
            all += weights[column];
            let Some(cure) = cure else { continue };
            let chance = weights[column] * cure.phi;
            match self.tries[first..].iter_mut().find(|one| one.index == cure.index) {
                Some(one) => one.chance += chance,
                None => self.tries.push(Try { index: cure.index, cost: cure.cost, chance }),
            }
        }
        self.tries[first..]
            .sort_unstable_by(|a, b| (b.chance * a.cost).total_cmp(&(a.chance * b.cost)).then(a.index.cmp(&b.index)));
        let mut group = Group { weight: all, first, end: self.tries.len(), cost: 0.0 };
        group.cost = self.trying(actions, &group, all, NONE);
        self.informed += group.cost;
        self.groups.push(group);
    }

    /// What so many readers of a group pay at least who try its remedies but one: the best first ones, then the
    /// cheapest end. Exact where each cause has one remedy (Kadane & Simon 1977).
    fn trying(&self, actions: &Actions<'_>, group: &Group, weight: f64, without: usize) -> f64 {
        let (mut left, mut paid) = (weight, 0.0);
        let mut best = left * actions.least_price;
        for one in &self.tries[group.first..group.end] {
            if one.index != without {
                paid += one.cost * left;
                left -= one.chance;
                let ended = paid + left * actions.least_price;
                if ended < best {
                    best = ended;
                }
            }
        }
        best
    }

    /// Finds the bounds of a state, appends LB2 of each action to a list – infinity where it may not be done any more – and
    /// says where they begin.
    pub(crate) fn note(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        weights: &[f64],
        left: &HypothesisSet,
        coupled: impl Fn(usize) -> bool,
        list: &mut Vec<f64>,
    ) -> usize {
        self.find(actions, codes, weights, left, coupled);
        let first = list.len();
        // Knowing what checks tell already, a check's answer changes nothing: then LB3 follows. So it does after a remedy,
        // but for whom it helps.
        let informed = self.informed;
        let undone = |(code, cost): (&u16, &f64)| if may_be_done(*code) { cost + informed } else { f64::INFINITY };
        list.extend(codes.iter().zip(&actions.costs).map(undone));
        self.after(actions, codes, weights, &mut list[first..]);
        first
    }

    /// Takes from LB2 of every remedy that may still be done what those whom it helps no longer pay.
    fn after(&self, actions: &Actions<'_>, codes: &[u16], weights: &[f64], after: &mut [f64]) {
        for column in self.alone.iter() {
            for cure in actions.cures[column].iter().filter(|cure| is_open(actions, codes, cure)) {
                let left = when_known(actions, codes, column, cure.index);
                after[cure.index] += weights[column] * ((1.0 - cure.phi) * left - self.known[column]);
            }
        }
        for group in &self.groups {
            for one in &self.tries[group.first..group.end] {
                after[one.index] += self.trying(actions, group, group.weight - one.chance, one.index) - group.cost;
            }
        }
    }
}
