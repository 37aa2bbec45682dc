//! A `<name>` that is nearly that of a fact or a check whose value is filled in.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::graph::{blanks, filled_in_reach, is_filled_in};
use crate::model::{Body, HowTo, Item, ItemId, Kind, StepEntry, Text, place_in};
use crate::syntax::nearest;

use super::{Lint, LintContext};

pub static LINT: Lint =
    Lint::of_each(&prose::MISSPELT_BLANK, &[Kind::Check, Kind::Remedy, Kind::Steps, Kind::Escalation], look);

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    if !cx.knowledge.slice(item.span).contains('<') {
        return;
    }
    let mut known: Option<Vec<&str>> = None;
    for text in texts(item) {
        let said = cx.knowledge.verbatim(text);
        for (at, name) in blanks(&said) {
            let known = known.get_or_insert_with(|| filled_in(cx, id));
            if known.contains(&name) {
                continue;
            }
            let Some(near) = nearest(name, known.iter().copied()) else { continue };
            let span = place_in(text, cx.knowledge.slice(text.span), &said, at..at + name.len() + 2);
            findings.push(
                Diagnostic::new(&prose::MISSPELT_BLANK, span, format!("nothing is filled in for `<{name}>`"))
                    .did_you_mean(Some(&format!("<{near}>")), span)
                    .help("a name in angle brackets is that of a fact or a check whose value the reader says"),
            );
        }
    }
}

/// Where names are filled in.
fn texts(item: &Item) -> Vec<Text> {
    let mut found: Vec<Text> = Vec::new();
    for entry in item.step_lists().into_iter().flatten() {
        if let StepEntry::Step(step) = entry {
            found.extend(step.texts());
        }
    }
    match &item.body {
        Body::Escalation(escalation) => found.extend(&escalation.collect),
        Body::Remedy(remedy) => {
            if let Some(HowTo::Text(text)) = remedy.verify.as_ref().map(|verify| &verify.how) {
                found.push(*text);
            }
        }
        _ => {}
    }
    found
}

/// The names that mean something in an item: those in its file and the files that this uses, and those of the guides with it.
fn filled_in<'k>(cx: &LintContext<'k>, id: ItemId) -> Vec<&'k str> {
    let showing =
        cx.guides.iter().filter(|(_, members)| cx.holds(members, id) || cx.knowledge.item(id).kind() == Kind::Steps);
    let held = showing.flat_map(|(_, members)| members.facts.iter().chain(&members.checks).copied());
    let held = held.filter(|&one| is_filled_in(cx.knowledge, one));
    let names = filled_in_reach(cx.knowledge, cx.knowledge.file(id)).chain(held);
    let mut names: Vec<&str> = names.map(|one| cx.name(one)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
