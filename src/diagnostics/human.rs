//! A finding with the lines of its source, for a terminal.

use std::borrow::Cow;

use annotate_snippets::{AnnotationKind, Group, Level as Shown, Renderer, Snippet};

use crate::source::{LineIndex, Sources, Span};
use crate::visible;

use super::{Diagnostic, Label, Level};

/// Draws findings, with colours or without.
pub struct Human {
    renderer: Renderer,
}

impl Human {
    /// A drawer; `width` is that of the terminal, in columns.
    #[must_use]
    pub fn new(coloured: bool, width: usize) -> Self {
        let renderer = if coloured { Renderer::styled() } else { Renderer::plain() };
        Human { renderer: renderer.term_width(width) }
    }

    /// The finding as lines of text, with a line break at the end.
    #[must_use]
    pub fn draw(&self, finding: &Diagnostic, sources: &Sources) -> String {
        let code = finding.fault.code.to_string();
        let level = match finding.level {
            Level::Error => Shown::ERROR,
            Level::Warning => Shown::WARNING,
            Level::Note => Shown::NOTE,
        };
        let title = level.primary_title(finding.message.as_str()).id(code.as_str());
        let windows = windows(finding, sources);
        let mut group = Group::with_title(title);
        for window in &windows {
            let snippet = Snippet::source(window.text.as_str())
                .path(window.path.as_ref())
                .line_start(window.first_line)
                .annotations(window.marks.iter().map(|mark| {
                    let kind = if mark.main { AnnotationKind::Primary } else { AnnotationKind::Context };
                    kind.span(mark.start..mark.end).label(mark.message)
                }));
            group = group.element(snippet);
        }
        if let (None, Some(path)) = (finding.span, &finding.path) {
            group = group.element(Shown::NOTE.no_name().message(format!("in {}", visible::line(path))));
        }
        for help in &finding.help {
            group = group.element(Shown::HELP.message(help.as_str()));
        }
        let mut drawn = self.renderer.render(&[group]);
        drawn.push_str("\n\n");
        drawn
    }
}

/// The few lines around the marks of one file. Drawing costs time for each line that is given.
struct Window<'a> {
    path: Cow<'a, str>,
    text: String,
    first_line: usize,
    marks: Vec<Mark<'a>>,
}

struct Mark<'a> {
    start: usize,
    end: usize,
    message: Option<&'a str>,
    main: bool,
}

/// Lines longer than this are cut around the mark, or a file of one line would be printed whole.
const LONGEST: usize = 400;

fn windows<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Vec<Window<'a>> {
    let Some(main) = finding.span else { return Vec::new() };
    let mut spots: Vec<(Span, Option<&str>, bool)> = vec![(main, None, true)];
    spots.extend(finding.labels.iter().map(|Label { span, message }| (*span, Some(message.as_str()), false)));
    let mut windows: Vec<(Span, Window)> = Vec::new();
    for (span, message, is_main) in spots {
        let source = sources.get(span.file);
        let lines = source.lines();
        let found = lines_around(span, source.text(), lines);
        let same = windows.iter_mut().find(|(seen, window)| {
            seen.file == span.file
                && found.start <= seen.end as usize
                && seen.start as usize <= found.end
                && window.text.len() == seen.range().len()
        });
        if let Some((seen, window)) = same {
            let joined = seen.range().start.min(found.start)..seen.range().end.max(found.end);
            let shift = seen.range().start - joined.start;
            for mark in &mut window.marks {
                mark.start += shift;
                mark.end += shift;
            }
            *seen = Span::new(span.file, joined.start, joined.end);
            window.text = shown(&source.text()[joined.clone()]);
            window.first_line = lines.line(joined.start) + 1;
            window.marks.push(mark(span, joined.start, message, is_main, &window.text));
        } else {
            let text = shown(&source.text()[found.clone()]);
            let marks = vec![mark(span, found.start, message, is_main, &text)];
            let first_line = lines.line(found.start) + 1;
            windows.push((
                Span::new(span.file, found.start, found.end),
                Window { path: visible::line(&source.path), text, first_line, marks },
            ));
        }
    }
    windows.into_iter().map(|(_, window)| window).collect()
}

/// A byte that was no UTF-8, and control characters, must not reach a terminal; each stays one byte long.
fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_control() && !matches!(c, '\n' | '\t') { '?' } else { c }).collect()
}

fn mark<'a>(span: Span, from: usize, message: Option<&'a str>, main: bool, text: &str) -> Mark<'a> {
    let start = (span.start as usize).saturating_sub(from).min(text.len());
    let end = (span.end as usize).saturating_sub(from).clamp(start, text.len());
    Mark { start, end, message, main }
}

fn lines_around(span: Span, text: &str, lines: &LineIndex) -> std::ops::Range<usize> {
    let first = lines.line(span.start as usize);
    let last = lines.line((span.end as usize).saturating_sub(1).max(span.start as usize));
    // A mark over many lines shows its first ones: the rest says nothing about the fault.
    let last = last.min(first + 8);
    let whole = lines.range(first, text).start..lines.range(last, text).end;
    if whole.len() <= LONGEST * (last - first + 1) {
        return whole;
    }
    let mut start = (span.start as usize).saturating_sub(LONGEST / 2).max(whole.start);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (span.start as usize + LONGEST / 2).min(whole.end);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}
