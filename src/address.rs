//! Which addresses of links a reader may follow.
//!
//! In: an address as an author wrote it, entities resolved. Out: whether it is harmless. `http`, `https`, `mailto`, `tel`
//! and relative addresses are followed.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

/// A text as a part of an address: all bytes but letters, digits and those of `kept` in per cent signs (RFC 3986).
#[must_use]
pub fn encoded(text: &str, kept: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The text that a part of an address stands for; nothing where a per cent sign begins no byte, or the bytes are no UTF-8.
#[must_use]
pub fn decoded(part: &str) -> Option<String> {
    let mut text = Vec::with_capacity(part.len());
    let mut bytes = part.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            text.push(byte);
            continue;
        }
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        text.push((high * 16 + low) as u8);
    }
    String::from_utf8(text).ok()
}

/// The address of a page, given by its path without an ending; below the folder of pages where nobody says where that is published.
#[must_use]
pub fn page(base_url: Option<&str>, path: &str) -> String {
    base_url.map_or_else(|| format!("{path}.html"), |base| format!("{base}/{path}.html"))
}

/// An address outside the project, as readers meet it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct WebLink {
    /// The address.
    pub address: String,
    /// What readers see in its place, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl WebLink {
    /// What readers see of it where they can follow it.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.address)
    }

    /// Both, for readers who can follow nothing.
    #[must_use]
    pub fn in_words(&self) -> Cow<'_, str> {
        match &self.label {
            Some(label) => Cow::Owned(format!("{label}: {}", self.address)),
            None => Cow::Borrowed(&self.address),
        }
    }
}

/// The schemes that a link may have.
pub const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Whether a reader may follow the address: its scheme is known to be harmless, or it is relative.
///
/// An address with a control character or a blank at its front is refused, since browsers drop such characters before
/// they read the scheme; one that begins with two slashes is too, since its host is another one on the disk.
#[must_use]
pub fn is_allowed(address: &str) -> bool {
    if address.is_empty()
        || address.bytes().any(|byte| byte < 0x20 || byte == 0x7f)
        || address.starts_with([' ', '\u{a0}', '\u{feff}'])
        || address.replace('\\', "/").starts_with("//")
    {
        return false;
    }
    scheme(address).is_none_or(|scheme| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)))
}

/// What stands before the first colon of an address, if that comes before anything else of it.
#[must_use]
pub fn scheme(address: &str) -> Option<&str> {
    address.split(['/', '?', '#', '\\']).next()?.split_once(':').map(|(scheme, _)| scheme)
}
