//! Text of authors made safe for a stream: a terminal, a log, a line that a program reads.
//!
//! In: any text. Out: the same with everything shown that would be obeyed and not seen: control characters, which move
//! the cursor and change colours; characters that turn the direction of what follows; line breaks, where a text is a part
//! of a line; and commands that GitHub takes from a log. What is shown so is written as the language writes it, `\u{1b}`.
//!
//! Each stream has one of these on its way: no text reaches one by another.

use std::borrow::Cow;
use std::fmt::Write;

/// What begins a command to GitHub anywhere in a line.
const OLD_COMMAND: &str = "##[";

/// What begins one at the beginning of a line.
const COMMAND: &str = "::";
/// What begins a line that names another place of a finding.
const OTHER_PLACE: &str = "::: ";

/// Whether a character does something in place of being seen. Marks of direction are left out: prose in Arabic and Hebrew
/// needs them, and they turn nothing but themselves.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

/// A text as a part of a line: no character of it is hidden, and none breaks the line.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    written(text, is_hidden, language)
}

/// All that a stream is given, with its own line breaks and tabs.
#[must_use]
pub fn stream(text: &str) -> Cow<'_, str> {
    let shown = written(text, |c| is_hidden(c) && !matches!(c, '\n' | '\t'), language);
    without_commands(shown)
}

/// The same for what we coloured ourselves: sequences that do no more than set a style stay.
#[cfg(any(feature = "cli", test))]
#[must_use]
pub fn coloured(text: &str) -> Cow<'_, str> {
    let mut parts = text.split("\u{1b}[");
    let mut out = stream(parts.next().unwrap_or_default()).into_owned();
    for part in parts {
        let digits = part.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b';').count();
        let is_style = part.as_bytes().get(digits) == Some(&b'm');
        let (style, rest) = part.split_at(if is_style { digits + 1 } else { 0 });
        out.push_str(if is_style { "\u{1b}[" } else { "\\u{1b}[" });
        out.push_str(style);
        out.push_str(&stream(rest));
    }
    without_commands(Cow::Owned(out))
}

/// JSON on a stream: texts in it stay what they are to whoever reads the JSON.
#[cfg(any(feature = "cli", test))]
#[must_use]
pub fn json(text: &str) -> Cow<'_, str> {
    let shown = written(
        text,
        |c| is_hidden(c) && !matches!(c, '\n' | '\t'),
        |out, c| {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                push(out, format_args!("\\u{unit:04x}"));
            }
        },
    );
    // Outside of texts JSON has no such run of characters.
    if shown.contains(OLD_COMMAND) { Cow::Owned(shown.replace(OLD_COMMAND, "##\\u005b")) } else { shown }
}

fn without_commands(text: Cow<'_, str>) -> Cow<'_, str> {
    // A mark of three colons and a blank names another place of a finding, and no command has such a name.
    let begins = |line: &str| line.trim_start().starts_with(COMMAND) && !line.trim_start().starts_with(OTHER_PLACE);
    if !text.contains(OLD_COMMAND) && !text.lines().any(begins) {
        return text;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let line = line.replace(OLD_COMMAND, "##\\u{5b}");
        if begins(&line) { line.replacen(COMMAND, "\\u{3a}:", 1) } else { line }
    });
    Cow::Owned(lines.collect())
}

fn written(text: &str, shows: impl Fn(char) -> bool, show: impl Fn(&mut String, char)) -> Cow<'_, str> {
    let Some(first) = text.find(&shows) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if shows(c) { show(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn language(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c => push(out, format_args!("\\u{{{:x}}}", u32::from(c))),
    }
}

fn push(out: &mut String, text: std::fmt::Arguments) {
    out.write_fmt(text).expect("a string takes all text");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_obeyed_is_shown() {
        assert_eq!(line("a\u{1b}[31m\n\u{9b}b\u{202e}\t\u{fffe}"), "a\\u{1b}[31m\\n\\u{9b}b\\u{202e}\\t\\u{fffe}");
        assert_eq!(line("Grüße, \u{200f}שלום – 🙂"), "Grüße, \u{200f}שלום – 🙂");
        assert_eq!(stream("a\r\n\tb\u{85}"), "a\\r\n\tb\\u{85}");
    }

    #[test]
    fn no_line_is_a_command() {
        assert_eq!(stream("a\n  ::error::b\nc ##[error]d :: e"), "a\n  \\u{3a}:error::b\nc ##\\u{5b}error]d :: e");
        assert_eq!(json("{\"a\":\"##[error]\u{202e}\"}"), "{\"a\":\"##\\u005berror]\\u202e\"}");
        let read: serde_json::Value = serde_json::from_str(&json("\"##[\u{9b}\u{e0001}\"")).unwrap();
        assert_eq!(read, "##[\u{9b}\u{e0001}");
    }

    #[test]
    fn our_own_colours_stay() {
        assert_eq!(coloured("\u{1b}[1;31ma\u{1b}[0m\u{1b}[2J\u{9b}"), "\u{1b}[1;31ma\u{1b}[0m\\u{1b}[2J\\u{9b}");
        assert_eq!(coloured("\u{1b}]0;title\u{7}"), "\\u{1b}]0;title\\u{7}");
    }
}
