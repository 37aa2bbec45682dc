//! Texts as terms: what a reader types and what an author wrote become the same.
//!
//! Case and accents count for nothing. A term is a run of letters and digits; where a script writes no blanks between
//! words, each two neighbours are one. What hyphens join is a term as a whole, too: who looks for “wifi” means “Wi-Fi”. The page's script cuts what is typed in the same way (`search.js`).

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A term longer than this, in characters, is cut.
const LONGEST: usize = 40;

/// A text without case and accents.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// The same, in the place of what stood there.
pub fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    if text.is_ascii() {
        folded.push_str(text);
        return folded.make_ascii_lowercase();
    }
    let plain = text.nfkd().filter(|c| !is_combining_mark(*c));
    let lower = plain.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    // Sigma at the end of a word is the same letter.
    folded.extend(lower.map(|c| if c == 'ς' { 'σ' } else { c }));
}

/// Calls `each` for every term of a folded text: words in their order, then what hyphens join.
pub fn terms(folded: &str, mut each: impl FnMut(&str)) {
    words(folded, &mut each);
    joined(folded, &mut each);
}

/// Words of two or three parts, without their hyphens.
fn joined(folded: &str, each: &mut impl FnMut(&str)) {
    let is_hyphen = |c: char| matches!(c, '-' | '\u{2010}');
    if !folded.contains(is_hyphen) {
        return;
    }
    for word in folded.split(|c: char| !c.is_alphanumeric() && !is_hyphen(c)) {
        let parts = || word.split(is_hyphen).filter(|part| !part.is_empty());
        if matches!(parts().count(), 2 | 3) && !word.chars().any(is_unspaced) {
            each(&parts().flat_map(str::chars).take(LONGEST).collect::<String>());
        }
    }
}

fn words<'t>(folded: &'t str, each: &mut impl FnMut(&'t str)) {
    if folded.is_ascii() {
        let runs = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| !run.is_empty());
        return runs.for_each(|run| each(&run[..run.len().min(LONGEST)]));
    }
    for run in folded.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
        if run.is_ascii() {
            each(&run[..run.len().min(LONGEST)]);
            continue;
        }
        let places: Vec<(usize, bool)> = run.char_indices().map(|(at, c)| (at, is_unspaced(c))).collect();
        for part in places.chunk_by(|a, b| a.1 == b.1) {
            // Where a part ends: the next one begins there.
            let end = |chars: usize| {
                let from = places.partition_point(|place| place.0 < part[0].0);
                places.get(from + chars).map_or(run.len(), |next| next.0)
            };
            if !part[0].1 {
                each(&run[part[0].0..end(part.len().min(LONGEST))]);
            } else if part.len() == 1 {
                each(&run[part[0].0..end(1)]);
            } else {
                for (at, pair) in part.windows(2).enumerate() {
                    each(&run[pair[0].0..end(at + 2)]);
                }
            }
        }
    }
}

/// Whether a letter belongs to a script that writes no blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        terms(&fold(text), |term| found.push(term.to_owned()));
        found
    }

    #[test]
    fn texts_become_terms() {
        assert_eq!(of("Error: 0x80070005!"), ["error", "0x80070005"]);
        assert_eq!(of("Wi‑Fi dürfte Ångström Ελλάδα"), ["wi", "fi", "durfte", "angstrom", "ελλαδα", "wifi"]);
        assert_eq!(of("接続できません"), ["接続", "続て", "てき", "きま", "ませ", "せん"]);
        assert_eq!(of("x 電 y電話z"), ["x", "電", "y", "電話", "z"]);
        assert_eq!(of("سلام עולם"), ["سلام", "עולם"]);
        assert_eq!(of(&"a".repeat(99)), ["a".repeat(40)]);
        assert_eq!(of("e-mail 1-2-3-4 -x- a--b"), ["e", "mail", "1", "2", "3", "4", "x", "a", "b", "email", "ab"]);
        assert!(of(" – ").is_empty());
    }
}
