//! Two rules that contradict each other.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::rules;
use crate::logic::Clash;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&rules::CONTRADICTORY_RULES, run);

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    for found in &cx.contradictions().found {
        let [earlier, later] = found.rules.map(|rule| cx.name(rule));
        let what = match found.clash {
            Clash::Cause(cause) => format!("whether it is `{}`", cx.name(cause)),
            Clash::Causes(one, two) => format!("whether it is `{}` or `{}`", cx.name(one), cx.name(two)),
            Clash::Step(step) => format!("whether `{}` is to be done", cx.name(step)),
            Clash::Routes => "what comes next".to_owned(),
        };
        let title = format!("{earlier} and {later} contradict each other");
        let file = cx.knowledge.file(found.rules[1]);
        findings.push(
            Diagnostic::new(
                &rules::CONTRADICTORY_RULES,
                found.effects[1],
                format!("`{later}` contradicts `{earlier}` on {what}"),
            )
            .label(found.effects[0], format!("`{earlier}` says this"))
            .help("narrow one of the conditions, so that the two never hold together")
            .scenario("these answers show it:", &found.witness.scenario(cx.knowledge, file, &title)),
        );
    }
}
