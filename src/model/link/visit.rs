//! Every name in an item, and what kinds of item it may lead to.

use super::super::{
    Body, Comparison, Condition, Evidence, Expectation, HowTo, Item, Kind, Outcome, Procedure, Ref, RuleEffect,
    StepEntry, Subject, Target, Undo,
};

/// What a name is expected to lead to.
#[derive(Clone, Copy)]
pub(in crate::model) struct Expected {
    /// The kinds that make sense there.
    pub kinds: &'static [Kind],
    /// Whether the name makes use of what it leads to, or only tests or excludes it.
    pub counts_as_use: bool,
}

const STEP: &[Kind] = &[Kind::Check, Kind::Remedy];
const ROUTE: &[Kind] = &[Kind::Check, Kind::Remedy, Kind::Guide, Kind::Escalation, Kind::Result];
const VALUED: &[Kind] = &[Kind::Check, Kind::Fact, Kind::Remedy];
const MEMBER: &[Kind] = &[Kind::Cause, Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact, Kind::Symptom];

/// What is done with names.
pub(in crate::model) trait Visit {
    /// Takes a name.
    fn name(&mut self, name: &mut Ref, expected: Expected);
    /// Takes what a condition asks about, after its name.
    fn subject(&mut self, subject: &mut Subject, comparison: Option<Comparison>);
}

fn used(kinds: &'static [Kind]) -> Expected {
    Expected { kinds, counts_as_use: true }
}

fn tested(kinds: &'static [Kind]) -> Expected {
    Expected { kinds, counts_as_use: false }
}

/// Calls `visit` for each name in the item.
pub(in crate::model) fn names(item: &mut Item, visit: &mut dyn Visit) {
    if let Some(common) = &mut item.common {
        each(&mut common.cite, used(&[Kind::Source]), visit);
        each(common.see_mut(), used(&[Kind::Guide]), visit);
        if let Some(guard) = &mut common.when {
            condition(&mut guard.condition, visit);
        }
    }
    match &mut item.body {
        Body::Guide(guide) => {
            each(&mut guide.symptoms, used(&[Kind::Symptom]), visit);
            each(&mut guide.start, used(STEP), visit);
            each(&mut guide.otherwise, used(&[Kind::Escalation]), visit);
            each(&mut guide.include, used(MEMBER), visit);
            each(&mut guide.exclude, tested(MEMBER), visit);
        }
        Body::Cause(cause) => {
            each(cause.shows.iter_mut().map(|entry| &mut entry.of), used(&[Kind::Symptom]), visit);
            each(cause.leads_to.iter_mut().map(|entry| &mut entry.of), used(&[Kind::Cause]), visit);
            each(&mut cause.otherwise, used(&[Kind::Escalation]), visit);
        }
        Body::Check(check) => {
            procedure(&mut check.procedure, visit);
            outcomes(&mut check.outcomes, visit);
            if let Some(cannot) = &mut check.cannot_tell {
                each(cannot.effects.iter_mut().map(|effect| &mut effect.cause), used(&[Kind::Cause]), visit);
                target(cannot.next.as_mut(), visit);
            }
        }
        Body::Remedy(remedy) => {
            procedure(&mut remedy.procedure, visit);
            each(remedy.fixes.iter_mut().map(|entry| &mut entry.of), used(&[Kind::Cause]), visit);
            each(&mut remedy.supersedes, used(&[Kind::Remedy]), visit);
            each(&mut remedy.renews, used(&[Kind::Check]), visit);
            if let Some(verify) = &mut remedy.verify {
                how_to(&mut verify.how, visit);
            }
            outcomes(&mut remedy.outcomes, visit);
            target(remedy.next.as_mut(), visit);
        }
        Body::Rule(rule) => rule.effects.iter_mut().for_each(|(_, effect)| rule_effect(effect, visit)),
        Body::Steps(entries) => steps(entries, visit),
        Body::Scenario(scenario) => {
            visit.name(&mut scenario.guide, tested(&[Kind::Guide]));
            scenario.given.iter_mut().for_each(|given| evidence(given, visit));
            scenario.expected.iter_mut().for_each(|(_, expected)| expectation(expected, visit));
        }
        Body::Symptom(_) | Body::Fact(_) | Body::Escalation(_) | Body::Source(_) => {}
    }
}

fn each<'a>(names: impl IntoIterator<Item = &'a mut Ref>, expected: Expected, visit: &mut dyn Visit) {
    for name in names {
        visit.name(name, expected);
    }
}

fn target<'t>(target: impl Into<Option<&'t mut Target>>, visit: &mut dyn Visit) {
    if let Some(Target::Item(name)) = target.into() {
        visit.name(name, used(ROUTE));
    }
}

fn procedure(procedure: &mut Procedure, visit: &mut dyn Visit) {
    steps(&mut procedure.steps, visit);
    let Some(care) = &mut procedure.care else { return };
    each(care.after.iter_mut().chain(&mut care.only_after), used(STEP), visit);
    if let Some((_, Undo::How(how))) = &mut care.undo {
        how_to(how, visit);
    }
    if let Some(how) = &mut care.afterwards {
        how_to(how, visit);
    }
}

fn how_to(how: &mut HowTo, visit: &mut dyn Visit) {
    if let HowTo::Steps(entries) = how {
        steps(entries, visit);
    }
}

fn steps(entries: &mut [StepEntry], visit: &mut dyn Visit) {
    for entry in entries {
        match entry {
            StepEntry::Include(name) => visit.name(name, used(&[Kind::Steps])),
            StepEntry::Step(step) => {
                if let Some(guard) = &mut step.when {
                    condition(&mut guard.condition, visit);
                }
            }
        }
    }
}

fn outcomes(outcomes: &mut [Outcome], visit: &mut dyn Visit) {
    for outcome in outcomes {
        each(outcome.effects.iter_mut().map(|effect| &mut effect.cause), used(&[Kind::Cause]), visit);
        target(outcome.next.as_mut(), visit);
    }
}

fn rule_effect(effect: &mut RuleEffect, visit: &mut dyn Visit) {
    match effect {
        RuleEffect::Confirm(cause)
        | RuleEffect::Suspect(cause, _)
        | RuleEffect::Doubt(cause, _)
        | RuleEffect::RuleOut(cause) => visit.name(cause, used(&[Kind::Cause])),
        RuleEffect::Skip(step) | RuleEffect::Require(step) => visit.name(step, used(STEP)),
        RuleEffect::Next(to) => target(Some(to), visit),
        RuleEffect::Warn(_) => {}
    }
}

fn condition(of: &mut Condition, visit: &mut dyn Visit) {
    match of {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            parts.iter_mut().for_each(|part| condition(part, visit));
        }
        Condition::Not(part) => condition(part, visit),
        Condition::Seen(name) => visit.name(name, used(&[Kind::Symptom])),
        Condition::Tried(name) => visit.name(name, used(&[Kind::Remedy])),
        Condition::Is(subject) => {
            visit.name(&mut subject.name, used(VALUED));
            visit.subject(subject, None);
        }
        Condition::Compare(subject, comparison) => {
            visit.name(&mut subject.name, used(&[Kind::Fact]));
            visit.subject(subject, Some(*comparison));
        }
    }
}

fn evidence(given: &mut Evidence, visit: &mut dyn Visit) {
    match given {
        Evidence::Observe(name) | Evidence::Absent(name) => visit.name(name, tested(&[Kind::Symptom])),
        Evidence::Know(name, _) => visit.name(name, tested(&[Kind::Fact])),
        Evidence::Answer(name, _) => visit.name(name, tested(&[Kind::Check, Kind::Fact, Kind::Remedy])),
        Evidence::Tried(name) => visit.name(name, tested(&[Kind::Remedy])),
        Evidence::Suppose(name) => visit.name(name, tested(&[Kind::Cause])),
    }
}

fn expectation(expected: &mut Expectation, visit: &mut dyn Visit) {
    match expected {
        Expectation::Cause(name, ..) | Expectation::MostLikely(name) | Expectation::RuledOut(name) => {
            visit.name(name, tested(&[Kind::Cause]));
        }
        // What comes next may be a fact that is asked.
        Expectation::Next(Target::Item(name)) => {
            visit.name(
                name,
                tested(&[
                    Kind::Check,
                    Kind::Remedy,
                    Kind::Fact,
                    Kind::Symptom,
                    Kind::Guide,
                    Kind::Escalation,
                    Kind::Result,
                ]),
            );
        }
        Expectation::Never(name) => visit.name(name, tested(&[Kind::Check, Kind::Remedy, Kind::Fact])),
        Expectation::Solved { by, .. } => visit.name(by, tested(&[Kind::Remedy])),
        Expectation::Escalated(name) => visit.name(name, tested(&[Kind::Escalation])),
        Expectation::Next(Target::Solved(_)) | Expectation::Warn(_) => {}
    }
}
