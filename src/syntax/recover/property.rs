//! One property that did not parse.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::Span;
use crate::syntax::near::{alike, nearest};
use crate::syntax::people::one_of;
use crate::syntax::words::{self, Context, PROPERTIES, Property};
use crate::syntax::{Node, Rule};

use super::Recovery;
use super::alone;
use super::head::shown;
use super::malformed;

/// So many words are shown whole.
const READ_AT_A_GLANCE: usize = 8;

/// A property that did not parse, cut at its last letter.
pub(super) struct Bad<'a> {
    pub text: &'a str,
    pub span: Span,
    pub context: Context,
}

impl<'a> Bad<'a> {
    pub fn word(&self) -> &'a str {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let end = self.text.find(|c: char| !letter(c)).unwrap_or(self.text.len());
        let word = &self.text[..end];
        if word.starts_with(|c: char| c.is_ascii_alphabetic()) { word } else { "" }
    }

    pub fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.span.file, self.span.start as usize + start, self.span.start as usize + end)
    }
}

/// Whether a property that stops before its block is one that has a block.
pub(super) fn could_have_block(node: Node, context: Context) -> bool {
    let text = node.text().trim_end();
    alone::is_right(&format!("{text} {{ }}"), context)
}

/// Reports what is wrong with a `bad` node of a block. `previous` is what stands in front of it there.
///
/// Says what kind of stranger it is, if it is one: a run of the same kind is one fault, most likely prose that lost its
/// quotes.
pub(super) fn report(
    cx: &mut Recovery,
    node: Node,
    context: Context,
    previous: Option<Node>,
    before: Option<char>,
) -> Option<char> {
    let text = node.text().trim_end();
    let span = Span { end: node.span().start + text.len() as u32, ..node.span() };
    let bad = Bad { text, span, context };
    if let Some(finding) = lost_comma(&bad, previous) {
        cx.report(finding);
        return None;
    }
    let word = bad.word();
    let known = words::property(word, context);
    let first = text.chars().next().map(|c| if c.is_alphabetic() { 'a' } else { c });
    // Each comment of another language is mended for itself.
    let stranger = first.filter(|&c| known.is_none() && !is_nearly_known(word, context) && c != '/');
    if stranger.is_some() && stranger == before && !is_like_a_property(&bad) {
        return stranger;
    }
    let finding = match known {
        _ if word.is_empty() => no_word(&bad, previous),
        Some(_) if let Some(brace) = lost_brace(&bad, cx.item.early) => {
            if cx.item.early {
                cx.explained = Some(span.end as usize);
            }
            brace
        }
        Some(property) => malformed::check(&bad, property),
        None => unknown(&bad, word),
    };
    cx.report(finding);
    stranger
}

/// Whether a stranger is written as properties are, a word with one value behind it: then it is no prose without quotes.
fn is_like_a_property(bad: &Bad) -> bool {
    let value = bad.text[bad.word().len()..].trim();
    let quoted = value.len() > 1 && value.starts_with('"') && value.ends_with('"');
    let is_name =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'%' | b'.'));
    !bad.word().is_empty() && !value.is_empty() && (quoted || is_name(value) && !value.ends_with('.'))
}

/// Whether a word begins something anywhere, or nearly does.
fn is_nearly_known(word: &str, context: Context) -> bool {
    let here = || nearest(word, context.properties().map(|property| property.word));
    let anywhere = || nearest(word, PROPERTIES.iter().map(|property| property.word));
    !word.is_empty() && (words::item(word).is_some() || here().or_else(anywhere).is_some())
}

/// A property whose block lost its `{`. Where the item ends `early` the `}` is there, and closes too much.
fn lost_brace(bad: &Bad, early: bool) -> Option<Diagnostic> {
    let stop = alone::read(bad.text, bad.context)?;
    let before = bad.text[..stop.at].trim_end();
    let last_word = before.rfind([' ', '\t']).map_or(0, |at| at + 1);
    let splits = [bad.text.len(), stop.at, last_word, bad.word().len()];
    let split = splits.into_iter().find(|&split| {
        let (head, block) = (&bad.text[..split], &bad.text[split..]);
        split > 0 && (early || !block.is_empty()) && alone::is_right(&format!("{head} {{ {block} }}"), bad.context)
    })?;
    let head = bad.text[..split].trim_end().len();
    let finding = Diagnostic::new(
        &faults::MALFORMED_PROPERTY,
        bad.place(head, head),
        "a block begins here, and its `{` is missing",
    );
    Some(if early {
        finding.fix("open the block with `{`", bad.place(head, head), " {")
    } else {
        let block = format!(" {{ {} }}", bad.text[split..].trim());
        finding.fix("put the block in braces", bad.place(head, bad.text.len()), block)
    })
}

/// A line that goes on with the list of the line before, where that does not end in a comma.
fn lost_comma(bad: &Bad, previous: Option<Node>) -> Option<Diagnostic> {
    let previous = previous.filter(|previous| is_list(previous.rule()))?;
    if words::property(bad.word(), bad.context).is_some() {
        return None;
    }
    let joined = format!("{}, {}", previous.text(), bad.text);
    if !alone::is_right(&joined, bad.context) {
        return None;
    }
    // What stands as far in as the list does was meant as a property, and a word that nearly is that of one begins it.
    if previous.is_aligned_with(bad.span)
        || nearest(bad.word(), bad.context.properties().map(|property| property.word)).is_some()
    {
        return None;
    }
    let end = previous.span().after();
    let list = previous.word_span();
    Some(
        Diagnostic::new(&faults::MALFORMED_PROPERTY, bad.span, "a comma is missing before this line")
            .label(list, "the list begins here")
            .fix("end the line before with a comma", end, ",")
            .help(format!("where it is no part of the list, {} has no property `{}`", bad.context.name(), bad.word())),
    )
}

pub(super) fn is_list(grammar_rule: Rule) -> bool {
    words::property_of(grammar_rule).is_some_and(|property| property.usage.ends_with(", …"))
}

fn no_word(bad: &Bad, previous: Option<Node>) -> Diagnostic {
    let text = bad.text;
    if text.starts_with("//") {
        return Diagnostic::new(&faults::UNEXPECTED_TEXT, bad.span, "`//` begins no comment").fix(
            "a comment begins with `#`",
            bad.place(0, 2),
            "#",
        );
    }
    if text.starts_with("/*") || text.starts_with("--") {
        return Diagnostic::new(&faults::UNEXPECTED_TEXT, bad.span, "this begins no property")
            .help("a comment begins with `#` and runs to the end of the line");
    }
    let first = bad.place(0, text.chars().next().map_or(0, char::len_utf8));
    if text.starts_with('{') {
        let finding = Diagnostic::new(&faults::UNEXPECTED_TEXT, first, "this block belongs to no property");
        return match previous {
            Some(previous) => {
                let line = previous.text().trim_end();
                let end = bad.span.start.min(previous.span().start + line.len() as u32);
                finding
                    .label(Span { start: end, end, ..bad.span }, "a block begins on the line of its property")
                    .help("put the `{` on that line")
            }
            None => finding.help("take the braces away"),
        };
    }
    let finding = Diagnostic::new(
        &faults::UNEXPECTED_TEXT,
        bad.span,
        format!("expected a property, found {}", malformed::found(text).0),
    );
    if text.starts_with(['"', '\'', '“', '„']) {
        return finding.help("a text stands behind the word that says what it is, such as `about`");
    }
    if text.starts_with(['-', '*', '•']) {
        return finding.help("properties stand one to a line, without a mark in front of them");
    }
    finding.help(listed(bad.context, ""))
}

/// A word that begins no property here: one of another place, a misspelt one, or a stranger.
fn unknown(bad: &Bad, word: &str) -> Diagnostic {
    let place = bad.place(0, word.len());
    let here = nearest(word, bad.context.properties().map(|property| property.word));
    let elsewhere: Vec<&Property> = PROPERTIES.iter().filter(|property| property.word == word).collect();
    let in_a_block = elsewhere.iter().any(|property| property.contexts.iter().any(|context| context.is_block()));
    if !elsewhere.is_empty() && (in_a_block || here.is_none()) {
        let mut contexts: Vec<Context> =
            elsewhere.iter().flat_map(|property| property.contexts.iter().copied()).collect();
        contexts.sort_unstable();
        contexts.dedup();
        let message = format!("`{word}` does not belong in {}", bad.context.name());
        let finding = Diagnostic::new(&faults::MISPLACED_PROPERTY, place, message)
            .help(format!("it belongs in {}", places(&contexts)));
        return match here {
            Some(near) => finding.help(format!("{} has `{near}`", bad.context.name())),
            None => finding,
        };
    }
    if words::item(word).is_some() {
        let message = format!("`{word}` does not belong in {}", bad.context.name());
        return Diagnostic::new(&faults::MISPLACED_PROPERTY, place, message)
            .help(format!("it begins an item of its own, outside of {}", bad.context.name()));
    }
    let message = format!("unknown property `{}`", shown(word));
    let finding = Diagnostic::new(&faults::UNKNOWN_PROPERTY, place, message);
    if let Some(of) = bad.context.properties().find(|property| property.is_written_with(word)) {
        return finding.help(format!("`{word}` stands behind `{}`: `{}`", of.word, of.usage));
    }
    if here.is_some() {
        return finding.did_you_mean(here, place);
    }
    let all = PROPERTIES.iter().map(|property| property.word);
    match nearest(word, all).and_then(|near| PROPERTIES.iter().find(|property| property.word == near)) {
        Some(near) => finding.help(format!("there is `{}`, which belongs in {}", near.word, places(near.contexts))),
        None => finding.help(listed(bad.context, word)),
    }
}

/// Contexts as a list for people.
fn places(contexts: &[Context]) -> String {
    let is_item = |context: &Context| words::ITEMS.iter().any(|item| item.context == Some(*context));
    let items = words::ITEMS.iter().filter(|item| item.context.is_some()).count();
    let all_items = contexts.iter().filter(|context| is_item(context)).count() == items;
    let mut names: Vec<String> = if all_items { vec!["any item".to_owned()] } else { Vec::new() };
    let others = contexts.iter().filter(|context| !(all_items && is_item(context)));
    names.extend(others.map(|context| context.name().to_owned()));
    one_of(&names)
}

/// What may stand in a place: all where that is not much, else what is like a word, and where to read the rest.
fn listed(context: Context, word: &str) -> String {
    let ticked = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
    let words: Vec<&str> = context.properties().map(|property| property.word).collect();
    if words.len() <= READ_AT_A_GLANCE {
        return format!("in {} there may stand {}", context.name(), one_of(&ticked(&words)));
    }
    let all = format!("`kbc explain {}`", context.topic());
    match &alike(word, &words)[..] {
        [] => format!("{all} lists what may stand in {}", context.name()),
        near => format!("in {} there is {}; {all} lists all", context.name(), one_of(&ticked(near))),
    }
}
