//! The flow: what to do, as a graph.
//! In: a search. Out: nodes with an edge for every answer, equal continuations merged, children before parents.
//! States where a check saves most come first; where no check saves enough, or the flow has as many as it may have, only
//! remedies follow, in the order of P/C, and checks only where nothing else may be done.

mod candidates;
mod merge;

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::actions::Actions;
use super::conditions::{Truth, truth};
use super::permission::{leaf as leaf_of, who_may_take_over};
use super::plan::{is_vast, work};
use super::problem::{EscalationId, GuideId, Step, SymptomId};
use super::search::{Choice, EQUAL, Edge, Search};
pub(crate) use merge::end_by_route;
use merge::merge;

/// How far looking ahead may go in all, in looks times actions times causes.
const LOOKS: usize = 80_000_000;
/// The same in vast guides, where few checks are looked at in each state; and the most looks there.
const LOOKS_IF_VAST: usize = 200_000_000;
const MOST_LOOKS: usize = 60_000;
/// From so many actions times hypotheses on, looking ahead is for fewer states: each look is more work, and finds less.
const LARGE: usize = 400;
/// With fewer looks left than one for so many of the states two steps ahead, they go one step deep.
const LOOKED_THROUGH: usize = 16;
/// With more looks than this left, they go three steps deep.
const DEEP: usize = 50_000;
/// Once the states that were made for it take more bytes than this, they go one step deep, and none is made where only a check
/// may be done.
const MEMORY: usize = 80 << 20;
/// Once states take so many bytes more, those that are left, which fewer readers come to than to any before, are asked nothing
/// more: only a guide that hands over last has so many, where every path goes on until all was asked that may open a remedy.
const MORE: usize = 64 << 20;
/// A flow of fewer states than this is never cut, whatever they take.
const ENOUGH: usize = 60_000;
/// How many readers are taken not to be able to tell what says what follows then, where only so much can be looked into.
const UNABLE: f64 = 0.01;
/// What two steps may save where one does not, as a share of what remedies alone cost.
const LEAST: f64 = 0.01;
/// So many checks a flow may have whatever they save. More than these it has only in vast guides, where few are looked at for each,
/// where each saves at least this share of the price of handing over, on the average of all readers, and where the states that
/// the flow has, and those of the remedies that follow if nothing more is asked, are no more than [`ENOUGH`].
const SURE_CHECKS: usize = 300;
const WORTH: f64 = 2e-5;

/// A node of a flow, by its place in [`Flow::nodes`].
pub type NodeId = usize;

/// What a node says to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Doing {
    /// A check, or a copy (from 0) of a remedy.
    Step(Step, usize),
    /// Escalate.
    Escalate(EscalationId),
    /// No cause can give these answers: say so, and escalate.
    Contradiction(EscalationId),
    /// Go on in another guide.
    Guide(GuideId),
    /// Nothing is left to do.
    Solved,
}

/// A node of a flow.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Node {
    /// What to do.
    pub doing: Doing,
    /// Where each outcome leads; of a remedy, each way of not helping (one where it names none).
    pub next: Vec<NodeId>,
    /// Where to go on when the step cannot be done or told; `None` where that is to escalate.
    pub fallback: Option<NodeId>,
}

/// Where a reader comes in.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Entry {
    /// The symptom that is seen besides what is given; `None` where none is named.
    pub symptom: Option<SymptomId>,
    /// The first node.
    pub node: NodeId,
    /// What the flow costs from here, in minutes.
    pub expected_cost: f64,
    /// What no plan can go below.
    pub lower_bound: f64,
    /// Expected plain minutes.
    pub expected_minutes: f64,
    /// Of these, the reader's own: neither waiting, nor the time of whoever takes over.
    pub active_minutes: f64,
    /// Plain minutes on the longest path that can be.
    pub worst_minutes: f64,
    /// The chance that a remedy helps, or that a route says "solved".
    pub solved: f64,
}

/// A flow: nodes with children before parents, so that walking backwards is top to bottom.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Flow {
    /// The first is that without a symptom named.
    pub entries: Vec<Entry>,
    /// The nodes.
    pub nodes: Vec<Node>,
}

/// What is done in each state that a plan can come to, but for ends by a route.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    /// By state; none behind the last.
    of: Vec<Option<Choice>>,
    count: usize,
    is_cut: bool,
}

impl Decisions {
    /// What is done in a state.
    pub(crate) fn get(&self, state: usize) -> Option<Choice> {
        self.of.get(state).copied().flatten()
    }

    fn insert(&mut self, state: usize, choice: Choice) {
        if self.of.len() <= state {
            self.of.resize(state + 1, None);
        }
        self.count += usize::from(self.of[state].replace(choice).is_none());
    }

    /// Were there more states than a flow is made of, so that those that the fewest readers come to hand over?
    pub(crate) fn is_cut(&self) -> bool {
        self.is_cut
    }
}

/// A state that something is still to be decided for.
#[derive(PartialEq)]
struct Waiting {
    /// What a check there may save, times the chance to come there. Until it is weighed, more than that can be.
    gain: f64,
    is_weighed: bool,
    /// The chance to come there.
    reach: f64,
    state: usize,
    /// The remedies that follow if nothing more is asked.
    rest: usize,
}

impl Eq for Waiting {}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_gain = self.gain.total_cmp(&other.gain).then(self.reach.total_cmp(&other.reach));
        by_gain.then(other.state.cmp(&self.state)).then(self.is_weighed.cmp(&other.is_weighed))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Makes a flow out of what a search has found.
pub(crate) struct Builder<'s, 'm, 'p> {
    search: &'s mut Search<'m, 'p>,
    decided: Decisions,
    /// What looking ahead has found, by state and depth above 0.
    values: FxHashMap<(usize, usize), (f64, Option<Choice>)>,
    /// Looks ahead that may still go two steps deep.
    ahead: usize,
    glance: bool,
    /// Is only looked ahead, whatever the search knows?
    blind: bool,
    /// Is the guide vast, so that only the most promising checks of a state are looked at?
    vast: bool,
    /// With more bytes of states than this, looks go one step deep.
    full: usize,
    /// With more than this, a flow asks nothing more.
    end: usize,
    checks: usize,
    max_checks: usize,
    /// The remedies that follow in all states that something is still to be decided for, if nothing more is asked.
    rest: usize,
    /// What a check may save at the state that is decided for, on the average of all readers: no other saves more.
    last_gain: f64,
    /// Expansions that may still be spent on states that the search left open.
    budget: usize,
}

/// The states that a node stands for: nearly always one.
pub(crate) type StatesOf = SmallVec<[usize; 2]>;

/// The nodes of a flow, and for each the states of the search that it stands for.
pub(crate) struct Built {
    pub nodes: Vec<Node>,
    pub states: Vec<StatesOf>,
    pub roots: Vec<NodeId>,
    pub decided: Decisions,
}

impl<'s, 'm, 'p> Builder<'s, 'm, 'p> {
    pub(crate) fn new(search: &'s mut Search<'m, 'p>, max_checks: usize, budget: usize) -> Self {
        let work = work(search.actions.problem);
        let vast = is_vast(search.actions.problem);
        let ahead = if vast {
            (LOOKS_IF_VAST / (work + 60)).min(MOST_LOOKS)
        } else {
            (LOOKS / (work + 60) / (1 + work / LARGE)).min(200_000)
        };
        let full = search.room_to_look_ahead(MEMORY);
        let end = full.max(search.bytes()) + MORE;
        Self {
            decided: Decisions { of: vec![None; search.count()], ..Decisions::default() },
            full,
            end,
            search,
            values: FxHashMap::default(),
            ahead,
            glance: false,
            blind: false,
            vast,
            checks: 0,
            max_checks,
            rest: 0,
            last_gain: f64::INFINITY,
            budget,
        }
    }

    /// The same, but by what the search knows already: the best plan that it came across.
    pub(crate) fn at_a_glance(self) -> Self {
        Self { glance: true, full: 0, ..self }
    }

    /// The same, but looking more than one step ahead at so many states.
    pub(crate) fn looking(self, ahead: Option<usize>) -> Self {
        Self { ahead: ahead.unwrap_or(self.ahead), ..self }
    }

    /// The same, but by looking ahead alone.
    pub(crate) fn blind(mut self) -> Self {
        self.blind = true;
        self
    }

    /// The flow from these states; `None` stands for a contradiction.
    pub(crate) fn build(mut self, roots: &[Option<usize>]) -> Built {
        self.search.bare = self.blind && self.vast;
        self.decide_all(roots);
        self.search.bare = false;
        let built = merge(&self, roots);
        Built { decided: self.decided, ..built }
    }

    /// What to do from these states, without making nodes of it.
    pub(crate) fn decisions(mut self, roots: &[Option<usize>]) -> Decisions {
        self.decide_all(roots);
        self.decided
    }

    /// Decides for all states that are come to, those first where a check saves most: the checks of a flow are limited.
    fn decide_all(&mut self, roots: &[Option<usize>]) {
        let start = |&state| Waiting { gain: f64::INFINITY, is_weighed: false, reach: 1.0, state, rest: 0 };
        let mut queue: BinaryHeap<Waiting> = roots.iter().flatten().map(start).collect();
        while let Some(Waiting { gain, reach, state, is_weighed, rest }) = queue.pop() {
            self.last_gain = gain;
            self.rest -= rest;
            if self.decided.get(state).is_some() || self.search.end_of(state).is_some() {
                continue;
            }
            if !is_weighed && !self.glance && self.may_check() {
                let gain = reach * self.saved_by_checks(state);
                self.rest += rest;
                queue.push(Waiting { gain, is_weighed: true, reach, state, rest });
                continue;
            }
            let choice = if !self.is_full(self.end) || self.search.is_routed(state) {
                self.decide(state, reach)
            } else {
                self.decided.is_cut = true;
                let remedy = if self.is_full(self.end + MORE) { None } else { self.by_remedies(state).1 };
                remedy.unwrap_or(Choice::Escalate)
            };
            if let Choice::Action(index) = choice {
                // Bounds that have met cannot move any more.
                if !self.search.solved(state) || !self.search.is_made(state, choice) {
                    self.search.make_only(state, choice);
                }
                let edges: SmallVec<[Edge; 8]> = self.search.edges(state, choice).iter().copied().collect();
                for edge in edges {
                    let (reach, state) = (reach * edge.chance, edge.state());
                    let gain =
                        if self.glance { reach * self.search.hi(state) } else { reach * self.may_be_saved(state) };
                    let rest = if self.search.has_chain(state) { self.search.chain(state).steps as usize } else { 0 };
                    self.rest += rest;
                    queue.push(Waiting { gain, is_weighed: false, reach, state, rest });
                }
                if let Some(state) = self.search.make_unable(state, index) {
                    queue.push(Waiting { gain: 0.0, is_weighed: false, reach: reach * UNABLE, state, rest: 0 });
                }
                for outcome in self.search.unlike(state, index) {
                    if let Some(state) = self.search.make_anew(state, index, outcome) {
                        queue.push(Waiting { gain: 0.0, is_weighed: false, reach: reach * UNABLE, state, rest: 0 });
                    }
                }
                let chosen = self.search.branches(state).len() > 1;
                self.checks += usize::from(self.search.actions.is_check(index) && chosen);
            }
            self.decided.insert(state, choice);
        }
    }

    /// Is the flow made of enough states, and do they take more bytes than this?
    fn is_full(&self, bytes: usize) -> bool {
        self.decided.count >= ENOUGH && self.search.bytes() > bytes
    }

    /// May the flow get another check?
    fn may_check(&self) -> bool {
        let saves_enough = self.vast && self.last_gain >= WORTH * self.search.actions.price;
        let has_room = self.decided.count + self.rest < ENOUGH;
        let is_worth_it = self.checks < SURE_CHECKS || (saves_enough && has_room);
        self.checks < self.max_checks && is_worth_it && !self.search.is_stopped()
    }

    /// No less than [`Self::saved_by_checks`], for far less work: what remedies alone cost above the lower bound.
    fn may_be_saved(&mut self, state: usize) -> f64 {
        if self.search.end_of(state).is_some() || !self.may_check() {
            return 0.0;
        }
        let (alone, first) = self.by_remedies(state);
        match first {
            Some(_) => (alone - self.search.lo(state)).max(0.0) + alone * LEAST,
            None => f64::INFINITY,
        }
    }

    /// What looking one step ahead saves against remedies alone; without limit where nothing else may be done than a check.
    fn saved_by_checks(&mut self, state: usize) -> f64 {
        let (alone, first) = self.by_remedies(state);
        self.search.expand(state);
        if first.is_none() || self.search.branches(state).len() == 1 {
            return f64::INFINITY;
        }
        let is_solved = !self.blind && self.search.solved(state);
        let ahead = if is_solved { self.search.hi(state) } else { self.value(state, 1).0 };
        (alone - ahead).max(0.0) + alone * LEAST
    }

    fn decide(&mut self, state: usize, reach: f64) -> Choice {
        let open = self.may_check();
        if self.blind {
            return self.look_ahead(state, open);
        }
        if open && !self.search.solved(state) && self.budget > 0 {
            let share = part(self.budget, reach * 0.25);
            let before = self.search.expanded;
            self.search.solve(state, before + share);
            self.budget -= (self.search.expanded - before).min(self.budget);
        }
        if open && self.search.solved(state) {
            // Where the bounds met before any action was made, remedies alone are best.
            return self.best_known(state);
        }
        if self.glance { self.best_known(state) } else { self.look_ahead(state, open) }
    }

    fn best_known(&mut self, state: usize) -> Choice {
        if self.search.is_expanded(state) { self.cheapest(state) } else { self.without_checks(state) }
    }

    /// The first action by name whose proven cost is least.
    fn cheapest(&mut self, state: usize) -> Choice {
        let mut best = (f64::INFINITY, Choice::Escalate);
        for branch in self.search.branches(state) {
            if branch.hi < best.0 - EQUAL {
                best = (branch.hi, branch.choice);
            }
        }
        let hi = self.search.hi(state);
        if best.0.is_infinite() || best.0 > hi + EQUAL * hi.max(1.0) {
            // The bounds met at what remedies alone cost, or nothing was tried yet.
            return self.look_ahead(state, false);
        }
        best.1
    }

    /// What is best by looking ahead: three steps in small guides, two while the allowance lasts, then one.
    fn look_ahead(&mut self, state: usize, checks: bool) -> Choice {
        if !checks {
            return self.without_checks(state);
        }
        // Two steps ahead there are about as many states as pairs of actions.
        let pairs = self.search.actions.list.len().pow(2);
        let least = (pairs / LOOKED_THROUGH).max(1);
        let depth = if self.ahead < least || self.search.bytes() > self.full {
            1
        } else if self.ahead < DEEP {
            2
        } else {
            3
        };
        let (cost, choice) = self.value(state, depth);
        if !self.blind && self.search.is_expanded(state) && self.search.hi(state) < cost - EQUAL {
            return self.cheapest(state);
        }
        choice.unwrap_or(Choice::Escalate)
    }

    /// Remedies alone, and a check only where nothing else may be done.
    fn without_checks(&mut self, state: usize) -> Choice {
        let (_, choice) = self.value(state, 0);
        match choice {
            Some(choice) => choice,
            None if self.search.bytes() > self.full => self.search.least(state),
            None => self.value(state, 1).1.unwrap_or(Choice::Escalate),
        }
    }

    /// The expected cost of a state, looking so many steps ahead to where remedies alone follow, and the first action.
    /// `None` where only a check may be done.
    fn value(&mut self, state: usize, depth: usize) -> (f64, Option<Choice>) {
        if depth == 0 {
            return self.by_remedies(state);
        }
        let known = self.values.get(&(state, depth));
        if let Some(known) = known {
            return *known;
        }
        let mut best = self.by_remedies(state);
        self.ahead = self.ahead.saturating_sub(1);
        let actions = self.search.actions;
        for index in self.candidates(state, depth, best.1) {
            let choice = Choice::Action(index);
            self.search.make_all(state, |one| one == choice);
            let limit = if best.1.is_some() { best.0 - EQUAL } else { f64::INFINITY };
            if let Some(cost) = self.value_of(state, choice, actions.list[index].cost, depth, limit) {
                best = (cost, Some(choice));
            }
        }
        self.values.insert((state, depth), best);
        best
    }

    /// What an action with this cost and what comes after it cost, where that is below a limit. What is most likely is looked at
    /// first, since all others cost at least their lower bounds.
    fn value_of(&mut self, state: usize, choice: Choice, cost: f64, depth: usize, limit: f64) -> Option<f64> {
        let lower = |edge: &Edge| (*edge, self.search.lo(edge.state()));
        let mut edges: SmallVec<[(Edge, f64); 8]> = self.search.edges(state, choice).iter().map(lower).collect();
        edges.sort_by(|(a, _), (b, _)| b.chance.total_cmp(&a.chance));
        let mut cost = cost + edges.iter().map(|(edge, lo)| edge.chance * lo).sum::<f64>();
        for (edge, lo) in edges {
            if cost >= limit {
                return None;
            }
            cost += edge.chance * (self.ahead_of(edge.state(), depth - 1) - lo);
        }
        (cost < limit).then_some(cost)
    }

    /// What remedies alone cost, and the first of them.
    fn by_remedies(&mut self, state: usize) -> (f64, Option<Choice>) {
        let search = &mut *self.search;
        // Whatever is known already costs no look.
        if !search.has_chain(state) {
            self.ahead = self.ahead.saturating_sub(1);
        }
        let sequence = search.chain(state);
        if let Some(index) = sequence.first {
            (sequence.cost, Some(Choice::Action(index)))
        } else if !search.actions.ordered || search.may_escalate(state) {
            (search.actions.price, Some(Choice::Escalate))
        } else {
            (sequence.cost, None)
        }
    }

    fn ahead_of(&mut self, state: usize, depth: usize) -> f64 {
        let hi = self.search.hi(state);
        if self.search.end_of(state).is_some() || (!self.blind && self.search.solved(state)) {
            return hi;
        }
        let value = self.value(state, depth).0;
        if self.blind { value } else { value.min(hi) }
    }
}

/// A share of a count, at least 1.
#[expect(clippy::cast_sign_loss, reason = "neither a count nor a chance is negative")]
fn part(count: usize, share: f64) -> usize {
    ((count as f64 * share) as usize).clamp(1, count.max(1))
}

/// Who takes over: what the likeliest cause left says, else the guide; of several the first whose `when` is not false.
pub(crate) fn escalation(actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> EscalationId {
    let is_for = |end: &EscalationId| {
        let when = actions.problem.escalations[end.0].when.as_ref();
        when.is_none_or(|when| truth(when, &leaf_of(actions, codes)) != Truth::False)
    };
    who_may_take_over(actions, weights).find(is_for).unwrap_or(actions.problem.policy.escalation)
}
