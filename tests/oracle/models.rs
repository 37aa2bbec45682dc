//! Small models drawn from a seed, with everything that the definitions know.
//!
//! In: a seed and a size. Out: a problem, and evidence to start from. The same on every machine.

use super::condition::named;
use super::random::Random;
use kbc_reasoning::{
    CannotTell, Cause, CauseId, Check, CheckId, CheckKind, Condition, Effect, Escalation, EscalationId, EscalationMode,
    Evidence, Outcome, Policy, Problem, Remedy, RemedyId, Risk, Rule, RuleEffect, Step, Symptom, SymptomId, Target,
};

/// How large a model may be.
#[derive(Clone, Copy)]
pub struct Size {
    pub causes: usize,
    pub checks: usize,
    pub remedies: usize,
    /// Of checks and remedies (with their copies) together.
    pub steps: usize,
    /// The chance of each feature that makes a model unusual.
    pub odd: f64,
}

impl Size {
    /// What trying every history can do a thousand times.
    pub const SMALL: Self = Self { causes: 5, checks: 4, remedies: 4, steps: 6, odd: 0.3 };
    /// What merging equal answers can do a thousand times.
    pub const MIDDLE: Self = Self { causes: 4, checks: 4, remedies: 5, steps: 8, odd: 0.2 };
    /// What can still be solved where equal answers are merged.
    pub const LARGE: Self = Self { causes: 8, checks: 6, remedies: 7, steps: 12, odd: 0.15 };
}

/// A draw of one model.
pub(super) struct Draw {
    pub random: Random,
    size: Size,
}

/// A model and evidence. Most have no evidence but what a guide begins with.
pub fn model(seed: u64, size: Size) -> (Problem, Evidence) {
    let mut draw = Draw { random: Random::new(seed), size };
    let mut problem = draw.bones();
    draw.effects(&mut problem);
    draw.constraints(&mut problem);
    draw.rules(&mut problem);
    draw.routes(&mut problem);
    draw.places(&mut problem);
    draw.untold(&mut problem);
    let evidence = draw.evidence(&problem);
    // Drawn from numbers of its own, so that each seed keeps the model that it had.
    let mut late = Draw { random: Random::new(seed ^ 0x0dd5_eed5), size };
    late.who(&mut problem);
    let mut evidence = evidence;
    late.renewals(&mut problem, &mut evidence);
    (problem, evidence)
}

impl Draw {
    pub(super) fn odd(&mut self) -> bool {
        let chance = self.size.odd;
        self.random.with(chance)
    }

    fn chance(&mut self) -> f64 {
        match self.random.below(10) {
            0 | 1 => 1.0,
            2 => 0.0,
            _ => 1.0 - self.random.unit() * self.random.unit(),
        }
    }

    fn minutes(&mut self) -> f64 {
        0.1 + 10.0 * self.random.unit() * self.random.unit()
    }

    fn name(&mut self, kind: &str, n: usize) -> String {
        // The order of names is not the order of ids.
        format!("m{}.{kind}-{n}", self.random.below(3))
    }

    fn bones(&mut self) -> Problem {
        let mut problem = Problem::default();
        let (own, foreign) = (self.random.between(0, 2), usize::from(self.odd()));
        for n in 0..own + foreign {
            problem.symptoms.push(Symptom { name: self.name("symptom", n), own: n < own, ..Symptom::default() });
        }
        let causes = self.random.between(1, self.size.causes);
        let mechanisms = if self.odd() { self.random.between(1, 2) } else { 0 };
        for n in 0..causes + mechanisms {
            let weight = (n < causes).then(|| 0.2 + 5.0 * self.random.unit());
            let mut cause = Cause { name: self.name("cause", n), weight, ..Cause::default() };
            for target in n.max(causes.saturating_sub(1)) + 1..causes + mechanisms {
                if self.random.with(0.6) {
                    cause.leads_to.push((CauseId(target), 0.05 + 0.95 * self.random.unit()));
                }
            }
            if n + 1 < causes && self.random.with(0.1) {
                cause.leads_to.push((CauseId(n + 1), 0.9 * self.random.unit() + 0.05));
            }
            for symptom in 0..problem.symptoms.len() {
                if self.random.with(0.7) {
                    cause.shows.push((SymptomId(symptom), 0.05 + 0.9 * self.random.unit()));
                }
            }
            problem.causes.push(cause);
        }
        let checks = self.random.between(0, self.size.checks.min(self.size.steps));
        let remedies = self
            .random
            .between(usize::from(checks < self.size.steps), self.size.remedies.min(self.size.steps - checks));
        for n in 0..checks {
            let check = self.check(&problem, n);
            problem.checks.push(check);
        }
        let mut copies = checks + remedies;
        for n in 0..remedies {
            let mut remedy = self.remedy(&problem, n);
            if copies < self.size.steps && self.odd() {
                remedy.retry = 2;
                copies += 1;
            }
            problem.remedies.push(remedy);
        }
        self.policy(&mut problem);
        problem
    }

    fn policy(&mut self, problem: &mut Problem) {
        for n in 0..self.random.between(1, 2) {
            let takes = self.random.pick(&[8.0, 60.0, 60.0, 150.0]) * (0.5 + self.random.unit());
            let when = if n > 0 && self.odd() { self.condition(problem, true) } else { None };
            let is_result = n > 0 && self.random.with(0.2);
            problem.escalations.push(Escalation { name: self.name("escalation", n), takes, when, is_result });
        }
        problem.guides.push("m.guide".to_owned());
        let other = self.random.pick(&[0.05, 0.05, 0.0, 0.3]);
        let negligible = self.random.pick(&[0.03, 0.03, 0.0, 0.25]);
        let mode = if self.odd() { EscalationMode::Last } else { EscalationMode::WhenCheaper };
        problem.policy = Policy { other, negligible, mode, ..Policy::default() };
        if self.odd() {
            problem.policy.confirm_ratio = 8.0;
            problem.policy.waits_share = 0.5;
            problem.policy.caution = 0.3;
            problem.policy.destructive = 2.0;
            problem.policy.workaround = 4.0;
        }
        for cause in &mut problem.causes {
            if self.random.with(0.1) {
                cause.otherwise = vec![EscalationId(self.random.below(problem.escalations.len()))];
            }
            if cause.weight.is_none() {
                cause.likely_elsewhere = self.odd();
            }
        }
        if self.odd() {
            problem.policy.instead = (1..problem.escalations.len()).map(EscalationId).collect();
        }
        for symptom in &mut problem.symptoms {
            symptom.only_listed = self.odd();
        }
    }

    fn risk(&mut self, chance: f64) -> Risk {
        match self.random.unit() {
            risk if risk < chance / 2.0 => Risk::Destructive,
            risk if risk < chance => Risk::Caution,
            _ => Risk::Safe,
        }
    }

    fn check(&mut self, problem: &Problem, n: usize) -> Check {
        let kind = match self.random.unit() {
            kind if kind < 0.12 => CheckKind::Fact,
            kind if kind < 0.18 => CheckKind::NeverAsked,
            kind if kind < 0.28 && !problem.symptoms.is_empty() => {
                let symptom = CheckKind::Symptom(SymptomId(self.random.below(problem.symptoms.len())));
                let asked = problem.checks.iter().any(|check| check.kind == symptom);
                if asked { CheckKind::Test } else { symptom }
            }
            kind if kind < 0.32 && !problem.symptoms.is_empty() => {
                CheckKind::Observed(SymptomId(self.random.below(problem.symptoms.len())))
            }
            _ => CheckKind::Test,
        };
        let outcomes = match kind {
            CheckKind::Symptom(_) | CheckKind::Observed(_) => 2,
            _ => self.random.pick(&[2, 2, 2, 3, 3, 4]),
        };
        let mut outcomes: Vec<Outcome> =
            (0..outcomes).map(|o| Outcome { name: format!("o{o}"), ..Outcome::default() }).collect();
        if self.odd() {
            let mut left = 0.95;
            for outcome in outcomes.iter_mut().skip(1) {
                if self.random.with(0.7) {
                    let share = left * (0.05 + 0.9 * self.random.unit());
                    left -= share;
                    outcome.share = Some(share);
                }
            }
        }
        let waits = if self.odd() { 20.0 * self.random.unit() } else { 0.0 };
        let (takes, risk, name) = (self.minutes() / 2.0, self.risk(0.1), self.name("check", n));
        Check { name, kind, takes, waits, risk, outcomes, ..Check::default() }
    }

    fn remedy(&mut self, problem: &Problem, n: usize) -> Remedy {
        let mut remedy = Remedy { name: self.name("remedy", n), retry: self.random.below(2), ..Remedy::default() };
        remedy.takes = self.minutes();
        remedy.verify = self.random.pick(&[0.0, 0.5, 1.0]);
        if self.odd() {
            remedy.waits = 30.0 * self.random.unit();
        }
        remedy.risk = self.risk(0.3);
        remedy.stage = if self.odd() { Some(self.random.below(3)) } else { None };
        remedy.workaround = self.odd();
        for cause in 0..problem.causes.len() {
            if self.random.with(if cause == n { 0.95 } else { 0.3 }) {
                remedy.fixes.push((CauseId(cause), self.chance()));
            }
        }
        if self.odd() {
            for o in 0..self.random.between(1, 3) {
                remedy.outcomes.push(Outcome { name: format!("f{o}"), ..Outcome::default() });
            }
        }
        remedy
    }

    fn effects(&mut self, problem: &mut Problem) {
        let causes = problem.causes.len();
        for check in &mut problem.checks {
            match check.kind {
                CheckKind::Test => self.words(causes, &mut check.outcomes),
                CheckKind::Symptom(_) | CheckKind::Observed(_) | CheckKind::Fact | CheckKind::NeverAsked => {}
            }
        }
        for remedy in &mut problem.remedies {
            self.words(causes, &mut remedy.outcomes);
        }
        for check in 0..problem.checks.len() {
            let outcomes = problem.checks[check].outcomes.len();
            if matches!(problem.checks[check].kind, CheckKind::Fact | CheckKind::NeverAsked) {
                for cause in &mut problem.causes {
                    if cause.weight.is_some() && self.random.with(0.3) {
                        let mut value = Condition::Is(CheckId(check), self.random.below(outcomes));
                        if self.random.with(0.5) {
                            value = Condition::Not(Box::new(value));
                        }
                        let all = self.random.with(0.5);
                        cause.possible = Some(match cause.possible.take() {
                            None => value,
                            Some(first) if all => Condition::All(vec![first, value]),
                            Some(first) => Condition::Any(vec![first, value]),
                        });
                    }
                }
            }
        }
    }

    /// Says of some symptoms at which values of facts they can be seen.
    fn places(&mut self, problem: &mut Problem) {
        let facts: Vec<usize> = (0..problem.checks.len())
            .filter(|&check| matches!(problem.checks[check].kind, CheckKind::Fact | CheckKind::NeverAsked))
            .collect();
        for symptom in 0..problem.symptoms.len() {
            if facts.is_empty() || !self.random.with(0.5) {
                continue;
            }
            let mut parts = Vec::new();
            for _ in 0..self.random.between(1, 2) {
                let check = self.random.pick(&facts);
                let value = self.random.below(problem.checks[check].outcomes.len());
                let is = Condition::Is(CheckId(check), value);
                parts.push(if self.random.with(0.4) { Condition::Not(Box::new(is)) } else { is });
            }
            let all = self.random.with(0.5);
            problem.symptoms[symptom].possible = Some(if all { Condition::All(parts) } else { Condition::Any(parts) });
        }
    }

    /// Says of some checks what follows where nobody can tell them.
    fn untold(&mut self, problem: &mut Problem) {
        for check in 0..problem.checks.len() {
            if !self.odd() || problem.checks[check].kind.is_never_asked() {
                continue;
            }
            let mut effects = Vec::new();
            for _ in 0..self.random.below(3) {
                let cause = CauseId(self.random.below(problem.causes.len()));
                let ratio = self.random.pick(&[2.0, 5.0, 20.0]);
                effects.push(match self.random.below(8) {
                    0 => Effect::Confirms(cause),
                    1..=4 => Effect::PointsTo(cause, ratio),
                    5 | 6 => Effect::Against(cause, ratio),
                    _ => Effect::RulesOut(cause),
                });
            }
            let next = if self.random.with(0.6) { self.step(problem) } else { None };
            let next = next.map(|step| self.target(problem, step));
            problem.checks[check].cannot_tell = Some(CannotTell { effects, next });
        }
    }

    /// Lets remedies renew checks. What a rule couples has another table while it is open, so it is left alone.
    fn renewals(&mut self, problem: &mut Problem, evidence: &mut Evidence) {
        let weighs = |rule: &Rule| {
            let weighs = |effect: &RuleEffect| {
                matches!(
                    effect,
                    RuleEffect::Confirm(_) | RuleEffect::Suspect(..) | RuleEffect::Doubt(..) | RuleEffect::RuleOut(_)
                )
            };
            rule.effects.iter().any(weighs)
        };
        let coupled: Vec<Step> =
            problem.rules.iter().filter(|rule| weighs(rule)).flat_map(|rule| named(&rule.when)).collect();
        let may = |check: &usize| {
            problem.checks[*check].kind == CheckKind::Test && !coupled.contains(&Step::Check(CheckId(*check)))
        };
        let tests: Vec<usize> = (0..problem.checks.len()).filter(may).collect();
        if tests.is_empty() || problem.remedies.is_empty() || !self.odd() {
            return;
        }
        for _ in 0..self.random.between(1, 2) {
            let (check, remedy) =
                (CheckId(self.random.pick(&tests)), RemedyId(self.random.below(problem.remedies.len())));
            if problem.remedies[remedy.0].renews.contains(&check) {
                continue;
            }
            problem.remedies[remedy.0].renews.push(check);
            if self.random.with(0.4) {
                problem.remedies[remedy.0].next = Some(Target::Step(Step::Check(check)));
            }
            let answered = evidence.answered.iter().filter(|(known, _)| *known == check).count();
            let tried = evidence.tried.iter().any(|(tried, _)| *tried == remedy);
            if answered == 1 && tried && self.random.with(0.5) {
                evidence.answered.push((check, self.random.below(problem.checks[check.0].outcomes.len())));
            } else if answered == 1 && tried && self.random.with(0.3) {
                evidence.asked_since.push(check);
            }
        }
    }

    /// Lets facts decide who takes over.
    fn who(&mut self, problem: &mut Problem) {
        let is_fact = |check: &usize| problem.checks[*check].kind == CheckKind::Fact;
        let facts: Vec<usize> = (0..problem.checks.len()).filter(is_fact).collect();
        if facts.is_empty() || !self.random.with(0.5) {
            return;
        }
        for n in 0..self.random.between(1, 2) {
            let check = self.random.pick(&facts);
            let value = Condition::Is(CheckId(check), self.random.below(problem.checks[check].outcomes.len()));
            let when = match self.random.below(4) {
                0 => Some(Condition::Not(Box::new(value))),
                1 => self.condition(problem, true).map(|other| Condition::All(vec![value, other])),
                _ => Some(value),
            };
            let id = EscalationId(problem.escalations.len());
            let name = format!("m0.escalation-who-{n}");
            problem.escalations.push(Escalation { name, takes: 30.0, when, is_result: false });
            let cause = self.random.below(problem.causes.len());
            let first = self.odd();
            match self.random.below(4) {
                0 => problem.causes[cause].otherwise.push(id),
                _ if first => problem.policy.instead.insert(0, id),
                _ => problem.policy.instead.push(id),
            }
        }
    }

    /// Gives outcomes something to say. What is given for one cause sums to clearly less than 1.
    fn words(&mut self, causes: usize, outcomes: &mut [Outcome]) {
        let last = outcomes.len().saturating_sub(1);
        for cause in (0..causes).map(CauseId) {
            let mut left = 0.9;
            for (o, outcome) in outcomes.iter_mut().enumerate() {
                if self.random.with(0.55) {
                    continue;
                }
                let ratio = self.random.pick(&[2.0, 5.0, 20.0, 3.5]);
                let effect = match self.random.below(10) {
                    0 => Effect::Confirms(cause),
                    1..=4 => Effect::PointsTo(cause, ratio),
                    5 | 6 => Effect::Against(cause, ratio),
                    7 if o < last => Effect::RulesOut(cause),
                    8 if o < last => {
                        let given = left * self.random.unit();
                        left -= given;
                        Effect::Given(cause, given)
                    }
                    _ => continue,
                };
                outcome.effects.push(effect);
                if self.random.with(0.05) {
                    outcome.effects.push(Effect::PointsTo(cause, 2.5));
                }
            }
        }
    }

    fn evidence(&mut self, problem: &Problem) -> Evidence {
        let mut evidence = Evidence::default();
        for symptom in (0..problem.symptoms.len()).map(SymptomId) {
            match self.random.below(10) {
                0 | 1 => evidence.observed.push(symptom),
                2 if evidence.absent.is_empty() && symptom.0 > 0 => evidence.absent.push(symptom),
                _ => {}
            }
        }
        let asked = self.random.with(0.3);
        for (n, check) in problem.checks.iter().enumerate() {
            let outcome = self.random.below(check.outcomes.len());
            let free = match check.kind {
                CheckKind::Symptom(symptom) => {
                    !evidence.observed.contains(&symptom) && !evidence.absent.contains(&symptom)
                }
                kind => !kind.is_never_asked(),
            };
            match check.kind {
                CheckKind::Fact if self.random.with(0.2) => {
                    evidence.known.push((CheckId(n), outcome));
                }
                CheckKind::NeverAsked if self.random.with(0.7) => {
                    evidence.known.push((CheckId(n), outcome));
                }
                _ if free && asked && self.random.with(0.25) => {
                    evidence.answered.push((CheckId(n), outcome));
                }
                _ if free && asked && self.random.with(0.15) => {
                    evidence.declined.push(Step::Check(CheckId(n)));
                }
                _ => {}
            }
        }
        for (n, remedy) in problem.remedies.iter().enumerate() {
            if asked && self.random.with(0.25) {
                let ways = remedy.outcomes.len();
                let way = (ways > 0).then(|| self.random.below(ways));
                evidence.tried.push((RemedyId(n), way));
            } else if asked && self.random.with(0.15) {
                evidence.declined.push(Step::Remedy(RemedyId(n)));
            }
        }
        let says = |step: &&Step| problem.says_where_untold(**step);
        if self.random.with(0.7)
            && let Some(step) = evidence.declined.iter().find(says)
        {
            evidence.last = Some(*step);
        } else if self.random.with(0.5) {
            evidence.last = match (evidence.tried.last(), evidence.answered.last()) {
                (Some((remedy, _)), _) => Some(Step::Remedy(*remedy)),
                (None, answered) => answered.map(|(check, _)| Step::Check(*check)),
            };
        }
        evidence
    }
}
