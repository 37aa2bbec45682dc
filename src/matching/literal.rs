//! Texts of which everything that a pattern fits must hold one.
//!
//! In: a regular expression as a tree. Out: a few texts, one of which is in all that it fits; the longer the shortest of them,
//! the fewer lines need a closer look. The way is that of R. Cox, “Regular Expression Matching with a Trigram Index” (2012),
//! with whole texts in the place of trigrams.

use regex_syntax::Parser;
use regex_syntax::hir::{Class, Hir, HirKind};

/// So many texts are kept for a pattern at most.
const MOST: usize = 64;

/// A set of texts.
type Texts = Vec<Vec<u8>>;

/// What is known of a part of a pattern.
struct Part {
    /// All that it fits, where that is few texts.
    exact: Option<Texts>,
    /// Texts of which all that it fits holds one.
    needed: Option<Texts>,
}

impl Part {
    fn exact(texts: Texts) -> Self {
        Self { exact: Some(texts), needed: None }
    }

    fn nothing() -> Self {
        Self { exact: None, needed: None }
    }

    /// The better of what it needs and what it is.
    fn needed(self) -> Option<Texts> {
        better(self.exact, self.needed)
    }
}

/// The length of the shortest text, which says how much a set is worth.
fn worth(texts: &Texts) -> usize {
    texts.iter().map(Vec::len).min().unwrap_or(0)
}

/// The set whose shortest text is longer; of equals the smaller. A set with an empty text says nothing.
fn better(one: Option<Texts>, two: Option<Texts>) -> Option<Texts> {
    let useful = |texts: Option<Texts>| texts.filter(|texts| worth(texts) > 0);
    match (useful(one), useful(two)) {
        (Some(one), Some(two)) => {
            let key = |texts: &Texts| (worth(texts), std::cmp::Reverse(texts.len()));
            Some(if key(&two) > key(&one) { two } else { one })
        }
        (one, two) => one.or(two),
    }
}

/// Texts of which all that the pattern fits holds one; nothing where there are none, or it is no pattern. `folded`: texts in
/// small letters for a search in which the case of A to Z says nothing.
#[must_use]
pub fn needed(pattern: &str, folded: bool) -> Option<Vec<Vec<u8>>> {
    let hir = Parser::new().parse(pattern).ok()?;
    let mut texts = of(&hir, folded).needed()?;
    texts.sort_unstable();
    texts.dedup();
    Some(texts)
}

/// The length in bytes of the shortest text that a line must hold to be looked at by the pattern; 0 where every line must be.
#[must_use]
pub fn fixed_bytes(pattern: &str) -> usize {
    needed(pattern, false).map_or(0, |texts| worth(&texts))
}

fn of(hir: &Hir, folded: bool) -> Part {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Part::exact(vec![Vec::new()]),
        HirKind::Literal(literal) if folded => of_folded(&literal.0),
        HirKind::Literal(literal) => Part::exact(vec![literal.0.to_vec()]),
        HirKind::Class(class) if folded => of_folded_class(class),
        HirKind::Class(class) => of_class(class),
        HirKind::Repetition(repetition) => match (repetition.min, repetition.max) {
            (0, Some(1)) => {
                let mut exact = of(&repetition.sub, folded).exact;
                exact.iter_mut().for_each(|texts| texts.push(Vec::new()));
                Part { exact, needed: None }
            }
            (0, _) => Part::nothing(),
            _ => Part { exact: None, needed: of(&repetition.sub, folded).needed() },
        },
        HirKind::Capture(capture) => of(&capture.sub, folded),
        HirKind::Concat(parts) => of_all(parts.iter().map(|part| of(part, folded))),
        HirKind::Alternation(parts) => of_one(parts.iter().map(|part| of(part, folded)).collect()),
    }
}

/// One behind the other.
fn of_all(parts: impl Iterator<Item = Part>) -> Part {
    let mut running: Texts = vec![Vec::new()];
    let mut best: Option<Texts> = None;
    let mut is_exact = true;
    for part in parts {
        let joined = part.exact.as_ref().and_then(|texts| product(&running, texts));
        if let Some(joined) = joined {
            running = joined;
            continue;
        }
        is_exact = false;
        let Part { exact, needed } = part;
        best = better(better(best, Some(std::mem::take(&mut running))), needed);
        running = exact.unwrap_or_else(|| vec![Vec::new()]);
    }
    if is_exact { Part::exact(running) } else { Part { exact: None, needed: better(best, Some(running)) } }
}

fn product(one: &Texts, two: &Texts) -> Option<Texts> {
    if one.len() * two.len() > MOST {
        return None;
    }
    Some(one.iter().flat_map(|one| two.iter().map(move |two| [one.as_slice(), two].concat())).collect())
}

/// One of them.
fn of_one(parts: Vec<Part>) -> Part {
    let all = |texts: Vec<Option<Texts>>| {
        let texts: Option<Vec<Texts>> = texts.into_iter().collect();
        texts.map(Vec::from_iter).map(|texts| texts.concat()).filter(|texts: &Texts| texts.len() <= MOST)
    };
    let exact = all(parts.iter().map(|part| part.exact.clone()).collect());
    if exact.is_some() {
        return Part { exact, needed: None };
    }
    Part { exact: None, needed: all(parts.into_iter().map(Part::needed).collect()) }
}

fn of_class(class: &Class) -> Part {
    const FEW: usize = 4;
    match class {
        Class::Unicode(class) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassUnicodeRange::len).sum();
            if count > FEW {
                return Part::nothing();
            }
            let characters = class.iter().flat_map(|range| range.start()..=range.end());
            Part::exact(characters.map(|c| c.to_string().into_bytes()).collect())
        }
        Class::Bytes(class) => {
            let count: usize = class.iter().map(regex_syntax::hir::ClassBytesRange::len).sum();
            if count > FEW {
                return Part::nothing();
            }
            Part::exact(class.iter().flat_map(|range| range.start()..=range.end()).map(|byte| vec![byte]).collect())
        }
    }
}

/// Whether a byte stands for itself and its capital alone where case says nothing: not `k` and `s`, which fold with the sign
/// for kelvin and with the long s, nor any letter beyond A to Z.
fn folds_alone(byte: u8) -> bool {
    byte.is_ascii() && !matches!(byte.to_ascii_lowercase(), b'k' | b's')
}

/// The longest run of a literal whose bytes fold alone, in small letters.
fn of_folded(literal: &[u8]) -> Part {
    let small: Vec<u8> = literal.to_ascii_lowercase();
    if small.iter().all(|byte| folds_alone(*byte)) {
        return Part::exact(vec![small]);
    }
    let longest = small.split(|byte| !folds_alone(*byte)).max_by_key(|run| run.len());
    Part { exact: None, needed: longest.map(|run| vec![run.to_vec()]) }
}

/// A class of one letter in both cases is that letter.
fn of_folded_class(class: &Class) -> Part {
    let Some(texts) = of_class(class).exact else { return Part::nothing() };
    if !texts.iter().all(|text| matches!(text[..], [byte] if folds_alone(byte))) {
        return Part::nothing();
    }
    let mut small: Texts = texts.iter().map(|text| text.to_ascii_lowercase()).collect();
    small.sort_unstable();
    small.dedup();
    Part::exact(small)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pattern: &str, folded: bool) -> Vec<String> {
        let found = needed(pattern, folded).unwrap_or_default();
        found.into_iter().map(|text| String::from_utf8(text).expect("text")).collect()
    }

    #[test]
    fn a_pattern_needs_its_longest_text() {
        for (pattern, wanted) in [
            (r"dial (?<host>\S+): refused", vec![": refused"]),
            (r"exit code (137|143)", vec!["exit code 137", "exit code 143"]),
            (r"^panic: .*$", vec!["panic: "]),
            (r"(?:timed? out|refused)", vec!["refused", "time out", "timed out"]),
            (r"x?(abc)+d?", vec!["abc"]),
            (r"\d+", vec![]),
            (r"a*", vec![]),
            (r"(?i)ab", vec!["AB", "Ab", "aB", "ab"]),
            (r"(a|b)*colou?r wrong", vec!["color wrong", "colour wrong"]),
            (r"x|", vec![]),
        ] {
            assert_eq!(texts(pattern, false), wanted, "{pattern}");
        }
    }

    #[test]
    fn without_case_a_text_ends_where_letters_fold_with_others() {
        assert_eq!(texts("Refused By Peer", true), ["ed by peer"]);
        assert_eq!(texts("(?i)ab", true), ["ab"]);
        assert_eq!(texts("kk", true), Vec::<String>::new());
        assert_eq!(texts("Ärger im Bett", true), ["rger im bett"]);
    }

    #[test]
    fn the_shortest_text_says_how_much_is_fixed() {
        assert_eq!(
            [fixed_bytes("OOM"), fixed_bytes(r"code \d+"), fixed_bytes(r"\w+"), fixed_bytes("a|bcd")],
            [3, 5, 0, 1]
        );
    }
}
