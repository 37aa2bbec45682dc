//! How JSON is written: in lines or on one, with escapes for what would mislead or break out.

use std::io;

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::emit::prose::escape::Bytes;

/// JSON with a newline at its end, a line for each value down to a depth and what lies deeper on that line: so that
/// a change shows as few lines, and a file holds few blanks. `room` is a guess of its length in bytes.
pub fn lines(value: &impl Serialize, depth: usize, room: usize) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(room);
    let formatter = Careful { layout: Lines { depth, level: 0, empty: true }, html: false };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter))?;
    out.push(b'\n');
    Ok(out)
}

/// JSON on one line.
pub fn compact(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut out = Vec::new();
    let formatter = Careful { layout: CompactFormatter, html: false };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter))?;
    Ok(out)
}

/// JSON on one line that may stand in a script element: no `<`, `>` or `&` is in it.
pub fn for_html(value: &impl Serialize) -> serde_json::Result<String> {
    let mut out = Vec::new();
    let formatter = Careful { layout: CompactFormatter, html: true };
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, formatter))?;
    String::from_utf8(out).map_err(|error| serde_json::Error::io(io::Error::new(io::ErrorKind::InvalidData, error)))
}

/// A line for each value down to a depth, indented by a blank a level.
struct Lines {
    depth: usize,
    level: usize,
    /// Is the list or object that was begun last still without a value?
    empty: bool,
}

impl Lines {
    fn begin<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn end<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.level -= 1;
        if self.level < self.depth && !self.empty {
            self.line(writer)?;
        }
        self.empty = false;
        writer.write_all(bracket)
    }

    fn value<W: ?Sized + io::Write>(&self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.level <= self.depth { self.line(writer) } else { Ok(()) }
    }

    fn line<W: ?Sized + io::Write>(&self, writer: &mut W) -> io::Result<()> {
        const BLANKS: &[u8] = b"\n                ";
        writer.write_all(&BLANKS[..BLANKS.len().min(self.level + 1)])
    }
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.empty = false;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.value(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.level <= self.depth { b": " } else { b":" })
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.empty = false;
        Ok(())
    }
}

/// A layout whose strings hide nothing.
struct Careful<Layout> {
    layout: Layout,
    html: bool,
}

/// Whether a character is written as an escape: line separators, which end a line of JavaScript, controls, and what
/// turns the direction of the text after it.
const fn is_escaped(c: char, html: bool) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        || html && matches!(c, '<' | '>' | '&')
}

/// Whether no character of a text is escaped, seen at a glance: keys, ids and most of what is written are plain ASCII.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (eights, rest) = bytes.as_chunks::<8>();
    // A byte has its high bit set, or gets it with one more, where it is 0x7f or above.
    let is_low = |eight: &[u8; 8]| {
        let eight = u64::from_ne_bytes(*eight);
        (eight | eight.wrapping_add(0x0101_0101_0101_0101)) & 0x8080_8080_8080_8080 == 0
    };
    eights.iter().all(is_low) && rest.iter().all(|byte| *byte < 0x7f) || !TELLING.are_in(bytes)
}

/// What such a character may begin with.
static TELLING: Bytes = Bytes::NONE.and(&[0x7f, 0xc2, 0xe2, 0xef]);
static TELLING_IN_HTML: Bytes = Bytes::NONE.and(&[0x7f, 0xc2, 0xe2, 0xef]).and(b"<>&");

impl<Layout: Formatter> Formatter for Careful<Layout> {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let harmless = if self.html { !TELLING_IN_HTML.are_in(fragment.as_bytes()) } else { is_plain(fragment) };
        if harmless {
            return writer.write_all(fragment.as_bytes());
        }
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_escaped(*c, self.html)) {
            writer.write_all(&fragment.as_bytes()[done..at])?;
            write!(writer, "\\u{:04x}", u32::from(c))?;
            done = at + c.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_array(writer)
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_object(writer)
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.layout.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.layout.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_hide_nothing() {
        let text = "a\u{202e}\u{2028}“b” \u{7f}\"\n";
        let json = compact(&text).unwrap();
        assert_eq!(String::from_utf8(json.clone()).unwrap(), "\"a\\u202e\\u2028“b” \\u007f\\\"\\n\"");
        assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
    }

    #[test]
    fn lines_go_down_to_a_depth() {
        let value = serde_json::json!({"a": [], "b": [1, {"c": [2, 3], "d": {}}], "e": {}});
        let text = String::from_utf8(lines(&value, 2, 0).unwrap()).unwrap();
        assert_eq!(text, "{\n \"a\": [],\n \"b\": [\n  1,\n  {\"c\":[2,3],\"d\":{}}\n ],\n \"e\": {}\n}\n");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_script_element_is_not_ended() {
        assert_eq!(
            for_html(&"</script><!-- ]]> &amp;").unwrap(),
            "\"\\u003c/script\\u003e\\u003c!-- ]]\\u003e \\u0026amp;\""
        );
    }
}
