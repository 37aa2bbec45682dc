//! The right word in the right place, and then something that it does not take.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::syntax::Rule;
use crate::syntax::near::nearest;
use crate::syntax::people::{self, one_of};
use crate::syntax::words::{self, Property};

use super::alone::{self, Stop};
use super::head::shown;
use super::mend::{self, Mend};
use super::property::{Bad, is_list};

/// Says what was expected in a property that begins with the right word.
pub(super) fn check(bad: &Bad, property: &Property) -> Diagnostic {
    let mut usage = format!("it is written `{}`", property.usage);
    if let Some(finding) = misspelt_behind_comma(bad, property) {
        return finding;
    }
    // The blank lets pest look for a value behind a word that stands alone.
    let Some(mut stop) = alone::read(&format!("{} ", bad.text), bad.context) else {
        // Read alone it is right: what follows it on its line is not, and stands in the text no more.
        return Diagnostic::new(
            &faults::MALFORMED_PROPERTY,
            bad.span,
            format!("`{}` does not end here", property.word),
        )
        .help(usage);
    };
    stop.at = stop.at.min(bad.text.len());
    if let Some(finding) = several_words(bad, property, &stop) {
        return finding;
    }
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
    let finding = if stop.expected.contains(&Rule::range) {
        finding.help("a range is `below N`, `up to N`, `from N`, `above N`, or one of each, as in `from 50 below 80`")
    } else {
        finding
    };
    finding.help(usage).help(format!("for example `{}`", property.example))
}

/// How often, in several words: a comma among them would mend nothing.
fn several_words(bad: &Bad, property: &Property, stop: &Stop) -> Option<Diagnostic> {
    if !matches!(property.rule, Rule::shows | Rule::fixes | Rule::leads_to | Rule::given) {
        return None;
    }
    let entry = bad.text[..stop.at].rfind(',').map_or(bad.word().len(), |comma| comma + 1);
    let end = bad.text[stop.at..].find([',', '\n', ';', '}']).map_or(bad.text.len(), |length| stop.at + length);
    let written = bad.text[entry..end].trim();
    let (_, often) = written.split_once(' ')?;
    let often = often.trim();
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '-');
    let count = often.split_whitespace().filter(|word| is_word(word)).count();
    // The name of another item and how often that is would be two words.
    let says = often.split_whitespace().any(|word| words::HOW_OFTEN.contains(&word));
    if count < 3 || count < often.split_whitespace().count() || says {
        return None;
    }
    let start = entry + bad.text[entry..end].find(often)?;
    let listed: Vec<String> = words::HOW_OFTEN.iter().map(|word| format!("`{word}`")).collect();
    Some(
        Diagnostic::new(
            &faults::MALFORMED_PROPERTY,
            bad.place(start, start + often.len()),
            format!("`{often}` is no word for how often"),
        )
        .help(format!("the words are {}; a chance such as `80%` may stand there as well", listed.join(", "))),
    )
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
pub(super) fn found(text: &str) -> (String, usize) {
    let Some(first) = text.chars().next() else {
        return ("the end of the line".to_owned(), 0);
    };
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
    let raw = before.strip_suffix('"').and_then(|inside| inside.rfind('"').map(|open| inside[..open].ends_with('r')));
    if raw == Some(true) && rest.contains('"') {
        return Some("a raw text takes no quote: use `\"…\"`, and write `\\\"` for a quote in it".to_owned());
    }
    if before.ends_with('"') && rest.starts_with(|c: char| c.is_alphanumeric()) && rest.contains('"') {
        return Some("quotes inside of a text are written `\\\"`".to_owned());
    }
    if before.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(['–', '—']) {
        return Some("one number is meant: write what it usually is, as in `takes 7 min` for 5 to 10".to_owned());
    }
    if rest.starts_with('=') || rest.starts_with(':') {
        return Some("a value stands behind its property with nothing but a blank between them".to_owned());
    }
    None
}
