//! The items of all files in one list, before their names are looked up.

use std::ops::Range;

use crate::diagnostics::Diagnostic;

use super::lower::{Lowered, Use};
use super::{Item, ItemId, Kind};

/// What all files hold, one after the other.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The items, in the order of files and lines.
    pub items: Vec<Item>,
    /// The ids of the items of each kind, in order.
    pub by_kind: [Vec<ItemId>; Kind::COUNT],
    /// One for each file, in the same order.
    pub files: Vec<File>,
    /// What is wrong, names left aside.
    pub findings: Vec<Diagnostic>,
}

/// What is kept of a file besides its items.
#[derive(Debug)]
pub(super) struct File {
    /// The place of its items among all.
    pub items: Range<usize>,
    /// The modules that it uses.
    pub uses: Box<[Use]>,
}

impl Gathered {
    /// Adds the next files, of which so many more are to come.
    pub fn add(&mut self, lowered: Vec<Lowered>, to_come: usize) {
        let new: usize = lowered.iter().map(|file| file.items.len()).sum();
        if self.items.capacity() - self.items.len() < new {
            // Room for what the others are likely to hold, and some more: a list that grows is there twice, the last
            // time with almost all items, while room that nobody touches takes no memory.
            let foreseen = new * to_come / lowered.len();
            self.items.reserve(new + foreseen + foreseen / 16);
        }
        for file in lowered {
            let first = self.items.len();
            for (at, item) in file.items.iter().enumerate() {
                self.by_kind[item.kind() as usize].push(ItemId::new(first + at));
            }
            self.items.extend(file.items);
            self.files.push(File { items: first..self.items.len(), uses: file.uses });
            self.findings.extend(file.findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Numbers, understand};
    use crate::source::{FileId, Memory, Sources};

    #[test]
    fn items_know_their_files_however_many_there_are() {
        // Files of one item and of two in turn, and more of them than are read at once.
        let mut files = Memory::new();
        for at in 0..5_000 {
            let second = if at % 2 == 0 { "" } else { "symptom b \"B\" {}\n" };
            files = files.with(format!("file-{at:04}.rules"), format!("symptom a \"A\" {{}}\n{second}"));
        }
        let (sources, unread) = Sources::read(&files, "rules");
        assert!(unread.is_empty());
        let (knowledge, findings) = understand(sources, &Numbers::default());
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(knowledge.items.len(), 7_500);
        let mut next = 0;
        for (at, module) in knowledge.modules.iter().enumerate() {
            assert_eq!((module.first, module.end), (next, next + 1 + at % 2));
            assert!(knowledge.items[module.first..module.end].iter().all(|item| item.span.file == FileId::new(at)));
            next = module.end;
        }
    }
}
