//! Tables of rules that leave answers out.
//!
//! In: a policy. Out: sets of rules that read like a table, with an answer that none of them covers. Rules read like a
//! table where each asks about the same subjects and says the same kind of thing, no two speak at once, not all say the
//! same, each value of each subject is in some row – of a scale only the stretches between the rows may be missing –
//! and the rows cover more than half of all answers.

use rustc_hash::FxHashMap;

use crate::model::{ItemId, Kind, RuleEffect, Target};

use super::effort::{Effort, Told};
use super::formula::{Formula, OPEN, Set};
use super::policy::{Policy, Ruling, common};
use super::sat::{SatResult, Solver};
use super::space::{Needs, Space};
use super::witness::{Expected, Witness};

/// A table of rules with a gap.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Its rows, in the order of files and lines.
    pub rules: Vec<ItemId>,
    /// What they ask about.
    pub subjects: Vec<ItemId>,
    /// How many of how many combinations no row covers.
    pub missing: (u64, u64),
    /// Answers that no row covers.
    pub witness: Witness,
}

/// What rows of one table have in common: the subjects, and the words of the effects.
type Shape = (Vec<usize>, Vec<&'static str>);

/// The gaps of a policy, in the order of the first rules of the tables.
#[must_use]
pub fn gaps(policy: &Policy) -> Told<Gap> {
    let mut tables: FxHashMap<Shape, Vec<usize>> = FxHashMap::default();
    let mut order: Vec<Shape> = Vec::new();
    for (at, ruling) in policy.rules.iter().enumerate() {
        if let Some(shape) = shape(policy, ruling) {
            let rows = tables.entry(shape.clone()).or_default();
            if rows.is_empty() {
                order.push(shape);
            }
            rows.push(at);
        }
    }
    let effort = Effort::default();
    let mut told = Told { found: Vec::new(), undecided: Vec::new() };
    for rows in order.iter().filter_map(|shape| tables.get(shape)) {
        match gap(policy, rows, effort) {
            Outcome::Gap(gap) => told.found.push(*gap),
            Outcome::None => {}
            Outcome::Undecided => told.undecided.push(policy.rules[rows[0]].id),
        }
    }
    told
}

/// What a table turned out to be.
enum Outcome {
    Gap(Box<Gap>),
    /// No table, or one without a gap.
    None,
    Undecided,
}

/// So often one cell of a row is held against one of another: each row against each.
const LOOKS: usize = 20_000_000;
/// In so many guides the rows are looked for together.
const MOST_GUIDES: usize = 64;

/// The shape of a row; nothing for a rule that is none.
fn shape(policy: &Policy, ruling: &Ruling) -> Option<Shape> {
    let is_row = ruling.scope.bounds.exact && !ruling.scope.bounds.is_empty() && !ruling.scope.bounds.sets.is_empty();
    let of_row = |(subject, set): &(usize, Set)| {
        let item = policy.space.subjects[*subject].item;
        !set.contains(OPEN) && item.is_some_and(|item| policy.knowledge.item(item).kind() != Kind::Remedy)
    };
    if !is_row || !ruling.scope.bounds.sets.iter().all(of_row) || ruling.rule.effects.is_empty() {
        return None;
    }
    let mut words: Vec<&str> = ruling.rule.effects.iter().map(|(_, effect)| word(effect)).collect();
    words.sort_unstable();
    Some((ruling.scope.bounds.sets.iter().map(|(subject, _)| *subject).collect(), words))
}

fn word(effect: &RuleEffect) -> &'static str {
    match effect {
        RuleEffect::Confirm(_) => "confirm",
        RuleEffect::Suspect(..) => "suspect",
        RuleEffect::Doubt(..) => "doubt",
        RuleEffect::RuleOut(_) => "rule-out",
        RuleEffect::Skip(_) => "skip",
        RuleEffect::Require(_) => "require",
        RuleEffect::Warn(_) => "warn",
        RuleEffect::Next(_) => "next",
    }
}

fn gap(policy: &Policy, rows: &[usize], effort: Effort) -> Outcome {
    let Some(expected) = expected(policy, rows).filter(|_| rows.len() >= 2) else { return Outcome::None };
    let rulings: Vec<&Ruling> = rows.iter().map(|&row| &policy.rules[row]).collect();
    let Some(guide) = guide_of(policy, &rulings) else { return Outcome::None };
    // Other rules may cut the values finer, which is none of this table's business.
    let mut space = Space::of(policy.knowledge, rulings.iter().map(|row| &row.guard.condition), Needs::Ignored);
    let boxes: Option<Vec<Vec<Set>>> = rulings.iter().map(|row| answers(&mut space, row)).collect();
    let Some(boxes) = boxes else { return Outcome::None };
    if rows.len().saturating_mul(rows.len()).saturating_mul(space.subjects.len()) > LOOKS {
        return Outcome::Undecided;
    }
    let Some(missing) = missing(&space, &boxes) else { return Outcome::None };
    let subjects: Vec<ItemId> = space.subjects.iter().filter_map(|subject| subject.item).collect();
    let whole = &policy.space;
    let mut uncovered: Vec<Formula> = rulings.iter().map(|row| row.scope.formula.complement()).collect();
    for subject in subjects.iter().filter_map(|&item| whole.subject(item)) {
        uncovered.push(Formula::In(subject, Set::answered(whole.subjects[subject].size)));
    }
    let uncovered = Formula::All(uncovered);
    let state = match Solver::state_of(whole, &uncovered, effort) {
        SatResult::State(state) => whole.least(state, &uncovered),
        SatResult::Nowhere => return Outcome::None,
        SatResult::Undecided => return Outcome::Undecided,
    };
    Outcome::Gap(Box::new(Gap {
        rules: rulings.iter().map(|row| row.id).collect(),
        subjects,
        missing,
        witness: Witness::new(policy, guide, &state, None, expected),
    }))
}

/// The first guide that holds all rows with what they ask about.
fn guide_of(policy: &Policy, rows: &[&Ruling]) -> Option<ItemId> {
    let guides = rows[1..].iter().fold(rows[0].guides.clone(), |held, row| common(&held, &row.guides).collect());
    let holds_all = |guide: u32| rows.iter().all(|row| policy.closed(guide, row.subjects.iter()).is_empty());
    let guide = guides.into_iter().take(MOST_GUIDES).find(|&guide| holds_all(guide))?;
    Some(policy.guides[guide as usize].0)
}

/// The answers of a row, by subject.
fn answers(space: &mut Space, row: &Ruling) -> Option<Vec<Set>> {
    let formula = space.formula(&row.guard.condition);
    let bounds = super::bounding_box::BoundingBox::of(&formula);
    (bounds.exact && bounds.sets.len() == space.subjects.len())
        .then(|| bounds.sets.into_iter().map(|(_, set)| set).collect())
}

/// How many combinations the rows leave out, and how many there are. Nothing where these are no table, or a full one.
fn missing(space: &Space, boxes: &[Vec<Set>]) -> Option<(u64, u64)> {
    for (at, row) in boxes.iter().enumerate() {
        let meets = |other: &Vec<Set>| row.iter().zip(other).all(|(a, b)| !a.is_disjoint(b));
        if boxes[..at].iter().any(meets) {
            return None;
        }
    }
    for (at, subject) in space.subjects.iter().enumerate() {
        let spoken = boxes.iter().fold(Set::none(subject.size), |spoken, row| spoken.join(&row[at]));
        let is_scale = matches!(subject.values.first(), Some(crate::decision::values::Value::Stretch(_)));
        let must = |value: usize| !is_scale || value == 1 || value + 1 == subject.size;
        if (1..subject.size).any(|value| must(value) && !spoken.contains(value)) {
            return None;
        }
    }
    let all = product(space.subjects.iter().map(|subject| subject.size - 1))?;
    let mut covered: u64 = 0;
    for row in boxes {
        covered = covered.checked_add(product(row.iter().map(Set::count))?)?;
    }
    (covered < all && covered > all / 2).then_some((all - covered, all))
}

fn product(sizes: impl Iterator<Item = usize>) -> Option<u64> {
    sizes.into_iter().try_fold(1_u64, |product, size| product.checked_mul(size as u64))
}

/// Two expectations that cannot both come true: what two rows say. Nothing where all rows say the same.
fn expected(policy: &Policy, rows: &[usize]) -> Option<Vec<Expected>> {
    let first = |row: usize| policy.rules[row].rule.effects.first().map(|(_, effect)| effect);
    let one = of_effect(first(*rows.first()?)?)?;
    let same = |other: &Expected| match (&one, other) {
        (Expected::Warned(one), Expected::Warned(two)) => policy.knowledge.text(*one) == policy.knowledge.text(*two),
        (one, two) => one == two,
    };
    let other = rows.iter().filter_map(|&row| of_effect(first(row)?)).find(|other| !same(other))?;
    Some(vec![one, other])
}

fn of_effect(effect: &RuleEffect) -> Option<Expected> {
    Some(match effect {
        RuleEffect::Confirm(name)
        | RuleEffect::Suspect(name, _)
        | RuleEffect::Doubt(name, _)
        | RuleEffect::RuleOut(name) => Expected::Probable(name.to?),
        RuleEffect::Warn(text) => Expected::Warned(*text),
        RuleEffect::Skip(name) | RuleEffect::Require(name) | RuleEffect::Next(Target::Item(name)) => {
            Expected::Next(Some(name.to?))
        }
        RuleEffect::Next(Target::Solved(_)) => Expected::Next(None),
    })
}
