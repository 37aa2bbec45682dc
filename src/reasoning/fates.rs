//! Where the readers of a flow end, and how long it takes them, for each cause.
//!
//! In: a problem and a flow of it; or two problems, of which one came out of the other, with a flow of each. Out: the chance
//! of each end with each cause, and the minutes. A flow of the older problem is walked by the readers of the newer one: as
//! likely as there, each answer follows the edge that the flow has for it. What only the older problem knows of – a step, who
//! takes over – is taken as it was there; an answer that the older flow does not know follows the edge of those who cannot tell.
//!
//! Walks node by node from the top. What was done before counts only as far as it changes what comes (rules that couple
//! checks, remedies that supersede others, checks that are renewed); all else is added up by cause, so that the sums are exact.

use std::collections::BTreeMap;

use super::actions::{Actions, is_open};
use super::flow::{Doing, Flow, Node, NodeId, end_by_route};
use super::permission::{answer_of, outcome_of};
use super::posterior::{Start, normalised};
use super::problem::{
    CauseId, Check, CheckId, CheckKind, EscalationId, Evidence, GuideId, Outcome, Problem, Remedy, RemedyId, Step,
    Target,
};
use super::transition::{advance, end_price, is_over};

mod parting;

pub use parting::Parting;

/// Where a reader ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// This remedy helped.
    Helped(RemedyId),
    /// Somebody takes over, or a result was come to.
    HandedOver(EscalationId),
    /// Another guide goes on.
    Guide(GuideId),
    /// A route says that nothing is left to do.
    Solved,
}

/// Where the readers of a flow end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fates {
    /// The chance of each cause when the guide begins, the unknown one last. They sum to 1.
    pub causes: Vec<f64>,
    /// For each end that is come to and each cause, the chance to have the cause and to end so. All of them sum to 1.
    pub ends: BTreeMap<End, Vec<f64>>,
    /// For each cause, its chance times the expected plain minutes of those who have it.
    pub minutes: Vec<f64>,
}

impl Fates {
    /// The expected plain minutes of a reader.
    #[must_use]
    pub fn expected_minutes(&self) -> f64 {
        self.minutes.iter().sum()
    }

    /// The expected plain minutes of a reader who has the cause in this column; nothing where nobody has it.
    #[must_use]
    pub fn minutes_with(&self, column: usize) -> Option<f64> {
        (self.causes[column] > 0.0).then(|| self.minutes[column] / self.causes[column])
    }

    /// The chance of each end for a reader who has the cause in this column.
    pub fn ends_with(&self, column: usize) -> impl Iterator<Item = (End, f64)> + '_ {
        let all = self.causes[column];
        self.ends.iter().filter(move |(_, by)| by[column] > 0.0).map(move |(end, by)| (*end, by[column] / all))
    }

    /// The share of readers who end elsewhere than those of another flow of the same model: half the sum of all differences,
    /// so that it does not depend on the order in which ends are listed.
    #[must_use]
    pub fn elsewhere(&self, other: &Self) -> f64 {
        (0..self.causes.len()).map(|column| self.elsewhere_with(other, column)).sum()
    }

    /// The part of it that comes from readers who have the cause in this column.
    #[must_use]
    pub fn elsewhere_with(&self, other: &Self, column: usize) -> f64 {
        let both = self.ends.keys().chain(other.ends.keys().filter(|end| !self.ends.contains_key(end)));
        both.map(|end| (other.chance_of(*end, column) - self.chance_of(*end, column)).abs()).sum::<f64>() / 2.0
    }

    /// The chance to have the cause in this column and to end so.
    #[must_use]
    pub fn chance_of(&self, end: End, column: usize) -> f64 {
        self.ends.get(&end).map_or(0.0, |by| by[column])
    }

    fn add(&mut self, end: End, mass: &[f64]) {
        let by = self.ends.entry(end).or_insert_with(|| vec![0.0; mass.len()]);
        by.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass);
    }

    fn spend(&mut self, minutes: f64, mass: &[f64]) {
        self.minutes.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += minutes * mass);
    }
}

/// Which parts of an older problem are which of a newer one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matching {
    /// For each cause of the newer problem, that of the older.
    pub causes: Vec<Option<CauseId>>,
    /// For each check of the older problem, that of the newer; and for each answer of the newer one that of the older.
    pub checks: Vec<Option<(CheckId, Vec<Option<usize>>)>>,
    /// The same of remedies and their ways of not helping (one where none is told apart).
    pub remedies: Vec<Option<(RemedyId, Vec<Option<usize>>)>>,
    /// For each escalation of the older problem, that of the newer.
    pub escalations: Vec<Option<EscalationId>>,
    /// For each guide of the older problem, that of the newer.
    pub guides: Vec<Option<GuideId>>,
}

/// Two flows, walked by the readers of the newer problem.
#[derive(Clone, Debug, PartialEq)]
pub struct FatesCompared {
    /// Where they end on the older flow.
    pub before: Fates,
    /// Where they end on the newer flow.
    pub after: Fates,
    /// For the causes whose readers part most, what such readers answer.
    pub partings: Vec<Parting>,
    /// What only the older problem has. An id behind the last of the newer problem means the part at that place here.
    pub gone: Gone,
}

/// The parts of an older problem that a newer one has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Its checks.
    pub checks: Vec<CheckId>,
    /// Its remedies.
    pub remedies: Vec<RemedyId>,
    /// Who may take over.
    pub escalations: Vec<EscalationId>,
    /// Guides to which routes lead.
    pub guides: Vec<GuideId>,
}

/// Where the readers of a flow end. Nothing where no cause can give what the guide begins with.
#[must_use]
pub fn fates(problem: &Problem, flow: &Flow) -> Option<Fates> {
    let actions = Actions::new(problem);
    let start = Start::new(&actions, &Evidence::default());
    let root = flow.entries.first()?.node;
    Course::of(&actions, &start, &flow.nodes, root, &[]).walk()
}

/// Walks a flow of a problem and one of the older problem that it came out of. `partings` says for how many causes readers are
/// looked for who show the difference. Nothing where no cause can give what the guide begins with.
#[must_use]
pub fn compare_fates(
    (newer, flow): (&Problem, &Flow),
    (older, older_flow): (&Problem, &Flow),
    matching: &Matching,
    partings: usize,
) -> Option<FatesCompared> {
    let (root, older_root) = (flow.entries.first()?.node, older_flow.entries.first()?.node);
    let joined = Joined::new(newer, older, matching);
    let actions = joined.actions(older, matching);
    let start = Start::new(&actions, &Evidence::default());
    let nodes = joined.nodes(&actions, older_flow, matching);
    let renewed = joined.renewed(older);
    let old_course = Course::of(&actions, &start, &nodes, older_root + 1, &renewed);
    let new_course = Course::of(&actions, &start, &flow.nodes, root, &[]);
    let (before, after) = (old_course.walk()?, new_course.walk()?);
    let mut columns: Vec<(f64, usize)> = (0..before.causes.len())
        .map(|column| (before.elsewhere_with(&after, column), column))
        .filter(|(parts, _)| *parts > LEAST)
        .collect();
    columns.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    columns.truncate(partings);
    let find = |(_, column): (f64, usize)| parting::find(&old_course, &new_course, column, (&before, &after));
    let partings = columns.into_iter().filter_map(find).collect();
    Some(FatesCompared { before, after, partings, gone: joined.gone })
}

/// A difference below this is a rounding.
const LEAST: f64 = 1e-9;

/// The newer problem, with what only the older one has behind.
struct Joined {
    problem: Problem,
    gone: Gone,
    checks: Vec<CheckId>,
    remedies: Vec<RemedyId>,
    escalations: Vec<EscalationId>,
    guides: Vec<GuideId>,
}

/// Outcomes of which only the names count: what they say comes from the tables of the older problem.
fn bare(outcomes: &[Outcome]) -> Vec<Outcome> {
    outcomes.iter().map(|outcome| Outcome { name: outcome.name.clone(), ..Outcome::default() }).collect()
}

impl Joined {
    fn new(newer: &Problem, older: &Problem, matching: &Matching) -> Self {
        let mut problem = newer.clone();
        let mut gone = Gone::default();
        let mut checks = Vec::with_capacity(older.checks.len());
        for (at, check) in older.checks.iter().enumerate() {
            checks.push(matching.checks[at].as_ref().map_or(CheckId(problem.checks.len()), |(id, _)| *id));
            if matching.checks[at].is_none() {
                gone.checks.push(CheckId(at));
                let kind = if check.kind.is_never_asked() { CheckKind::NeverAsked } else { CheckKind::Test };
                let Check { name, takes, waits, risk, .. } = check.clone();
                let outcomes = bare(&check.outcomes);
                problem.checks.push(Check { name, kind, takes, waits, risk, outcomes, ..Check::default() });
            }
        }
        let mut remedies = Vec::with_capacity(older.remedies.len());
        for (at, remedy) in older.remedies.iter().enumerate() {
            if let Some((id, _)) = &matching.remedies[at] {
                remedies.push(*id);
                let own = &mut problem.remedies[id.0];
                own.retry = own.retry.max(remedy.retry);
                continue;
            }
            remedies.push(RemedyId(problem.remedies.len()));
            gone.remedies.push(RemedyId(at));
            let Remedy { name, takes, waits, verify, risk, workaround, retry, .. } = remedy.clone();
            let outcomes = bare(&remedy.outcomes);
            let renews = remedy.renews.iter().map(|check| checks[check.0]).collect();
            let left =
                Remedy { name, takes, waits, verify, risk, workaround, retry, renews, outcomes, ..Remedy::default() };
            problem.remedies.push(left);
        }
        let mut escalations = Vec::with_capacity(older.escalations.len());
        for (at, end) in older.escalations.iter().enumerate() {
            escalations.push(matching.escalations[at].unwrap_or(EscalationId(problem.escalations.len())));
            if matching.escalations[at].is_none() {
                gone.escalations.push(EscalationId(at));
                let mut end = end.clone();
                end.when = None;
                problem.escalations.push(end);
            }
        }
        let mut guides = Vec::with_capacity(older.guides.len());
        for (at, guide) in older.guides.iter().enumerate() {
            guides.push(matching.guides[at].unwrap_or(GuideId(problem.guides.len())));
            if matching.guides[at].is_none() {
                gone.guides.push(GuideId(at));
                problem.guides.push(guide.clone());
            }
        }
        Self { problem, gone, checks, remedies, escalations, guides }
    }

    /// The steps of both, where those that only the older problem has tell and help as they did there.
    fn actions(&self, older: &Problem, matching: &Matching) -> Actions<'_> {
        let mut actions = Actions::new(&self.problem);
        if self.gone.checks.is_empty() && self.gone.remedies.is_empty() {
            return actions;
        }
        let before = Actions::new(older);
        let unknown = before.tables.width() - 1;
        // Of a cause that it does not know, the older problem says what it says of the unknown one.
        let of_cause = |cause: &CauseId| matching.causes[cause.0].and_then(|cause| before.tables.column(cause));
        let columns = actions.tables.hypotheses.iter().map(|cause| of_cause(cause).unwrap_or(unknown));
        let columns: Vec<usize> = columns.chain([unknown]).collect();
        let taken = |table: &Vec<f64>| columns.iter().map(|column| table[*column]).collect::<Vec<f64>>();
        let checks = self.gone.checks.iter().map(|check| (check.0, self.checks[check.0].0));
        let copies = self.gone.remedies.iter().flat_map(|remedy| {
            before.copies(remedy.0).zip(actions.copies(self.remedies[remedy.0].0)).collect::<Vec<_>>()
        });
        for (from, to) in checks.chain(copies).collect::<Vec<(usize, usize)>>() {
            actions.list[to].tables = before.list[from].tables.iter().map(taken).collect();
            actions.list[to].void_tables = before.list[from].void_tables.iter().map(taken).collect();
        }
        actions
    }

    fn step(&self, step: Step) -> Step {
        match step {
            Step::Check(check) => Step::Check(self.checks[check.0]),
            Step::Remedy(remedy) => Step::Remedy(self.remedies[remedy.0]),
        }
    }

    fn doing(&self, doing: Doing) -> Doing {
        match doing {
            Doing::Step(step, copy) => Doing::Step(self.step(step), copy),
            Doing::Escalate(id) => Doing::Escalate(self.escalations[id.0]),
            Doing::Contradiction(id) => Doing::Contradiction(self.escalations[id.0]),
            Doing::Guide(id) => Doing::Guide(self.guides[id.0]),
            Doing::Solved => Doing::Solved,
        }
    }

    /// The older flow in the ids of both: in front of its nodes stands one that hands over, for those who cannot go on.
    fn nodes(&self, actions: &Actions<'_>, flow: &Flow, matching: &Matching) -> Vec<Node> {
        let end = Doing::Escalate(self.problem.policy.escalation);
        let mut nodes = vec![Node { doing: end, next: Vec::new(), fallback: None }];
        nodes.extend(flow.nodes.iter().map(|node| {
            let doing = self.doing(node.doing);
            let fallback = node.fallback.map(|node| node + 1);
            let Doing::Step(step, copy) = doing else { return Node { doing, next: Vec::new(), fallback } };
            let answers = match node.doing {
                Doing::Step(Step::Check(check), _) => matching.checks[check.0].as_ref().map(|(_, answers)| answers),
                Doing::Step(Step::Remedy(remedy), _) => {
                    matching.remedies[remedy.0].as_ref().map(|(_, answers)| answers)
                }
                _ => None,
            };
            let ways = actions.list[actions.of(step) + copy].tables.len();
            let edge = |way: usize| {
                let old = answers.map_or(Some(way), |answers| answers.get(way).copied().flatten());
                old.and_then(|old| node.next.get(old)).map_or(fallback.unwrap_or(0), |next| next + 1)
            };
            Node { doing, next: (0..ways).map(edge).collect(), fallback }
        }));
        nodes
    }

    /// The checks that may be asked once more on the older flow.
    fn renewed(&self, older: &Problem) -> Vec<usize> {
        older.remedies.iter().flat_map(|remedy| &remedy.renews).map(|check| self.checks[check.0].0).collect()
    }
}

/// A flow that is walked.
struct Course<'c, 'p> {
    actions: &'c Actions<'p>,
    start: &'c Start,
    nodes: &'c [Node],
    root: NodeId,
    /// The actions whose codes change what comes.
    kept: Vec<usize>,
}

/// Readers who come to a node: what they did, as far as it changes what comes, and how likely they are with each cause.
struct Arrival {
    codes: Vec<u16>,
    mass: Vec<f64>,
}

type Arrivals = BTreeMap<Vec<u16>, Arrival>;

impl<'c, 'p> Course<'c, 'p> {
    fn of(actions: &'c Actions<'p>, start: &'c Start, nodes: &'c [Node], root: NodeId, asked_again: &[usize]) -> Self {
        let stronger = |index: usize| actions.list.iter().any(|one| one.superseded_by.contains(&index));
        let counts = |&index: &usize| {
            start.coupling.couples(index) && actions.is_check(index)
                || !actions.list[index].renewed_by.is_empty()
                || asked_again.contains(&index)
                || stronger(index)
        };
        let kept = (0..actions.list.len()).filter(counts).collect();
        Self { actions, start, nodes, root, kept }
    }

    fn walk(&self) -> Option<Fates> {
        let causes = normalised(&self.start.weights)?;
        let mut fates = Fates { minutes: vec![0.0; causes.len()], causes: causes.clone(), ..Fates::default() };
        if let Some(target) = self.routed(self.root, self.start.end) {
            self.end(&mut fates, self.root, &causes, Some(target));
            return Some(fates);
        }
        let mut waiting: Vec<Arrivals> = Vec::new();
        waiting.resize_with(self.root + 1, Arrivals::new);
        let first = Arrival { codes: self.start.codes.clone(), mass: causes };
        waiting[self.root].insert(self.key(&first.codes), first);
        for node in (0..=self.root).rev() {
            for arrival in std::mem::take(&mut waiting[node]).into_values() {
                match self.nodes[node].doing {
                    Doing::Step(step, copy) => self.step(&mut fates, &mut waiting, (node, step, copy), arrival),
                    _ => self.end(&mut fates, node, &arrival.mass, None),
                }
            }
        }
        Some(fates)
    }

    fn key(&self, codes: &[u16]) -> Vec<u16> {
        self.kept.iter().map(|&index| codes[index]).collect()
    }

    fn arrive(&self, waiting: &mut [Arrivals], node: NodeId, codes: &[u16], mass: &[f64]) {
        let arrival = waiting[node]
            .entry(self.key(codes))
            .or_insert_with(|| Arrival { codes: codes.to_vec(), mass: vec![0.0; mass.len()] });
        arrival.mass.iter_mut().zip(mass).for_each(|(sum, mass)| *sum += mass);
    }

    /// Where readers go on who did a step before, or cannot do it; nothing where they do it now.
    fn past(&self, node: NodeId, index: usize, codes: &[u16]) -> Option<NodeId> {
        let code = codes[index];
        if is_open(code) {
            return None;
        }
        let next = self.known(index, codes).and_then(|known| self.nodes[node].next.get(known).copied());
        // A node that leads nowhere else hands over, as the first does.
        next.or(self.nodes[node].fallback).or(Some(0))
    }

    /// The answer that a step got, or the way in which it failed.
    fn known(&self, index: usize, codes: &[u16]) -> Option<usize> {
        if self.actions.is_check(index) { answer_of(self.actions, codes, index) } else { outcome_of(codes[index]) }
    }

    fn step(
        &self,
        fates: &mut Fates,
        waiting: &mut [Arrivals],
        (node, step, copy): (NodeId, Step, usize),
        arrival: Arrival,
    ) {
        let index = self.actions.of(step) + copy;
        let Arrival { codes, mass } = arrival;
        if let Some(next) = self.past(node, index, &codes) {
            self.arrive(waiting, next, &codes, &mass);
            return;
        }
        let one = &self.actions.list[index];
        fates.spend(one.minutes, &mass);
        let all: f64 = mass.iter().sum();
        let weights: Vec<f64> = mass.iter().map(|mass| mass / all).collect();
        let mut left = mass;
        let (mut after, mut known, mut by) = (Vec::new(), Vec::new(), Vec::new());
        for outcome in 0..one.tables.len() {
            let made = (&mut after, &mut known);
            let before = (&codes[..], &weights[..]);
            let (chance, end) = advance(self.actions, &self.start.coupling, before, made, &mut by, index, outcome);
            if chance <= 0.0 {
                continue;
            }
            let going: Vec<f64> = known.iter().map(|weight| weight * chance * all).collect();
            left.iter_mut().zip(&going).for_each(|(left, going)| *left = (*left - going).max(0.0));
            let next = self.nodes[node].next[outcome];
            match self.routed(next, end) {
                Some(target) => self.end(fates, next, &going, Some(target)),
                None => self.arrive(waiting, next, &after, &going),
            }
        }
        if let Step::Remedy(remedy) = step {
            fates.add(End::Helped(remedy), &left);
        }
    }

    /// The route that leads to the end at a node, if one does: then the end costs what it costs itself.
    fn routed(&self, node: NodeId, end: Option<Target>) -> Option<Target> {
        end.filter(|target| end_by_route(*target) == Some(self.nodes[node].doing))
    }

    fn end(&self, fates: &mut Fates, node: NodeId, mass: &[f64], route: Option<Target>) {
        let Some(end) = end_of(self.nodes[node].doing) else { return };
        let is_result = |id: EscalationId| self.actions.problem.escalations[id.0].is_result;
        let minutes = match (route, end) {
            (Some(target), _) if is_over(self.actions, target) => 0.0,
            (Some(target), _) => end_price(self.actions, target),
            (None, End::Solved) => 0.0,
            (None, End::HandedOver(id)) if is_result(id) => 0.0,
            (None, _) => self.actions.price,
        };
        fates.spend(minutes, mass);
        fates.add(end, mass);
    }
}

/// The end that a node stands for; nothing for a step.
fn end_of(doing: Doing) -> Option<End> {
    match doing {
        Doing::Step(..) => None,
        Doing::Escalate(id) | Doing::Contradiction(id) => Some(End::HandedOver(id)),
        Doing::Guide(id) => Some(End::Guide(id)),
        Doing::Solved => Some(End::Solved),
    }
}
