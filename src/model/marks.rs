//! What stands in prose besides words: links to items by their names, and terms that `kbc.toml` says once.
//!
//! In: a text as it reads, escapes replaced. Out: the places of `](kind:name)` and `{{name}}` in it, and the same text with what
//! they stand for. What stands in code is taken as it is, and so is `\{{`, which Markdown shows as `{{`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::Span;

use super::{Kind, Text};

/// What `{{name}}` stands for in prose, by its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms(pub BTreeMap<String, String>);

/// The kinds of items that prose can link to by name: those that have an address on the page of a guide.
pub const LINKED: [Kind; 8] =
    [Kind::Guide, Kind::Symptom, Kind::Cause, Kind::Check, Kind::Remedy, Kind::Rule, Kind::Fact, Kind::Escalation];

/// A link by name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedLink {
    /// The kind that it says.
    pub kind: Kind,
    /// Where its address stands, as in `guide:no-sound`.
    pub address: Range<usize>,
}

impl NamedLink {
    /// The name in the address.
    #[must_use]
    pub fn name<'t>(&self, text: &'t str) -> &'t str {
        &text[self.address.start + self.kind.word().len() + 1..self.address.end]
    }

    /// Where that name stands in the file of a text, given by its literal and what this says.
    pub(super) fn name_place(&self, text: Text, literal: &str, said: &str) -> Span {
        let place = place_in(text, literal, said, self.address.clone());
        let length = (self.name(said).len() as u32).min(place.end - place.start);
        Span { start: place.end - length, ..place }
    }
}

/// The links by name in a text, in order.
#[must_use]
pub fn named_links(text: &str) -> Vec<NamedLink> {
    if !text.contains("](") {
        return Vec::new();
    }
    let code = code(text);
    let link = |(at, open): (usize, &str)| {
        let start = at + open.len();
        let rest = &text[start..];
        let kind =
            LINKED.into_iter().find(|kind| rest.strip_prefix(kind.word()).is_some_and(|rest| rest.starts_with(':')))?;
        let length = rest.find([')', ' ', '\n', '\t', '"', '<', '>']).unwrap_or(rest.len());
        Some(NamedLink { kind, address: start..start + length })
    };
    text.match_indices("](").filter(|(at, _)| !is_within(&code, *at)).filter_map(link).collect()
}

/// A text with other addresses in its links by name, given by their places among these; of a link that gets none, the words are
/// left.
#[must_use]
pub fn replace_links(text: &str, address: impl Fn(usize) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let mut from = 0;
    for (nth, link) in named_links(text).into_iter().enumerate() {
        out.push_str(&text[from..link.address.start]);
        from = link.address.end;
        if let Some(address) = address(nth) {
            out.push_str(&address);
            continue;
        }
        let words = out.len() - "](".len();
        let Some(open) = opening(&out[..words]) else { continue };
        out.truncate(words);
        out.remove(open);
        // A title goes with its link.
        from += text[from..].find(')').map_or(0, |close| close + 1);
    }
    out.push_str(&text[from..]);
    out
}

/// The bracket that opens the words of a link at the end of a text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices().rev() {
        let escaped = text[..at].ends_with('\\');
        match letter {
            ']' if !escaped => depth += 1,
            '[' if !escaped && depth == 0 => return Some(at),
            '[' if !escaped => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The terms that a text names, each with the place of its braces.
#[must_use]
pub fn named_terms(text: &str) -> Vec<(Range<usize>, &str)> {
    if !text.contains("{{") {
        return Vec::new();
    }
    let code = code(text);
    let mut found: Vec<(Range<usize>, &str)> = Vec::new();
    for (run, _) in text.match_indices("{{") {
        let escaped = text[..run].bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        // Of more braces than two, the last are those of the name.
        let at = run + text[run..].bytes().take_while(|byte| *byte == b'{').count() - 2;
        if escaped || is_within(&code, at) || found.last().is_some_and(|(last, _)| at < last.end) {
            continue;
        }
        let Some(length) = text[at + 2..].find("}}") else { continue };
        let name = text[at + 2..at + 2 + length].trim_matches(' ');
        if is_name(name) {
            found.push((at..at + length + 4, name));
        }
    }
    found
}

/// Whether a term can be called so.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

impl Terms {
    /// A text with what its terms stand for. A name that stands for nothing stays, and was reported.
    #[must_use]
    pub fn put_into<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        if self.0.is_empty() || !text.contains("{{") {
            return text;
        }
        let mut out = String::with_capacity(text.len() + 16);
        let mut from = 0;
        for (place, name) in named_terms(&text) {
            if let Some(term) = self.0.get(name) {
                out.push_str(&text[from..place.start]);
                out.push_str(term);
                from = place.end;
            }
        }
        out.push_str(&text[from..]);
        Cow::Owned(out)
    }
}

fn is_within(code: &[Range<usize>], at: usize) -> bool {
    let behind = code.partition_point(|range| range.start <= at);
    behind.checked_sub(1).is_some_and(|last| code[last].contains(&at))
}

/// The stretches of code in Markdown: from a run of backticks to the next one of the same length, and fences of tildes.
fn code(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let run = |at: usize, byte: u8| bytes[at..].iter().take_while(|found| **found == byte).count();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['`', '~', '\\']).map(|next| at + next) {
        let byte = bytes[next];
        let length = run(next, byte);
        let opens = match byte {
            b'\\' => {
                // A backslash takes the mark behind it for a letter.
                at = next + 1 + usize::from(bytes.get(next + 1).is_some_and(u8::is_ascii_punctuation));
                continue;
            }
            b'~' => length >= 3 && text[..next].trim_end_matches(' ').rsplit('\n').next() == Some(""),
            _ => true,
        };
        at = next + length;
        if !opens {
            continue;
        }
        let mut look = at;
        while let Some(close) = text[look..].find(char::from(byte)).map(|close| look + close) {
            let closing = run(close, byte);
            look = close + closing;
            if closing == length || byte == b'~' && closing > length {
                found.push(next..look);
                at = look;
                break;
            }
        }
    }
    found
}

/// Where a stretch of what a text says stands in its file: in its literal, or all of that where it is written with escapes.
#[must_use]
pub fn place_in(text: Text, literal: &str, said: &str, stretch: Range<usize>) -> Span {
    let word = &said[stretch.clone()];
    let before = said[..stretch.start].matches(word).count();
    let place = literal.match_indices(word).nth(before).map(|(at, _)| at..at + word.len());
    let place = place.unwrap_or(0..literal.len());
    let start = text.span.start as usize;
    Span::new(text.span.file, start + place.start, start + place.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_say_a_kind_and_a_name() {
        let text =
            "See [a](guide:no-sound), [b](remedy:x.y \"t\"), [c](https://x), `[d](guide:code)` and [e](cause:z).";
        let names: Vec<_> = named_links(text).iter().map(|link| (link.kind, link.name(text))).collect();
        assert_eq!(names, [(Kind::Guide, "no-sound"), (Kind::Remedy, "x.y"), (Kind::Cause, "z")]);
    }

    #[test]
    fn a_link_gets_another_address_or_leaves_its_words() {
        let text = "See [the *a*](guide:a) and [b [c]](cause:c \"t\"). ![x](guide:x)";
        assert_eq!(
            replace_links(text, |nth| (nth != 1).then(|| format!("guide:{nth}"))),
            "See [the *a*](guide:0) and b [c]. ![x](guide:2)"
        );
    }

    #[test]
    fn terms_stand_for_what_they_say() {
        let terms = Terms([("product".to_owned(), "Lamp *2*".to_owned())].into());
        let put = |text: &'static str| terms.put_into(Cow::Borrowed(text)).into_owned();
        assert_eq!(put("The {{product}} and {{ product }}."), "The Lamp *2* and Lamp *2*.");
        assert_eq!(
            put("\\{{product}} `{{product}}` {{.State}} {{other}}"),
            "\\{{product}} `{{product}}` {{.State}} {{other}}"
        );
        assert_eq!(put("``a ` {{product}}`` {{product}}"), "``a ` {{product}}`` Lamp *2*");
        assert_eq!(
            put("~~~\n{{product}}\n~~~\n{{product}} ~ \\` {{product}}"),
            "~~~\n{{product}}\n~~~\nLamp *2* ~ \\` Lamp *2*"
        );
        assert_eq!(put("{{{product}}}"), "{Lamp *2*}");
    }
}
