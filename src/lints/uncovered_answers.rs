//! Answers that a table of rules leaves out.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::UNCOVERED_ANSWERS, run);

/// So many other rows are pointed at; of a long table the rest is found beside them.
const SHOWN: usize = 3;

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for found in &cx.gaps().found {
        let subjects: Vec<String> = found.subjects.iter().map(|&item| format!("`{}`", cx.name(item))).collect();
        let (missing, all) = found.missing;
        let message = format!(
            "{} rules read like a table over {}, and leave out {missing} of {all} cases",
            found.rules.len(),
            subjects.join(" and ")
        );
        let first = cx.knowledge.item(found.rules[0]);
        let mut finding = Diagnostic::new(&rules::UNCOVERED_ANSWERS, first.head, message);
        for &rule in found.rules[1..].iter().take(SHOWN) {
            finding = finding.label(cx.knowledge.item(rule).head, "a row of it");
        }
        let title = format!("no rule like {} covers this", cx.name(found.rules[0]));
        let scenario = found.witness.scenario(cx.knowledge, cx.knowledge.file(found.rules[0]), &title);
        findings.push(
            finding
                .help("add a rule for what is left out, or allow this where nothing is to be said")
                .scenario("these answers are left out; say what is expected there:", &scenario),
        );
    }
}
