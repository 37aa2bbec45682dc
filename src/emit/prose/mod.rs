//! Prose of authors, made safe for each format.
//!
//! Takes [`Markdown`](crate::guide::Markdown) and [`Inline`](crate::guide::Inline) texts, which may hold anything; gives
//! HTML, CommonMark or plain text in which raw HTML is text, links have harmless schemes and images are their
//! alternative text. Prose never opens a heading, since headings are the page's outline; its headings are bold
//! paragraphs. One line of prose keeps emphasis and code, and of its links the text. Never knows what the prose is about.

pub mod address;
pub mod commonmark;
pub mod escape;
pub mod html;
pub mod plain;
mod runs;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::words::Callouts;

/// Where prose is shown.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The way from its page up to the folder of all pages.
    pub root: &'a str,
    /// The path of its page without an ending, where that is the page of a guide.
    pub page: &'a str,
    /// The titles of callouts, in the language of the page.
    pub callouts: &'static Callouts,
}

/// The path and the anchor that a link by name leads to, which may be none; nothing of other addresses.
fn named(address: &str) -> Option<(&str, &str)> {
    let address = address.strip_prefix("guide:")?;
    Some(address.split_once('#').unwrap_or((address, "")))
}

/// What a callout is called in Markdown and in classes, and its title.
#[must_use]
pub fn callout(kind: BlockQuoteKind, said: &Callouts) -> (&'static str, &str) {
    match kind {
        BlockQuoteKind::Note => ("NOTE", &said.note),
        BlockQuoteKind::Tip => ("TIP", &said.tip),
        BlockQuoteKind::Important => ("IMPORTANT", &said.important),
        BlockQuoteKind::Warning => ("WARNING", &said.warning),
        BlockQuoteKind::Caution => ("CAUTION", &said.caution),
    }
}

/// What prose may hold besides what CommonMark knows.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_GFM);

/// Lists and quotations within each other deeper than this are shown without their frame, so that a short text cannot
/// make a large page.
const DEEPEST: usize = 12;

/// The events of prose with blocks.
fn blocks(text: &str) -> impl Iterator<Item = Event<'_>> {
    let mut depth = 0_usize;
    Parser::new_ext(text, EXTENSIONS).filter(move |event| match event {
        Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => {
            depth += 1;
            depth <= DEEPEST
        }
        Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => {
            depth -= 1;
            depth < DEEPEST
        }
        // An item goes with its list.
        Event::Start(Tag::Item) | Event::End(TagEnd::Item) => depth <= DEEPEST,
        _ => true,
    })
}

/// A line of prose as the Markdown of a heading: the one block whose content is inline whatever it begins with.
fn as_heading(text: &str) -> String {
    let mut line = String::with_capacity(text.len() + 4);
    line.push_str("# ");
    for part in text.split(['\n', '\r']) {
        if !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(part.trim_matches([' ', '\t']));
    }
    line.truncate(line.trim_end_matches([' ', '\t']).len());
    // A run of `#` after a blank would close the heading; it is text.
    let run = line.len() - line.trim_end_matches('#').len();
    if run > 0 && line.len() > 1 && line[..line.len() - run].ends_with([' ', '\t']) {
        line.insert(line.len() - 1, '\\');
    }
    line
}

/// The events of a line of prose, without what opens and closes the heading that [`as_heading`] made, links and images.
fn inline(heading: &str) -> impl Iterator<Item = Event<'_>> {
    Parser::new_ext(heading, Options::empty()).filter(|event| {
        !matches!(
            event,
            Event::Start(Tag::Heading { .. } | Tag::Link { .. } | Tag::Image { .. })
                | Event::End(TagEnd::Heading(_) | TagEnd::Link | TagEnd::Image)
        )
    })
}

/// The language of a code block, if it is a word that can stand in a class and after a fence.
fn language<'a>(kind: &'a CodeBlockKind<'_>) -> Option<&'a str> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    language_word(info.split([' ', '\t', ',']).next().unwrap_or_default())
}

/// The name of a language, if it is a word that can stand in a class and after a fence.
#[must_use]
pub fn language_word(name: &str) -> Option<&str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+' | b'#' | b'.');
    (!name.is_empty() && name.len() <= 40 && name.bytes().all(fits)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::as_heading;

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(as_heading("- a\n\r\n b "), "# - a b");
        assert_eq!(as_heading("Issue #"), "# Issue \\#");
        assert_eq!(as_heading("Issue ##"), "# Issue #\\#");
        assert_eq!(as_heading("C#"), "# C#");
        assert_eq!(as_heading("#"), "# \\#");
        assert_eq!(as_heading(""), "#");
    }
}
