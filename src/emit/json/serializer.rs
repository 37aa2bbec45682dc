//! Values → JSON in memory.
//!
//! In: anything that serde can serialize. Out: its JSON, in lines down to a depth. A guide is thousands of short keys and
//! texts: each is looked at once, eight bytes at a time, and put behind the last without asking a writer for each mark.

use serde::ser::{self, Error as _, Serialize, Serializer};
use serde_json::Error;

/// Writes JSON: a line for each value down to a depth, indented by a blank a level, and what lies deeper on that line.
#[derive(Debug)]
pub(super) struct Json {
    out: Vec<u8>,
    depth: usize,
    level: usize,
    /// Whether it is to stand in a script element: then `<`, `>` and `&` are escapes.
    html: bool,
}

impl Json {
    /// Nothing yet, with room for about so many bytes. With a depth of 0 all is one line.
    pub(super) fn new(depth: usize, room: usize, html: bool) -> Self {
        Json { out: Vec::with_capacity(room), depth, level: 0, html }
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    fn text(&mut self, text: &str) {
        let is_plain = if self.html { is_plain::<true> } else { is_plain::<false> };
        if is_plain(text.as_bytes()) {
            return self.plain(text);
        }
        self.out.push(b'"');
        self.escaped(text);
        self.out.push(b'"');
    }

    /// Writes a text that needs no escapes.
    #[inline]
    fn plain(&mut self, text: &str) {
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    fn escaped(&mut self, text: &str) {
        let mut done = 0;
        for (at, c) in text.char_indices() {
            if c >= ' ' && !matches!(c, '"' | '\\') && !is_hiding(c, self.html) {
                continue;
            }
            self.out.extend_from_slice(&text.as_bytes()[done..at]);
            done = at + c.len_utf8();
            let short = match c {
                '"' | '\\' => c as u8,
                '\u{8}' => b'b',
                '\t' => b't',
                '\n' => b'n',
                '\u{c}' => b'f',
                '\r' => b'r',
                _ => {
                    self.out.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
                    continue;
                }
            };
            self.out.extend_from_slice(&[b'\\', short]);
        }
        self.out.extend_from_slice(&text.as_bytes()[done..]);
    }

    fn begin(&mut self, bracket: u8) -> Values<'_> {
        self.out.push(bracket);
        self.level += 1;
        // In ASCII, a closing bracket or brace stands two behind the one that it closes.
        Values { json: self, closing: bracket + 2, empty: true, within: false }
    }

    fn line(&mut self) {
        const BLANKS: &[u8] = b"\n                ";
        self.out.extend_from_slice(&BLANKS[..BLANKS.len().min(self.level + 1)]);
    }

    fn colon(&mut self) {
        self.out.push(b':');
        if self.level <= self.depth {
            self.out.push(b' ');
        }
    }

    /// An object of one key, whose value is to follow.
    fn variant(&mut self, name: &'static str) -> Values<'_> {
        let mut object = self.begin(b'{');
        object.key(name);
        object
    }

    /// A list or an object that is the value of an object of one key, and ends with it.
    fn within_variant(&mut self, name: &'static str, bracket: u8) -> Values<'_> {
        Values { within: true, ..self.variant(name).json.begin(bracket) }
    }
}

/// Whether a character would mislead a reader of the file, or a script: line separators, which end a line of JavaScript,
/// controls, and what turns the direction of the text after it.
const fn is_hiding(c: char, html: bool) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        || html && matches!(c, '<' | '>' | '&')
}

/// Whether a text is ASCII without controls, quotes and backslashes, as keys, ids and most of what is written are; for a
/// script also without marks of HTML.
fn is_plain<const HTML: bool>(bytes: &[u8]) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The high bit of a byte is set where the byte, as a number below 0x80, is below the limit.
    let below = |eight: u64, limit: u64| eight.wrapping_sub(ONES * limit);
    let is_low = |eight: &[u8; 8]| {
        let eight = u64::from_ne_bytes(*eight);
        let (quote, slash) = (eight ^ (ONES * 0x22), eight ^ (ONES * 0x5c));
        let mut low = below(eight, 0x20) | below(quote, 1) | below(slash, 1);
        if HTML {
            // `<` and `>` differ in one bit.
            let (angle, and) = ((eight | (ONES * 0x02)) ^ (ONES * 0x3e), eight ^ (ONES * 0x26));
            low |= below(angle, 1) | below(and, 1);
        }
        (eight | eight.wrapping_add(ONES) | low) & HIGH == 0
    };
    match bytes.last_chunk() {
        // The last eight may overlap those before them.
        Some(last) => bytes.as_chunks().0.iter().all(is_low) && is_low(last),
        None => bytes.iter().all(|byte| {
            matches!(byte, b' '..=b'~')
                && !matches!(byte, b'"' | b'\\')
                && !(HTML && matches!(byte, b'<' | b'>' | b'&'))
        }),
    }
}

/// The values of a list or an object, one after another.
#[derive(Debug)]
pub(super) struct Values<'j> {
    json: &'j mut Json,
    closing: u8,
    empty: bool,
    /// Whether it is the value of an object of one key, which ends with it.
    within: bool,
}

impl Values<'_> {
    fn next(&mut self) {
        if !self.empty {
            self.json.out.push(b',');
        }
        self.empty = false;
        if self.json.level <= self.json.depth {
            self.json.line();
        }
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        value.serialize(&mut *self.json)
    }

    /// Writes the name of a field or a variant: names of the program's own are plain.
    fn key(&mut self, key: &'static str) {
        debug_assert!(is_plain::<true>(key.as_bytes()), "a name with a mark in it: {key}");
        self.next();
        self.json.plain(key);
        self.json.colon();
    }

    fn field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.key(key);
        value.serialize(&mut *self.json)
    }

    fn close(self) {
        let Values { json, closing, empty, within } = self;
        json.level -= 1;
        if json.level < json.depth && !empty {
            json.line();
        }
        json.out.push(closing);
        if within {
            Values { json, closing: b'}', empty: false, within: false }.close();
        }
    }
}

/// Implements the traits of lists and of objects with known keys, which write their values in one way each.
macro_rules! values {
    ($($of:ident $method:ident($($key:ident)?) $write:ident;)*) => {
        $(impl ser::$of for Values<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: &'static str,)? value: &T) -> Result<(), Error> {
                self.$write($($key,)? value)
            }

            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}

values! {
    SerializeSeq serialize_element() value;
    SerializeTuple serialize_element() value;
    SerializeTupleStruct serialize_field() value;
    SerializeTupleVariant serialize_field() value;
    SerializeStruct serialize_field(key) field;
    SerializeStructVariant serialize_field(key) field;
}

impl ser::SerializeMap for Values<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.next();
        let at = self.json.out.len();
        key.serialize(&mut *self.json)?;
        if self.json.out.get(at) != Some(&b'"') {
            return Err(Error::custom("a key of an object must be a text"));
        }
        self.json.colon();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

/// Implements the methods for whole numbers, and for others: the fewest digits that give the number again. JSON has no word
/// for what is not finite; `null` stands for it.
macro_rules! numbers {
    (whole $($whole:ident($integer:ty))*; others $($other:ident($float:ty))*) => {
        $(fn $whole(self, value: $integer) -> Result<(), Error> {
            self.out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
            Ok(())
        })*
        $(fn $other(self, value: $float) -> Result<(), Error> {
            if !value.is_finite() {
                return self.serialize_unit();
            }
            self.out.extend_from_slice(zmij::Buffer::new().format_finite(value).as_bytes());
            Ok(())
        })*
    };
}

impl<'j> Serializer for &'j mut Json {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Values<'j>;
    type SerializeTuple = Values<'j>;
    type SerializeTupleStruct = Values<'j>;
    type SerializeTupleVariant = Values<'j>;
    type SerializeMap = Values<'j>;
    type SerializeStruct = Values<'j>;
    type SerializeStructVariant = Values<'j>;

    numbers! {
        whole
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64);
        others
        serialize_f32(f32) serialize_f64(f64)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.text(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.text(value);
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Error> {
        self.collect_seq(value)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.plain(variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        let object = self.variant(variant);
        value.serialize(&mut *object.json)?;
        object.close();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Values<'j>, Error> {
        Ok(self.begin(b'['))
    }

    fn serialize_tuple(self, _: usize) -> Result<Values<'j>, Error> {
        Ok(self.begin(b'['))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Values<'j>, Error> {
        Ok(self.begin(b'['))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Values<'j>, Error> {
        Ok(self.within_variant(variant, b'['))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Values<'j>, Error> {
        Ok(self.begin(b'{'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Values<'j>, Error> {
        Ok(self.begin(b'{'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Values<'j>, Error> {
        Ok(self.within_variant(variant, b'{'))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    fn written(value: &impl Serialize, depth: usize) -> String {
        let mut json = Json::new(depth, 0, false);
        value.serialize(&mut json).unwrap();
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[derive(Debug, Serialize)]
    enum Variant {
        Unit,
        Newtype(u8),
        Tuple(i64, f64),
        Struct { a: Option<char>, b: () },
    }

    #[test]
    fn every_shape_is_what_the_common_library_writes() {
        let value = (
            [Variant::Unit, Variant::Newtype(1), Variant::Tuple(-2, 1e300), Variant::Struct { a: Some('"'), b: () }],
            BTreeMap::from([(String::from("k\n"), vec![0.1, f64::NAN, -0.0]), (String::new(), vec![])]),
            (f64::MAX, f64::MIN_POSITIVE, 1.0, 1e16, u64::MAX, i64::MIN, 0.1_f32, true),
        );
        assert_eq!(written(&value, 0), serde_json::to_string(&value).unwrap());
    }

    #[test]
    fn a_key_that_is_no_text_is_an_error() {
        let mut json = Json::new(0, 0, false);
        let error = BTreeMap::from([(1, 2)]).serialize(&mut json).unwrap_err();
        assert_eq!(error.to_string(), "a key of an object must be a text");
    }

    proptest! {
        #[test]
        fn texts_are_read_again_as_they_were(text in any::<String>(), html: bool) {
            let mut json = Json::new(0, 0, html);
            text.serialize(&mut json).unwrap();
            let json = json.into_bytes();
            prop_assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
        }

        #[test]
        fn plain_texts_are_those_without_a_character_to_escape(text in "[ -~\u{7f}\u{2028}é\n\"\\\\]{0,24}") {
            let plain = |c: char| (' '..='~').contains(&c) && c != '"' && c != '\\';
            prop_assert_eq!(is_plain::<false>(text.as_bytes()), text.chars().all(plain));
            let in_script = |c: char| plain(c) && !matches!(c, '<' | '>' | '&');
            prop_assert_eq!(is_plain::<true>(text.as_bytes()), text.chars().all(in_script));
        }

        #[test]
        fn numbers_are_what_the_common_library_writes(number in any::<f64>()) {
            prop_assert_eq!(written(&number, 0), serde_json::to_string(&number).unwrap());
        }
    }
}
