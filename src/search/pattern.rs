//! Patterns of authors, as a browser can run them.
//!
//! In: a regular expression as the compiler reads it. Out: the same for `RegExp`, with its flags before a slash, as in
//! `i/exit code (?<code>\d+)`. The compiler's engine takes time in proportion to the text; a browser's tries one way after
//! another, and some expressions would let it try for ever. Those are left out, and so are those that it cannot say: their
//! words are found all the same.

use std::fmt::Write;

use regex_syntax::hir::{Hir, HirKind};

/// So many open repetitions one behind the other may be tried against each other on a line of a log.
const MOST: usize = 4;

/// A repetition of more than this many is as good as open.
const MANY: u32 = 32;

/// The expression for a browser; nothing where that could not say it, or might take too long over it.
#[must_use]
pub fn for_browser(pattern: &str) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    if repetitions(&hir)? > MOST {
        return None;
    }
    let (flags, rest) = flags(pattern)?;
    Some(format!("{flags}/{}", written(rest)?))
}

/// How many open repetitions it has one behind the other; nothing where one lies within another, which can take a time
/// that doubles with each letter.
fn repetitions(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Repetition(repetition) => {
            let within = repetitions(&repetition.sub)?;
            let is_open = repetition.max.is_none_or(|most| most > MANY);
            match (is_open, within) {
                (true, 0) if is_of_one_length(&repetition.sub) => Some(1),
                (true, _) => None,
                (false, within) => Some(within * repetition.max.unwrap_or(1) as usize),
            }
        }
        HirKind::Capture(capture) => repetitions(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(repetitions).sum(),
        HirKind::Alternation(parts) => parts.iter().map(repetitions).try_fold(0, |most, one| Some(most.max(one?))),
        _ => Some(0),
    }
}

fn is_of_one_length(hir: &Hir) -> bool {
    let (least, most) = (hir.properties().minimum_len(), hir.properties().maximum_len());
    // A class may hold letters of several bytes: that is one letter all the same.
    matches!(hir.kind(), HirKind::Class(_)) || least == most
}

/// The flags at its beginning, and the rest.
fn flags(pattern: &str) -> Option<(&str, &str)> {
    let Some(rest) = pattern.strip_prefix("(?") else { return Some(("", pattern)) };
    let end = rest.find(|c: char| !c.is_ascii_alphabetic())?;
    match rest.as_bytes()[end] {
        b')' if rest[..end].bytes().all(|flag| matches!(flag, b'i' | b'm' | b's')) => {
            Some((&rest[..end], &rest[end + 1..]))
        }
        b')' => None,
        _ => Some(("", pattern)),
    }
}

/// The expression in the other spelling; nothing where there is none.
fn written(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut letters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => escaped(&mut letters, in_class, &mut out)?,
            // Classes within classes, and sums of them, are said in another way or in none.
            '[' if in_class => return None,
            '&' | '-' | '~' if in_class && letters.peek() == Some(&letter) => return None,
            '[' => {
                in_class = true;
                out.push(letter);
                if letters.next_if_eq(&'^').is_some() {
                    out.push('^');
                }
                // A bracket that stands first is a letter here, and the end there.
                if letters.next_if_eq(&']').is_some() {
                    out.push_str("\\]");
                }
            }
            ']' if in_class => {
                in_class = false;
                out.push(letter);
            }
            ']' | '}' if !in_class => {
                // The end of a count stays one.
                let counts = letter == '}' && out.rsplit('{').next().is_some_and(is_count) && out.contains('{');
                out.push_str(if counts { "" } else { "\\" });
                out.push(letter);
            }
            '(' if !in_class && letters.peek() == Some(&'?') => {
                letters.next();
                out.push_str("(?");
                match letters.next()? {
                    ':' => out.push(':'),
                    'P' if letters.next_if_eq(&'<').is_some() => out.push('<'),
                    '<' => out.push('<'),
                    _ => return None,
                }
            }
            '/' => out.push_str("\\/"),
            _ => out.push(letter),
        }
    }
    Some(out)
}

fn is_count(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',')
}

fn escaped(letters: &mut std::iter::Peekable<std::str::Chars>, in_class: bool, out: &mut String) -> Option<()> {
    let letter = letters.next()?;
    match letter {
        'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'n' | 'r' | 't' | 'f' | 'v' => out.extend(['\\', letter]),
        'b' | 'B' if !in_class => {
            // `\b{start}` is said in no other way.
            if letters.peek() == Some(&'{') {
                return None;
            }
            out.extend(['\\', letter]);
        }
        'A' if !in_class => out.push_str("(?<![^])"),
        'z' if !in_class => out.push_str("(?![^])"),
        _ if letter.is_ascii_punctuation() => {
            let is_sign = "^$\\.*+?()[]{}|/".contains(letter) || letter == '-' && in_class;
            out.push_str(if is_sign { "\\" } else { "" });
            out.push(letter);
        }
        'x' | 'u' | 'U' => {
            let digits: String = if letters.next_if_eq(&'{').is_some() {
                letters.by_ref().take_while(|c| *c != '}').collect()
            } else {
                letters
                    .by_ref()
                    .take(if letter == 'x' {
                        2
                    } else if letter == 'u' {
                        4
                    } else {
                        8
                    })
                    .collect()
            };
            let code = u32::from_str_radix(&digits, 16).ok()?;
            write!(out, "\\u{{{code:x}}}").ok()?;
        }
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_said_as_a_browser_reads_them() {
        for (pattern, said) in [
            (r"exit code (137|143)", r"/exit code (137|143)"),
            (r"(?i)dial (?P<host>\S+): refused", r"i/dial (?<host>\S+): refused"),
            (r"(?<a>x)[\-\]a-z]\-\#\/", r"/(?<a>x)[\-\]a-z]-#\/"),
            (r"a{2,3}\x41\u{1F600}", r"/a{2,3}\u{41}\u{1f600}"),
            (r"\Astart x/y\z", r"/(?<![^])start x\/y(?![^])"),
            (r"a]b}", r"/a\]b\}"),
            (r"[]x]y", r"/[\]x]y"),
        ] {
            assert_eq!(for_browser(pattern).as_deref(), Some(said), "{pattern}");
        }
    }

    #[test]
    fn what_a_browser_would_try_for_ever_or_cannot_say_is_left_out() {
        for pattern in [
            r"(a+)+b",
            r"(a|aa)*b",
            r"(\d+,)*x",
            r"a.*b.*c.*d.*e.*f",
            r"(?x) a b",
            r"a(?i)b",
            r"[[:alpha:]]x",
            r"[a&&b]",
            r"\pLx",
            r"\b{start}x",
        ] {
            assert_eq!(for_browser(pattern), None, "{pattern}");
        }
    }
}
