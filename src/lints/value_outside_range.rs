//! A value that a fact or a check cannot have.

use rayon::prelude::*;

use crate::decision::values::test;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::logic::Answer;
use crate::model::{
    Asks, Body, Bound, Comparison, Condition, Evidence, FactType, Guard, Item, ItemId, Kind, Operand, Range, Ref,
    Scalar, Subject, Version,
};
use crate::source::Span;

use super::context::CHUNK;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::VALUE_OUTSIDE_RANGE, run).and_each(&[Kind::Check, Kind::Scenario], look);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let of_guard = |(guard, can_hold): (&&Guard, &Answer)| {
        let mut found = Vec::new();
        tests(&guard.condition, &mut |subject, comparison| found.extend(in_condition(cx, subject, comparison)));
        // A whole condition that never holds was reported for that.
        found.retain(|_| *can_hold != Answer::No);
        found
    };
    let answered = cx.conditions().par_iter().zip(cx.can_hold());
    findings.par_extend(answered.with_min_len(CHUNK).flat_map_iter(of_guard));
}

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    in_ranges(cx, item, findings);
    in_scenario(cx, item, findings);
}

fn tests<'c>(condition: &'c Condition, visit: &mut dyn FnMut(&'c Subject, Option<Comparison>)) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
            for part in parts {
                tests(part, visit);
            }
        }
        Condition::Not(part) => tests(part, visit),
        leaf => {
            if let Some((comparison, subject)) = test(leaf) {
                visit(subject, comparison);
            }
        }
    }
}

fn in_condition(cx: &LintContext, subject: &Subject, comparison: Option<Comparison>) -> Option<Diagnostic> {
    let name = cx.name(subject.name.to?);
    match subject.operand.as_ref()? {
        Operand::Number(value) if !(0.0..=100.0).contains(value) => {
            is_percentage(cx, &subject.name).then(|| outside(cx, name, subject.value))
        }
        Operand::Version(version) if comparison == Some(Comparison::Less) && *version == Version::default() => {
            let message = format!("no value of `{name}` is below `{}`", cx.knowledge.slice(subject.value));
            let finding = Diagnostic::new(&rules::VALUE_OUTSIDE_RANGE, subject.value, message);
            Some(finding.help("the first of all versions is 0"))
        }
        _ => None,
    }
}

fn outside(cx: &LintContext, name: &str, value: Span) -> Diagnostic {
    let message = format!("`{}` lies outside the values of `{name}`", cx.knowledge.slice(value));
    Diagnostic::new(&rules::VALUE_OUTSIDE_RANGE, value, message)
        .help(format!("`{name}` is a percentage, from 0 to 100"))
}

/// Whether a fact, or what a check asks, counts in per cent.
fn is_percentage(cx: &LintContext, name: &Ref) -> bool {
    let Some(id) = name.to else { return false };
    let unit = match &cx.knowledge.item(id).body {
        Body::Fact(fact) => match fact.values {
            Some(FactType::Number(unit)) => unit,
            _ => None,
        },
        Body::Check(check) => match check.asks.map(|asks| asks.value) {
            Some(Asks::Number(unit)) => unit,
            _ => None,
        },
        _ => None,
    };
    unit.is_some_and(|unit| cx.knowledge.slice(unit) == "%")
}

fn in_ranges(cx: &LintContext, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Check(check) = &item.body else { return };
    let Some(Asks::Number(Some(unit))) = check.asks.map(|asks| asks.value) else { return };
    if cx.knowledge.slice(unit) != "%" {
        return;
    }
    for outcome in &check.outcomes {
        let Some(range) = &outcome.range else { continue };
        let is_outside = match &range.value {
            Range::Within(from, to) => {
                let outside = |bound: &Option<Bound>, edge: f64| match bound {
                    Some(Bound { at: Scalar::Number(at), included }) => {
                        !(0.0..=100.0).contains(at) || (at.total_cmp(&edge).is_eq() && !included)
                    }
                    _ => false,
                };
                // Nothing lies above 100 % or below 0 %.
                outside(from, 100.0) || outside(to, 0.0)
            }
            _ => false,
        };
        if is_outside {
            findings.push(outside(cx, cx.knowledge.spelled(item.name), range.span));
        }
    }
}

fn in_scenario(cx: &LintContext, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    for given in &scenario.given {
        let (Evidence::Know(name, value) | Evidence::Answer(name, value)) = given else { continue };
        let is_outside = cx.knowledge.slice(*value).parse::<f64>().is_ok_and(|value| !(0.0..=100.0).contains(&value));
        if is_outside && is_percentage(cx, name) {
            findings.push(outside(cx, cx.knowledge.slice(name.span), *value));
        }
    }
}
