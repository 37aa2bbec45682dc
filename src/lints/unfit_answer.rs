//! An answer or a value that a check, a fact or a remedy does not have.

use crate::decision::{Unfit, is_untold, said};
use crate::diagnostics::catalogue::scenarios;
use crate::diagnostics::{Diagnostic, one_of};
use crate::model::{Body, Evidence, Item, ItemId, Kind, Ref};
use crate::source::Span;
use crate::syntax::nearest;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&scenarios::UNFIT_ANSWER, &[Kind::Scenario], look);

/// Among so many names the nearest one is sought.
const MOST_NAMES: usize = 1_000;

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let Body::Scenario(scenario) = &item.body else { return };
    for given in &scenario.given {
        let (Evidence::Know(Ref { to: Some(of), .. }, value) | Evidence::Answer(Ref { to: Some(of), .. }, value)) =
            given
        else {
            continue;
        };
        let untold = matches!(given, Evidence::Answer(..)) && is_untold(cx.knowledge, *of, cx.knowledge.slice(*value));
        if !untold
            && !cx.is_twice(*of)
            && let Err(unfit) = said(cx.knowledge, *of, *value)
        {
            findings.extend(finding(cx, *of, *value, unfit));
        }
    }
}

fn finding(cx: &LintContext, of: ItemId, value: Span, unfit: Unfit) -> Option<Diagnostic> {
    let name = cx.name(of);
    let written = cx.knowledge.slice(value);
    let place = cx.knowledge.item(of).name.span;
    let found =
        |message: String| Diagnostic::new(&scenarios::UNFIT_ANSWER, value, message).label(place, "it is defined here");
    Some(match unfit {
        // A part that did not parse may be the very outcome.
        Unfit::NoneOf(_) | Unfit::NoOutcome if cx.knowledge.item(of).broken => return None,
        Unfit::NoneOf(names) => {
            // Of thousands of names none is sought: as many scenarios may have such an answer.
            let near = names.iter().copied().take(if names.len() > MOST_NAMES { 0 } else { names.len() });
            found(format!("`{name}` is never `{written}`"))
                .did_you_mean(nearest(written, near), value)
                .help(one_of(&names))
        }
        Unfit::NoNumber => found(format!("`{name}` is a number, and `{written}` is none")),
        Unfit::NoVersion => found(format!("`{name}` is a version, and `{written}` is none"))
            .help("a version is whole numbers joined by dots, such as `18` or `26.0.1`"),
        Unfit::NoOutcome => found(format!("no outcome of `{name}` stands for `{written}`"))
            .help("an outcome with `otherwise` takes what no other does"),
        Unfit::NoWays => found(format!("`{name}` has no outcomes, so there is no answer to it"))
            .help(format!("`tried {name}` says that it did not help")),
    })
}
