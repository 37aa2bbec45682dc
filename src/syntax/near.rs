//! The word that somebody probably meant.

/// The nearest of some words, if it is near enough to be a slip of the hand: one change in three letters.
///
/// Of words equally near, the first; so the order of the candidates decides, and nothing else.
#[must_use]
pub fn nearest<'w>(word: &str, candidates: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    // Comparing takes time by the product of the lengths, and nobody's name is longer.
    const LONGEST: usize = 80;
    if word.len() > LONGEST {
        return None;
    }
    let plain = plain(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // Words of one or two letters are near to everything.
        let limit = match word.len().max(candidate.len()) {
            0..=2 => 0,
            longer => (longer / 3).min(best.map_or(usize::MAX, |(least, _)| least.saturating_sub(1))),
        };
        if best == Some((0, candidate)) || word.len().abs_diff(candidate.len()) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&plain, candidate);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Capitals and underscores are habits, not slips.
fn plain(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let words = ["message", "pattern", "moved-from", "other", "otherwise", "aka"];
        assert_eq!(nearest("mesage", words), Some("message"));
        assert_eq!(nearest("Moved_From", words), Some("moved-from"));
        assert_eq!(nearest("othewise", words), Some("otherwise"));
        assert_eq!(nearest("AKA", words), Some("aka"));
        assert_eq!(nearest("tried", words), None);
        assert_eq!(nearest("ok", words), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }
}
