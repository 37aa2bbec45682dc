//! Files that have to do with each other.
//!
//! In: the knowledge. Out: the files in groups. A name is looked up in its own file and in those that the file uses, so
//! whatever is said in one group means the same whether the others are there or not.

use petgraph::unionfind::UnionFind;

use crate::model::Knowledge;
use crate::source::FileId;

/// For each file the first file of its group: those that use each other, straight or through others, in either direction.
#[must_use]
pub fn groups(knowledge: &Knowledge) -> Vec<FileId> {
    let uses = |at: usize| knowledge.modules[at].uses.iter().filter_map(|entry| entry.module);
    let mut joined = UnionFind::<usize>::new(knowledge.modules.len());
    for at in 0..knowledge.modules.len() {
        for used in uses(at) {
            joined.union(at, used.index());
        }
    }
    let mut firsts: Vec<Option<usize>> = vec![None; knowledge.modules.len()];
    let labels = joined.into_labeling();
    labels.into_iter().enumerate().map(|(at, label)| FileId::new(*firsts[label].get_or_insert(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::model::{Numbers, understand};
    use crate::source::{Memory, Sources};

    #[test]
    fn files_are_together_where_one_uses_the_other() {
        let files = Memory::new()
            .with("a.rules", "use d\n")
            .with("b.rules", "symptom b \"B\" {}\n")
            .with("c.rules", "use d\n")
            .with("d.rules", "symptom d \"D\" {}\n")
            .with("e.rules", "use b\n");
        let (knowledge, _) = understand(Sources::read(&files, "rules").0, &Numbers::default());
        let found: Vec<usize> = groups(&knowledge).into_iter().map(crate::source::FileId::index).collect();
        assert_eq!(found, [0, 1, 0, 0, 1]);
    }
}
