//! Draws what binds the steps of a model: order, conditions, rules, routes.

use super::models::Draw;
use kbc_reasoning::{
    CauseId, CheckId, Condition, EscalationId, GuideId, Problem, RemedyId, Rule, RuleEffect, Step, Target,
};

impl Draw {
    pub(super) fn step(&mut self, problem: &Problem) -> Option<Step> {
        let (checks, remedies) = (problem.checks.len(), problem.remedies.len());
        let step = self.random.below((checks + remedies).max(1));
        if step < checks {
            Some(Step::Check(CheckId(step)))
        } else {
            (step < checks + remedies).then(|| Step::Remedy(RemedyId(step - checks)))
        }
    }

    pub(super) fn leaf(&mut self, problem: &Problem, remedies: bool) -> Option<Condition> {
        if remedies && !problem.remedies.is_empty() && self.random.with(0.3) {
            let remedy = RemedyId(self.random.below(problem.remedies.len()));
            let ways = problem.remedies[remedy.0].outcomes.len();
            return Some(if ways > 0 && self.random.with(0.6) {
                Condition::FailedWith(remedy, self.random.below(ways))
            } else {
                Condition::Tried(remedy)
            });
        }
        if problem.checks.is_empty() {
            return None;
        }
        let check = CheckId(self.random.below(problem.checks.len()));
        Some(Condition::Is(check, self.random.below(problem.checks[check.0].outcomes.len())))
    }

    pub(super) fn condition(&mut self, problem: &Problem, remedies: bool) -> Option<Condition> {
        let mut parts = Vec::new();
        for _ in 0..self.random.pick(&[1, 1, 2, 2, 3]) {
            let leaf = self.leaf(problem, remedies)?;
            parts.push(if self.random.with(0.2) { Condition::Not(Box::new(leaf)) } else { leaf });
        }
        Some(match self.random.below(5) {
            _ if parts.len() == 1 => parts.remove(0),
            0 | 1 => Condition::All(parts),
            2 | 3 => Condition::Any(parts),
            _ => Condition::AtLeast(2, parts),
        })
    }

    pub(super) fn constraints(&mut self, problem: &mut Problem) {
        let (checks, remedies) = (problem.checks.len(), problem.remedies.len());
        for n in 0..checks + remedies {
            let after = (self.odd() && n > 0).then(|| self.random.below(n)).map(|before| {
                // Only what stands before in one fixed order, turned round for checks, so that there is no circle.
                if before < checks { Step::Check(CheckId(before)) } else { Step::Remedy(RemedyId(before - checks)) }
            });
            let mut when = if self.odd() && self.random.with(0.6) { self.condition(problem, true) } else { None };
            if checks > 0 && self.odd() && self.random.with(0.5) {
                let settled = Condition::Settled(CheckId(self.random.below(checks)));
                when = Some(Condition::Any(when.into_iter().chain([settled]).collect()));
            }
            if n < checks {
                problem.checks[n].after.extend(after);
                problem.checks[n].when = when;
            } else {
                problem.remedies[n - checks].after.extend(after);
                problem.remedies[n - checks].when = when;
            }
        }
        if remedies > 0 && checks > 0 && self.odd() && self.random.with(0.5) {
            let (check, remedy) = (CheckId(self.random.below(checks)), RemedyId(self.random.below(remedies)));
            if !reaches(problem, Step::Remedy(remedy), Step::Check(check)) {
                problem.checks[check.0].after.push(Step::Remedy(remedy));
            }
        }
        if remedies > 1 && self.odd() {
            let stronger = self.random.below(remedies);
            let weaker = (stronger + self.random.between(1, remedies - 1)) % remedies;
            problem.remedies[stronger].supersedes.push(RemedyId(weaker));
        }
    }

    pub(super) fn rules(&mut self, problem: &mut Problem) {
        for n in 0..3 {
            if !self.odd() {
                continue;
            }
            let mut effects = Vec::new();
            for _ in 0..self.random.between(1, 2) {
                let cause = CauseId(self.random.below(problem.causes.len()));
                let ratio = self.random.pick(&[2.0, 5.0, 20.0]);
                let Some(step) = self.step(problem) else {
                    continue;
                };
                effects.push(match self.random.below(12) {
                    0 => RuleEffect::Confirm(cause),
                    1..=3 => RuleEffect::Suspect(cause, ratio),
                    4 | 5 => RuleEffect::Doubt(cause, ratio),
                    6 => RuleEffect::RuleOut(cause),
                    7 => RuleEffect::Skip(step),
                    8 | 9 => RuleEffect::Require(step),
                    10 => RuleEffect::Warn(0),
                    _ => RuleEffect::Next(self.target(problem, step)),
                });
            }
            if let Some(when) = self.condition(problem, true) {
                problem.rules.push(Rule { name: format!("m.rule-{n}"), when, effects });
            }
        }
    }

    pub(super) fn target(&mut self, problem: &Problem, step: Step) -> Target {
        match self.random.below(12) {
            0 => Target::Solved,
            1 => Target::Guide(GuideId(0)),
            2 => Target::Escalation(EscalationId(self.random.below(problem.escalations.len()))),
            _ => Target::Step(step),
        }
    }

    pub(super) fn routes(&mut self, problem: &mut Problem) {
        for check in 0..problem.checks.len() {
            for outcome in 0..problem.checks[check].outcomes.len() {
                if self.odd() && self.random.with(0.4) {
                    let to = self.step(problem).map(|step| self.target(problem, step));
                    problem.checks[check].outcomes[outcome].next = to;
                }
            }
        }
        for remedy in 0..problem.remedies.len() {
            if self.odd() && self.random.with(0.4) {
                problem.remedies[remedy].next = self.step(problem).map(|step| self.target(problem, step));
            }
            for outcome in 0..problem.remedies[remedy].outcomes.len() {
                if self.odd() {
                    let to = self.step(problem).map(|step| self.target(problem, step));
                    problem.remedies[remedy].outcomes[outcome].next = to;
                }
            }
        }
        if self.odd() && self.random.with(0.3) {
            problem.policy.start = self.step(problem);
        }
    }
}

/// Does one step come after another, straight or through others?
fn reaches(problem: &Problem, from: Step, to: Step) -> bool {
    let after = match from {
        Step::Check(check) => &problem.checks[check.0].after,
        Step::Remedy(remedy) => &problem.remedies[remedy.0].after,
    };
    from == to || after.iter().any(|before| reaches(problem, *before, to))
}
