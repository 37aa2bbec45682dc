//! What templates may call: prose made safe, times and chances in words, addresses of links.

use std::fmt;

use minijinja::value::{Kwargs, Serde, Value};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State};

use crate::emit::prose::{Around, address, escape, html, language_word, plain};
use crate::words::{self, Words, quantity};

/// Gives the filters and the way of escaping to an environment.
pub fn register(environment: &mut Environment<'_>, words: &'static Words) {
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(write);
    // What shows a text elsewhere than at the top of the site makes it safe itself, as links lead on from there.
    let place = Around { root: "", page: "", callouts: &words.callout };
    let push_blocks = move |out: &mut String, text: &str| html::push_blocks(out, text, place);
    environment.add_filter("prose", move |text: &Value| made_safe(text, push_blocks));
    environment.add_filter("inline", |text: &Value| made_safe(text, html::push_inline));
    environment.add_filter("plain", plain::of_inline);
    environment.add_filter("plain_blocks", plain::of_blocks);
    environment.add_filter("minutes", move |time: f64| quantity::minutes(words, time));
    environment.add_filter("percent", move |chance: f64| quantity::percent(words, chance));
    environment.add_filter("with", with);
    environment.add_filter("before", |text: &str, gap: &str| around(text, gap).map(|(before, _)| before.to_owned()));
    environment.add_filter("behind", |text: &str, gap: &str| around(text, gap).map(|(_, behind)| behind.to_owned()));
    environment.add_global("w", Value::from(Serde(&words.page)));
    environment.add_filter("words", move |word: &str| words.often(word));
    // For the width of a bar: a number that SVG reads.
    environment.add_filter("hundredths", |chance: f64| {
        format!("{:.1}", if chance.is_finite() { chance.clamp(0.0, 1.0) * 100.0 } else { 0.0 })
    });
    environment.add_filter("address", |text: &str| {
        address::link(text).map_or_else(|| Value::from(()), Value::from_safe_string)
    });
    environment.add_filter("path", |text: &str| safe(text, address::push_path));
    environment.add_filter("language", |text: &str| language_word(text).map(str::to_owned));
}

/// A text of the catalogue with its gaps filled in. What is not safe yet is escaped; a gap that nobody fills is a fault.
#[expect(clippy::needless_pass_by_value, reason = "what a template calls takes its arguments so")]
fn with(text: &str, gaps: Kwargs) -> Result<Value, Error> {
    let mut out = String::with_capacity(text.len() + 32);
    let mut parts = text.split('{');
    escape::push_html(&mut out, parts.next().unwrap_or_default());
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let value: Value = gaps.get(name)?;
        match value.as_str() {
            Some(said) if value.is_safe() => out.push_str(said),
            Some(said) => escape::push_html(&mut out, said),
            None => out.push_str(&value.to_string()),
        }
        escape::push_html(&mut out, rest);
    }
    gaps.assert_all_used()?;
    Ok(Value::from_safe_string(out))
}

/// The parts of a text of the catalogue before and behind a gap, for markup to stand in it; one without the gap is a
/// fault.
fn around<'t>(text: &'t str, gap: &str) -> Result<(&'t str, &'t str), Error> {
    words::around(text, gap)
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("`{text}` has no gap that is called `{gap}`")))
}

/// Prose made safe; what is safe already stays as it is.
fn made_safe(text: &Value, push: impl Fn(&mut String, &str)) -> Result<Value, Error> {
    if text.is_safe() {
        return Ok(text.clone());
    }
    let prose = text.as_str().ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "prose is a text"))?;
    Ok(safe(prose, push))
}

fn safe(text: &str, push: impl Fn(&mut String, &str)) -> Value {
    let mut out = String::with_capacity(text.len() + text.len() / 4 + 16);
    push(&mut out, text);
    Value::from_safe_string(out)
}

/// Writes a value into a page: text is escaped, and a value that is missing is a fault of the template.
fn write(out: &mut Output<'_>, _: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() || value.is_none() {
        return Err(Error::new(ErrorKind::UndefinedError, "a value that is not there is printed"));
    }
    let Some(text) = value.as_str() else {
        // Numbers of steps, mostly.
        return match value.as_usize().filter(|_| value.is_integer()) {
            Some(number) => write_count(out, number),
            None => write!(out, "{value}"),
        }
        .map_err(Error::from);
    };
    if value.is_safe() || escape::is_plain_html(text) {
        return out.write_str(text).map_err(Error::from);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    escape::push_html(&mut escaped, text);
    out.write_str(&escaped).map_err(Error::from)
}

/// Writes a number in digits.
fn write_count(out: &mut Output<'_>, mut number: usize) -> fmt::Result {
    let mut digits = [b'0'; 20];
    let mut at = digits.len() - 1;
    while number >= 10 {
        digits[at] = b'0' + (number % 10) as u8;
        (number, at) = (number / 10, at - 1);
    }
    digits[at] = b'0' + number as u8;
    out.write_str(str::from_utf8(&digits[at..]).unwrap_or_default())
}
