//! Rules that bind together more answers than can be reckoned with.
//!
//! Told before a guide is planned, where the rules alone show it (`too_much_to_plan.rs`), and by its plan, where it depends
//! on what a reader sees first.

use crate::decision::Decision;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::model::{ItemId, Knowledge};
use crate::reasoning::{CheckId, Fault, MOST_JOINT, RuleId, Step};

use super::{Look, PlanLint, listed};

pub static LINT: PlanLint = PlanLint { fault: &plans::RULES_TOO_ENTANGLED, run };

/// So many rules are pointed at, and so many names are listed.
const SHOWN: usize = 24;

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    for fault in &look.plan().faults {
        let Fault::TooManyJoint { rules, checks, outcomes } = fault else { continue };
        findings.push(finding(look.knowledge(), look.planned.guide, look.decision(), rules, checks, *outcomes));
    }
}

/// What is wrong with some rules of a guide.
pub(in crate::lints) fn finding(
    knowledge: &Knowledge,
    guide: ItemId,
    decision: &Decision,
    rules: &[RuleId],
    checks: &[CheckId],
    outcomes: usize,
) -> Diagnostic {
    let items: Vec<ItemId> = rules.iter().map(|rule| decision.rules[rule.0]).collect();
    let head = |item: ItemId| knowledge.item(item).head;
    let asked: Vec<&str> = checks.iter().map(|&check| knowledge.name(decision.step(Step::Check(check)))).collect();
    let joint = if outcomes == usize::MAX { "countless".to_owned() } else { outcomes.to_string() };
    let message = format!(
        "in `{}`, rules bind {} checks with {joint} joint outcomes together, and {MOST_JOINT} is the most",
        knowledge.name(guide),
        checks.len()
    );
    let place = items.first().map_or_else(|| head(guide), |&rule| head(rule));
    let mut finding = Diagnostic::new(&plans::RULES_TOO_ENTANGLED, place, message);
    for &rule in items.iter().skip(1).take(SHOWN) {
        finding = finding.label(head(rule), "this rule binds some of them");
    }
    let names: Vec<&str> = items.iter().map(|&rule| knowledge.name(rule)).collect();
    finding
        .help(format!(
            "split {}, so that no rule joins groups of checks that have nothing to do with each other",
            some(&names)
        ))
        .help(format!("the checks are {}", some(&asked)))
}

/// Names in a row; of very many the first ones, and how many more there are.
fn some(names: &[&str]) -> String {
    if names.len() <= SHOWN {
        return listed(names);
    }
    let quoted: Vec<String> = names[..SHOWN].iter().map(|name| format!("`{name}`")).collect();
    format!("{} and {} more", quoted.join(", "), names.len() - SHOWN)
}
