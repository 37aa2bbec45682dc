//! A whole file: items, comments between them, and what does not parse.
//!
//! In: the tree of a file. Out: its text in the layout. What does not parse keeps its bytes, in whole lines, since
//! what it means may depend on where it stands.

use std::ops::Range;

use crate::source::{FileId, Span};
use crate::syntax::{Node, Rule, Tree, words};

use super::layout::{has_empty_line, property};
use super::ops::is_layout;
use super::printer::Printer;

/// Lines that were left as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The lines, in the text that came in.
    pub span: Span,
}

/// A part of a file that stands in lines of its own.
struct Unit<'t> {
    kind: Kind,
    /// Where it stands in the file.
    start: usize,
    end: usize,
    /// What is written for it: a stretch of the printer's text, or of the file.
    written: Written<'t>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Item { uses: bool },
    Comment,
    Kept,
}

enum Written<'t> {
    Printed(Range<usize>),
    Plain(&'t str),
}

/// The text of a file in its layout, and what was kept as it was.
pub(super) fn lay_out(tree: &Tree, text: &str, width: usize) -> (String, Vec<Kept>) {
    let mut printer = Printer { out: String::with_capacity(text.len() + 64), width };
    let units = units(tree, text, &mut printer);
    let units = merged(units, text);
    let mut out = String::with_capacity(printer.out.len() + units.len() + 64);
    for at in 0..units.len() {
        separate(&mut out, text, &units, at, &printer.out);
        out.push_str(written(&units[at], &printer.out));
    }
    if !units.is_empty() {
        out.push('\n');
    }
    let kept = units.iter().filter(|unit| unit.kind == Kind::Kept);
    (out, kept.map(|unit| Kept { span: Span::new(FileId::new(0), unit.start, unit.end) }).collect())
}

fn written<'a>(unit: &'a Unit, printed: &'a str) -> &'a str {
    match &unit.written {
        Written::Printed(range) => &printed[range.clone()],
        Written::Plain(text) => text,
    }
}

/// The parts of a file in its order. Strangers between items are parts too.
fn units<'t>(tree: &'t Tree, text: &'t str, printer: &mut Printer) -> Vec<Unit<'t>> {
    let mut units = Vec::new();
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    for node in tree.items(text) {
        let (start, end) = (node.span().start as usize, node.span().end as usize);
        strangers(&mut units, text, at, start);
        units.push(unit(text, node, start, end, printer));
        at = end;
    }
    strangers(&mut units, text, at, text.len());
    units
}

fn strangers<'t>(units: &mut Vec<Unit<'t>>, text: &'t str, from: usize, to: usize) {
    if is_layout(&text[from..to]).is_err() {
        units.push(kept(text, from, to));
    }
}

fn unit<'t>(text: &'t str, node: Node<'t>, start: usize, end: usize, printer: &mut Printer) -> Unit<'t> {
    if node.rule() == Rule::comment {
        return Unit { kind: Kind::Comment, start, end, written: Written::Plain(node.text().trim_end()) };
    }
    // Whether a misspelt word begins an item depends on the shape of the line that it stands on.
    let is_misspelt = words::item(&text[node.word_span().range()]).is_none();
    let broken = is_misspelt
        || node.is_muted()
        || node.any(|found| matches!(found, Rule::bad | Rule::bad_head | Rule::left_over));
    let from = printer.out.len();
    if broken || property(printer, text, node, 0).is_err() {
        printer.out.truncate(from);
        return kept(text, start, end);
    }
    let kind = Kind::Item { uses: node.rule() == Rule::uses };
    Unit { kind, start, end, written: Written::Printed(from..printer.out.len()) }
}

/// Whole lines, from the first to the last that holds anything.
fn kept(text: &str, from: usize, to: usize) -> Unit<'_> {
    let stretch = &text[from..to];
    let blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    let start = from + (stretch.len() - stretch.trim_start_matches(blank).len());
    let end = to - (stretch.len() - stretch.trim_end_matches(blank).len());
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    Unit { kind: Kind::Kept, start, end, written: Written::Plain(&text[start..end]) }
}

/// Joins what is kept with everything that shares a line with it.
fn merged<'t>(units: Vec<Unit<'t>>, text: &'t str) -> Vec<Unit<'t>> {
    if units.iter().all(|unit| unit.kind != Kind::Kept) {
        return units;
    }
    let mut merged: Vec<Unit<'t>> = Vec::with_capacity(units.len());
    for unit in units {
        let mut unit = unit;
        while let Some(last) = merged.pop() {
            let shares = last.end > unit.start || !text[last.end..unit.start].contains('\n');
            if shares && (last.kind == Kind::Kept || unit.kind == Kind::Kept) {
                unit = kept(text, last.start.min(unit.start), last.end.max(unit.end));
            } else {
                merged.push(last);
                break;
            }
        }
        merged.push(unit);
    }
    merged
}

/// Ends the lines before a unit, with an empty line where one belongs.
fn separate(out: &mut String, text: &str, units: &[Unit], at: usize, printed: &str) {
    let Some(before) = at.checked_sub(1).map(|at| &units[at]) else { return };
    let unit = &units[at];
    let gap = &text[before.end..unit.start];
    if unit.kind == Kind::Comment && matches!(before.kind, Kind::Item { .. }) && !gap.contains('\n') {
        out.push(' ');
        return;
    }
    out.push('\n');
    if has_empty_line(gap) || begins_apart(text, units, at, printed) {
        out.push('\n');
    }
}

/// Whether an empty line must come, though there is none, before a unit that follows an item or the comment behind it:
/// where that item or the next one has several lines, or only one of them is a `use`.
fn begins_apart(text: &str, units: &[Unit], at: usize, printed: &str) -> bool {
    let gap = |at: usize| &text[units[at - 1].end..units[at].start];
    let is_behind = |at: usize| units[at].kind == Kind::Comment && !gap(at).contains('\n');
    let last = if at >= 2 && is_behind(at - 1) { at - 2 } else { at - 1 };
    let Kind::Item { uses } = units[last].kind else { return false };
    // Comments above an item belong to it, unless an empty line parts them.
    let next = (at..units.len()).find(|&next| units[next].kind != Kind::Comment);
    let Some(next) = next else { return false };
    let Kind::Item { uses: next_uses } = units[next].kind else { return false };
    if (at + 1..=next).any(|at| has_empty_line(gap(at))) {
        return false;
    }
    let is_long = |unit: &Unit| written(unit, printed).contains('\n');
    uses != next_uses || is_long(&units[last]) || is_long(&units[next])
}
