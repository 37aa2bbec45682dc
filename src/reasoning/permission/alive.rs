//! Which steps are alive: what may still be done, as far as conditions say.
//! In: what is done, and which steps are never done. Out: a mark for each action. A step is dead where its conditions can no
//! longer become true, whatever the steps that are alive will answer.

use smallvec::SmallVec;

use super::super::actions::{Actions, DONE, UNDONE, VOID, is_open};
use super::super::conditions::{Truth, mentions, reachable, truth};
use super::super::problem::Condition;
use super::{Permitted, answer_of, leaf, skips};

/// More assignments of the repeated names of a condition than this are taken as if all were independent.
pub(crate) const ASSIGNMENTS: usize = 4096;
/// What is kept at most of how conditions stand.
const MOST_KEPT: usize = 1 << 16;

/// An action that a step's conditions ask about, and where its code stands in a key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    asked: usize,
    shift: u32,
}

/// What the conditions of a step ask about; nothing where the codes of all that do not fit into one key.
pub(crate) fn asks(actions: &Actions<'_>, index: usize) -> Option<Vec<Ask>> {
    let mut asked: Vec<usize> = actions.asked_by(index).collect();
    asked.sort_unstable();
    asked.dedup();
    let mut shift = 0;
    let ask = |asked: usize| {
        let codes = actions.list[asked].tables.len() as u64 + u64::from(DONE) + 1;
        let ask = Ask { asked, shift };
        shift += u64::BITS - codes.leading_zeros();
        (shift <= u64::BITS).then_some(ask)
    };
    asked.into_iter().map(ask).collect()
}

/// Which actions are alive before anything is known, where these are never done.
pub(crate) fn alive_without(actions: &Actions<'_>, never: &[bool]) -> Vec<bool> {
    let mut permitted = Permitted::default();
    permitted.find_alive_but(actions, &vec![UNDONE; never.len()], |index| never[index]);
    permitted.alive
}

impl Permitted {
    pub(super) fn find_alive(&mut self, actions: &Actions<'_>, codes: &[u16]) {
        self.find_alive_but(actions, codes, |_| false);
    }

    /// The same where some steps are never done. Nothing is told about these, so what waits for them stays open.
    fn find_alive_but(&mut self, actions: &Actions<'_>, codes: &[u16], never: impl Fn(usize) -> bool) {
        self.alive.clear();
        let undone = codes[..actions.list.len()].iter().enumerate();
        self.alive.extend(undone.map(|(index, code)| is_open(*code) && !never(index)));
        if actions.bound.is_empty() {
            return;
        }
        // Only a condition can make a step dead. A step that only lives by steps that only live by it is dead, so
        // life is spread from those without conditions.
        self.open.clear();
        for &index in &actions.bound {
            if self.alive[index] {
                self.alive[index] = false;
                self.open.push(index);
            }
        }
        loop {
            let mut open = std::mem::take(&mut self.open);
            let before = open.len();
            open.retain(|&index| {
                let lives = self.may_live(actions, codes, index);
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

    /// May a step still be done, as far as its own conditions say? The same few answers are asked about in very many states, so
    /// what they come to is kept.
    fn may_live(&mut self, actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
        let Some(asks) = &actions.asks[index] else { return self.can_apply(actions, codes, index) };
        let known = |&Ask { asked, shift }: &Ask| match codes[asked] {
            UNDONE => u64::from(self.alive[asked]) << shift,
            code => u64::from((code & !VOID) + 1) << shift,
        };
        let key = (index as u32, asks.iter().map(known).sum());
        if let Some(&lives) = self.lives.get(&key) {
            return lives;
        }
        let lives = self.can_apply(actions, codes, index);
        if self.lives.len() < MOST_KEPT {
            self.lives.insert(key, lives);
        }
        lives
    }

    fn can_apply(&self, actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
        let can_apply = actions.when(index).is_none_or(|when| match truth(when, &leaf(actions, codes)) {
            Truth::True => true,
            // An answer stays as it is; that a remedy was not tried does not.
            Truth::False if actions.told_by_checks => false,
            Truth::False | Truth::Unknown => self.reachable(actions, codes, when, false).0,
        });
        can_apply
            && !skips(actions, index).any(|when| {
                truth(when, &leaf(actions, codes)) == Truth::True && !self.reachable(actions, codes, when, true).1
            })
    }

    /// (Can become true, can become false.) Names that stand more than once in a condition get one value
    /// for all places. Where `unknown` counts, what is not known is as good as either: then it says what can
    /// be other than false, and other than true.
    fn reachable(&self, actions: &Actions<'_>, codes: &[u16], condition: &Condition, unknown: bool) -> (bool, bool) {
        let mut all = Vec::new();
        mentions(condition, &mut all);
        all.sort_unstable();
        let mut repeated: SmallVec<[usize; 4]> = SmallVec::new();
        for pair in all.windows(2) {
            let index = actions.named(pair[0]);
            if pair[0] == pair[1] && self.may_change(actions, codes, index) && !repeated.contains(&index) {
                repeated.push(index);
            }
        }
        let choices = |index: usize| actions.list[index].tables.len() + usize::from(!actions.is_check(index));
        let total = repeated.iter().fold(1_usize, |product, index| product.saturating_mul(choices(*index)));
        if repeated.is_empty() || total > ASSIGNMENTS {
            return reachable(condition, &self.free_leaf(actions, codes, unknown));
        }
        let mut codes = codes.to_vec();
        let (mut can_hold, mut can_fail) = (false, false);
        for mut assignment in 0..total {
            for &index in &repeated {
                let choice = assignment % choices(index);
                assignment /= choices(index);
                // A remedy's last choice is never to be tried; `fixed` keeps it from being free.
                let tried = choice < actions.list[index].tables.len();
                codes[index] = if tried { DONE + choice as u16 } else { UNDONE };
            }
            let free = self.free_leaf(actions, &codes, unknown);
            let fixed = |at: &Condition| match at {
                Condition::Tried(id)
                    if repeated.contains(&actions.first_copy[id.0]) && codes[actions.first_copy[id.0]] == UNDONE =>
                {
                    (false, true)
                }
                Condition::FailedWith(id, _)
                    if repeated.contains(&actions.first_copy[id.0]) && codes[actions.first_copy[id.0]] == UNDONE =>
                {
                    (unknown, unknown)
                }
                // A check that may be asked once more has the answer that it is assigned.
                Condition::Is(check, outcome) if repeated.contains(&check.0) => {
                    let is = answer_of(actions, &codes, check.0) == Some(*outcome);
                    (is, !is)
                }
                other => free(other),
            };
            let (holds, fails) = reachable(condition, &fixed);
            can_hold |= holds;
            can_fail |= fails;
        }
        (can_hold, can_fail)
    }

    /// May an action still be done, or be asked once more, now or once a remedy has failed?
    fn may_change(&self, actions: &Actions<'_>, codes: &[u16], index: usize) -> bool {
        let renews = |&remedy: &usize| codes[remedy] == UNDONE && self.alive[remedy];
        self.alive[index] || (codes[index] >= DONE && actions.list[index].renewed_by.iter().any(renews))
    }

    fn free_leaf<'c>(
        &'c self,
        actions: &'c Actions<'_>,
        codes: &'c [u16],
        unknown: bool,
    ) -> impl Fn(&Condition) -> (bool, bool) + 'c {
        move |at| {
            let index = match at {
                Condition::Is(check, _) | Condition::Settled(check) => check.0,
                Condition::Tried(remedy) | Condition::FailedWith(remedy, _) => actions.first_copy[remedy.0],
                _ => return (false, false),
            };
            if codes[index] != UNDONE && self.may_change(actions, codes, index) && matches!(at, Condition::Is(..)) {
                return (true, actions.list[index].tables.len() > 1);
            }
            if codes[index] == UNDONE && self.alive[index] {
                // What is not done yet may stay so.
                let others =
                    actions.list[index].tables.len() > 1 || matches!(at, Condition::Tried(_) | Condition::Settled(_));
                return (true, others || unknown);
            }
            match leaf(actions, codes)(at) {
                Truth::True => (true, false),
                Truth::False => (false, true),
                Truth::Unknown => (unknown, unknown),
            }
        }
    }
}
