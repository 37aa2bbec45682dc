//! What the head of an item looks like: how the scanner finds its way back after a fault.

use super::bytes::{after_blanks, after_word, is_name_letter, line_end};
use crate::syntax::words;

/// First letters of the words that begin items: a quick no for most lines.
const INITIALS: &[u8] = b"cefgrsu";

/// Whether a whole head stands at an offset: the word, a name, and then a title, a `{`, or the end of the line.
///
/// The last of these is too weak a sign for a line that is indented: `may_end` says whether it counts.
pub(super) fn is_whole(text: &str, at: usize, may_end: bool) -> bool {
    let bytes = text.as_bytes();
    if !bytes.get(at).is_some_and(|byte| INITIALS.iter().any(|initial| initial == byte)) {
        return false;
    }
    let end = after_word(bytes, at);
    match &text[at..end] {
        "use" => {
            let name = after_blanks(bytes, end);
            name > end
                && matches!(bytes.get(after_path(bytes, name)), Some(b'\n' | b'#' | b',' | b';') | None)
                && after_path(bytes, name) > name
                && may_end
        }
        // `steps` without its brace, and then its first step.
        "steps" if next_word(text, end) == "step" => false,
        "remedy" if is_none(text, end) => false,
        word => words::item(word).is_some() && has_head_shape(bytes, end, may_end),
    }
}

/// Whether name and title, or one of them and a block, follow the word that ends at an offset.
pub(super) fn has_head_shape(bytes: &[u8], word_end: usize, may_end: bool) -> bool {
    let name = after_blanks(bytes, word_end);
    if bytes.get(name) == Some(&b'"') {
        return opens_block(bytes, name);
    }
    let name_end = after_word(bytes, name);
    if name == word_end || name_end == name {
        return false;
    }
    match bytes.get(after_blanks(bytes, name_end)) {
        Some(b'"' | b'{') => true,
        Some(b'\n' | b'#' | b';') | None => may_end,
        _ => false,
    }
}

/// Whether the word `remedy` is the property `remedy none`.
pub(super) fn is_none(text: &str, word_end: usize) -> bool {
    next_word(text, word_end) == "none"
}

fn next_word(text: &str, word_end: usize) -> &str {
    let start = after_blanks(text.as_bytes(), word_end);
    &text[start..after_word(text.as_bytes(), start)]
}

fn opens_block(bytes: &[u8], from: usize) -> bool {
    bytes[from..line_end(bytes, from)].trim_ascii_end().ends_with(b"{")
}

/// The offset behind a name with dots, and the blanks that follow it.
fn after_path(bytes: &[u8], from: usize) -> usize {
    let length = bytes[from..].iter().take_while(|&&byte| is_name_letter(byte) || byte == b'.').count();
    after_blanks(bytes, from + length)
}

/// Whether a property stands at an offset, rather than an item that begins with the same word.
pub(super) fn is_property(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let end = after_word(bytes, at);
    match &text[at..end] {
        "remedy" => is_none(text, end),
        "steps" => bytes.get(after_blanks(bytes, end)) == Some(&b'{') || next_word(text, end) == "step",
        word => words::item(word).is_none() && words::is_property_word(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_items() {
        let mut initials: Vec<u8> = words::ITEMS.iter().map(|item| item.word.as_bytes()[0]).collect();
        initials.sort_unstable();
        initials.dedup();
        assert_eq!(initials, INITIALS);
    }

    #[test]
    fn heads_are_told_from_properties() {
        for head in ["cause a \"A\"", "check a {", "scenario \"a\" for b {", "steps a {", "use a.b, c", "fact a"] {
            assert!(is_whole(head, 0, true), "{head}");
        }
        for property in ["steps {", "remedy none \"why\"", "cause", "causes a {", "check a b", "use a b", "rule is x"] {
            assert!(!is_whole(property, 0, true), "{property}");
        }
        assert!(is_property("steps {", 0) && is_property("remedy none", 0) && is_property("takes 1 s", 0));
        assert!(!is_property("steps a {", 0) && !is_property("remedy a", 0) && !is_property("suspect a", 0));
    }
}
