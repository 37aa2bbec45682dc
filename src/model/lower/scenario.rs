//! Scenarios.

use crate::source::Span;
use crate::syntax::{Node, Rule};

use super::super::{Common, Evidence, Expectation, Ref, Scenario, Side};
use super::{
    LowerContext, common, exact, first_reference, first_text, is_name, knowledge, reference, references, value,
};

pub(super) fn scenario(cx: &mut LowerContext, node: Node, common: &mut Common) -> Scenario {
    let word = node.word_span();
    let mut scenario = Scenario {
        guide: first_reference(node).unwrap_or(Ref { span: word, to: None }),
        given: Box::default(),
        expected: Box::default(),
    };
    let (mut given, mut expected) = (Vec::new(), Vec::new());
    for part in node.children() {
        match part.rule() {
            Rule::observe => given.extend(references(part).into_iter().map(Evidence::Observe)),
            Rule::absent => given.extend(references(part).into_iter().map(Evidence::Absent)),
            Rule::tried => given.extend(references(part).into_iter().map(Evidence::Tried)),
            Rule::know => given.extend(with_value(part).map(|(of, value)| Evidence::Know(of, value))),
            Rule::answer => given.extend(with_value(part).map(|(of, value)| Evidence::Answer(of, value))),
            Rule::suppose => given.extend(first_reference(part).map(Evidence::Suppose)),
            Rule::expect => {
                let found = part.first().and_then(|kind| expectation(cx, kind));
                expected.extend(found.map(|expectation| (part.span(), expectation)));
            }
            _ => common::property(cx, common, part),
        }
    }
    (scenario.given, scenario.expected) = (exact(given), exact(expected));
    scenario
}

/// The name of a fact or a check, and the place of the value behind it.
fn with_value(node: Node) -> Option<(Ref, Span)> {
    let mut parts = node.children();
    let name = parts.next().filter(is_name)?;
    Some((reference(name), parts.next()?.span()))
}

fn expectation(cx: &mut LowerContext, node: Node) -> Option<Expectation> {
    Some(match node.rule() {
        Rule::expect_cause => {
            let side = if node.child(Rule::bound_above).is_some() { Side::Above } else { Side::Below };
            Expectation::Cause(first_reference(node)?, side, value::chance(cx, node)?)
        }
        Rule::expect_most_likely => Expectation::MostLikely(first_reference(node)?),
        Rule::expect_ruled_out => Expectation::RuledOut(first_reference(node)?),
        Rule::expect_next => Expectation::Next(knowledge::target(node)?),
        Rule::expect_never => Expectation::Never(first_reference(node)?),
        Rule::expect_warn => Expectation::Warn(first_text(node)?),
        Rule::expect_escalated => Expectation::Escalated(first_reference(node)?),
        Rule::expect_solved => {
            let mut steps = None;
            let mut minutes = None;
            for limit in node.children().filter(|part| part.rule() == Rule::limit) {
                match limit.child(Rule::step_limit) {
                    Some(found) => steps = value::whole(cx, found, 1, 100_000),
                    None => minutes = value::duration(cx, limit),
                }
            }
            Expectation::Solved { by: first_reference(node)?, steps, minutes }
        }
        _ => return None,
    })
}
