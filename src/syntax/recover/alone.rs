//! Reads one property again, alone, to learn how far it comes.

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

use crate::syntax::Rule;
use crate::syntax::parse::Grammar;
use crate::syntax::words::Context;

/// Where a property stops making sense, and what could have stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    pub at: usize,
    pub expected: Vec<Rule>,
}

/// Reads a property by the rule of its place: nothing when all of it is right.
pub(super) fn read(text: &str, context: Context) -> Option<Stop> {
    let error = Grammar::parse(rule_of(context)?, text).err()?;
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let expected = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => positives,
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Some(Stop { at, expected })
}

/// Whether a text is a property of a place, whole and right.
pub(super) fn is_right(text: &str, context: Context) -> bool {
    let parsed = rule_of(context).and_then(|wanted| Grammar::parse(wanted, text).ok());
    parsed.is_some_and(|pairs| pairs.flatten().all(|pair| pair.as_rule() != Rule::bad))
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
