//! How addresses of links are written.
//!
//! Takes an address as an author wrote it, entities resolved; gives one that is safe in a quoted attribute and between
//! the parentheses of a Markdown link, or nothing where [no reader may follow it](crate::address).

pub use crate::address::is_allowed;

/// Appends `address` so that it stays one address in an attribute and in Markdown: whatever could end it is
/// percent-encoded. `&` is written as `&amp;`, which both read as `&`.
pub fn push_encoded(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'?' | b'#' | b':' | b'%' => out.push(char::from(byte)),
            _ => push_name_byte(out, byte),
        }
    }
}

/// Appends a path as a part of an address: `?`, `#`, `:`, `&` and `%` are characters of a name here.
pub fn push_path(out: &mut String, path: &str) {
    for byte in path.bytes() {
        push_name_byte(out, byte);
    }
}

/// Appends a byte of a path as it is where it means nothing to an address, to HTML or to Markdown, else encoded.
fn push_name_byte(out: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(char::from(byte)),
        b'-' | b'.' | b'_' | b'~' | b'/' | b'@' | b'!' | b'$' | b'+' | b',' | b';' | b'=' => {
            out.push(char::from(byte));
        }
        _ => {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// The address for a link, ready to stand in an attribute, if it may be followed.
#[must_use]
pub fn link(address: &str) -> Option<String> {
    is_allowed(address).then(|| {
        let mut out = String::with_capacity(address.len() + 8);
        push_encoded(&mut out, address);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_schemes_and_relative_addresses_pass() {
        for address in
            ["https://x.org/a?b=c&d", "HTTP://x", "mailto:a@b.c", "tel:+1", "../a.html#b", "#x", "a/b:c", "?q=a:b"]
        {
            assert!(is_allowed(address), "{address}");
        }
    }

    #[test]
    fn the_rest_is_refused() {
        for address in [
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "java\tscript:x",
            "\u{1}javascript:x",
            " javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "\\\\evil.example",
            "/\\evil.example",
            "blob:x",
            "a&b:c",
        ] {
            assert!(!is_allowed(address), "{address:?}");
        }
    }

    #[test]
    fn nothing_ends_an_encoded_address() {
        let mut out = String::new();
        push_encoded(&mut out, "https://x/a?b&c b\"'<>()[]\\`{}|^\u{202e}*");
        assert_eq!(out, "https://x/a?b&amp;c%20b%22%27%3C%3E%28%29%5B%5D%5C%60%7B%7D%7C%5E%E2%80%AE%2A");
        let mut path = String::new();
        push_path(&mut path, "rules/50% & more?#1:2.rules");
        assert_eq!(path, "rules/50%25%20%26%20more%3F%231%3A2.rules");
    }
}
