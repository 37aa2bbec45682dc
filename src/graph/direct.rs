//! What is left of a graph without what longer ways show as well, and what hangs together.

use indexmap::IndexMap;
use petgraph::algo::toposort;
use petgraph::algo::tred::{dag_to_toposorted_adjacency_list, dag_transitive_reduction_closure};
use petgraph::graph::DiGraph;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxHashMap;

/// The edges, in order, but for those between two nodes that a longer way leads from one to the other as well. Of edges
/// that run in a circle, which no published knowledge has, all stay.
#[must_use]
pub fn direct(nodes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut graph: DiGraph<(), (), usize> = DiGraph::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    graph.extend_with_edges(edges);
    let Ok(order) = toposort(&graph, None) else { return edges.to_vec() };
    let (list, places) = dag_to_toposorted_adjacency_list::<_, usize>(&graph, &order);
    let (reduction, _) = dag_transitive_reduction_closure(&list);
    let mut kept: Vec<(usize, usize)> = edges.to_vec();
    kept.retain(|&(from, to)| reduction.contains_edge(places[from], places[to]));
    kept
}

/// Sets that share a member, directly or by way of others, in one group, by their places; groups by their first sets.
#[must_use]
pub fn groups<T: Copy + Eq + std::hash::Hash>(sets: &[Vec<T>]) -> Vec<Vec<usize>> {
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
    use super::{direct, groups};

    #[test]
    fn what_a_longer_way_shows_is_left_out() {
        let all: Vec<(usize, usize)> = (0..40).flat_map(|from| (from + 1..40).map(move |to| (from, to))).collect();
        let chain: Vec<(usize, usize)> = (0..39).map(|at| (at, at + 1)).collect();
        assert_eq!(direct(40, &all), chain);
        let split = [(0, 1), (0, 2), (1, 3), (2, 3)];
        assert_eq!(direct(4, &split), split);
        let circle = [(0, 1), (0, 2), (1, 2), (2, 0)];
        assert_eq!(direct(3, &circle), circle);
    }

    #[test]
    fn sets_hang_together_by_what_they_share() {
        assert_eq!(groups(&[vec![1, 2], vec![5], vec![3, 4], vec![4, 1], vec![]]), [vec![0, 2, 3], vec![1], vec![4]]);
    }
}
