//! How JSON is written: in lines or on one, with escapes for what would mislead or break out.
//!
//! A serializer of its own: the names of fields are written as they are, and texts are copied in runs, into one text.
//! Numbers are written as `serde_json` writes them.

mod text;

use serde::Serialize;
use serde::ser::{self, Error as _, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use crate::emit::quantity::push_count;

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

    fn number(&mut self, write: impl FnOnce(&mut &mut [u8]) -> std::io::Result<()>) -> serde_json::Result<()> {
        let mut digits = [0; 64];
        let mut rest = &mut digits[..];
        write(&mut rest).map_err(serde_json::Error::io)?;
        let length = 64 - rest.len();
        self.out.push_str(str::from_utf8(&digits[..length]).map_err(serde_json::Error::custom)?);
        Ok(())
    }
}

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

macro_rules! integers {
    ($($name:ident $of:ty),+) => {
        $(fn $name(self, value: $of) -> serde_json::Result<()> {
            #[allow(unused_comparisons, clippy::absurd_extreme_comparisons, reason = "some types have no sign")]
            if value < 0 {
                self.out.push('-');
            }
            #[allow(clippy::unnecessary_cast, reason = "for the widest type")]
            push_count(&mut self.out, i128::from(value).unsigned_abs() as u64);
            Ok(())
        })+
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = serde_json::Error;
    type SerializeSeq = Open<'w>;
    type SerializeTuple = Open<'w>;
    type SerializeTupleStruct = Open<'w>;
    type SerializeTupleVariant = Open<'w>;
    type SerializeMap = Open<'w>;
    type SerializeStruct = Open<'w>;
    type SerializeStructVariant = Open<'w>;

    integers!(
        serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64
    );

    fn serialize_bool(self, value: bool) -> serde_json::Result<()> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> serde_json::Result<()> {
        if value.is_finite() {
            self.number(|out| CompactFormatter.write_f32(out, value))
        } else {
            self.serialize_unit()
        }
    }

    fn serialize_f64(self, value: f64) -> serde_json::Result<()> {
        if value.is_finite() {
            self.number(|out| CompactFormatter.write_f64(out, value))
        } else {
            self.serialize_unit()
        }
    }

    fn serialize_char(self, value: char) -> serde_json::Result<()> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> serde_json::Result<()> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> serde_json::Result<()> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> serde_json::Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> serde_json::Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> serde_json::Result<()> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> serde_json::Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> serde_json::Result<()> {
        self.name(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> serde_json::Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> serde_json::Result<()> {
        let mut object = self.open(OBJECT);
        object.field(variant, value)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> serde_json::Result<Open<'w>> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple(self, _: usize) -> serde_json::Result<Open<'w>> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> serde_json::Result<Open<'w>> {
        Ok(self.open(LIST))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> serde_json::Result<Open<'w>> {
        Ok(self.open_variant(variant, LIST))
    }

    fn serialize_map(self, _: Option<usize>) -> serde_json::Result<Open<'w>> {
        Ok(self.open(OBJECT))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> serde_json::Result<Open<'w>> {
        Ok(self.open(OBJECT))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> serde_json::Result<Open<'w>> {
        Ok(self.open_variant(variant, OBJECT))
    }
}

macro_rules! elements {
    ($($of:ident $name:ident),+) => {
        $(impl ser::$of for Open<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn $name<T: Serialize + ?Sized>(&mut self, value: &T) -> serde_json::Result<()> {
                self.element(value)
            }

            fn end(self) -> serde_json::Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

elements!(
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
);

macro_rules! fields {
    ($($of:ident),+) => {
        $(impl ser::$of for Open<'_> {
            type Ok = ();
            type Error = serde_json::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> serde_json::Result<()> {
                self.field(name, value)
            }

            fn end(self) -> serde_json::Result<()> {
                self.close();
                Ok(())
            }
        })+
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for Open<'_> {
    type Ok = ();
    type Error = serde_json::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> serde_json::Result<()> {
        self.writer.next(&mut self.first);
        let from = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        // Names of an object are texts, also where they are numbers.
        if !self.writer.out[from..].starts_with('"') {
            let written = self.writer.out.split_off(from);
            if written.starts_with(['[', '{']) {
                return Err(serde_json::Error::custom("the name of a field is a text"));
            }
            self.writer.text(&written);
        }
        self.writer.colon();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> serde_json::Result<()> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> serde_json::Result<()> {
        self.close();
        Ok(())
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
