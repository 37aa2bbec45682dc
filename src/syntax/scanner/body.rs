//! One item, from its first word to the line break, `;` or `}` that ends it.

use super::bytes::{Quoted, after_blanks, line_end, next_mark, quoted};
use super::{DEEPEST, Item, Scanner, head};
use crate::syntax::near::nearest;
use crate::syntax::words;

/// A `{` that is not closed yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opener {
    pub at: usize,
    /// How far its line is indented.
    indent: usize,
}

/// What is open in an item.
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts about one item")]
struct Body<'t> {
    item: Item<'t>,
    openers: Vec<Opener>,
    /// Braces that are too deep to be kept.
    beyond: usize,
    parentheses: usize,
    /// Whether a `{` has been seen.
    has_block: bool,
    /// Whether the last line ended in a comma.
    goes_on: bool,
    /// The first opener whose `}` stands further left than its line: its own is probably missing.
    suspect: Option<Opener>,
    /// Whether the first opener is one that the author left out.
    supposed: bool,
    too_deep: bool,
    comment: Option<usize>,
    /// Braces in texts that are not closed: most of them belong to blocks.
    swallowed_opens: usize,
    swallowed_closes: usize,
}

impl Body<'_> {
    fn depth(&self) -> usize {
        self.openers.len() + self.beyond
    }
}

impl<'t> Scanner<'t> {
    /// Passes over an item whose first word stands here, and reports what is wrong with its layout.
    pub(super) fn item(&mut self, item: Item<'t>) -> Item<'t> {
        self.at = item.start + item.word;
        let mut body = Body {
            item,
            openers: Vec::new(),
            beyond: 0,
            parentheses: 0,
            has_block: false,
            goes_on: false,
            suspect: None,
            supposed: false,
            too_deep: false,
            comment: None,
            swallowed_opens: 0,
            swallowed_closes: 0,
        };
        self.last_item = Some(super::LastItem { start: body.item.start, end: self.at, has_block: false });
        while !self.step(&mut body) {}
        if !body.too_deep && body.item.end == body.item.start {
            body.item.end = self.at;
        }
        let has_block = body.has_block;
        self.end_item(&mut body.item, has_block);
        self.explained = body.item.early && body.swallowed_opens > 0;
        body.item
    }

    pub(super) fn item_indent(&self) -> usize {
        self.last_item.map_or(0, |item| {
            let before = &self.bytes()[..item.start];
            before.iter().rev().take_while(|&&byte| byte == b' ' || byte == b'\t').count()
        })
    }

    /// Takes the next byte that matters; says whether the item ended there.
    fn step(&mut self, body: &mut Body<'t>) -> bool {
        let at = next_mark(self.bytes(), self.at);
        self.at = at;
        let Some(&byte) = self.bytes().get(at) else {
            if body.depth() > 0 {
                self.unclosed(body, at);
            }
            return true;
        };
        match byte {
            b'\n' => return self.line_break(body, at),
            b'"' => return self.text_in(body, at),
            b'#' => {
                body.comment = Some(at);
                self.at = line_end(self.bytes(), at);
            }
            b'{' => self.open_brace(body, at),
            b'}' | b';' if body.depth() == 0 => return true,
            b'}' => return self.close_brace(body, at),
            b'(' => {
                body.parentheses += 1;
                self.check_depth(body, at);
                self.at = at + 1;
            }
            b')' => {
                body.parentheses = body.parentheses.saturating_sub(1);
                self.at = at + 1;
            }
            b';' => {
                body.parentheses = 0;
                self.at = at + 1;
            }
            _ => {
                let next = after_blanks(self.bytes(), at + 1);
                body.goes_on = matches!(self.bytes().get(next), Some(b'\n' | b'#'));
                self.at = at + 1;
            }
        }
        false
    }

    fn open_brace(&mut self, body: &mut Body<'t>, at: usize) {
        body.has_block = true;
        body.parentheses = 0;
        if self.check_depth(body, at) {
            body.openers.push(Opener { at, indent: self.indent() });
        } else {
            body.beyond += 1;
        }
        self.at = at + 1;
    }

    fn close_brace(&mut self, body: &mut Body<'t>, at: usize) -> bool {
        body.parentheses = 0;
        self.at = at + 1;
        if body.beyond > 0 {
            body.beyond -= 1;
            return false;
        }
        if let Some(opener) = body.openers.pop()
            && at == self.indent_end
            && self.indent() < opener.indent
        {
            body.suspect.get_or_insert(opener);
        }
        body.openers.is_empty()
    }

    /// Reports the first bracket of an item that is too deep; the grammar then reads the head alone.
    fn check_depth(&mut self, body: &mut Body<'t>, at: usize) -> bool {
        if body.depth() + body.parentheses < DEEPEST + usize::from(self.bytes()[at] == b'(') {
            return true;
        }
        if !body.too_deep {
            body.too_deep = true;
            body.item.broken = true;
            body.item.end = body.openers.first().map_or(at, |first| first.at);
            body.item.blank = None;
            self.report_too_deep(at);
        }
        body.depth() + body.parentheses < DEEPEST
    }

    /// A text in quotes; says whether the item ended in it.
    fn text_in(&mut self, body: &mut Body<'t>, at: usize) -> bool {
        match quoted(self.bytes(), at) {
            Quoted::Closed(end) => match self.head_in_block(at, end) {
                Some(head) => return self.unclosed_block(body, at, Some(head)),
                None if self.bytes()[at..end].starts_with(b"\"\"\"") => self.pass_over(at, end),
                None => self.at = end,
            },
            Quoted::Open(end) => {
                body.item.broken = true;
                body.item.unclosed_texts.push((at, end));
                let count = |brace| self.text[at..end].matches(brace).count();
                body.swallowed_opens += count('{');
                body.swallowed_closes += count('}');
                self.report_unclosed_text(at, end);
                self.at = end;
            }
            Quoted::OpenBlock => {
                let head = self.head_within(at + 3, self.text.len());
                return self.unclosed_block(body, at, head);
            }
        }
        false
    }

    fn unclosed_block(&mut self, body: &mut Body<'t>, at: usize, head: Option<usize>) -> bool {
        self.report_unclosed_block(at, head);
        body.item.broken = true;
        body.item.unclosed_from.get_or_insert(at);
        if !body.too_deep {
            body.item.end = at;
        }
        self.pass_over(at, head.unwrap_or(self.text.len()));
        true
    }

    /// A line break; says whether the item ended before it.
    fn line_break(&mut self, body: &mut Body<'t>, at: usize) -> bool {
        if body.depth() == 0 {
            return self.line_break_in_head(body, at);
        }
        self.begin_line(at + 1);
        self.at = self.indent_end;
        let first = self.indent_end;
        if body.goes_on {
            body.goes_on = matches!(self.bytes().get(first), Some(b'\n' | b'#'));
            return false;
        }
        if body.parentheses > 0 {
            return false;
        }
        if !head::is_whole(self.text, first, self.indent() <= self.item_indent()) || joins(&self.bytes()[..at]) {
            return false;
        }
        self.at = self.line;
        self.unclosed(body, self.line);
        true
    }

    fn line_break_in_head(&mut self, body: &mut Body<'t>, at: usize) -> bool {
        let next = self.next_significant(at);
        let comment = body.comment.filter(|&comment| comment >= self.line);
        if body.goes_on && self.next_word_at(at).is_some() && !self.begins_anew(next) {
            body.goes_on = false;
            self.pass_over(at, next);
            return false;
        }
        if words::item_of(body.item.rule).is_none_or(|kind| kind.context.is_none()) {
            return true;
        }
        let head_end = comment.unwrap_or(at);
        match self.bytes().get(next) {
            Some(b'{') => {
                body.item.blank = Some((head_end, next, false));
                self.report_brace_on_next_line(body.item.start, head_end, next);
                self.pass_over(at, next);
                false
            }
            Some(byte) if byte.is_ascii_alphabetic() && self.is_inside(next) => {
                body.item.blank = Some((head_end, at + 1, true));
                body.supposed = true;
                body.has_block = true;
                body.openers.push(Opener { at: head_end, indent: self.indent() });
                self.report_missing_open(body.item.start, head_end, next);
                self.pass_over(at, next);
                false
            }
            _ => true,
        }
    }

    /// Whether a property stands, perhaps misspelt, further right than the item before it, as it does inside of one.
    fn is_inside(&self, at: usize) -> bool {
        if !self.follows(at) || head::is_whole(self.text, at, true) {
            return false;
        }
        let word = &self.text[at..super::bytes::after_word(self.bytes(), at)];
        let near = || nearest(word, words::PROPERTIES.iter().map(|property| property.word));
        head::is_property(self.text, at) || words::item(word).is_none() && near().is_some()
    }

    /// Whether something stands further right than the item before it, as it does inside of one.
    fn follows(&self, property: usize) -> bool {
        let blanks = self.bytes()[..property].iter().rev().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        blanks > self.item_indent()
    }

    fn begins_anew(&self, at: usize) -> bool {
        head::is_whole(self.text, at, true) || head::is_property(self.text, at)
    }

    /// Ends an item in which a brace is not closed, and blames the opener that is likeliest to lack it.
    fn unclosed(&mut self, body: &mut Body<'t>, end: usize) {
        if !body.too_deep {
            body.item.end = end;
        }
        let blamed = body.suspect.or(body.openers.last().copied());
        let opener = blamed.map_or(body.item.start, |opener| opener.at);
        body.item.broken = true;
        let from = body.item.unclosed_from.get_or_insert(opener);
        *from = opener.min(*from);
        let only_supposed = body.supposed && body.openers.len() == 1 && body.suspect.is_none();
        // A text without its closing quotes took the braces behind it along.
        if !only_supposed && body.depth() > body.swallowed_closes {
            self.report_unclosed_brace(opener, (end < self.text.len()).then_some(end));
        }
    }
}

/// Whether a line ends in a word that joins conditions, so that the next line belongs to it.
fn joins(before: &[u8]) -> bool {
    let line = before.trim_ascii_end();
    [&b" and"[..], b" or", b" not"].iter().any(|word| line.ends_with(word))
}
