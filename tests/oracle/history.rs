//! A case, and what was done in it.
//!
//! In: a problem with its evidence. Out: histories, what comes after an answer, which route is then pending.

use super::condition::{Known, Tried, Truth, truth};
use super::factors::untold_factor;
use super::posterior::{Start, weights};
use super::tables::{Tables, Wrong, tables};
use kbc_reasoning::{CheckId, Condition, Evidence, Problem, RemedyId, RuleEffect, Step, SymptomId, Target};

/// A problem with what is known when it starts.
pub struct Case<'a> {
    pub problem: &'a Problem,
    pub tables: Tables,
    pub start: Start,
    pub destructive: Vec<bool>,
    /// What conditions and requirements name.
    pub named: Vec<Step>,
}

/// What was done, in no order, and the route that is pending.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct History {
    pub answers: Vec<Option<usize>>,
    /// The older answers of each check that was renewed since.
    pub older: Vec<Vec<usize>>,
    /// Whether each check may be asked once more.
    pub again: Vec<bool>,
    /// The tries of each remedy: its way of failing, and whether it was superseded then.
    pub tries: Vec<Vec<(Option<usize>, bool)>>,
    pub pending: Option<Target>,
    /// What the reader cannot do: all copies of a remedy together.
    pub declined: Vec<Step>,
    /// What nobody asks.
    pub never_asked: Vec<CheckId>,
}

impl History {
    pub fn truth(&self, condition: &Condition) -> Truth {
        let remedies: Vec<Tried> =
            self.tries.iter().map(|tries| tries.first().map_or(Tried::Not, |(way, _)| Tried::Failed(*way))).collect();
        let declined = self.declined.iter().filter_map(|step| match step {
            Step::Check(check) => Some(*check),
            Step::Remedy(_) => None,
        });
        let declined: Vec<CheckId> = declined.chain(self.never_asked.iter().copied()).collect();
        truth(condition, Known { checks: &self.answers, remedies: Some(&remedies), declined: &declined })
    }

    /// Done at least once: what conditions, `after` and `require` look at.
    pub fn done(&self, step: Step) -> bool {
        match step {
            Step::Check(check) => self.answers[check.0].is_some(),
            Step::Remedy(remedy) => !self.tries[remedy.0].is_empty(),
        }
    }

    /// Done, and not to be asked once more.
    pub fn over(&self, step: Step) -> bool {
        self.done(step) && !matches!(step, Step::Check(check) if self.again[check.0])
    }

    /// Takes in an answer; an older one is kept apart.
    fn answer(&mut self, check: usize, outcome: Option<usize>) {
        let old = std::mem::replace(&mut self.answers[check], outcome);
        self.older[check].extend(old);
        self.older[check].sort_unstable();
        self.again[check] = false;
    }

    /// Lets what a remedy renews be asked once more.
    fn renew(&mut self, problem: &Problem, remedy: RemedyId) {
        for check in &problem.remedies[remedy.0].renews {
            self.again[check.0] = self.answers[check.0].is_some();
        }
    }
}

/// Evidence in which the only symptom of a guide is seen, unless it is absent, and facts are known of which what is seen leaves
/// one value.
fn completed(problem: &Problem, evidence: &Evidence) -> Evidence {
    let own: Vec<SymptomId> =
        (0..problem.symptoms.len()).map(SymptomId).filter(|s| problem.symptoms[s.0].own).collect();
    let mut evidence = evidence.clone();
    if let [only] = own[..]
        && !evidence.observed.contains(&only)
        && !evidence.absent.contains(&only)
    {
        evidence.observed.push(only);
    }
    'again: loop {
        for symptom in &evidence.observed {
            let Some(possible) = &problem.symptoms[symptom.0].possible else { continue };
            for check in 0..problem.checks.len() {
                if evidence.known.iter().any(|(known, _)| known.0 == check) {
                    continue;
                }
                let can_be = |value: &usize| {
                    let mut answers = vec![None; problem.checks.len()];
                    evidence.known.iter().for_each(|(known, value)| answers[known.0] = Some(*value));
                    answers[check] = Some(*value);
                    truth(possible, Known { checks: &answers, remedies: None, declined: &[] }) != Truth::False
                };
                let left: Vec<usize> = (0..problem.checks[check].outcomes.len()).filter(can_be).collect();
                if let [only] = left[..] {
                    evidence.known.push((CheckId(check), only));
                    continue 'again;
                }
            }
        }
        return evidence;
    }
}

impl<'a> Case<'a> {
    pub fn new(problem: &'a Problem, evidence: &Evidence) -> Result<(Self, History), Wrong> {
        let tables = tables(problem)?;
        let evidence = &completed(problem, evidence);
        let start = Start::new(problem, &tables, evidence)?;
        let mut case = Self { problem, tables, start, destructive: vec![], named: vec![] };
        case.destructive = case.all_destructive();
        case.named = case.all_named();
        let history = case.first(evidence);
        Ok((case, history))
    }

    pub(super) fn empty(&self) -> History {
        let tries = vec![vec![]; self.problem.remedies.len()];
        let asked = |id: &CheckId| self.problem.checks[id.0].kind.is_never_asked();
        let never_asked = (0..self.problem.checks.len()).map(CheckId).filter(asked).collect();
        let checks = self.problem.checks.len();
        let (older, again) = (vec![vec![]; checks], vec![false; checks]);
        History { answers: self.start.given.clone(), older, again, tries, pending: None, declined: vec![], never_asked }
    }

    pub(super) fn first(&self, evidence: &Evidence) -> History {
        let mut history = self.empty();
        history.declined.clone_from(&evidence.declined);
        let mut before = history.clone();
        for (at, (check, outcome)) in evidence.answered.iter().enumerate() {
            // What was known at the start is no answer to anything.
            if self.start.given[check.0].is_some() {
                continue;
            }
            history.answer(check.0, Some(*outcome));
            let is_newest = evidence.answered[at + 1..].iter().all(|(other, _)| other != check);
            if evidence.last != Some(Step::Check(*check)) || !is_newest {
                before.answer(check.0, Some(*outcome));
            }
        }
        for (remedy, way) in &evidence.tried {
            let superseded = self.superseded(*remedy, &history);
            history.tries[remedy.0].push((*way, superseded));
            before.tries[remedy.0].push((*way, superseded));
            history.renew(self.problem, *remedy);
            before.renew(self.problem, *remedy);
        }
        for check in 0..self.problem.checks.len() {
            let id = CheckId(check);
            let renews = |(remedy, _): &&(RemedyId, _)| self.problem.remedies[remedy.0].renews.contains(&id);
            let tries = evidence.tried.iter().filter(renews).count();
            let told_last = evidence.last == Some(Step::Check(id)) && !evidence.declined.contains(&Step::Check(id));
            if evidence.asked_since.contains(&id) || told_last || history.older[check].len() + 1 > tries {
                history.again[check] = false;
            }
        }
        // What no cause can give all together is told by the newest answers.
        if self.weights(&history).iter().sum::<f64>() <= 0.0 {
            history.older.iter_mut().for_each(Vec::clear);
        }
        if let Some(Step::Remedy(remedy)) = evidence.last {
            before.tries[remedy.0].pop();
        }
        history.pending = match evidence.last {
            Some(step) => self.routed(&before, &history, step),
            None => self.rule_route(None, &history).or_else(|| self.given_route(&history)),
        };
        if let Some(next) = evidence.last.and_then(|last| self.untold(&history, last)) {
            history.pending = Some(next);
        }
        // What cannot be told leads on, as far as it says where to.
        for _ in 0..self.problem.checks.len() {
            if let Some(Target::Step(step)) = history.pending
                && let Some(next) = self.untold(&history, step)
            {
                history.pending = Some(next);
            }
        }
        let declined = |step: &Step| self.is_charted(*step) && history.declined.contains(step);
        if let Some(Target::Step(step)) = &history.pending
            && declined(step)
        {
            history.pending = Some(Target::Escalation(self.problem.policy.escalation));
        }
        history
    }

    /// Where a check leads that the reader cannot tell, if it says so.
    fn untold(&self, history: &History, step: Step) -> Option<Target> {
        let Step::Check(check) = step else { return None };
        let told = history.done(step) && !self.was_renewed(history, check);
        let cannot = history.declined.contains(&step) && !told && !history.never_asked.contains(&check);
        self.problem.checks[check.0].cannot_tell.as_ref().filter(|_| cannot)?.next
    }

    /// Was it answered, and has a remedy that was tried renewed it?
    fn was_renewed(&self, history: &History, check: CheckId) -> bool {
        let renewing = self.problem.remedies.iter().zip(&history.tries);
        let renewed = renewing.into_iter().any(|(data, tries)| !tries.is_empty() && data.renews.contains(&check));
        history.answers[check.0].is_some() && renewed
    }

    /// Is it a step of a chart from which every answer has its route?
    fn is_charted(&self, step: Step) -> bool {
        let routed = match step {
            Step::Check(check) => self.problem.checks[check.0].outcomes.iter().all(|outcome| outcome.next.is_some()),
            Step::Remedy(remedy) => {
                let data = &self.problem.remedies[remedy.0];
                let of_outcomes = data.outcomes.iter().all(|outcome| outcome.next.is_some());
                data.next.is_some() || !data.outcomes.is_empty() && of_outcomes
            }
        };
        self.problem.policy.start.is_some() && routed
    }

    /// Where what was given before leads: along the routes from the start of a chart, then along those of each answer.
    fn given_route(&self, history: &History) -> Option<Target> {
        let passed = |step: Step| history.done(step) || self.untold(history, step).is_some();
        let routed = |step: &Step| passed(*step) && self.left_by(history, *step).is_some();
        let mut firsts: Vec<Step> = self.problem.policy.start.into_iter().collect();
        firsts.extend(self.steps().into_iter().filter(routed));
        let mut seen = Vec::new();
        for first in firsts {
            let mut step = first;
            let mut from: Option<Step> = None;
            loop {
                let again = match (from, step) {
                    (Some(Step::Remedy(remedy)), Step::Check(check)) => {
                        history.again[check.0] && self.problem.remedies[remedy.0].renews.contains(&check)
                    }
                    _ => false,
                };
                if !passed(step) || again {
                    return Some(Target::Step(step));
                }
                from = Some(step);
                if seen.contains(&step) {
                    break;
                }
                seen.push(step);
                match self.left_by(history, step) {
                    Some(Target::Step(next)) => step = next,
                    None => break,
                    end => return end,
                }
            }
        }
        None
    }

    /// The route by which a step was left, told or not.
    fn left_by(&self, history: &History, step: Step) -> Option<Target> {
        self.untold(history, step).or_else(|| self.own_route(history, step))
    }

    pub fn weights(&self, history: &History) -> Vec<f64> {
        let mut weights = weights(&self.tables, &self.start, &history.answers, &history.tries);
        for (check, older) in history.older.iter().enumerate() {
            for outcome in older {
                weights.iter_mut().zip(&self.tables.checks[check][*outcome]).for_each(|(weight, by)| *weight *= by);
            }
        }
        for step in &history.declined {
            let Step::Check(check) = step else { continue };
            let told = history.done(*step) && !self.was_renewed(history, *check);
            let untold = !told && !history.never_asked.contains(check);
            if let Some(cannot) = self.problem.checks[check.0].cannot_tell.as_ref().filter(|_| untold) {
                for (h, weight) in weights.iter_mut().enumerate() {
                    *weight *= untold_factor(self.problem, &self.tables, &cannot.effects, h);
                }
            }
        }
        weights
    }

    /// The history after a check that the reader cannot tell, or a remedy that they cannot do.
    pub fn after_declining(&self, before: &History, step: Step) -> History {
        let mut next = before.clone();
        next.declined.push(step);
        if let Some(target) = self.untold(&next, step) {
            next.pending = Some(target);
        }
        next
    }

    /// The history after one more answer.
    pub fn after(&self, history: &History, step: Step, outcome: Option<usize>) -> History {
        let mut next = history.clone();
        match step {
            Step::Check(check) => next.answer(check.0, outcome),
            Step::Remedy(remedy) => {
                next.tries[remedy.0].push((outcome, self.superseded(remedy, history)));
                next.renew(self.problem, remedy);
            }
        }
        next.pending = self.routed(history, &next, step);
        next
    }

    /// The route after the answer that leads from one history to the next.
    pub(super) fn routed(&self, before: &History, now: &History, step: Step) -> Option<Target> {
        let own = self.own_route(now, step);
        let old = before.pending.filter(|target| *target != Target::Step(step));
        self.rule_route(Some(before), now).or(own).or(old)
    }

    /// The route of the answer that was given.
    fn own_route(&self, now: &History, step: Step) -> Option<Target> {
        match step {
            Step::Check(check) => {
                now.answers[check.0].and_then(|outcome| self.problem.checks[check.0].outcomes[outcome].next)
            }
            Step::Remedy(remedy) => {
                let data = &self.problem.remedies[remedy.0];
                let way = now.tries[remedy.0].last().and_then(|(way, _)| *way);
                way.and_then(|way| data.outcomes[way].next).or(data.next)
            }
        }
    }

    /// The route of the first rule that is true now and was not before.
    pub(super) fn rule_route(&self, before: Option<&History>, now: &History) -> Option<Target> {
        self.problem.rules.iter().find_map(|rule| {
            let target = rule.effects.iter().find_map(|e| if let RuleEffect::Next(t) = e { Some(*t) } else { None })?;
            let held = before.is_some_and(|before| before.truth(&rule.when) == Truth::True);
            (!held && now.truth(&rule.when) == Truth::True).then_some(target)
        })
    }

    pub(super) fn superseded(&self, remedy: RemedyId, history: &History) -> bool {
        let stronger =
            |(data, tries): (&kbc_reasoning::Remedy, &Vec<_>)| !tries.is_empty() && data.supersedes.contains(&remedy);
        self.problem.remedies.iter().zip(&history.tries).any(stronger)
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let checks = (0..self.problem.checks.len()).map(|q| Step::Check(CheckId(q)));
        checks.chain((0..self.problem.remedies.len()).map(|r| Step::Remedy(RemedyId(r)))).collect()
    }

    /// Nothing of it is left to do: all copies of a remedy are done.
    pub(super) fn finished(&self, step: Step, history: &History) -> bool {
        match step {
            Step::Check(_) => history.over(step),
            Step::Remedy(remedy) => history.tries[remedy.0].len() >= self.problem.remedies[remedy.0].retry.max(1),
        }
    }

    pub(super) fn after_of(&self, step: Step) -> &[Step] {
        match step {
            Step::Check(check) => &self.problem.checks[check.0].after,
            Step::Remedy(remedy) => &self.problem.remedies[remedy.0].after,
        }
    }

    pub(super) fn when_of(&self, step: Step) -> Option<&Condition> {
        match step {
            Step::Check(check) => self.problem.checks[check.0].when.as_ref(),
            Step::Remedy(remedy) => self.problem.remedies[remedy.0].when.as_ref(),
        }
    }

    pub(super) fn skips(&self, step: Step) -> impl Iterator<Item = &Condition> {
        let skips = move |rule: &&kbc_reasoning::Rule| rule.effects.contains(&RuleEffect::Skip(step));
        self.problem.rules.iter().filter(skips).map(|rule| &rule.when)
    }

    /// The outcomes of a step: of a remedy, its ways of failing.
    pub fn ways(&self, step: Step) -> Vec<Option<usize>> {
        let outcomes = match step {
            Step::Check(check) => self.problem.checks[check.0].outcomes.len(),
            Step::Remedy(remedy) => self.problem.remedies[remedy.0].outcomes.len(),
        };
        if outcomes == 0 { vec![None] } else { (0..outcomes).map(Some).collect() }
    }

    pub(super) fn transitively_after(&self, step: Step) -> Vec<Step> {
        let mut found: Vec<Step> = self.after_of(step).to_vec();
        let mut next = 0;
        while next < found.len() {
            let more: Vec<Step> = self.after_of(found[next]).to_vec();
            found.extend(more.into_iter().filter(|step| !found.contains(step)).collect::<Vec<_>>());
            next += 1;
        }
        found
    }
}
