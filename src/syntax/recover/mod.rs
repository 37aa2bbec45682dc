//! Says what is wrong with the shape of an item.
//!
//! In: the tree of an item that pest read, with `bad` where a property did not parse. Out: findings that say what was
//! expected, in words for people. Never touches the tree: what is wrong stays in it, for the stages behind to pass over.

mod alone;
mod block;
mod habits;
mod head;
mod malformed;
mod mend;
mod names;
mod property;

pub use names::is_kebab as is_name;

use super::findings::Findings;
use super::scanner::Item;
use super::text::bad_escapes;
use super::words::Context;
use super::{Node, Rule};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::Span;

/// What every part of the recovery has at hand.
struct Recovery<'a> {
    item: &'a Item<'a>,
    findings: &'a mut Findings,
    /// Where a `{` is missing whose `}` closes the item too early: what follows is explained by that.
    explained: Option<usize>,
}

/// Looks through an item and reports what is wrong with its shape.
///
/// Says whether a fault in it explains why it ends too early.
pub(super) fn check(node: Node, item: &Item, findings: &mut Findings) -> bool {
    let mut cx = Recovery { item, findings, explained: None };
    head::check(&mut cx, node);
    for part in node.with_descendants() {
        match part.rule() {
            Rule::string => escapes(&mut cx, part),
            Rule::choice => names::check(&mut cx, part, None),
            Rule::outcome | Rule::stage_of_guide => {
                names::check(&mut cx, part, None);
                block::check(&mut cx, part);
            }
            Rule::cannot_tell | Rule::step | Rule::steps_block => block::check(&mut cx, part),
            _ => {}
        }
    }
    if Context::inside(node.rule()).is_some() {
        block::check(&mut cx, node);
    }
    cx.explained.is_some()
}

impl Recovery<'_> {
    /// Whether a place was reported already by the scanner, so that nothing else is to be said of it.
    fn is_muted(&self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let texts = &self.item.unclosed_texts;
        let next = texts.partition_point(|&(_, text_end)| text_end < start);
        texts.get(next).is_some_and(|&(text_start, _)| text_start <= end)
            || self.item.unclosed_from.is_some_and(|from| from <= end)
            || self.explained.is_some_and(|from| from <= start)
    }

    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }
}

fn escapes(cx: &mut Recovery, literal: Node) {
    if !literal.text().contains('\\') {
        return;
    }
    for bad in bad_escapes(literal.text()) {
        let start = literal.span().start as usize;
        let span = Span::new(literal.span().file, start + bad.start, start + bad.end);
        let written = &literal.text()[bad.start..bad.end];
        let finding = Diagnostic::new(&faults::BAD_ESCAPE, span, format!("`{written}` is no escape"))
            .help("a text knows `\\\"`, `\\\\`, `\\n` and `\\u{…}`; in `r\"…\"` a backslash stands for itself");
        // A control character in a help line or a fix would say nothing.
        let doubled = format!("\\{written}");
        cx.report(if written.starts_with("\\u") {
            finding
        } else {
            finding.fix("write the backslash twice", span, doubled)
        });
    }
}
