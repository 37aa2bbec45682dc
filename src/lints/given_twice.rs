//! Something that a scenario gives twice, or both ways.

use indexmap::IndexMap;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::scenarios;
use crate::model::{Body, Evidence, Item, ItemId, Kind, Ref};
use crate::source::Span;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&scenarios::GIVEN_TWICE, &[Kind::Scenario], look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    let mut given: IndexMap<ItemId, (Span, bool)> = IndexMap::new();
    let mut supposed: Option<Span> = None;
    for evidence in &scenario.given {
        let (name, absent) = match evidence {
            // A remedy may be tried more than once, and what it renews is asked once more.
            Evidence::Tried(name) => {
                renewed(cx, name.to, &mut given);
                continue;
            }
            Evidence::Answer(Ref { to: Some(of), .. }, _) if cx.knowledge.remedy(*of).is_some() => {
                renewed(cx, Some(*of), &mut given);
                continue;
            }
            Evidence::Observe(name) | Evidence::Know(name, _) | Evidence::Answer(name, _) => (name, false),
            Evidence::Absent(name) => (name, true),
            Evidence::Suppose(name) => {
                if let Some(first) = supposed {
                    let message = "a second cause is supposed, and a reader has one";
                    findings.push(finding(name.span, first, message.to_owned(), "the first is here"));
                }
                supposed.get_or_insert(name.span);
                continue;
            }
        };
        let Some(of) = name.to else { continue };
        if let Some(&(first, before)) = given.get(&of) {
            let name_of = cx.name(of);
            let message = if before == absent {
                format!("`{name_of}` is given twice")
            } else {
                format!("`{name_of}` is both seen and absent")
            };
            findings.push(finding(name.span, first, message, "it is given here"));
        } else {
            given.insert(of, (name.span, absent));
        }
    }
}

/// Forgets the checks that a remedy renews.
fn renewed(cx: &LintContext, remedy: Option<ItemId>, given: &mut IndexMap<ItemId, (Span, bool)>) {
    if let Some(remedy) = remedy.and_then(|id| cx.knowledge.remedy(id)) {
        given.retain(|of, _| remedy.renews.iter().all(|check| check.to != Some(*of)));
    }
}

fn finding(place: Span, first: Span, message: String, label: &str) -> Diagnostic {
    Diagnostic::new(&scenarios::GIVEN_TWICE, place, message)
        .label(first, label)
        .help("keep one of them, or make two scenarios")
}
