//! Characters that people do not see, and machines read.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::prose;
use crate::model::{Item, ItemId, Kind};
use crate::source::Span;

use super::context::prose::unquoted;
use super::{Lint, LintContext};

pub static LINT: Lint = Lint::of_each(&prose::HIDDEN_CHARACTERS, &Kind::ALL, look);

fn look(cx: &LintContext, _: ItemId, item: &Item, findings: &mut Vec<Diagnostic>) {
    let text = cx.knowledge.slice(item.span);
    let start = item.span.start as usize;
    let span = |from: usize, length: usize| Span::new(item.span.file, start + from, start + from + length);
    if !text.is_ascii() {
        let mut before = None;
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let behind = characters.peek().map(|(_, c)| *c);
            if let Some(what) = hidden(c, before, behind) {
                let told = format!("here stands U+{:04X}, {what}, which nobody sees", u32::from(c));
                let place = span(at, c.len_utf8());
                let finding = Diagnostic::new(&prose::HIDDEN_CHARACTERS, place, told);
                findings.push(finding.help("remove it; where it is meant, write it as an escape, such as `\\u{200b}`"));
            }
            before = Some(c);
        }
    }
    // Most items hold none.
    if text.contains("<!--") {
        comments(cx, item, findings);
    }
}

/// What a character is that is not seen. `before` and `behind` are its neighbours: some join letters where a script needs them.
fn hidden(c: char, before: Option<char>, behind: Option<char>) -> Option<&'static str> {
    let joins = || [before, behind].into_iter().flatten().all(|c| !c.is_ascii());
    match c {
        '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}' => Some("a blank without a width"),
        '\u{200c}' | '\u{200d}' if !joins() => Some("a joiner of letters"),
        '\u{2061}'..='\u{2064}' => Some("a sign of mathematics without a shape"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some("a change of the direction of what follows"),
        '\u{fff9}'..='\u{fffb}' => Some("a mark of an annotation"),
        // In the flags of some countries of one country these are a part of the picture.
        '\u{e0000}'..='\u{e007f}' if !before.is_some_and(|c| matches!(c, '\u{1f3f4}' | '\u{e0000}'..='\u{e007f}')) => {
            Some("a tag")
        }
        _ => None,
    }
}

/// Comments of HTML in prose: what was to be hidden is shown.
fn comments(cx: &LintContext, item: &Item, findings: &mut Vec<Diagnostic>) {
    for text in crate::model::prose(item) {
        let literal = cx.knowledge.slice(text.span);
        if !unquoted(literal.trim_matches('"')).contains("<!--") {
            continue;
        }
        let from = text.span.start as usize + literal.find("<!--").unwrap_or_default();
        let place = Span::new(text.span.file, from, from + 4);
        findings.push(
            Diagnostic::new(
                &prose::HIDDEN_CHARACTERS,
                place,
                "this is no comment here: readers are shown it as it stands",
            )
            .help("write what is for authors behind a `#`, outside of the text"),
        );
    }
}
