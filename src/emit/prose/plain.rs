//! Prose → words without markup, on one line: for titles of windows, descriptions and catalogues.
//!
//! The words are not escaped for any format.

use std::borrow::Cow;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{as_heading, blocks, callout, inline, runs};
use crate::words::Callouts;

/// The words of prose with blocks, on one line.
#[must_use]
pub fn of_blocks(text: &str) -> String {
    if let Some(parts) = runs::split(text) {
        return parts.collect();
    }
    gather(blocks(text), text.len(), None)
}

/// The same with the titles of its callouts, as a terminal says it.
#[must_use]
pub fn said(text: &str, callouts: &Callouts) -> String {
    if let Some(parts) = runs::split(text) {
        return parts.collect();
    }
    gather(blocks(text), text.len(), Some(callouts))
}

/// The words of a line of prose.
#[must_use]
pub fn of_inline(text: &str) -> String {
    line(text).into_owned()
}

/// The same; a line without markup is lent as it is.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    match runs::split(text) {
        Some(parts) if !parts.strong => Cow::Borrowed(text),
        Some(parts) => Cow::Owned(parts.collect()),
        None => Cow::Owned(gather(inline(&as_heading(text)), text.len(), None)),
    }
}

fn gather<'a>(events: impl Iterator<Item = Event<'a>>, length: usize, callouts: Option<&Callouts>) -> String {
    let mut out = String::with_capacity(length);
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.extend(text.chars().map(|c| if c == '\n' { ' ' } else { c }));
            }
            Event::SoftBreak | Event::HardBreak => out.push(' '),
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                if let Some(callouts) = callouts {
                    out.push_str(callout(kind, callouts).1);
                    out.push_str(": ");
                }
            }
            // The cells of a row are parted, and so are rows.
            Event::Start(Tag::TableCell) if out.ends_with('\u{1f}') => {
                out.pop();
                out.push_str(", ");
            }
            Event::End(TagEnd::TableCell) => out.push('\u{1f}'),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) if out.ends_with('\u{1f}') => {
                out.pop();
                out.push_str("; ");
            }
            Event::End(TagEnd::Table) if out.ends_with("; ") => {
                out.truncate(out.len() - 2);
                out.push(' ');
            }
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) if !out.ends_with(' ') => {
                out.push(' ');
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_are_left() {
        assert_eq!(of_inline("The **red** `mark` [here](x) <b>"), "The red mark here <b>");
        assert_eq!(of_blocks("One.\n\n- two\n- three\n\n> four"), "One. two three four");
        assert_eq!(of_blocks("A\n\n|a|b|\n|-|-|\n|c|d|\n\nB"), "A a, b; c, d B");
        let callouts = &crate::words::Words::english().callout;
        assert_eq!(said("A\n\n> [!TIP]\n> B", callouts), "A Tip: B");
        assert_eq!(of_blocks("A\n\n> [!TIP]\n> B"), "A B");
    }
}
