//! Which parts of a guide's older problem are which of its newer one.
//!
//! In: both versions of a guide as decisions, and pairs of items. Out: a [`Matching`] in the ids of the engine. Answers are
//! matched by their names, values of facts by what they stand for.

use crate::decision::values::Value;
use crate::decision::{Asked, Decision};
use crate::model::{FactType, Knowledge};
use crate::reasoning::{CauseId, CheckId, EscalationId, GuideId, Matching, Outcome, RemedyId, SymptomId};

use super::Side;
use super::pairs::Pairs;

/// Matches the parts of two problems.
pub fn matching((older, before): (&Side, &Decision), (newer, now): (&Side, &Decision), pairs: &Pairs) -> Matching {
    let checks = before.checks.iter().enumerate().map(|(at, asked)| {
        let item = pairs.newer(asked.item())?;
        let is_same =
            |other: &Asked| other.item() == item && std::mem::discriminant(other) == std::mem::discriminant(asked);
        let check = now.checks.iter().position(is_same)?;
        let answers = match (asked, &now.checks[check]) {
            (Asked::Fact(_, olds), Asked::Fact(_, news)) => {
                let older = Values { knowledge: older.knowledge, asked };
                let newer = Values { knowledge: newer.knowledge, asked: &now.checks[check] };
                news.iter().map(|new| olds.iter().position(|old| newer.is(new, &older, old, olds))).collect()
            }
            _ => by_name(&before.problem.checks[at].outcomes, &now.problem.checks[check].outcomes),
        };
        Some((CheckId(check), answers))
    });
    let remedies = before.remedies.iter().enumerate().map(|(at, &item)| {
        let remedy = now.remedy(pairs.newer(item)?)?;
        let (olds, news) = (&before.problem.remedies[at].outcomes, &now.problem.remedies[remedy.0].outcomes);
        let ways = if olds.is_empty() { vec![Some(0); news.len().max(1)] } else { by_name(olds, news) };
        Some((remedy, if ways.is_empty() { vec![None] } else { ways }))
    });
    Matching {
        causes: now.causes.iter().map(|&cause| cause_before(before, pairs, cause)).collect(),
        checks: checks.collect(),
        remedies: remedies.collect::<Vec<Option<(RemedyId, Vec<Option<usize>>)>>>(),
        escalations: before
            .escalations
            .iter()
            .map(|&item| now.escalation(pairs.newer(item)?))
            .collect::<Vec<Option<EscalationId>>>(),
        guides: before
            .guides
            .iter()
            .map(|&item| {
                let item = pairs.newer(item)?;
                now.guides.iter().position(|&guide| guide == item).map(GuideId)
            })
            .collect(),
    }
}

fn cause_before(before: &Decision, pairs: &Pairs, cause: crate::model::ItemId) -> Option<CauseId> {
    before.cause(pairs.older(cause)?)
}

/// The symptom of the older problem that is this one of the newer.
pub fn symptom_before(before: &Decision, now: &Decision, pairs: &Pairs, symptom: SymptomId) -> Option<SymptomId> {
    before.symptom(pairs.older(now.symptoms[symptom.0])?)
}

/// For each outcome of a newer step, the older one of the same name.
fn by_name(olds: &[Outcome], news: &[Outcome]) -> Vec<Option<usize>> {
    news.iter().map(|new| olds.iter().position(|old| old.name == new.name)).collect()
}

/// The values of a fact.
struct Values<'a> {
    knowledge: &'a Knowledge,
    asked: &'a Asked,
}

impl Values<'_> {
    /// The name of a choice.
    fn choice(&self, at: u32) -> Option<&str> {
        match &self.knowledge.fact(self.asked.item())?.values {
            Some(FactType::OneOf(choices)) => choices.get(at as usize).map(|one| self.knowledge.spelled(one.name)),
            _ => ["yes", "no"].get(at as usize).copied(),
        }
    }

    /// Whether those who have this value had that older one; a text that the older conditions did not name was any other text,
    /// and a stretch that lies in no older one is where its own values are.
    fn is(&self, own: &Value, older: &Values<'_>, old: &Value, olds: &[Value]) -> bool {
        match (own, old) {
            (Value::Choice(own), Value::Choice(old)) => self.choice(*own) == older.choice(*old),
            (Value::Stretch(own), Value::Stretch(old)) => {
                let holds = |value: &Value| matches!(value, Value::Stretch(old) if old.holds(own));
                old.holds(own) || !olds.iter().any(holds) && !old.meet(own).is_empty()
            }
            (Value::Text(_), Value::OtherText) => !olds.contains(own),
            (own, old) => own == old,
        }
    }
}
