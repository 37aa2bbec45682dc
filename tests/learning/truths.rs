//! A guide of six causes, five checks and six remedies, truths around it, and sessions made from them.

use kbc::learning::counts::{Counter, Row};
use kbc::learning::estimate::Interval;
use kbc::learning::gather::gather;
use kbc::learning::guide::{Counted, Key, Settings, Study};
use kbc::learning::learned::{Learned, Numbers, What, with_numbers};
use kbc::learning::line::Line;
use kbc::learning::simulate::{Chance, Habits, World, simulate};
use kbc::learning::vocabulary::Vocabulary;
use kbc::reasoning::{
    Cause, CauseId, Check, Effect, Escalation, Evidence, Options, Outcome, Plan, Policy, Problem, Remedy, Tables,
    cost_of_following, plan,
};

const CAUSES: [(&str, f64); 6] =
    [("network", 8.0), ("settings", 8.0), ("clock", 1.0), ("outage", 4.0), ("netconf", 1.0), ("plan", 4.0)];

/// A check: its name and minutes, the base row, and rows of causes by their place.
type Asks = (&'static str, f64, &'static [f64], &'static [(&'static [usize], &'static [f64])]);
const CHECKS: [Asks; 5] = [
    (
        "wifi",
        2.0,
        &[0.6, 0.25, 0.15],
        &[(&[0, 4], &[0.1, 0.7, 0.2]), (&[3], &[0.7, 0.15, 0.15]), (&[5], &[0.1, 0.05, 0.85])],
    ),
    ("status", 0.5, &[0.94, 0.06], &[(&[3], &[0.25, 0.75])]),
    ("time", 0.33, &[0.95, 0.05], &[(&[2], &[0.05, 0.95])]),
    ("switched", 1.0, &[0.8, 0.1, 0.1], &[(&[1], &[0.15, 0.75, 0.1]), (&[5], &[0.3, 0.1, 0.6])]),
    ("sms", 1.0, &[0.85, 0.15], &[(&[0, 4], &[0.5, 0.5]), (&[5], &[0.05, 0.95])]),
];

/// A remedy: its name, what it takes, and how often it fixes which causes.
type TrueRemedy = (&'static str, f64, &'static [(usize, f64)]);

const REMEDIES: [TrueRemedy; 6] = [
    ("router", 5.0, &[(0, 0.7)]),
    ("switch-on", 2.5, &[(1, 0.93)]),
    ("set-clock", 1.5, &[(2, 0.93)]),
    ("wait", 4.0, &[(3, 0.8), (0, 0.1)]),
    ("reset", 29.0, &[(4, 0.8), (0, 0.25)]),
    ("carrier", 16.0, &[(5, 0.7), (4, 0.1)]),
];

/// The guide as it is written.
pub fn written() -> Problem {
    let causes = CAUSES.map(|(name, weight)| Cause { name: name.into(), weight: Some(weight), ..Cause::default() });
    let checks = CHECKS.map(|(name, takes, base, rows)| {
        let outcome = |(at, share): (usize, &f64)| {
            let given = |(causes, row): &(&[usize], &[f64])| {
                causes.iter().map(|cause| Effect::Given(CauseId(*cause), row[at])).collect::<Vec<_>>()
            };
            let effects = if at + 1 == base.len() { Vec::new() } else { rows.iter().flat_map(given).collect() };
            Outcome { name: format!("o{at}"), share: Some(*share), effects, ..Outcome::default() }
        };
        let outcomes = base.iter().enumerate().map(outcome).collect();
        Check { name: name.into(), takes, outcomes, ..Check::default() }
    });
    let remedies = REMEDIES.map(|(name, takes, fixes)| Remedy {
        name: name.into(),
        takes,
        fixes: fixes.iter().map(|(cause, chance)| (CauseId(*cause), *chance)).collect(),
        retry: 1,
        ..Remedy::default()
    });
    Problem {
        causes: causes.into(),
        checks: checks.into(),
        remedies: remedies.into(),
        escalations: vec![Escalation { name: "support".into(), takes: 60.0, ..Escalation::default() }],
        policy: Policy { other: 0.05, ..Policy::default() },
        ..Problem::default()
    }
}

/// A draw of a gamma distribution (Marsaglia & Tsang 2000).
fn gamma(chance: &mut Chance, shape: f64) -> f64 {
    if shape < 1.0 {
        let boost = (1.0 - chance.unit()).powf(1.0 / shape);
        return gamma(chance, shape + 1.0) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * d).sqrt();
    loop {
        let x = chance.normal();
        let v = (1.0 + c * x).powi(3);
        if v > 0.0 && (1.0 - chance.unit()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
            return d * v;
        }
    }
}

/// Shares around some others, as so many sessions.
fn around(chance: &mut Chance, shares: &[f64], sessions: f64) -> Vec<f64> {
    let drawn: Vec<f64> = shares
        .iter()
        .map(|share| if *share > 0.0 { gamma(chance, (share * sessions).max(1e-3)) } else { 0.0 })
        .collect();
    let sum: f64 = drawn.iter().sum();
    let floored: Vec<f64> =
        drawn.iter().zip(shares).map(|(one, share)| if *share > 0.0 { (one / sum).max(1e-4) } else { 0.0 }).collect();
    let sum: f64 = floored.iter().sum();
    floored.into_iter().map(|one| one / sum).collect()
}

/// Numbers by block.
pub struct Given<'s> {
    study: &'s Study<'s>,
    numbers: Vec<Vec<f64>>,
}

impl Given<'_> {
    fn block(&self, key: &Key) -> Option<&Vec<f64>> {
        self.study.block(key).map(|block| &self.numbers[block as usize])
    }

    fn share(&self) -> &Vec<f64> {
        self.block(&Key::Share { guide: 0, tickets: false }).expect("shares of causes")
    }
}

impl Numbers for Given<'_> {
    fn weight(&self, cause: &str) -> Option<f64> {
        let problem = self.study.guides[0].problem;
        let column = problem.hypotheses().position(|id| problem.causes[id.0].name == cause)?;
        Some(self.share()[column])
    }

    fn other(&self) -> Option<f64> {
        self.share().last().copied()
    }

    fn fixes(&self, remedy: &str, cause: &str) -> Option<f64> {
        let key = Key::Fixes { remedy: remedy.into(), cause: cause.into() };
        self.block(&key).map(|block| block[0])
    }

    fn row(&self, step: &str, of: Option<&str>, outcomes: &[String]) -> Option<Vec<f64>> {
        let key = Key::Row { step: step.into(), of: of.map(Into::into), outcomes: outcomes.to_vec() };
        self.block(&key).cloned()
    }
}

/// What is common to all sessions of a trial: words count ten sessions, shares twice as many.
pub fn worth(key: &Key) -> f64 {
    if matches!(key, Key::Share { .. }) { 20.0 } else { 10.0 }
}

pub fn study<'p>(problem: &'p Problem, sessions: &[Counted], settings: Settings) -> Study<'p> {
    let mut study = Study::new(settings);
    study.add(problem, sessions, &worth);
    study
}

/// A truth around the guide: each distribution drawn with the written one as so many sessions; of a wrong author the likelihoods are
/// those of other causes.
pub fn truth(problem: &Problem, seed: u64, is_fair: bool) -> Problem {
    let mut chance = Chance::new(seed, 1);
    let plain = study(problem, &[], Settings::default());
    let strength = if is_fair { 10.0 } else { 3.0 };
    let numbers = plain.keys.iter().zip(&plain.blocks).map(|(key, block)| match key {
        Key::Share { .. } if is_fair => around(&mut chance, &block.written, 2.0 * strength),
        Key::Share { .. } => {
            let mut known = block.written[..block.written.len() - 1].to_vec();
            for at in (1..known.len()).rev() {
                let other = (chance.bits() % (at as u64 + 1)) as usize;
                known.swap(at, other);
            }
            let sum: f64 = known.iter().sum();
            let shares: Vec<f64> = known.iter().map(|one| one / sum).collect();
            let drawn = around(&mut chance, &shares, 20.0);
            let all: Vec<f64> = drawn.iter().map(|one| (0.95 * one).max(2e-3)).chain([0.05]).collect();
            let sum: f64 = all.iter().sum();
            all.into_iter().map(|one| one / sum).collect()
        }
        Key::ByItself { .. } => block.written.clone(),
        _ => around(&mut chance, &block.written, strength),
    });
    let numbers = numbers.collect();
    with_numbers(problem, &Given { study: &plain, numbers })
}

pub fn planned(problem: &Problem) -> Plan {
    plan(problem, &Evidence::default(), &Options { entries: false, ..Options::default() })
}

/// Counted sessions of a guide that is followed by readers of the truth.
pub fn rows(problem: &Problem, truth: &Problem, habits: &Habits, sessions: usize, seed: u64) -> Vec<Row> {
    let plan = planned(problem);
    rows_by(problem, &plan, truth, habits, sessions, seed)
}

pub fn rows_by(
    problem: &Problem,
    plan: &Plan,
    truth: &Problem,
    habits: &Habits,
    sessions: usize,
    seed: u64,
) -> Vec<Row> {
    let world = World { guide: "trial.trial", kb: &"0".repeat(32), problem, plan, truth };
    let log = simulate(&world, habits, sessions, seed).expect("sessions");
    let mut counter = Counter::default();
    log.lines().for_each(|line| counter.line(&Line::read(line).expect("a line")));
    counter.rows()
}

pub fn stories(problem: &Problem, rows: &[Row]) -> Vec<Counted> {
    let gathered = gather(rows.iter(), &Vocabulary::new(problem));
    assert!(gathered.unknown.is_empty(), "{:?}", gathered.unknown);
    gathered.stories
}

/// A learned guide.
pub fn learned_problem(problem: &Problem, study: &Study<'_>, learned: &Learned) -> Problem {
    let numbers = learned.estimate.ascent.numbers.clone();
    with_numbers(problem, &Given { study, numbers })
}

/// The numbers that a learned guide and its truth differ in: learned, true, and the interval.
pub fn errors(problem: &Problem, learned: &Learned, truth: &Problem) -> Vec<(What, f64, f64, f64, Interval)> {
    let plain = study(truth, &[], Settings::default());
    let tables = Tables::new(truth);
    let true_of = |number: &What| -> f64 {
        match number {
            What::Likelihood(cause) => {
                let column = problem.hypotheses().position(|id| problem.causes[id.0].name == *cause);
                tables.prior[column.expect("a cause")]
            }
            What::Other(_) => tables.prior[tables.prior.len() - 1],
            What::Fixes(remedy, cause) => {
                let key = Key::Fixes { remedy: remedy.clone(), cause: cause.clone() };
                plain.blocks[plain.block(&key).expect("what helps") as usize].written[0]
            }
            What::Outcome { step, of, outcome } => {
                let at = plain
                    .keys
                    .iter()
                    .position(|key| matches!(key, Key::Row { step: one, of: cause, .. } if one == step && cause == of));
                let at = at.expect("a row");
                let Key::Row { outcomes, .. } = &plain.keys[at] else { unreachable!("a row") };
                plain.blocks[at].written[outcomes.iter().position(|one| one == outcome).expect("an outcome")]
            }
        }
    };
    learned
        .numbers
        .iter()
        .map(|number| {
            let share = learned.estimate.ascent.numbers[number.draw.block as usize][number.draw.place as usize];
            let sure = learned.estimate.certainty.as_ref().expect("a peak");
            let interval = kbc::learning::estimate::interval(share, sure.size(number.draw));
            (number.what.clone(), share, true_of(&number.what), number.known, interval)
        })
        .collect()
}

/// What following a guide's plan costs above the best plan.
pub fn regret(guide: &Problem, truth: &Problem) -> f64 {
    let best = planned(truth).entry().expected_cost;
    cost_of_following(truth, &planned(guide)) - best
}
