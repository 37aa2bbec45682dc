//! Texts of JSON: copied in runs, with escapes for what ends a text, ends a script, or misleads whoever reads the file.

use std::fmt::Write;

use crate::emit::prose::escape::Bytes;

/// Appends a text without its quotes. With `html`, what would end a script element is escaped too.
pub fn push(out: &mut String, text: &str, html: bool) {
    let bytes = text.as_bytes();
    let telling = if html { &TELLING_IN_HTML } else { &TELLING };
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = telling.find(&bytes[at..]) {
        at += found;
        let Some(c) = text[at..].chars().next().filter(|c| is_escaped(*c, html)) else {
            // A character of several bytes that may stay.
            at += 1;
            while !text.is_char_boundary(at) {
                at += 1;
            }
            continue;
        };
        out.push_str(&text[done..at]);
        push_escaped(out, c);
        at += c.len_utf8();
        done = at;
    }
    out.push_str(&text[done..]);
}

fn push_escaped(out: &mut String, c: char) {
    let short = match c {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{8}' => "\\b",
        '\u{c}' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => return write!(out, "\\u{:04x}", u32::from(c)).expect("a String takes all text"),
    };
    out.push_str(short);
}

/// Whether a character is written as an escape: quotes and controls as JSON wants it, line separators, which end a line
/// of JavaScript, and what turns the direction of the text after it.
const fn is_escaped(c: char, html: bool) -> bool {
    matches!(c, '"' | '\\' | '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || html && matches!(c, '<' | '>' | '&')
}

/// What such a character may begin with.
static TELLING: Bytes = Bytes::NONE.and_controls().and(&[0xc2, 0xe2, 0xef]).and(b"\"\\");
static TELLING_IN_HTML: Bytes = Bytes::NONE.and_controls().and(&[0xc2, 0xe2, 0xef]).and(b"\"\\<>&");
