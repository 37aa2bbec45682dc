//! The three ways to write a text, and what each of them says.

use std::borrow::Cow;

/// An escape that means nothing, by its place in the literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadEscape {
    /// Offset of the backslash in the literal.
    pub start: usize,
    /// Offset behind the escape.
    pub end: usize,
}

/// What a literal says: `"…"` with its escapes replaced, `r"…"` as it stands, `"""…"""` without its common indent.
///
/// Bad escapes stay as they stand; [`bad_escapes`] names them.
#[must_use]
pub fn decode(literal: &str) -> Cow<'_, str> {
    match literal.as_bytes() {
        [b'"', b'"', b'"', ..] => {
            let body = &literal[3..];
            return unindent(body.strip_suffix("\"\"\"").unwrap_or(body));
        }
        [b'r', b'"', ..] => {
            let body = &literal[2..];
            return Cow::Borrowed(body.strip_suffix('"').unwrap_or(body));
        }
        _ => {}
    }
    let body = literal.strip_prefix('"').unwrap_or(literal);
    let body = body.strip_suffix('"').unwrap_or(body);
    if !body.as_bytes().contains(&b'\\') {
        return Cow::Borrowed(body);
    }
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('\\') {
        text.push_str(&rest[..at]);
        let (length, meaning) = escape(&rest[at..]);
        match meaning {
            Some(c) => text.push(c),
            None => text.push_str(&rest[at..at + length]),
        }
        rest = &rest[at + length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The escapes of a `"…"` literal that mean nothing.
#[must_use]
pub fn bad_escapes(literal: &str) -> Vec<BadEscape> {
    let mut bad = Vec::new();
    if !literal.starts_with('"') || literal.starts_with("\"\"\"") {
        return bad;
    }
    let mut at = 0;
    while let Some(found) = literal[at..].find('\\') {
        let start = at + found;
        let (length, meaning) = escape(&literal[start..]);
        if meaning.is_none() {
            bad.push(BadEscape { start, end: start + length });
        }
        at = start + length;
    }
    bad
}

/// The length of the escape at the beginning of a text, and what it means.
fn escape(text: &str) -> (usize, Option<char>) {
    let Some(kind) = text[1..].chars().next() else {
        return (1, None);
    };
    let plain = 1 + kind.len_utf8();
    match kind {
        '"' | '\\' => (2, Some(kind)),
        'n' => (2, Some('\n')),
        'u' => match text[2..].strip_prefix('{').and_then(|rest| rest.split_once('}')) {
            Some((digits, _)) if digits.len() <= 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
                let meaning = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
                (digits.len() + 4, meaning)
            }
            _ => (plain, None),
        },
        _ => (plain, None),
    }
}

/// Takes the common indent from a text of several lines, and the line breaks at its two ends.
fn unindent(body: &str) -> Cow<'_, str> {
    if !body.contains('\n') {
        return Cow::Borrowed(body);
    }
    let mut lines: Vec<&str> = body.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    if lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    // The first line begins behind the quotes: it has no indent to take.
    let first = lines.first().copied().unwrap_or_default();
    let skip_first = first.trim().is_empty();
    let indented = &lines[1.min(lines.len())..];
    let indent = common_indent(indented);
    let mut text = String::with_capacity(body.len());
    if !skip_first {
        text.push_str(first);
    }
    for (at, line) in indented.iter().enumerate() {
        if at > 0 || !skip_first {
            text.push('\n');
        }
        if !line.trim().is_empty() {
            text.push_str(&line[indent.len()..]);
        }
    }
    Cow::Owned(text)
}

fn common_indent<'a>(lines: &[&'a str]) -> &'a str {
    let mut common: Option<&str> = None;
    for line in lines.iter().filter(|line| !line.trim().is_empty()) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        common = Some(match common {
            None => indent,
            Some(seen) => {
                let same = seen.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                &seen[..same]
            }
        });
    }
    common.unwrap_or_default()
}

/// A text as a `"…"` literal.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' => literal.push_str("\\\""),
            '\\' => literal.push_str("\\\\"),
            '\n' => literal.push_str("\\n"),
            c if c.is_control() => literal.extend([r"\u{", &format!("{:x}", c as u32), "}"]),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_replaced() {
        assert_eq!(decode(r#""a \"b\" \\ \n \u{e9}""#), "a \"b\" \\ \n é");
        assert_eq!(decode(r#"r"\d+ \n""#), r"\d+ \n");
    }

    #[test]
    fn bad_escapes_are_named_and_stay() {
        let literal = r#""a \x \u{110000} \\q""#;
        let bad: Vec<_> = bad_escapes(literal).iter().map(|bad| &literal[bad.start..bad.end]).collect();
        assert_eq!(bad, [r"\x", r"\u{110000}"]);
        assert_eq!(decode(literal), r"a \x \u{110000} \q");
    }

    #[test]
    fn common_indent_is_removed() {
        assert_eq!(decode("\"\"\"\n    one\n\n      two\n    \"\"\""), "one\n\n  two");
        assert_eq!(decode("\"\"\"one line\"\"\""), "one line");
        assert_eq!(decode("\"\"\"first\n  second\r\n  \"\"\""), "first\nsecond");
    }

    proptest::proptest! {
        #[test]
        fn what_is_quoted_says_the_same(text in "\\PC*|[\"\\\\\n\u{1b}a]*") {
            let literal = quote(&text);
            proptest::prop_assert!(bad_escapes(&literal).is_empty());
            proptest::prop_assert_eq!(decode(&literal), text);
        }
    }
}
