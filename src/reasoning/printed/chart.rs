//! Which questions are printed, and by which remedies their answers go on.
//! In: a flow. Out: a draft: the nodes of the chart, the remedies to which each answer that leaves it sends the reader,
//! and what that costs, walked forwards from the model.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use super::super::actions::{Actions, DONE, UNDONE};
use super::super::conditions::{Variable, mentions};
use super::super::flow::{Doing, NodeId, escalation};
use super::super::permission::{Permitted, answer_of, help, superseded};
use super::super::plan::Plan;
use super::super::problem::{CheckId, EscalationId, RemedyId, Step};
use super::super::shares::speaks_of;
use super::{Along, Arrival, Onward, Readers, pass, remedy};

/// Remedies to which one answer sends its reader.
const LONGEST: usize = 7;
/// Nodes of the flow that are printed even where the remedies alone fill the paper.
const LEAST: usize = 8;
/// Costs that differ by less are equal.
const NEAR: f64 = 1e-9;

/// What charts are made from.
pub(super) struct Chart<'x> {
    pub actions: &'x Actions<'x>,
    pub plan: &'x Plan,
    /// Those who come in, the first without a symptom that is named.
    readers: &'x [Readers],
}

/// An answer behind which the chart ends.
pub(super) struct Sent {
    /// The remedies to be done in turn, before handing over.
    pub first: Vec<RemedyId>,
    /// What it costs from here, times the chance of coming here.
    cost: f64,
    /// The node of the whole flow that stands here.
    next: NodeId,
    /// Who comes here.
    pub coming: Vec<Arrival>,
}

impl Sent {
    /// The chance of coming here.
    fn mass(&self) -> f64 {
        self.coming.iter().map(|arrival| arrival.mass).sum()
    }
}

/// Where readers leave a chart: behind an answer of a node, or, with none, at an entry before they came to any.
pub(super) type Place = (Option<NodeId>, usize);

/// What leaves a chart.
type Leaving = BTreeMap<Place, Sent>;

/// A chart with all that leaves it.
pub(super) struct Draft {
    pub nodes: BTreeSet<NodeId>,
    pub sent: Leaving,
    /// What going by it costs those of each entry.
    costs: Vec<f64>,
}

impl Draft {
    /// What going by it costs from the first entry.
    pub(super) fn cost(&self) -> f64 {
        self.costs.first().copied().unwrap_or(0.0)
    }

    /// The same from each entry.
    pub(super) fn costs(&self) -> &[f64] {
        &self.costs
    }

    /// The check behind which most readers leave the chart.
    pub(super) fn left_at(&self, plan: &Plan) -> Option<CheckId> {
        let mut by_check: BTreeMap<CheckId, f64> = BTreeMap::new();
        for (from, sent) in self.sent.iter().filter_map(|((from, _), sent)| Some((from.as_ref()?, sent))) {
            if let Doing::Step(Step::Check(check), _) = plan.flow.nodes[*from].doing {
                *by_check.entry(check).or_insert(0.0) += sent.mass();
            }
        }
        let most = |best: Option<(CheckId, f64)>, (check, mass)| match best {
            Some((_, known)) if known >= mass => best,
            _ => Some((check, mass)),
        };
        by_check.into_iter().fold(None, most).map(|(check, _)| check)
    }
}

impl<'x> Chart<'x> {
    pub(super) fn new(actions: &'x Actions<'x>, plan: &'x Plan, readers: &'x [Readers]) -> Self {
        Self { actions, plan, readers }
    }

    /// The chart that saves most: from the entry on, whatever leaves it at the greatest loss is taken in, while all
    /// steps together, remedies and ends included, are no more than a limit.
    pub(super) fn choose(&self, limit: usize) -> Draft {
        let to_go = self.to_go();
        // Beside the chart, each remedy has a number, and so has each who may take over.
        let ends = if self.ends_differ() { self.ends().len().max(1) } else { 1 };
        let room = limit.saturating_sub(self.actions.first_copy.len() + ends).max(LEAST);
        let mut draft = self.draft(self.with_ends(self.plan.entry().node), Leaving::new());
        loop {
            let mut gain: BTreeMap<NodeId, f64> = BTreeMap::new();
            for sent in draft.sent.values() {
                if let Some(door) = self.door(sent.next, &draft.nodes) {
                    *gain.entry(door).or_insert(0.0) += sent.cost - sent.mass() * to_go[sent.next];
                }
            }
            let mut doors: Vec<(NodeId, f64)> = gain.into_iter().filter(|(_, gain)| *gain > NEAR).collect();
            doors.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
            let larger = doors.into_iter().find_map(|(door, _)| {
                let mut nodes = draft.nodes.clone();
                nodes.extend(self.with_ends(door));
                (nodes.len() <= room).then_some(nodes)
            });
            match larger {
                Some(nodes) => draft = self.draft(nodes, draft.sent),
                None => return draft,
            }
        }
    }

    /// What a chart of these nodes amounts to. `before` is what left a smaller one: mostly the same readers leave there, and
    /// are sent where they were.
    pub(super) fn draft(&self, nodes: BTreeSet<NodeId>, mut before: Leaving) -> Draft {
        let mut leaving: BTreeMap<Place, (NodeId, Vec<Arrival>)> = BTreeMap::new();
        let mut costs = Vec::with_capacity(self.readers.len());
        let mut left: Vec<Vec<(Place, Arrival)>> = Vec::with_capacity(self.readers.len());
        for (number, readers) in self.readers.iter().enumerate() {
            let mut gone: Vec<(Place, Arrival)> = Vec::new();
            let stays = |next| self.leads_on(self.pass_remedies(next, &nodes, |_| ()), &nodes);
            if number > 0
                && !stays(readers.node)
                && let Some(arrival) = readers.arrival()
            {
                // Who sees this symptom is sent to remedies at once.
                let place = (None, number);
                leaving.entry(place).or_insert_with(|| (readers.node, Vec::new()));
                gone.push((place, arrival));
                costs.push(0.0);
                left.push(gone);
                continue;
            }
            let spent = pass(
                self.actions,
                self.plan,
                &readers.start,
                readers.node,
                |_, _| (),
                |&Along { from, outcome, next, arrival }| {
                    let stays = stays(next);
                    if !stays {
                        let place = (Some(from), outcome);
                        leaving.entry(place).or_insert_with(|| (next, Vec::new()));
                        gone.push((place, arrival.clone()));
                    }
                    stays
                },
            );
            costs.push(spent.iter().sum());
            left.push(gone);
        }
        for (readers, gone) in self.readers.iter().zip(&left) {
            for (place, arrival) in gone {
                if let Some((_, coming)) = leaving.get_mut(place) {
                    coming.push(Arrival { mass: arrival.mass * readers.weight, ..arrival.clone() });
                }
            }
        }
        let sent: Leaving = leaving
            .into_iter()
            .map(|(place, (next, coming))| {
                let known = before.remove(&place).filter(|known| known.coming == coming);
                let sent = known.unwrap_or_else(|| {
                    let (first, cost) = self.remedies(&coming);
                    Sent { first, cost, next, coming }
                });
                (place, sent)
            })
            .collect();
        for (cost, gone) in costs.iter_mut().zip(left) {
            let mut by_place: BTreeMap<Place, Vec<Arrival>> = BTreeMap::new();
            for (place, arrival) in gone {
                by_place.entry(place).or_default().push(arrival);
            }
            *cost +=
                by_place.into_iter().map(|(place, coming)| self.price_of(&sent[&place].first, coming)).sum::<f64>();
        }
        Draft { nodes, sent, costs }
    }

    /// What doing some remedies in turn and handing over then costs those who come so, times the chance of coming so.
    fn price_of(&self, first: &[RemedyId], mut coming: Vec<Arrival>) -> f64 {
        let mut spent = 0.0;
        for remedy in first {
            let index = self.actions.copies(remedy.0).start;
            spent += coming.iter().map(|one| one.mass).sum::<f64>() * self.actions.list[index].cost;
            coming.iter_mut().for_each(|one| self.fail(one, index));
            coming.retain(|one| one.mass > 0.0);
        }
        spent + coming.iter().map(|one| one.mass).sum::<f64>() * self.actions.price
    }

    /// How the flow goes on from a node to a printed one, or to the guide's own escalation, if by remedies alone.
    pub(super) fn straight(&self, from: NodeId, nodes: &BTreeSet<NodeId>) -> Option<Onward> {
        let mut first = Vec::new();
        let node = self.pass_remedies(from, nodes, |remedy| first.push(remedy));
        let then = nodes.contains(&node).then_some(node);
        self.leads_on(node, nodes).then_some(Onward { first, then })
    }

    /// Is this a node that the reader of a chart can go on with?
    fn leads_on(&self, node: NodeId, nodes: &BTreeSet<NodeId>) -> bool {
        nodes.contains(&node) || self.plan.flow.nodes[node].doing == self.own_end()
    }

    /// The node to print next so that the reader need not leave the chart here.
    fn door(&self, from: NodeId, nodes: &BTreeSet<NodeId>) -> Option<NodeId> {
        let node = self.pass_remedies(from, nodes, |_| ());
        let solved = self.plan.flow.nodes[node].doing == Doing::Solved;
        (!self.leads_on(node, nodes) && !solved).then_some(node)
    }

    /// Tells the remedies that follow from a node on whatever happens; gives the first node that is no such remedy.
    fn pass_remedies(&self, from: NodeId, nodes: &BTreeSet<NodeId>, mut tell: impl FnMut(RemedyId)) -> NodeId {
        let mut node = from;
        for _ in 0..LONGEST {
            let flow = &self.plan.flow.nodes[node];
            let Doing::Step(Step::Remedy(remedy), 0) = flow.doing else { break };
            let Some((&next, others)) = flow.next.split_first() else { break };
            if nodes.contains(&node) || others.iter().any(|other| *other != next) {
                break;
            }
            tell(remedy);
            node = next;
        }
        node
    }

    /// The remedies to be done in turn by readers who come so, in the order of P/C as far as that is cheaper than
    /// handing over; and what it costs, times the chance of coming so.
    pub(super) fn remedies(&self, arrivals: &[Arrival]) -> (Vec<RemedyId>, f64) {
        let actions = self.actions;
        let mut coming = arrivals.to_vec();
        let pending = actions.list.len();
        for one in &mut coming {
            // A route to a question ends here: the question is not printed.
            if usize::from(one.codes[pending]).checked_sub(1).is_some_and(|target| actions.is_check(target)) {
                one.codes[pending] = 0;
            }
        }
        let (mut found, mut spent): (Vec<usize>, f64) = (Vec::new(), 0.0);
        let mut best: Option<(f64, usize)> = None;
        let mut permitted = Permitted::default();
        loop {
            let (open, may_end) = self.open(&coming, &mut permitted);
            let left: f64 = coming.iter().map(|one| one.mass).sum();
            let cost = spent + left * actions.price;
            if (may_end || open.is_empty()) && best.is_none_or(|(least, _)| cost < least - NEAR) {
                best = Some((cost, found.len()));
            }
            // Of equal ones the first.
            let next = open.into_iter().reduce(|most, one| if most.1 >= one.1 { most } else { one });
            let Some((index, _)) = next.filter(|_| found.len() < LONGEST && left > 0.0) else { break };
            spent += left * actions.list[index].cost;
            found.push(index);
            coming.iter_mut().for_each(|one| self.fail(one, index));
            coming.retain(|one| one.mass > 0.0);
        }
        let left: f64 = coming.iter().map(|one| one.mass).sum();
        let (cost, length) = best.unwrap_or((spent + left * actions.price, found.len()));
        let is_vain = |at: usize| {
            actions.list[found[at]].fixes.is_empty()
                && !found[at + 1..length].iter().any(|&next| self.waits_for(next, found[at]))
        };
        // What only prepares, and comes to be followed by nothing that waits for it, is not done.
        let kept: Vec<usize> = (0..length).filter(|&at| actions.requiring || !is_vain(at)).collect();
        let first: Vec<RemedyId> = kept.iter().filter_map(|&at| remedy(actions, found[at])).collect();
        let cost = if kept.len() < length { self.price_of(&first, arrivals.to_vec()) } else { cost };
        (first, cost)
    }

    /// Whether it hangs on what is known who takes over.
    fn ends_differ(&self) -> bool {
        self.actions.problem.escalations.iter().any(|end| end.when.is_some())
    }

    /// All who take over somewhere in the flow.
    fn ends(&self) -> BTreeSet<EscalationId> {
        let taking_over = self.plan.flow.nodes.iter().filter_map(|node| match node.doing {
            Doing::Escalate(id) => Some(id),
            _ => None,
        });
        taking_over.collect()
    }

    /// How those go on who come so: by these remedies, and then to who takes over from them, where that is not the guide's own
    /// escalation.
    pub(super) fn by_remedies(&self, first: Vec<RemedyId>, coming: &[Arrival]) -> Onward {
        if !self.ends_differ() {
            return Onward { first, then: None };
        }
        let who = |one: &Arrival| escalation(self.actions, &one.codes, &one.weights);
        let end = coming.first().map(who).filter(|&id| coming.iter().all(|one| who(one) == id)).map(Doing::Escalate);
        let is_end = |end: Doing| self.plan.flow.nodes.iter().position(|node| node.doing == end);
        Onward { first, then: end.filter(|&end| end != self.own_end()).and_then(is_end) }
    }

    /// The remedies that may be done and may help, whichever way one came, each with what it gains for a minute; and whether one may
    /// hand over.
    fn open(&self, coming: &[Arrival], permitted: &mut Permitted) -> (SmallVec<[(usize, f64); 16]>, bool) {
        let mut open: SmallVec<[usize; 16]> = SmallVec::new();
        let mut may_end = true;
        for (number, one) in coming.iter().enumerate() {
            permitted.find(self.actions, &one.codes, &one.weights, |_| false);
            may_end &= permitted.escalate;
            if number == 0 {
                open.extend(permitted.actions.iter().copied().filter(|index| self.actions.first_copy.contains(index)));
            } else {
                open.retain(|index| permitted.actions.contains(index));
            }
        }
        let is_asked_for = |index: usize| self.actions.requiring && self.actions.list[index].fixes.is_empty();
        let worth = open.into_iter().map(|index| (index, self.pays(coming, index)));
        let of_use = worth.filter(|&(index, pays)| pays > 0.0 || is_asked_for(index));
        (of_use.filter(|(index, _)| !self.is_rash(coming, *index)).collect(), may_end)
    }

    /// What a remedy gains for each minute: the chance that it helps, or that one does which may be done once it was.
    fn pays(&self, coming: &[Arrival], index: usize) -> f64 {
        let actions = self.actions;
        let own = &actions.list[index];
        let cost = own.cost.max(NEAR);
        let alone = self.chance(coming, index) / cost;
        if !own.fixes.is_empty() || coming.is_empty() {
            return alone;
        }
        let prepared = self.opened_by(coming, index).into_iter();
        prepared.map(|next| self.chance(coming, next) / (cost + actions.list[next].cost)).fold(alone, f64::max)
    }

    /// The remedies that wait for another one and may be done once it was, whichever way one came.
    fn opened_by(&self, coming: &[Arrival], index: usize) -> Vec<usize> {
        let waiting = self.actions.first_copy.iter().copied();
        let mut opened: Vec<usize> = waiting.filter(|&next| self.waits_for(next, index)).collect();
        let mut permitted = Permitted::default();
        for one in coming {
            if opened.is_empty() {
                break;
            }
            let mut after = one.clone();
            self.fail(&mut after, index);
            permitted.find(self.actions, &after.codes, &after.weights, |_| false);
            opened.retain(|next| permitted.actions.contains(next));
        }
        opened.retain(|&next| !self.is_rash(coming, next));
        opened
    }

    /// Whether a remedy comes after another one, or may only be done where that was.
    fn waits_for(&self, next: usize, index: usize) -> bool {
        let mut asked = Vec::new();
        if let Some(when) = self.actions.when(next) {
            mentions(when, &mut asked);
        }
        let is_asked = |id: RemedyId| asked.contains(&Variable::Remedy(id));
        self.actions.list[index].dependents.contains(&next) || remedy(self.actions, index).is_some_and(is_asked)
    }

    /// Whether a remedy destroys something that no answer calls for, and a check that was not asked would say whether that is
    /// called for: nobody is sent past the check.
    fn is_rash(&self, coming: &[Arrival], index: usize) -> bool {
        let is_untold = |one: &Arrival| !self.is_called_for(one, index) && self.would_tell(one, index).next().is_some();
        self.actions.list[index].destructive && coming.iter().any(is_untold)
    }

    /// Whether an answer speaks for a cause that a remedy fixes: it comes more often with it than with what nobody knows of.
    fn is_called_for(&self, come: &Arrival, index: usize) -> bool {
        let (actions, unknown) = (self.actions, self.actions.tables.hypotheses.len());
        (0..actions.checks).any(|check| {
            let Some(answer) = answer_of(actions, &come.codes, check) else { return false };
            let table = &actions.list[check].tables[answer];
            actions.list[index].fixes.iter().any(|(column, _)| table[*column] > table[unknown] + NEAR)
        })
    }

    /// Whether a check would say whether a remedy that destroys something is called for.
    fn guards(&self, check: usize) -> bool {
        let mut remedies = self.actions.first_copy.iter().filter(|&&index| self.actions.list[index].destructive);
        remedies.any(|&index| self.speaks_of(check, index))
    }

    /// Whether an answer of a check names a cause that a remedy fixes.
    fn speaks_of(&self, check: usize, remedy: usize) -> bool {
        let hypotheses = &self.actions.tables.hypotheses;
        let outcomes = &self.actions.problem.checks[check].outcomes;
        let causes = self.actions.list[remedy].fixes.iter().filter_map(|(column, _)| hypotheses.get(*column));
        causes.into_iter().any(|&cause| speaks_of(outcomes, cause))
    }

    /// The checks that were not asked and would say whether a remedy is called for.
    fn would_tell<'s>(&'s self, come: &'s Arrival, index: usize) -> impl Iterator<Item = usize> + 's {
        let open = (0..self.actions.checks).filter(|&check| come.codes[check] == UNDONE && come.mass > 0.0);
        open.filter(move |&check| self.speaks_of(check, index))
    }

    /// The nearest printed check behind a node that would tell whether what destroys is called for, by which those go on who came
    /// so and tried all that is safe. Where several would, they are left to the reader who can tell: behind one nobody is asked
    /// for the others.
    pub(super) fn check_left(&self, from: NodeId, come: &Arrival, nodes: &BTreeSet<NodeId>) -> Option<NodeId> {
        let destructive = self.actions.first_copy.iter().copied().filter(|&index| self.actions.list[index].destructive);
        let checks: BTreeSet<usize> = destructive.flat_map(|index| self.would_tell(come, index)).collect();
        let only = checks.first().copied().filter(|_| checks.len() == 1)?;
        // Children stand before parents, so whoever goes to one comes to no step again.
        nodes.range(..from).rev().copied().find(|&node| match self.plan.flow.nodes[node].doing {
            Doing::Step(step @ Step::Check(_), _) => self.actions.of(step) == only,
            _ => false,
        })
    }

    /// The chance that a remedy helps, times the chance of coming so.
    fn chance(&self, coming: &[Arrival], index: usize) -> f64 {
        coming.iter().map(|one| one.mass * help(self.actions, &one.codes, &one.weights, index)).sum()
    }

    /// What is left of an arrival when a remedy did not help.
    fn fail(&self, one: &mut Arrival, index: usize) {
        if !superseded(self.actions, &one.codes, index) {
            self.actions.list[index].fixes.iter().for_each(|(column, phi)| one.weights[*column] *= 1.0 - phi);
        }
        one.codes[index] = DONE;
        one.codes[self.actions.list.len()] = 0;
        let sum: f64 = one.weights.iter().sum();
        one.mass *= sum;
        if sum > 0.0 {
            one.weights.iter_mut().for_each(|weight| *weight /= sum);
        }
    }

    /// A node with the ends that its answers lead to: an answer that hands over must not send its reader elsewhere.
    fn with_ends(&self, node: NodeId) -> BTreeSet<NodeId> {
        let nodes = &self.plan.flow.nodes;
        let is_end = |next: &NodeId| {
            let doing = nodes[*next].doing;
            !matches!(doing, Doing::Step(..) | Doing::Solved) && doing != self.own_end()
        };
        // Where those go on who cannot tell, if the author says it, is printed beside the question.
        let says =
            |step: Step| self.actions.list[self.actions.of(step)].unable.as_ref().is_some_and(|one| one.next.is_some());
        let unable = match nodes[node].doing {
            Doing::Step(step, _) if says(step) => nodes[node].fallback,
            _ => None,
        };
        std::iter::once(node).chain(nodes[node].next.iter().copied().filter(is_end)).chain(unable).collect()
    }

    fn own_end(&self) -> Doing {
        Doing::Escalate(self.actions.problem.policy.escalation)
    }

    /// How one goes on who cannot tell or do a step, and what the flow says for that is not printed: as one would who can tell
    /// none of the checks on the way there that are not printed either. Nothing where that comes to no printed node.
    pub(super) fn passing_over(&self, from: NodeId, nodes: &BTreeSet<NodeId>) -> Option<Onward> {
        let mut first = Vec::new();
        let mut next = self.plan.flow.nodes[from].fallback?;
        // Children stand before parents, so this ends.
        while !nodes.contains(&next) {
            let flow = &self.plan.flow.nodes[next];
            next = match flow.doing {
                // What would tell whether to destroy something is not passed over.
                Doing::Step(step @ Step::Check(_), _) if !self.guards(self.actions.of(step)) => flow.fallback?,
                Doing::Step(Step::Remedy(remedy), 0) if first.len() < LONGEST => {
                    let index = self.actions.copies(remedy.0).start;
                    if self.actions.list[index].destructive || flow.next.windows(2).any(|pair| pair[0] != pair[1]) {
                        return None;
                    }
                    first.push(remedy);
                    *flow.next.first()?
                }
                _ => return None,
            };
        }
        Some(Onward { first, then: Some(next) })
    }

    /// What the whole flow costs from each node on, on average over those who come there.
    fn to_go(&self) -> Vec<f64> {
        let nodes = self.plan.flow.nodes.len();
        let (mut mass, mut spent) = (vec![0.0; nodes], vec![0.0; nodes]);
        let mut edges: BTreeMap<(NodeId, NodeId), f64> = BTreeMap::new();
        for readers in self.readers {
            let own = pass(
                self.actions,
                self.plan,
                &readers.start,
                readers.node,
                |node, arrival| mass[node] += arrival.mass * readers.weight,
                |along| {
                    *edges.entry((along.from, along.next)).or_insert(0.0) += along.arrival.mass * readers.weight;
                    true
                },
            );
            spent.iter_mut().zip(own).for_each(|(spent, own)| *spent += own * readers.weight);
        }
        let mut to_go = spent;
        // Children stand before parents.
        let mut done = 0;
        for ((from, next), along) in edges {
            debug_assert!(next < from, "children stand before parents");
            while done < from {
                to_go[done] /= f64::max(mass[done], f64::MIN_POSITIVE);
                done += 1;
            }
            to_go[from] += along * to_go[next];
        }
        for node in done..nodes {
            to_go[node] /= f64::max(mass[node], f64::MIN_POSITIVE);
        }
        to_go
    }
}
