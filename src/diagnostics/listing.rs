//! Names in a row, for the help of a finding.

/// So many names are listed whole.
const WHOLE: usize = 40;
/// Of more, so many are shown: who wrote a list of thousands knows it better than a finding could repeat it.
const SHOWN: usize = 20;

/// `it is one of` these names; of very many, the first ones and how many more there are.
#[must_use]
pub fn one_of(names: &[&str]) -> String {
    let shown = if names.len() > WHOLE { SHOWN } else { names.len() };
    let quoted: Vec<String> = names[..shown].iter().map(|name| format!("`{name}`")).collect();
    match names.len() - shown {
        0 => format!("it is one of {}", quoted.join(", ")),
        more => format!("it is one of {} and {more} more", quoted.join(", ")),
    }
}

/// Words in a row, with `before_last` before the last of several: `a, b or c`.
#[must_use]
pub fn in_a_row<S: AsRef<str>>(words: &[S], before_last: &str) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {before_last} {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_several_words_is_set_off() {
        assert_eq!(in_a_row(&["a", "b", "c"], "or"), "a, b or c");
        assert_eq!(in_a_row(&["a".to_owned(), "b".to_owned()], "and"), "a and b");
        assert_eq!(in_a_row(&["a"], "or") + &in_a_row::<&str>(&[], "or"), "a");
    }

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(one_of(&["in", "out"]), "it is one of `in`, `out`");
        assert!(one_of(&vec!["x"; 10_000]).ends_with("`x` and 9980 more"));
    }
}
