//! Times and chances in words: the same in every format, command and finding.
//!
//! Pages are in the language of the site. What kbc says in a terminal is [`plain`]: in English, with plain spaces.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Quantity, Words};
use crate::model::Chances;

/// A time in minutes as a reader says it: `20 s`, `1.5 min`, `1 h 12 min`, `2 d`.
///
/// Below a minute in seconds, below ten minutes in halves of a minute, then in whole minutes, above two days in whole
/// hours. What is no time is an en dash.
#[must_use]
pub fn minutes(words: &Words, minutes: f64) -> String {
    let mut out = String::with_capacity(12);
    push_minutes(&mut out, &words.quantity, minutes);
    out
}

/// Appends a time as [`minutes`] says it.
pub fn push_minutes(out: &mut String, words: &Quantity, minutes: f64) {
    if !minutes.is_finite() || minutes < 0.0 {
        out.push('–');
        return;
    }
    let seconds = (minutes * 60.0).round();
    if seconds < 60.0 {
        push(out, words, seconds, &words.seconds);
    } else if minutes < 9.75 {
        push(out, words, (minutes * 2.0).round() / 2.0, &words.minutes);
    } else {
        let whole = minutes.round();
        if whole < 60.0 {
            push(out, words, whole, &words.minutes);
        } else if whole < 2880.0 {
            push_two(out, words, whole, 60.0, (&words.hours, &words.minutes));
        } else {
            push_two(out, words, (minutes / 60.0).round(), 24.0, (&words.days, &words.hours));
        }
    }
}

fn push(out: &mut String, words: &Quantity, value: f64, unit: &str) {
    // The catalogue's only gap is `{n}`.
    let (before, gap) = unit.split_at(unit.bytes().position(|byte| byte == b'{').unwrap_or(unit.len()));
    push_unbroken(out, before);
    if value.fract() == 0.0 && (0.0..1e15).contains(&value) {
        push_count(out, (value as i64).unsigned_abs());
    } else {
        out.push_str(&number_in(words, &value.to_string()));
    }
    push_unbroken(out, gap.strip_prefix("{n}").unwrap_or_default());
}

/// A number as an author writes it, with a point before its fraction, as a language writes it.
#[must_use]
pub fn number(words: &Words, written: &str) -> String {
    number_in(&words.quantity, written)
}

fn number_in(words: &Quantity, written: &str) -> String {
    written.replace('.', &words.decimal)
}

/// Appends a number in digits, as a page does some hundred times.
pub fn push_count(out: &mut String, number: u64) {
    if number >= 10 {
        push_count(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// A count as a reader says it, its thousands told apart.
#[must_use]
pub fn count(words: &Words, number: u64) -> String {
    let mut digits = String::new();
    push_count(&mut digits, number);
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push_str(&words.quantity.thousands);
        }
        out.push(digit);
    }
    out
}

/// With no-break spaces: a number and its unit stay on one line.
fn push_unbroken(out: &mut String, text: &str) {
    let mut from = 0;
    for (at, _) in text.bytes().enumerate().filter(|(_, byte)| *byte == b' ') {
        out.push_str(&text[from..at]);
        out.push('\u{a0}');
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

fn push_two(out: &mut String, words: &Quantity, value: f64, base: f64, (large, small): (&str, &str)) {
    push(out, words, (value / base).floor(), large);
    if value % base >= 1.0 {
        out.push(' ');
        push(out, words, value % base, small);
    }
}

/// A chance as readers are told it; nothing where they are not. Whatever tells a reader a chance asks this.
#[must_use]
pub fn told(words: &Words, how: Chances, chance: f64) -> Option<String> {
    match how {
        Chances::Off => None,
        Chances::Numbers => Some(percent(words, chance)),
        Chances::Words => Some(Likely::of(chance).word(words).to_owned()),
    }
}

/// A chance in a word. The page's script has the same words at the same chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Likely {
    /// As likely as not, or more.
    Likely,
    /// One time in ten, or more.
    Possible,
    /// Seldomer.
    Unlikely,
}

impl Likely {
    /// The word for a chance from 0 to 1.
    #[must_use]
    pub fn of(chance: f64) -> Self {
        if chance >= 0.5 {
            Self::Likely
        } else if chance >= 0.1 {
            Self::Possible
        } else {
            Self::Unlikely
        }
    }

    /// What it is called in a language.
    #[must_use]
    pub fn word(self, words: &Words) -> &str {
        match self {
            Self::Likely => &words.quantity.likely,
            Self::Possible => &words.quantity.possible,
            Self::Unlikely => &words.quantity.unlikely,
        }
    }
}

/// A chance as hundredths, as far as they are told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Hundredths {
    /// Not 0, but below 1.
    Under,
    /// Above 99, but not 100.
    Over,
    /// About so many.
    About(f64),
}

/// A chance from 0 to 1 as hundredths; nothing for what is no number.
#[must_use]
pub fn hundredths(chance: f64) -> Option<Hundredths> {
    if !chance.is_finite() {
        return None;
    }
    let hundredths = chance.clamp(0.0, 1.0) * 100.0;
    let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
    Some(if hundredths < 1.0 && !near(hundredths, 0.0) && !near(hundredths, 1.0) {
        Hundredths::Under
    } else if hundredths > 99.0 && !near(hundredths, 100.0) && !near(hundredths, 99.0) {
        Hundredths::Over
    } else {
        Hundredths::About(hundredths.round())
    })
}

/// A chance from 0 to 1 as a percentage: whole numbers, and `under 1%` and `over 99%` for what is not quite 0 or 1.
#[must_use]
pub fn percent(words: &Words, chance: f64) -> String {
    let mut out = String::with_capacity(12);
    push_percent(&mut out, &words.quantity, chance);
    out
}

/// Appends a chance as [`percent`] says it.
pub fn push_percent(out: &mut String, words: &Quantity, chance: f64) {
    match hundredths(chance) {
        None => out.push('–'),
        Some(Hundredths::Under) => push(out, words, 1.0, &words.under),
        Some(Hundredths::Over) => push(out, words, 99.0, &words.over),
        Some(Hundredths::About(whole)) => push(out, words, whole, &words.percent),
    }
}

/// How far above the best possible a way is at most, as a share of that; nothing where no bound is known. Rounded up, so that
/// what is said still holds: in tenths of a percentage below ten, else whole.
#[must_use]
pub fn gap(words: &Words, gap: Option<f64>) -> String {
    let Some(gap) = gap.filter(|gap| gap.is_finite()) else { return words.quantity.unbounded.clone() };
    let percent = gap * 100.0;
    let shown = if percent < 10.0 { (percent * 10.0).ceil() / 10.0 } else { percent.ceil() };
    let number = words.quantity.above.replace("{n}", &number(words, &shown.to_string()));
    number.replace(" %", "\u{a0}%")
}

/// What is said in a terminal, where no line is broken between a number and its unit.
pub mod plain {
    use super::super::Words;
    use crate::model::Chances;

    /// A time in minutes, as [`minutes`](super::minutes) says it.
    #[must_use]
    pub fn minutes(minutes: f64) -> String {
        spaced(&super::minutes(english(), minutes))
    }

    /// A count, its thousands told apart, as [`count`](super::count) says it.
    #[must_use]
    pub fn count(number: u64) -> String {
        super::count(english(), number)
    }

    /// A time that is above a limit. Where both would be said alike, the time is said as exactly as an author writes one.
    #[must_use]
    pub fn minutes_above(time: f64, limit: f64) -> String {
        let said = minutes(time);
        if said == minutes(limit) { format!("{} min", (time * 100.0).round() / 100.0) } else { said }
    }

    /// A chance, as [`percent`](super::percent) says it.
    #[must_use]
    pub fn percent(chance: f64) -> String {
        spaced(&super::percent(english(), chance))
    }

    /// How far above the best possible a way is at most, as [`gap`](super::gap) says it.
    #[must_use]
    pub fn gap(gap: Option<f64>) -> String {
        spaced(&super::gap(english(), gap))
    }

    /// A time in a language, without blanks that do not break.
    #[must_use]
    pub fn minutes_in(words: &Words, minutes: f64) -> String {
        spaced(&super::minutes(words, minutes))
    }

    /// A chance likewise.
    #[must_use]
    pub fn percent_in(words: &Words, chance: f64) -> String {
        spaced(&super::percent(words, chance))
    }

    /// A chance as readers are told it, as [`told`](super::told) says it.
    #[must_use]
    pub fn told_in(words: &Words, how: Chances, chance: f64) -> Option<String> {
        super::told(words, how, chance).map(|told| spaced(&told))
    }

    fn english() -> &'static Words {
        Words::of("en")
    }

    fn spaced(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_never_said_to_be_less_than_they_are() {
        let said = |share: Option<f64>| gap(Words::of("en"), share);
        assert_eq!(said(Some(0.0301)), "at most 3.1% above the best possible");
        assert_eq!(said(Some(0.5)), "at most 50% above the best possible");
        assert_eq!(said(Some(1.1201)), "at most 113% above the best possible");
        assert_eq!(said(None), Words::of("en").quantity.unbounded);
        assert_eq!(gap(Words::of("de"), Some(0.031)), "höchstens 3,1\u{a0}% über dem besten, was möglich ist");
        assert_eq!(gap(Words::of("de"), Some(0.5)), "höchstens 50\u{a0}% über dem besten, was möglich ist");
    }

    #[test]
    fn a_time_above_a_limit_is_not_said_to_be_the_limit() {
        assert_eq!(plain::minutes_above(12.3, 12.0), "12.3 min");
        assert_eq!(plain::minutes_above(100.0, 12.0), "1 h 40 min");
    }

    #[test]
    fn times() {
        for (value, want) in [
            (0.0, "0 s"),
            (1.0 / 3.0, "20 s"),
            (0.999, "1 min"),
            (1.0, "1 min"),
            (1.5, "1.5 min"),
            (9.7, "9.5 min"),
            (9.8, "10 min"),
            (59.6, "1 h"),
            (71.5, "1 h 12 min"),
            (1440.0, "24 h"),
            (2880.0, "2 d"),
            (3000.0, "2 d 2 h"),
            (f64::NAN, "–"),
            (-1.0, "–"),
        ] {
            assert_eq!(minutes(Words::of("en"), value).replace('\u{a0}', " "), want, "{value}");
        }
        assert_eq!(minutes(Words::of("de"), 1.5), "1,5\u{a0}min");
    }

    #[test]
    fn chances() {
        for (value, want) in [
            (0.0, "0%"),
            (0.004, "under 1%"),
            (0.01, "1%"),
            (0.126, "13%"),
            (0.5, "50%"),
            (0.99, "99%"),
            (0.996, "over 99%"),
            (1.0, "100%"),
        ] {
            assert_eq!(percent(Words::of("en"), value).replace('\u{a0}', " "), want, "{value}");
        }
    }
}
