//! Plans a guide: from a problem and evidence to a flow and what is proven about it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::actions::Actions;
use super::browser_model::{self, BrowserModel};
use super::coupling::Coupling;
use super::fallback;
use super::findings::{self, Findings};
use super::flow::{Builder, Built, Entry, Flow, NodeId};
use super::interchange::{self, Interchange};
use super::posterior::{Start, normalised};
use super::printed::{self, Paper, Printed};
use super::problem::{Evidence, Problem, SymptomId, Target};
use super::search::Search;
use super::sensitivity::{self, Sensitive};
use super::tables::Fault;
use super::verify::{Totals, Walker};

/// Check nodes in a published flow, at most.
pub const PUBLISHED_CHECKS: usize = 2_000;
/// Guides with so much work for a state, or more, are worth prices of pairs: smaller ones are searched to the end.
const LARGE: usize = 150;
/// A guide where fewer states than this could be expanded in the time that others take is vast: a search sees next to nothing
/// of it, so no more states than these are expanded, and fewer where they are more work than this together.
const VAST: usize = 20_000;
const VAST_STATES: usize = 200;
const VAST_WORK: usize = 2_000_000;
/// Check nodes in a first flow.
const FIRST_CHECKS: usize = 24;
/// Paths of a flow that are walked one by one before equal states are taken together.
pub(super) const WALK: usize = 20_000;

/// How to plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Options {
    /// States that may be expanded in all; `None` takes what the size of the guide allows ([`budget`]).
    pub states: Option<usize>,
    /// Check nodes in the flow.
    pub checks: usize,
    /// Also an entry for each of the guide's own symptoms that is not given?
    pub entries: bool,
    /// Where it is reckoned what telling causes apart costs at least.
    pub separating: Separating,
    /// States at which is looked more than one step ahead; `None` takes what the size of the guide allows.
    pub ahead: Option<usize>,
}

impl Options {
    /// For a first look at a large guide ([`takes_long`]): a sound plan within some hundredths of a second, which a better one
    /// should follow.
    #[must_use]
    pub fn first() -> Self {
        Self { states: Some(0), checks: FIRST_CHECKS, separating: Separating::Never, ahead: Some(0), ..Self::default() }
    }
}

/// Says to whoever plans that nobody needs the plan any more. Clones say the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Stops what is planned with this.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Was it stopped?
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where the bounds of a search reckon with what it costs to tell causes apart: they are tighter, and dearer to find.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub enum Separating {
    /// In guides that are too large to be searched to the end.
    #[default]
    Large,
    /// In all.
    Always,
    /// In none.
    Never,
}

impl Default for Options {
    fn default() -> Self {
        Self { states: None, checks: PUBLISHED_CHECKS, entries: true, separating: Separating::Large, ahead: None }
    }
}

/// A plan.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Plan {
    /// What to do. Its first entry is that of the evidence as given.
    pub flow: Flow,
    /// The chance of each hypothesis at the start, the unknown cause last; `None` where the evidence is contradictory.
    pub posterior: Option<Vec<f64>>,
    /// States that were expanded.
    pub states: usize,
    /// Is the flow of every entry proven to be the best plan?
    pub exact: bool,
    /// What is wrong with the words.
    pub faults: Vec<Fault>,
    /// Causes for which a quarter more or less weight makes another first step better, by a share of the cost that one notices, as far as the search came across it.
    pub swayed_by: Vec<Sensitive>,
    /// Does the flow, walked again, keep every constraint on every path? Anything else is a fault of the engine.
    pub sound: bool,
    /// The most readers of an entry who are handed over, where the guide hands over last, although a remedy is left that may
    /// help them: the flow would have more states than one is made of.
    pub early: f64,
}

impl Plan {
    /// The entry of the evidence as given.
    ///
    /// # Panics
    /// Never: a plan has at least this entry.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        self.flow.entries.first().expect("a plan has an entry for the evidence as given")
    }
}

/// The states that are expanded unless an option says otherwise: fewer where a state is more work, and where the guide is so
/// large that a search only refines what looking ahead and the bounds by pairs of causes say already.
#[must_use]
pub fn budget(problem: &Problem) -> usize {
    let work = work(problem);
    if is_vast(problem) { VAST_STATES.min(VAST_WORK / work.max(1)) } else { searchable(work).min(400_000) }
}

/// How much work a state is: each action is weighed for each hypothesis, and put in order with the remedies, which is the
/// greater part where a few causes have very many.
pub(super) fn work(problem: &Problem) -> usize {
    let copies: usize = problem.remedies.iter().map(|remedy| remedy.retry.max(1)).sum();
    (problem.checks.len() + copies) * (problem.hypotheses().count() + 1).max(copies / 2)
}

/// Is a guide so large that planning it takes long, seen from where somebody waits? Such a guide is not searched to the end.
#[must_use]
pub fn takes_long(problem: &Problem) -> bool {
    work(problem) >= LARGE
}

/// Is a guide so large that a search sees next to nothing of it? Then its flow is made by looking ahead alone.
pub(super) fn is_vast(problem: &Problem) -> bool {
    searchable(work(problem)) < VAST
}

/// The states that could be expanded in the time that guides have, where a state is so much work.
fn searchable(work: usize) -> usize {
    100_000_000 / (work + 60) / (1 + work / 500).pow(3)
}

/// Plans.
///
/// # Example
///
/// Two causes, a test that tells them apart, and a remedy for each:
///
/// ```
/// use kbc_reasoning::{self as reasoning, Cause, CauseId, Check, Effect, Escalation, Evidence, Outcome, Problem, Remedy};
///
/// let cause = |name: &str| Cause { name: name.into(), weight: Some(1.0), ..Cause::default() };
/// let remedy = |name: &str, cause| Remedy {
///     name: name.into(), takes: 10.0, fixes: vec![(CauseId(cause), 1.0)], retry: 1, ..Remedy::default()
/// };
/// let mut problem = Problem {
///     causes: vec![cause("cable"), cause("driver")],
///     remedies: vec![remedy("replace-cable", 0), remedy("reinstall-driver", 1)],
///     checks: vec![Check {
///         name: "other-machine".into(),
///         takes: 1.0,
///         outcomes: vec![
///             Outcome { name: "works".into(), effects: vec![Effect::RulesOut(CauseId(0))], ..Outcome::default() },
///             Outcome { name: "fails".into(), effects: vec![Effect::RulesOut(CauseId(1))], ..Outcome::default() },
///         ],
///         ..Check::default()
///     }],
///     escalations: vec![Escalation { name: "ask-expert".into(), takes: 60.0, ..Escalation::default() }],
///     ..Problem::default()
/// };
/// problem.policy.other = 0.0;
///
/// let plan = reasoning::plan(&problem, &Evidence::default(), &reasoning::Options::default());
/// // One minute for the test, ten for the right remedy; without it, 15 on the average.
/// assert!((plan.entry().expected_cost - 11.0).abs() < 1e-9);
/// assert!(plan.exact);
/// ```
#[must_use]
pub fn plan(problem: &Problem, evidence: &Evidence, options: &Options) -> Plan {
    plan_until(problem, evidence, options, &Stop::default())
}

/// The same, unless it is stopped: then it ends soon, with a sound plan that is made of what is known by then, so that no two
/// runs have to agree.
#[must_use]
pub fn plan_until(problem: &Problem, evidence: &Evidence, options: &Options, stop: &Stop) -> Plan {
    with_moves(&Actions::new(problem), evidence, options, stop)
}

/// A plan, and what it says about the guide itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The plan.
    pub plan: Plan,
    /// What its author should know.
    pub findings: Findings,
    /// What it costs on paper.
    pub paper: Paper,
}

/// Plans, and says what is worth telling the author.
#[must_use]
pub fn judge(problem: &Problem, evidence: &Evidence, options: &Options) -> Judged {
    judge_until(problem, evidence, options, &Stop::default())
}

/// The same, unless it is stopped, as with [`plan_until`].
#[must_use]
pub fn judge_until(problem: &Problem, evidence: &Evidence, options: &Options, stop: &Stop) -> Judged {
    let actions = Actions::new(problem);
    let plan = with_moves(&actions, evidence, options, stop);
    judged_with_moves(&actions, evidence, plan)
}

/// The same of a plan that is there already.
#[must_use]
pub fn judged(problem: &Problem, evidence: &Evidence, plan: Plan) -> Judged {
    judged_with_moves(&Actions::new(problem), evidence, plan)
}

fn judged_with_moves(actions: &Actions<'_>, evidence: &Evidence, plan: Plan) -> Judged {
    let paper = printed::paper(actions, evidence, &plan);
    Judged { findings: findings::with_moves(actions, evidence, &plan), paper, plan }
}

/// A plan in every form in which it is published.
#[derive(Clone, Debug, PartialEq)]
pub struct Published {
    /// The plan, and what its author should know.
    pub judged: Judged,
    /// The flow as it is printed.
    pub printed: Printed,
    /// Tables and flow for where the guide is read.
    pub compact: Arc<BrowserModel>,
    /// Tables and flow for other solvers.
    pub interchange: Interchange,
}

/// The same, and all that is published of the plan: what they have in common is made ready once.
#[must_use]
pub fn publish(problem: &Problem, evidence: &Evidence, options: &Options) -> Published {
    publish_until(problem, evidence, options, &Stop::default())
}

/// The same, unless it is stopped, as with [`plan_until`].
#[must_use]
pub fn publish_until(problem: &Problem, evidence: &Evidence, options: &Options, stop: &Stop) -> Published {
    let actions = Actions::new(problem);
    let plan = with_moves(&actions, evidence, options, stop);
    let printed = printed::with_moves(&actions, evidence, &plan);
    let findings = findings::with_moves(&actions, evidence, &plan);
    published_with_moves(&actions, evidence, Judged { findings, paper: printed.paper.clone(), plan }, printed)
}

/// The same of what is there already.
#[must_use]
pub fn published(problem: &Problem, evidence: &Evidence, judged: Judged, printed: Printed) -> Published {
    published_with_moves(&Actions::new(problem), evidence, judged, printed)
}

fn published_with_moves(actions: &Actions<'_>, evidence: &Evidence, judged: Judged, printed: Printed) -> Published {
    Published {
        compact: Arc::new(browser_model::with_moves(actions, &judged.plan)),
        interchange: interchange::with_moves(actions, evidence, &judged.plan),
        judged,
        printed,
    }
}

fn with_moves(actions: &Actions<'_>, evidence: &Evidence, options: &Options, stop: &Stop) -> Plan {
    let problem = actions.problem;
    let starts = || {
        let mut entries: Vec<(Option<SymptomId>, Start)> = vec![(None, Start::new(actions, evidence))];
        if options.entries {
            let with = |(symptom, with)| (Some(symptom), Start::new(actions, &with));
            entries.extend(by_symptom(problem, evidence).into_iter().map(with));
        }
        entries
    };
    let budget = options.states.unwrap_or_else(|| budget(problem));
    Planner { actions, budget, options, stop }.run(starts())
}

/// The evidence of each entry by symptom.
fn by_symptom(problem: &Problem, evidence: &Evidence) -> Vec<(SymptomId, Evidence)> {
    let given = |id: &SymptomId| evidence.observed.contains(id) || evidence.absent.contains(id);
    (0..problem.symptoms.len())
        .map(SymptomId)
        .filter(|id| problem.symptoms[id.0].own && !given(id))
        .map(|id| {
            let mut with = evidence.clone();
            with.observed.push(id);
            (id, with)
        })
        .collect()
}

struct Planner<'m, 'p> {
    actions: &'m Actions<'p>,
    budget: usize,
    options: &'m Options,
    stop: &'m Stop,
}

struct EntryState {
    codes: Vec<u16>,
    weights: Vec<f64>,
    end: Option<Target>,
    root: Option<usize>,
    symptom: Option<SymptomId>,
}

impl Planner<'_, '_> {
    fn run(&self, entries: Vec<(Option<SymptomId>, Start)>) -> Plan {
        let mut search = Search::new(self.actions, self.stop.clone());
        let mut faults = self.actions.tables.faults.clone();
        let mut couplings: Vec<Coupling> = Vec::with_capacity(entries.len());
        let mut bases = Vec::with_capacity(entries.len());
        let mut places: Vec<EntryState> = Vec::with_capacity(entries.len());
        for (symptom, start) in entries {
            for fault in start.faults {
                if symptom.is_none() && !faults.contains(&fault) {
                    faults.push(fault);
                }
            }
            couplings.push(start.coupling);
            bases.push(start.base);
            places.push(EntryState { codes: start.codes, weights: start.weights, end: start.end, root: None, symptom });
        }
        search.couple(couplings, bases, self.options.separating);
        for (number, place) in places.iter_mut().enumerate() {
            place.root = match place.end {
                Some(target) => Some(search.root_end(target)),
                None => search.root(&place.codes, &place.weights, number),
            };
            place.codes.push(number as u16 + 1);
        }
        self.solve(&mut search, &places);
        let roots: Vec<Option<usize>> = places.iter().map(|place| place.root).collect();
        let (mut plan, mut built) = self.build(&mut search, &places, &roots, &faults);
        fallback::fill(&search, &mut built);
        plan.flow.nodes = built.nodes;
        let decided = built.decided;
        // What sways a flow that had to be cut would take as many states again to find.
        if let Some((root, place)) = places.first().and_then(|place| Some((place.root?, place)))
            && place.end.is_none()
            && !decided.is_cut()
        {
            let cost = plan.entry().expected_cost;
            plan.swayed_by = sensitivity::at_root(&mut search, root, &place.weights, &decided, cost);
        }
        self.prove(&mut search, &roots, &mut plan);
        plan
    }

    /// The flow of these starts, and the plan but for its nodes.
    fn build(
        &self,
        search: &mut Search<'_, '_>,
        places: &[EntryState],
        roots: &[Option<usize>],
        faults: &[Fault],
    ) -> (Plan, Built) {
        let looking = |search: &mut Search<'_, '_>| {
            let built = Builder::new(search, self.options.checks, 0).looking(self.options.ahead).blind().build(roots);
            (self.finish(search, places, &built, faults), built)
        };
        if is_vast(self.actions.problem) {
            return looking(search);
        }
        let rest = self.budget.saturating_sub(search.expanded);
        let built = Builder::new(search, self.options.checks, rest).looking(self.options.ahead).build(roots);
        let plan = self.finish(search, places, &built, faults);
        if !plan.exact && self.budget > 0 {
            // What a search knows of a few states can draw it away from what looking ahead everywhere would find.
            let (other, looked) = looking(search);
            // Handing over early is no way to save.
            if other.early <= plan.early && other.entry().expected_cost < plan.entry().expected_cost {
                return (other, looked);
            }
        }
        (plan, built)
    }

    /// Raises the lower bounds of entries, where that is worth the work.
    fn prove(&self, search: &mut Search<'_, '_>, roots: &[Option<usize>], plan: &mut Plan) {
        if self.budget > 0 {
            search.prove(roots);
        }
        for (entry, root) in plan.flow.entries.iter_mut().zip(roots) {
            if let Some(root) = root {
                entry.lower_bound = entry.lower_bound.max(search.lo(*root).min(entry.expected_cost));
            }
        }
        plan.exact = plan.flow.entries.iter().all(Entry::is_exact);
    }

    /// Each entry gets an equal share of what is left; a quarter is kept for the flow's own open states.
    fn solve(&self, search: &mut Search<'_, '_>, places: &[EntryState]) {
        let whole = self.budget - self.budget / 4;
        for (number, place) in places.iter().enumerate() {
            let left = whole.saturating_sub(search.expanded);
            let share = left / (places.len() - number);
            if let Some(root) = place.root {
                let limit = search.expanded + share;
                search.solve(root, limit);
            }
        }
    }

    /// The plan, but for its nodes.
    fn finish(&self, search: &Search<'_, '_>, places: &[EntryState], built: &Built, faults: &[Fault]) -> Plan {
        let mut exact = true;
        let mut sound = true;
        let mut early: f64 = 0.0;
        let mut entries = Vec::with_capacity(places.len());
        for (place, node) in places.iter().zip(&built.roots) {
            let walked = self.walk(search, place, built, *node);
            sound &= walked.is_some();
            let totals = walked.unwrap_or_default();
            early = early.max(totals.early);
            let lower = place.root.map_or(totals.cost, |root| search.lo(root).min(totals.cost));
            let entry = Entry {
                symptom: place.symptom,
                node: *node,
                expected_cost: totals.cost,
                lower_bound: lower,
                expected_minutes: totals.minutes,
                active_minutes: totals.active,
                worst_minutes: totals.worst,
                solved: totals.solved,
            };
            exact &= entry.is_exact();
            entries.push(entry);
        }
        Plan {
            flow: Flow { entries, nodes: Vec::new() },
            posterior: places.first().and_then(|place| normalised(&place.weights)),
            states: search.expanded,
            exact,
            faults: faults.to_vec(),
            swayed_by: Vec::new(),
            sound: sound && (built.decided.is_cut() || early == 0.0),
            early,
        }
    }

    fn walk(&self, search: &Search<'_, '_>, place: &EntryState, built: &Built, node: NodeId) -> Option<Totals> {
        if let Some(target) = place.end {
            return Some(Totals::of_route(self.actions, target));
        }
        let Some(weights) = normalised(&place.weights) else {
            let price = self.actions.price;
            return Some(Totals { cost: price, minutes: price, worst: price, ..Totals::default() });
        };
        let coupling = search.coupling(&place.codes);
        let mut walker = Walker::new(self.actions, &built.nodes);
        walker.limit(WALK, f64::INFINITY);
        match walker.walk(node, &place.codes, &weights, coupling) {
            Ok(Some(totals)) => Some(totals),
            Ok(None) => walker.sweep(node, &place.codes, &weights, coupling).ok(),
            Err(_) => None,
        }
    }
}
