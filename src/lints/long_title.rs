//! A title that is too long to be read at a glance.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind, Text};

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::LONG_TITLE, KINDS, look);

/// What readers know by its title.
const KINDS: &[Kind] = &[
    Kind::Guide,
    Kind::Symptom,
    Kind::Cause,
    Kind::Check,
    Kind::Remedy,
    Kind::Rule,
    Kind::Fact,
    Kind::Escalation,
    Kind::Result,
];

/// So many characters fit into a line of a list, a tab of a browser and a result of a search.
const LONGEST: usize = 70;

fn look(cx: &LintContext, id: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let stages = cx.knowledge.guide(id).map_or(&[][..], |guide| &guide.stages);
    let titles = item.title.into_iter().chain(stages.iter().map(|stage| stage.title));
    findings.extend(titles.filter_map(|title| finding(cx, title)));
}

fn finding(cx: &LintContext, title: Text) -> Option<Diagnostic> {
    // The literal has more bytes than the text has characters, so most titles need no counting.
    if (title.span.end - title.span.start) as usize <= LONGEST {
        return None;
    }
    let length = cx.knowledge.text(title).chars().filter(|c| !matches!(c, '*' | '`')).count();
    (length > LONGEST).then(|| {
        Diagnostic::new(&prose::LONG_TITLE, title.span, format!("this title has {length} characters"))
            .help(format!("say it in {LONGEST}, and the rest in `about`"))
    })
}
