//! Writes CommonMark: blocks, containers within each other, and text in which nothing is markup.
//!
//! Takes blocks in their order; gives a text that ends with one newline. Knows nothing of guides.

use std::fmt::Write as _;

use pulldown_cmark::BlockQuoteKind;
use rustc_hash::FxHashMap;

use super::flavour::Ending;
use crate::config::Flavour;
use crate::emit::prose::escape::{Bytes, push_visible};
use crate::emit::prose::{address, callout};
use crate::words::quantity::push_count;
use crate::words::{Callouts, Words};

/// What may be markup in a text, or ends something.
static TELLING: Bytes = Bytes::NONE.and(b"\\`*[]<>|~{$_&\n\t\r #-+=:.)");

/// What is markup for some tools alone.
static TELLING_TOOLS: Bytes = Bytes::NONE.and(b"^%(");

/// What may be markup anywhere in a line, or is no plain letter: of a text without them only the first byte counts.
static AMID_LINE: Bytes = Bytes::NONE.and_controls().and(b"\\`*[]<>|~{$_&^=").and(&[0xc2, 0xe2]);

/// A CommonMark text that grows.
pub struct Writer {
    out: String,
    /// What every line begins with inside the open containers.
    prefix: String,
    /// The open containers.
    containers: Vec<Container>,
    /// Where the content of the current line begins.
    line_start: usize,
    /// Nothing is written since the container was opened.
    fresh: bool,
    /// The text ends with `!`, which would make an image of a link that follows.
    held: bool,
    /// The current line is a row of a table.
    row: bool,
    /// Where links by name lead from here, and the titles of callouts.
    place: TextPlace,
    /// How the open alerts end.
    pub(super) alerts: Vec<Ending>,
    /// Where the content of the item begins that was opened last.
    item_start: usize,
    /// Where the text ended when the last container was closed.
    closed_at: usize,
    /// Where the last block begins that a blank line parts from the one before.
    parted_at: usize,
    /// Where the text ended when the last container was closed that held more than one block.
    blocks_closed_at: usize,
}

/// A container that is open.
struct Container {
    /// The length of the prefix before it.
    prefix: usize,
    /// Where its content begins.
    start: usize,
}

/// Where a text is shown.
#[derive(Debug, Default)]
pub struct TextPlace {
    /// The way up to the folder of all pages.
    pub root: String,
    /// The path of its page, where that is the page of a guide.
    pub page: String,
    /// The headings of the page by the anchors of items.
    pub headings: FxHashMap<String, String>,
    /// The titles of callouts.
    pub callouts: Option<&'static Callouts>,
    /// The tool that reads it.
    pub flavour: Flavour,
}

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl Writer {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: String::new(),
            prefix: String::new(),
            containers: Vec::new(),
            line_start: 0,
            fresh: true,
            held: false,
            row: false,
            place: TextPlace::default(),
            alerts: Vec::new(),
            item_start: usize::MAX,
            closed_at: usize::MAX,
            parted_at: 0,
            blocks_closed_at: usize::MAX,
        }
    }

    /// A text that goes on behind another, such as front matter.
    #[must_use]
    pub fn behind(text: String) -> Self {
        Self { line_start: text.len(), out: text, ..Self::new() }
    }

    /// The same, shown at a place.
    #[must_use]
    pub fn at(self, place: TextPlace) -> Self {
        Self { place, ..self }
    }

    /// The address of a link by name.
    #[must_use]
    pub fn address_of(&self, path: &str, anchor: &str) -> String {
        let mut out = String::new();
        if path == self.place.page && !anchor.is_empty() {
            out.push('#');
            // What has no heading of its own is found from the top.
            address::push_path(&mut out, self.place.headings.get(anchor).map_or("", |heading| heading));
        } else {
            out.push_str(&self.place.root);
            address::push_path(&mut out, path);
            out.push_str(".md");
        }
        out
    }

    /// The title of a callout that stands where Markdown knows none.
    #[must_use]
    pub fn callout_title(&self, kind: BlockQuoteKind) -> &'static str {
        let callouts = self.place.callouts.unwrap_or(&Words::english().callout);
        callout(kind, callouts).1
    }

    /// The text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end_matches(['\n', ' ']).len());
        self.out.push('\n');
        self.out
    }

    /// Begins a block, a blank line after the last one.
    pub fn block(&mut self) {
        if self.fresh {
            self.fresh = false;
        } else {
            self.end_line();
            self.out.push('\n');
            self.out.push_str(self.prefix.trim_end_matches(' '));
            self.out.push('\n');
            self.out.push_str(&self.prefix);
            self.parted_at = self.out.len();
        }
        self.line_start = self.out.len();
    }

    /// Begins a block on the next line, without a blank line: an item of a tight list.
    pub fn tight_block(&mut self) {
        if self.needs_blank_line() {
            self.block();
        } else if self.fresh {
            self.fresh = false;
            self.line_start = self.out.len();
        } else {
            self.line();
        }
    }

    /// Begins a line of the same block.
    pub fn line(&mut self) {
        self.end_line();
        self.out.push('\n');
        self.out.push_str(&self.prefix);
        self.line_start = self.out.len();
        self.fresh = false;
    }

    /// Whether something stands in the current line.
    #[must_use]
    pub const fn is_amid_line(&self) -> bool {
        self.out.len() > self.line_start
    }

    /// Whether a container is open.
    #[must_use]
    pub const fn is_nested(&self) -> bool {
        !self.containers.is_empty()
    }

    /// Opens a container in the current line: `marker` begins it, and each later line begins with `indent`.
    pub fn open(&mut self, marker: &str, indent: &str) {
        self.out.push_str(marker);
        self.containers.push(Container { prefix: self.prefix.len(), start: self.out.len() });
        self.prefix.push_str(indent);
        self.line_start = self.out.len();
        self.fresh = true;
    }

    /// Closes the container that was opened last.
    pub fn close(&mut self) {
        if let Some(container) = self.containers.pop() {
            self.prefix.truncate(container.prefix);
            if self.parted_at > container.start {
                self.blocks_closed_at = self.out.len();
            }
        }
        self.closed_at = self.out.len();
        self.fresh = false;
    }

    /// The tool that reads the text.
    #[must_use]
    pub const fn flavour(&self) -> Flavour {
        self.place.flavour
    }

    /// How long the text is.
    pub(super) const fn len(&self) -> usize {
        self.out.len()
    }

    /// What was written behind a place.
    pub(super) fn written_since(&self, at: usize) -> &str {
        &self.out[at..]
    }

    /// Puts markup at a place before the current line.
    pub(super) fn insert(&mut self, at: usize, markup: &str) {
        self.out.insert_str(at, markup);
        self.line_start += markup.len();
    }

    /// What is written next is the first of an item.
    pub(super) const fn mark_item(&mut self) {
        self.item_start = self.out.len();
    }

    /// Whether nothing stands in the item that was opened last.
    pub(super) const fn begins_item(&self) -> bool {
        self.item_start == self.out.len()
    }

    /// What was written last parts nothing from what is written next, as the end of a container.
    pub(super) const fn mark_end(&mut self) {
        self.closed_at = self.out.len();
    }

    /// Whether the container that was closed right before here held more than one block.
    pub(super) const fn is_behind_blocks(&self) -> bool {
        self.blocks_closed_at == self.out.len()
    }

    /// Whether a container was closed right before the block that has begun.
    pub(super) fn is_behind_container(&self) -> bool {
        let between = self.out.get(self.closed_at..);
        between.is_some_and(|text| text.bytes().all(|byte| matches!(byte, b'\n' | b' ' | b'>')))
    }

    /// Writes a text as it is, its hidden characters made visible.
    pub(super) fn visible(&mut self, text: &str) {
        self.held = false;
        self.fresh = false;
        push_visible(&mut self.out, text);
    }

    /// Writes markup, as it is.
    #[inline]
    pub fn markup(&mut self, markup: &str) {
        if self.held && markup.starts_with('[') {
            self.out.insert(self.out.len() - 1, '\\');
        }
        self.held = false;
        self.fresh = false;
        self.out.push_str(markup);
    }

    /// Writes a number in digits.
    pub fn number(&mut self, number: u32) {
        self.held = false;
        self.fresh = false;
        push_count(&mut self.out, number.into());
    }

    /// Writes text: nothing in it is markup. Newlines become blanks.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.held = false;
        self.fresh = false;
        let bytes = text.as_bytes();
        if self.is_plain(bytes) {
            self.out.push_str(text);
            self.held = text.ends_with('!');
            return;
        }
        let (mkdocs, sphinx) = (self.flavour() == Flavour::Mkdocs, self.flavour() == Flavour::Sphinx);
        let for_tool = mkdocs || sphinx;
        let mut done = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            if !(TELLING.has(byte) || for_tool && TELLING_TOOLS.has(byte)) {
                continue;
            }
            let replaced = match byte {
                b'\\' | b'`' | b'*' | b'[' | b']' | b'<' | b'>' | b'|' | b'~' | b'{' | b'$' => Some(Kind::Escape),
                b'_' if !is_amid_word(bytes, at) => Some(Kind::Escape),
                b'&' if may_begin_entity(&bytes[at + 1..]) => Some(Kind::Escape),
                b'\n' | b'\t' | b'\r' => Some(Kind::Blank),
                b' ' if bytes.get(at + 1) == Some(&b' ') => Some(Kind::Nothing),
                b' ' if at == done && (self.out.len() == self.line_start || self.out.ends_with(' ')) => {
                    Some(Kind::Nothing)
                }
                b'#' | b'-' | b'+' | b'=' | b':' if at == done && self.out.len() == self.line_start => {
                    Some(Kind::Escape)
                }
                b'.' | b')' if self.ends_a_number(&text[done..at]) => Some(Kind::Escape),
                b'%' | b'(' if sphinx && at == done && self.out.len() == self.line_start => Some(Kind::Escape),
                b'^' if mkdocs => Some(Kind::Escape),
                b'=' if mkdocs && bytes.get(at + 1) == Some(&b'=') => Some(Kind::Escape),
                _ => None,
            };
            let Some(kind) = replaced else { continue };
            push_visible(&mut self.out, &text[done..at]);
            done = at + 1;
            match kind {
                // Python-Markdown shows the backslash before all other characters.
                Kind::Escape if mkdocs && !b"\\`*_{}[]()>#+-.!|".contains(&byte) => {
                    let _ = write!(self.out, "&#{byte};");
                }
                Kind::Escape => {
                    self.out.push('\\');
                    self.out.push(char::from(byte));
                }
                Kind::Blank if self.out.len() > self.line_start && !self.out.ends_with(' ') => {
                    self.out.push(' ');
                }
                Kind::Blank | Kind::Nothing => {}
            }
        }
        if done < text.len() {
            push_visible(&mut self.out, &text[done..]);
            self.held = text.ends_with('!');
        }
    }

    /// Whether a text can be copied: most can. Nothing in it is markup here, and no blank would be one too many.
    fn is_plain(&self, text: &[u8]) -> bool {
        let begins_well = match self.out.as_bytes()[self.line_start..].last() {
            None => text[0].is_ascii_alphabetic(),
            // Digits at the beginning of a line may become the number of a list.
            Some(before) => !before.is_ascii_digit() && (text[0] != b' ' || *before != b' '),
        };
        begins_well && !AMID_LINE.are_in(text) && !text.windows(2).any(|pair| pair == b"  ")
    }

    /// Writes a code span.
    pub fn code_span(&mut self, code: &str) {
        self.held = false;
        self.fresh = false;
        let mut shown = String::with_capacity(code.len());
        push_visible(&mut shown, code);
        let mut shown = shown.replace(['\n', '\t'], " ");
        if self.row && self.flavour() != Flavour::Mkdocs {
            // A row is cut at its bars before code is looked for.
            shown = shown.replace('|', "\\|");
        }
        if shown.is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(&shown) + 1);
        let pad = shown.starts_with('`')
            || shown.ends_with('`')
            || shown.starts_with(' ') && shown.ends_with(' ') && !shown.trim().is_empty();
        self.out.push_str(&fence);
        self.out.push_str(if pad { " " } else { "" });
        self.out.push_str(&shown);
        self.out.push_str(if pad { " " } else { "" });
        self.out.push_str(&fence);
    }

    /// Writes a block of code, with the word for its language.
    pub fn code_block(&mut self, language: Option<&str>, code: &str) {
        self.block();
        self.code_here(language, code);
    }

    /// Lets the next block begin in the current line, which is empty.
    pub const fn begin_here(&mut self) {
        self.fresh = true;
    }

    /// Begins the first row of a table where a block has begun.
    pub fn row_here(&mut self) {
        self.out.push('|');
        self.row = true;
    }

    /// Begins a row of a table; the first is a block.
    pub fn row(&mut self, first: bool) {
        if first {
            self.block();
        } else {
            self.line();
        }
        self.out.push('|');
        self.row = true;
    }

    /// Writes a cell of the current row.
    pub fn cell(&mut self, content: impl FnOnce(&mut Self)) {
        self.out.push(' ');
        content(self);
        self.held = false;
        self.out.push_str(" |");
    }

    /// Ends a table.
    pub const fn end_table(&mut self) {
        self.row = false;
    }

    /// Whether `text`, put at the end of the current line, makes it a number: a list could begin.
    fn ends_a_number(&self, text: &str) -> bool {
        let before = &self.out.as_bytes()[self.line_start..];
        before.len() + text.len() > 0
            && before.len() + text.len() < 10
            && before.iter().chain(text.as_bytes()).all(u8::is_ascii_digit)
    }

    /// Blanks at the end of a line would break it.
    fn end_line(&mut self) {
        self.held = false;
        let end = self.out[self.line_start..].trim_end_matches(' ').len();
        self.out.truncate(self.line_start + end);
    }
}

enum Kind {
    Escape,
    Blank,
    Nothing,
}

/// The longest run of backticks.
pub(super) fn longest_run(code: &str) -> usize {
    code.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// An underscore between letters or digits is only itself.
fn is_amid_word(bytes: &[u8], at: usize) -> bool {
    let word = |place: Option<&u8>| place.is_some_and(u8::is_ascii_alphanumeric);
    at > 0 && word(bytes.get(at - 1)) && word(bytes.get(at + 1))
}

/// Whether what follows an ampersand could make a character of it, also with the text that is still to come.
fn may_begin_entity(rest: &[u8]) -> bool {
    let word = rest.iter().position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'#');
    word.is_none_or(|end| end > 0 && rest[end] == b';')
}
