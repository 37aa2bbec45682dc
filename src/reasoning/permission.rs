//! What may be done.
//! In: what is done (a code for each action) and the weights. Out: the actions that are permitted now, and whether
//! escalating is. Knows `when`, `after`, dead steps, skip, require, routes, stages, safety and the escalation mode;
//! never what anything costs.

mod alive;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

pub(crate) use alive::{ASSIGNMENTS, Ask, alive_without, asks};

use super::actions::{AGAIN, Actions, DONE, UNDONE, VOID, is_open, once_more};
use super::conditions::{Told, Truth, checks_of, leaf_told, truth};
use super::hypothesis_set::HypothesisSet;
use super::problem::{CheckId, CheckKind, Condition, EscalationId, EscalationMode, RemedyId, RuleEffect, Target};

/// Chances this near to a threshold are at it.
pub(crate) const NEAR: f64 = 1e-12;
/// Causes are as likely as each other where their chances differ by no larger a share.
pub(crate) const ALIKE: f64 = 1e-9;

/// What is permitted in a state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permitted {
    /// By qualified name.
    pub actions: Vec<usize>,
    pub escalate: bool,
    /// A route leaves only these actions.
    pub forced: bool,
    /// The fact to be asked before the reader is handed over, where that is permitted.
    pub asking: Option<usize>,
    alive: Vec<bool>,
    /// Whether a step may live, by its number and by what is known of what its conditions ask for.
    lives: FxHashMap<(u32, u64), bool>,
    basic: Vec<bool>,
    /// Steps of which it is not known yet whether they are alive.
    open: Vec<usize>,
    /// The chance, times the sum of the weights, that each remedy helps now, from the first remedy on.
    helps: Vec<f64>,
    total: f64,
}

/// What is told in a state.
struct InState<'c, 'm> {
    actions: &'c Actions<'m>,
    codes: &'c [u16],
}

impl Told for InState<'_, '_> {
    fn answer(&self, check: CheckId) -> Option<usize> {
        answer_of(self.actions, self.codes, check.0)
    }

    fn tried(&self, remedy: RemedyId) -> Truth {
        Truth::from(self.codes[self.actions.first_copy[remedy.0]] >= DONE)
    }

    fn failed(&self, remedy: RemedyId) -> Option<usize> {
        let first = self.actions.first_copy[remedy.0];
        outcome_of(self.codes[first]).filter(|way| *way < self.actions.list[first].tables.len())
    }

    fn settled(&self, check: CheckId) -> bool {
        self.codes[check.0] != UNDONE
    }
}

/// What a condition's leaves are in a state.
pub(crate) fn leaf<'c>(actions: &'c Actions<'_>, codes: &'c [u16]) -> impl Fn(&Condition) -> Truth + 'c {
    let state = InState { actions, codes };
    move |leaf| leaf_told(&state, leaf)
}

/// Which outcome an action's code says, if it is done and that matters.
pub(crate) fn outcome_of(code: u16) -> Option<usize> {
    (code >= DONE).then(|| usize::from((code & !(VOID | AGAIN)) - DONE))
}

/// The newest answer of a check.
pub(crate) fn answer_of(actions: &Actions<'_>, codes: &[u16], check: usize) -> Option<usize> {
    outcome_of(codes[check]).map(|answers| answers % actions.list[check].tables.len())
}

/// Has a stronger remedy failed?
pub(crate) fn superseded(actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
    actions.list[index].superseded_by.iter().any(|strong| codes[*strong] >= DONE)
}

/// The chance that a remedy helps now, times the sum of the weights.
pub(crate) fn help(actions: &Actions<'_>, codes: &[u16], weights: &[f64], index: usize) -> f64 {
    if superseded(actions, codes, index) {
        return 0.0;
    }
    actions.list[index].fixes.iter().map(|(h, phi)| weights[*h] * phi).sum()
}

/// Could doing this change anything but the route?
pub(crate) fn useful(
    actions: &Actions<'_>,
    codes: &[u16],
    left: &HypothesisSet,
    coupled: &impl Fn(usize) -> bool,
    index: usize,
) -> bool {
    let one = &actions.list[index];
    // The way in which a remedy fails can tell as much as a check, even where it cannot help any more.
    let of_itself = if !one.superseded_by.is_empty() && superseded(actions, codes, index) {
        one.void_telling.at_all(left)
    } else {
        one.helping.meets(left) || one.telling.at_all(left)
    };
    // That the next copy waits for this one is no use in itself, nor that something useless does.
    let waits = |later: &usize| {
        codes[*later] == UNDONE
            && actions.list[*later].step != one.step
            && useful(actions, codes, left, coupled, *later)
    };
    of_itself || one.enabler || coupled(index) || one.dependents.iter().any(waits)
}

/// The first rule, by id, with a route whose condition has become true; without a `before`, is true.
pub(crate) fn rule_route(actions: &Actions<'_>, before: Option<&[u16]>, after: &[u16]) -> Option<Target> {
    if !actions.ruled_routes {
        return None;
    }
    actions.problem.rules.iter().find_map(|rule| {
        let target = rule.effects.iter().find_map(|effect| match effect {
            RuleEffect::Next(target) => Some(*target),
            _ => None,
        })?;
        let was = before.is_some_and(|before| truth(&rule.when, &leaf(actions, before)) == Truth::True);
        let is = truth(&rule.when, &leaf(actions, after)) == Truth::True;
        (is && !was).then_some(target)
    })
}

/// Lets the checks be asked once more that an action renews which has failed.
pub(crate) fn renew(actions: &Actions<'_>, codes: &mut [u16], index: usize) {
    for &check in &actions.list[index].renews {
        let ways = actions.list[check].tables.len();
        let may_be_asked = codes[check] >= DONE && codes[check] & VOID == 0;
        if may_be_asked && once_more(codes[check], ways - 1, ways).is_some() {
            codes[check] |= AGAIN;
        }
    }
}

/// Makes a route to an action pending.
pub(crate) fn settle_route(actions: &Actions<'_>, codes: &mut [u16], index: usize) {
    codes[actions.list.len()] = index as u16 + 1;
}

impl Permitted {
    /// Fills in what may be done.
    pub(crate) fn find(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
    ) {
        let left = HypothesisSet::above_zero(weights);
        self.find_where(actions, codes, weights, |index| useful(actions, codes, &left, &coupled, index));
    }

    /// The same in a state of a search, where what is of no use is gone already, but for what is kept for another reason.
    pub(crate) fn find_reduced(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
    ) {
        if actions.reach.is_empty() && !actions.referring {
            self.find_where(actions, codes, weights, |_| true);
        } else {
            self.find(actions, codes, weights, coupled);
        }
    }

    fn find_where(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64], wanted: impl Fn(usize) -> bool) {
        let Some(stage) = self.weigh(actions, codes, weights) else { return };
        for &index in &actions.by_name {
            if self.open(actions, codes, stage, index) && wanted(index) {
                self.actions.push(index);
            }
        }
        self.escalate = !actions.constrained || self.actions.is_empty() || self.may_escalate(actions, codes);
        if self.escalate
            && let Some(fact) = self.deciding(actions, codes, weights)
        {
            self.escalate = false;
            self.asking = self.may_escalate(actions, codes).then_some(fact);
        }
    }

    /// Is this one step among those that [`Permitted::find`] would list? Fills in nothing to rely on.
    pub(crate) fn permits(
        &mut self,
        actions: &Actions<'_>,
        codes: &[u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
        index: usize,
    ) -> bool {
        let is_useful = || {
            // Nearly always a remedy that may still help: then the rest need not be asked.
            let helps =
                !superseded(actions, codes, index) && actions.list[index].fixes.iter().any(|fix| weights[fix.0] > 0.0);
            helps || useful(actions, codes, &HypothesisSet::above_zero(weights), &coupled, index)
        };
        if !actions.constrained {
            return codes[index] == UNDONE && is_useful();
        }
        match self.weigh(actions, codes, weights) {
            Some(stage) => self.open(actions, codes, stage, index) && is_useful(),
            None => self.actions.contains(&index),
        }
    }

    /// The fact to be asked before the reader is handed over, since it may decide to whom: the first that is open of those
    /// that the first escalation asks about which may be meant. Valid once it is found what is alive.
    pub(crate) fn deciding(&self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> Option<usize> {
        if actions.deciding.is_empty() {
            return None;
        }
        let now = leaf(actions, codes);
        let when = who_may_take_over(actions, weights).find_map(|end| {
            let when = actions.problem.escalations[end.0].when.as_ref();
            let holds = when.map_or(Truth::True, |when| truth(when, &now));
            (holds != Truth::False).then_some(when.filter(|_| holds == Truth::Unknown))
        })??;
        let mut open = checks_of(when);
        let mut next = 0;
        while let Some(&CheckId(check)) = open.get(next) {
            next += 1;
            if codes[check] != UNDONE || !self.alive[check] || actions.problem.checks[check].kind != CheckKind::Fact {
                continue;
            }
            if self.bonds_hold(actions, codes, check) {
                return Some(check);
            }
            // What says whether a fact applies is asked before the fact.
            for fact in actions.when(check).map(checks_of).unwrap_or_default() {
                if !open.contains(&fact) {
                    open.push(fact);
                }
            }
        }
        None
    }

    /// What does not depend on a single step: what is alive, what its conditions permit, and the last stage
    /// whose remedies do not wait. `None` where a route leaves only the actions that are listed then.
    fn weigh(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> Option<usize> {
        self.actions.clear();
        self.forced = false;
        self.asking = None;
        if !actions.constrained {
            return Some(usize::MAX);
        }
        self.find_alive(actions, codes);
        self.find_helps(actions, codes, weights);
        self.find_basic(actions, codes);
        if self.find_routed(actions, codes) {
            self.forced = true;
            self.escalate = false;
            return None;
        }
        Some(self.lowest_stage(actions).unwrap_or(usize::MAX))
    }

    /// May a step be done, if it is of any use?
    fn open(&self, actions: &Actions<'_>, codes: &[u16], stage: usize, index: usize) -> bool {
        if !actions.constrained {
            return is_open(codes[index]);
        }
        let waits = actions.list[index].stage.is_some_and(|own| own > stage);
        self.basic[index] && !waits
    }

    /// Finds what stays as it is while only remedies are tried that no condition asks for, and no route is pending: valid
    /// where no rule requires a step. Then [`Permitted::best_remedy`] and [`Permitted::remove`] take turns.
    pub(crate) fn find_lasting(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) {
        self.find_alive(actions, codes);
        self.find_helps(actions, codes, weights);
        self.open.clear();
        for &index in &actions.remedies_by_name {
            if codes[index] == UNDONE && self.alive[index] && conditions_hold(actions, codes, index) {
                self.open.push(index);
            }
        }
    }

    /// Of the remedies that may be done now and are of use, that with the best chance for its cost, by name among equals.
    pub(crate) fn best_remedy(&self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) -> Option<usize> {
        let spared = actions.destroying && self.safe_help(actions, codes);
        let may_come = |index: &usize| {
            let one = &actions.list[*index];
            !(spared && one.destructive) && one.after.iter().all(|before| self.fulfilled(codes, *before))
        };
        let ready = || self.open.iter().copied().filter(may_come);
        let stage = ready()
            .filter(|&index| self.helps_enough(actions, index))
            .filter_map(|index| actions.list[index].stage)
            .min();
        let stage = stage.unwrap_or(usize::MAX);
        let mut best: Option<(usize, f64)> = None;
        for index in ready().filter(|&index| actions.list[index].stage.is_none_or(|own| own <= stage)) {
            let chance = self.helps[index - actions.checks];
            let better = is_better(actions, (index, chance), best);
            // What helps is of use; of what does not, it has to be asked.
            if better
                && (chance > 0.0 || useful(actions, codes, &HypothesisSet::above_zero(weights), &|_| false, index))
            {
                best = Some((index, chance));
            }
        }
        best.map(|(index, _)| index)
    }

    /// The chance, times the sum of the weights, that the remedies which are left help at most, all together.
    pub(crate) fn helps_at_most(&self) -> f64 {
        self.helps.iter().sum::<f64>() * (1.0 + ALIKE) + NEAR
    }

    /// Takes out a remedy that was just tried, and weighs what the others help now.
    pub(crate) fn remove(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64], done: usize) {
        self.open.retain(|index| *index != done);
        self.total = weights.iter().sum();
        for index in actions.checks..actions.list.len() {
            if codes[index] == UNDONE && actions.shares(done, index) {
                self.helps[index - actions.checks] = help(actions, codes, weights, index);
            }
        }
        self.helps[done - actions.checks] = 0.0;
    }

    /// Was this step found dead? Valid after `find` of a constrained guide, for undone steps.
    pub(crate) fn is_dead(&self, index: usize) -> bool {
        self.alive.get(index).is_some_and(|alive| !alive)
    }

    /// May a step be done but for stages? Valid after `find` of a constrained guide.
    pub(crate) fn allows(&self, index: usize) -> bool {
        self.basic.get(index).is_some_and(|basic| *basic)
    }

    fn find_helps(&mut self, actions: &Actions<'_>, codes: &[u16], weights: &[f64]) {
        self.total = weights.iter().sum();
        self.helps.clear();
        for index in actions.checks..actions.list.len() {
            let helps = if codes[index] == UNDONE { help(actions, codes, weights, index) } else { 0.0 };
            self.helps.push(helps);
        }
    }

    /// Does an undone remedy help with at least the negligible chance?
    fn helps_enough(&self, actions: &Actions<'_>, index: usize) -> bool {
        enough(actions, self.helps[index - actions.checks], self.total)
    }

    fn find_basic(&mut self, actions: &Actions<'_>, codes: &[u16]) {
        self.basic.clear();
        for index in 0..actions.list.len() {
            let applies = is_open(codes[index])
                && self.alive[index]
                && (actions.list[index].unbound || self.bonds_hold(actions, codes, index));
            self.basic.push(applies);
        }
        if actions.requiring {
            self.require(actions, codes);
        }
        if actions.destroying && self.safe_help(actions, codes) {
            for index in actions.checks..actions.list.len() {
                self.basic[index] &= !actions.list[index].destructive;
            }
        }
    }

    /// Do a step's `after` and `when` and the rules that skip it let it be done?
    fn bonds_hold(&self, actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
        actions.list[index].after.iter().all(|before| self.fulfilled(codes, *before))
            && conditions_hold(actions, codes, index)
    }

    fn fulfilled(&self, codes: &[u16], before: usize) -> bool {
        codes[before] != UNDONE || !self.alive[before]
    }

    fn require(&mut self, actions: &Actions<'_>, codes: &[u16]) {
        for rule in &actions.problem.rules {
            for effect in &rule.effects {
                let RuleEffect::Require(step) = effect else {
                    continue;
                };
                let needed = actions.of(*step);
                if self.fulfilled(codes, needed) || truth(&rule.when, &leaf(actions, codes)) != Truth::True {
                    continue;
                }
                let allowed = before(actions, needed);
                for index in actions.checks..actions.list.len() {
                    self.basic[index] &= allowed.contains(&index);
                }
            }
        }
    }

    /// Does a remedy that is not destructive and not dead still help enough?
    fn safe_help(&self, actions: &Actions<'_>, codes: &[u16]) -> bool {
        (actions.checks..actions.list.len()).any(|index| {
            codes[index] == UNDONE
                && self.alive[index]
                && !actions.list[index].destructive
                && self.helps_enough(actions, index)
        })
    }

    fn lowest_stage(&self, actions: &Actions<'_>) -> Option<usize> {
        (actions.checks..actions.list.len())
            .filter(|&index| self.basic[index] && self.helps_enough(actions, index))
            .filter_map(|index| actions.list[index].stage)
            .min()
    }

    pub(crate) fn may_escalate(&self, actions: &Actions<'_>, codes: &[u16]) -> bool {
        actions.problem.policy.mode == EscalationMode::WhenCheaper
            || (actions.checks..actions.list.len()).all(|index| {
                codes[index] != UNDONE
                    || !self.alive[index]
                    || !self.helps_enough(actions, index)
                    || skips(actions, index).any(|when| truth(when, &leaf(actions, codes)) == Truth::True)
            })
    }

    /// Fills in the actions that a pending route leaves; false where none is pending or it cannot be followed.
    fn find_routed(&mut self, actions: &Actions<'_>, codes: &[u16]) -> bool {
        let Some(target) = codes[actions.list.len()].checked_sub(1).map(usize::from) else {
            return false;
        };
        if !is_open(codes[target]) || !self.alive[target] {
            return false;
        }
        if skips(actions, target).any(|when| truth(when, &leaf(actions, codes)) == Truth::True) {
            return false;
        }
        if self.basic[target] {
            self.actions.push(target);
            return true;
        }
        let mut needed: SmallVec<[usize; 8]> = SmallVec::new();
        let mut open: SmallVec<[usize; 8]> = SmallVec::from_slice(&[target]);
        while let Some(index) = open.pop() {
            for &one in &actions.list[index].after {
                if !self.fulfilled(codes, one) && !needed.contains(&one) {
                    needed.push(one);
                    open.push(one);
                }
            }
        }
        self.actions
            .extend(actions.by_name.iter().copied().filter(|index| needed.contains(index) && self.basic[*index]));
        !self.actions.is_empty()
    }
}

/// Who may take over, in the order in which they are asked for: whom the likeliest cause left names, then whom the guide does.
/// Where none of them is meant, it is the guide's own escalation.
pub(crate) fn who_may_take_over<'a>(
    actions: &'a Actions<'_>,
    weights: &[f64],
) -> impl Iterator<Item = EscalationId> + 'a {
    // Of those that are alike but for rounding it is the first, by whatever way one came.
    let most = weights.iter().copied().fold(0.0, f64::max) * (1.0 - ALIKE);
    let likeliest = weights.iter().position(|weight| *weight >= most).unwrap_or(0);
    let cause = actions.tables.hypotheses.get(likeliest);
    let own = cause.map_or(&[][..], |cause| &actions.problem.causes[cause.0].otherwise[..]);
    own.iter().chain(&actions.problem.policy.instead).copied()
}

/// Is a chance of help, times `total`, at least the negligible one?
pub(crate) fn enough(actions: &Actions<'_>, help: f64, total: f64) -> bool {
    let negligible = actions.problem.policy.negligible;
    help > 0.0 && (negligible <= 0.0 || help >= (negligible - NEAR) * total)
}

/// Is the `when` of an action true, and no rule that skips it?
pub(crate) fn conditions_hold(actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
    let holds = |condition| truth(condition, &leaf(actions, codes)) == Truth::True;
    actions.when(index).is_none_or(holds) && !skips(actions, index).any(holds)
}

/// Has a remedy a better chance for its cost than another, each with its chance to help? Always where there is no other.
pub(crate) fn is_better(actions: &Actions<'_>, (index, chance): (usize, f64), than: Option<(usize, f64)>) -> bool {
    than.is_none_or(|(old, old_chance)| chance * actions.list[old].cost > old_chance * actions.list[index].cost)
}

/// The conditions of the rules that skip an action.
fn skips<'m>(actions: &'m Actions<'_>, index: usize) -> impl Iterator<Item = &'m Condition> {
    actions.skipped_by[index].iter().map(|&rule| &actions.problem.rules[rule].when)
}

/// An action and all that its `after` names, transitively.
pub(crate) fn before(actions: &Actions<'_>, index: usize) -> Vec<usize> {
    let mut found = vec![index];
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        next += 1;
        for &before in &actions.list[one].after {
            if !found.contains(&before) {
                found.push(before);
            }
        }
    }
    found
}
