//! Readers who show that two flows part.
//!
//! In: two flows of one model and a cause. Out: the likeliest answers with which a reader who has that cause ends elsewhere on
//! one flow than on the other. The answers that the first flow asks for are gone through by their chance; on the second flow
//! what was answered stands, and what it asks besides is gone through the same way.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::super::flow::{Doing, NodeId};
use super::super::problem::{RemedyId, Step};
use super::super::transition::advance;
use super::{Course, End, Fates, end_of};

/// So many partial readers are looked at before one is given up.
const LOOKS: usize = 4_000;

/// A reader who ends elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Parting {
    /// The column of the cause that the reader has.
    pub column: usize,
    /// What the reader answers and tries in vain, in the order of the two flows, each once.
    pub answers: Vec<(Step, usize)>,
    /// Of these and what was known, what the newer flow comes by, in its order.
    pub followed: Vec<(Step, usize)>,
    /// Where the older flow ends.
    pub before: End,
    /// Where the newer flow ends.
    pub after: End,
    /// How likely these answers are with that cause.
    pub chance: f64,
}

/// Someone on the way.
#[derive(Clone)]
struct Someone {
    chance: f64,
    /// Tells those of one chance apart.
    number: usize,
    node: NodeId,
    codes: Vec<u16>,
    answers: Vec<(Step, usize)>,
    followed: Vec<(Step, usize)>,
    helped: Vec<RemedyId>,
    /// Where the first flow ended, once it did.
    before: Option<End>,
}

impl PartialEq for Someone {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Someone {}

impl PartialOrd for Someone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Someone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.chance.total_cmp(&other.chance).then(other.number.cmp(&self.number))
    }
}

impl Someone {
    /// Notes what the newer flow comes by.
    fn follows(&mut self, by: Option<(Step, usize)>) {
        if self.before.is_some() {
            self.followed.extend(by);
        }
    }
}

/// What becomes of someone at a node.
enum Turn {
    GoesOn(Vec<Someone>),
    Ends(End),
}

/// Finds a reader with the cause in this column, first one who goes from the end that loses most to the one that gains most.
pub(super) fn find(
    old: &Course<'_, '_>,
    new: &Course<'_, '_>,
    column: usize,
    (before, after): (&Fates, &Fates),
) -> Option<Parting> {
    let wanted = shifted(before, after, column)?;
    let mut weights = vec![0.0; before.causes.len()];
    weights[column] = 1.0;
    let first = Someone {
        chance: 1.0,
        number: 0,
        node: old.root,
        codes: old.start.codes.clone(),
        answers: Vec::new(),
        followed: Vec::new(),
        helped: Vec::new(),
        before: None,
    };
    let mut numbers = 0;
    let mut open = BinaryHeap::from([first]);
    let mut other: Option<Parting> = None;
    for _ in 0..LOOKS {
        let Some(someone) = open.pop() else { break };
        let course = if someone.before.is_none() { old } else { new };
        match turn(course, &weights, &someone) {
            Turn::GoesOn(next) => open.extend(next.into_iter().map(|next| {
                numbers += 1;
                Someone { number: numbers, ..next }
            })),
            Turn::Ends(end) => match someone.before {
                None => {
                    numbers += 1;
                    open.push(Someone { before: Some(end), node: new.root, number: numbers, ..someone });
                }
                Some(was) if was != end => {
                    let Someone { answers, followed, chance, .. } = someone;
                    let found = Parting { column, answers, followed, before: was, after: end, chance };
                    if (was, end) == wanted {
                        return Some(found);
                    }
                    other.get_or_insert(found);
                }
                Some(_) => {}
            },
        }
    }
    other
}

/// The end that loses most of the readers with a cause, and the one that gains most.
fn shifted(before: &Fates, after: &Fates, column: usize) -> Option<(End, End)> {
    let shift = |end: &End| after.chance_of(*end, column) - before.chance_of(*end, column);
    let least = before.ends.keys().min_by(|a, b| shift(a).total_cmp(&shift(b)))?;
    let most = after.ends.keys().max_by(|a, b| shift(a).total_cmp(&shift(b)).then(b.cmp(a)))?;
    Some((*least, *most))
}

fn turn(course: &Course<'_, '_>, weights: &[f64], someone: &Someone) -> Turn {
    let node = &course.nodes[someone.node];
    let Doing::Step(step, copy) = node.doing else {
        return end_of(node.doing).map_or(Turn::GoesOn(Vec::new()), Turn::Ends);
    };
    let actions = course.actions;
    let index = actions.of(step) + copy;
    if let Step::Remedy(remedy) = step
        && someone.helped.contains(&remedy)
    {
        return Turn::Ends(End::Helped(remedy));
    }
    if let Some(next) = course.past(someone.node, index, &someone.codes) {
        let mut someone = Someone { node: next, ..someone.clone() };
        let known = course.known(index, &someone.codes);
        someone.follows(known.map(|known| (step, known)));
        return Turn::GoesOn(vec![someone]);
    }
    let mut next = Vec::new();
    let mut left = 1.0;
    let mut by = Vec::new();
    for outcome in 0..actions.list[index].tables.len() {
        let (mut codes, mut known) = (Vec::new(), Vec::new());
        let (before, made) = ((&someone.codes[..], weights), (&mut codes, &mut known));
        let (chance, _) = advance(actions, &course.start.coupling, before, made, &mut by, index, outcome);
        if chance <= 0.0 {
            continue;
        }
        left -= chance;
        let mut answers = someone.answers.clone();
        answers.push((step, outcome));
        let (chance, node) = (someone.chance * chance, node.next[outcome]);
        let mut after = Someone { chance, node, codes, answers, ..someone.clone() };
        after.follows(Some((step, outcome)));
        next.push(after);
    }
    if let Step::Remedy(remedy) = step
        && left > super::LEAST
    {
        let mut helped = someone.helped.clone();
        helped.push(remedy);
        // It stands at the same node still, and ends there.
        next.push(Someone { chance: someone.chance * left, helped, ..someone.clone() });
    }
    Turn::GoesOn(next)
}
