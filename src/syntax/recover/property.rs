//! One property that did not parse.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::Span;
use crate::syntax::near::nearest;
use crate::syntax::people::{self, one_of};
use crate::syntax::words::{self, Context, PROPERTIES, Property};
use crate::syntax::{Node, Rule};

use super::alone::{self, Stop};
use super::head::shown;
use super::mend::{self, Mend};
use super::Recovery;

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
pub(super) fn report(cx: &mut Recovery, node: Node, context: Context, previous: Option<Node>, before: Option<char>) -> Option<char> {
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
    if stranger.is_some() && stranger == before {
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
        Some(property) => malformed(&bad, property),
        None => unknown(&bad, word),
    };
    cx.report(finding);
    stranger
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
    let finding =
        Diagnostic::new(&faults::MALFORMED_PROPERTY, bad.place(head, head), "a block begins here, and its `{` is missing");
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
    let end = previous.span().after();
    let list = previous.word_span();
    Some(
        Diagnostic::new(&faults::MALFORMED_PROPERTY, bad.span, "a comma is missing before this line")
            .label(list, "the list begins here")
            .fix("end the line before with a comma", end, ","),
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
        format!("expected a property, found {}", found(text).0),
    );
    if text.starts_with(['"', '\'', '“', '„']) {
        return finding.help("a text stands behind the word that says what it is, such as `about`");
    }
    if text.starts_with(['-', '*', '•']) {
        return finding.help("properties stand one to a line, without a mark in front of them");
    }
    finding.help(listed(bad.context))
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
    if here.is_some() {
        return finding.did_you_mean(here, place);
    }
    let all = PROPERTIES.iter().map(|property| property.word);
    match nearest(word, all).and_then(|near| PROPERTIES.iter().find(|property| property.word == near)) {
        Some(near) => {
            finding.help(format!("there is `{}`, which belongs in {}", near.word, places(near.contexts)))
        }
        None => finding.help(listed(bad.context)),
    }
}

/// Contexts as a list for people.
fn places(contexts: &[Context]) -> String {
    let is_item = |context: &Context| words::ITEMS.iter().any(|item| item.context == Some(*context));
    let items = words::ITEMS.iter().filter(|item| item.context.is_some()).count();
    let all_items = contexts.iter().filter(|context| is_item(context)).count() == items;
    let mut names: Vec<String> = if all_items { vec!["any item".to_owned()] } else { Vec::new() };
    let named = contexts.iter().filter(|context| !(all_items && is_item(context)));
    names.extend(named.map(|context| context.name().to_owned()));
    one_of(&names)
}

fn listed(context: Context) -> String {
    let words: Vec<String> = context.properties().map(|property| format!("`{}`", property.word)).collect();
    format!("in {} there may stand {}", context.name(), one_of(&words))
}

/// The right word in the right place, and then something that it does not take.
fn malformed(bad: &Bad, property: &Property) -> Diagnostic {
    let mut usage = format!("it is written `{}`", property.usage);
    if let Some(finding) = misspelt_behind_comma(bad, property) {
        return finding;
    }
    // The blank lets pest look for a value behind a word that stands alone.
    let Some(mut stop) = alone::read(&format!("{} ", bad.text), bad.context) else {
        // Read alone it is right: what follows it on its line is not, and stands in the text no more.
        return Diagnostic::new(&faults::MALFORMED_PROPERTY, bad.span, format!("`{}` does not end here", property.word))
            .help(usage);
    };
    stop.at = stop.at.min(bad.text.len());
    if let Some(Mend { message, title, start, end, text }) = mend::find(bad, property, &stop) {
        let place = bad.place(start, end);
        return Diagnostic::new(&faults::MALFORMED_PROPERTY, place, message).fix(title, place, text).help(usage);
    }
    let begun = begun(bad, &stop);
    if let Some(begun) = begun {
        usage = format!("it is written `{} {}`", property.word, begun.usage);
    }
    let at = match stop.at {
        0 => bad.word().len(),
        at => at + begun.map_or(0, |begun| begun.word.len()),
    };
    let rest = &bad.text[at..];
    let skipped = rest.len() - rest.trim_start().len();
    let (what, length) = found(rest.trim_start());
    let place = bad.place(at + skipped, at + skipped + length);
    let expected = if at == stop.at { expected(bad, &stop, property) } else { String::new() };
    let message = match (expected.as_str(), length) {
        ("", 0) => format!("`{}` stops too early", property.word),
        ("", _) => format!("`{}` cannot go on with {what}", property.word),
        (expected, 0) => format!("`{}` stops too early: expected {expected}", property.word),
        (expected, _) => format!("expected {expected}, found {what}"),
    };
    let finding = Diagnostic::new(&faults::MALFORMED_PROPERTY, place, message);
    let finding = match advice(bad, at + skipped) {
        Some(advice) => finding.help(advice),
        None => finding,
    };
    finding.help(usage).help(format!("for example `{}`", property.example))
}

/// A list that ends in a comma swallows the next line, unless a property begins there: also a misspelt one.
fn misspelt_behind_comma(bad: &Bad, property: &Property) -> Option<Diagnostic> {
    if !is_list(property.rule) {
        return None;
    }
    let comma = bad.text.lines().next()?.trim_end().strip_suffix(',')?.len();
    let rest = bad.text[comma + 1..].trim_start();
    let line = bad.text.len() - rest.len();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')).unwrap_or(rest.len());
    let near = nearest(&rest[..end], bad.context.properties().map(|property| property.word))?;
    if !alone::is_right(&format!("{near}{}", &rest[end..]), bad.context) {
        return None;
    }
    let place = bad.place(line, line + end);
    Some(
        Diagnostic::new(&faults::UNKNOWN_PROPERTY, place, format!("unknown property `{}`", &rest[..end]))
            .label(bad.place(comma, comma + 1), "the list before it ends in a comma")
            .did_you_mean(Some(near), place)
            .help("take that comma away, too"),
    )
}

/// What was begun where pest stopped: it reports where a rule began, and not how far it came in it.
fn begun(bad: &Bad, stop: &Stop) -> Option<&'static Property> {
    let rest = &bad.text[stop.at..];
    let boundary = |after: &str| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let mut known = stop.expected.iter().filter(|_| stop.at > 0).filter_map(|&expected| words::property_of(expected));
    known.find(|property| rest.strip_prefix(property.word).is_some_and(boundary))
}

/// What could have stood where pest stopped, for people.
fn expected(bad: &Bad, stop: &Stop, property: &Property) -> String {
    let mut names: Vec<String> = Vec::new();
    for &expected in &stop.expected {
        // The weight of a cause is written as a chance is, and means something else.
        let name = match (expected, property.rule) {
            (Rule::chance, Rule::likelihood) => Some("a weight such as `rare` or `4`".to_owned()),
            (Rule::name, Rule::outcome | Rule::stage_of_guide) => Some("a name for it".to_owned()),
            (Rule::EOI, _) => None,
            (Rule::comparison, _) => {
                names.extend(["`is`", "a comparison such as `>=`", "`and`", "`or`"].map(str::to_owned));
                bad.text[..stop.at].contains('(').then(|| "`)`".to_owned())
            }
            (expected, _) => people::name(expected),
        };
        names.extend(name.filter(|name| !names.contains(name)));
    }
    if stop.expected.contains(&Rule::EOI) {
        names.push("the end of the line".to_owned());
    }
    one_of(&names)
}

/// A piece of text as people call it, and its length.
fn found(text: &str) -> (String, usize) {
    let Some(first) = text.chars().next() else { return ("the end of the line".to_owned(), 0) };
    if first == '\n' {
        return ("the end of the line".to_owned(), 0);
    }
    let part_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '%');
    let length = if part_of_word(first) {
        text.find(|c| !part_of_word(c)).unwrap_or(text.len())
    } else if first == '"' {
        let line = text.lines().next().unwrap_or_default();
        line[1..].find('"').map_or(line.len(), |end| end + 2)
    } else {
        first.len_utf8()
    };
    (format!("`{}`", shown(&text[..length])), length)
}

/// A word on what people often mean by what they wrote.
fn advice(bad: &Bad, at: usize) -> Option<String> {
    let (before, rest) = (bad.text[..at].trim_end(), &bad.text[at..]);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    if digits.len() < rest.len() && digits.starts_with(['e', 'E']) {
        return Some("a number is written without an exponent".to_owned());
    }
    if before.ends_with('"') && rest.starts_with(|c: char| c.is_alphanumeric()) && rest.contains('"') {
        return Some("quotes inside of a text are written `\\\"`".to_owned());
    }
    if rest.starts_with('=') || rest.starts_with(':') {
        return Some("a value stands behind its property with nothing but a blank between them".to_owned());
    }
    None
}
