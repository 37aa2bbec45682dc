//! A line of the log: what one session showed, so far.
//!
//! In: a line of JSON. Out: its fields, or what is wrong with it. A later line of a session takes the place of an earlier one. No
//! field can hold what a person wrote: all texts are names of the guide, digits, or a word for the way that the session came.

use std::borrow::Cow;
use std::fmt;

use schemars::JsonSchema;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

use super::pattern::{self, is_name};

/// The version of the format.
pub const VERSION: u32 = 1;
/// No line is longer, in bytes.
pub const LONGEST: usize = 8 * 1024;
/// What times are rounded to, in seconds.
pub const SECONDS: [u32; 21] =
    [1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800];

/// One line of the log: the state of one session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line<'a> {
    /// The version of the format, 1.
    #[schemars(range(min = 1, max = 1))]
    pub kbc: u32,
    /// 16 hexadecimal digits, random, of this session alone: never of a person or a device.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    pub session_id: Cow<'a, str>,
    /// A later line of a session has a greater number.
    pub seq: u32,
    /// The qualified name of the guide.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[A-Za-z0-9._-]+$"))]
    pub guide: Cow<'a, str>,
    /// The digest of the guide's decision model, as `json/guides/` has it.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[0-9a-f]{32}$"))]
    pub kb: Cow<'a, str>,
    /// The month, no finer.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$"))]
    pub month: Cow<'a, str>,
    /// How the session came: `page`, `terminal`, `bot`, `ticket`, or a word of the site's own.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[a-z0-9-]+$"))]
    pub via: Cow<'a, str>,
    /// The language that the reader read.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^[A-Za-z0-9-]+$"))]
    pub lang: Option<Cow<'a, str>>,
    /// What it showed: tokens, sorted by their bytes, one blank between them.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[A-Za-z0-9.=+*?@_~ -]*$"))]
    pub pattern: Cow<'a, str>,
    /// How it ended: `solved:REMEDY`, `solved`, `handed-over:ESCALATION`, `left`, `left-after:REMEDY`, `guide:NAME` or
    /// `contradiction`.
    #[serde(borrow)]
    #[schemars(regex(pattern = "^[A-Za-z0-9._:-]+$"))]
    pub ending: Cow<'a, str>,
    /// What support found afterwards: a cause, `other`, `a+b` for several, or nothing.
    #[serde(borrow, default)]
    #[schemars(regex(pattern = "^[A-Za-z0-9._+-]+$"))]
    pub cause: Option<Cow<'a, str>>,
    /// The reader's minutes.
    #[schemars(range(min = 0))]
    pub minutes: f64,
    /// The steps in their order: the name, the result, and seconds as the grid has them.
    #[serde(borrow, default, deserialize_with = "borrowed")]
    pub steps: Steps<'a>,
}

/// The steps of a line: name, result and seconds.
type Steps<'a> = Vec<(Cow<'a, str>, Cow<'a, str>, u32)>;

/// A text that is borrowed where it can be: within a list serde copies each.
struct Borrowed<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Borrowed<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Borrowed<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Borrowed(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Borrowed(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

fn borrowed<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Steps<'a>, D::Error> {
    let steps = Vec::<(Borrowed<'a>, Borrowed<'a>, u32)>::deserialize(deserializer)?;
    Ok(steps.into_iter().map(|(step, result, seconds)| (step.0, result.0, seconds)).collect())
}

impl<'a> Line<'a> {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence without a full stop.
    pub fn read(text: &'a str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("it is longer than {LONGEST} bytes"));
        }
        serde_json::from_str::<Line<'a>>(text).map_err(|error| json_fault(&error))?.without_fault()
    }

    /// The line that an object is.
    #[cfg(feature = "parquet")]
    pub(super) fn of(value: &'a serde_json::Value) -> Result<Self, String> {
        Line::deserialize(value).map_err(|error| json_fault(&error))?.without_fault()
    }

    fn without_fault(self) -> Result<Self, String> {
        match self.fault() {
            Some(fault) => Err(fault),
            None => Ok(self),
        }
    }

    /// The same, borrowed from nothing.
    #[must_use]
    pub fn owned(self) -> Line<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        Line {
            kbc: self.kbc,
            session_id: own(self.session_id),
            seq: self.seq,
            guide: own(self.guide),
            kb: own(self.kb),
            month: own(self.month),
            via: own(self.via),
            lang: self.lang.map(own),
            pattern: own(self.pattern),
            ending: own(self.ending),
            cause: self.cause.map(own),
            minutes: self.minutes,
            steps: self.steps.into_iter().map(|(step, result, seconds)| (own(step), own(result), seconds)).collect(),
        }
    }

    /// What is wrong with its fields.
    fn fault(&self) -> Option<String> {
        if self.kbc != VERSION {
            return Some(format!("it is of version {}, and this kbc reads version {VERSION}", self.kbc));
        }
        if !is_hex(&self.session_id, 16) {
            return Some("`session_id` is 16 hexadecimal digits".to_owned());
        }
        if !is_hex(&self.kb, 32) {
            return Some("`kb` is 32 hexadecimal digits".to_owned());
        }
        if !is_name(&self.guide) {
            return Some("`guide` is the name of a guide".to_owned());
        }
        if !self.minutes.is_finite() || !(0.0..=1e6).contains(&self.minutes) {
            return Some("`minutes` is a number from 0 to a million".to_owned());
        }
        let is_word =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if self.lang.as_deref().is_some_and(|lang| !is_word(lang)) {
            return Some("`lang` is the tag of a language".to_owned());
        }
        for (step, result, _) in &self.steps {
            if !pattern::is_told(step, result) {
                return Some("`steps` are names with their results".to_owned());
            }
        }
        facts_fault(&self.month, &self.via, &self.pattern, &self.ending, self.cause.as_deref())
    }
}

/// What is wrong with what lines and counts have in common.
pub(super) fn facts_fault(month: &str, via: &str, pattern: &str, ending: &str, cause: Option<&str>) -> Option<String> {
    if !month.is_empty() && !is_month(month) {
        return Some("`month` is a year and a month, as 2026-11".to_owned());
    }
    if !via.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        return Some("`via` is a word of lower-case letters".to_owned());
    }
    if let Some(fault) = pattern::fault(pattern) {
        return Some(format!("in `pattern`, {fault}"));
    }
    if !is_ending(ending) {
        return Some(
            "`ending` is `solved:REMEDY`, `solved`, `handed-over:ESCALATION`, `left`, `left-after:REMEDY`, `guide:NAME` or \
             `contradiction`"
                .to_owned(),
        );
    }
    if cause.is_some_and(|cause| !cause.split('+').all(is_name)) {
        return Some("`cause` is the name of a cause, or several with `+` between them".to_owned());
    }
    None
}

fn is_ending(ending: &str) -> bool {
    match ending.split_once(':') {
        Some((word, name)) => ["solved", "handed-over", "left-after", "guide"].contains(&word) && is_name(name),
        None => ["solved", "left", "contradiction", "handed-over"].contains(&ending),
    }
}

/// Is this a year and a month?
#[must_use]
pub fn is_month(text: &str) -> bool {
    let Some((year, month)) = text.split_once('-') else { return false };
    year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && month.len() == 2
        && month.parse().is_ok_and(|month: u32| (1..=12).contains(&month))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// What serde says, without its place: a line has one.
pub(super) fn json_fault(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let plain = said.split(" at line ").next().unwrap_or(&said).to_owned();
    // What it quotes of the line may be anything; a name is told, and nothing longer.
    let short: String = plain.chars().take(200).collect();
    if error.is_syntax() || error.is_eof() { format!("it is no JSON: {short}") } else { short }
}

/// Seconds as the grid has them: the nearest by ratio.
#[must_use]
pub fn on_grid(seconds: f64) -> u32 {
    let distance = |one: &u32| (f64::from(*one) / seconds.max(0.1)).ln().abs();
    SECONDS.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"kbc":1,"session_id":"9f2c61d07ab34e18","seq":7,"guide":"messages.stuck","kb":"3a95ad2d4cf40f78e3d657268f48389a","month":"2026-11","via":"page","lang":"en","pattern":"@stuck clock=? set=failed","ending":"solved:restart","cause":null,"minutes":6.5,"steps":[["clock","?",20],["set","failed",45],["restart","solved",90]]}"#;

    #[test]
    fn a_line_is_read_and_written_back() {
        let line = Line::read(LINE).expect("a line");
        assert_eq!(line.pattern, "@stuck clock=? set=failed");
        assert_eq!(serde_json::to_string(&line).expect("JSON"), LINE);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let cases = [
            (LINE.replace("\"seq\":7", "\"seq\":-7"), "invalid value"),
            (LINE.replace("\"lang\"", "\"name\""), "unknown field `name`"),
            (LINE.replace("\"kbc\":1", "\"kbc\":2"), "version 2"),
            (LINE.replace("9f2c61d07ab34e18", "ANNA"), "`session_id`"),
            (LINE.replace("@stuck clock=?", "clock=? @stuck"), "sorted"),
            (LINE.replace("@stuck clock=?", "my name is Anna"), "no token"),
            (LINE.replace("2026-11", "2026-13"), "`month`"),
            (LINE.replace("solved:restart", "Anna was here"), "`ending`"),
            (LINE.replace("null", "\"the router, said Anna\""), "`cause`"),
            (LINE.replace("\"set\",\"failed\"", "\"set\",\"Anna's\""), "`steps`"),
            (LINE[..100].to_owned(), "no JSON"),
            (LINE.replace("\"minutes\":6.5", "\"minutes\":1e9"), "`minutes`"),
            (LINE.replace("@stuck", &"@stuck".repeat(2_000)), "longer"),
        ];
        for (line, expected) in cases {
            let fault = Line::read(&line).expect_err("a fault");
            assert!(fault.contains(expected), "{fault} has no {expected}");
        }
    }

    #[test]
    fn seconds_are_rounded_by_ratio() {
        for (seconds, expected) in [(0.0, 1), (4.0, 5), (24.0, 20), (26.0, 30), (100_000.0, 1_800)] {
            assert_eq!(on_grid(seconds), expected, "{seconds}");
        }
    }
}
