//! A `{{name}}` in prose that stands for nothing.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::names;
use crate::model::{self, Item, ItemId, Kind, named_terms, place_in};
use crate::syntax::nearest;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&names::UNKNOWN_TERM, &Kind::ALL, look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let terms = &cx.knowledge.terms.0;
    for text in model::prose(item) {
        let literal = cx.knowledge.slice(text.span);
        if !literal.contains("{{") {
            continue;
        }
        let said = cx.knowledge.verbatim(text);
        for (at, name) in named_terms(&said).into_iter().filter(|(_, name)| !terms.contains_key(*name)) {
            let span = place_in(text, literal, &said, at);
            let near = nearest(name, terms.keys().map(String::as_str)).map(|near| format!("{{{{{near}}}}}"));
            findings.push(
                Diagnostic::new(&names::UNKNOWN_TERM, span, format!("`{{{{{name}}}}}` stands for nothing"))
                    .did_you_mean(near.as_deref(), span)
                    .help("say it below `[terms]` in `kbc.toml`; where braces are meant, write `\\{{`, or put it into code"),
            );
        }
    }
}
