//! A named group of a pattern that fills in no fact.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::matching::fact_name;
use crate::model::{Item, ItemId, Kind, place_in};
use crate::syntax::nearest;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::GROUP_WITHOUT_FACT, &[Kind::Symptom], look);

fn look(cx: &LintContext, id: ItemId, _: &Item, findings: &mut Vec<Diagnostic>) {
    let Some(symptom) = cx.knowledge.symptom(id) else { return };
    for pattern in &symptom.patterns {
        let said = cx.knowledge.verbatim(*pattern);
        if !said.contains("(?<") && !said.contains("(?P<") {
            continue;
        }
        let Ok(regex) = regex::Regex::new(&said) else { continue };
        let facts = facts(cx, id);
        for group in regex.capture_names().flatten() {
            let name = fact_name(group);
            if facts.contains(&name.as_str()) {
                continue;
            }
            let at = said.find(&format!("<{group}>")).map_or(0..said.len(), |at| at + 1..at + 1 + group.len());
            let span = place_in(*pattern, cx.knowledge.slice(pattern.span), &said, at);
            let near = nearest(&name, facts.iter().copied()).map(|near| near.replace('-', "_"));
            let finding = Diagnostic::new(
                &prose::GROUP_WITHOUT_FACT,
                span,
                format!("no fact is called `{name}`, which this group names"),
            );
            findings.push(finding.did_you_mean(near.as_deref(), span).help(
                "a named group is the value of the fact of that name, with `_` for `-`; `(?:…)` is a group without a name",
            ));
        }
    }
}

/// The names of the facts that a pattern of a symptom can fill in: those in its reach, and those of the guides that hold it.
fn facts<'k>(cx: &LintContext<'k>, id: ItemId) -> Vec<&'k str> {
    let near = cx.knowledge.ids_in_reach(cx.knowledge.file(id));
    let near = near.filter(|&fact| cx.knowledge.fact(fact).is_some());
    let holding = cx.guides.iter().filter(|(_, members)| members.symptoms.contains(&id));
    let held = holding.flat_map(|(_, members)| members.facts.iter().copied());
    near.chain(held).map(|fact| cx.name(fact)).collect()
}
