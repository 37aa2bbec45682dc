//! Every shape that a value can have, as JSON.

use serde::Serialize;
use serde::ser::{self, Error as _, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use super::{LIST, OBJECT, Open, Writer};
use crate::emit::quantity::push_count;

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
