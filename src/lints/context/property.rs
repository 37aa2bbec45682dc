//! Which property a place in an item belongs to.
//!
//! In: the text of an item and an offset in it. Out: the word of the property around the offset. For items with faults
//! only, so it may read the item again.

/// The words of the properties that some offsets, ascending, lie in; nothing for the head of the item. The item is read
/// once for all of them, as it may have as many faults as words.
pub(super) fn properties_at(item: &str, offsets: impl IntoIterator<Item = usize>) -> Vec<Option<&str>> {
    let mut words = Vec::new();
    let mut word: Option<&str> = None;
    let (mut begins, mut comma, mut inside) = (false, false, false);
    let mut rest = item;
    for offset in offsets {
        while !rest.is_empty() && item.len() - rest.len() <= offset {
            let token = token(rest);
            let text = &rest[..token];
            rest = &rest[token..];
            match text {
                "{" => (begins, comma, inside) = (true, false, true),
                "}" | ";" => (begins, comma) = (true, false),
                "\n" => begins = begins || inside && !comma,
                "," => comma = true,
                text if text.trim().is_empty() || text.starts_with('#') => {}
                text => {
                    if begins {
                        word = Some(text);
                    }
                    (begins, comma) = (false, false);
                }
            }
        }
        words.push(word);
    }
    words
}

/// The length of the first token: a word, a text, a comment, blanks, or one character.
fn token(text: &str) -> usize {
    let until = |from: usize, stop: &dyn Fn(char) -> bool| text[from..].find(stop).map_or(text.len(), |at| from + at);
    let first = text.chars().next().map_or(0, char::len_utf8);
    match &text[..first] {
        "\"" if text.starts_with("\"\"\"") => text[3..].find("\"\"\"").map_or(text.len(), |at| at + 6),
        "\"" => {
            let mut escaped = false;
            let end = text[1..].find(|c| {
                let ends = c == '\n' || c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(text.len(), |at| if text[1 + at..].starts_with('"') { at + 2 } else { at + 1 })
        }
        "#" => until(0, &|c| c == '\n'),
        " " | "\t" | "\r" => until(0, &|c| !matches!(c, ' ' | '\t' | '\r')),
        c if c.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
            until(0, &|c| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        }
        _ => first,
    }
}

#[cfg(test)]
mod tests {
    use super::properties_at;

    fn at(item: &'static str, mark: &str) -> Option<&'static str> {
        properties_at(item, item.find(mark))[0]
    }

    #[test]
    fn places_of_one_item_are_found_in_one_go() {
        let item = "cause a {\n  likelihood 9, 8\n  shows b 7\n}";
        let marks = ["cause", "9", "8", "7"].map(|mark| item.find(mark).expect("the mark"));
        let expected = [None, Some("likelihood"), Some("likelihood"), Some("shows")];
        assert_eq!(properties_at(item, marks), expected);
        assert_eq!(properties_at(item, [marks[1], marks[1]]), [Some("likelihood"); 2]);
    }

    #[test]
    fn a_place_belongs_to_the_property_that_began_last() {
        let item = "check a \"A; b\" {\n  takes 5 parsecs\n  after x,\n    y9 # takes\n  outcome b \"{\" { given c 500% ; next d }\n}";
        assert_eq!(at(item, "\"A; b"), None);
        assert_eq!(at(item, "parsecs"), Some("takes"));
        assert_eq!(at(item, "y9"), Some("after"));
        assert_eq!(at(item, "500%"), Some("given"));
        assert_eq!(at(item, "d }"), Some("next"));
        assert_eq!(at(item, "outcome b"), Some("outcome"));
    }

    #[test]
    fn texts_over_lines_hold_no_properties() {
        let item = "cause a {\n  about \"\"\"\n    likelihood\n  \"\"\"\n  shows b 9\n}";
        assert_eq!(at(item, "likelihood"), Some("about"));
        assert_eq!(at(item, "9"), Some("shows"));
    }
}
