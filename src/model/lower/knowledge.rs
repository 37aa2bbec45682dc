//! Symptoms, causes, and rules over them.

use crate::source::Span;
use crate::syntax::{Node, Rule};

use super::super::{Cause, Common, Given, HowOften, Ref, RuleEffect, Symptom, Target};
use super::{
    LowerContext, common, exact, first_reference, first_text, is_text, once, once_list, reference, references, steps,
    value,
};

pub(super) fn symptom(cx: &mut LowerContext, node: Node, common: &mut Common) -> Symptom {
    let mut symptom = Symptom::default();
    let (mut messages, mut patterns, mut alerts, mut images) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for part in node.children() {
        match part.rule() {
            Rule::message => messages.extend(first_text(part)),
            Rule::pattern => {
                let literal = part.children().find(is_text);
                patterns.extend(literal.map(|literal| value::pattern(cx, literal)));
            }
            Rule::alert => alerts.extend(first_text(part)),
            Rule::image => images.extend(steps::image(part)),
            Rule::impact => once(&mut symptom.impact, first_text(part)),
            Rule::only_listed => symptom.only_listed = true,
            _ => common::property(cx, common, part),
        }
    }
    (symptom.messages, symptom.patterns, symptom.alerts) = (exact(messages), exact(patterns), exact(alerts));
    symptom.images = exact(images);
    symptom
}

pub(super) fn cause(cx: &mut LowerContext, node: Node, common: &mut Common) -> Cause {
    let mut cause = Cause::default();
    for part in node.children() {
        match part.rule() {
            Rule::likelihood => once(&mut cause.likelihood, value::weight(cx, part)),
            Rule::shows => once_list(&mut cause.shows, how_often(cx, part)),
            Rule::leads_to => once_list(&mut cause.leads_to, how_often(cx, part)),
            Rule::prevent => once(&mut cause.prevent, first_text(part)),
            Rule::remedy_none => once(&mut cause.no_remedy, first_text(part)),
            Rule::otherwise => once_list(&mut cause.otherwise, references(part)),
            _ => common::property(cx, common, part),
        }
    }
    cause
}

/// A list of items, each with how often.
pub(super) fn how_often(cx: &mut LowerContext, node: Node) -> Vec<HowOften> {
    let entries = node.children().filter(|part| matches!(part.rule(), Rule::how_often | Rule::usual));
    entries
        .filter_map(|entry| {
            let of = first_reference(entry)?;
            let chance = match entry.child(Rule::chance) {
                Some(_) => value::chance(cx, entry)?,
                None => Given::left_out(cx.numbers.usually(), of.span),
            };
            Some(HowOften { of, chance })
        })
        .collect()
}

pub(super) fn rule(cx: &mut LowerContext, node: Node, common: &mut Common) -> super::super::Rule {
    let mut effects = Box::default();
    for part in node.children() {
        match part.rule() {
            Rule::then => once_list(&mut effects, part.children().filter_map(|part| effect(cx, part)).collect()),
            _ => common::property(cx, common, part),
        }
    }
    super::super::Rule { effects }
}

fn effect(cx: &mut LowerContext, node: Node) -> Option<(Span, RuleEffect)> {
    let weighed = node.child(Rule::strength_of);
    let mut strength = |make: fn(Ref, f64) -> RuleEffect| {
        let weighed = weighed?;
        Some(make(first_reference(weighed)?, value::strength(cx, weighed)))
    };
    let effect = match node.rule() {
        Rule::confirm => RuleEffect::Confirm(first_reference(node)?),
        Rule::suspect => strength(RuleEffect::Suspect)?,
        Rule::doubt => strength(RuleEffect::Doubt)?,
        Rule::rule_out => RuleEffect::RuleOut(first_reference(node)?),
        Rule::skip => RuleEffect::Skip(first_reference(node)?),
        Rule::require => RuleEffect::Require(first_reference(node)?),
        Rule::warn => RuleEffect::Warn(first_text(node)?),
        Rule::next => RuleEffect::Next(target(node)?),
        _ => return None,
    };
    Some((node.span(), effect))
}

/// Where a `next` leads.
pub(super) fn target(node: Node) -> Option<Target> {
    let name = node.child(Rule::name)?;
    Some(match name.text() {
        "solved" => Target::Solved(name.span()),
        _ => Target::Item(reference(name)),
    })
}
