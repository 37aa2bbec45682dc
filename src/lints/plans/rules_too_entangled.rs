//! Rules that bind together more answers than can be reckoned with.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{Fault, Step};

use super::{Look, PlanLint, listed};

pub static LINT: PlanLint = PlanLint { fault: &plans::RULES_TOO_ENTANGLED, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    for fault in &look.plan().faults {
        let Fault::TooManyJoint { rules, checks, outcomes } = fault else { continue };
        let items: Vec<_> = rules.iter().map(|rule| look.decision().rules[rule.0]).collect();
        let place = items.first().map_or_else(|| look.guide_head(), |&rule| look.head(rule));
        let asked: Vec<&str> = checks.iter().map(|&check| look.step_name(Step::Check(check))).collect();
        let message = format!(
            "in `{}`, rules bind {} checks with {outcomes} joint outcomes together, and 4096 is the most",
            look.guide(),
            checks.len()
        );
        let mut finding = Diagnostic::new(&plans::RULES_TOO_ENTANGLED, place, message);
        for &rule in items.iter().skip(1) {
            finding = finding.label(look.head(rule), "this rule binds some of them");
        }
        let names: Vec<&str> = items.iter().map(|&rule| look.name(rule)).collect();
        findings.push(
            finding
                .help(format!(
                    "split {}, so that no rule joins groups of checks that have nothing to do with each other",
                    listed(&names)
                ))
                .help(format!("the checks are {}", listed(&asked))),
        );
    }
}
