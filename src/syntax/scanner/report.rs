//! The words for what is wrong with the layout of a file.

use super::Scanner;
use super::bytes::{after_word, line_end};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::catalogue::syntax as faults;
use crate::syntax::words::{self, Item};

impl Scanner<'_> {
    pub(super) fn report_unknown_item(&mut self, start: usize, end: usize, near: Option<&Item>) {
        let span = self.span(start, end);
        let message = format!("there is no kind of item called `{}`", shown(&self.text[start..end]));
        let finding = Diagnostic::new(&faults::UNKNOWN_ITEM, span, message);
        self.findings.push(match near {
            Some(near) => finding.did_you_mean(Some(near.word), span),
            None => finding.help(item_words()),
        });
    }

    pub(super) fn report_stray_brace(&mut self, at: usize) {
        let finding = Diagnostic::new(&faults::STRAY_BRACE, self.span(at, at + 1), "this `}` closes nothing");
        self.findings.push(match self.last_item {
            Some(last) if last.has_block => finding
                .label(self.span(last.end - 1, last.end), "the item ended here already")
                .help("take one of the two away"),
            _ => finding.help("take it away"),
        });
    }

    pub(super) fn report_junk(&mut self, start: usize, end: usize) {
        let line = self.text[start..line_end(self.bytes(), start).min(end)].trim_end();
        let span = self.span(start, start + line.len());
        let finding = Diagnostic::new(&faults::UNEXPECTED_TEXT, span, "this belongs to no item");
        self.findings.push(if line.starts_with("//") || line.starts_with("/*") {
            finding.help("a comment begins with `#`")
        } else if line.starts_with('{') {
            finding.help("a block stands on the line of the item that it belongs to")
        } else {
            finding.help(item_words())
        });
    }

    pub(super) fn report_property_outside(&mut self, start: usize) {
        let end = after_word(self.bytes(), start);
        let message = format!("the property `{}` stands outside of any item", shown(&self.text[start..end]));
        let finding = Diagnostic::new(&faults::PROPERTY_OUTSIDE_ITEM, self.span(start, end), message);
        self.findings.push(match self.last_item {
            Some(last) if last.has_block => finding
                .label(self.span(last.end.saturating_sub(1), last.end), "the item before it ended here")
                .help("a `}` closes that item too early, or the head of another is missing"),
            _ => finding.help("put it between the `{` and the `}` of the item that it belongs to"),
        });
    }

    /// The properties of an item follow, but its `{` is not there.
    pub(super) fn report_missing_open(&mut self, item: usize, head_end: usize, property: usize) {
        let word = shown(&self.text[property..after_word(self.bytes(), property)]);
        let head_end = item + self.text[item..head_end].trim_end().len();
        let message = format!("the property `{word}` stands outside of any item");
        let span = self.span(property, after_word(self.bytes(), property));
        self.findings.push(
            Diagnostic::new(&faults::PROPERTY_OUTSIDE_ITEM, span, message)
                .label(self.span(head_end, head_end), "a `{` is missing here")
                .fix("open the block of the item with `{`", self.span(head_end, head_end), " {"),
        );
    }

    pub(super) fn report_brace_on_next_line(&mut self, item: usize, head_end: usize, brace: usize) {
        let head_end = item + self.text[item..head_end].trim_end().len();
        let finding = Diagnostic::new(
            &faults::UNEXPECTED_TEXT,
            self.span(brace, brace + 1),
            "this `{` stands on a line of its own",
        )
        .label(self.span(head_end, head_end), "it belongs here");
        let title = "put the `{` on the line of the item's head";
        // With a comment between, moving the brace is not a matter of white space alone.
        self.findings.push(if self.text[head_end..brace].trim().is_empty() {
            finding.fix(title, self.span(head_end, brace), " ")
        } else {
            finding.help(title)
        });
    }

    pub(super) fn report_unclosed_text(&mut self, at: usize, end: usize) {
        let span = self.span(at, at + self.text[at..end].trim_end().len());
        let finding = Diagnostic::new(&faults::UNCLOSED_TEXT, span, "this text has no closing quotes");
        let content = self.text[at + 1..end].trim();
        self.findings.push(if content.is_empty() {
            finding.help("either the quotes in front of the text are missing, or these are too many")
        } else {
            finding.help("close it with `\"`; a text of several lines stands between `\"\"\"` and `\"\"\"`")
        });
    }

    pub(super) fn report_unclosed_block(&mut self, at: usize, head: Option<usize>) {
        let finding =
            Diagnostic::new(&faults::UNCLOSED_TEXT, self.span(at, at + 3), "this text has no closing `\"\"\"`");
        let Some(head) = head else {
            self.findings.push(finding.help("close it with `\"\"\"` on a line of its own"));
            return;
        };
        let first = super::bytes::after_blanks(self.bytes(), head);
        let end = after_word(self.bytes(), first);
        self.findings.push(
            finding
                .label(self.span(first, end), "an item begins here")
                .help("close it with `\"\"\"` on a line of its own, before that item"),
        );
    }

    pub(super) fn report_unclosed_brace(&mut self, at: usize, next_item: Option<usize>) {
        let (place, brace) = self.closing(at, next_item.unwrap_or(self.text.len()));
        let place = self.span(place, place);
        let finding = Diagnostic::new(&faults::UNCLOSED_BRACE, self.span(at, at + 1), "this `{` is never closed");
        let Some(next) = next_item else {
            self.findings.push(finding.fix("close it with `}`", place, brace));
            return;
        };
        let first = super::bytes::after_blanks(self.bytes(), next);
        let end = after_word(self.bytes(), first);
        self.findings.push(finding.label(self.span(first, end), "the next item begins here").fix(
            "close it with `}` before that item",
            place,
            brace,
        ));
    }

    /// Where the `}` of a block belongs by the layout, and the text to put there: behind the lines that stand further
    /// right than the line of its `{`.
    fn closing(&self, at: usize, end: usize) -> (usize, String) {
        let line = |from: usize| from..line_end(self.bytes(), from).min(end);
        let begin = self.text[..at].rfind('\n').map_or(0, |before| before + 1);
        let margin = |text: &str| text.len() - text.trim_start().len();
        let own = margin(&self.text[begin..at]);
        let first = line(at);
        let mut place = first.start + self.text[first.clone()].trim_end().len();
        let alone = place;
        let mut next = first.end + 1;
        while next < end {
            let range = line(next);
            let text = self.text[range.clone()].trim_end();
            if !text.is_empty() {
                if margin(text) <= own {
                    break;
                }
                place = next + text.len();
            }
            next = range.end + 1;
        }
        let fits_the_line = place == alone && place > at + 1 && !self.text[at..place].contains('#');
        let brace = if fits_the_line { " }".to_owned() } else { format!("\n{}}}", &self.text[begin..begin + own]) };
        (place, brace)
    }

    pub(super) fn report_too_deep(&mut self, at: usize) {
        let message = format!("blocks and parentheses stand more than {} deep in each other here", super::DEEPEST);
        self.findings.push(
            Diagnostic::new(&faults::NESTED_TOO_DEEP, self.span(at, at + 1), message)
                .help("close some before you open more"),
        );
    }
}

fn item_words() -> String {
    let words: Vec<String> = words::ITEMS.iter().map(|item| format!("`{}`", item.word)).collect();
    format!("an item begins with one of these words: {}", words.join(", "))
}

/// A word as it is quoted in a message: nobody reads more than its beginning.
fn shown(word: &str) -> String {
    const LONGEST: usize = 60;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}
