//! What may be done after a history.
//!
//! In: a case and a history. Out: the steps that may be taken now, the end that a route leads to, and whether
//! escalating is allowed.

use super::condition::{Truth, named};
use super::history::{Case, History};
use super::life::Alive;
use kbc_reasoning::{CheckKind, Condition, EscalationId, EscalationMode, RemedyId, RuleEffect, Step, Target};

/// What may be done now.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The price at which a route ends here.
    pub end: Option<f64>,
    pub steps: Vec<Step>,
    pub escalate: bool,
    /// The route that still stands; what was dropped is gone.
    pub pending: Option<Target>,
}

impl Case<'_> {
    /// The steps that a `when` or a rule that does more than to route and to warn names.
    pub(super) fn all_named(&self) -> Vec<Step> {
        let mut named_by: Vec<Step> = Vec::new();
        for step in self.steps() {
            named_by.extend(self.when_of(step).map(named).unwrap_or_default());
        }
        let ends = self.problem.causes.iter().flat_map(|cause| &cause.otherwise).chain(&self.problem.policy.instead);
        let deciding = ends.filter_map(|end| self.problem.escalations[end.0].when.as_ref()).flat_map(named);
        named_by.extend(deciding.filter(|step| match step {
            Step::Check(check) => self.problem.checks[check.0].kind == CheckKind::Fact,
            Step::Remedy(_) => false,
        }));
        for rule in &self.problem.rules {
            let plain = |effect: &RuleEffect| matches!(effect, RuleEffect::Warn(_) | RuleEffect::Next(_));
            if !rule.effects.iter().all(plain) {
                named_by.extend(named(&rule.when));
            }
            for effect in &rule.effects {
                if let RuleEffect::Require(step) = effect {
                    named_by.push(*step);
                }
            }
        }
        named_by
    }

    /// May it change something but the route, as things stand?
    pub(super) fn choosable(&self, step: Step, history: &History, weights: &[f64]) -> bool {
        let waited_for = |later: &Step| {
            let answered = matches!(later, Step::Check(_)) && history.done(*later);
            let open = !answered && !self.finished(*later, history) && !history.declined.contains(later);
            open && self.after_of(*later).contains(&step) && self.choosable(*later, history, weights)
        };
        let named = self.named.contains(&step) && !history.over(step);
        if named || self.steps().iter().any(waited_for) {
            return true;
        }
        let left: Vec<usize> = (0..weights.len()).filter(|h| weights[*h] > 0.0).collect();
        match step {
            Step::Check(check) => {
                let differs = |row: &Vec<f64>| left.iter().any(|h| (row[*h] - row[left[0]]).abs() > 1e-12);
                self.start.joint.checks.contains(&check.0) || self.tables.checks[check.0].iter().any(differs)
            }
            Step::Remedy(remedy) => {
                let fixes = &self.tables.fixes[remedy.0];
                let void = self.superseded(remedy, history);
                let tells = self.tables.failures[remedy.0].iter().any(|row| {
                    let fails = |h: &usize| {
                        if void { row[*h] } else { row[*h] * (1.0 - fixes[*h]) }
                    };
                    left.iter().any(|h| (fails(h) - fails(&left[0])).abs() > 1e-12)
                });
                tells || (!void && left.iter().any(|h| fixes[*h] > 0.0))
            }
        }
    }

    /// Does the next try of this remedy help with at least the negligible chance?
    pub(super) fn helps(&self, remedy: RemedyId, history: &History, weights: &[f64]) -> bool {
        if self.superseded(remedy, history) {
            return false;
        }
        let all: f64 = weights.iter().sum();
        let helped: f64 = weights.iter().zip(&self.tables.fixes[remedy.0]).map(|(w, p)| w * p).sum();
        let chance = helped / all;
        chance > 0.0 && chance >= self.problem.policy.negligible - 1e-12
    }

    /// May it be done now, stages left aside?
    pub(super) fn may(&self, step: Step, history: &History, weights: &[f64], alive: &Alive) -> bool {
        let holds = |when: &Condition| history.truth(when) == Truth::True;
        if !alive.0.contains(&step)
            || !self.when_of(step).is_none_or(holds)
            || self.skips(step).any(holds)
            || !self.after_of(step).iter().all(|before| fulfilled(*before, history, alive))
        {
            return false;
        }
        let Step::Remedy(remedy) = step else {
            return true;
        };
        let required =
            self.problem.rules.iter().filter(|rule| holds(&rule.when)).flat_map(|rule| &rule.effects).all(|effect| {
                let RuleEffect::Require(first) = effect else {
                    return true;
                };
                // Of a remedy that stands there, the first copy is meant.
                let first_copy = !history.done(step);
                let goes_before = step == *first || self.transitively_after(*first).contains(&step);
                fulfilled(*first, history, alive) || (goes_before && first_copy)
            });
        let safer = |other: &Step| match other {
            Step::Remedy(other) => !self.destructive[other.0] && self.helps(*other, history, weights),
            Step::Check(_) => false,
        };
        required && !(self.destructive[remedy.0] && alive.0.iter().any(safer))
    }

    pub fn options(&self, history: &History, weights: &[f64]) -> Options {
        let alive = self.alive(history);
        let mut options = Options { end: None, steps: vec![], escalate: false, pending: history.pending };
        let guide = self.problem.escalations.get(self.problem.policy.escalation.0).map_or(0.0, |e| e.takes);
        match history.pending {
            Some(Target::Escalation(who)) => {
                options.end = Some(self.problem.escalations[who.0].takes);
            }
            Some(Target::Guide(_) | Target::Solved) => options.end = Some(guide),
            Some(Target::Step(target)) => {
                options.steps = self.on_route(target, history, weights, &alive);
            }
            None => {}
        }
        if options.end.is_some() || !options.steps.is_empty() {
            return options;
        }
        options.pending = None;
        let may: Vec<Step> =
            self.steps().into_iter().filter(|step| self.may(*step, history, weights, &alive)).collect();
        let waits = |step: &Step| {
            let Step::Remedy(later) = step else {
                return false;
            };
            may.iter().any(|step| match step {
                Step::Remedy(earlier) => {
                    let stage = |remedy: &RemedyId| self.problem.remedies[remedy.0].stage;
                    stage(earlier).zip(stage(later)).is_some_and(|(earlier, later)| earlier < later)
                        && self.helps(*earlier, history, weights)
                }
                Step::Check(_) => false,
            })
        };
        options.steps =
            may.iter().filter(|step| !waits(step) && self.choosable(**step, history, weights)).copied().collect();
        options.escalate = options.steps.is_empty()
            || self.problem.policy.mode == EscalationMode::WhenCheaper
            || self.only_escalation_left(history, weights, &alive);
        if options.escalate
            && let Some(fact) = self.deciding(history, weights, &alive)
        {
            options.escalate = false;
            assert!(options.steps.contains(&fact), "a fact that decides who takes over may be asked");
        }
        options
    }

    /// The fact that is asked before the reader is handed over: it may say to whom.
    fn deciding(&self, history: &History, weights: &[f64], alive: &Alive) -> Option<Step> {
        let first = self.who(weights).into_iter().find(|end| {
            let when = self.problem.escalations[end.0].when.as_ref();
            when.is_none_or(|when| history.truth(when) != Truth::False)
        })?;
        let when = self.problem.escalations[first.0].when.as_ref()?;
        if history.truth(when) == Truth::True {
            return None;
        }
        let mut asked = named(when);
        let mut at = 0;
        while at < asked.len() {
            let step = asked[at];
            at += 1;
            let Step::Check(check) = step else { continue };
            if self.problem.checks[check.0].kind != CheckKind::Fact || !alive.0.contains(&step) {
                continue;
            }
            if self.may(step, history, weights, alive) {
                return Some(step);
            }
            for more in self.when_of(step).map(named).unwrap_or_default() {
                if !asked.contains(&more) {
                    asked.push(more);
                }
            }
        }
        None
    }

    /// Who may take over, but for the guide's own escalation: whom the likeliest cause names, then whom the guide does.
    pub(super) fn who(&self, weights: &[f64]) -> Vec<EscalationId> {
        let most = weights.iter().copied().fold(0.0, f64::max);
        let likeliest = weights.iter().position(|weight| *weight >= most * (1.0 - 1e-9));
        let cause = likeliest.and_then(|h| self.tables.hypotheses.get(h));
        let own = cause.map_or(&[][..], |cause| &self.problem.causes[cause.0].otherwise);
        own.iter().chain(&self.problem.policy.instead).copied().collect()
    }

    pub(super) fn on_route(&self, target: Step, history: &History, weights: &[f64], alive: &Alive) -> Vec<Step> {
        let skipped = |step| self.skips(step).any(|skip| history.truth(skip) == Truth::True);
        if history.over(target) || !alive.0.contains(&target) || skipped(target) {
            return vec![];
        }
        if self.may(target, history, weights, alive) {
            return vec![target];
        }
        let mut lacks: Vec<Step> = vec![];
        let mut open = vec![target];
        while let Some(step) = open.pop() {
            for before in self.after_of(step) {
                if !fulfilled(*before, history, alive) && !lacks.contains(before) {
                    lacks.push(*before);
                    open.push(*before);
                }
            }
        }
        lacks.retain(|step| self.may(*step, history, weights, alive));
        lacks.sort();
        lacks
    }

    /// For `escalate last`: every remedy left is dead, forbidden or helps too seldom.
    pub(super) fn only_escalation_left(&self, history: &History, weights: &[f64], alive: &Alive) -> bool {
        alive.0.iter().all(|step| match step {
            Step::Check(_) => true,
            Step::Remedy(remedy) => {
                self.skips(*step).any(|skip| history.truth(skip) == Truth::True)
                    || !self.helps(*remedy, history, weights)
            }
        })
    }
}

/// Does an `after` or a requirement that names it let others go on?
fn fulfilled(step: Step, history: &History, alive: &Alive) -> bool {
    history.done(step) || history.declined.contains(&step) || !alive.0.contains(&step)
}
