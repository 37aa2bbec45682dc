//! How firm the first step is.
//! In: a problem and evidence. Out: for which causes a quarter more or less weight would make another first step
//! better. Reads it from vectors of cost per cause: a plan's cost is linear in the weights, so that plans found once
//! can be weighed again.

use super::actions::Actions;
use super::advice::doing;
use super::bounds::Bounds;
use super::flow::{Builder, Decisions, Doing};
use super::hypothesis_set::HypothesisSet;
use super::plan::{Options, Stop};
use super::posterior::Start;
use super::problem::{CauseId, EscalationMode, Evidence, Problem};
use super::search::{Choice, Search};
use super::transition::{advance, end_price};

/// Other first steps that are compared, the cheapest by what is proven.
const RIVALS: usize = 4;
/// A rival must be better by this share of the cost before the first step counts as changed.
const CLEAR: f64 = 1e-9;
/// Whoever saves less than this share of the cost does not notice: a plan says nothing of it.
const NOTICED: f64 = 0.01;

/// A cause whose weight decides the first step.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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
    let actions = Actions::new(problem);
    let mut start = Start::new(&actions, evidence);
    let mut search = Search::new(&actions, Stop::default());
    let base = std::mem::take(&mut start.base);
    search.couple(vec![std::mem::take(&mut start.coupling)], vec![base], options.separating);
    let Some(root) = search.root(&start.codes, &start.weights, 0).filter(|_| start.end.is_none()) else {
        return Vec::new();
    };
    let budget = options.states.unwrap_or_else(|| super::plan::budget(problem));
    search.solve(root, budget / 2);
    let rivals = rivals(&mut search, root, budget / 2);
    let mut weighed: Vec<(Choice, Vec<f64>)> = Vec::new();
    for choice in rivals {
        weighed.push((choice, first_then_plan(&mut search, root, choice, options.checks)));
    }
    compare(&actions, &start.weights, &weighed, 0.0)
}

/// Other first steps that are weighed beside a plan that was just made.
const NEAREST: usize = 2;
/// Checks in the plans after other first steps, where they are weighed beside a plan that was just made.
const GLANCE: usize = 40;

/// The same for a plan that was just made, by what its search already knows: no state is solved for it, so it finds
/// only changes that need no further thought. `weights` are those of the root, `decided` is what the plan does, and `cost` what that costs.
pub(crate) fn at_root(
    search: &mut Search<'_, '_>,
    root: usize,
    weights: &[f64],
    decided: &Decisions,
    cost: f64,
) -> Vec<Sensitive> {
    let Some(Choice::Action(first)) = decided.get(root) else { return Vec::new() };
    let actions = search.actions;
    let (codes, known) = (search.states.codes(root).to_vec(), search.states.weights(root).to_vec());
    let own = Vectors::new(search, decided).first(root, Choice::Action(first));
    // Where all that helps is tried before handing over, what that costs is no reason to do one thing before another.
    let noticed = NOTICED
        * match actions.problem.policy.mode {
            EscalationMode::WhenCheaper => cost,
            EscalationMode::Last => {
                dot(&known, &Vectors::new(search, decided).at_price(0.0).first(root, Choice::Action(first)))
            }
        };
    let mut bounds = Bounds::default();
    bounds.find(actions, &codes, &known, &HypothesisSet::above_zero(&known), |_| true);
    let bar = Bar { actions, weights: &known, own: &own, cost, noticed, bounds };
    let rivals = |search: &Search<'_, '_>| -> Vec<(f64, Choice)> {
        let others = search.branches(root).iter().filter(|branch| branch.choice != Choice::Action(first));
        others.map(|branch| (branch.lo, branch.choice)).filter(|(lo, choice)| bar.lets(*choice, *lo)).collect()
    };
    // Looking at what comes after it raises a bound: what is out before that need not be looked at.
    search.expand(root);
    let before = rivals(search);
    search.make_all(root, |one| before.iter().any(|(_, rival)| *rival == one));
    let mut order = rivals(search);
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.truncate(NEAREST);
    let mut weighed = vec![(Choice::Action(first), own.clone())];
    for (_, choice) in order {
        let costs = first_then_plan(search, root, choice, GLANCE);
        // One that is better as it is says nothing of the weights.
        if dot(&known, &costs) >= dot(&known, &weighed[0].1) {
            weighed.push((choice, costs));
        }
    }
    compare(actions, weights, &weighed, noticed)
}

/// Which other first steps may be worth it when one weight changes. No plan costs a reader with cause `h` less than who
/// knows it pays, and who does a step in vain first pays that too: so that with a quarter more of `h` a rival costs at
/// least `lo + ¼ w_h least_h`, and with a quarter less at least `¾ lo + ¼ Σ w_g least_g` over all others. The first
/// step's own cost changes by `¼ w_h c_h`.
struct Bar<'b, 'p> {
    actions: &'b Actions<'p>,
    weights: &'b [f64],
    /// What the first step costs with its plan, per cause and in all.
    own: &'b [f64],
    cost: f64,
    noticed: f64,
    bounds: Bounds,
}

impl Bar<'_, '_> {
    fn lets(&self, choice: Choice, lo: f64) -> bool {
        let least = |h: usize| {
            let in_vain = match choice {
                Choice::Action(index) if !self.actions.list[index].fixes.iter().any(|fix| fix.0 == h) => {
                    self.actions.list[index].cost
                }
                _ => 0.0,
            };
            self.weights[h] * (self.bounds.known(h) + in_vain)
        };
        let all: f64 = (0..self.weights.len()).map(least).sum();
        self.weights.iter().zip(self.own).enumerate().any(|(h, (weight, own))| {
            let (share, least) = (weight * own / 4.0, least(h));
            let more = self.cost + share - lo - least / 4.0;
            let less = self.cost - share - 0.75 * lo - (all - least) / 4.0;
            more > self.noticed * (1.0 + weight / 4.0) || less > self.noticed * (1.0 - weight / 4.0)
        })
    }
}

fn dot(weights: &[f64], costs: &[f64]) -> f64 {
    weights.iter().zip(costs).map(|(weight, cost)| weight * cost).sum()
}

/// The best first step and the next ones by lower bound, each solved as far as the budget goes.
fn rivals(search: &mut Search<'_, '_>, root: usize, budget: usize) -> Vec<Choice> {
    search.make_all(root, |_| true);
    let mut order: Vec<(f64, Choice)> = search.branches(root).iter().map(|branch| (branch.lo, branch.choice)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    order.truncate(RIVALS + 1);
    for (_, choice) in &order {
        for edge in search.edges(root, *choice).to_vec() {
            let limit = search.expanded + budget / (4 * order.len().max(1));
            search.solve(edge.state(), limit);
        }
    }
    search.make_all(root, |_| true);
    let mut found: Vec<(f64, Choice)> = search
        .branches(root)
        .iter()
        .filter(|branch| order.iter().any(|(_, choice)| *choice == branch.choice))
        .map(|branch| (branch.hi, branch.choice))
        .collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    found.into_iter().map(|(_, choice)| choice).collect()
}

/// Cost per cause of a first step with the plan after it.
fn first_then_plan(search: &mut Search<'_, '_>, root: usize, choice: Choice, checks: usize) -> Vec<f64> {
    let edges = search.edges(root, choice).to_vec();
    let roots: Vec<Option<usize>> = edges.iter().map(|edge| Some(edge.state())).collect();
    let builder = Builder::new(search, checks, 0);
    let builder = if checks <= GLANCE { builder.at_a_glance() } else { builder };
    let decided = builder.decisions(&roots);
    Vectors::new(search, &decided).first(root, choice)
}

/// Costs per cause of what is decided, each state once.
struct Vectors<'v, 'm, 'p> {
    search: &'v Search<'m, 'p>,
    decided: &'v Decisions,
    /// Where the costs of each state stand that has some.
    known: Vec<Option<usize>>,
    costs: Vec<f64>,
    width: usize,
    by: Vec<f64>,
    /// What handing over counts.
    price: f64,
}

impl<'v, 'm, 'p> Vectors<'v, 'm, 'p> {
    fn new(search: &'v Search<'m, 'p>, decided: &'v Decisions) -> Self {
        let width = search.actions.tables.width();
        let price = search.actions.price;
        Self { search, decided, known: vec![None; search.count()], costs: Vec::new(), width, by: Vec::new(), price }
    }

    /// The same with another price of handing over.
    fn at_price(self, price: f64) -> Self {
        Self { price, ..self }
    }

    /// The costs of a state where this is done first.
    fn first(&mut self, state: usize, choice: Choice) -> Vec<f64> {
        let at = match choice {
            Choice::Action(index) => self.step(state, index),
            Choice::Escalate => self.even(self.price),
        };
        self.costs[at..at + self.width].to_vec()
    }

    /// Costs that are the same for every cause.
    fn even(&mut self, cost: f64) -> usize {
        let at = self.costs.len();
        self.costs.resize(at + self.width, cost);
        at
    }

    fn state(&mut self, state: usize) -> usize {
        if let Some(at) = self.known[state] {
            return at;
        }
        let actions = self.search.actions;
        let at = match (self.search.end_of(state), self.decided.get(state)) {
            (Some(target), _) => self.even(end_price(actions, target)),
            (None, Some(Choice::Action(index))) => self.step(state, index),
            _ => self.even(self.price),
        };
        self.known[state] = Some(at);
        at
    }

    /// The step's own cost, and for each outcome its chance with the cause times what comes after.
    fn step(&mut self, state: usize, index: usize) -> usize {
        let search = self.search;
        let at = self.even(search.actions.list[index].cost);
        for edge in search.edges(state, Choice::Action(index)) {
            let after = self.state(edge.state());
            let weights = search.states.weights(state);
            // An end is one state, wherever readers come from.
            let own = search.end_of(edge.state()).map(|_| self.weights_after(state, index, edge.outcome()));
            let then = own.as_deref().unwrap_or_else(|| search.states.weights(edge.state()));
            for h in 0..self.width {
                if weights[h] > 0.0 {
                    self.costs[at + h] += edge.chance * then[h] / weights[h] * self.costs[after + h];
                }
            }
        }
        at
    }

    fn weights_after(&mut self, state: usize, index: usize, outcome: usize) -> Vec<f64> {
        let before = (self.search.states.codes(state), self.search.states.weights(state));
        let (mut codes, mut weights) = (Vec::new(), Vec::new());
        let (coupling, after) = (self.search.coupling(before.0), (&mut codes, &mut weights));
        advance(self.search.actions, coupling, before, after, &mut self.by, index, outcome);
        weights
    }
}

fn compare(actions: &Actions<'_>, weights: &[f64], weighed: &[(Choice, Vec<f64>)], noticed: f64) -> Vec<Sensitive> {
    let mut found = Vec::new();
    let Some(((_, best), rivals)) = weighed.split_first() else {
        return found;
    };
    for (column, cause) in actions.tables.hypotheses.iter().enumerate() {
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
                if saves > noticed.max(CLEAR * now.max(1.0)) && better.is_none_or(|(most, _)| saves > most) {
                    better = Some((saves, *choice));
                }
            }
            if let Some((saves, choice)) = better {
                let then = match choice {
                    Choice::Action(index) => doing(actions, index),
                    Choice::Escalate => Doing::Escalate(actions.problem.policy.escalation),
                };
                found.push(Sensitive { cause: *cause, factor, then, saves });
            }
        }
    }
    found
}
