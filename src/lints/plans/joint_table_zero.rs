//! Rules that together leave a cause no answers at all.

use std::fmt::Write;

use crate::decision::{Asked, values};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{CheckId, Fault};

use super::{Look, PlanLint, listed};

pub static LINT: PlanLint = PlanLint { fault: &plans::JOINT_TABLE_ZERO, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    for fault in &look.plan().faults {
        let Fault::NoJoint { cause, rules, answers } = fault else { continue };
        let items: Vec<_> = rules.iter().map(|rule| look.decision().rules[rule.0]).collect();
        let whom = cause.map_or_else(|| "an unknown cause".to_owned(), |cause| format!("`{}`", look.cause_name(cause)));
        let (place, message) = match items.as_slice() {
            [] => (look.guide_head(), format!("in `{}`, {whom} can give no answers at all", look.guide())),
            [rule] => (
                look.head(*rule),
                format!("`{}` leaves {whom} no answers that could be given in `{}`", look.name(*rule), look.guide()),
            ),
            [first, ..] => {
                let names: Vec<&str> = items.iter().map(|&rule| look.name(rule)).collect();
                (
                    look.head(*first),
                    format!(
                        "{} contradict each other: they leave {whom} no answers in `{}`",
                        listed(&names),
                        look.guide()
                    ),
                )
            }
        };
        let mut finding = Diagnostic::new(&plans::JOINT_TABLE_ZERO, place, message);
        for &rule in items.iter().skip(1) {
            finding = finding.label(look.head(rule), "and this rule");
        }
        findings.push(finding.scenario("this scenario shows it:", &scenario(look, answers)));
    }
}

/// The answers as a scenario that can be put into a file.
fn scenario(look: &Look, answers: &[(CheckId, usize)]) -> String {
    let knowledge = look.knowledge();
    let mut text = format!("scenario \"these answers are closed\" for {} {{\n", look.guide());
    for &(check, outcome) in answers {
        let asked = &look.decision().checks[check.0];
        let name = look.name(asked.item());
        let line = match asked {
            Asked::Symptom(_) | Asked::Observed(_) => {
                format!("{} {name}", if outcome == 0 { "observe" } else { "absent" })
            }
            Asked::Fact(item, values) => {
                let value = knowledge.fact(*item).zip(values.get(outcome));
                let value = value.map(|(fact, value)| values::example(knowledge, fact, value, values));
                format!("know {name} {}", value.unwrap_or_default())
            }
            Asked::Check(_) | Asked::Excluded(_) => {
                let outcome = look.decision().problem.checks[check.0].outcomes.get(outcome);
                format!("answer {name} {}", outcome.map_or("", |outcome| outcome.name.as_str()))
            }
        };
        writeln!(text, "  {line}").expect("a string takes all text");
    }
    text.push('}');
    text
}
