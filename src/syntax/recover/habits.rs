//! What authors bring along from other languages: signs, brackets, quotes and comments.

use crate::syntax::Rule;
use crate::syntax::text::quote;
use crate::syntax::words::Property;

use super::alone::{self, Stop};
use super::mend::{Mend, mend};
use super::property::Bad;

pub(super) fn sign_behind_word(bad: &Bad, property: &Property, _: &Stop) -> Option<Mend> {
    let word = bad.word().len();
    let rest = bad.text[word..].trim_start();
    let sign = [":=", "=>", "->", "=", ":"].into_iter().find(|sign| rest.starts_with(sign))?;
    let value = rest[sign.len()..].trim_start();
    let message = format!("`{}` is followed by its value, without `{sign}`", property.word);
    Some(mend(message, format!("leave out `{sign}`"), (word, bad.text.len() - value.len()), " "))
}

pub(super) fn brackets(bad: &Bad, property: &Property, _: &Stop) -> Option<Mend> {
    let word = bad.word().len();
    let rest = bad.text[word..].trim_start();
    let inside = rest
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .or_else(|| rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')))?;
    let message = format!("the list of `{}` stands without brackets", property.word);
    let inside = inside.trim().trim_end_matches(',').trim_end();
    Some(mend(message, "leave out the brackets", (word, bad.text.len()), format!(" {inside}")))
}

pub(super) fn other_quotes(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let at = if stop.at == 0 { bad.word().len() } else { stop.at };
    let rest = bad.text[at..].trim_start();
    let start = bad.text.len() - rest.len();
    let open = rest.chars().next()?;
    let close: &[char] = match open {
        '\'' => &['\''],
        '`' => &['`'],
        '‘' | '‚' => &['’', '‘'],
        '“' | '„' => &['”', '“'],
        '«' => &['»'],
        _ => return None,
    };
    let inside = &rest[open.len_utf8()..];
    // An apostrophe is no closing quote: the last one on the line is.
    let end = inside.lines().next()?.rfind(close)?;
    let close_length = inside[end..].chars().next()?.len_utf8();
    let place = (start, start + open.len_utf8() + end + close_length);
    Some(mend("a text stands in `\"…\"`", "use the other quotes", place, quote(&inside[..end])))
}

/// The signs of other languages for words of conditions.
pub(super) fn operator(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    // The first `=` of `==` is a comparison, so pest stops behind it.
    let before = bad.text[..stop.at].trim_end().trim_end_matches(['=', '!', '&', '|']).trim_end();
    let rest = bad.text[before.len()..].trim_start();
    let start = bad.text.len() - rest.len();
    let signs =
        [("===", "is"), ("==", "is"), ("&&", "and"), ("||", "or"), ("≥", ">="), ("≤", "<="), ("≠", "!="), ("!", "not")];
    let (sign, word) = signs.into_iter().find(|(sign, _)| rest.starts_with(sign))?;
    let after = rest[sign.len()..].trim_start();
    let text = format!("{}{word} ", if start > before.len() { "" } else { " " });
    let place = (start, bad.text.len() - after.len());
    Some(mend(format!("`{sign}` is no sign of this language"), format!("write `{word}`"), place, text))
}

pub(super) fn is_not(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    let subject = before.strip_suffix("not")?.trim_end().strip_suffix("is")?;
    let name = subject.trim_end();
    let start = name.rfind([' ', '(', '\n', '\t']).map_or(0, |at| at + 1);
    let negated = format!("not {} is ", &name[start..]);
    Some(mend("`is not` is no comparison", "put `not` in front", (start, stop.at), negated))
}

pub(super) fn to_in_range(bad: &Bad, _: &Property, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    let start = before.strip_suffix("to")?.len();
    before.contains(" from ").then(|| {
        mend("a range goes from one value to `below` another", "write `below`", (start, before.len()), "below")
    })
}

/// A comparison in the place of a range.
pub(super) fn comparison_in_range(bad: &Bad, property: &Property, stop: &Stop) -> Option<Mend> {
    const RANGES: [(&str, &str); 15] = [
        (">=", "from"),
        ("≥", "from"),
        ("at least", "from"),
        ("<=", "up to"),
        ("≤", "up to"),
        ("at most", "up to"),
        ("not more than", "up to"),
        (">", "above"),
        ("more than", "above"),
        ("greater than", "above"),
        ("over", "above"),
        ("<", "below"),
        ("less than", "below"),
        ("under", "below"),
        ("to", "up to"),
    ];
    if property.rule != Rule::outcome {
        return None;
    }
    let number = bad.text[stop.at..].find(|c: char| c.is_ascii_digit()).map(|at| stop.at + at)?;
    let before = bad.text[..number].trim_end();
    let (sign, word) = RANGES.into_iter().find(|(sign, _)| before.ends_with(sign))?;
    let start = before.len() - sign.len();
    let (space, behind) = (if bad.text[..start].ends_with(' ') { "" } else { " " }, " ");
    let text = format!("{space}{word}{behind}");
    Some(mend(format!("a range is written with `{word}`"), format!("write `{word}`"), (start, number), text))
}

/// Three quotes behind the `r` of a raw text.
pub(super) fn raw_block(bad: &Bad, _: &Property, _: &Stop) -> Option<Mend> {
    let start = bad.text.find("r\"\"\"")?;
    let message = "a text in three quotes is taken as it stands anyway";
    Some(mend(message, "drop the `r`", (start, start + 1), ""))
}

pub(super) fn comment(bad: &Bad, stop: &Stop) -> Option<Mend> {
    let before = bad.text[..stop.at].trim_end();
    let rest = bad.text[before.len()..].trim_start();
    let start = bad.text.len() - rest.len();
    let sign = ["//", "--"].into_iter().find(|sign| rest.starts_with(sign))?;
    let right = alone::is_right(before, bad.context);
    right.then(|| {
        mend(format!("`{sign}` begins no comment"), "a comment begins with `#`", (start, start + sign.len()), "#")
    })
}
