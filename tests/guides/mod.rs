//! Random guides for the engine's tests and benches: the same number gives the same guide on any machine.
#![allow(dead_code, reason = "each test and bench takes what it needs")]

use kbc::reasoning::{
    Cause, CauseId, Check, CheckId, Condition, Effect, Escalation, EscalationMode, Outcome, Problem, Remedy, RemedyId,
    Risk, Rule, RuleEffect, Step, Symptom, SymptomId, Target,
};

/// A small generator of random numbers (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x2545_F491_4F6C_DD1D);
        dice.next();
        dice
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, n: usize) -> usize {
        ((self.next() >> 33) as usize) % n.max(1)
    }

    pub fn chance(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// How large a guide is, and what binds its steps.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    pub causes: usize,
    pub checks: usize,
    pub outcomes: (usize, usize),
    pub remedies: usize,
    pub symptoms: usize,
    /// Does a remedy fix one cause only?
    pub single: bool,
    /// Stages, safety, `after`, `when`, rules, routes?
    pub constrained: bool,
}

pub const SMALL: Size =
    Size { causes: 4, checks: 4, outcomes: (2, 3), remedies: 4, symptoms: 3, single: false, constrained: false };
pub const TYPICAL: Size =
    Size { causes: 8, checks: 6, outcomes: (2, 3), remedies: 8, symptoms: 3, single: false, constrained: true };
pub const DEEP: Size =
    Size { causes: 12, checks: 6, outcomes: (2, 2), remedies: 12, symptoms: 0, single: false, constrained: false };
pub const LARGE: Size =
    Size { causes: 63, checks: 30, outcomes: (2, 3), remedies: 63, symptoms: 0, single: false, constrained: false };
pub const MIDDLE: Size =
    Size { causes: 34, checks: 26, outcomes: (2, 3), remedies: 34, symptoms: 0, single: false, constrained: false };

const WEIGHTS: [f64; 5] = [16.0, 8.0, 4.0, 1.0, 0.25];
const OFTEN: [f64; 8] = [1.0, 0.98, 0.93, 0.8, 0.7, 0.5, 0.25, 0.1];
const RATIOS: [f64; 3] = [2.0, 5.0, 20.0];

/// A random guide.
pub fn guide(size: Size, seed: u64) -> Problem {
    let mut dice = Dice::new(seed);
    let mut problem = Problem {
        escalations: vec![Escalation {
            name: "m.escalate".into(),
            takes: dice.pick(&[30.0, 60.0, 120.0]),
            ..Escalation::default()
        }],
        symptoms: (0..size.symptoms)
            .map(|id| Symptom { name: format!("m.symptom-{id}"), own: true, ..Symptom::default() })
            .collect(),
        ..Problem::default()
    };
    for id in 0..size.causes {
        let mut shows: Vec<(SymptomId, f64)> = Vec::new();
        for symptom in 0..size.symptoms {
            if dice.one_in(2) {
                shows.push((SymptomId(symptom), dice.pick(&OFTEN[1..])));
            }
        }
        if shows.is_empty() && size.symptoms > 0 {
            shows.push((SymptomId(dice.below(size.symptoms)), 0.8));
        }
        let weight = Some(dice.pick(&WEIGHTS));
        problem.causes.push(Cause { name: format!("m.cause-{id}"), weight, shows, ..Cause::default() });
    }
    for id in 0..size.checks {
        let count = size.outcomes.0 + dice.below(size.outcomes.1 - size.outcomes.0 + 1);
        let mut outcomes: Vec<Outcome> =
            (0..count).map(|o| Outcome { name: format!("o{o}"), ..Outcome::default() }).collect();
        for _ in 0..=dice.below(3) {
            let cause = CauseId(dice.below(size.causes));
            let effect = match dice.below(8) {
                0 => Effect::RulesOut(cause),
                1 => Effect::Against(cause, dice.pick(&RATIOS)),
                _ => Effect::PointsTo(cause, dice.pick(&RATIOS)),
            };
            let at = dice.below(count - 1);
            outcomes[at].effects.push(effect);
        }
        let takes = dice.pick(&[0.333, 1.0, 2.0, 5.0]);
        problem.checks.push(Check { name: format!("m.check-{id}"), takes, outcomes, ..Check::default() });
    }
    for id in 0..size.remedies {
        let mut fixes = vec![(CauseId(id % size.causes), dice.pick(&OFTEN[..6]))];
        if !size.single && dice.one_in(3) {
            let also = CauseId(dice.below(size.causes));
            if also != fixes[0].0 {
                fixes.push((also, dice.pick(&OFTEN)));
            }
        }
        problem.remedies.push(Remedy {
            name: format!("m.remedy-{id}"),
            takes: dice.pick(&[0.5, 2.0, 5.0, 10.0, 20.0]),
            verify: 0.5,
            fixes,
            retry: 1,
            ..Remedy::default()
        });
    }
    if size.constrained {
        constrain(&mut problem, &mut dice);
    }
    problem
}

/// Stages, a destructive remedy, an `after`; and of the rest a few things by chance.
fn constrain(problem: &mut Problem, dice: &mut Dice) {
    let (checks, remedies, causes) = (problem.checks.len(), problem.remedies.len(), problem.causes.len());
    for remedy in &mut problem.remedies {
        remedy.stage = Some(dice.below(3));
    }
    problem.remedies[remedies - 1].risk = Risk::Destructive;
    problem.remedies[0].risk = if dice.one_in(2) { Risk::Caution } else { Risk::Safe };
    if remedies > 2 {
        problem.remedies[remedies - 1].after = vec![Step::Remedy(RemedyId(0))];
        problem.remedies[1].after = vec![Step::Remedy(RemedyId(2))];
    }
    if dice.one_in(3) && checks > 1 {
        problem.checks[1].when = Some(Condition::Is(CheckId(0), 0));
    }
    if dice.one_in(3) && checks > 1 && remedies > 2 {
        problem.remedies[2].when = Some(Condition::Not(Box::new(Condition::Is(CheckId(1), 0))));
    }
    if dice.one_in(4) && checks > 0 {
        problem.checks[0].outcomes[0].next = Some(Target::Step(Step::Remedy(RemedyId(dice.below(remedies)))));
    }
    if dice.one_in(4) && checks > 2 {
        let when = Condition::All(vec![Condition::Is(CheckId(0), 0), Condition::Is(CheckId(2), 1)]);
        let effects = vec![RuleEffect::Suspect(CauseId(dice.below(causes)), dice.pick(&RATIOS))];
        problem.rules.push(Rule { name: "m.rule-0".into(), when, effects });
    }
    if dice.one_in(5) && checks > 0 {
        let when = Condition::Is(CheckId(0), 1);
        let effects = vec![RuleEffect::Skip(Step::Remedy(RemedyId(dice.below(remedies))))];
        problem.rules.push(Rule { name: "m.rule-1".into(), when, effects });
    }
    if dice.one_in(5) {
        problem.policy.mode = EscalationMode::Last;
    }
    if dice.one_in(6) {
        problem.remedies[0].retry = 2;
    }
    if dice.one_in(6) && remedies > 3 {
        problem.remedies[3].supersedes = vec![RemedyId(0)];
    }
}
