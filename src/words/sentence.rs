//! A text of a catalogue with gaps, cut at them when it is read.

use serde::Deserialize;

/// A text with gaps: `go on with {link}`. A brace that opens no gap is one of the text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Sentence {
    /// What stands before each gap, and the gap's name.
    before: Vec<(String, String)>,
    /// What stands behind the last.
    end: String,
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        let mut before = Vec::new();
        let mut rest = text.as_str();
        while let Some((head, name, behind)) = cut(rest) {
            before.push((head.to_owned(), name.to_owned()));
            rest = behind;
        }
        let end = rest.to_owned();
        Self { before, end }
    }
}

/// What stands before the first gap of a text, its name, and what stands behind it.
fn cut(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    Some((&text[..open], &text[open + 1..close], &text[close + 1..]))
}

impl Sentence {
    /// The text with its gaps filled in. A gap that nobody fills stays as it is.
    #[must_use]
    pub fn fill(&self, gaps: &[(&str, &str)]) -> String {
        let own: usize = self.before.iter().map(|(text, _)| text.len()).sum();
        let said: usize = gaps.iter().map(|(_, said)| said.len()).sum();
        let mut out = String::with_capacity(own + said + self.end.len());
        for (before, name) in &self.before {
            out.push_str(before);
            match gaps.iter().find(|(gap, _)| gap == name) {
                Some((_, said)) => out.push_str(said),
                None => out.extend(["{", name.as_str(), "}"]),
            }
        }
        out.push_str(&self.end);
        out
    }

    /// What stands before, between and behind its gaps; empty where it has fewer.
    #[must_use]
    pub fn pieces<const N: usize>(&self) -> [&str; N] {
        debug_assert!(self.before.len() < N, "{self:?} has more than {N} pieces");
        let mut pieces = self.before.iter().map(|(before, _)| before.as_str()).chain([self.end.as_str()]);
        std::array::from_fn(|_| pieces.next().unwrap_or_default())
    }

    /// What stands before the first gap, or all of it.
    #[must_use]
    pub fn beginning(&self) -> &str {
        self.before.first().map_or(&self.end, |(before, _)| before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_once() {
        let sentence = Sentence::from("{a} and {b}, {c}".to_owned());
        assert_eq!(sentence.fill(&[("a", "{b}"), ("b", "x")]), "{b} and x, {c}");
        assert_eq!(Sentence::from("no gap {".to_owned()).fill(&[]), "no gap {");
    }

    #[test]
    fn a_sentence_is_cut_at_its_gaps() {
        let sentence = |text: &str| Sentence::from(text.to_owned());
        assert_eq!(sentence("go to {link} now").pieces(), ["go to ", " now"]);
        assert_eq!(sentence("stop").pieces(), ["stop", ""]);
        assert_eq!(sentence("try {a}, then {b}.").pieces(), ["try ", ", then ", "."]);
        assert_eq!((sentence("Step {n}").beginning(), sentence("Step").beginning()), ("Step ", "Step"));
    }
}
