//! Where a cursor stands, in a text that need not be whole.
//!
//! In: a text and an offset. Out: the blocks around it, the words of its property so far, and the word that is being typed. Only
//! braces, quotes, comments and ends of lines are read, so it is known in broken files as well.

use crate::syntax::words::{self, Context, Property};

/// A place in a text, as far as the text before it says.
#[derive(Debug, PartialEq, Eq)]
pub struct Cursor<'t> {
    /// The first words of the blocks around it, outermost first.
    pub blocks: Vec<&'t str>,
    /// The words of the property before it; `"` stands for a text, and `,` for itself.
    pub said: Vec<&'t str>,
    /// The word that is being typed.
    pub prefix: &'t str,
    /// The text so far, where the place is within one.
    pub in_text: Option<&'t str>,
}

/// What a statement said so far, and how it goes on.
#[derive(Default)]
struct Statement<'t> {
    said: Vec<&'t str>,
}

impl Statement<'_> {
    /// Does it go on in the next line?
    fn goes_on(&self) -> bool {
        matches!(self.said.last(), Some(&("," | "and" | "or" | "not")))
    }
}

impl<'t> Cursor<'t> {
    /// The place at an offset.
    pub fn at(text: &'t str, offset: usize) -> Self {
        let text = &text[..offset];
        let (mut blocks, mut now, mut at) = (Vec::new(), Statement::default(), 0);
        while let Some(byte) = text.as_bytes().get(at).copied() {
            match byte {
                b'#' => at += text[at..].find('\n').unwrap_or(text.len() - at),
                b'\n' => {
                    at += 1;
                    if !now.goes_on() {
                        now = Statement::default();
                    }
                }
                b';' => {
                    at += 1;
                    now = Statement::default();
                }
                b'{' => {
                    at += 1;
                    blocks.push(now.said.first().copied().unwrap_or_default());
                    now = Statement::default();
                }
                b'}' => {
                    at += 1;
                    blocks.pop();
                    now = Statement::default();
                }
                b'"' => match end_of_text(text, at) {
                    Some(end) => {
                        now.said.push(&text[at..=at]);
                        at = end;
                    }
                    None => {
                        let in_text = Some(&text[at + 1..]);
                        return Self { blocks, said: now.said, prefix: "", in_text };
                    }
                },
                _ if is_letter(byte) => {
                    let length = text[at..].bytes().take_while(|byte| is_letter(*byte)).count();
                    if at + length == text.len() {
                        return Self { blocks, said: now.said, prefix: &text[at..], in_text: None };
                    }
                    // The `r` of a raw text is a part of that.
                    if !(length == 1 && byte == b'r' && text[at + 1..].starts_with('"')) {
                        now.said.push(&text[at..at + length]);
                    }
                    at += length;
                }
                b' ' | b'\t' | b'\r' => at += 1,
                _ => {
                    let length = text[at..].chars().next().map_or(1, char::len_utf8);
                    now.said.push(&text[at..at + length]);
                    at += length;
                }
            }
        }
        Self { blocks, said: now.said, prefix: "", in_text: None }
    }

    /// What properties stand in here; nothing between items, and in what is unknown.
    pub fn context(&self) -> Option<Context> {
        let mut blocks = self.blocks.iter();
        let mut context = words::item(blocks.next()?)?.context?;
        for block in blocks {
            context = Context::inside(words::property(block, context)?.rule)?;
        }
        Some(context)
    }

    /// The property that is being written, and what was said of its last part.
    pub fn property(&self) -> Option<(&'static Property, &[&'t str])> {
        let mut context = self.context()?;
        let mut said = &self.said[..];
        loop {
            let (word, rest) = said.split_first()?;
            let property = words::property(word, context)?;
            let part = rest.iter().rposition(|word| *word == ",").map_or(rest, |comma| &rest[comma + 1..]);
            match Context::inside(property.rule) {
                // Effects and expectations stand behind their word, and not in braces.
                Some(inner) if !inner.is_block() && !part.is_empty() => {
                    context = inner;
                    said = part;
                }
                _ => return Some((property, part)),
            }
        }
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'%')
}

/// The offset behind a text that begins at its quote; nothing where it does not end.
fn end_of_text(text: &str, at: usize) -> Option<usize> {
    if let Some(rest) = text[at..].strip_prefix("\"\"\"") {
        return rest.find("\"\"\"").map(|end| at + 3 + end + 3);
    }
    let is_raw = at > 0 && text.as_bytes()[at - 1] == b'r' && (at == 1 || !is_letter(text.as_bytes()[at - 2]));
    let mut bytes = text.bytes().enumerate().skip(at + 1);
    while let Some((place, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(place + 1),
            b'\\' if !is_raw => {
                bytes.next();
            }
            // A text on one line that is not closed ends with its line, so that the rest can be read.
            b'\n' => return Some(place),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Cursor<'_> {
        let offset = text.find('|').expect("the text has a cursor");
        Cursor::at(text, offset)
    }

    #[test]
    fn the_blocks_around_a_place_are_known_in_broken_files() {
        let broken = "cause a \"A } {\" { likelihood\n  shows # x {\n}\ncheck b \"B\" {\n  outcome yes \"Yes\" { poi|";
        let cursor = at(broken);
        assert_eq!(cursor.blocks, ["check", "outcome"]);
        assert_eq!((cursor.said.as_slice(), cursor.prefix), (&[][..], "poi"));
        assert_eq!(cursor.context(), Some(Context::Outcome));
    }

    #[test]
    fn a_list_goes_on_behind_its_comma_and_ends_with_its_line() {
        let cursor = at("cause a \"A\" {\n  shows dark usually,\n    br|");
        let (property, part) = cursor.property().expect("a property is being written");
        assert_eq!((property.word, part), ("shows", &[][..]));
        let cursor = at("cause a \"A\" {\n  shows dark usually\n  br|");
        assert_eq!((cursor.said.as_slice(), cursor.prefix), (&[][..], "br"));
    }

    #[test]
    fn effects_stand_behind_then() {
        let cursor = at("rule r \"R\" { then skip drain, suspect clog |");
        let (property, part) = cursor.property().expect("an effect is being written");
        assert_eq!((property.word, part), ("suspect", &["clog"][..]));
        let cursor = at("rule r \"R\" { then skip drain, |");
        assert_eq!(cursor.property().map(|(property, _)| property.word), Some("then"));
    }

    #[test]
    fn within_a_text_the_text_is_known() {
        assert_eq!(at("fact f \"see <na|\"").in_text, Some("see <na"));
        assert_eq!(at("fact f r\"a\\\" { te|").blocks, ["fact"]);
        assert_eq!(at("cause a \"open\n  li|").prefix, "li", "a text that is not closed ends with its line");
    }
}
