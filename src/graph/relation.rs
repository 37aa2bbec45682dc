//! What an item names, and what for.
//!
//! In: an item. Out: each name in it with the [`Relation`] that it stands for, in the order of the model, names that
//! lead nowhere too. Knows nothing of other items.

use crate::model::{
    Body, Check, Evidence, Expectation, Guard, Guide, HowTo, Item, Outcome, Procedure, Ref, Remedy, Rule, RuleEffect,
    Scenario, StepEntry, Target, Undo,
};

/// What one item has to do with another that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// A guide is about a symptom.
    About,
    /// A guide's chart begins with a step.
    Start,
    /// A guide or a cause leaves to an escalation what nothing solves.
    Otherwise,
    /// A guide holds an item though nothing leads to it.
    Includes,
    /// A guide does not hold an item.
    Excludes,
    /// A cause shows a symptom.
    Shows,
    /// A cause brings about another.
    LeadsTo,
    /// A remedy fixes a cause.
    Fixes,
    /// An outcome of a check or a remedy says something of a cause.
    SpeaksOf,
    /// A rule changes the chance of a cause, or whether a step may be done.
    Affects,
    /// A rule lets no remedy be done before a step.
    Requires,
    /// A step comes after another.
    After,
    /// A route leads to a step, a guide or an escalation.
    Next,
    /// A remedy makes a weaker one pointless.
    Supersedes,
    /// A remedy lets a check be asked once more.
    Renews,
    /// Where an item applies depends on what is named.
    When,
    /// A rule that changes no chance and forbids no step, but tells or requires something, waits for what is named. Of the names in
    /// its condition the first that is no fact has this tie, so that a fact which thousands of rules name stays cheap.
    Tells,
    /// Which variant of a step is shown depends on what is named.
    StepWhen,
    /// Shared steps are part of an item.
    SharesSteps,
    /// A source backs an item.
    Cites,
    /// A guide is worth a look for whoever reads of an item.
    SeeAlso,
    /// A scenario tests a guide.
    Tests,
    /// A scenario gives or expects an item.
    Plays,
}

/// Calls `visit` for each name in an item.
pub fn references(item: &Item, visit: &mut dyn FnMut(Relation, Ref)) {
    if let Some(common) = &item.common {
        common.cite.iter().for_each(|&name| visit(Relation::Cites, name));
        common.further().see.iter().for_each(|&name| visit(Relation::SeeAlso, name));
        guard(common.when.as_deref(), Relation::When, visit);
    }
    match &item.body {
        Body::Guide(guide) => in_guide(guide, visit),
        Body::Symptom(_) | Body::Fact(_) | Body::Escalation(_) | Body::Source(_) => {}
        Body::Cause(cause) => {
            cause.shows.iter().for_each(|shown| visit(Relation::Shows, shown.of));
            cause.leads_to.iter().for_each(|target| visit(Relation::LeadsTo, target.of));
            cause.otherwise.iter().for_each(|&name| visit(Relation::Otherwise, name));
        }
        Body::Check(check) => in_check(check, visit),
        Body::Remedy(remedy) => in_remedy(remedy, visit),
        Body::Rule(rule) => in_rule(rule, visit),
        Body::Steps(entries) => steps(entries, visit),
        Body::Scenario(scenario) => in_scenario(scenario, visit),
    }
}

fn guard(guard: Option<&Guard>, relation: Relation, visit: &mut dyn FnMut(Relation, Ref)) {
    if let Some(guard) = guard {
        guard.condition.names(&mut |&name| visit(relation, name));
    }
}

fn in_guide(guide: &Guide, visit: &mut dyn FnMut(Relation, Ref)) {
    guide.symptoms.iter().for_each(|&name| visit(Relation::About, name));
    guide.start.iter().for_each(|&name| visit(Relation::Start, name));
    guide.otherwise.iter().for_each(|&name| visit(Relation::Otherwise, name));
    guide.include.iter().for_each(|&name| visit(Relation::Includes, name));
    guide.exclude.iter().for_each(|&name| visit(Relation::Excludes, name));
}

fn in_check(check: &Check, visit: &mut dyn FnMut(Relation, Ref)) {
    procedure(&check.procedure, visit);
    outcomes(&check.outcomes, visit);
    if let Some(cannot) = &check.cannot_tell {
        cannot.effects.iter().for_each(|effect| visit(Relation::SpeaksOf, effect.cause));
        target(cannot.next, visit);
    }
}

fn in_remedy(remedy: &Remedy, visit: &mut dyn FnMut(Relation, Ref)) {
    procedure(&remedy.procedure, visit);
    remedy.fixes.iter().for_each(|fixed| visit(Relation::Fixes, fixed.of));
    remedy.supersedes.iter().for_each(|&name| visit(Relation::Supersedes, name));
    remedy.renews.iter().for_each(|&name| visit(Relation::Renews, name));
    if let Some(verify) = &remedy.verify {
        how_to(&verify.how, visit);
    }
    outcomes(&remedy.outcomes, visit);
    target(remedy.next, visit);
}

fn procedure(procedure: &Procedure, visit: &mut dyn FnMut(Relation, Ref)) {
    let care = procedure.care();
    care.before().for_each(|name| visit(Relation::After, name));
    steps(&procedure.steps, visit);
    if let Some((_, Undo::How(how))) = &care.undo {
        how_to(how, visit);
    }
    if let Some(how) = &care.afterwards {
        how_to(how, visit);
    }
}

fn how_to(how: &HowTo, visit: &mut dyn FnMut(Relation, Ref)) {
    if let HowTo::Steps(entries) = how {
        steps(entries, visit);
    }
}

fn steps(entries: &[StepEntry], visit: &mut dyn FnMut(Relation, Ref)) {
    for entry in entries {
        match entry {
            StepEntry::Step(step) => guard(step.when.as_deref(), Relation::StepWhen, visit),
            StepEntry::Include(name) => visit(Relation::SharesSteps, *name),
        }
    }
}

fn outcomes(outcomes: &[Outcome], visit: &mut dyn FnMut(Relation, Ref)) {
    for outcome in outcomes {
        outcome.effects.iter().for_each(|effect| visit(Relation::SpeaksOf, effect.cause));
        target(outcome.next, visit);
    }
}

fn target(target: Option<Target>, visit: &mut dyn FnMut(Relation, Ref)) {
    if let Some(Target::Item(name)) = target {
        visit(Relation::Next, name);
    }
}

fn in_rule(rule: &Rule, visit: &mut dyn FnMut(Relation, Ref)) {
    for (_, effect) in &rule.effects {
        match effect {
            RuleEffect::Confirm(name)
            | RuleEffect::Suspect(name, _)
            | RuleEffect::Doubt(name, _)
            | RuleEffect::RuleOut(name)
            | RuleEffect::Skip(name) => visit(Relation::Affects, *name),
            RuleEffect::Require(name) => {
                visit(Relation::Affects, *name);
                visit(Relation::Requires, *name);
            }
            RuleEffect::Next(to) => target(Some(*to), visit),
            RuleEffect::Warn(_) => {}
        }
    }
}

fn in_scenario(scenario: &Scenario, visit: &mut dyn FnMut(Relation, Ref)) {
    visit(Relation::Tests, scenario.guide);
    for evidence in &scenario.given {
        match evidence {
            Evidence::Observe(name)
            | Evidence::Absent(name)
            | Evidence::Know(name, _)
            | Evidence::Answer(name, _)
            | Evidence::Tried(name)
            | Evidence::Suppose(name) => visit(Relation::Plays, *name),
        }
    }
    for (_, expectation) in &scenario.expected {
        match expectation {
            Expectation::Cause(name, ..)
            | Expectation::MostLikely(name)
            | Expectation::RuledOut(name)
            | Expectation::Never(name)
            | Expectation::Solved { by: name, .. }
            | Expectation::Escalated(name)
            | Expectation::Next(Target::Item(name)) => visit(Relation::Plays, *name),
            Expectation::Next(Target::Solved(_)) | Expectation::Warn(_) => {}
        }
    }
}
