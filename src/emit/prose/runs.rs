//! Prose that needs no parser: one line of plain words, some of them strong.
//!
//! Most prose is of this kind, and reading it as CommonMark costs twenty times as much as copying it. What is accepted
//! here is less than what CommonMark allows, never more; a test holds both ways of reading against each other.

use super::escape::Bytes;

static STAR: Bytes = Bytes::NONE.and(b"*");

/// What may be more than a letter of its word.
static TELLING: Bytes = Bytes::NONE.and_controls().and(b"\\`_[<&*");

/// The parts of a text, alternately plain and strong, beginning with plain; `None` where a parser must decide.
pub fn split(text: &str) -> Option<Runs<'_>> {
    let strong = strong(text.as_bytes())?;
    Some(Runs { rest: Some(text), strong })
}

/// What stands between the marks of a text that has no stars but those.
pub struct Runs<'t> {
    rest: Option<&'t str>,
    /// Whether there are marks at all.
    pub strong: bool,
}

impl<'t> Iterator for Runs<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest.take()?;
        if !self.strong {
            return Some(rest);
        }
        let Some(at) = STAR.find(rest.as_bytes()) else { return Some(rest) };
        self.rest = rest.get(at + 2..);
        Some(&rest[..at])
    }
}

/// Whether some of a simple text is strong; nothing where a parser must decide.
fn strong(bytes: &[u8]) -> Option<bool> {
    let (&first, &last) = (bytes.first()?, bytes.last()?);
    let begins_well = first.is_ascii_alphabetic()
        || matches!(first, b'"' | b'\'' | b'(' | b'*')
        // The blanks of Unicode are left to the parser.
        || first > 0xc3 && first != 0xe2 && first != 0xe3
        || first == 0xe2 && bytes.get(1) == Some(&0x80) && bytes.get(2).is_some_and(|byte| (0x98..=0xa6).contains(byte))
        || first.is_ascii_digit() && !matches!(bytes.iter().find(|byte| !byte.is_ascii_digit()), Some(b'.' | b')'));
    if !begins_well || matches!(last, b' ' | b'#') {
        return None;
    }
    let Some(mut at) = TELLING.find(bytes) else { return Some(false) };
    let (mut strong, mut ever) = (false, false);
    while at < bytes.len() {
        match bytes[at] {
            b'*' => {
                if bytes.get(at + 1) != Some(&b'*') {
                    return None;
                }
                let before = at.checked_sub(1).map(|before| bytes[before]);
                let after = bytes.get(at + 2).copied();
                let fits = if strong {
                    before.is_some_and(|byte| byte.is_ascii_alphanumeric())
                        && after.is_none_or(|byte| matches!(byte, b' ' | b'.' | b',' | b':' | b';' | b'?' | b')'))
                } else {
                    before.is_none_or(|byte| matches!(byte, b' ' | b'('))
                        && after.is_some_and(|byte| byte.is_ascii_alphanumeric())
                };
                if !fits {
                    return None;
                }
                (strong, ever) = (!strong, true);
                at += 1;
            }
            0..=0x1f | 0x7f | b'\\' | b'`' | b'_' | b'[' | b'<' | b'&' => return None,
            _ => {}
        }
        at += 1;
    }
    (!strong).then_some(ever)
}

#[cfg(test)]
mod tests {
    use super::split;

    fn parts(text: &str) -> Option<Vec<&str>> {
        split(text).map(Iterator::collect)
    }

    #[test]
    fn plain_and_strong() {
        assert_eq!(parts("Open **Settings** now."), Some(vec!["Open ", "Settings", " now."]));
        assert_eq!(parts("**Settings › General**."), Some(vec!["", "Settings › General", "."]));
        assert_eq!(parts("3 of 4"), Some(vec!["3 of 4"]));
        assert_eq!(parts("“Sending…” stays"), Some(vec!["“Sending…” stays"]));
    }

    #[test]
    fn the_rest_is_for_the_parser() {
        for text in [
            "",
            " a",
            "a ",
            "a\nb",
            "1. a",
            "1) a",
            "- a",
            "+ a",
            "# a",
            "> a",
            "=",
            "a *b* c",
            "a ** b",
            "**a",
            "***a***",
            "a **b",
            "a `b`",
            "a_b_",
            "<b>",
            "a & b",
            "[a]",
            "a \\b",
            "a**b**c",
            "**a**b",
            "\u{3000}a",
            "\u{2003}a",
            "\u{a0}a",
            "a #",
            "* a",
        ] {
            assert_eq!(parts(text), None, "{text:?}");
        }
    }
}
