//! What hangs together: sets that share members, and files that use each other.
//!
//! A name is looked up in its own file and in those that the file uses, so
//! whatever is said in one group means the same whether the others are there or not.

use std::hash::Hash;

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

use crate::model::Knowledge;
use crate::source::FileId;

/// For each file the first file of its group: those that use each other, straight or through others, in either direction.
#[must_use]
pub fn groups_of_files(knowledge: &Knowledge) -> Vec<FileId> {
    let modules = knowledge.modules.iter().enumerate();
    let uses =
        modules.flat_map(|(at, module)| module.uses.iter().filter_map(move |entry| Some((at, entry.module?.index()))));
    firsts_of_joined(knowledge.modules.len(), uses).into_iter().map(FileId::new).collect()
}

/// For each of so many things the first of those that it is joined with, straight or through others, by these pairs.
#[must_use]
pub fn firsts_of_joined(count: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut joined = UnionFind::<usize>::new(count);
    for (one, other) in pairs {
        joined.union(one, other);
    }
    let mut firsts: Vec<Option<usize>> = vec![None; count];
    let labels = joined.into_labeling();
    labels.into_iter().enumerate().map(|(at, label)| *firsts[label].get_or_insert(at)).collect()
}

/// Sets that share a member, directly or by way of others, in one group, by their places; groups by their first sets.
#[must_use]
pub fn groups<T: Copy + Eq + Hash>(sets: &[Vec<T>]) -> Vec<Vec<usize>> {
    let mut together: UnionFind<usize> = UnionFind::new(sets.len());
    let mut first: FxHashMap<T, usize> = FxHashMap::default();
    for (at, set) in sets.iter().enumerate() {
        for member in set {
            together.union(*first.entry(*member).or_insert(at), at);
        }
    }
    let mut groups: IndexMap<usize, Vec<usize>> = IndexMap::new();
    for at in 0..sets.len() {
        groups.entry(together.find_mut(at)).or_default().push(at);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::{groups, groups_of_files};
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
        let found: Vec<usize> = groups_of_files(&knowledge).into_iter().map(crate::source::FileId::index).collect();
        assert_eq!(found, [0, 1, 0, 0, 1]);
    }

    #[test]
    fn sets_hang_together_by_what_they_share() {
        assert_eq!(groups(&[vec![1, 2], vec![5], vec![3, 4], vec![4, 1], vec![]]), [vec![0, 2, 3], vec![1], vec![4]]);
    }
}
