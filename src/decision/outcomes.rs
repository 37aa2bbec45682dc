//! What the outcomes of a check or a remedy leave open to a cause.
//!
//! In: outcomes with their effects and base rates. Out: for each cause of which they speak, what is given in sum, and
//! whether an outcome is left for the rest. The same arithmetic as the engine's tables, cause by cause and before any
//! guide is known, so that what is wrong is told where it is written.

use indexmap::IndexSet;
use smallvec::SmallVec;

use crate::model::{Effect, EffectKind, ItemId, Outcome};
use crate::source::Span;

/// Sums this near to 1 are 1: people add percentages up by hand.
pub const SLACK: f64 = 1e-6;

/// What outcomes say of one cause.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    /// The cause.
    pub cause: ItemId,
    /// What is given for it in sum.
    pub given: f64,
    /// The place and the chance of each `given`.
    pub givens: Vec<(Span, f64)>,
    /// Every word that fixes an outcome: that gives it, or closes it to the cause, or a base rate of 0 %.
    pub fixed: Vec<Span>,
    /// What is left for the outcomes that are not fixed.
    pub rest: Rest,
}

/// What becomes of the chance that is not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// There is none, or some outcome takes it.
    Fine,
    /// The given chances exceed 1.
    TooMuch,
    /// Chances are given, and no outcome can take the rest.
    TooLittle,
    /// Every outcome is closed.
    Closed,
}

/// What is fixed about one outcome for one cause.
enum Fixed {
    Given(f64, Span),
    Closed(Span),
    Not,
}

impl Sums {
    /// The sums that are wrong, in the order in which the outcomes speak of causes. A cause whose name was not found is
    /// passed over: what is missing may be there.
    #[must_use]
    pub fn wrong(outcomes: &[Outcome]) -> Vec<Sums> {
        let base = takes_any(outcomes);
        let gives =
            |outcome: &Outcome| outcome.effects.iter().any(|effect| matches!(effect.kind, EffectKind::Given(_)));
        let closes = |effect: &Effect| matches!(effect.kind, EffectKind::RulesOut | EffectKind::Confirms);
        let is_open = |(outcome, base): (&Outcome, &bool)| *base && !outcome.effects.iter().any(closes);
        if !outcomes.iter().any(gives) && outcomes.iter().zip(&base).any(is_open) {
            return Vec::new();
        }
        let mut spoken: IndexSet<ItemId> = IndexSet::new();
        spoken.extend(outcomes.iter().flat_map(|outcome| &outcome.effects).filter_map(|effect| effect.cause.to));
        let sums = spoken.into_iter().map(|cause| Sums::of_cause(cause, outcomes, &base));
        sums.filter(|sums| sums.rest != Rest::Fine).collect()
    }

    fn of_cause(cause: ItemId, outcomes: &[Outcome], base: &[bool]) -> Sums {
        let mut sums = Sums { cause, given: 0.0, givens: Vec::new(), fixed: Vec::new(), rest: Rest::Fine };
        let mut open = false;
        for (outcome, &base) in outcomes.iter().zip(base) {
            match fixed(outcome, cause) {
                Fixed::Given(chance, span) => {
                    sums.given += chance;
                    sums.givens.push((span, chance));
                    sums.fixed.push(span);
                }
                Fixed::Closed(span) => sums.fixed.push(span),
                Fixed::Not if base => open = true,
                Fixed::Not => sums.fixed.extend(outcome.share.as_ref().map(|share| share.span)),
            }
        }
        sums.rest = if sums.given > 1.0 + SLACK {
            Rest::TooMuch
        } else if open || sums.given >= 1.0 - SLACK {
            Rest::Fine
        } else if sums.givens.is_empty() {
            Rest::Closed
        } else {
            Rest::TooLittle
        };
        sums
    }
}

fn fixed(outcome: &Outcome, cause: ItemId) -> Fixed {
    let of_cause = || outcome.effects.iter().filter(|effect| effect.cause.to == Some(cause));
    if let Some((effect, chance)) = of_cause().find_map(|effect| match effect.kind {
        EffectKind::Given(chance) => Some((effect, chance)),
        _ => None,
    }) {
        return Fixed::Given(chance, effect.span);
    }
    if let Some(effect) = of_cause().find(|effect| effect.kind == EffectKind::RulesOut) {
        return Fixed::Closed(effect.span);
    }
    match confirming(outcome) {
        // A name that leads nowhere may be this very cause.
        Some(_) if outcome.effects.iter().any(|effect| confirms(effect) && effect.cause.to.is_none()) => Fixed::Not,
        Some(effect) if !of_cause().any(confirms) => Fixed::Closed(effect.span),
        _ => Fixed::Not,
    }
}

fn confirms(effect: &Effect) -> bool {
    effect.kind == EffectKind::Confirms
}

fn confirming(outcome: &Outcome) -> Option<&Effect> {
    outcome.effects.iter().find(|effect| confirms(effect))
}

/// Which outcomes have a base rate above 0: those with a share, and those without one while shares leave some.
fn takes_any(outcomes: &[Outcome]) -> SmallVec<[bool; 8]> {
    let shares: f64 = outcomes.iter().filter_map(|outcome| outcome.share.as_ref()).map(|share| share.value).sum();
    outcomes
        .iter()
        .map(|outcome| outcome.share.as_ref().map_or(shares < 1.0 - SLACK, |share| share.value > 0.0))
        .collect()
}

/// Whether every outcome is closed to a cause of which nothing is said; then the place of what closes the last one.
#[must_use]
pub fn is_closed_to_silent(outcomes: &[Outcome]) -> Option<Span> {
    let closed = |(outcome, base): (&Outcome, bool)| confirming(outcome).is_some() || !base;
    let place = |outcome: &Outcome| {
        let confirming = confirming(outcome).map(|effect| effect.span);
        confirming.or(outcome.share.as_ref().map(|share| share.span))
    };
    let all = outcomes.iter().zip(takes_any(outcomes)).all(closed);
    outcomes.iter().rev().find_map(place).filter(|_| all)
}

/// A chance as people read it: in per cent, with at most two digits behind the point.
#[must_use]
pub fn percent(chance: f64) -> String {
    format!("{} %", (chance * 10_000.0).round() / 100.0)
}
