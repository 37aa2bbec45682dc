//! A path that takes longer than the project allows.

use std::collections::BTreeSet;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::{Doing, Step};
use crate::words::quantity::plain::{minutes, minutes_above};

use super::{Look, PlanLint};

pub static LINT: PlanLint = PlanLint { fault: &plans::PATH_TOO_LONG, run };

/// Steps of the path that are named, the longest first.
const NAMED: usize = 3;

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    let Some(longest) = look.planned.longest_path else { return };
    let worst = look.plan().entry().worst_minutes;
    if worst <= longest {
        return;
    }
    let problem = &look.decision().problem;
    let mut steps: Vec<(f64, Step)> = Vec::new();
    let mut seen = BTreeSet::new();
    for &node in &look.found().worst_path {
        let Doing::Step(step, _) = look.plan().flow.nodes[node].doing else { continue };
        let time = match step {
            Step::Check(id) => problem.checks[id.0].takes + problem.checks[id.0].waits,
            Step::Remedy(id) => {
                let remedy = &problem.remedies[id.0];
                remedy.takes + remedy.waits + remedy.verify
            }
        };
        if seen.insert(step) {
            steps.push((time, step));
        }
    }
    steps.sort_by(|a, b| b.0.total_cmp(&a.0));
    let message = format!(
        "the longest path of `{}` takes {}, and {} is the limit of kbc.toml",
        look.guide(),
        minutes_above(worst, longest),
        minutes(longest)
    );
    let mut finding = Diagnostic::new(&plans::PATH_TOO_LONG, look.guide_head(), message);
    for (time, step) in steps.into_iter().take(NAMED) {
        finding = finding.label(look.head(look.decision().step(step)), format!("{} of it are here", minutes(time)));
    }
    findings.push(finding.help("hand over earlier, or give the long steps a guide of their own"));
}
