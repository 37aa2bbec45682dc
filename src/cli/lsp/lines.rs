//! Places as editors count them: lines and columns from zero.

use gen_lsp_types::{Position, Range};

use crate::source::{LineIndex, Source, Span};

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// Units of UTF-16.
    Utf16,
}

impl Encoding {
    /// The place of an offset in a text.
    pub fn position(self, text: &str, lines: &LineIndex, offset: usize) -> Position {
        let place = lines.position(text, offset);
        let line = place.line - 1;
        let character = match self {
            Self::Utf16 => place.utf16,
            Self::Utf8 => {
                let offset = offset.min(text.len());
                (offset - lines.range(line as usize, text).start) as u32
            }
        };
        Position { line, character }
    }

    /// The offset of a place; past the end of a line it is that end, and past the last line that of the text.
    pub fn offset(self, text: &str, lines: &LineIndex, place: Position) -> usize {
        let range = lines.range(place.line as usize, text);
        let line = text[range.clone()].trim_end_matches(['\n', '\r']);
        let wanted = place.character as usize;
        let within = match self {
            Self::Utf8 => {
                let mut at = wanted.min(line.len());
                while !line.is_char_boundary(at) {
                    at -= 1;
                }
                at
            }
            Self::Utf16 => {
                let mut units = 0;
                let mut letters = line.char_indices();
                letters
                    .find(|(_, letter)| {
                        units += letter.len_utf16();
                        units > wanted
                    })
                    .map_or(line.len(), |(at, _)| at)
            }
        };
        range.start + within
    }

    /// The range of a span of a source.
    pub fn range(self, source: &Source, span: Span) -> Range {
        let at = |offset: u32| self.position(source.text(), source.lines(), offset as usize);
        Range { start: at(span.start), end: at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_or_units() {
        let text = "a\nß😀x\r\n";
        let lines = LineIndex::new(text);
        let x = text.find('x').expect("the text has an x");
        for (encoding, column) in [(Encoding::Utf8, 6), (Encoding::Utf16, 3)] {
            let place = encoding.position(text, &lines, x);
            assert_eq!((place.line, place.character), (1, column));
            assert_eq!(encoding.offset(text, &lines, place), x);
            let far = Position { line: 1, character: 99 };
            assert_eq!(encoding.offset(text, &lines, far), x + 1, "a column past the end is the end of the line");
        }
        let beyond = Position { line: 9, character: 0 };
        assert_eq!(Encoding::Utf16.offset(text, &lines, beyond), text.len());
    }
}
