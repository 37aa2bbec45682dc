//! The flow for paper: a chart of few questions, and one list of all remedies to which its answers send the reader.
//! In: a planned guide. Out: which nodes of the flow are printed, by which remedies each of their answers goes on, and
//! what going by it costs.

mod chart;

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use super::actions::{Actions, GONE, UNDONE};
use super::flow::{Doing, NodeId};
use super::permission::help;
use super::plan::Plan;
use super::posterior::{Start, normalised};
use super::problem::{CheckId, Evidence, Problem, RemedyId, Step, SymptomId};
use super::step_rationale::StepRationale;
use super::transition::{advance, end_price};
use chart::{Chart, Draft};

/// Steps on paper, remedies and ends included: fewer than forty.
pub const PRINTED_NODES: usize = 39;
/// A printed flow that costs more than this much of the whole one is worth a warning.
const WORSE: f64 = 1.1;

/// A flow cut to what fits on paper.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Printed {
    /// The nodes that are printed, by their number in the whole flow, from the top. Where the flow does not fit, its
    /// remedies stand in the tail alone.
    pub nodes: Vec<NodeId>,
    /// All remedies, in order of safety, stage and P/C. Answers send the reader to some of them.
    pub tail: Vec<RemedyId>,
    /// How the reader goes on where that is not straight to a printed node, by node and answer; the number after the
    /// last answer is for who cannot do or tell.
    pub onward: BTreeMap<(NodeId, usize), Onward>,
    /// How those who see a symptom begin whose own entry is not printed.
    pub begins: BTreeMap<SymptomId, Onward>,
    /// What going by it costs.
    pub paper: Paper,
    /// What each printed step can do where it stands, on the most travelled way to it.
    pub rationales: BTreeMap<NodeId, StepRationale>,
}

/// What a flow costs on paper.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Paper {
    /// From the first entry, in minutes.
    pub expected_cost: f64,
    /// Where readers, most of whom see a symptom, pay more than 10 % above the whole flow: the check behind which most of them
    /// leave the chart, and what they pay more, as a share of the whole flow.
    pub split_at: Option<(CheckId, f64)>,
}

/// Those who come in at an entry.
struct Readers {
    start: Start,
    node: NodeId,
    /// How many they are.
    weight: f64,
}

impl Readers {
    /// Those of each entry of a plan, that without a symptom first. Readers mostly see one: each entry weighs as its symptom is
    /// likely, and that without one as much as the least of them.
    fn of(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan) -> Vec<Self> {
        let first = Start::new(actions, evidence);
        let likely = |symptom: SymptomId| {
            let weights = normalised(&first.weights)?;
            let rows = actions.tables.symptoms.get(symptom.0)?;
            Some(weights.iter().zip(rows).map(|(weight, row)| weight * row).sum::<f64>())
        };
        let seen: Vec<f64> = plan.flow.entries.iter().filter_map(|entry| entry.symptom.and_then(likely)).collect();
        let least = seen.iter().copied().fold(1.0, f64::min);
        let weight = |symptom: Option<SymptomId>| match symptom {
            _ if plan.flow.entries.len() == 1 => 1.0,
            Some(symptom) => likely(symptom).unwrap_or(0.0),
            None => least,
        };
        let entries = plan.flow.entries.iter();
        entries
            .map(|entry| Readers {
                start: Start::new(actions, &with(evidence, entry.symptom)),
                node: entry.node,
                weight: weight(entry.symptom),
            })
            .collect()
    }

    /// How they come; nothing where nobody can.
    fn arrival(&self) -> Option<Arrival> {
        let weights = normalised(&self.start.weights).filter(|_| self.start.end.is_none())?;
        Some(Arrival { codes: self.start.codes.clone(), weights, mass: 1.0 })
    }
}

/// How a reader goes on after an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Onward {
    /// Remedies to be done in turn until one helps.
    pub first: Vec<RemedyId>,
    /// The printed node to go on with after them, which may be who takes over; `None` for the guide's own escalation.
    pub then: Option<NodeId>,
}

/// One way of having come to a node.
#[derive(Debug, Default, PartialEq)]
struct Arrival {
    codes: Vec<u16>,
    weights: Vec<f64>,
    mass: f64,
}

impl Arrival {
    /// Has nobody come here yet? Whoever has stands in a state.
    fn is_nobody(&self) -> bool {
        self.codes.is_empty()
    }
}

/// Those at one node: mostly there is one way to come to it.
type Arrivals = SmallVec<[Arrival; 1]>;

impl Clone for Arrival {
    fn clone(&self) -> Self {
        Self { codes: self.codes.clone(), weights: self.weights.clone(), mass: self.mass }
    }

    /// Keeps the room that the lists have.
    fn clone_from(&mut self, other: &Self) {
        self.codes.clone_from(&other.codes);
        self.weights.clone_from(&other.weights);
        self.mass = other.mass;
    }
}

/// Cuts a flow for paper.
#[must_use]
pub fn printed(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Printed {
    with_moves(&Actions::new(problem), evidence, plan)
}

pub(super) fn with_moves(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan) -> Printed {
    let readers = Readers::of(actions, evidence, plan);
    let chart = Chart::new(actions, plan, &readers);
    let (draft, ways) = lay_out(&chart, evidence);
    let ways = ways.unwrap_or_else(|| Ways::new(&chart, evidence, &draft, Extent::Part));
    let rationale = |(node, arrival): (NodeId, &Arrival)| match plan.flow.nodes[node].doing {
        Doing::Step(step, copy) if !arrival.is_nobody() => {
            Some((node, StepRationale::new(actions, &arrival.codes, &arrival.weights, actions.of(step) + copy)))
        }
        _ => None,
    };
    let begins = begins(&chart, &draft);
    // Who takes over behind remedies is printed, too.
    let behind = ways.onward.values().chain(begins.values()).filter_map(|onward| onward.then);
    let nodes: BTreeSet<NodeId> = draft.nodes.iter().copied().chain(behind).collect();
    Printed {
        nodes: nodes.into_iter().rev().collect(),
        begins,
        tail: tail(actions, &Start::new(actions, evidence))
            .iter()
            .filter_map(|index| remedy(actions, *index))
            .collect(),
        onward: ways.onward,
        paper: priced(&draft, plan, &readers),
        rationales: ways.best.iter().enumerate().filter_map(rationale).collect(),
    }
}

/// What a flow costs on paper, without laying out all of it.
pub(super) fn paper(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan) -> Paper {
    let readers = Readers::of(actions, evidence, plan);
    priced(&lay_out(&Chart::new(actions, plan, &readers), evidence).0, plan, &readers)
}

fn priced(draft: &Draft, plan: &Plan, readers: &[Readers]) -> Paper {
    let all = |costs: &mut dyn Iterator<Item = f64>| -> f64 {
        costs.zip(readers).map(|(cost, readers)| cost * readers.weight).sum()
    };
    let paid = all(&mut draft.costs().iter().copied());
    let whole = all(&mut plan.flow.entries.iter().map(|entry| entry.expected_cost));
    let split = draft.left_at(plan).filter(|_| paid > WORSE * whole);
    Paper { expected_cost: draft.cost(), split_at: split.map(|check| (check, paid / whole - 1.0)) }
}

/// How those begin who see a symptom whose entry is not printed.
fn begins(chart: &Chart<'_>, draft: &Draft) -> BTreeMap<SymptomId, Onward> {
    let entries = chart.plan.flow.entries.iter().enumerate();
    let unprinted = entries.filter(|(_, entry)| !draft.nodes.contains(&entry.node));
    unprinted
        .filter_map(|(number, entry)| {
            let sent = draft.sent.get(&(None, number)).map(|sent| chart.by_remedies(sent.first.clone(), &sent.coming));
            Some((entry.symptom?, chart.straight(entry.node, &draft.nodes).or(sent)?))
        })
        .collect()
}

/// What is printed of a flow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All of it, with a list of all remedies where somebody who cannot tell or do something needs one.
    Whole,
    /// A part, with that list.
    Part,
}

/// The flow whole where it fits, with the ways through it; else the chart that saves most.
fn lay_out(chart: &Chart<'_>, evidence: &Evidence) -> (Draft, Option<Ways>) {
    // A chart by hand, with no causes to weigh, is printed whole.
    let by_hand = chart.actions.tables.hypotheses.is_empty();
    let nodes = chart.plan.flow.nodes.len();
    if by_hand || nodes <= PRINTED_NODES {
        let draft = chart.draft((0..nodes).collect(), BTreeMap::new());
        let has_room = nodes + chart.actions.first_copy.len() < PRINTED_NODES;
        let ways = Ways::new(chart, evidence, &draft, Extent::Whole);
        if by_hand || has_room || ways.onward.values().all(|one| one.first.is_empty()) {
            return (draft, Some(ways));
        }
    }
    (chart.choose(PRINTED_NODES), None)
}

/// How readers come to what is printed, and go on from it.
struct Ways {
    /// The most travelled way to each node of the flow, as far as it is printed.
    best: Vec<Arrival>,
    onward: BTreeMap<(NodeId, usize), Onward>,
}

impl Ways {
    fn new(chart: &Chart<'_>, evidence: &Evidence, draft: &Draft, extent: Extent) -> Self {
        let best = arrivals(chart.actions, evidence, chart.plan, &draft.nodes);
        Self { onward: onward(chart, draft, &best, extent), best }
    }
}

/// As many nodes of a flow as fit on paper that most readers come to, each step with the ends that its answers lead to;
/// for those who draw the flow itself. A chart by hand is given whole.
#[must_use]
pub fn travelled(problem: &Problem, evidence: &Evidence, plan: &Plan) -> Vec<NodeId> {
    let actions = Actions::new(problem);
    if actions.tables.hypotheses.is_empty() {
        return (0..plan.flow.nodes.len()).rev().collect();
    }
    let mut reach = vec![0.0; plan.flow.nodes.len()];
    for entry in &plan.flow.entries {
        let start = Start::new(&actions, &with(evidence, entry.symptom));
        pass(&actions, plan, &start, entry.node, |node, arrival| reach[node] += arrival.mass, |_| true);
        reach[entry.node] += 1.0;
    }
    let mut nodes: Vec<NodeId> = (0..reach.len()).filter(|node| reach[*node] > 0.0).collect();
    nodes.sort_by(|a, b| reach[*b].total_cmp(&reach[*a]).then(b.cmp(a)));
    let mut chosen: BTreeSet<NodeId> = BTreeSet::new();
    for node in nodes {
        let ends =
            plan.flow.nodes[node].next.iter().filter(|&&next| !matches!(plan.flow.nodes[next].doing, Doing::Step(..)));
        let mut with_ends: Vec<NodeId> =
            std::iter::once(node).chain(ends.copied()).filter(|one| !chosen.contains(one)).collect();
        with_ends.sort_unstable();
        with_ends.dedup();
        if chosen.len() + with_ends.len() <= PRINTED_NODES {
            chosen.extend(with_ends);
        }
    }
    chosen.into_iter().rev().collect()
}

/// The most travelled way to each of these nodes, by node; nobody where it is none of them.
/// Whether somebody comes there without having been asked a check stands in its code.
fn arrivals(actions: &Actions<'_>, evidence: &Evidence, plan: &Plan, nodes: &BTreeSet<NodeId>) -> Vec<Arrival> {
    // Behind a chart there is nothing to come to. Children stand before parents.
    let mut leads = vec![false; plan.flow.nodes.len()];
    for (node, flow) in plan.flow.nodes.iter().enumerate() {
        leads[node] = nodes.contains(&node) || flow.next.iter().any(|next| leads[*next]);
    }
    let mut best = vec![Arrival::default(); plan.flow.nodes.len()];
    let mut unasked: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); plan.flow.nodes.len()];
    for entry in &plan.flow.entries {
        let start = Start::new(actions, &with(evidence, entry.symptom));
        let note = |node, arrival: &Arrival| {
            if nodes.contains(&node) {
                if actions.destroying {
                    unasked[node].extend((0..actions.checks).filter(|&check| arrival.codes[check] == UNDONE));
                }
                let known = &mut best[node];
                if known.is_nobody() || arrival.mass > known.mass {
                    known.clone_from(arrival);
                }
            }
        };
        pass(actions, plan, &start, entry.node, note, |along| leads[along.next]);
    }
    for (arrival, unasked) in best.iter_mut().zip(unasked).filter(|(arrival, _)| !arrival.is_nobody()) {
        unasked.into_iter().for_each(|check| arrival.codes[check] = UNDONE);
    }
    best
}

/// How readers go on where the flow's own edge is not printed. Who cannot tell or do something is left the remedies that may
/// help; in a whole flow they hand over where a check or a chart by hand says so.
fn onward(chart: &Chart<'_>, draft: &Draft, best: &[Arrival], extent: Extent) -> BTreeMap<(NodeId, usize), Onward> {
    let mut onward = BTreeMap::new();
    for &node in &draft.nodes {
        let flow = &chart.plan.flow.nodes[node];
        let Doing::Step(step, _) = flow.doing else { continue };
        for (outcome, &next) in flow.next.iter().enumerate() {
            if draft.nodes.contains(&next) || chart.plan.flow.nodes[next].doing == Doing::Solved {
                continue;
            }
            let sent = draft.sent.get(&(Some(node), outcome));
            let sent = sent.map(|sent| chart.by_remedies(sent.first.clone(), &sent.coming));
            onward.insert((node, outcome), chart.straight(next, &draft.nodes).or(sent).unwrap_or_default());
        }
        if flow.fallback.is_some_and(|next| draft.nodes.contains(&next)) {
            continue;
        }
        let on_the_chart = flow.fallback.and_then(|next| chart.straight(next, &draft.nodes));
        let on_the_chart = on_the_chart.filter(|onward| onward.then.is_some());
        let fallback = on_the_chart.or_else(|| chart.passing_over(node, &draft.nodes)).unwrap_or_else(|| {
            let index = chart.actions.of(step);
            let hands_over = chart.actions.list[index].unable.is_some() || chart.actions.is_charted(step);
            // Where there is no room for a list that somebody needs, not all of the flow is printed.
            let is_sent = extent == Extent::Part || !hands_over;
            let come = Some(&best[node]).filter(|come| is_sent && !come.is_nobody());
            let gone = come.map(|arrival| {
                let mut arrival = arrival.clone();
                arrival.codes[index] = GONE;
                arrival
            });
            let Some(arrival) = gone else { return Onward::default() };
            let check = chart.check_left(node, &arrival, &draft.nodes);
            let come = [arrival];
            let first = chart.remedies(&come).0;
            let onward = chart.by_remedies(first, &come);
            Onward { then: check.or(onward.then), ..onward }
        });
        onward.insert((node, flow.next.len()), fallback);
    }
    onward
}

/// The evidence of an entry.
pub(crate) fn with(evidence: &Evidence, symptom: Option<SymptomId>) -> Evidence {
    let mut evidence = evidence.clone();
    evidence.observed.extend(symptom);
    evidence
}

/// An edge that a reader comes along.
struct Along<'a> {
    from: NodeId,
    outcome: usize,
    next: NodeId,
    arrival: &'a Arrival,
}

/// Goes through a flow from the top, path by path where paths differ in what was done. Tells each arrival at a node, and asks of each
/// edge whether to follow it; gives what each node that was followed costs, times the chance of coming to it.
fn pass(
    actions: &Actions<'_>,
    plan: &Plan,
    start: &Start,
    root: NodeId,
    mut at: impl FnMut(NodeId, &Arrival),
    mut follow: impl FnMut(&Along<'_>) -> bool,
) -> Vec<f64> {
    let mut spent = vec![0.0; plan.flow.nodes.len()];
    let Some(weights) = normalised(&start.weights) else {
        spent[root] = actions.price;
        return spent;
    };
    if let Some(target) = start.end {
        spent[root] = end_price(actions, target);
        return spent;
    }
    let mut arrivals: Vec<Arrivals> = vec![Arrivals::new(); root + 1];
    arrivals[root].push(Arrival { codes: start.codes.clone(), weights, mass: 1.0 });
    let mut by = Vec::new();
    // Those that went on already, to be filled anew.
    let mut spare: Vec<Arrival> = Vec::new();
    for node in (0..=root).rev() {
        for arrival in merged(std::mem::take(&mut arrivals[node])) {
            at(node, &arrival);
            let Doing::Step(step, copy) = plan.flow.nodes[node].doing else {
                spent[node] += arrival.mass * actions.price;
                continue;
            };
            let index = actions.of(step) + copy;
            spent[node] += arrival.mass * actions.list[index].cost;
            for outcome in 0..actions.list[index].tables.len() {
                let mut after = spare.pop().unwrap_or_default();
                let (before, filled) =
                    ((&arrival.codes[..], &arrival.weights[..]), (&mut after.codes, &mut after.weights));
                let (chance, end) = advance(actions, &start.coupling, before, filled, &mut by, index, outcome);
                after.mass = arrival.mass * chance;
                let next = plan.flow.nodes[node].next[outcome];
                match end {
                    _ if chance <= 0.0 => spare.push(after),
                    Some(target) => {
                        spent[node] += after.mass * end_price(actions, target);
                        spare.push(after);
                    }
                    None if follow(&Along { from: node, outcome, next, arrival: &after }) => arrivals[next].push(after),
                    None => spare.push(after),
                }
            }
            spare.push(arrival);
        }
    }
    spent
}

/// What going by a plan costs those who come in at its first entry so.
pub(super) fn going_by(actions: &Actions<'_>, plan: &Plan, start: &Start) -> f64 {
    pass(actions, plan, start, plan.entry().node, |_, _| (), |_| true).iter().sum()
}

/// Arrivals at one node by what was done, those of the same taken together.
fn merged(mut arrivals: Arrivals) -> Arrivals {
    arrivals.sort_by(|a, b| a.codes.cmp(&b.codes));
    arrivals.dedup_by(|later, first| {
        let same = later.codes == first.codes;
        if same {
            first.mass += later.mass;
        }
        same
    });
    arrivals
}

fn remedy(actions: &Actions<'_>, index: usize) -> Option<RemedyId> {
    match actions.list[index].step {
        Step::Remedy(remedy) => Some(remedy),
        Step::Check(_) => None,
    }
}

/// The first copies of all remedies by safety, stage and P/C at the start. One without a stage stands among those of any
/// stage, by its P/C.
fn tail(actions: &Actions<'_>, start: &Start) -> Vec<usize> {
    let place = |index: usize| actions.by_name.iter().position(|one| *one == index);
    let chance = |index: usize| help(actions, &start.codes, &start.weights, index);
    let order = |a: usize, b: usize, by_stage: bool| {
        let (left, right) = (&actions.list[a], &actions.list[b]);
        let stage = if by_stage { left.stage.cmp(&right.stage) } else { Ordering::Equal };
        let worth = (chance(b) * left.cost).total_cmp(&(chance(a) * right.cost));
        left.destructive.cmp(&right.destructive).then(stage).then(worth).then(place(a).cmp(&place(b)))
    };
    let mut sorted = actions.first_copy.clone();
    sorted.sort_by(|&a, &b| order(a, b, true));
    let (staged, free): (Vec<usize>, Vec<usize>) =
        sorted.into_iter().partition(|&index| actions.list[index].stage.is_some());
    let mut free = free.into_iter().peekable();
    let mut tail = Vec::with_capacity(actions.first_copy.len());
    for index in staged {
        while let Some(before) = free.next_if(|&one| order(one, index, false).is_lt()) {
            tail.push(before);
        }
        tail.push(index);
    }
    tail.extend(free);
    tail
}
