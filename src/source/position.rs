//! From byte offsets to lines and columns.

/// A place as people and editors count: from one, and from zero in UTF-16 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
    /// The offset in the line in UTF-16 code units, from 0, as the language server protocol counts.
    pub utf16: u32,
}

/// The offsets at which the lines of one text begin.
#[derive(Debug, Clone)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the lines of a text, in one pass over it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let starts = std::iter::once(0).chain(breaks.map(|at| at as u32 + 1)).collect();
        LineIndex { starts }
    }

    /// The line of an offset, from 0.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start as usize <= offset).saturating_sub(1)
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The byte range of a line, its line break included; lines past the end are empty.
    #[must_use]
    pub fn range(&self, line: usize, text: &str) -> std::ops::Range<usize> {
        let at = |line: usize| self.starts.get(line).map_or(text.len(), |&start| start as usize);
        at(line)..at(line + 1)
    }

    /// The place of an offset; one inside a character counts as its beginning, one past the text as its end.
    #[must_use]
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line(offset);
        let before = &text[self.starts[line] as usize..offset];
        // A line may have millions of them: the standard library counts them a word at a time.
        let characters = before.chars().count();
        let is_ascii = characters == before.len();
        let beyond_the_plane = if is_ascii { 0 } else { before.bytes().filter(|&byte| byte >= 0xf0).count() };
        Position { line: line as u32 + 1, column: characters as u32 + 1, utf16: (characters + beyond_the_plane) as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_utf16_units() {
        let text = "a\nß😀x\n";
        let index = LineIndex::new(text);
        let x = text.find('x').expect("the text has an x");
        let place = index.position(text, x);
        assert_eq!((place.line, place.column, place.utf16), (2, 3, 3));
        assert_eq!(index.position(text, text.len()).line, 3);
        assert_eq!(index.position(text, 99).line, 3);
    }
}
