//! Values, with what is wrong with them.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::source::{FileId, Source, Span};
use crate::syntax::nearest;
use crate::syntax::{Node, Rule};

use super::super::values::{self, Wrong};
use super::super::{Given, Name, Scalar, Text, Version};
use super::LowerContext;

/// The first chance below a node.
pub(super) fn chance(cx: &mut LowerContext, node: Node) -> Option<Given<f64>> {
    let found = node.child(Rule::chance)?;
    let words = &cx.numbers.chances;
    let read = values::chance(found.text(), words);
    read.map(|value| Given { value, span: found.span() })
        .map_err(|wrong| cx.findings.push(not_a_chance(found, &wrong, words)))
        .ok()
}

/// The first weight below a node: written as a chance is, but without its bounds.
pub(super) fn weight(cx: &mut LowerContext, node: Node) -> Option<Given<f64>> {
    let found = node.child(Rule::chance)?;
    let words = &cx.numbers.weights;
    let read = values::weight(found.text(), words);
    read.map(|value| Given { value, span: found.span() })
        .map_err(|wrong| cx.findings.push(not_a_weight(found, &wrong, words, &cx.numbers.chances)))
        .ok()
}

fn not_a_chance(found: Node, wrong: &Wrong, words: &[(String, f64)]) -> Diagnostic {
    let (span, text) = (found.span(), found.text());
    match wrong {
        Wrong::UnknownWord => unknown_word(span, text, "how often", words),
        Wrong::OutOfRange => {
            let meant =
                text.parse().is_ok_and(|number: f64| (1.0..=100.0).contains(&number)).then(|| format!("{text}%"));
            Diagnostic::new(&faults::VALUE_OUT_OF_RANGE, span, format!("`{text}` is no chance"))
                .did_you_mean(meant.as_deref(), span)
                .help("a chance is from 0 % to 100 %, or from 0 to 1")
        }
        _ => not_a_number(span, text),
    }
}

fn not_a_weight(found: Node, wrong: &Wrong, words: &[(String, f64)], chances: &[(String, f64)]) -> Diagnostic {
    let (span, text) = (found.span(), found.text());
    match wrong {
        Wrong::UnknownWord if chances.iter().any(|(word, _)| word == text) => {
            Diagnostic::new(&faults::UNKNOWN_WORD, span, format!("`{text}` says how often, not how likely a cause is"))
                .help(format!("a likelihood is {}, or a number", listed(words)))
        }
        Wrong::UnknownWord => unknown_word(span, text, "how likely", words),
        Wrong::OutOfRange => Diagnostic::new(&faults::VALUE_OUT_OF_RANGE, span, format!("`{text}` is no weight"))
            .help("a weight is from 0.000000001 to 1000000000, and at most 100 % where it is a percentage"),
        _ => not_a_number(span, text),
    }
}

fn unknown_word(span: Span, text: &str, what: &str, words: &[(String, f64)]) -> Diagnostic {
    let near = nearest(text, words.iter().map(|(word, _)| word.as_str()));
    Diagnostic::new(&faults::UNKNOWN_WORD, span, format!("`{text}` is no word for {what}"))
        .did_you_mean(near, span)
        .help(format!("the words are {}; a number may stand there as well", listed(words)))
}

fn listed(words: &[(String, f64)]) -> String {
    let quoted: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn not_a_number(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(&faults::BAD_NUMBER, span, format!("`{text}` is no number"))
        .help("a number has digits and at most one dot, and no exponent")
}

/// The first duration below a node, in minutes.
pub(super) fn duration(cx: &mut LowerContext, node: Node) -> Option<Given<f64>> {
    let found = node.child(Rule::duration)?;
    match values::duration(found.text()) {
        Ok(value) => Some(Given { value, span: found.span() }),
        Err(wrong) => {
            cx.findings.push(not_a_duration(found, &wrong));
            None
        }
    }
}

fn not_a_duration(found: Node, wrong: &Wrong) -> Diagnostic {
    let (span, text) = (found.span(), found.text());
    let units = "the units are `s`, `min`, `h` and `d`, as in `1 h 30 min`";
    match wrong {
        Wrong::MissingUnit => {
            let behind = Span::new(span.file, span.end as usize, span.end as usize);
            Diagnostic::new(&faults::MISSING_UNIT, span, format!("`{text}` stands without a unit of time"))
                .fix("write `min` behind it, the unit in which kbc counts", behind, " min")
                .help(units)
        }
        // `5 to 10 min` reads as a number with a unit called `to`.
        Wrong::UnknownUnit { start, end } if ["to", "or"].contains(&&text[*start..*end]) => a_span(span, text),
        Wrong::UnknownUnit { start, end } => {
            let unit = Span::new(span.file, span.start as usize + start, span.start as usize + end);
            let finding =
                Diagnostic::new(&faults::UNKNOWN_UNIT, unit, format!("`{}` is no unit of time", &text[*start..*end]));
            let near = meant_unit(&text[*start..*end]);
            finding.did_you_mean(near, unit).help(units)
        }
        Wrong::OutOfRange => {
            Diagnostic::new(&faults::VALUE_OUT_OF_RANGE, span, format!("`{text}` is too long or too short a time"))
                .help("a duration is from 0 s to 10000 d")
        }
        _ if text.trim_start_matches('-').contains('-') => a_span(span, text),
        _ => not_a_number(span, text),
    }
}

fn a_span(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(&faults::BAD_NUMBER, span, format!("`{text}` is a span, and one duration is meant"))
        .help("write what it usually takes, as in `7 min` for 5 to 10 minutes")
}

/// The units as people write them out, or in another tool's way.
const WRITTEN: [(&str, &str); 14] = [
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("m", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
];

/// The unit that is meant, slips of the hand included.
fn meant_unit(unit: &str) -> Option<&'static str> {
    let near = nearest(unit, WRITTEN.iter().map(|(written, _)| *written))?;
    WRITTEN.iter().find(|(written, _)| *written == near).map(|(_, unit)| *unit)
}

/// The first date below a node.
pub(super) fn date(cx: &mut LowerContext, node: Node) -> Option<Given<jiff::civil::Date>> {
    let found = node.child(Rule::date)?;
    let read = values::date(found.text()).map(|value| Given { value, span: found.span() });
    if read.is_none() {
        let message = format!("`{}` is no date", found.text());
        cx.findings.push(
            Diagnostic::new(&faults::BAD_DATE, found.span(), message)
                .help("a date is written year, month, day, as in `2026-11-20`"),
        );
    }
    read
}

/// The first whole number below a node, between two bounds.
pub(super) fn whole(cx: &mut LowerContext, node: Node, least: u32, most: u32) -> Option<Given<u32>> {
    let found = node.child(Rule::number)?;
    let read = found.text().parse().ok().filter(|value| (least..=most).contains(value));
    if read.is_none() {
        let message = format!("`{}` is no number that can stand here", found.text());
        cx.findings.push(
            Diagnostic::new(&faults::VALUE_OUT_OF_RANGE, found.span(), message)
                .help(format!("a whole number from {least} to {most} is meant")),
        );
    }
    read.map(|value| Given { value, span: found.span() })
}

/// A number on a scale, or a version.
pub(super) fn scalar(cx: &mut LowerContext, node: Node, version: bool) -> Option<Scalar> {
    let finding = if version {
        match Version::parse(node.text()) {
            Some(value) => return Some(Scalar::Version(value)),
            None => bad_version(node.span(), node.text()),
        }
    } else {
        match values::number(node.text()) {
            Ok(value) => return Some(Scalar::Number(value)),
            Err(Wrong::OutOfRange) => {
                let message = "the number is too large".to_owned();
                Diagnostic::new(&faults::VALUE_OUT_OF_RANGE, node.span(), message)
                    .help("a number is at most 10¹⁵, either way")
            }
            Err(_) => not_a_number(node.span(), node.text()),
        }
    };
    cx.findings.push(finding);
    None
}

pub(in super::super) fn bad_version(span: Span, text: &str) -> Diagnostic {
    Diagnostic::new(&faults::BAD_VERSION, span, format!("`{text}` is no version"))
        .help("a version is whole numbers joined by dots, such as `18` or `26.0.1`")
}

pub(in super::super) fn bad_number(span: Span, text: &str) -> Diagnostic {
    not_a_number(span, text)
}

/// Whether a pattern is a regular expression that can be used; what is wrong with it is reported.
pub(super) fn pattern(cx: &mut LowerContext, literal: Node) -> Text {
    let pattern = crate::syntax::text::decode(literal.text());
    // A bound on the compiled size, so that no pattern can take all memory.
    let built = regex::RegexBuilder::new(&pattern).size_limit(1 << 20).build();
    if let Err(error) = built {
        let said = error.to_string();
        let why = match error {
            regex::Error::CompiledTooBig(_) => "it would take too much memory",
            _ => said.lines().last().unwrap_or_default().trim_start_matches("error: ").trim(),
        };
        cx.findings.push(
            Diagnostic::new(&faults::BAD_PATTERN, literal.span(), format!("the pattern cannot be read: {why}"))
                .help("patterns are regular expressions; a raw text `r\"…\"` leaves each `\\` as it is"),
        );
    }
    Text { span: literal.span() }
}

/// The word of a property that takes one of a few words.
pub(super) fn one_of<T: Copy>(cx: &mut LowerContext, node: Node, words: &[(&str, T)]) -> Option<Given<T>> {
    let found = node.child(Rule::word)?;
    if let Some(&(_, value)) = words.iter().find(|(word, _)| *word == found.text()) {
        return Some(Given { value, span: found.span() });
    }
    let quoted: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
    let near = nearest(found.text(), words.iter().map(|&(word, _)| word));
    cx.findings.push(
        Diagnostic::new(&faults::UNKNOWN_WORD, found.span(), format!("`{}` means nothing here", found.text()))
            .did_you_mean(near, found.span())
            .help(format!("the words are {}", quoted.join(", "))),
    );
    None
}

/// How strongly an outcome or a rule points, by the word behind the name.
pub(super) fn strength(cx: &mut LowerContext, node: Node) -> f64 {
    let words = [("weakly", cx.numbers.weakly), ("strongly", cx.numbers.strongly)];
    one_of(cx, node, &words).map_or(cx.numbers.plainly, |given| given.value)
}

/// A file whose path would be the name of another, or none for a page. That no `use` can say it is told where one tries.
pub(super) fn module_name(cx: &mut LowerContext, file: FileId, source: &Source) {
    let place = Span::new(file, 0, 0);
    if source.dotted {
        let message = "a dot in the path of this file stands for a folder".to_owned();
        let help = "put the file into a folder, or write `-` in the place of the dot";
        cx.findings.push(Diagnostic::new(&faults::BAD_MODULE_NAME, place, message).help(help));
        return;
    }
    if let Some(part) = source.module.split('.').find(|part| is_device(part) || part.len() > LONGEST_NAME) {
        let why = if is_device(part) { KEPT } else { "the names of its pages would be too long for a disk" };
        let message = format!("`{}` in the path of this file cannot be the name of a module: {why}", shortened(part));
        cx.findings.push(Diagnostic::new(&faults::BAD_MODULE_NAME, place, message).help(rename()));
    }
}

/// The longest name in bytes: pages are called by the names of guides and of items, two in one.
const LONGEST_NAME: usize = 100;

/// Why some names are none for a file.
const KEPT: &str = "Windows keeps it for a device";

fn rename() -> String {
    format!("a name has at most {LONGEST_NAME} letters, and is not that of a device such as `con`, `aux` or `com1`")
}

/// The beginning of a name that may be very long.
fn shortened(name: &str) -> String {
    name.chars().take(40).chain((name.chars().count() > 40).then_some('…')).collect()
}

/// Whether no file may be called so, whatever its ending: names in kebab-case alone are asked about.
fn is_device(name: &str) -> bool {
    let numbered = |kind| {
        name.strip_prefix(kind).is_some_and(|number: &str| number.len() == 1 && number.as_bytes()[0].is_ascii_digit())
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

/// The name of an item that the names of its pages are made of.
pub(super) fn item_name(cx: &mut LowerContext, name: Node, is_guide: bool) {
    let text = name.text();
    let (fault, why) = match () {
        () if text.len() > LONGEST_NAME => (&faults::BAD_NAME, "its pages would have names too long for a disk"),
        () if is_guide && is_device(text) => (&faults::RESERVED_NAME, KEPT),
        () => return,
    };
    let message =
        format!("`{}` cannot be the name of {}: {why}", shortened(text), if is_guide { "a guide" } else { "an item" });
    cx.findings.push(Diagnostic::new(fault, name.span(), message).help(rename()));
}

/// The place of a unit, where one is given.
pub(super) fn unit(node: Node) -> Option<Span> {
    node.child(Rule::unit).map(Node::span)
}

/// The name at the head of a node.
pub(super) fn named(node: Node) -> Option<Name> {
    node.child(Rule::name).map(super::name)
}

/// A text of several lines ends on a line of its own: elsewhere, its end is most often the beginning of the next text.
pub(super) fn block_texts(cx: &mut LowerContext, item: Node) {
    for block in item.below(Rule::block) {
        let last = block.text().rsplit('\n').next().unwrap_or_default();
        let begins_line = last.trim_start().starts_with("\"\"\"");
        if block.text().contains('\n') && !begins_line {
            let span = block.span();
            let end = Span { start: span.end.saturating_sub(3), ..span };
            cx.findings.push(
                Diagnostic::new(&faults::BROKEN_BLOCK_TEXT, end, "a text of several lines ends behind words")
                    .label(Span { end: span.start + 3, ..span }, "it begins here")
                    .help(
                        "put its `\"\"\"` on a line of its own; if another text was to begin here, one is not closed",
                    ),
            );
        }
    }
}
