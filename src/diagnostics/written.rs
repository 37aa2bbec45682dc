//! How the parts of a finding are written down that are no texts: kinds by number, places by file and offsets.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::source::{FileId, Span};

/// A place as it is written: the index of the file, the first byte, and the byte behind the last.
type Written = (usize, usize, usize);

fn written(span: Span) -> Written {
    (span.file.index(), span.start as usize, span.end as usize)
}

fn read((file, start, end): Written) -> Span {
    Span::new(FileId::new(file), start, end)
}

/// A kind of fault, by its number.
pub(super) mod by_number {
    use serde::de::Error;

    use super::super::{Code, Fault, catalogue};
    use super::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(fault: &Fault, serializer: S) -> Result<S::Ok, S::Error> {
        fault.code.0.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Fault, D::Error> {
        let code = Code(u16::deserialize(deserializer)?);
        catalogue::all().find(|fault| fault.code == code).ok_or_else(|| D::Error::custom(format!("no kind is {code}")))
    }
}

/// A place.
pub(super) mod place {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Span, Written, read, written};

    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        written(*span).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        Written::deserialize(deserializer).map(read)
    }
}

/// A place that may be missing.
pub(super) mod place_if_any {
    use super::{Deserialize, Deserializer, Serialize, Serializer, Span, Written, read, written};

    #[expect(clippy::ref_option, reason = "serde hands the field over as it is")]
    pub fn serialize<S: Serializer>(span: &Option<Span>, serializer: S) -> Result<S::Ok, S::Error> {
        span.map(written).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Span>, D::Error> {
        Ok(Option::<Written>::deserialize(deserializer)?.map(read))
    }
}
