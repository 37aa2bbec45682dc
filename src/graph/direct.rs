//! What is left of a graph without what longer ways show as well.

use petgraph::algo::toposort;
use petgraph::algo::tred::{dag_to_toposorted_adjacency_list, dag_transitive_reduction_closure};
use petgraph::graph::DiGraph;

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

#[cfg(test)]
mod tests {
    use super::direct;

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
}
