//! Between items: comments, and what does not belong there.

use super::bytes::{Quoted, after_word, is_blank, line_end, next_mark, quoted};
use super::{Item, LastItem, Piece, Scanner, head};
use crate::syntax::near::nearest;
use crate::syntax::{Rule, words};

impl<'t> Scanner<'t> {
    /// The next item or comment between items.
    pub fn next_piece(&mut self) -> Option<Piece<'t>> {
        loop {
            let byte = *self.bytes().get(self.at)?;
            match byte {
                b'\n' => {
                    self.begin_line(self.at + 1);
                    self.at = self.indent_end;
                }
                b';' => self.at += 1,
                byte if is_blank(byte) => self.at += 1,
                b'#' => {
                    let start = self.at;
                    self.at = line_end(self.bytes(), start);
                    return Some(Piece::Comment { start: start as u32, end: self.at as u32 });
                }
                b'}' => self.stray_braces(),
                byte if byte.is_ascii_alphabetic() => {
                    if let Some(item) = self.word() {
                        return Some(Piece::Item(item));
                    }
                }
                _ => self.junk(),
            }
        }
    }

    /// At a word: the item that it begins, or nothing, when it was reported and passed over.
    fn word(&mut self) -> Option<Item<'t>> {
        let (start, bytes) = (self.at, self.bytes());
        let end = after_word(bytes, start);
        let word = &self.text[start..end];
        let inside_out = head::is_property(self.text, start) && (words::item(word).is_none() || self.indent() > 0);
        if inside_out {
            self.properties_outside();
            return None;
        }
        if let Some(kind) = words::item(word) {
            return Some(self.item(Item::new(kind.rule, start, end - start, kind.word)));
        }
        let item_words = words::ITEMS.iter().map(|item| item.word);
        let near = nearest(word, item_words).and_then(words::item);
        if !head::has_head_shape(bytes, end, near.is_some()) {
            self.junk();
            return None;
        }
        self.report_unknown_item(start, end, near);
        let item = match near {
            Some(near) => Item::new(near.rule, start, end - start, near.word),
            None => Item::new(Rule::unknown_item, start, end - start, word),
        };
        Some(self.item(item))
    }

    fn stray_braces(&mut self) {
        let start = self.at;
        if !self.explained {
            self.report_stray_brace(start);
        }
        let run =
            self.bytes()[start..].iter().take_while(|&&byte| matches!(byte, b'}' | b';' | b'\n') || is_blank(byte));
        self.pass_over(start, start + run.count());
    }

    fn junk(&mut self) {
        let start = self.at;
        self.pass_to_head(true);
        if !self.explained {
            self.report_junk(start, self.at);
        }
    }

    fn properties_outside(&mut self) {
        let start = self.at;
        self.pass_to_head(false);
        if !self.explained {
            self.report_property_outside(start);
        }
    }

    /// Passes over everything up to the next line that begins with a whole head.
    ///
    /// Behind junk, `any_kind` stops at heads of unknown kinds too; behind a property they look too much like others.
    fn pass_to_head(&mut self, any_kind: bool) {
        while self.at < self.text.len() {
            let at = next_mark(self.bytes(), self.at);
            match self.bytes().get(at) {
                Some(b'\n') => {
                    self.begin_line(at + 1);
                    self.at = self.indent_end;
                    if head::is_whole(self.text, self.at, true) || any_kind && self.unknown_head() {
                        return;
                    }
                }
                Some(b'"') => match quoted(self.bytes(), at) {
                    Quoted::Closed(end) => match self.head_in_block(at, end) {
                        Some(head) => return self.pass_over(at, head),
                        None => self.pass_over(at, end),
                    },
                    Quoted::Open(end) => self.at = end,
                    Quoted::OpenBlock => self.at = at + 3,
                },
                Some(b'#') => self.at = line_end(self.bytes(), at),
                _ => self.at = (at + 1).min(self.text.len()),
            }
        }
    }

    fn unknown_head(&self) -> bool {
        let end = after_word(self.bytes(), self.at);
        end > self.at && !head::is_property(self.text, self.at) && head::has_head_shape(self.bytes(), end, false)
    }

    /// A text of several lines whose closing quotes do not begin their line, and that holds the head of an item where
    /// an item would stand, is one whose own quotes are missing: gives the offset of that head's line.
    pub(super) fn head_in_block(&self, start: usize, end: usize) -> Option<usize> {
        let inside = self.bytes()[start..end].strip_prefix(b"\"\"\"")?.strip_suffix(b"\"\"\"")?;
        let last_line = inside.iter().rposition(|&byte| byte == b'\n')? + 1;
        if inside[last_line..].iter().all(|&byte| is_blank(byte)) {
            return None;
        }
        self.head_within(start + 3, end)
    }

    /// The first line in a stretch that begins with a whole head, no further right than the item that it is in.
    pub(super) fn head_within(&self, start: usize, end: usize) -> Option<usize> {
        let deepest = self.item_indent();
        let mut at = line_end(self.bytes(), start) + 1;
        while at < end {
            let first = super::bytes::after_blanks(self.bytes(), at);
            if first - at <= deepest && head::is_whole(self.text, first, true) {
                return Some(at);
            }
            at = line_end(self.bytes(), first) + 1;
        }
        None
    }

    /// Marks where an item ended, and whether what follows must have been part of it.
    pub(super) fn end_item(&mut self, item: &mut Item<'t>, has_block: bool) {
        self.last_item = Some(LastItem { start: item.start, end: self.at, has_block });
        self.explained = false;
        let next = self.next_significant(self.at);
        let same_line = !self.bytes()[self.at..next].contains(&b'\n');
        item.early = item.rule != Rule::uses
            && match self.bytes().get(next) {
                None => false,
                Some(b'}') => has_block,
                Some(byte) if byte.is_ascii_alphabetic() => head::is_property(self.text, next),
                Some(_) => has_block && same_line,
            };
        item.broken |= item.early;
    }

    /// The offset of the word that comes next, past all that says nothing.
    pub(super) fn next_word_at(&self, from: usize) -> Option<usize> {
        let at = self.next_significant(from);
        self.bytes().get(at).is_some_and(u8::is_ascii_alphabetic).then_some(at)
    }

    /// The offset of what comes next, past blanks, line breaks, comments and `;`.
    pub(super) fn next_significant(&self, from: usize) -> usize {
        let mut at = from;
        loop {
            match self.bytes().get(at) {
                Some(b'#') => at = line_end(self.bytes(), at),
                Some(&byte) if is_blank(byte) || matches!(byte, b'\n' | b';') => at += 1,
                _ => return at,
            }
        }
    }
}
