//! How firm the first step is.
//! In: a problem and evidence. Out: for which causes a quarter more or less weight would make another first step
//! better. Reads it from vectors of cost per cause: a plan's cost is linear in the weights, so that plans found once
//! can be weighed again.

use super::advice::doing;
use super::bounds::Bounds;
use super::columns::Columns;
use super::flow::{Builder, Doing, Flow, Node, NodeId};
use super::moves::Moves;
use super::plan::Options;
use super::posterior::Start;
use super::problem::{CauseId, Evidence, Problem};
use super::search::{Choice, Search};
use super::transition::{advance, end_price};

/// Other first steps that are compared, the cheapest by what is proven.
const RIVALS: usize = 4;
/// Steps that the walk of one plan may take; longer plans are not weighed.
const WALK: usize = 50_000;
/// A rival must be better by this share of the cost before the first step counts as changed.
const CLEAR: f64 = 1e-9;

/// A cause whose weight decides the first step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sensitive {
    /// The cause.
    pub cause: CauseId,
    /// What its weight is multiplied by: 0.75 or 1.25.
    pub factor: f64,
    /// The first step that is better then.
    pub then: Doing,
    /// By how many minutes.
    pub saves: f64,
}

/// The causes for which the first step changes when their weight is a quarter more or less.
#[must_use]
pub fn sensitive(problem: &Problem, evidence: &Evidence, options: &Options) -> Vec<Sensitive> {
    let moves = Moves::new(problem);
    let mut start = Start::new(&moves, evidence);
    let mut search = Search::new(&moves);
    search.couple(vec![std::mem::take(&mut start.coupling)]);
    let Some(root) = search.root(&start.codes, &start.weights, 0).filter(|_| start.end.is_none()) else {
        return Vec::new();
    };
    let budget = options.states.unwrap_or_else(|| super::plan::budget(problem));
    search.solve(root, budget / 2);
    let rivals = rivals(&mut search, root, budget / 2);
    let mut weighed: Vec<(Choice, Vec<f64>)> = Vec::new();
    for choice in rivals {
        let costs = match choice {
            Choice::Escalate => Some(vec![moves.price; start.weights.len()]),
            Choice::Move(index) => first_then_plan(&mut search, root, choice, index, options.checks),
        };
        weighed.extend(costs.map(|costs| (choice, costs)));
    }
    compare(&moves, &start.weights, &weighed)
}

/// Other first steps that are weighed beside a plan that was just made.
const NEAREST: usize = 2;
/// Checks in the plans after other first steps, where they are weighed beside a plan that was just made.
const GLANCE: usize = 40;

/// The same for a plan that was just made, by what its search already knows: no state is solved for it, so it finds
/// only changes that need no further thought. `weights` are those of the root, `cost` is what the flow costs there.
pub(crate) fn at_root(
    search: &mut Search<'_, '_>,
    root: usize,
    weights: &[f64],
    flow: &Flow,
    cost: f64,
) -> Vec<Sensitive> {
    let entry = flow.entries[0].node;
    let Doing::Step(step, copy) = flow.nodes[entry].doing else { return Vec::new() };
    let moves = search.moves;
    let first = moves.of(step) + copy;
    let (codes, known) = (search.states.codes(root).to_vec(), search.states.weights(root).to_vec());
    let Some(own) = Vectors::new(search, &flow.nodes).node(entry, &codes, &known) else { return Vec::new() };
    search.make_all(root, |_| true);
    let bar = bar(moves, &codes, &known, &own, cost);
    let mut order: Vec<(f64, Choice)> = search
        .actions(root)
        .iter()
        .filter(|action| action.choice != Choice::Move(first) && action.lo < bar)
        .map(|action| (action.lo, action.choice))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.truncate(NEAREST);
    let mut weighed = vec![(Choice::Move(first), own)];
    for (_, choice) in order {
        let costs = match choice {
            Choice::Escalate => Some(vec![moves.price; known.len()]),
            Choice::Move(index) => first_then_plan(search, root, choice, index, GLANCE),
        };
        // One that is better as it is says nothing of the weights.
        let worse = |costs: &Vec<f64>| dot(&known, costs) >= dot(&known, &weighed[0].1);
        weighed.extend(costs.filter(worse).map(|costs| (choice, costs)));
    }
    compare(moves, weights, &weighed)
}

/// The lower bound from which on a first step cannot become the best by a quarter of one weight. No plan costs a reader
/// with cause `h` less than who knows it pays, so that with a quarter more of `h` a rival costs at least
/// `lo + ¼ w_h known_h`; and with a quarter less at least `¾ lo + ¼ LB1(w without h)`. The first step's own cost
/// changes by `¼ w_h c_h`.
fn bar(moves: &Moves<'_>, codes: &[u16], weights: &[f64], own: &[f64], cost: f64) -> f64 {
    let mut bounds = Bounds::default();
    bounds.find(moves, codes, weights, &Columns::above_zero(weights), |_| true);
    let mut bar = cost;
    for (h, weight) in weights.iter().enumerate() {
        let share = weight * own[h] / 4.0;
        let known = weight * bounds.known[h];
        let others = bounds.informed - known;
        bar = bar.max(cost + share - known / 4.0).max((cost - share - others / 4.0) / 0.75);
    }
    bar
}

fn dot(weights: &[f64], costs: &[f64]) -> f64 {
    weights.iter().zip(costs).map(|(weight, cost)| weight * cost).sum()
}

/// The best first step and the next ones by lower bound, each solved as far as the budget goes.
fn rivals(search: &mut Search<'_, '_>, root: usize, budget: usize) -> Vec<Choice> {
    search.make_all(root, |_| true);
    let mut order: Vec<(f64, Choice)> = search.actions(root).iter().map(|action| (action.lo, action.choice)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.truncate(RIVALS + 1);
    for (_, choice) in &order {
        for edge in search.edges(root, *choice).to_vec() {
            let limit = search.expanded + budget / (4 * order.len().max(1));
            search.solve(edge.state, limit);
        }
    }
    search.make_all(root, |_| true);
    let mut found: Vec<(f64, Choice)> = search
        .actions(root)
        .iter()
        .filter(|action| order.iter().any(|(_, choice)| *choice == action.choice))
        .map(|action| (action.hi, action.choice))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, choice)| choice).collect()
}

/// Cost per cause of a first step with the plan after it.
fn first_then_plan(
    search: &mut Search<'_, '_>,
    root: usize,
    choice: Choice,
    index: usize,
    checks: usize,
) -> Option<Vec<f64>> {
    let edges = search.edges(root, choice).to_vec();
    let roots: Vec<Option<usize>> = edges.iter().map(|edge| Some(edge.state)).collect();
    let builder = Builder::new(search, checks, 0);
    let builder = if checks <= GLANCE { builder.at_a_glance() } else { builder };
    let built = builder.build(&roots);
    let mut walk = Vectors::new(search, &built.nodes);
    let (codes, weights) = (search.states.codes(root).to_vec(), search.states.weights(root).to_vec());
    let entries: Vec<(usize, NodeId)> =
        edges.iter().zip(&built.roots).map(|(edge, node)| (edge.outcome, *node)).collect();
    walk.step(index, &codes, &weights, &|outcome| {
        entries.iter().find(|(known, _)| *known == outcome).map(|(_, node)| *node)
    })
}

struct Vectors<'v, 'm, 'p> {
    moves: &'m Moves<'p>,
    search: &'v Search<'m, 'p>,
    nodes: &'v [Node],
    by: Vec<f64>,
    left: usize,
    /// States and costs to write into, kept for the next path.
    states: Vec<(Vec<u16>, Vec<f64>)>,
    costs: Vec<Vec<f64>>,
}

impl<'v, 'm, 'p> Vectors<'v, 'm, 'p> {
    fn new(search: &'v Search<'m, 'p>, nodes: &'v [Node]) -> Self {
        Self { moves: search.moves, search, nodes, by: Vec::new(), left: WALK, states: Vec::new(), costs: Vec::new() }
    }

    /// Costs that are the same for every cause.
    fn even(&mut self, cost: f64, width: usize) -> Vec<f64> {
        let mut costs = self.costs.pop().unwrap_or_default();
        costs.clear();
        costs.resize(width, cost);
        costs
    }

    fn node(&mut self, node: NodeId, codes: &[u16], weights: &[f64]) -> Option<Vec<f64>> {
        let Doing::Step(step, copy) = self.nodes[node].doing else {
            return Some(self.even(self.moves.price, weights.len()));
        };
        let nodes = self.nodes;
        let next = |outcome: usize| nodes[node].next.get(outcome).copied();
        self.step(self.moves.of(step) + copy, codes, weights, &next)
    }

    /// Cost per cause: the step's own, and for each outcome its chance with that cause times what comes after.
    fn step(
        &mut self,
        index: usize,
        codes: &[u16],
        weights: &[f64],
        next: &dyn Fn(usize) -> Option<NodeId>,
    ) -> Option<Vec<f64>> {
        self.left = self.left.checked_sub(1)?;
        let mut costs = self.even(self.moves.list[index].cost, weights.len());
        let (mut then, mut known) = self.states.pop().unwrap_or_default();
        for outcome in 0..self.moves.list[index].tables.len() {
            then.clear();
            then.extend_from_slice(codes);
            known.clear();
            known.extend_from_slice(weights);
            let coupling = self.search.coupling(codes);
            let (chance, end) = advance(self.moves, coupling, &mut then, &mut known, &mut self.by, index, outcome);
            if chance <= 0.0 {
                continue;
            }
            let after = match (end, next(outcome)) {
                (Some(target), _) => self.even(end_price(self.moves, target), weights.len()),
                (None, Some(node)) => self.node(node, &then, &known)?,
                (None, None) => return None,
            };
            for (h, cost) in costs.iter_mut().enumerate() {
                if weights[h] > 0.0 {
                    *cost += chance * known[h] / weights[h] * after[h];
                }
            }
            self.costs.push(after);
        }
        self.states.push((then, known));
        Some(costs)
    }
}

fn compare(moves: &Moves<'_>, weights: &[f64], weighed: &[(Choice, Vec<f64>)]) -> Vec<Sensitive> {
    let mut found = Vec::new();
    let Some(((_, best), rivals)) = weighed.split_first() else {
        return found;
    };
    for (column, cause) in moves.tables.hypotheses.iter().enumerate() {
        for factor in [0.75, 1.25] {
            let mut other = weights.to_vec();
            other[column] *= factor;
            let sum: f64 = other.iter().sum();
            if sum <= 0.0 {
                continue;
            }
            let cost = |costs: &[f64]| other.iter().zip(costs).map(|(w, cost)| w * cost).sum::<f64>() / sum;
            let now = cost(best);
            let mut better: Option<(f64, Choice)> = None;
            for (choice, costs) in rivals {
                let saves = now - cost(costs);
                if saves > CLEAR * now.max(1.0) && better.is_none_or(|(most, _)| saves > most) {
                    better = Some((saves, *choice));
                }
            }
            if let Some((saves, choice)) = better {
                let then = match choice {
                    Choice::Move(index) => doing(moves, index),
                    Choice::Escalate => Doing::Escalate(moves.problem.policy.escalation),
                };
                found.push(Sensitive { cause: *cause, factor, then, saves });
            }
        }
    }
    found
}
