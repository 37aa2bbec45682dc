//! The word that somebody probably meant.

/// The nearest of some words, if it is near enough to be a slip of the hand: one change in three letters.
///
/// Of words equally near, the first; so the order of the candidates decides, and nothing else.
#[must_use]
pub fn nearest<'w>(word: &str, candidates: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    // Nothing in the language is longer, and comparing takes time by the product of the lengths.
    const LONGEST: usize = 80;
    let length = word.chars().take(LONGEST + 1).count();
    if length > LONGEST {
        return None;
    }
    let plain = plain(word);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = if plain == self::plain(candidate) {
            0
        } else {
            strsim::damerau_levenshtein(&plain, candidate)
        };
        let limit = (length.max(candidate.len()) / 3).max(1);
        let short = length.min(candidate.len()) <= 2;
        if (distance == 0 || distance <= limit && !short)
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_strangers_are_not() {
        let words = [
            "message",
            "pattern",
            "moved-from",
            "other",
            "otherwise",
            "aka",
        ];
        assert_eq!(nearest("mesage", words), Some("message"));
        assert_eq!(nearest("Moved_From", words), Some("moved-from"));
        assert_eq!(nearest("othewise", words), Some("otherwise"));
        assert_eq!(nearest("paternity", words), None);
        assert_eq!(nearest("ok", words), None);
        assert_eq!(nearest(&"x".repeat(1_000_000), words), None);
    }
}
