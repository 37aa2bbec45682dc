//! Patterns: what a session showed, as one sorted line of text.
//!
//! In: tokens. Out: the text, and the tokens of a text. A pattern has no order, no times and nothing that a person wrote, so that
//! sessions that showed the same are the same.

use std::fmt;

/// One thing that a session showed. Names are those of the guide's interchange model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen<T> {
    /// `@symptom`: the reader came with it.
    Came(T),
    /// `+symptom` and `-symptom`: it was asked for, and is there or not.
    Asked(T, bool),
    /// `step=value`, of a remedy `failed`, `failed.way`, each with `*n` where it was tried n times.
    Told(T, T),
    /// `step=?`: it could not be told or done.
    Untold(T),
}

impl<'t> Seen<&'t str> {
    /// Reads a token; nothing where it is none.
    #[must_use]
    pub fn read(token: &'t str) -> Option<Self> {
        let name = |name: &'t str| is_name(name).then_some(name);
        if let Some(symptom) = token.strip_prefix('@') {
            return name(symptom).map(Seen::Came);
        }
        if let Some(symptom) = token.strip_prefix('+') {
            return name(symptom).map(|symptom| Seen::Asked(symptom, true));
        }
        if let Some(symptom) = token.strip_prefix('-') {
            return name(symptom).map(|symptom| Seen::Asked(symptom, false));
        }
        let (step, value) = token.split_once('=').filter(|(step, value)| is_told(step, value))?;
        Some(if value == "?" { Seen::Untold(step) } else { Seen::Told(step, value) })
    }
}

impl<T: fmt::Display> fmt::Display for Seen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Seen::Came(symptom) => write!(f, "@{symptom}"),
            Seen::Asked(symptom, true) => write!(f, "+{symptom}"),
            Seen::Asked(symptom, false) => write!(f, "-{symptom}"),
            Seen::Told(step, value) => write!(f, "{step}={value}"),
            Seen::Untold(step) => write!(f, "{step}=?"),
        }
    }
}

/// Is this a name of an item or an outcome?
#[must_use]
pub fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Are these the two sides of a token `step=value`?
#[must_use]
pub fn is_told(step: &str, value: &str) -> bool {
    is_name(step) && (value == "?" || is_value(value))
}

/// Is this what may stand behind the `=` of a token?
fn is_value(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'*' | b'+');
    !text.is_empty() && text.bytes().all(is_letter)
}

/// The value of a token for an outcome: its name with `_` for blanks; where it holds anything that a name of an outcome does not,
/// as the words of a text do, `~` and its place.
#[must_use]
pub fn value(name: &str, place: usize) -> String {
    let value = name.replace(' ', "_");
    let is_plain =
        !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    if is_plain { value } else { format!("~{place}") }
}

/// The value of a remedy that was tried so often in vain, in a way where it tells several apart.
#[must_use]
pub fn failure(way: Option<&str>, times: usize) -> String {
    let way = way.map_or_else(String::new, |way| format!(".{way}"));
    if times > 1 { format!("failed{way}*{times}") } else { format!("failed{way}") }
}

/// The way of failing and how often, of such a value; nothing where it is none.
#[must_use]
pub fn read_failure(value: &str) -> Option<(Option<&str>, usize)> {
    let (value, times) = match value.split_once('*') {
        Some((value, times)) => (value, times.parse().ok().filter(|times| (2..=99).contains(times))?),
        None => (value, 1),
    };
    let way = value.strip_prefix("failed")?;
    if way.is_empty() { Some((None, times)) } else { Some((Some(way.strip_prefix('.')?), times)) }
}

/// The pattern of some tokens.
#[must_use]
pub fn pattern<T: fmt::Display>(seen: &[Seen<T>]) -> String {
    let mut tokens: Vec<String> = seen.iter().map(ToString::to_string).collect();
    tokens.sort_unstable();
    tokens.join(" ")
}

/// What is wrong with a text as a pattern; nothing where it is one.
#[must_use]
pub fn fault(text: &str) -> Option<String> {
    let mut last = "";
    for token in text.split(' ').filter(|_| !text.is_empty()) {
        if Seen::read(token).is_none() {
            return Some(format!("`{token}` is no token of a pattern"));
        }
        if token < last {
            return Some(format!("the token `{token}` stands behind `{last}`: tokens are sorted"));
        }
        last = token;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_they_are_written() {
        for token in ["@stuck", "+beep", "-beep", "clock=right", "net.clock=~3", "restart=failed.later*2", "clock=?"] {
            let seen = Seen::read(token).expect("a token");
            assert_eq!(seen.to_string(), token);
        }
        for wrong in ["", "@", "clock", "clock=", "=right", "clock=a b", "clock=\"a\"", "@a=b", "1=2", "clock=ü"] {
            assert_eq!(Seen::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_out_of_order_is_told() {
        assert_eq!(fault(""), None);
        assert_eq!(fault("@stuck clock=right"), None);
        assert!(fault("clock=right @stuck").expect("a fault").contains("sorted"));
        assert!(fault("@stuck  clock=right").expect("a fault").contains("no token"));
    }

    #[test]
    fn values_hold_no_text_of_an_author() {
        assert_eq!(value("from 2.5 up to 7", 1), "from_2.5_up_to_7");
        assert_eq!(value("\"my secret\"", 4), "~4");
        assert_eq!(read_failure(&failure(Some("later"), 3)), Some((Some("later"), 3)));
        assert_eq!(read_failure(&failure(None, 1)), Some((None, 1)));
        assert_eq!(read_failure("failed*1"), None);
        assert_eq!(read_failure("solved"), None);
    }
}
