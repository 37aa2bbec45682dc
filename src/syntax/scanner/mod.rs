//! Cuts a file at its items, so that a fault in one hides none in another.
//!
//! In: the text of a file. Out: its items and the comments between them, one after the other, and what is wrong with
//! the layout: braces, quotes, and what stands outside of items. It looks at each byte a fixed number of times, never
//! calls itself, and reads texts and comments exactly as the grammar does: a bracket that it does not count must be
//! none for the grammar either, or a hostile file could exhaust the stack.

mod body;
mod bytes;
mod head;
mod outside;
mod report;

use crate::source::{FileId, Span};

use super::Rule;
use super::findings::Findings;
pub(super) use bytes::is_name_letter;

/// Blocks and parentheses in each other, at most.
pub(super) const DEEPEST: usize = 64;

/// What the scanner cuts a file into.
pub(super) enum Piece<'t> {
    /// A comment between items.
    Comment { start: u32, end: u32 },
    /// An item.
    Item(Item<'t>),
}

/// The text of one item, and what has to be put right in it before the grammar reads it.
#[derive(Debug)]
pub(super) struct Item<'t> {
    pub rule: Rule,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind the part that the grammar is to read.
    pub end: usize,
    /// Length of its first word in the file, and as the grammar wants it: they differ where it is misspelt.
    pub word: usize,
    pub keyword: &'t str,
    /// A stretch of the file that the grammar reads as blanks, and whether it reads `{` as the first of them.
    pub blank: Option<(usize, usize, bool)>,
    /// Texts without their closing quotes, in order: what the grammar says of these places is not to be trusted.
    pub unclosed_texts: Vec<(usize, usize)>,
    /// Where a block begins that is not closed: what the grammar says from there on is not to be trusted.
    pub unclosed_from: Option<usize>,
    /// Whether what follows the item seems to belong to it: it has a `}` too many, or a `{` too few.
    pub early: bool,
    /// Whether something may be missing in the tree because of a fault of the scanner.
    pub broken: bool,
}

impl<'t> Item<'t> {
    fn new(grammar_rule: Rule, start: usize, word: usize, keyword: &'t str) -> Self {
        Item {
            rule: grammar_rule,
            start,
            end: start,
            word,
            keyword,
            blank: None,
            unclosed_texts: Vec::new(),
            unclosed_from: None,
            early: false,
            broken: false,
        }
    }

    /// The text that the grammar reads, where it is not that of the file.
    pub fn mended(&self, text: &str) -> Option<String> {
        if self.blank.is_none() && &text[self.start..self.start + self.word] == self.keyword {
            return None;
        }
        let mut mended = String::with_capacity(self.end - self.start + self.keyword.len());
        mended.push_str(self.keyword);
        let rest = self.start + self.word;
        match self.blank {
            None => mended.push_str(&text[rest..self.end]),
            Some((from, to, brace)) => {
                mended.push_str(&text[rest..from]);
                mended.push(if brace { '{' } else { ' ' });
                mended.extend(std::iter::repeat_n(' ', to - from - 1));
                mended.push_str(&text[to..self.end]);
            }
        }
        Some(mended)
    }

    /// The offset in the file of an offset in the text that the grammar read.
    pub fn offset(&self, read: usize) -> u32 {
        let behind_word = read.checked_sub(self.keyword.len());
        let offset = behind_word.map_or(self.start + read.min(self.word), |behind| self.start + self.word + behind);
        offset as u32
    }
}

/// Where the scanner is in a file.
pub(super) struct Scanner<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    /// Where the line of `at` begins, and the offset of its first byte that is no blank.
    line: usize,
    indent_end: usize,
    /// The end of the last item, for words on what follows it.
    last_item: Option<LastItem>,
    /// Whether a fault in the last item explains what stands behind it, so that nothing is to be said of that.
    pub explained: bool,
    pub findings: Findings,
}

#[derive(Clone, Copy)]
struct LastItem {
    start: usize,
    end: usize,
    has_block: bool,
}

impl<'t> Scanner<'t> {
    pub fn new(file: FileId, text: &'t str) -> Self {
        let at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut scanner = Scanner {
            file,
            text,
            at,
            line: at,
            indent_end: at,
            last_item: None,
            explained: false,
            findings: Findings::default(),
        };
        scanner.begin_line(at);
        scanner
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    /// Notes that a line begins at an offset.
    fn begin_line(&mut self, line: usize) {
        self.line = line;
        self.indent_end = bytes::after_blanks(self.bytes(), line);
    }

    fn indent(&self) -> usize {
        self.indent_end - self.line
    }

    /// Notes the last line break of a stretch that was passed over at once.
    fn pass_over(&mut self, from: usize, to: usize) {
        if let Some(found) = self.bytes()[from..to].iter().rposition(|&byte| byte == b'\n') {
            self.begin_line(from + found + 1);
        }
        self.at = to;
    }
}
