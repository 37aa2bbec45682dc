//! Which steps can still be done, and which only live by something destructive.
//!
//! In: a case and a history. Out: the steps that are not dead.

use super::condition::{Truth, named};
use super::history::{Case, History};
use kbc_reasoning::{CheckId, Condition, RemedyId, Risk, Step};

/// The steps that are not dead, among those not done and not declined.
pub struct Alive(pub Vec<Step>);

impl Case<'_> {
    /// Which steps are alive.
    pub fn alive(&self, history: &History) -> Alive {
        self.alive_with(history, &[], &[])
    }

    /// Which steps are alive, when those that are `banned` are never done, and facts from `outside` may still come.
    /// Starts from none and adds what can live by those that live already, so that steps which only live by each
    /// other stay dead.
    pub(super) fn alive_with(&self, history: &History, banned: &[Step], outside: &[Step]) -> Alive {
        let asked = |step: &Step| match step {
            Step::Check(check) => !self.problem.checks[check.0].kind.is_never_asked(),
            Step::Remedy(_) => true,
        };
        let mut alive: Vec<Step> = Vec::new();
        let mut candidates = self.steps();
        candidates.retain(|step| !self.finished(*step, history) && !history.declined.contains(step));
        candidates.retain(|step| !banned.contains(step) && (asked(step) || outside.contains(step)));
        loop {
            let found = candidates.iter().find(|step| !alive.contains(step) && self.can_live(**step, history, &alive));
            match found {
                Some(step) => alive.push(*step),
                None => return Alive(alive),
            }
        }
    }

    pub(super) fn can_live(&self, step: Step, history: &History, alive: &[Step]) -> bool {
        let when = self.when_of(step).is_none_or(|when| self.can_become(when, history, alive, &|t| t == Truth::True));
        when && self.skips(step).all(|skip| self.can_become(skip, history, alive, &|t| t != Truth::True))
    }

    /// May a remedy still renew it?
    fn may_be_renewed(&self, check: CheckId, alive: &[Step]) -> bool {
        let remedies = self.problem.remedies.iter().enumerate().filter(|(_, data)| data.renews.contains(&check));
        remedies.into_iter().any(|(remedy, _)| alive.contains(&Step::Remedy(RemedyId(remedy))))
    }

    /// Can the condition come to a wanted value, when each living step that it names may get each outcome, or not
    /// be done at all?
    pub(super) fn can_become(
        &self,
        condition: &Condition,
        history: &History,
        alive: &[Step],
        wanted: &impl Fn(Truth) -> bool,
    ) -> bool {
        let mut histories = vec![history.clone()];
        for step in named(condition) {
            let renewed = match step {
                Step::Check(check) => history.done(step) && self.may_be_renewed(check, alive),
                Step::Remedy(_) => false,
            };
            if !renewed && (history.over(step) || !alive.contains(&step)) {
                continue;
            }
            let ways = self.ways(step);
            let more = |before: &History| {
                let mut all = vec![before.clone()];
                for way in &ways {
                    let mut next = before.clone();
                    match step {
                        Step::Check(check) => next.answers[check.0] = *way,
                        Step::Remedy(remedy) => next.tries[remedy.0].push((*way, false)),
                    }
                    all.push(next);
                }
                all
            };
            histories = histories.iter().flat_map(more).collect();
        }
        histories.iter().any(|history| wanted(history.truth(condition)))
    }

    /// Before anything is known: what is risky itself, what comes after that, and what is dead without it. Steps
    /// between two remedies count while this spreads.
    pub(super) fn all_destructive(&self) -> Vec<bool> {
        let untouched = History {
            answers: vec![None; self.problem.checks.len()],
            older: vec![vec![]; self.problem.checks.len()],
            again: vec![false; self.problem.checks.len()],
            tries: vec![vec![]; self.problem.remedies.len()],
            pending: None,
            declined: vec![],
            never_asked: vec![],
        };
        let facts = (0..self.problem.checks.len()).filter(|q| self.problem.checks[*q].kind.is_never_asked());
        let outside: Vec<Step> = facts.map(|q| Step::Check(CheckId(q))).collect();
        let risky = |step: &Step| match step {
            Step::Check(_) => false,
            Step::Remedy(remedy) => self.problem.remedies[remedy.0].risk == Risk::Destructive,
        };
        let mut found: Vec<Step> = self.steps().into_iter().filter(risky).collect();
        let free = self.alive_with(&untouched, &[], &outside);
        loop {
            let without = self.alive_with(&untouched, &found, &outside);
            let also = self.steps().into_iter().find(|step| {
                let after = self.after_of(*step).iter().any(|before| found.contains(before));
                !found.contains(step) && (after || (free.0.contains(step) && !without.0.contains(step)))
            });
            match also {
                Some(step) => found.push(step),
                None => break,
            }
        }
        (0..self.problem.remedies.len()).map(|r| found.contains(&Step::Remedy(RemedyId(r)))).collect()
    }
}
