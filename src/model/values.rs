//! Values as authors write them: chances, weights, durations, versions, numbers, dates.

use smallvec::SmallVec;

use crate::source::Span;

/// A value and where it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Given<T> {
    /// A value that nobody wrote, with the place right behind `name`, where it could be written.
    #[must_use]
    pub fn left_out(value: T, name: Span) -> Self {
        Given { value, span: Span { start: name.end, ..name } }
    }

    /// Whether an author wrote it.
    #[must_use]
    pub fn is_written(&self) -> bool {
        self.span.start < self.span.end
    }
}

/// A version such as `26.0.1`. Missing parts are 0, so `26` and `26.0` are equal.
#[derive(Debug, Clone, Default)]
pub struct Version(SmallVec<[u32; 4]>);

impl Version {
    /// Reads whole numbers joined by dots; `None` for anything else or a part beyond 2^32 − 1.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.split('.').map(|part| part.parse().ok()).collect::<Option<_>>().map(Version)
    }

    /// Whether this version begins with all parts of the other: 18.2 is an 18.
    #[must_use]
    pub fn is_a(&self, general: &Version) -> bool {
        (0..general.0.len()).all(|at| self.part(at) == general.0[at])
    }

    /// The first version that is no longer a `self`: 19 for 18, 26.1 for 26.0.
    #[must_use]
    pub fn next_sibling(&self) -> Version {
        let mut parts = self.0.clone();
        if let Some(last) = parts.last_mut() {
            *last = last.saturating_add(1);
        }
        Version(parts)
    }

    fn part(&self, at: usize) -> u32 {
        self.0.get(at).copied().unwrap_or(0)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, part) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            write!(f, "{part}")?;
        }
        Ok(())
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let parts = self.0.len().max(other.0.len());
        (0..parts)
            .map(|at| self.part(at).cmp(&other.part(at)))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    }
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// It is written as a word that means nothing here.
    UnknownWord,
    /// It is a number that is too large or too small.
    OutOfRange,
    /// A number stands without its unit.
    MissingUnit,
    /// The unit, by its offset in the text, means nothing.
    UnknownUnit { start: usize, end: usize },
    /// It is not a number at all.
    NotANumber,
}

/// A plain number: digits with at most one dot and a sign, no exponent.
pub fn number(text: &str) -> Result<f64, Wrong> {
    if text.matches('.').count() > 1 {
        return Err(Wrong::NotANumber);
    }
    let number: f64 = text.parse().map_err(|_| Wrong::NotANumber)?;
    if number.abs() <= LARGEST { Ok(number) } else { Err(Wrong::OutOfRange) }
}

/// The largest number, either way: sums and products of such numbers stay far from where numbers end.
const LARGEST: f64 = 1e15;

/// The least and the largest weight. A cause that is rarer by more than that is of no account in a guide.
pub const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-9..=1e9;

/// A number or a percentage: the number and whether `%` stood behind it.
fn amount(text: &str) -> Result<(f64, bool), Wrong> {
    match text.strip_suffix('%') {
        Some(bare) => Ok((number(bare.trim_end())?, true)),
        None => Ok((number(text)?, false)),
    }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// A chance: a word of the table, 0–100 % or 0–1. Gives 0 to 1.
pub fn chance(text: &str, words: &[(String, f64)]) -> Result<f64, Wrong> {
    if is_word(text) {
        return word(text, words);
    }
    let (number, percent) = amount(text)?;
    let chance = if percent { number / 100.0 } else { number };
    if (0.0..=1.0).contains(&chance) { Ok(chance) } else { Err(Wrong::OutOfRange) }
}

/// A weight: a word of the table, a number, or a percentage of at most 100; either within [`WEIGHTS`].
pub fn weight(text: &str, words: &[(String, f64)]) -> Result<f64, Wrong> {
    if is_word(text) {
        return word(text, words);
    }
    let (weight, percent) = amount(text)?;
    let fits = WEIGHTS.contains(&weight) && !(percent && weight > 100.0);
    if fits { Ok(weight) } else { Err(Wrong::OutOfRange) }
}

fn word(text: &str, words: &[(String, f64)]) -> Result<f64, Wrong> {
    words.iter().find(|(word, _)| word == text).map(|&(_, value)| value).ok_or(Wrong::UnknownWord)
}

/// Units of time, in minutes.
const UNITS: [(&str, f64); 4] = [("s", 1.0 / 60.0), ("min", 1.0), ("h", 60.0), ("d", 1440.0)];

/// A duration such as `20 s` or `1 h 30 min`, in minutes. At most 10,000 days.
pub fn duration(text: &str) -> Result<f64, Wrong> {
    let mut minutes = 0.0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-')).unwrap_or(rest.len());
        let value = number(&rest[..digits])?;
        let blanks = rest[digits..].len() - rest[digits..].trim_start().len();
        let unit_start = digits + blanks;
        let unit_length =
            rest[unit_start..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - unit_start);
        let unit = &rest[unit_start..unit_start + unit_length];
        if unit.is_empty() {
            return Err(Wrong::MissingUnit);
        }
        let Some(&(_, factor)) = UNITS.iter().find(|(name, _)| *name == unit) else {
            return Err(Wrong::UnknownUnit { start: at + unit_start, end: at + unit_start + unit_length });
        };
        if value < 0.0 {
            return Err(Wrong::OutOfRange);
        }
        minutes += value * factor;
        let after = unit_start + unit_length;
        at += after + (rest[after..].len() - rest[after..].trim_start().len());
    }
    if minutes <= 10_000.0 * 1440.0 { Ok(minutes) } else { Err(Wrong::OutOfRange) }
}

/// A date as ISO 8601 writes it: `2026-11-20`.
pub fn date(text: &str) -> Option<jiff::civil::Date> {
    (text.len() == 10).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Vec<(String, f64)> {
        vec![("usually".to_owned(), 0.8)]
    }

    #[test]
    fn chances_are_words_percentages_or_fractions() {
        let chance = |text| chance(text, &words());
        assert_eq!(chance("usually"), Ok(0.8));
        assert_eq!(chance("80 %"), Ok(0.8));
        assert_eq!(chance("0.8"), Ok(0.8));
        assert_eq!(chance("1"), Ok(1.0));
        assert_eq!(chance("5"), Err(Wrong::OutOfRange));
        assert_eq!(chance("101%"), Err(Wrong::OutOfRange));
        assert_eq!(chance("-1%"), Err(Wrong::OutOfRange));
        assert_eq!(chance("usualy"), Err(Wrong::UnknownWord));
        assert_eq!(chance("1.2.3"), Err(Wrong::NotANumber));
    }

    #[test]
    fn weights_are_above_zero() {
        let weight = |text| weight(text, &words());
        assert_eq!(weight("12%"), Ok(12.0));
        assert_eq!(weight("250"), Ok(250.0));
        assert_eq!(weight("0"), Err(Wrong::OutOfRange));
        assert_eq!(weight("101%"), Err(Wrong::OutOfRange));
    }

    #[test]
    fn durations_add_their_parts() {
        assert_eq!(duration("1 h 30 min"), Ok(90.0));
        assert_eq!(duration("1h30min"), Ok(90.0));
        assert_eq!(duration("1.5min"), Ok(1.5));
        assert_eq!(duration("2 d"), Ok(2880.0));
        assert_eq!(duration("20"), Err(Wrong::MissingUnit));
        assert_eq!(duration("20 parsecs"), Err(Wrong::UnknownUnit { start: 3, end: 10 }));
        assert_eq!(duration("-1 s"), Err(Wrong::OutOfRange));
        assert_eq!(duration("99999999 d"), Err(Wrong::OutOfRange));
    }

    #[test]
    fn versions_compare_part_by_part() {
        let version = |text| Version::parse(text).expect("a version");
        assert!(version("1.10") > version("1.9"));
        assert_ne!(version("1.10"), version("1.1"));
        assert_eq!(version("18"), version("18.0.0"));
        assert!(version("18.2.1").is_a(&version("18")));
        assert!(!version("18").is_a(&version("18.2")));
        assert!(version("18").is_a(&version("18.0")));
        assert!(Version::parse("18.").is_none());
    }
}
