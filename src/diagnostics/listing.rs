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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(one_of(&["in", "out"]), "it is one of `in`, `out`");
        assert!(one_of(&vec!["x"; 10_000]).ends_with("`x` and 9980 more"));
    }
}
