//! What may be done.
//! In: what is done (a code for each move) and the weights. Out: the moves that are permitted now, and whether
//! escalating is. Knows `when`, `after`, dead steps, skip, require, routes, stages, safety and the escalation mode;
//! never what anything costs.

use smallvec::SmallVec;

use super::columns::Columns;
use super::conditions::{Told, Truth, leaf_told, mentions, reachable, truth};
use super::moves::{DONE, GONE, Moves, UNDONE, VOID};
use super::problem::{CheckId, Condition, EscalationMode, RemedyId, RuleEffect, Target};

/// Chances this near to a threshold are at it.
pub(crate) const NEAR: f64 = 1e-12;
/// More assignments of the repeated names of a condition than this are taken as if all were independent.
pub(crate) const ASSIGNMENTS: usize = 4096;

/// What is permitted in a state.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permitted {
    /// By qualified name.
    pub moves: Vec<usize>,
    pub escalate: bool,
    /// A route leaves only these moves.
    pub forced: bool,
    alive: Vec<bool>,
    basic: Vec<bool>,
    /// Steps of which it is not known yet whether they are alive.
    open: Vec<usize>,
    /// The chance, times the sum of the weights, that each remedy helps now, from the first remedy on.
    helps: Vec<f64>,
    total: f64,
}

/// What is told in a state.
struct InState<'c, 'm> {
    moves: &'c Moves<'m>,
    codes: &'c [u16],
}

impl Told for InState<'_, '_> {
    fn answer(&self, check: CheckId) -> Option<usize> {
        outcome_of(self.codes[check.0])
    }

    fn tried(&self, remedy: RemedyId) -> Truth {
        Truth::from(self.codes[self.moves.first_copy[remedy.0]] >= DONE)
    }

    fn failed(&self, remedy: RemedyId) -> Option<usize> {
        let first = self.moves.first_copy[remedy.0];
        outcome_of(self.codes[first]).filter(|way| *way < self.moves.list[first].tables.len())
    }
}

/// What a condition's leaves are in a state.
pub(crate) fn leaf<'c>(moves: &'c Moves<'_>, codes: &'c [u16]) -> impl Fn(&Condition) -> Truth + 'c {
    let state = InState { moves, codes };
    move |leaf| leaf_told(&state, leaf)
}

/// Which outcome a move's code says, if it is done and that matters.
pub(crate) fn outcome_of(code: u16) -> Option<usize> {
    (code >= DONE).then(|| usize::from((code & !VOID) - DONE))
}

/// Has a stronger remedy failed?
pub(crate) fn superseded(moves: &Moves<'_>, codes: &[u16], index: usize) -> bool {
    moves.list[index].superseded_by.iter().any(|strong| codes[*strong] >= DONE)
}

/// The chance that a remedy helps now, times the sum of the weights.
pub(crate) fn help(moves: &Moves<'_>, codes: &[u16], weights: &[f64], index: usize) -> f64 {
    if superseded(moves, codes, index) {
        return 0.0;
    }
    moves.list[index].fixes.iter().map(|(h, phi)| weights[*h] * phi).sum()
}

/// Could doing this change anything but the route?
pub(crate) fn useful(
    moves: &Moves<'_>,
    codes: &[u16],
    left: &Columns,
    coupled: &impl Fn(usize) -> bool,
    index: usize,
) -> bool {
    let one = &moves.list[index];
    // The way in which a remedy fails can tell as much as a check, even where it cannot help any more.
    let of_itself = if !one.superseded_by.is_empty() && superseded(moves, codes, index) {
        one.void_telling.at_all(left)
    } else {
        one.helping.meets(left) || one.telling.at_all(left)
    };
    // That the next copy waits for this one is no use in itself, nor that something useless does.
    let waits = |later: &usize| {
        codes[*later] == UNDONE && moves.list[*later].step != one.step && useful(moves, codes, left, coupled, *later)
    };
    of_itself || one.enabler || coupled(index) || one.dependents.iter().any(waits)
}

/// The first rule, by id, with a route whose condition has become true; without a `before`, is true.
pub(crate) fn rule_route(moves: &Moves<'_>, before: Option<&[u16]>, after: &[u16]) -> Option<Target> {
    if !moves.ruled_routes {
        return None;
    }
    moves.problem.rules.iter().find_map(|rule| {
        let target = rule.effects.iter().find_map(|effect| match effect {
            RuleEffect::Next(target) => Some(*target),
            _ => None,
        })?;
        let was = before.is_some_and(|before| truth(&rule.when, &leaf(moves, before)) == Truth::True);
        let is = truth(&rule.when, &leaf(moves, after)) == Truth::True;
        (is && !was).then_some(target)
    })
}

/// Makes a route to a move pending.
pub(crate) fn settle_route(moves: &Moves<'_>, codes: &mut [u16], index: usize) {
    codes[moves.list.len()] = index as u16 + 1;
}

/// Which moves are alive before anything is known, where these are never done.
pub(crate) fn alive_without(moves: &Moves<'_>, never: &[bool]) -> Vec<bool> {
    let codes: Vec<u16> = never.iter().map(|never| if *never { GONE } else { UNDONE }).collect();
    let mut permitted = Permitted::default();
    permitted.find_alive(moves, &codes);
    permitted.alive
}

impl Permitted {
    /// Fills in what may be done.
    pub(crate) fn find(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64], coupled: impl Fn(usize) -> bool) {
        let left = Columns::above_zero(weights);
        self.find_where(moves, codes, weights, |index| useful(moves, codes, &left, &coupled, index));
    }

    /// The same in a state of a search, where what is of no use is gone already, but for what is kept for another reason.
    pub(crate) fn find_reduced(
        &mut self,
        moves: &Moves<'_>,
        codes: &[u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
    ) {
        if moves.reach.is_empty() && !moves.referring {
            self.find_where(moves, codes, weights, |_| true);
        } else {
            self.find(moves, codes, weights, coupled);
        }
    }

    fn find_where(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64], wanted: impl Fn(usize) -> bool) {
        let Some(stage) = self.weigh(moves, codes, weights) else { return };
        for &index in &moves.by_name {
            if self.open(moves, codes, stage, index) && wanted(index) {
                self.moves.push(index);
            }
        }
        self.escalate = !moves.constrained || self.moves.is_empty() || self.may_escalate(moves, codes);
    }

    /// Is this one step among those that [`Permitted::find`] would list? Fills in nothing to rely on.
    pub(crate) fn permits(
        &mut self,
        moves: &Moves<'_>,
        codes: &[u16],
        weights: &[f64],
        coupled: impl Fn(usize) -> bool,
        index: usize,
    ) -> bool {
        let is_useful = || {
            // Nearly always a remedy that may still help: then the rest need not be asked.
            let helps =
                !superseded(moves, codes, index) && moves.list[index].fixes.iter().any(|fix| weights[fix.0] > 0.0);
            helps || useful(moves, codes, &Columns::above_zero(weights), &coupled, index)
        };
        if !moves.constrained {
            return codes[index] == UNDONE && is_useful();
        }
        match self.weigh(moves, codes, weights) {
            Some(stage) => self.open(moves, codes, stage, index) && is_useful(),
            None => self.moves.contains(&index),
        }
    }

    /// What does not depend on a single step: what is alive, what its conditions permit, and the last stage
    /// whose remedies do not wait. `None` where a route leaves only the moves that are listed then.
    fn weigh(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) -> Option<usize> {
        self.moves.clear();
        self.forced = false;
        if !moves.constrained {
            return Some(usize::MAX);
        }
        self.find_alive(moves, codes);
        self.find_helps(moves, codes, weights);
        self.find_basic(moves, codes);
        if self.find_routed(moves, codes) {
            self.forced = true;
            self.escalate = false;
            return None;
        }
        Some(self.lowest_stage(moves).unwrap_or(usize::MAX))
    }

    /// May a step be done, if it is of any use?
    fn open(&self, moves: &Moves<'_>, codes: &[u16], stage: usize, index: usize) -> bool {
        if !moves.constrained {
            return codes[index] == UNDONE;
        }
        let waits = !moves.is_check(index) && moves.list[index].stage > stage;
        self.basic[index] && !waits
    }

    /// Finds what stays as it is while only remedies are tried, and no route is pending: valid where only answers of
    /// checks open and close steps, and no rule requires one. Then [`Permitted::best_remedy`] and [`Permitted::remove`]
    /// take turns.
    pub(crate) fn find_lasting(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) {
        self.find_alive(moves, codes);
        self.find_helps(moves, codes, weights);
        self.open.clear();
        for &index in &moves.remedies_by_name {
            if codes[index] == UNDONE && self.alive[index] && conditions_hold(moves, codes, index) {
                self.open.push(index);
            }
        }
    }

    /// Of the remedies that may be done now and are of use, that with the best chance for its cost, by name among equals.
    pub(crate) fn best_remedy(&self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) -> Option<usize> {
        let spared = moves.destroying && self.safe_help(moves, codes);
        let may_come = |index: &usize| {
            let one = &moves.list[*index];
            !(spared && one.destructive) && one.after.iter().all(|before| self.fulfilled(codes, *before))
        };
        let ready = || self.open.iter().copied().filter(may_come);
        let stage = ready().filter(|&index| self.helps_enough(moves, index)).map(|index| moves.list[index].stage).min();
        let stage = stage.unwrap_or(usize::MAX);
        let mut best: Option<(usize, f64)> = None;
        for index in ready().filter(|&index| moves.list[index].stage <= stage) {
            let chance = self.helps[index - moves.checks];
            let better = is_better(moves, (index, chance), best);
            // What helps is of use; of what does not, it has to be asked.
            if better && (chance > 0.0 || useful(moves, codes, &Columns::above_zero(weights), &|_| false, index)) {
                best = Some((index, chance));
            }
        }
        best.map(|(index, _)| index)
    }

    /// Takes out a remedy that was just tried, and weighs what the others help now.
    pub(crate) fn remove(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64], done: usize) {
        self.open.retain(|index| *index != done);
        self.total = weights.iter().sum();
        for index in moves.checks..moves.list.len() {
            if codes[index] == UNDONE && moves.shares(done, index) {
                self.helps[index - moves.checks] = help(moves, codes, weights, index);
            }
        }
        self.helps[done - moves.checks] = 0.0;
    }

    /// Was this step found dead? Valid after `find` of a constrained guide, for undone steps.
    pub(crate) fn is_dead(&self, index: usize) -> bool {
        self.alive.get(index).is_some_and(|alive| !alive)
    }

    /// May a step be done but for stages? Valid after `find` of a constrained guide.
    pub(crate) fn allows(&self, index: usize) -> bool {
        self.basic.get(index).is_some_and(|basic| *basic)
    }

    fn find_alive(&mut self, moves: &Moves<'_>, codes: &[u16]) {
        self.alive.clear();
        let undone = codes[..moves.list.len()].iter().map(|code| *code == UNDONE);
        self.alive.extend(undone);
        if moves.bound.is_empty() {
            return;
        }
        // Only a condition can make a step dead. A step that only lives by steps that only live by it is dead, so
        // life is spread from those without conditions.
        self.open.clear();
        for &index in &moves.bound {
            if self.alive[index] {
                self.alive[index] = false;
                self.open.push(index);
            }
        }
        loop {
            let mut open = std::mem::take(&mut self.open);
            let before = open.len();
            open.retain(|&index| {
                let lives = self.may_live(moves, codes, index);
                self.alive[index] |= lives;
                !lives
            });
            let changed = open.len() < before;
            self.open = open;
            if !changed {
                return;
            }
        }
    }

    fn may_live(&self, moves: &Moves<'_>, codes: &[u16], index: usize) -> bool {
        let can_apply = moves.when(index).is_none_or(|when| match truth(when, &leaf(moves, codes)) {
            Truth::True => true,
            // An answer stays as it is; that a remedy was not tried does not.
            Truth::False if moves.told_by_checks => false,
            Truth::False | Truth::Unknown => self.reachable(moves, codes, when, false).0,
        });
        can_apply
            && !skips(moves, index).any(|when| {
                truth(when, &leaf(moves, codes)) == Truth::True && !self.reachable(moves, codes, when, true).1
            })
    }

    /// (Can become true, can become false.) Names that stand more than once in a condition get one value
    /// for all places. Where `unknown` counts, what is not known is as good as either: then it says what can
    /// be other than false, and other than true.
    fn reachable(&self, moves: &Moves<'_>, codes: &[u16], condition: &Condition, unknown: bool) -> (bool, bool) {
        let mut all = Vec::new();
        mentions(condition, &mut all);
        all.sort_unstable();
        let mut repeated: SmallVec<[usize; 4]> = SmallVec::new();
        for pair in all.windows(2) {
            let index = moves.named(pair[0]);
            if pair[0] == pair[1] && self.alive[index] && !repeated.contains(&index) {
                repeated.push(index);
            }
        }
        let choices = |index: usize| moves.list[index].tables.len() + usize::from(!moves.is_check(index));
        let total = repeated.iter().fold(1_usize, |product, index| product.saturating_mul(choices(*index)));
        if repeated.is_empty() || total > ASSIGNMENTS {
            return reachable(condition, &self.free_leaf(moves, codes, unknown));
        }
        let mut codes = codes.to_vec();
        let (mut can_hold, mut can_fail) = (false, false);
        for mut assignment in 0..total {
            for &index in &repeated {
                let choice = assignment % choices(index);
                assignment /= choices(index);
                // A remedy's last choice is never to be tried; `fixed` keeps it from being free.
                let tried = choice < moves.list[index].tables.len();
                codes[index] = if tried { DONE + choice as u16 } else { UNDONE };
            }
            let free = self.free_leaf(moves, &codes, unknown);
            let fixed = |at: &Condition| match at {
                Condition::Tried(id)
                    if repeated.contains(&moves.first_copy[id.0]) && codes[moves.first_copy[id.0]] == UNDONE =>
                {
                    (false, true)
                }
                Condition::FailedWith(id, _)
                    if repeated.contains(&moves.first_copy[id.0]) && codes[moves.first_copy[id.0]] == UNDONE =>
                {
                    (unknown, unknown)
                }
                other => free(other),
            };
            let (holds, fails) = reachable(condition, &fixed);
            can_hold |= holds;
            can_fail |= fails;
        }
        (can_hold, can_fail)
    }

    fn free_leaf<'c>(
        &'c self,
        moves: &'c Moves<'_>,
        codes: &'c [u16],
        unknown: bool,
    ) -> impl Fn(&Condition) -> (bool, bool) + 'c {
        move |at| {
            let index = match at {
                Condition::Is(check, _) => check.0,
                Condition::Tried(remedy) | Condition::FailedWith(remedy, _) => moves.first_copy[remedy.0],
                _ => return (false, false),
            };
            if codes[index] == UNDONE && self.alive[index] {
                let others = moves.list[index].tables.len() > 1 || matches!(at, Condition::Tried(_));
                return (true, others || unknown);
            }
            match leaf(moves, codes)(at) {
                Truth::True => (true, false),
                Truth::False => (false, true),
                Truth::Unknown => (unknown, unknown),
            }
        }
    }

    fn find_helps(&mut self, moves: &Moves<'_>, codes: &[u16], weights: &[f64]) {
        self.total = weights.iter().sum();
        self.helps.clear();
        for index in moves.checks..moves.list.len() {
            let helps = if codes[index] == UNDONE { help(moves, codes, weights, index) } else { 0.0 };
            self.helps.push(helps);
        }
    }

    /// Does an undone remedy help with at least the negligible chance?
    fn helps_enough(&self, moves: &Moves<'_>, index: usize) -> bool {
        enough(moves, self.helps[index - moves.checks], self.total)
    }

    fn find_basic(&mut self, moves: &Moves<'_>, codes: &[u16]) {
        self.basic.clear();
        for index in 0..moves.list.len() {
            let applies = codes[index] == UNDONE
                && self.alive[index]
                && (moves.list[index].unbound || self.bonds_hold(moves, codes, index));
            self.basic.push(applies);
        }
        if moves.requiring {
            self.require(moves, codes);
        }
        if moves.destroying && self.safe_help(moves, codes) {
            for index in moves.checks..moves.list.len() {
                self.basic[index] &= !moves.list[index].destructive;
            }
        }
    }

    /// Do a step's `after` and `when` and the rules that skip it let it be done?
    fn bonds_hold(&self, moves: &Moves<'_>, codes: &[u16], index: usize) -> bool {
        moves.list[index].after.iter().all(|before| self.fulfilled(codes, *before))
            && conditions_hold(moves, codes, index)
    }

    fn fulfilled(&self, codes: &[u16], before: usize) -> bool {
        codes[before] != UNDONE || !self.alive[before]
    }

    fn require(&mut self, moves: &Moves<'_>, codes: &[u16]) {
        for rule in &moves.problem.rules {
            for effect in &rule.effects {
                let RuleEffect::Require(step) = effect else {
                    continue;
                };
                let needed = moves.of(*step);
                if self.fulfilled(codes, needed) || truth(&rule.when, &leaf(moves, codes)) != Truth::True {
                    continue;
                }
                let allowed = before(moves, needed);
                for index in moves.checks..moves.list.len() {
                    self.basic[index] &= allowed.contains(&index);
                }
            }
        }
    }

    /// Does a remedy that is not destructive and not dead still help enough?
    fn safe_help(&self, moves: &Moves<'_>, codes: &[u16]) -> bool {
        (moves.checks..moves.list.len()).any(|index| {
            codes[index] == UNDONE
                && self.alive[index]
                && !moves.list[index].destructive
                && self.helps_enough(moves, index)
        })
    }

    fn lowest_stage(&self, moves: &Moves<'_>) -> Option<usize> {
        (moves.checks..moves.list.len())
            .filter(|&index| self.basic[index] && self.helps_enough(moves, index))
            .map(|index| moves.list[index].stage)
            .min()
    }

    pub(crate) fn may_escalate(&self, moves: &Moves<'_>, codes: &[u16]) -> bool {
        moves.problem.policy.mode == EscalationMode::WhenCheaper
            || (moves.checks..moves.list.len()).all(|index| {
                codes[index] != UNDONE
                    || !self.alive[index]
                    || !self.helps_enough(moves, index)
                    || skips(moves, index).any(|when| truth(when, &leaf(moves, codes)) == Truth::True)
            })
    }

    /// Fills in the moves that a pending route leaves; false where none is pending or it cannot be followed.
    fn find_routed(&mut self, moves: &Moves<'_>, codes: &[u16]) -> bool {
        let Some(target) = codes[moves.list.len()].checked_sub(1).map(usize::from) else {
            return false;
        };
        if codes[target] != UNDONE || !self.alive[target] {
            return false;
        }
        if skips(moves, target).any(|when| truth(when, &leaf(moves, codes)) == Truth::True) {
            return false;
        }
        if self.basic[target] {
            self.moves.push(target);
            return true;
        }
        let mut needed: SmallVec<[usize; 8]> = SmallVec::new();
        let mut open: SmallVec<[usize; 8]> = SmallVec::from_slice(&[target]);
        while let Some(index) = open.pop() {
            for &one in &moves.list[index].after {
                if !self.fulfilled(codes, one) && !needed.contains(&one) {
                    needed.push(one);
                    open.push(one);
                }
            }
        }
        self.moves.extend(moves.by_name.iter().copied().filter(|index| needed.contains(index) && self.basic[*index]));
        !self.moves.is_empty()
    }
}

/// Is a chance of help, times `total`, at least the negligible one?
pub(crate) fn enough(moves: &Moves<'_>, help: f64, total: f64) -> bool {
    let negligible = moves.problem.policy.negligible;
    help > 0.0 && (negligible <= 0.0 || help >= (negligible - NEAR) * total)
}

/// Is the `when` of a move true, and no rule that skips it?
pub(crate) fn conditions_hold(moves: &Moves<'_>, codes: &[u16], index: usize) -> bool {
    let holds = |condition| truth(condition, &leaf(moves, codes)) == Truth::True;
    moves.when(index).is_none_or(holds) && !skips(moves, index).any(holds)
}

/// Has a remedy a better chance for its cost than another, each with its chance to help? Always where there is no other.
pub(crate) fn is_better(moves: &Moves<'_>, (index, chance): (usize, f64), than: Option<(usize, f64)>) -> bool {
    than.is_none_or(|(old, old_chance)| chance * moves.list[old].cost > old_chance * moves.list[index].cost)
}

/// The conditions of the rules that skip a move.
fn skips<'m>(moves: &'m Moves<'_>, index: usize) -> impl Iterator<Item = &'m Condition> {
    moves.skipped_by[index].iter().map(|&rule| &moves.problem.rules[rule].when)
}

/// A move and all that its `after` names, transitively.
pub(crate) fn before(moves: &Moves<'_>, index: usize) -> Vec<usize> {
    let mut found = vec![index];
    let mut next = 0;
    while let Some(&one) = found.get(next) {
        next += 1;
        for &before in &moves.list[one].after {
            if !found.contains(&before) {
                found.push(before);
            }
        }
    }
    found
}
