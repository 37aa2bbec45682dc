//! What may be done after a history.
//!
//! In: a problem, its tables, the evidence at the start, a history. Out: the steps that may be taken now, the end
//! that a route leads to, and whether escalating is allowed.

use super::condition::{Known, Tried, Truth, named, truth};
use super::posterior::{Start, weights};
use super::tables::{Tables, Wrong, tables};
use kbc::reasoning::{
    CheckId, CheckKind, Condition, EscalationMode, Evidence, Problem, RemedyId, Risk, RuleEffect,
    Step, Target,
};

/// A problem with what is known when it starts.
pub struct Case<'a> {
    pub problem: &'a Problem,
    pub tables: Tables,
    pub start: Start,
    destructive: Vec<bool>,
    named: Vec<Step>,
}

/// What was done, in no order, and the route that is pending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct History {
    pub answers: Vec<Option<usize>>,
    /// The tries of each remedy: its way of failing, and whether it was superseded then.
    pub tries: Vec<Vec<(Option<usize>, bool)>>,
    pub pending: Option<Target>,
    /// What the reader cannot do: all copies of a remedy together.
    pub declined: Vec<Step>,
}

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

/// The steps that are not dead, among those not done and not declined.
pub struct Alive(Vec<Step>);

impl<'a> Case<'a> {
    pub fn new(problem: &'a Problem, evidence: &Evidence) -> Result<(Self, History), Wrong> {
        let tables = tables(problem)?;
        let start = Start::new(problem, &tables, evidence)?;
        let mut case = Self {
            problem,
            tables,
            start,
            destructive: vec![],
            named: vec![],
        };
        case.destructive = case.all_destructive();
        case.named = case.all_named();
        let history = case.first(evidence);
        Ok((case, history))
    }

    fn empty(&self) -> History {
        let tries = vec![vec![]; self.problem.remedies.len()];
        History {
            answers: self.start.given.clone(),
            tries,
            pending: None,
            declined: vec![],
        }
    }

    fn first(&self, evidence: &Evidence) -> History {
        let mut history = self.empty();
        history.declined.clone_from(&evidence.declined);
        let mut before = history.clone();
        for (check, outcome) in &evidence.answered {
            history.answers[check.0] = Some(*outcome);
            if evidence.last != Some(Step::Check(*check)) {
                before.answers[check.0] = Some(*outcome);
            }
        }
        for (remedy, way) in &evidence.tried {
            let superseded = self.superseded(*remedy, &history);
            history.tries[remedy.0].push((*way, superseded));
            before.tries[remedy.0].push((*way, superseded));
        }
        if let Some(Step::Remedy(remedy)) = evidence.last {
            before.tries[remedy.0].pop();
        }
        let untouched = evidence.answered.is_empty() && evidence.tried.is_empty();
        history.pending = match evidence.last {
            Some(step) => self.routed(&before, &history, step),
            None => self.rule_route(None, &history).or_else(|| {
                self.problem
                    .policy
                    .start
                    .filter(|_| untouched)
                    .map(Target::Step)
            }),
        };
        history
    }

    pub fn weights(&self, history: &History) -> Vec<f64> {
        weights(&self.tables, &self.start, &history.answers, &history.tries)
    }

    pub fn truth(&self, condition: &Condition, history: &History) -> Truth {
        let remedies: Vec<Tried> = history
            .tries
            .iter()
            .map(|tries| {
                tries
                    .first()
                    .map_or(Tried::Not, |(way, _)| Tried::Failed(*way))
            })
            .collect();
        truth(
            condition,
            Known {
                checks: &history.answers,
                remedies: Some(&remedies),
            },
        )
    }

    /// The history after one more answer.
    pub fn after(&self, history: &History, step: Step, outcome: Option<usize>) -> History {
        let mut next = history.clone();
        match step {
            Step::Check(check) => next.answers[check.0] = outcome,
            Step::Remedy(remedy) => {
                next.tries[remedy.0].push((outcome, self.superseded(remedy, history)));
            }
        }
        next.pending = self.routed(history, &next, step);
        next
    }

    /// The route after the answer that leads from one history to the next.
    fn routed(&self, before: &History, now: &History, step: Step) -> Option<Target> {
        let own = match step {
            Step::Check(check) => now.answers[check.0]
                .and_then(|outcome| self.problem.checks[check.0].outcomes[outcome].next),
            Step::Remedy(remedy) => {
                let data = &self.problem.remedies[remedy.0];
                let way = now.tries[remedy.0].last().and_then(|(way, _)| *way);
                way.and_then(|way| data.outcomes[way].next).or(data.next)
            }
        };
        let old = before
            .pending
            .filter(|target| *target != Target::Step(step));
        self.rule_route(Some(before), now).or(own).or(old)
    }

    /// The route of the first rule that is true now and was not before.
    fn rule_route(&self, before: Option<&History>, now: &History) -> Option<Target> {
        self.problem.rules.iter().find_map(|rule| {
            let target = rule.effects.iter().find_map(|e| {
                if let RuleEffect::Next(t) = e {
                    Some(*t)
                } else {
                    None
                }
            })?;
            let held = before.is_some_and(|before| self.truth(&rule.when, before) == Truth::True);
            (!held && self.truth(&rule.when, now) == Truth::True).then_some(target)
        })
    }

    fn superseded(&self, remedy: RemedyId, history: &History) -> bool {
        let stronger = |(data, tries): (&kbc::reasoning::Remedy, &Vec<_>)| {
            !tries.is_empty() && data.supersedes.contains(&remedy)
        };
        self.problem
            .remedies
            .iter()
            .zip(&history.tries)
            .any(stronger)
    }

    fn steps(&self) -> Vec<Step> {
        let checks = (0..self.problem.checks.len()).map(|q| Step::Check(CheckId(q)));
        checks
            .chain((0..self.problem.remedies.len()).map(|r| Step::Remedy(RemedyId(r))))
            .collect()
    }

    /// Done at least once: what conditions, `after` and `require` look at.
    fn done(&self, step: Step, history: &History) -> bool {
        match step {
            Step::Check(check) => history.answers[check.0].is_some(),
            Step::Remedy(remedy) => !history.tries[remedy.0].is_empty(),
        }
    }

    /// Nothing of it is left to do: all copies of a remedy are done.
    fn finished(&self, step: Step, history: &History) -> bool {
        match step {
            Step::Check(check) => history.answers[check.0].is_some(),
            Step::Remedy(remedy) => {
                history.tries[remedy.0].len() >= self.problem.remedies[remedy.0].retry.max(1)
            }
        }
    }

    fn after_of(&self, step: Step) -> &[Step] {
        match step {
            Step::Check(check) => &self.problem.checks[check.0].after,
            Step::Remedy(remedy) => &self.problem.remedies[remedy.0].after,
        }
    }

    fn when_of(&self, step: Step) -> Option<&Condition> {
        match step {
            Step::Check(check) => self.problem.checks[check.0].when.as_ref(),
            Step::Remedy(remedy) => self.problem.remedies[remedy.0].when.as_ref(),
        }
    }

    fn skips(&self, step: Step) -> impl Iterator<Item = &Condition> {
        let skips =
            move |rule: &&kbc::reasoning::Rule| rule.effects.contains(&RuleEffect::Skip(step));
        self.problem
            .rules
            .iter()
            .filter(skips)
            .map(|rule| &rule.when)
    }

    /// Which steps are alive.
    pub fn alive(&self, history: &History) -> Alive {
        self.alive_with(history, &[], &[])
    }

    /// Which steps are alive, when those that are `banned` are never done, and facts from `outside` may still come.
    /// Starts from none and adds what can live by those that live already, so that steps which only live by each
    /// other stay dead.
    fn alive_with(&self, history: &History, banned: &[Step], outside: &[Step]) -> Alive {
        let asked = |step: &Step| match step {
            Step::Check(check) => self.problem.checks[check.0].kind != CheckKind::NeverAsked,
            Step::Remedy(_) => true,
        };
        let mut alive: Vec<Step> = Vec::new();
        let mut candidates = self.steps();
        candidates
            .retain(|step| !self.finished(*step, history) && !history.declined.contains(step));
        candidates.retain(|step| !banned.contains(step) && (asked(step) || outside.contains(step)));
        loop {
            let found = candidates
                .iter()
                .find(|step| !alive.contains(step) && self.can_live(**step, history, &alive));
            match found {
                Some(step) => alive.push(*step),
                None => return Alive(alive),
            }
        }
    }

    fn can_live(&self, step: Step, history: &History, alive: &[Step]) -> bool {
        let when = self
            .when_of(step)
            .is_none_or(|when| self.can_become(when, history, alive, &|t| t == Truth::True));
        when && self
            .skips(step)
            .all(|skip| self.can_become(skip, history, alive, &|t| t != Truth::True))
    }

    /// Can the condition come to a wanted value, when each living step that it names may get each outcome, or not
    /// be done at all?
    fn can_become(
        &self,
        condition: &Condition,
        history: &History,
        alive: &[Step],
        wanted: &impl Fn(Truth) -> bool,
    ) -> bool {
        let mut histories = vec![history.clone()];
        for step in named(condition) {
            if self.done(step, history) || !alive.contains(&step) {
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
        histories
            .iter()
            .any(|history| wanted(self.truth(condition, history)))
    }

    /// The outcomes of a step: of a remedy, its ways of failing.
    pub fn ways(&self, step: Step) -> Vec<Option<usize>> {
        let outcomes = match step {
            Step::Check(check) => self.problem.checks[check.0].outcomes.len(),
            Step::Remedy(remedy) => self.problem.remedies[remedy.0].outcomes.len(),
        };
        if outcomes == 0 {
            vec![None]
        } else {
            (0..outcomes).map(Some).collect()
        }
    }

    /// Before anything is known: what is risky itself, what comes after that, and what is dead without it. Steps
    /// between two remedies count while this spreads.
    fn all_destructive(&self) -> Vec<bool> {
        let untouched = History {
            answers: vec![None; self.problem.checks.len()],
            tries: vec![vec![]; self.problem.remedies.len()],
            pending: None,
            declined: vec![],
        };
        let facts = (0..self.problem.checks.len())
            .filter(|q| self.problem.checks[*q].kind == CheckKind::NeverAsked);
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
                let after = self
                    .after_of(*step)
                    .iter()
                    .any(|before| found.contains(before));
                !found.contains(step)
                    && (after || (free.0.contains(step) && !without.0.contains(step)))
            });
            match also {
                Some(step) => found.push(step),
                None => break,
            }
        }
        (0..self.problem.remedies.len())
            .map(|r| found.contains(&Step::Remedy(RemedyId(r))))
            .collect()
    }

    fn transitively_after(&self, step: Step) -> Vec<Step> {
        let mut found: Vec<Step> = self.after_of(step).to_vec();
        let mut next = 0;
        while next < found.len() {
            let more: Vec<Step> = self.after_of(found[next]).to_vec();
            found.extend(
                more.into_iter()
                    .filter(|step| !found.contains(step))
                    .collect::<Vec<_>>(),
            );
            next += 1;
        }
        found
    }

    /// The steps that a `when` or a rule that does more than to route and to warn names.
    fn all_named(&self) -> Vec<Step> {
        let mut named_by: Vec<Step> = Vec::new();
        for step in self.steps() {
            named_by.extend(self.when_of(step).map(named).unwrap_or_default());
        }
        for rule in &self.problem.rules {
            let plain =
                |effect: &RuleEffect| matches!(effect, RuleEffect::Warn(_) | RuleEffect::Next(_));
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
    fn choosable(&self, step: Step, history: &History, weights: &[f64]) -> bool {
        let waited_for = |later: &Step| {
            let open = !self.finished(*later, history) && !history.declined.contains(later);
            open && self.after_of(*later).contains(&step)
                && self.choosable(*later, history, weights)
        };
        let named = self.named.contains(&step) && !self.done(step, history);
        if named || self.steps().iter().any(waited_for) {
            return true;
        }
        let left: Vec<usize> = (0..weights.len()).filter(|h| weights[*h] > 0.0).collect();
        match step {
            Step::Check(check) => {
                let differs =
                    |row: &Vec<f64>| left.iter().any(|h| (row[*h] - row[left[0]]).abs() > 1e-12);
                self.start.joint.checks.contains(&check.0)
                    || self.tables.checks[check.0].iter().any(differs)
            }
            Step::Remedy(remedy) => {
                let fixes = &self.tables.fixes[remedy.0];
                let void = self.superseded(remedy, history);
                let tells = self.tables.failures[remedy.0].iter().any(|row| {
                    let fails = |h: &usize| {
                        if void {
                            row[*h]
                        } else {
                            row[*h] * (1.0 - fixes[*h])
                        }
                    };
                    left.iter()
                        .any(|h| (fails(h) - fails(&left[0])).abs() > 1e-12)
                });
                tells || (!void && left.iter().any(|h| fixes[*h] > 0.0))
            }
        }
    }

    fn fulfilled(&self, step: Step, history: &History, alive: &Alive) -> bool {
        self.done(step, history) || history.declined.contains(&step) || !alive.0.contains(&step)
    }

    /// Does the next try of this remedy help with at least the negligible chance?
    fn helps(&self, remedy: RemedyId, history: &History, weights: &[f64]) -> bool {
        if self.superseded(remedy, history) {
            return false;
        }
        let all: f64 = weights.iter().sum();
        let helped: f64 = weights
            .iter()
            .zip(&self.tables.fixes[remedy.0])
            .map(|(w, p)| w * p)
            .sum();
        let chance = helped / all;
        chance > 0.0 && chance >= self.problem.policy.negligible - 1e-12
    }

    /// May it be done now, stages left aside?
    fn may(&self, step: Step, history: &History, weights: &[f64], alive: &Alive) -> bool {
        let holds = |when: &Condition| self.truth(when, history) == Truth::True;
        if !alive.0.contains(&step)
            || !self.when_of(step).is_none_or(holds)
            || self.skips(step).any(holds)
            || !self
                .after_of(step)
                .iter()
                .all(|before| self.fulfilled(*before, history, alive))
        {
            return false;
        }
        let Step::Remedy(remedy) = step else {
            return true;
        };
        let required = self
            .problem
            .rules
            .iter()
            .filter(|rule| holds(&rule.when))
            .flat_map(|rule| &rule.effects)
            .all(|effect| {
                let RuleEffect::Require(first) = effect else {
                    return true;
                };
                // Of a remedy that stands there, the first copy is meant.
                let first_copy = !self.done(step, history);
                let goes_before = step == *first || self.transitively_after(*first).contains(&step);
                self.fulfilled(*first, history, alive) || (goes_before && first_copy)
            });
        let safer = |other: &Step| match other {
            Step::Remedy(other) => {
                !self.destructive[other.0] && self.helps(*other, history, weights)
            }
            Step::Check(_) => false,
        };
        required && !(self.destructive[remedy.0] && alive.0.iter().any(safer))
    }

    pub fn options(&self, history: &History, weights: &[f64]) -> Options {
        let alive = self.alive(history);
        let mut options = Options {
            end: None,
            steps: vec![],
            escalate: false,
            pending: history.pending,
        };
        let guide = self
            .problem
            .escalations
            .get(self.problem.policy.escalation.0)
            .map_or(0.0, |e| e.takes);
        match history.pending {
            Some(Target::Escalation(who)) => {
                options.end = Some(self.problem.escalations[who.0].takes)
            }
            Some(Target::Guide(_) | Target::Solved) => options.end = Some(guide),
            Some(Target::Step(target)) => {
                options.steps = self.on_route(target, history, weights, &alive)
            }
            None => {}
        }
        if options.end.is_some() || !options.steps.is_empty() {
            return options;
        }
        options.pending = None;
        let may: Vec<Step> = self
            .steps()
            .into_iter()
            .filter(|step| self.may(*step, history, weights, &alive))
            .collect();
        let waits = |step: &Step| {
            let Step::Remedy(later) = step else {
                return false;
            };
            may.iter().any(|step| match step {
                Step::Remedy(earlier) => {
                    self.problem.remedies[earlier.0].stage < self.problem.remedies[later.0].stage
                        && self.helps(*earlier, history, weights)
                }
                Step::Check(_) => false,
            })
        };
        options.steps = may
            .iter()
            .filter(|step| !waits(step) && self.choosable(**step, history, weights))
            .copied()
            .collect();
        options.escalate = options.steps.is_empty()
            || self.problem.policy.mode == EscalationMode::WhenCheaper
            || self.only_escalation_left(history, weights, &alive);
        options
    }

    fn on_route(
        &self,
        target: Step,
        history: &History,
        weights: &[f64],
        alive: &Alive,
    ) -> Vec<Step> {
        let skipped = |step| {
            self.skips(step)
                .any(|skip| self.truth(skip, history) == Truth::True)
        };
        if self.done(target, history) || !alive.0.contains(&target) || skipped(target) {
            return vec![];
        }
        if self.may(target, history, weights, alive) {
            return vec![target];
        }
        let mut lacks: Vec<Step> = vec![];
        let mut open = vec![target];
        while let Some(step) = open.pop() {
            for before in self.after_of(step) {
                if !self.fulfilled(*before, history, alive) && !lacks.contains(before) {
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
    fn only_escalation_left(&self, history: &History, weights: &[f64], alive: &Alive) -> bool {
        alive.0.iter().all(|step| match step {
            Step::Check(_) => true,
            Step::Remedy(remedy) => {
                self.skips(*step)
                    .any(|skip| self.truth(skip, history) == Truth::True)
                    || !self.helps(*remedy, history, weights)
            }
        })
    }
}
