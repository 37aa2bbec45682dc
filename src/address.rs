//! Which addresses of links a reader may follow.
//!
//! In: an address as an author wrote it, entities resolved. Out: whether it is harmless. `http`, `https`, `mailto`, `tel`
//! and relative addresses are followed.

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
