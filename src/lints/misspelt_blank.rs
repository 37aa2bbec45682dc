//! A `<name>` that is nearly that of a fact or a check whose value is filled in.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::graph::{blanks, is_filled_in};
use crate::model::{Body, HowTo, Item, ItemId, Kind, StepEntry, Text, place_in};
use crate::source::Span;
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
            let place = place_in(cx.knowledge.slice(text.span), &said, at..at + name.len() + 2);
            let start = text.span.start as usize;
            let span = Span::new(text.span.file, start + place.start, start + place.end);
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
    let file = cx.knowledge.file(id);
    let used = cx.knowledge.modules[file.index()].uses.iter().filter_map(|entry| entry.module);
    let in_reach = std::iter::once(file).chain(used).flat_map(|file| {
        let module = &cx.knowledge.modules[file.index()];
        (module.first..module.end).map(ItemId::new)
    });
    let showing =
        cx.guides.iter().filter(|(_, members)| cx.holds(members, id) || cx.knowledge.item(id).kind() == Kind::Steps);
    let held = showing.flat_map(|(_, members)| members.facts.iter().chain(&members.checks).copied());
    let names = in_reach.chain(held).filter(|&one| is_filled_in(cx.knowledge, one));
    let mut names: Vec<&str> = names.map(|one| cx.name(one)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
