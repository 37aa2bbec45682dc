//! Small changes that would make a property right: habits of other languages, and slips of the hand.
//!
//! A mend is given only when the property, read again with it, is right or at least comes further than the mend.

use crate::syntax::near::nearest;
use crate::syntax::text::quote;
use crate::syntax::words::{self, Property};
use crate::syntax::{Rule, people};

use super::alone::{self, Stop};
use super::habits::{
    brackets, comment, comparison_in_range, is_not, operator, other_quotes, raw_block, sign_behind_word, to_in_range,
};
use super::property::Bad;

/// What is wrong, and the text to put in place of a stretch of the property.
pub(super) struct Mend {
    pub message: String,
    pub title: String,
    pub start: usize,
    pub end: usize,
    pub text: String,
}

pub(super) fn mend(
    message: impl Into<String>,
    title: impl Into<String>,
    (start, end): (usize, usize),
    text: impl Into<String>,
) -> Mend {
    Mend { message: message.into(), title: title.into(), start, end, text: text.into() }
}

/// Proposes a mend from the property, its row of the table, and where pest stopped.
type Candidate = fn(&Bad, &Property, &Stop) -> Option<Mend>;

/// The first mend that helps.
pub(super) fn find(bad: &Bad, property: &Property, stop: &Stop) -> Option<Mend> {
    // A property of this length is a text that lost its quotes, or worse: reading it often would take long.
    const LONGEST: usize = 20_000;
    if bad.text.len() > LONGEST {
        return None;
    }
    if let Some(proven) = lost_semicolon(bad, stop).or_else(|| comment(bad, stop)) {
        return Some(proven);
    }
    let candidates: [Candidate; 16] = [
        to_in_range,
        comparison_in_range,
        raw_block,
        sign_behind_word,
        brackets,
        other_quotes,
        quoted_name,
        misspelt,
        operator,
        is_not,
        percent,
        last_comma,
        lost_comma,
        bare_text,
        bare_text_before_comma,
        lost_blank,
    ];
    candidates.iter().filter_map(|candidate| candidate(bad, property, stop)).find(|mend| helps(bad, stop, mend))
}

fn helps(bad: &Bad, stop: &Stop, mend: &Mend) -> bool {
    let mended = [&bad.text[..mend.start], mend.text.as_str(), &bad.text[mend.end..]].concat();
    match alone::read(&mended, bad.context) {
        None => true,
        // The old stop, as an offset in the mended text.
        Some(now) if stop.at == 0 => now.at >= mend.start + mend.text.len(),
        Some(now) => now.at > (stop.at.max(mend.end) + mend.text.len()) - (mend.end - mend.start),
    }
}

fn quoted_name(bad: &Bad, property: &Property, stop: &Stop) -> Option<Mend> {
    // These have a title behind their name, and more likely it is the name that is missing.
    if matches!(property.rule, Rule::outcome | Rule::stage_of_guide | Rule::one_of) {
        return None;
    }
    if !stop.expected.iter().any(|&expected| is_name(expected)) && stop.at > 0 {
        return None;
    }
    let at = if stop.at == 0 { bad.word().len() } else { stop.at };
    let rest = bad.text[at..].trim_start();
    let start = bad.text.len() - rest.len();
    let inside = rest.strip_prefix('"')?;
    let name = &inside[..inside.find('"')?];
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    plain
        .then(|| mend("a name stands without quotes", format!("write `{name}`"), (start, start + name.len() + 2), name))
}

fn is_name(expected: Rule) -> bool {
    matches!(expected, Rule::name | Rule::word | Rule::how_often | Rule::usual | Rule::strength_of | Rule::choice)
}

/// A word where only a few could stand.
fn misspelt(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let rest = &bad.text[stop.at..];
    let written = &rest[..rest.find(|c| !letter(c)).unwrap_or(rest.len())];
    if stop.at == 0 || written.is_empty() {
        return None;
    }
    let mut known: Vec<String> = Vec::new();
    for &expected in &stop.expected {
        if let Some(property) = words::property_of(expected) {
            known.push(property.word.to_owned());
        } else if let Some(name) = people::name(expected) {
            known.extend(name.strip_prefix('`').and_then(|name| name.strip_suffix('`')).map(str::to_owned));
        }
    }
    if stop.expected.contains(&Rule::comparison) {
        known.extend(["is", "and", "or"].map(str::to_owned));
    }
    let near = nearest(written, known.iter().map(String::as_str)).filter(|&near| near != written)?;
    let place = (stop.at, stop.at + written.len());
    Some(mend(format!("`{written}` cannot stand here"), format!("did you mean `{near}`?"), place, near))
}

fn percent(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    let rest = bad.text[before.len()..].trim_start();
    let start = bad.text.len() - rest.len();
    rest.starts_with('%')
        .then(|| mend("a value stands here without its unit", "leave out `%`", (before.len(), start + 1), ""))
}

fn last_comma(bad: &Bad, _: &Property, _: &Stop) -> Option<Mend> {
    let before = bad.text.strip_suffix(',')?;
    let title = "take the comma away, or go on with the list in the next line";
    Some(mend("a list does not end in a comma", title, (before.trim_end().len(), bad.text.len()), ""))
}

/// Two properties, both right: there is no need to read them together again.
fn lost_semicolon(bad: &Bad, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    let rest = bad.text[before.len()..].trim_start();
    let (comma, rest) = rest.strip_prefix(',').map_or((0, rest), |rest| (1, rest.trim_start()));
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let word = &rest[..rest.find(|c| !letter(c)).unwrap_or(rest.len())];
    words::property(word, bad.context)?;
    if !alone::is_right(before, bad.context) {
        return None;
    }
    let message = format!("`{word}` stands on the line of another property");
    Some(mend(message, "put a `;` between them, or a line break", (before.len(), before.len() + comma), ";"))
        .filter(|_| alone::is_right(rest, bad.context))
}

#[expect(clippy::unnecessary_wraps, reason = "it stands in a list with others that may find nothing")]
fn lost_comma(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    Some(mend("a comma is missing here", "put a comma between them", (before.len(), before.len()), ","))
}

fn bare_text(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let start = start_of_bare_text(bad, stop)?;
    let end = bad.text[start..].find(['{', '\n']).map_or(bad.text.len(), |length| start + length);
    quote_stretch(bad, start, end)
}

fn bare_text_before_comma(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let start = start_of_bare_text(bad, stop)?;
    let end = bad.text[start..].find([',', '\n']).map(|length| start + length)?;
    quote_stretch(bad, start, end)
}

fn start_of_bare_text(bad: &Bad, stop: &Stop) -> Option<usize> {
    let wants_text = stop.expected.iter().any(|expected| matches!(expected, Rule::string | Rule::title));
    let at = if stop.at == 0 { bad.word().len() } else { stop.at };
    let rest = bad.text[at..].trim_start();
    let letter = rest.starts_with(|c: char| c.is_alphanumeric() || c == '*' || c == '<');
    (letter && (wants_text || stop.at == 0)).then_some(bad.text.len() - rest.len())
}

fn quote_stretch(bad: &Bad, start: usize, end: usize) -> Option<Mend> {
    let content = bad.text[start..end].trim_end();
    if content.is_empty() || content.contains('"') {
        return None;
    }
    let quoted = quote(content);
    Some(mend("a text stands in quotes", "put it in quotes", (start, start + content.len()), quoted))
}

fn lost_blank(bad: &Bad, property: &Property, _: &Stop) -> Option<Mend> {
    let word = bad.word().len();
    if bad.text[word..].starts_with([' ', '\t', '\n']) || word == bad.text.len() {
        return None;
    }
    let message = format!("a blank is missing behind `{}`", property.word);
    Some(mend(message, "put a blank there", (word, word), " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, Span};
    use crate::syntax::words::Context;

    fn mended(text: &str, context: Context) -> Option<String> {
        let bad = Bad { text, span: Span::new(FileId::new(0), 0, text.len()), context };
        let property = words::property(bad.word(), context)?;
        let stop = alone::read(text, context)?;
        let mend = find(&bad, property, &stop)?;
        Some([&text[..mend.start], mend.text.as_str(), &text[mend.end..]].concat())
    }

    #[test]
    fn habits_of_other_languages_are_mended() {
        let pairs = [
            (Context::Cause, "likelihood = rare", "likelihood rare"),
            (Context::Cause, "likelihood: rare", "likelihood rare"),
            (Context::Guide, "symptoms [a, b]", "symptoms a, b"),
            (Context::Cause, "prevent 'It isn't on.'", "prevent \"It isn't on.\""),
            (Context::Cause, "prevent “Leave it.”", "prevent \"Leave it.\""),
            (Context::Cause, "owner messaging team", "owner \"messaging team\""),
            (Context::Guide, "symptoms a, b,", "symptoms a, b"),
            (Context::Guide, "symptoms a b", "symptoms a, b"),
            (Context::Guide, "start \"clock\"", "start clock"),
            (Context::Check, "takes 20 s waits 5 min", "takes 20 s; waits 5 min"),
            (Context::Check, "takes 20 s // short", "takes 20 s # short"),
            (Context::Check, "takes 20 s, waits 5 min", "takes 20 s; waits 5 min"),
            (Context::Check, "outcome a \"A\" from 80 to 90 { }", "outcome a \"A\" from 80 below 90 { }"),
            (Context::Rule, "when managed == yes", "when managed is yes"),
            (Context::Rule, "when a && b", "when a and b"),
            (Context::Rule, "when managed is not yes", "when not managed is yes"),
            (Context::Rule, "when !a", "when not a"),
            (Context::Rule, "then suspct a", "then suspect a"),
            (Context::Scenario, "expect cause a abov 80%", "expect cause a above 80%"),
            (Context::Check, "outcome low \"Low\" below 80 % { }", "outcome low \"Low\" below 80 { }"),
            (Context::Check, "outcome low Low value { }", "outcome low \"Low value\" { }"),
        ];
        for (context, wrong, right) in pairs {
            assert_eq!(mended(wrong, context).as_deref(), Some(right), "{wrong}");
        }
    }

    #[test]
    fn a_mend_that_does_not_help_is_not_given() {
        for (context, wrong) in
            [(Context::Check, "takes soon"), (Context::Cause, "likelihood"), (Context::Check, "takes 20 s x")]
        {
            assert_eq!(mended(wrong, context), None, "{wrong}");
        }
    }
}
