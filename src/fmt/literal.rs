//! Values that may be written with more or fewer blanks.

use std::borrow::Cow;

use crate::syntax::text::decode;

/// A chance without the blank that may stand before `%`.
pub(super) fn chance(written: &str) -> Cow<'_, str> {
    if written.bytes().any(is_blank) {
        Cow::Owned(written.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r')).collect())
    } else {
        Cow::Borrowed(written)
    }
}

/// A duration with one blank between numbers and units: `1h 30min` becomes `1 h 30 min`.
pub(super) fn duration(written: &str) -> Cow<'_, str> {
    let bytes = written.as_bytes();
    let mut spaced = String::with_capacity(written.len() + 2);
    for (at, &byte) in bytes.iter().enumerate() {
        if is_blank(byte) {
            continue;
        }
        let before = at.checked_sub(1).map(|at| bytes[at]);
        let apart =
            before.is_some_and(|before| is_blank(before) || before.is_ascii_alphabetic() != byte.is_ascii_alphabetic());
        if apart {
            spaced.push(' ');
        }
        spaced.push(char::from(byte));
    }
    if spaced == written { Cow::Borrowed(written) } else { Cow::Owned(spaced) }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

/// The lines of a `"""` text that may be indented anew; nothing where it stands on one line, or where its own blanks
/// would be taken for an indent.
pub(super) fn lines(written: &str) -> Option<Cow<'_, str>> {
    let body = written.strip_prefix("\"\"\"")?;
    if !body.contains('\n') {
        return None;
    }
    let said = decode(written);
    let mut lines = said.split('\n').filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let indent = &first[..first.len() - first.trim_start_matches([' ', '\t']).len()];
    let common = lines.fold(indent.len(), |common, line| {
        common.min(line.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count())
    });
    (common == 0).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_one_way() {
        for (written, one_way) in [("80 %", "80%"), ("80%", "80%"), ("usually", "usually"), ("12.5 \t%", "12.5%")] {
            assert_eq!(chance(written), one_way);
        }
        for (written, one_way) in [
            ("20s", "20 s"),
            ("1h30min", "1 h 30 min"),
            ("1  h 30\tmin", "1 h 30 min"),
            ("-1.5min", "-1.5 min"),
            ("20", "20"),
        ] {
            assert_eq!(duration(written), one_way);
        }
    }

    #[test]
    fn lines_keep_what_they_say() {
        assert_eq!(lines("\"\"\"\n  a\n    b\n\"\"\"").as_deref(), Some("a\n  b"));
        assert_eq!(lines("\"\"\"a\n    b\n\"\"\"").as_deref(), Some("a\nb"));
        assert_eq!(lines("\"\"\"one line\"\"\""), None);
        assert_eq!(lines("\"\"\"  a\n\"\"\""), None, "its blanks would be lost");
    }
}
