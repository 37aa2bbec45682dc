//! Lays a graph out in layers, for a picture.
//!
//! In: the heights of nodes, and edges between them. Out: where each node stands, and the points through which each edge
//! runs. Layers stand beside each other from left to right; an edge over several layers is led through each of them, so
//! that it crosses no node. The order within a layer is chosen so that few edges cross (barycentre sweeps, after Sugiyama,
//! Tagawa & Toda 1981), and places are as near to the middle of their neighbours as the order allows (isotonic regression
//! by pool adjacent violators). The same graph always gives the same picture.

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};

/// How nodes are spaced, in the unit of their heights.
#[derive(Debug, Clone, Copy)]
pub struct Spacing {
    /// The width of every node.
    pub width: f64,
    /// Between layers.
    pub across: f64,
    /// Between nodes of a layer.
    pub down: f64,
}

/// A graph with places.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    /// The upper left corner of each node.
    pub nodes: Vec<(f64, f64)>,
    /// The points of each edge, from the right side of its first node to the left side of its last. In the order in which
    /// the edges came; empty for an edge that closes a circle.
    pub edges: Vec<Vec<(f64, f64)>>,
    /// The size of it all.
    pub size: (f64, f64),
}

/// How often the order of layers is looked through from both sides.
const SWEEPS: usize = 12;
/// How often places are moved towards their neighbours.
const PULLS: usize = 6;

/// A node, or the place where a long edge passes a layer.
struct Point {
    layer: usize,
    height: f64,
    /// Neighbours in the layer before and in the one behind.
    before: Vec<usize>,
    behind: Vec<usize>,
}

/// Lays out nodes of these heights.
#[must_use]
pub fn layout(heights: &[f64], edges: &[(usize, usize)], spacing: Spacing) -> Layout {
    let layers = layers(heights.len(), edges);
    let mut points: Vec<Point> = heights
        .iter()
        .zip(&layers)
        .map(|(&height, &layer)| Point { layer, height, before: Vec::new(), behind: Vec::new() })
        .collect();
    let chains = chains(&mut points, edges);
    let mut order = vec![Vec::new(); points.iter().map(|point| point.layer + 1).max().unwrap_or(0)];
    for (at, point) in points.iter().enumerate() {
        order[point.layer].push(at);
    }
    let order = untangled(&points, order);
    let middles = places(&points, &order, spacing);
    let top = (0..points.len()).map(|at| middles[at] - points[at].height / 2.0).fold(f64::INFINITY, f64::min);
    let left = |at: usize| points[at].layer as f64 * (spacing.width + spacing.across);
    let middle = |at: usize| middles[at] - top;
    let nodes: Vec<(f64, f64)> =
        (0..heights.len()).map(|at| (left(at), middle(at) - points[at].height / 2.0)).collect();
    let edges = chains
        .into_iter()
        .map(|chain| {
            let last = chain.len().saturating_sub(1);
            let mut path = Vec::new();
            for (place, &at) in chain.iter().enumerate() {
                if place > 0 {
                    path.push((left(at), middle(at)));
                }
                if place < last {
                    path.push((left(at) + spacing.width, middle(at)));
                }
            }
            path
        })
        .collect();
    let bottom = (0..heights.len()).map(|at| nodes[at].1 + heights[at]).fold(0.0, f64::max);
    let right = (0..heights.len()).map(|at| nodes[at].0 + spacing.width).fold(0.0, f64::max);
    Layout { nodes, edges, size: (right, bottom) }
}

/// The layer of each node: behind all that lead to it. Edges that close a circle count for nothing.
fn layers(nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut graph = DiGraph::<(), ()>::with_capacity(nodes, edges.len());
    for _ in 0..nodes {
        graph.add_node(());
    }
    for &(from, to) in edges.iter().filter(|(from, to)| from != to) {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), ());
    }
    let mut layers = vec![0; nodes];
    // Knowledge that was checked has no circles; a picture is drawn all the same.
    let Ok(sorted) = toposort(&graph, None) else { return layers };
    for node in sorted {
        for next in graph.neighbors(node) {
            layers[next.index()] = layers[next.index()].max(layers[node.index()] + 1);
        }
    }
    layers
}

/// Splits every edge at the layers that it passes; gives the points of each.
fn chains(points: &mut Vec<Point>, edges: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut chains = Vec::with_capacity(edges.len());
    for &(from, to) in edges {
        if points[from].layer >= points[to].layer {
            chains.push(Vec::new());
            continue;
        }
        let mut chain = vec![from];
        for layer in points[from].layer + 1..points[to].layer {
            chain.push(points.len());
            points.push(Point { layer, height: 0.0, before: Vec::new(), behind: Vec::new() });
        }
        chain.push(to);
        for pair in chain.windows(2) {
            points[pair[0]].behind.push(pair[1]);
            points[pair[1]].before.push(pair[0]);
        }
        chains.push(chain);
    }
    chains
}

/// The order of each layer with the fewest crossings that the sweeps found.
fn untangled(points: &[Point], mut order: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    let mut best = order.clone();
    let mut fewest = crossings(points, &order);
    // From each side one sweep that moves nothing: all further ones would do the same.
    let mut still = 0;
    for sweep in 0..SWEEPS {
        if fewest == 0 || still == 2 {
            break;
        }
        let forwards = sweep % 2 == 0;
        let mut rank = vec![0.0; points.len()];
        for layer in &order {
            for (place, &at) in layer.iter().enumerate() {
                rank[at] = place as f64;
            }
        }
        let (count, mut moved) = (order.len(), false);
        for step in 0..count {
            let layer = if forwards { step } else { count - 1 - step };
            let wished = |at: usize| {
                let beside = if forwards { &points[at].before } else { &points[at].behind };
                if beside.is_empty() {
                    rank[at]
                } else {
                    beside.iter().map(|&one| rank[one]).sum::<f64>() / beside.len() as f64
                }
            };
            let mut wishes: Vec<(f64, usize)> = order[layer].iter().map(|&at| (wished(at), at)).collect();
            // Stable: equals stay as they are.
            wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
            for (place, (_, at)) in wishes.into_iter().enumerate() {
                moved |= order[layer][place] != at;
                order[layer][place] = at;
                rank[at] = place as f64;
            }
        }
        if !moved {
            still += 1;
            continue;
        }
        still = 0;
        let now = crossings(points, &order);
        if now < fewest {
            fewest = now;
            best.clone_from(&order);
        }
    }
    best
}

/// How many pairs of edges cross: for each edge between two layers, how many that begin above it end below it. Ends are
/// counted in a tree of sums (Fenwick 1994; Barth, Jünger and Mutzel 2002).
fn crossings(points: &[Point], order: &[Vec<usize>]) -> usize {
    let mut rank = vec![0; points.len()];
    for layer in order {
        for (place, &at) in layer.iter().enumerate() {
            rank[at] = place;
        }
    }
    let mut count = 0;
    for (layer, next) in order.iter().zip(&order[1.min(order.len())..]) {
        let mut sums = vec![0_usize; next.len() + 1];
        let mut ends = 0;
        for &at in layer {
            // Edges of one node do not cross: all are counted against those before it.
            for &end in &points[at].behind {
                let mut above = 0;
                let mut place = rank[end] + 1;
                while place > 0 {
                    above += sums[place];
                    place &= place - 1;
                }
                count += ends - above;
            }
            for &end in &points[at].behind {
                let mut place = rank[end] + 1;
                while place < sums.len() {
                    sums[place] += 1;
                    place += place & place.wrapping_neg();
                }
            }
            ends += points[at].behind.len();
        }
    }
    count
}

/// The middle of each point, from top to bottom.
fn places(points: &[Point], order: &[Vec<usize>], spacing: Spacing) -> Vec<f64> {
    let mut middles = vec![0.0; points.len()];
    // How far the middle of a point stands below that of the one above it, at the least.
    let apart = |above: usize, below: usize| {
        let gap =
            if points[above].height > 0.0 && points[below].height > 0.0 { spacing.down } else { spacing.down / 2.0 };
        f64::midpoint(points[above].height, points[below].height) + gap
    };
    for layer in order {
        let mut at = 0.0;
        for (place, &point) in layer.iter().enumerate() {
            if place > 0 {
                at += apart(layer[place - 1], point);
            }
            middles[point] = at;
        }
    }
    for pull in 0..PULLS {
        let count = order.len();
        for step in 0..count {
            let layer = &order[if pull % 2 == 0 { step } else { count - 1 - step }];
            let wished = |at: usize| {
                let beside = points[at].before.iter().chain(&points[at].behind);
                let (sum, count) = beside.fold((0.0, 0), |(sum, count), &one| (sum + middles[one], count + 1));
                if count == 0 { middles[at] } else { sum / f64::from(count) }
            };
            let wishes: Vec<f64> = layer.iter().map(|&at| wished(at)).collect();
            let gaps: Vec<f64> = layer.windows(2).map(|pair| apart(pair[0], pair[1])).collect();
            for (&at, middle) in layer.iter().zip(spaced(&wishes, &gaps)) {
                middles[at] = middle;
            }
        }
    }
    middles
}

/// The places nearest to the wished ones, in the sum of squares, that keep their gaps.
fn spaced(wishes: &[f64], gaps: &[f64]) -> Vec<f64> {
    // Without the gaps the places must only not fall: pools of neighbours take their mean.
    let mut offset = 0.0;
    let mut offsets = Vec::with_capacity(wishes.len());
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (place, wish) in wishes.iter().enumerate() {
        if place > 0 {
            offset += gaps[place - 1];
        }
        offsets.push(offset);
        let mut pool = (wish - offset, 1);
        while let Some(&(mean, count)) = pools.last()
            && mean > pool.0
        {
            pools.pop();
            let all = count + pool.1;
            pool = ((mean * count as f64 + pool.0 * pool.1 as f64) / all as f64, all);
        }
        pools.push(pool);
    }
    let means = pools.into_iter().flat_map(|(mean, count)| std::iter::repeat_n(mean, count));
    means.zip(offsets).map(|(mean, offset)| mean + offset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACING: Spacing = Spacing { width: 100.0, across: 40.0, down: 10.0 };

    #[test]
    fn nodes_of_a_layer_do_not_touch() {
        let heights: Vec<f64> = (0..60).map(|at| 20.0 + f64::from(at % 3) * 12.0).collect();
        let edges: Vec<(usize, usize)> =
            (0..150).map(|at| (at * 7 % 30, 30 + at * 11 % 30)).chain((0..10).map(|at| (at, at + 10))).collect();
        let made = layout(&heights, &edges, SPACING);
        for a in 0..heights.len() {
            for b in 0..a {
                let apart = (made.nodes[a].0 - made.nodes[b].0).abs() >= SPACING.width
                    || made.nodes[a].1 + heights[a] <= made.nodes[b].1 + 1e-6
                    || made.nodes[b].1 + heights[b] <= made.nodes[a].1 + 1e-6;
                assert!(apart, "{a} and {b} touch");
            }
            assert!(made.nodes[a].1 >= -1e-6 && made.nodes[a].1 + heights[a] <= made.size.1 + 1e-6);
        }
        assert_eq!(made, layout(&heights, &edges, SPACING));
    }

    #[test]
    fn edges_that_need_not_cross_do_not() {
        let heights = [20.0; 6];
        let edges = [(0, 5), (1, 4), (2, 3)];
        let made = layout(&heights, &edges, SPACING);
        for (a, b) in [(0, 1), (1, 2), (0, 2)] {
            let above = |node: usize, other: usize| made.nodes[node].1 < made.nodes[other].1;
            assert_eq!(above(edges[a].0, edges[b].0), above(edges[a].1, edges[b].1));
        }
        // Straight, since each pair is alone.
        assert!(made.edges.iter().all(|path| (path[0].1 - path[1].1).abs() < 1e-6));
    }

    #[test]
    fn a_long_edge_is_led_around_nodes() {
        let made = layout(&[20.0; 3], &[(0, 1), (1, 2), (0, 2)], SPACING);
        let passing = made.edges[2][1].1;
        assert!(passing < made.nodes[1].1 || passing > made.nodes[1].1 + 20.0, "{made:?}");
    }

    #[test]
    fn crossings_are_those_of_all_pairs() {
        let point = |layer, behind| Point { layer, height: 1.0, before: Vec::new(), behind };
        let tops = [vec![6, 4, 5], vec![], vec![5, 5], vec![4, 7]];
        let mut points: Vec<Point> = tops.into_iter().map(|behind| point(0, behind)).collect();
        points.extend((4..8).map(|_| point(1, Vec::new())));
        let order = [vec![2, 0, 3, 1], vec![7, 5, 4, 6]];
        let edges: Vec<(usize, usize)> = order[0]
            .iter()
            .enumerate()
            .flat_map(|(top, &at)| points[at].behind.iter().map(move |end| (top, *end)))
            .map(|(top, end)| (top, order[1].iter().position(|&at| at == end).expect("an end")))
            .collect();
        let pairs = edges.iter().flat_map(|one| edges.iter().map(move |other| (one, other)));
        let crossing = pairs.filter(|(one, other)| one.0 < other.0 && one.1 > other.1).count();
        assert!(crossing > 3);
        assert_eq!(crossings(&points, &order), crossing);
    }

    #[test]
    fn circles_and_nothing_at_all_are_drawn() {
        assert_eq!(layout(&[], &[], SPACING).size, (0.0, 0.0));
        let made = layout(&[20.0; 2], &[(0, 1), (1, 0), (0, 0)], SPACING);
        assert_eq!(made.nodes.len(), 2);
        assert!(made.edges.iter().all(Vec::is_empty));
    }
}
