//! Which numbers of the text were learned.
//!
//! In: knowledge, and what `learned.json` says. Out: by the place of a number what it was learned from, and which numbers are others by
//! now: of those the file says nothing that is true any more. Only the text is looked at, so that every build can do it.

use rustc_hash::FxHashMap;

use crate::config::{Provenance, WrittenSessions};
use crate::diagnostics::Diagnostic;
use crate::model::{EffectKind, Given, Knowledge};
use crate::source::Span;

use super::provenance::{SAME, stale};
use super::written::{Unit, Written};

/// By place what a number was learned from.
#[derive(Debug, Default)]
pub struct Places(FxHashMap<Span, Provenance>);

impl Places {
    /// Finds them, and tells which are stale.
    #[must_use]
    pub fn of(knowledge: &Knowledge, learned: &[Provenance]) -> (Self, Vec<Diagnostic>) {
        let mut places = Places::default();
        let mut others = Vec::new();
        if learned.is_empty() {
            return (places, others);
        }
        let written = Written::new(knowledge, WrittenSessions::default());
        for one in learned {
            let Some(unit) = Unit::from_key(&one.number).filter(|unit| written.holds(unit)) else { continue };
            let numbers = numbers(&written, &unit);
            let same = |(name, given): &(String, Given<f64>)| {
                let learned = one.values.get(name);
                learned.is_some_and(|learned| (given.value - learned).abs() <= SAME * learned.abs().max(1.0))
            };
            if !numbers.is_empty() && numbers.iter().all(same) {
                places.0.extend(numbers.into_iter().map(|(_, given)| (given.span, one.clone())));
            } else {
                others.push(stale(&unit));
            }
        }
        (places, others)
    }

    /// What the number at a place was learned from.
    #[must_use]
    pub fn at(&self, place: Span) -> Option<&Provenance> {
        self.0.get(&place)
    }
}

/// The numbers of a unit that stand in the text, by their names in the file.
fn numbers(written: &Written<'_>, unit: &Unit) -> Vec<(String, Given<f64>)> {
    let single = |given: Option<Given<f64>>| {
        given.filter(Given::is_written).map(|given| (String::new(), given)).into_iter().collect()
    };
    let knowledge = written.knowledge;
    match unit {
        Unit::Likelihood(cause) => {
            let body = written.item(cause).and_then(|item| knowledge.cause(item));
            single(body.and_then(|body| body.likelihood))
        }
        Unit::Fixes(remedy, cause) => single(written.fixes(remedy, cause).map(|fixed| fixed.chance)),
        Unit::Takes(step) => written.times(step).into_iter().map(|(part, given)| (part.to_owned(), given)).collect(),
        Unit::Row(step, None) => {
            let shares = written
                .outcomes(step)
                .iter()
                .filter_map(|outcome| Some((knowledge.spelled(outcome.name).to_owned(), **outcome.share.as_ref()?)));
            shares.chain(written.shares(step)).filter(|(_, given)| given.is_written()).collect()
        }
        Unit::Row(step, Some(cause)) => {
            let given = written.outcomes(step).iter().flat_map(|outcome| {
                written.effects(outcome, cause).filter_map(|effect| match effect.kind {
                    EffectKind::Given(value) => {
                        Some((knowledge.spelled(outcome.name).to_owned(), Given { value, span: effect.span }))
                    }
                    _ => None,
                })
            });
            given.collect()
        }
        Unit::Other(_) => Vec::new(),
    }
}

impl Written<'_> {
    /// Whether the items of a unit are there.
    fn holds(&self, unit: &Unit) -> bool {
        match unit {
            Unit::Likelihood(one) | Unit::Takes(one) | Unit::Row(one, None) => self.item(one).is_some(),
            Unit::Fixes(one, other) | Unit::Row(one, Some(other)) => {
                self.item(one).is_some() && self.item(other).is_some()
            }
            Unit::Other(_) => false,
        }
    }
}
