//! Values as bytes that only kbc reads again.
//!
//! In: a value of numbers, texts and lists. Out: its bytes, and the value again. The bytes say nothing of the form of the value:
//! whoever keeps them knows by another sign that they are of this form.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The bytes of a value.
///
/// # Panics
///
/// Where a value has no form in bytes, as a list of unknown length; numbers and texts have one.
#[must_use]
pub fn bytes(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).expect("numbers and texts have a form in bytes")
}

/// The value of some bytes. Nothing where they are no whole value, or more than one.
#[must_use]
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match postcard::take_from_bytes(bytes) {
        Ok((value, [])) => Some(value),
        _ => None,
    }
}
