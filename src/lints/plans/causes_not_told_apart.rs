//! Causes that no check tells apart, while what helps differs.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::plans;
use crate::reasoning::CauseId;

use super::{Look, PlanLint, listed};

pub static LINT: PlanLint = PlanLint { fault: &plans::CAUSES_NOT_TOLD_APART, run };

fn run(look: &Look, findings: &mut Vec<Diagnostic>) {
    // Told once for each cause that comes first, with all that it is not told from.
    let mut groups: BTreeMap<CauseId, Vec<CauseId>> = BTreeMap::new();
    let mut second: BTreeSet<CauseId> = BTreeSet::new();
    for &(a, b) in &look.found().not_told_apart {
        if !second.contains(&a) {
            groups.entry(a).or_default().push(b);
            second.insert(b);
        }
    }
    for (first, others) in groups {
        let names: Vec<&str> = others.iter().map(|&cause| look.cause_name(cause)).collect();
        let message = format!(
            "in `{}`, no check tells `{}` from {}, while what helps differs",
            look.guide(),
            look.cause_name(first),
            listed(&names)
        );
        let place = |cause: CauseId| look.head(look.decision().causes[cause.0]);
        let mut finding = Diagnostic::new(&plans::CAUSES_NOT_TOLD_APART, place(first), message);
        for &cause in &others {
            let (names, verb) = helps(look, cause);
            finding = finding.label(place(cause), format!("{names} {verb} here"));
        }
        let (names, verb) = helps(look, first);
        findings.push(
            finding
                .help(format!("{names} {verb} with `{}`", look.cause_name(first)))
                .help("write a check with an outcome that points to one of them"),
        );
    }
}

/// What fixes a cause in this guide, itself or through what it brings about, with its verb.
fn helps(look: &Look, cause: CauseId) -> (String, &'static str) {
    let problem = &look.decision().problem;
    let mut reached = vec![cause];
    let mut next = 0;
    while let Some(&one) = reached.get(next) {
        next += 1;
        for &(to, _) in &problem.causes[one.0].leads_to {
            if !reached.contains(&to) {
                reached.push(to);
            }
        }
    }
    let fixes = problem.remedies.iter().zip(&look.decision().remedies);
    let names: Vec<&str> = fixes
        .filter(|(remedy, _)| remedy.fixes.iter().any(|(fixed, chance)| *chance > 0.0 && reached.contains(fixed)))
        .map(|(_, &item)| look.name(item))
        .collect();
    let verb = if names.len() > 1 { "help" } else { "helps" };
    (if names.is_empty() { "nothing".to_owned() } else { listed(&names) }, verb)
}
