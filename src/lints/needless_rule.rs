//! A rule that says only what others say anyway.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::NEEDLESS_RULE, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for found in &cx.needless().found {
        let mut others: Vec<String> = Vec::new();
        for (rule, _) in &found.said_by {
            let name = format!("`{}`", cx.name(*rule));
            if !others.contains(&name) {
                others.push(name);
            }
        }
        let verb = if others.len() == 1 { "says" } else { "say" };
        let name = cx.name(found.rule);
        let message = format!("wherever `{name}` holds, {} {verb} as much", others.join(" and "));
        let item = cx.knowledge.item(found.rule);
        let mut finding = Diagnostic::new(&rules::NEEDLESS_RULE, item.head, message);
        for (rule, place) in &found.said_by {
            finding = finding.label(*place, format!("`{}` says it", cx.name(*rule)));
        }
        let title = format!("{name} is not needed");
        let scenario = found.witness.scenario(cx.knowledge, cx.knowledge.file(found.rule), &title);
        findings.push(
            finding.help("remove this rule, or narrow the other one").scenario("these answers show it:", &scenario),
        );
    }
}
