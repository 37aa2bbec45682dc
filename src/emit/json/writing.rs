//! How JSON is written: in lines or on one, with escapes for what would mislead or break out.
//!
//! A serializer of its own: the names of fields are written as they are, and texts are copied in runs, into one text.
//! Numbers are written as `serde_json` writes them.

mod shapes;
mod text;

use serde::Serialize;
use serde::ser::Error as _;

/// JSON with a newline at its end, a line for each value down to a depth and what lies deeper on that line: so that
/// a change shows as few lines, and a file holds few blanks. `room` is a guess of its length in bytes.
pub fn lines(value: &impl Serialize, depth: usize, room: usize) -> serde_json::Result<Vec<u8>> {
    let mut writer = Writer { out: String::with_capacity(room), depth, level: 0, html: false };
    value.serialize(&mut writer)?;
    writer.out.push('\n');
    Ok(writer.out.into_bytes())
}

/// JSON on one line.
pub fn compact(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    on_one_line(value, false).map(String::into_bytes)
}

/// JSON on one line that may stand in a script element: no `<`, `>` or `&` is in it.
pub fn for_html(value: &impl Serialize) -> serde_json::Result<String> {
    on_one_line(value, true)
}

fn on_one_line(value: &impl Serialize, html: bool) -> serde_json::Result<String> {
    let mut writer = Writer { out: String::new(), depth: 0, level: 0, html };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

/// JSON that grows.
struct Writer {
    out: String,
    /// Down to this depth each value has a line, indented by a blank a level.
    depth: usize,
    /// How many lists and objects are open.
    level: usize,
    html: bool,
}

impl Writer {
    fn begin(&mut self, bracket: char) {
        self.level += 1;
        self.out.push(bracket);
    }

    fn end(&mut self, bracket: char, empty: bool) {
        self.level -= 1;
        if self.level < self.depth && !empty {
            self.line();
        }
        self.out.push(bracket);
    }

    fn next(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.out.push(',');
        }
        if self.level <= self.depth {
            self.line();
        }
    }

    fn line(&mut self) {
        const BLANKS: &str = "\n                ";
        self.out.push_str(&BLANKS[..BLANKS.len().min(self.level + 1)]);
    }

    fn colon(&mut self) {
        self.out.push_str(if self.level <= self.depth { ": " } else { ":" });
    }

    /// The name of a field or a variant: letters that need no escape.
    fn name(&mut self, name: &'static str) {
        self.out.push('"');
        self.out.push_str(name);
        self.out.push('"');
    }

    fn text(&mut self, text: &str) {
        self.out.push('"');
        text::push(&mut self.out, text, self.html);
        self.out.push('"');
    }

    fn open(&mut self, brackets: [char; 2]) -> Open<'_> {
        self.begin(brackets[0]);
        Open { writer: self, first: true, bracket: brackets[1], variant: false }
    }

    /// An object of one field, whose value is a list or an object.
    fn open_variant(&mut self, variant: &'static str, brackets: [char; 2]) -> Open<'_> {
        self.begin('{');
        self.next(&mut true);
        self.name(variant);
        self.colon();
        Open { variant: true, ..self.open(brackets) }
    }

    fn number(&mut self, write: impl FnOnce(&mut Digits) -> std::io::Result<()>) -> serde_json::Result<()> {
        let mut digits = Digits::new([0; 64]);
        write(&mut digits).map_err(serde_json::Error::io)?;
        let length = digits.position() as usize;
        self.out.push_str(str::from_utf8(&digits.get_ref()[..length]).map_err(serde_json::Error::custom)?);
        Ok(())
    }
}

/// Room for a number of any size.
type Digits = std::io::Cursor<[u8; 64]>;

const LIST: [char; 2] = ['[', ']'];
const OBJECT: [char; 2] = ['{', '}'];

/// A list or an object that grows.
struct Open<'w> {
    writer: &'w mut Writer,
    first: bool,
    /// What ends it.
    bracket: char,
    /// It is the value of an object that ends with it.
    variant: bool,
}

impl Open<'_> {
    fn element(&mut self, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
        self.writer.next(&mut self.first);
        value.serialize(&mut *self.writer)
    }

    fn field(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
        self.writer.next(&mut self.first);
        self.writer.name(name);
        self.writer.colon();
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.end(self.bracket, self.first);
        if self.variant {
            self.writer.end('}', false);
        }
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

    /// What `serde_json` writes, for every shape that a value can have.
    #[test]
    fn every_shape_is_written_as_others_write_it() {
        #[derive(Serialize)]
        enum Shape {
            Unit,
            Newtype(f64),
            Tuple(i8, &'static str),
            Struct { a: Option<u8>, b: char },
        }
        #[derive(Serialize)]
        struct Pair(f32, ());
        #[derive(Serialize)]
        struct Flat {
            first: bool,
            #[serde(flatten)]
            rest: std::collections::BTreeMap<u16, Shape>,
        }
        let shapes = [
            (1, Shape::Unit),
            (2, Shape::Newtype(-0.1)),
            (3, Shape::Tuple(-128, "a\u{1}\u{8}\u{c}\r\t/é")),
            (4, Shape::Struct { a: None, b: '"' }),
            (5, Shape::Struct { a: Some(255), b: '😀' }),
        ];
        let value =
            (Flat { first: true, rest: shapes.into() }, Pair(1e-7, ()), [f64::NAN, 1e300, 5.0, 0.1 + 0.2], u64::MAX);
        assert_eq!(String::from_utf8(compact(&value).unwrap()).unwrap(), serde_json::to_string(&value).unwrap());
        let lists = std::collections::BTreeMap::from([(vec![1], 2)]);
        assert!(compact(&lists).is_err());
    }

    #[test]
    fn a_script_element_is_not_ended() {
        assert_eq!(
            for_html(&"</script><!-- ]]> &amp;").unwrap(),
            "\"\\u003c/script\\u003e\\u003c!-- ]]\\u003e \\u0026amp;\""
        );
    }
}
