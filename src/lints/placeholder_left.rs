//! A text that is still to be written.

use std::sync::LazyLock;

use rayon::prelude::*;
use regex::Regex;

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;

use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_all(&prose::PLACEHOLDER_LEFT, run);

/// Marks that writers leave for themselves. They are the same in most languages.
static MARKS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:TODO|TBD|TBC|FIXME|XXX)\b|(?i:\blorem ipsum\b)|\?\?\?").ok());

fn run(cx: &LintContext, findings: &mut Vec<Diagnostic>) {
    let Some(marks) = MARKS.as_ref() else { return };
    let files: Vec<_> = cx
        .knowledge
        .sources
        .files()
        .par_iter()
        .enumerate()
        .map(|(at, source)| {
            let found = marks.find_iter(source.text()).map(|mark| (mark.start(), mark.end()));
            (at, found.collect::<Vec<_>>())
        })
        .collect();
    for (at, found) in files {
        for span in found.into_iter().filter_map(|(start, end)| cx.in_prose(at, start, end)) {
            let mark = cx.knowledge.slice(span);
            findings.push(
                Diagnostic::new(&prose::PLACEHOLDER_LEFT, span, format!("`{mark}` stands where readers will read it"))
                    .help("write what is to stand here, or make it a comment with `#`"),
            );
        }
    }
}
