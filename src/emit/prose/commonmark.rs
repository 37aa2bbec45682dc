//! Prose → CommonMark that any renderer shows as the author meant it.
//!
//! Prose is parsed and written anew, so that an unclosed fence, a link definition or a line of raw HTML cannot reach
//! beyond its own place. What could be markup for CommonMark, for GitHub or for the template language of a site
//! generator is escaped.

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, LinkType, Tag, TagEnd};

use super::{address, as_heading, blocks, inline, language, named, runs};
use crate::emit::markdown::writer::Writer;

/// Writes prose with blocks, each a block of `out`.
pub fn write_blocks(out: &mut Writer, text: &str) {
    if let Some(parts) = runs::split(text) {
        out.block();
        write_runs(out, parts);
    } else {
        Blocks::default().write(out, blocks(text));
    }
}

/// Writes prose with blocks behind a label that ends the current line: a plain sentence in the same line.
pub fn write_after_label(out: &mut Writer, text: &str) {
    if let Some(parts) = runs::split(text) {
        out.markup(" ");
        write_runs(out, parts);
        return;
    }
    let events: Vec<Event> = blocks(text).collect();
    match &events[..] {
        // One paragraph, which holds no other.
        [Event::Start(Tag::Paragraph), inside @ .., Event::End(TagEnd::Paragraph)]
            if !inside.iter().any(|event| matches!(event, Event::Start(Tag::Paragraph))) =>
        {
            out.markup(" ");
            Blocks::default().write(out, inside.iter().cloned());
        }
        _ => write_blocks(out, text),
    }
}

/// Whether a line of prose is emphasised somewhere.
#[must_use]
pub fn has_emphasis(text: &str) -> bool {
    runs::split(text).map_or_else(
        || inline(&as_heading(text)).any(|event| matches!(event, Event::Start(Tag::Emphasis | Tag::Strong))),
        |parts| parts.strong,
    )
}

/// Writes a line of prose into the current line.
pub fn write_inline(out: &mut Writer, text: &str) {
    if let Some(parts) = runs::split(text) {
        write_runs(out, parts);
    } else {
        Blocks { in_line: true, ..Blocks::default() }.write(out, inline(&as_heading(text)));
    }
}

fn write_runs<'a>(out: &mut Writer, parts: impl Iterator<Item = &'a str>) {
    for (index, part) in parts.enumerate() {
        if index > 0 {
            out.markup("**");
        }
        out.text(part);
    }
}

/// A list that is being written.
struct List {
    number: Option<u64>,
    mark: char,
    /// Whether an item was written.
    begun: bool,
    /// Whether its items stand apart: they hold paragraphs.
    loose: bool,
}

/// A container that is open.
#[derive(Clone, Copy, PartialEq)]
enum Frame {
    Quote,
    Item,
    /// An item that holds text without a paragraph.
    TightItem,
}

/// What is open while events are written.
#[derive(Default)]
struct Blocks {
    in_line: bool,
    lists: Vec<List>,
    /// Whether the next inline text must begin a block of its own: in the items of a tight list no paragraph does.
    wants_block: bool,
    frames: Vec<Frame>,
    /// Of each open quotation, whether it is a callout.
    quotes: Vec<bool>,
    /// How the last list of this level was marked, so that the next is another list.
    last_mark: Option<char>,
    emphasis: u32,
    links: Vec<String>,
    code: Option<(String, Option<String>)>,
    verbatim: bool,
    /// How the columns of the table are aligned that is being written.
    table: Option<Vec<Alignment>>,
}

impl Blocks {
    fn write<'a>(mut self, out: &mut Writer, events: impl Iterator<Item = Event<'a>>) {
        for event in events {
            match event {
                Event::Start(tag) => self.start(out, tag),
                Event::End(end) => self.end(out, end),
                Event::Text(text) if self.code.is_some() => {
                    if let Some((code, _)) = &mut self.code {
                        code.push_str(&text);
                    }
                }
                Event::Html(text) if self.verbatim => verbatim(out, &text),
                Event::Text(text) | Event::InlineHtml(text) | Event::Html(text) => {
                    self.inline(out);
                    out.text(&text);
                }
                Event::Code(text) => {
                    self.inline(out);
                    out.code_span(&text);
                }
                Event::SoftBreak | Event::HardBreak if self.in_line => out.text(" "),
                Event::SoftBreak => out.line(),
                Event::HardBreak => out.hard_break(),
                Event::Rule => {
                    self.block(out);
                    out.markup("***");
                    self.wants_block = true;
                }
                // Extensions of CommonMark that are off.
                Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => out.text(&text),
                Event::TaskListMarker(_) => {}
            }
        }
    }

    /// Inline text begins: opens the block that it stands in, if no paragraph did.
    fn inline(&mut self, out: &mut Writer) {
        if self.wants_block && !self.in_line && self.table.is_none() {
            self.wants_block = false;
            if let Some(frame @ Frame::Item) = self.frames.last_mut() {
                *frame = Frame::TightItem;
            }
            out.tight_block();
        }
    }

    /// Begins a block: on the next line in an item of a tight list, else after a blank line.
    fn block(&mut self, out: &mut Writer) {
        self.wants_block = false;
        if self.frames.last() == Some(&Frame::TightItem) && out.takes_tight_blocks() {
            out.tight_block();
        } else {
            out.block();
        }
    }

    fn start(&mut self, out: &mut Writer, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => {
                self.block(out);
                if let (Some(Frame::Item), Some(list)) = (self.frames.last(), self.lists.last_mut()) {
                    list.loose = true;
                }
            }
            Tag::Heading { .. } => {
                self.block(out);
                out.markup("**");
            }
            Tag::HtmlBlock => {
                self.block(out);
                self.verbatim = true;
            }
            Tag::BlockQuote(kind) => self.start_quote(out, kind),
            Tag::CodeBlock(kind) => {
                self.code = Some((String::new(), language(&kind).map(str::to_owned)));
            }
            Tag::List(number) => {
                let (one, other) = if number.is_some() { ('.', ')') } else { ('-', '*') };
                let mark = if self.last_mark == Some(one) { other } else { one };
                self.lists.push(List { number, mark, begun: false, loose: false });
                self.last_mark = None;
            }
            Tag::Item => self.start_item(out),
            Tag::Emphasis | Tag::Strong => {
                self.inline(out);
                out.markup(self.delimiter(tag == Tag::Strong));
                self.emphasis += 1;
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                self.inline(out);
                self.start_link(out, link_type == LinkType::Email, &dest_url, &title);
            }
            Tag::Table(alignments) => {
                self.block(out);
                out.set_apart();
                self.table = Some(alignments);
            }
            Tag::TableHead => out.row_here(),
            Tag::TableRow => out.row(false),
            Tag::TableCell => out.markup(" "),
            // An image is shown as its alternative text; the others belong to extensions that are off.
            _ => {}
        }
    }

    /// A quotation, or a callout.
    fn start_quote(&mut self, out: &mut Writer, kind: Option<BlockQuoteKind>) {
        self.block(out);
        self.quotes.push(kind.is_some());
        self.frames.push(Frame::Quote);
        if let Some(kind) = kind {
            out.open_alert(kind, out.callout_title(kind));
        } else {
            out.set_apart();
            out.open("> ", "> ");
        }
    }

    fn start_item(&mut self, out: &mut Writer) {
        let beside_text = self.frames.last() == Some(&Frame::TightItem);
        let Some(list) = self.lists.last_mut() else {
            return;
        };
        if list.begun && !list.loose || !list.begun && beside_text {
            out.tight_block();
        } else {
            out.block();
        }
        let is_first = !list.begun;
        list.begun = true;
        let marker = match &mut list.number {
            Some(number) => {
                let marker = format!("{number}{} ", out.behind_number(list.mark));
                // Renderers read nine digits at most.
                *number = (*number + 1).min(999_999_999);
                marker
            }
            None => format!("{} ", list.mark),
        };
        out.open_item(&marker, is_first);
        self.frames.push(Frame::Item);
        self.wants_block = true;
        self.last_mark = None;
    }

    fn start_link(&mut self, out: &mut Writer, mail: bool, target: &str, title: &str) {
        if let Some((path, anchor)) = named(target) {
            out.markup("[");
            self.links.push(format!("]({})", out.address_of(path, anchor)));
            self.links.push(title.to_owned());
            return;
        }
        let target = if mail { format!("mailto:{target}") } else { target.to_owned() };
        if address::is_allowed(&target) {
            out.markup("[");
            let mut close = String::from("](");
            address::push_encoded(&mut close, &target);
            close.push(')');
            self.links.push(close);
            self.links.push(title.to_owned());
        } else {
            self.links.push(String::new());
            self.links.push(target);
        }
    }

    fn end(&mut self, out: &mut Writer, end: TagEnd) {
        match end {
            TagEnd::Heading(_) if !self.in_line => out.markup("**"),
            TagEnd::HtmlBlock => {
                self.verbatim = false;
                self.wants_block = true;
            }
            TagEnd::BlockQuote(_) => {
                if self.quotes.pop() == Some(true) {
                    out.close_alert();
                } else {
                    out.close();
                }
                self.frames.pop();
                self.last_mark = None;
                self.wants_block = true;
            }
            TagEnd::TableCell => out.markup(" |"),
            TagEnd::TableHead => {
                out.row(false);
                let marks = self.table.iter().flatten().map(|alignment| match alignment {
                    Alignment::None | Alignment::Left => "---|",
                    Alignment::Center => ":---:|",
                    Alignment::Right => "---:|",
                });
                out.markup(&marks.collect::<String>());
            }
            TagEnd::Table => {
                out.end_table();
                self.table = None;
                self.wants_block = true;
            }
            TagEnd::CodeBlock => {
                if let Some((code, language)) = self.code.take() {
                    self.block(out);
                    out.code_here(language.as_deref(), &code);
                    self.wants_block = true;
                }
            }
            TagEnd::List(_) => {
                self.last_mark = self.lists.pop().map(|list| list.mark);
                self.wants_block = true;
            }
            TagEnd::Item => {
                out.close();
                self.frames.pop();
            }
            TagEnd::Emphasis | TagEnd::Strong => {
                self.emphasis = self.emphasis.saturating_sub(1);
                out.markup(self.delimiter(end == TagEnd::Strong));
            }
            TagEnd::Link => {
                let aside = self.links.pop().unwrap_or_default();
                out.markup(&self.links.pop().unwrap_or_default());
                if !aside.is_empty() {
                    out.text(" (");
                    out.text(&aside);
                    out.text(")");
                }
            }
            TagEnd::Paragraph => self.last_mark = None,
            _ => {}
        }
    }

    /// What marks emphasis at this depth; neighbours differ, so that they do not run together.
    const fn delimiter(&self, strong: bool) -> &'static str {
        match (strong, self.emphasis.is_multiple_of(2)) {
            (true, true) => "**",
            (true, false) => "__",
            (false, true) => "*",
            (false, false) => "_",
        }
    }
}

/// Raw HTML as lines of text; blank lines and indents would change how the next are read.
fn verbatim(out: &mut Writer, html: &str) {
    for line in html.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if out.is_amid_line() {
            out.line();
        }
        out.text(line);
    }
}

#[cfg(test)]
mod tests;
