//! The guides that are told in full to those who read the whole site at once, as far as there is room.
//!
//! In: the Markdown of guides, in any order. Out: the guides that come first by their paths, whole, while others are forgotten as
//! soon as they have no room: memory does not grow with the number of guides.

use std::collections::BTreeMap;

use crate::emit::html::ROOM;

/// The texts of guides by the paths of their pages.
#[derive(Debug, Default)]
pub(super) struct Whole {
    texts: BTreeMap<String, String>,
    bytes: usize,
}

impl Whole {
    /// Whether the guide of a path may still have room.
    pub fn wants(&self, path: &str) -> bool {
        self.bytes <= ROOM || self.texts.last_key_value().is_none_or(|(last, _)| path < last.as_str())
    }

    /// Takes the text of a guide.
    pub fn add(&mut self, path: &str, text: String) {
        if !self.wants(path) {
            return;
        }
        self.bytes += text.len();
        if let Some(before) = self.texts.insert(path.to_owned(), text) {
            self.bytes -= before.len();
        }
        // The first that does not fit stays: nothing behind it is told, whatever its length.
        while let Some(last) = self.texts.last_entry() {
            if self.bytes - last.get().len() <= ROOM {
                break;
            }
            self.bytes -= last.remove().len();
        }
    }

    /// The texts by path, one more than there is room for where there are more.
    pub fn texts(&self) -> &BTreeMap<String, String> {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_guides_are_told_in_whatever_order_they_come() {
        let names: Vec<String> = (0..40).map(|number| format!("g{number:02}")).collect();
        let told = |order: &mut dyn Iterator<Item = &String>| {
            let mut whole = Whole::default();
            order.for_each(|name| whole.add(name, "x".repeat(ROOM / 8)));
            assert!(whole.bytes <= ROOM + ROOM / 8);
            whole.texts.into_keys().collect::<Vec<_>>()
        };
        let forwards = told(&mut names.iter());
        assert_eq!(forwards, names[..9]);
        assert_eq!(told(&mut names.iter().rev()), forwards);
        assert_eq!(told(&mut names.iter().step_by(2).chain(names.iter().skip(1).step_by(2))), forwards);
    }
}
