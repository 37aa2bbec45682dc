//! Circles: items that come before themselves.
//!
//! In: ties from item to item. Out: circles, each once and whole, beginning with its first item. Which circles are
//! found does not depend on the order of the ties: of each knot of circles the shortest through its first item is
//! taken out, then the next, up to [`MOST`].

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::model::ItemId;

use super::relation::Relation;
use super::web::Web;

/// How many circles are told of one knot; more would only repeat its items.
const MOST: usize = 8;

/// The circles of one relation, by their first items.
#[must_use]
pub fn circles_of(web: &Web, relation: Relation) -> Vec<Vec<ItemId>> {
    circles(&web.ties_of(relation))
}

/// For each cause, a number for its strongly connected component in `leads-to`: what is led to has the smaller one.
pub(super) fn components(ties: &[(ItemId, ItemId)], count: usize) -> Vec<u32> {
    let (graph, items) = graph(ties);
    let mut numbers: Vec<u32> = vec![0; count];
    // Items without a tie keep 0: they lead nowhere, and nothing leads to them.
    for (number, component) in kosaraju_scc(&graph).into_iter().enumerate() {
        for node in component {
            numbers[items[node.index()].index()] = number as u32 + 1;
        }
    }
    numbers
}

/// A graph of the items that have ties, nodes in the order of ids and ties in order, each once.
fn graph(ties: &[(ItemId, ItemId)]) -> (DiGraph<(), ()>, Vec<ItemId>) {
    let mut items: Vec<ItemId> = ties.iter().flat_map(|&(from, to)| [from, to]).collect();
    items.sort_unstable();
    items.dedup();
    let mut ties = ties.to_vec();
    ties.sort_unstable();
    ties.dedup();
    let place = |item: &ItemId| NodeIndex::new(items.partition_point(|other| other < item));
    let mut graph = DiGraph::with_capacity(items.len(), ties.len());
    for _ in &items {
        graph.add_node(());
    }
    // petgraph gives the latest edge of a node first.
    for (from, to) in ties.iter().rev() {
        graph.add_edge(place(from), place(to), ());
    }
    (graph, items)
}

/// The circles among ties, by their first items. A circle's last item leads to its first.
#[must_use]
pub fn circles(ties: &[(ItemId, ItemId)]) -> Vec<Vec<ItemId>> {
    let (graph, items) = graph(ties);
    let mut found = Vec::new();
    for mut knot in kosaraju_scc(&graph) {
        knot.sort_unstable();
        if knot.len() > 1 || graph.contains_edge(knot[0], knot[0]) {
            untie(&graph, &items, &knot, &mut found);
        }
    }
    found.sort();
    found
}

/// Takes circles out of a knot until none is left, or [`MOST`] were found.
fn untie(graph: &DiGraph<(), ()>, items: &[ItemId], knot: &[NodeIndex], found: &mut Vec<Vec<ItemId>>) {
    let inside = |node: NodeIndex| knot.binary_search(&node).ok();
    let mut ties: Vec<(usize, usize)> = Vec::new();
    for (at, &node) in knot.iter().enumerate() {
        ties.extend(graph.neighbors(node).filter_map(|to| inside(to).map(|to| (at, to))));
    }
    for _ in 0..MOST {
        let left: DiGraph<(), ()> = DiGraph::from_edges(ties.iter().rev().map(|&(from, to)| (from as u32, to as u32)));
        let component = kosaraju_scc(&left)
            .into_iter()
            .filter(|component| component.len() > 1 || left.contains_edge(component[0], component[0]))
            .min_by_key(|component| component.iter().min().copied());
        let Some(first) = component.and_then(|component| component.into_iter().min()) else { return };
        let circle = shortest(&left, first);
        found.push(circle.iter().map(|&at| items[knot[at].index()]).collect());
        let ends = circle.iter().zip(circle.iter().cycle().skip(1));
        let mut gone: Vec<(usize, usize)> = ends.map(|(&from, &to)| (from, to)).collect();
        gone.sort_unstable();
        ties.retain(|tie| gone.binary_search(tie).is_err());
    }
}

/// The shortest way from a node back to itself, breadth first; it must lie on a circle.
fn shortest(graph: &DiGraph<(), ()>, first: NodeIndex) -> Vec<usize> {
    let mut before: Vec<Option<NodeIndex>> = vec![None; graph.node_count()];
    let mut queue = std::collections::VecDeque::from([first]);
    while let Some(node) = queue.pop_front() {
        for to in graph.neighbors(node) {
            if to == first {
                let mut way: Vec<usize> =
                    std::iter::successors(Some(node), |&at| before[at.index()]).map(NodeIndex::index).collect();
                way.reverse();
                return way;
            }
            if before[to.index()].is_none() {
                before[to.index()] = Some(node);
                queue.push_back(to);
            }
        }
    }
    vec![first.index()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
        let ties: Vec<_> = ties.iter().map(|&(from, to)| (ItemId::new(from), ItemId::new(to))).collect();
        circles(&ties).iter().map(|circle| circle.iter().map(|item| item.index()).collect()).collect()
    }

    #[test]
    fn no_circle_is_found_where_two_ways_meet() {
        assert!(found(&[(0, 1), (0, 2), (1, 3), (2, 3)]).is_empty());
    }

    #[test]
    fn a_circle_begins_with_its_first_item_whatever_the_order_of_ties() {
        let expected = vec![vec![2, 9, 4]];
        assert_eq!(found(&[(4, 2), (2, 9), (9, 4), (1, 2)]), expected);
        assert_eq!(found(&[(1, 2), (9, 4), (4, 2), (2, 9)]), expected);
    }

    #[test]
    fn an_item_that_leads_to_itself_is_a_circle() {
        assert_eq!(found(&[(3, 3), (3, 4)]), [[3]]);
    }

    #[test]
    fn circles_that_share_an_item_are_all_told() {
        assert_eq!(found(&[(0, 1), (1, 0), (0, 2), (2, 0), (5, 6), (6, 5)]), [[0, 1], [0, 2], [5, 6]]);
    }

    #[test]
    fn the_shortest_circle_through_the_first_item_is_told() {
        assert_eq!(found(&[(0, 1), (1, 2), (2, 0), (1, 0)])[0], [0, 1]);
    }

    #[test]
    fn a_very_long_circle_needs_no_deep_stack() {
        let last = 200_000;
        let ties: Vec<_> = (0..last).map(|at| (at, at + 1)).chain([(last, 0)]).collect();
        assert_eq!(found(&ties)[0].len(), last + 1);
    }

    #[test]
    fn a_dense_knot_ends() {
        let ties: Vec<_> = (0..60).flat_map(|from| (0..60).map(move |to| (from, to))).collect();
        assert_eq!(found(&ties).len(), MOST);
    }
}
