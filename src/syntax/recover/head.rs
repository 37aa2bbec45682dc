//! The first line of an item: name, title, and nothing else.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::Span;
use crate::syntax::text::{decode, quote};
use crate::syntax::words;
use crate::syntax::{Node, Rule};

use super::Recovery;
use super::names::{self, kebab};

/// Checks the head of an item.
pub(super) fn check(cx: &mut Recovery, node: Node) {
    let Some(kind) = words::item_of(node.rule()) else {
        return;
    };
    // What a scenario names is no name of its own.
    if !matches!(node.rule(), Rule::uses | Rule::scenario) {
        names::check(cx, node, Some(node.rule()));
    }
    let left_over = node.children().find(|child| matches!(child.rule(), Rule::bad_head | Rule::left_over));
    if let Some(bad) = left_over {
        if !cx.is_muted(bad.span()) {
            bad_head(cx, node, bad, kind);
        }
        return;
    }
    // A fault of the scanner in the head may have swallowed what seems to be missing.
    if cx.is_muted(span(node)) {
        return;
    }
    if node.child(Rule::name).is_none() {
        missing_name(cx, node, kind);
    }
    if kind.titled && node.child(Rule::title).is_none() {
        cx.report(
            Diagnostic::new(&faults::MISSING_TITLE, span(node), format!("this {} has no title", kind.word))
                .help(format!("it is written `{}`", kind.usage)),
        );
    }
}

/// The head as a place: from the first word to the name or the title, whichever is last.
pub(super) fn span(node: Node) -> Span {
    let word = node.word_span();
    let parts = [node.child(Rule::name), node.child(Rule::title)];
    let end = parts.into_iter().flatten().map(|part| part.span().end).max().unwrap_or(word.end);
    Span { end, ..word }
}

fn missing_name(cx: &mut Recovery, node: Node, kind: &words::Item) {
    let place = node.word_span();
    let finding = match node.rule() {
        Rule::scenario => {
            Diagnostic::new(&faults::MISSING_NAME, place, "this scenario does not say which guide it is for")
                .help(format!("it is written `{}`", kind.usage))
        }
        Rule::uses => Diagnostic::new(&faults::MISSING_NAME, place, "this `use` names no module")
            .help("the file `common/network.rules` is named with `use common.network`"),
        _ => {
            let message = match node.rule() {
                Rule::shared_steps => "these steps have no name".to_owned(),
                _ => format!("this {} has no name", kind.word),
            };
            let finding = Diagnostic::new(&faults::MISSING_NAME, place, message);
            match node.child(Rule::title) {
                Some(title) => {
                    let name = kebab(&decode(title.text()));
                    let short: Vec<&str> = name.split('-').take(4).collect();
                    finding.fix(
                        format!("call it `{}`", short.join("-")),
                        place.after(),
                        format!(" {}", short.join("-")),
                    )
                }
                None => finding.help(format!("it is written `{}`", kind.usage)),
            }
        }
    };
    cx.report(finding);
}

/// What stands in the head besides name and title.
fn bad_head(cx: &mut Recovery, node: Node, bad: Node, kind: &words::Item) {
    let text = bad.text().trim_end();
    let place = Span { end: bad.span().start + text.len() as u32, ..bad.span() };
    let (name, title) = (node.child(Rule::name), node.child(Rule::title));
    let usage = format!("it is written `{}`", kind.usage);
    let finding = match (name, title) {
        (Some(name), None) if node.rule() != Rule::uses => after_name(name, text, place),
        (None, None) if node.rule() != Rule::uses && node.rule() != Rule::scenario => without_name(text, place),
        (Some(_), _) if node.rule() == Rule::uses => {
            Diagnostic::new(&faults::MALFORMED_HEAD, place, format!("`{}` does not belong to this `use`", shown(text)))
                .help("modules stand one after the other, with commas between them")
        }
        (None, _) if node.rule() == Rule::uses => {
            let module = text.trim_matches(['"', '\'']).trim_end_matches(".rules").replace(['/', '\\'], ".");
            let is_letter =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | ',' | ' ');
            if module.chars().all(is_letter) {
                Diagnostic::new(&faults::MALFORMED_HEAD, place, "a module is named without quotes, with dots")
                    .help(format!("such as `use {module}`"))
            } else {
                let message = format!("`{}` is no name of a module", shown(&module));
                Diagnostic::new(&faults::MALFORMED_HEAD, place, message)
                    .help("a file that is used is called by small letters a–z, digits and hyphens, and so are its folders: rename it")
            }
        }
        _ => Diagnostic::new(
            &faults::MALFORMED_HEAD,
            place,
            format!("expected `{{` or the end of the line, found `{}`", shown(text)),
        ),
    };
    cx.report(finding.help(usage));
}

/// A name, and then something that is no title.
fn after_name(name: Node, text: &str, place: Span) -> Diagnostic {
    let whole = Span { start: name.span().start, ..place };
    let before_title = text.find('"').map_or(text, |at| &text[..at]).trim_end();
    let words_before_title = !before_title.is_empty() && before_title.len() < text.len();
    if name.span().end == place.start && !text.starts_with(['=', ':', ',']) {
        let end = text.find([' ', '\t', '"']).unwrap_or(text.len());
        let span = Span { end: place.start + end as u32, ..whole };
        let written = format!("{}{}", name.text(), &text[..end]);
        return names::bad(&written, span);
    }
    if words_before_title
        && before_title.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-')
    {
        let span = Span { end: place.start + before_title.len() as u32, ..whole };
        let joined = kebab(&format!("{} {before_title}", name.text()));
        return Diagnostic::new(&faults::MALFORMED_HEAD, span, "a name is one word").fix(
            format!("join the words: `{joined}`"),
            span,
            joined,
        );
    }
    let content = text.trim_start_matches(['=', ':', ',', ' ']);
    let (title, quoted) = match content.chars().next() {
        Some('"') => (content.to_owned(), true),
        Some('\'' | '‘' | '“' | '„' | '`') => {
            (quote(content.trim_matches(['\'', '‘', '’', '“', '”', '„', '`'])), true)
        }
        _ => (quote(content), false),
    };
    let message = match (content.len() < text.len(), quoted) {
        (true, _) => "a title stands right behind the name",
        (false, true) => "a title stands in `\"…\"`",
        (false, false) => "a title stands in quotes",
    };
    Diagnostic::new(&faults::MALFORMED_HEAD, place, message).fix(format!("write it as `{title}`"), place, title.clone())
}

/// Something that is no name where the name should be.
fn without_name(text: &str, place: Span) -> Diagnostic {
    let end = text.find([' ', '\t', '"']).unwrap_or(text.len());
    let written = &text[..end.max(1).min(text.len())];
    let readable = written.chars().any(|c| c.is_ascii_alphabetic());
    if !readable {
        return Diagnostic::new(&faults::MALFORMED_HEAD, place, format!("expected a name, found `{}`", shown(written)));
    }
    let span = Span { end: place.start + written.len() as u32, ..place };
    names::bad(written, span)
}

/// The beginning of something that is quoted in a message.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
