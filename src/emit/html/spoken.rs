//! The words of the catalogue, as templates say them.
//!
//! In: the words of a language, and the text of a template. Out: `w`, which templates ask for words, and the template
//! with the words put in where it prints them plainly: `{{ w.search }}` becomes its text, `{{ w.step_n|with(n=at) }}`
//! the text around `{{ at }}`. A page prints some hundred words; as text they cost next to nothing. What is said in
//! any other way, or wrongly, stays for the rendering to say or to refuse, on the same line as before.

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::value::{Enumerator, Object, Value};
use rustc_hash::FxHashMap;

use crate::emit::prose::escape::push_html;
use crate::words::around;

/// The words by name, quick to find.
#[derive(Debug)]
pub struct Spoken(FxHashMap<&'static str, Value>);

impl Spoken {
    /// Those of a catalogue.
    pub fn new(words: &'static BTreeMap<String, String>) -> Self {
        Self(words.iter().map(|(name, text)| (name.as_str(), Value::from(text.as_str()))).collect())
    }
}

impl Object for Spoken {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.get(key).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        let mut names: Vec<&str> = self.0.keys().copied().collect();
        names.sort_unstable();
        Enumerator::Values(names.into_iter().map(Value::from).collect())
    }
}

/// A template with the words put in.
pub fn put_in(template: &str, words: &BTreeMap<String, String>) -> String {
    if binds_w(template) || template.contains("endraw") || template.contains("endverbatim") {
        return template.to_owned();
    }
    let mut out = String::with_capacity(template.len() + template.len() / 4);
    let mut rest = template;
    while let Some(at) = rest.find("{{ w.") {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        rest = match printed(here, words) {
            Some((text, after)) => {
                out.push_str(&text);
                after
            }
            None => {
                out.push_str(&here[..2]);
                &here[2..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// Whether a template may give `w` a meaning of its own: the letter stands alone, and nothing is asked of it.
fn binds_w(template: &str) -> bool {
    let bytes = template.as_bytes();
    let is_name = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    template.match_indices('w').any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !is_name(before) && !is_name(bytes.get(at + 1)) && !matches!(bytes.get(at + 1), Some(b'.' | b'['))
    })
}

/// What the expression at the beginning of a text prints, and the text behind it; nothing where that is not plain.
fn printed<'t>(text: &'t str, words: &BTreeMap<String, String>) -> Option<(String, &'t str)> {
    let text = text.strip_prefix("{{ w.")?;
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let word = words.get(&text[..end])?;
    // Blanks at its ends could be taken for those of the template.
    if word.is_empty() || word.trim() != word || word.contains(['\n', '}']) && !word.contains('{') {
        return None;
    }
    let rest = &text[end..];
    if let Some(after) = rest.strip_prefix(" }}") {
        let mut out = String::with_capacity(word.len() + 8);
        push_html(&mut out, word);
        return (!out.contains('{')).then_some((out, after));
    }
    let (filter, rest) = rest.strip_prefix('|')?.split_once('(')?;
    let (arguments, rest) = arguments(rest)?;
    let after = rest.strip_prefix(" }}")?;
    let text = match (filter, &arguments[..]) {
        ("with", _) => filled(word, &arguments)?,
        ("before", [("", gap)]) => part(around(word, gap.trim_matches('"'))?.0)?,
        ("behind", [("", gap)]) => part(around(word, gap.trim_matches('"'))?.1)?,
        _ => return None,
    };
    Some((text, after))
}

/// A part of a word as text of a template; nothing where it is blank, or has gaps of its own.
fn part(of: &str) -> Option<String> {
    let mut out = String::with_capacity(of.len() + 8);
    push_html(&mut out, of);
    (!out.contains('{') && (of.is_empty() || !of.trim().is_empty())).then_some(out)
}

/// The arguments of a call, as names and expressions, and the text behind its parenthesis.
fn arguments(text: &str) -> Option<(Vec<(&str, &str)>, &str)> {
    let (mut depth, mut from, mut quote) = (0, 0, None);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if let Some(open) = quote {
            match c {
                '\\' => return None,
                _ if c == open => quote = None,
                _ => {}
            }
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '(' | '[' | '{' => depth += 1,
            ')' | ',' if depth == 0 => {
                let (name, expression) = text[from..at].split_once('=').unwrap_or(("", &text[from..at]));
                found.push((name.trim(), expression.trim()));
                from = at + 1;
                if c == ')' {
                    return Some((found, &text[from..]));
                }
            }
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A word with expressions in its gaps; nothing where the two do not fit.
fn filled(word: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let mut out = String::with_capacity(word.len() + 32);
    let mut used = 0_usize;
    let mut parts = word.split('{');
    push_html(&mut out, parts.next()?);
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        let (_, expression) = arguments.iter().find(|(of, _)| *of == name && !name.is_empty())?;
        used += 1;
        out.push_str("{{ ");
        out.push_str(expression);
        out.push_str(" }}");
        push_html(&mut out, rest);
    }
    (used == arguments.len()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(template: &str) -> String {
        let words =
            [("search", "Search & find"), ("go", "Go to {n} now"), ("step", "step {n} of {all}"), ("gap", " x")];
        put_in(template, &words.map(|(name, text)| (name.to_owned(), text.to_owned())).into())
    }

    #[test]
    fn words_become_text() {
        assert_eq!(put("<b>{{ w.search }}</b>"), "<b>Search &amp; find</b>");
        assert_eq!(put("{{ w.go|before(\"n\") }}x{{ w.go|behind(\"n\") }}"), "Go to x now");
        assert_eq!(put("{{ w.step|with(n=a.b|c(\")\"), all=(1, 2)) }}!"), "step {{ a.b|c(\")\") }} of {{ (1, 2) }}!");
    }

    #[test]
    fn what_is_not_plain_is_left() {
        for template in [
            "{{ w.search if x else y }}",
            "{{ w.step|with(n=1) }}",
            "{{ w.step|behind(\"n\") }}",
            "{{ w.go|behind(\"m\") }}",
            "{{ w.step|with(n=1, all=2, more=3) }}",
            "{{ w.step|with(n=1, all=2)|upper }}",
            "{{ w.step }}",
            "{{ w.nothing }}",
            "{{ w.gap }}",
            "{{- w.search }}",
            "{% set w = x %}{{ w.search }}",
            "{% raw %}{{ w.search }}{% endraw %}",
        ] {
            assert_eq!(put(template), template);
        }
    }
}
