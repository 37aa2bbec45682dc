//! The smallest pieces that the scanner tells apart: letters of names, blanks, texts.

/// What the scanner stops at in an item, and in a text in quotes.
const MARKS: [bool; 256] = table(b"\n\"#{}(),;");
const MARKS_IN_QUOTES: [bool; 256] = table(b"\"\\\n");

/// Whether a byte is one of a few, for each byte: the scanner's loops ask that of nearly all of a file.
const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut marks = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        marks[bytes[at] as usize] = true;
        at += 1;
    }
    marks
}

/// The next byte, from an offset on, that the scanner must look at; the end where there is none.
pub(super) fn next_mark(bytes: &[u8], from: usize) -> usize {
    let found = bytes[from..].iter().position(|&byte| MARKS[byte as usize]);
    found.map_or(bytes.len(), |length| from + length)
}

pub(in crate::syntax) fn is_name_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// The first offset that holds no blank.
pub(super) fn after_blanks(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|&&byte| is_blank(byte)).count()
}

/// The offset behind a word; the same offset where no letter stands.
pub(super) fn after_word(bytes: &[u8], from: usize) -> usize {
    if !bytes.get(from).is_some_and(u8::is_ascii_alphabetic) {
        return from;
    }
    from + bytes[from..].iter().take_while(|&&byte| is_name_letter(byte)).count()
}

/// The offset of the line break that ends a line, or the end of the text.
pub(super) fn line_end(bytes: &[u8], from: usize) -> usize {
    let found = bytes[from..].iter().position(|&byte| byte == b'\n');
    found.map_or(bytes.len(), |length| from + length)
}

/// How a text in quotes ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoted {
    /// With its quotes; the offset behind them.
    Closed(usize),
    /// With its line, or before a `{` that ends the line.
    Open(usize),
    /// Never: `"""` without another.
    OpenBlock,
}

/// Finds the end of the text whose quotes open at an offset.
pub(super) fn quoted(bytes: &[u8], at: usize) -> Quoted {
    if is_raw(bytes, at) {
        return on_one_line(bytes, at, false);
    }
    if bytes[at..].starts_with(b"\"\"\"") {
        return match find_block_end(bytes, at + 3) {
            Some(end) => Quoted::Closed(end),
            None => Quoted::OpenBlock,
        };
    }
    on_one_line(bytes, at, true)
}

/// Whether the quotes belong to `r"…"`: the grammar reads an `r` at the end of a word as part of the word.
fn is_raw(bytes: &[u8], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map(|at| bytes[at]);
    before(1) == Some(b'r') && !before(2).is_some_and(|byte| is_name_letter(byte) || byte == b'.')
}

fn on_one_line(bytes: &[u8], at: usize, escapes: bool) -> Quoted {
    let mut from = at + 1;
    loop {
        let found = bytes[from..].iter().position(|&byte| MARKS_IN_QUOTES[byte as usize]);
        let end = found.map_or(bytes.len(), |length| from + length);
        match bytes.get(end) {
            Some(b'"') => return Quoted::Closed(end + 1),
            Some(b'\\') if escapes && bytes.get(end + 1).is_some_and(|&byte| byte != b'\n') => {
                from = end + 2;
            }
            Some(b'\\') => from = end + 1,
            _ => return Quoted::Open(before_last_brace(bytes, at, end)),
        }
    }
}

/// A line that ends in `{` opens a block, even where a text on it was not closed.
fn before_last_brace(bytes: &[u8], at: usize, end: usize) -> usize {
    let blanks = bytes[at..end].iter().rev().take_while(|&&byte| is_blank(byte)).count();
    let last = end - blanks;
    if last > at + 1 && bytes[last - 1] == b'{' { last - 1 } else { end }
}

/// The offset behind the next `"""`.
fn find_block_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes[at..].iter().position(|&byte| byte == b'"')?;
        if bytes[at..].starts_with(b"\"\"\"") {
            return Some(at + 3);
        }
        at += 1;
    }
}
