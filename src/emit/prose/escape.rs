//! Makes any text harmless where markup is read.
//!
//! Takes text as it is; gives text in which nothing is markup and nothing is hidden. Characters that turn the direction
//! of what follows are shown by their number, since a command that reads otherwise than it runs is a trap; the three
//! direction *marks* stay. Other control characters become U+FFFD.

use std::fmt::Write;

/// What stands for a character that must not be written as it is.
enum Stand {
    Fixed(&'static str),
    Number(u32),
}

/// What a control character is shown as, and how many bytes of the text it takes. `None`: it may stay.
fn control(bytes: &[u8]) -> Option<(Stand, usize)> {
    match bytes {
        [b'\t' | b'\n', ..] => None,
        [0..=0x1f | 0x7f, ..] => Some((Stand::Fixed("\u{fffd}"), 1)),
        [0xc2, 0x80..=0x9f, ..] => Some((Stand::Fixed("\u{fffd}"), 2)),
        // U+2028 and U+2029, which some readers take for the end of a line.
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => Some((Stand::Fixed(" "), 3)),
        // U+202A to U+202E: embeddings and overrides.
        [0xe2, 0x80, last @ 0xaa..=0xae, ..] => Some((Stand::Number(0x2000 + u32::from(*last & 0x3f)), 3)),
        // U+2066 to U+2069: isolates.
        [0xe2, 0x81, last @ 0xa6..=0xa9, ..] => Some((Stand::Number(0x2040 + u32::from(*last & 0x3f)), 3)),
        // U+FFFE and U+FFFF, which XML has no way to write.
        [0xef, 0xbf, 0xbe | 0xbf, ..] => Some((Stand::Fixed("\u{fffd}"), 3)),
        _ => None,
    }
}

fn push_stand(out: &mut String, stand: &Stand) {
    match stand {
        Stand::Fixed(text) => out.push_str(text),
        Stand::Number(number) => {
            write!(out, "[U+{number:04X}]").expect("a String takes all text");
        }
    }
}

/// The bytes that make a text need a closer look: of most texts a glance tells that none is in it.
#[derive(Debug)]
pub struct Bytes {
    /// For each byte whether it is one.
    all: [bool; 256],
    /// The same ones, but for control characters of ASCII: a processor compares many bytes with these at once. The
    /// first stands in unused places.
    named: [u8; Self::MOST],
    count: usize,
    controls: bool,
}

impl Bytes {
    /// At most so many can be named.
    const MOST: usize = 24;

    /// None at all.
    pub const NONE: Self = Self { all: [false; 256], named: [0; Self::MOST], count: 0, controls: false };

    /// These, and some more.
    #[must_use]
    pub const fn and(mut self, bytes: &[u8]) -> Self {
        let mut at = 0;
        while at < bytes.len() {
            self.all[bytes[at] as usize] = true;
            self.named[self.count] = bytes[at];
            self.count += 1;
            at += 1;
        }
        let mut unused = self.count;
        while unused < Self::MOST {
            self.named[unused] = self.named[0];
            unused += 1;
        }
        self
    }

    /// These, and control characters of ASCII.
    #[must_use]
    pub const fn and_controls(mut self) -> Self {
        let mut byte = 0;
        while byte < 0x20 {
            self.all[byte] = true;
            byte += 1;
        }
        self.controls = true;
        self.and(&[0x7f])
    }

    /// Whether a byte is one of them.
    #[must_use]
    pub fn has(&self, byte: u8) -> bool {
        self.all[usize::from(byte)]
    }

    /// Whether one of them is in a text.
    #[must_use]
    #[expect(clippy::inline_always, reason = "see `find`")]
    #[inline(always)]
    pub fn are_in(&self, text: &[u8]) -> bool {
        self.find(text).is_some()
    }

    /// Where the first of them is in a text.
    #[must_use]
    #[expect(clippy::inline_always, reason = "only beside the static that it is asked of are its names constants")]
    #[inline(always)]
    pub fn find(&self, text: &[u8]) -> Option<usize> {
        // Thirty-two bytes are asked about at once, since nearly always none of them is one.
        let (blocks, _) = text.as_chunks::<32>();
        let mut from = 0;
        for block in blocks {
            // Loops, since a fold is a function of its own, to which the names are no constants.
            let mut any = false;
            for &byte in block {
                any |= self.compared(byte);
            }
            if any {
                break;
            }
            from += block.len();
        }
        text[from..].iter().position(|&byte| self.has(byte)).map(|at| from + at)
    }

    /// Whether a byte is one of them, by comparing.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "see `find`")]
    #[expect(clippy::needless_bitwise_bool, reason = "without a branch many bytes are compared at once")]
    fn compared(&self, byte: u8) -> bool {
        let mut any = self.controls & (byte < 0x20);
        for named in self.named {
            any |= byte == named;
        }
        any
    }
}

/// What [`control`] may replace.
static CONTROL: Bytes = Bytes::NONE.and_controls().and(&[0xc2, 0xe2, 0xef]);

/// What may not stand in HTML as it is.
static MARKUP: Bytes = Bytes::NONE.and_controls().and(&[0xc2, 0xe2, 0xef]).and(b"&<>\"'");

/// Whether `text` stands in HTML as it is.
#[must_use]
pub fn is_plain_html(text: &str) -> bool {
    !MARKUP.are_in(text.as_bytes())
}

/// Appends `text` as the content of an HTML element or of a quoted attribute.
pub fn push_html(out: &mut String, text: &str) {
    push_with(out, text, &MARKUP, |bytes| match bytes[0] {
        b'&' => Some((Stand::Fixed("&amp;"), 1)),
        b'<' => Some((Stand::Fixed("&lt;"), 1)),
        b'>' => Some((Stand::Fixed("&gt;"), 1)),
        b'"' => Some((Stand::Fixed("&quot;"), 1)),
        b'\'' => Some((Stand::Fixed("&#39;"), 1)),
        _ => control(bytes),
    });
}

/// Appends `text` with its control characters made visible and nothing else changed.
pub fn push_visible(out: &mut String, text: &str) {
    push_with(out, text, &CONTROL, control);
}

/// Appends `text` with what stands for some of it: what begins with a telling byte is looked at, the rest is copied.
#[inline]
fn push_with(out: &mut String, text: &str, telling: &Bytes, stand: impl Fn(&[u8]) -> Option<(Stand, usize)>) {
    let bytes = text.as_bytes();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = telling.find(&bytes[at..]) {
        at += found;
        match stand(&bytes[at..]) {
            Some((stand, width)) => {
                out.push_str(&text[done..at]);
                push_stand(out, &stand);
                at += width;
                done = at;
            }
            None => at += 1,
        }
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        let mut out = String::new();
        push_html(&mut out, text);
        out
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(html("<a href='x' \"&amp;\">"), "&lt;a href=&#39;x&#39; &quot;&amp;amp;&quot;&gt;");
    }

    #[test]
    fn direction_is_shown_and_marks_stay() {
        assert_eq!(html("a\u{202e}b\u{2069}c\u{200f}…"), "a[U+202E]b[U+2069]c\u{200f}…");
        assert_eq!(html("\u{202a}\u{2066}é"), "[U+202A][U+2066]é");
        let mut out = String::new();
        push_visible(&mut out, "<x>\u{202d}\0\u{85}\u{fffe}\u{feff}\t");
        assert_eq!(out, "<x>[U+202D]\u{fffd}\u{fffd}\u{fffd}\u{feff}\t");
    }
}
