//! Reads one property again, alone, to learn how far it comes.

pub(super) use kbc_grammar::Stop;

use crate::syntax::Rule;
use crate::syntax::words::Context;

/// Reads a property by the rule of its place: nothing when all of it is right.
pub(super) fn read(text: &str, context: Context) -> Option<Stop> {
    kbc_grammar::stop(rule_of(context)?, text)
}

/// Whether a text is a property of a place, whole and right.
pub(super) fn is_right(text: &str, context: Context) -> bool {
    rule_of(context).is_some_and(|wanted| kbc_grammar::is_right(wanted, text))
}

fn rule_of(context: Context) -> Option<Rule> {
    Some(match context {
        Context::Guide => Rule::guide_alone,
        Context::Symptom => Rule::symptom_alone,
        Context::Cause => Rule::cause_alone,
        Context::Check => Rule::check_alone,
        Context::Remedy => Rule::remedy_alone,
        Context::Rule => Rule::rule_alone,
        Context::Fact => Rule::fact_alone,
        Context::Escalation => Rule::escalation_alone,
        Context::Result => Rule::result_alone,
        Context::Steps => Rule::steps_item_alone,
        Context::Source => Rule::source_alone,
        Context::Scenario => Rule::scenario_alone,
        Context::Stage => Rule::stage_alone,
        Context::Outcome => Rule::outcome_alone,
        Context::CannotTell => Rule::cannot_tell_alone,
        Context::Step => Rule::step_alone,
        Context::StepsBlock => Rule::steps_alone,
        Context::Then | Context::Expect => return None,
    })
}
