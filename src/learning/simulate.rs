//! Sessions to try learning on: readers of a guide whose causes and answers are those of a truth.
//!
//! In: the guide and its plan, the truth as another problem of the same items, how many sessions, and a seed. Out: a log. Each session
//! has random numbers of its own, made of the seed and its place, so the log is the same on any machine and with any number of threads.
//!
//! Who comes in by which symptom, and with which cause, is drawn with the weights that the engine gives to both together, so that a
//! guide that is its own truth is right about its readers. A step off the plan is done before the one that the plan has next, and
//! what is known of it by then is not asked again.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::reasoning::{
    CheckId, CheckKind, Doing, Evidence, Plan, Problem, Progress, Readers, RemedyId, Risk, Step, SymptomId,
};

use super::line::{Line, VERSION, on_grid};
use super::vocabulary::{Ending, Story, Vocabulary};

/// How the readers behave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Habits {
    /// The chance that another step is done before the one of the plan.
    pub off_plan: f64,
    /// The chance that a step cannot be told or done.
    pub cannot: f64,
    /// The chance to leave, at each step.
    pub leave: f64,
    /// The chance that a trouble ends by itself while a remedy is tried.
    pub by_itself: f64,
    /// The chance that support finds the cause of what was handed over.
    pub found: f64,
    /// The chance that who is helped leaves and does not say so.
    pub silent: f64,
}

impl Default for Habits {
    fn default() -> Self {
        Self { off_plan: 0.0, cannot: 0.0, leave: 0.0, by_itself: 0.0, found: 0.0, silent: 0.0 }
    }
}

/// A guide with the truth about it.
pub struct World<'w> {
    /// The guide.
    pub guide: &'w str,
    /// The digest of its model.
    pub kb: &'w str,
    /// As it is written.
    pub problem: &'w Problem,
    /// Its plan.
    pub plan: &'w Plan,
    /// As it is.
    pub truth: &'w Problem,
}

/// Sessions that are made together.
const TOGETHER: usize = 4_096;
/// No session has more steps.
const MOST_STEPS: usize = 400;

/// Random numbers: `SplitMix64` (Steele, Lea & Flood 2014).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// For one purpose of one seed.
    #[must_use]
    pub fn new(seed: u64, purpose: u64) -> Self {
        let mut mixed = Self(seed);
        let first = mixed.bits();
        Self(first ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 up to 1.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something of this chance happens. What is certain or impossible takes no random number.
    pub fn happens(&mut self, chance: f64) -> bool {
        chance > 0.0 && self.unit() < chance
    }

    /// A place, as likely as its weight is heavy; the last for no weights at all.
    pub fn place(&mut self, weights: impl Iterator<Item = f64> + Clone) -> usize {
        let sum: f64 = weights.clone().sum();
        let mut left = self.unit() * sum;
        let mut last = 0;
        for (at, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = at;
                if left < weight {
                    return at;
                }
            }
            left -= weight;
        }
        last
    }

    /// A standard normal deviate (Box & Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.unit(), self.unit());
        (-2.0 * u.ln()).sqrt() * (2.0 * std::f64::consts::PI * v).cos()
    }
}

/// The guide's own ids in those of the truth.
struct Bridge {
    checks: Vec<Option<(CheckId, Vec<Option<usize>>)>>,
    remedies: Vec<Option<(RemedyId, Vec<Option<usize>>)>>,
    /// By column of the truth that of the guide.
    columns: Vec<usize>,
    /// Ways to come in: the symptom in the guide, and the place of the node.
    entries: Vec<(Vec<SymptomId>, usize)>,
    beginnings: Vec<Evidence>,
}

impl Bridge {
    fn new(world: &World<'_>) -> Result<Self, String> {
        let (own, truth) = (world.problem, world.truth);
        let outcomes = |own: &[crate::reasoning::Outcome], other: &[crate::reasoning::Outcome]| {
            let named = |outcome: &crate::reasoning::Outcome| other.iter().position(|one| one.name == outcome.name);
            own.iter().map(named).collect::<Vec<_>>()
        };
        let checks = own.checks.iter().map(|check| {
            let at = truth.checks.iter().position(|one| one.name == check.name && same_kind(one.kind, check.kind))?;
            Some((CheckId(at), outcomes(&check.outcomes, &truth.checks[at].outcomes)))
        });
        let remedies = own.remedies.iter().map(|remedy| {
            let at = truth.remedies.iter().position(|one| one.name == remedy.name)?;
            let ways = if remedy.outcomes.is_empty() {
                vec![Some(0)]
            } else {
                outcomes(&remedy.outcomes, &truth.remedies[at].outcomes)
            };
            Some((RemedyId(at), ways))
        });
        let unknown = own.hypotheses().count();
        let names: Vec<&str> = own.hypotheses().map(|cause| own.causes[cause.0].name.as_str()).collect();
        // A cause that only the truth knows is an unknown one to the guide.
        let columns = truth
            .hypotheses()
            .map(|cause| names.iter().position(|name| *name == truth.causes[cause.0].name).unwrap_or(unknown));
        let mut bridge = Bridge {
            checks: checks.collect(),
            remedies: remedies.collect(),
            columns: columns.chain([unknown]).collect(),
            entries: Vec::new(),
            beginnings: Vec::new(),
        };
        let named: Vec<_> = world.plan.flow.entries.iter().filter(|entry| entry.symptom.is_some()).collect();
        for entry in if named.len() > 1 { named } else { vec![world.plan.entry()] } {
            let observed = match entry.symptom {
                None => Vec::new(),
                Some(symptom) => {
                    let name = &own.symptoms[symptom.0].name;
                    let at = truth.symptoms.iter().position(|one| one.name == *name);
                    vec![SymptomId(at.ok_or_else(|| format!("the truth knows no symptom `{name}`"))?)]
                }
            };
            bridge.entries.push((entry.symptom.into_iter().collect(), entry.node));
            bridge.beginnings.push(Evidence { observed, ..Evidence::default() });
        }
        Ok(bridge)
    }
}

fn same_kind(a: CheckKind, b: CheckKind) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

/// Makes sessions, each a line that ends with a line break.
///
/// # Errors
/// Where the truth is none about this guide.
pub fn simulate(world: &World<'_>, habits: &Habits, sessions: usize, seed: u64) -> Result<String, String> {
    let bridge = Bridge::new(world)?;
    let vocabulary = Vocabulary::new(world.problem);
    let first = Readers::new(world.truth, &bridge.beginnings);
    let weight = |at: usize| first.weights(at).iter().sum::<f64>();
    if (0..bridge.beginnings.len()).map(weight).sum::<f64>() <= 0.0 {
        return Err("no cause of the truth can bring anybody to this guide".to_owned());
    }
    let starts: Vec<usize> = (0..sessions).step_by(TOGETHER).collect();
    let made = starts.into_par_iter().map(|from| {
        let readers = Readers::new(world.truth, &bridge.beginnings);
        let mut text = String::new();
        for place in from..sessions.min(from + TOGETHER) {
            let mut session = Session::new(world, &bridge, &readers, habits, Chance::new(seed, place as u64));
            let ending = session.run(&vocabulary);
            text.push_str(&session.line(&vocabulary, ending));
            text.push('\n');
        }
        text
    });
    Ok(made.collect::<Vec<_>>().concat())
}

struct Session<'s, 'w> {
    world: &'s World<'w>,
    bridge: &'s Bridge,
    readers: &'s Readers<'w>,
    habits: &'s Habits,
    chance: Chance,
    reader: Progress,
    /// The cause, as the truth has it.
    column: usize,
    node: usize,
    story: Story,
    /// What became of each check that was answered, and of each remedy that failed last.
    done: BTreeMap<Step, usize>,
    tries: BTreeMap<RemedyId, usize>,
    steps: Vec<(String, String, u32)>,
}

/// How it is told that a reader left with a step before them.
fn left(step: Step, vocabulary: &Vocabulary) -> String {
    match step {
        Step::Remedy(_) => format!("left-after:{}", vocabulary.names().step(step)),
        Step::Check(_) => "left".to_owned(),
    }
}

/// What becomes of a step.
enum Met {
    Outcome(usize),
    Cannot,
    Helped,
}

impl<'s, 'w> Session<'s, 'w> {
    fn new(
        world: &'s World<'w>,
        bridge: &'s Bridge,
        readers: &'s Readers<'w>,
        habits: &'s Habits,
        mut chance: Chance,
    ) -> Self {
        let all = (0..bridge.beginnings.len()).flat_map(|at| readers.weights(at).iter().copied());
        let place = chance.place(all);
        let width = readers.weights(0).len();
        let (entry, column) = (place / width, place % width);
        let story = Story {
            came: bridge.entries[entry].0.clone(),
            answers: Vec::new(),
            failed: Vec::new(),
            untold: Vec::new(),
            ending: Ending::Else,
            cause: None,
        };
        Session {
            world,
            bridge,
            readers,
            habits,
            chance,
            reader: readers.begin(entry),
            column,
            node: bridge.entries[entry].1,
            story,
            done: BTreeMap::new(),
            tries: BTreeMap::new(),
            steps: Vec::new(),
        }
    }

    /// Follows the plan to an end; says which.
    fn run(&mut self, vocabulary: &Vocabulary) -> String {
        for _ in 0..MOST_STEPS {
            let node = &self.world.plan.flow.nodes[self.node];
            let Doing::Step(step, copy) = node.doing else { return self.end(node.doing, vocabulary) };
            if self.chance.happens(self.habits.leave) {
                return left(step, vocabulary);
            }
            if self.chance.happens(self.habits.off_plan)
                && let Some(other) = self.off_plan(step)
            {
                if let Met::Helped = self.meet(vocabulary, other, 0) {
                    return self.solved(other, vocabulary);
                }
                continue;
            }
            let known = match step {
                Step::Check(_) => self.done.get(&step).copied(),
                Step::Remedy(remedy) if self.tries.get(&remedy).is_some_and(|tries| *tries > copy) => {
                    self.done.get(&step).copied()
                }
                Step::Remedy(_) => None,
            };
            let met = match known {
                Some(outcome) => Met::Outcome(outcome),
                None if self.story.untold.contains(&step) => Met::Cannot,
                None => self.meet(vocabulary, step, copy),
            };
            match met {
                Met::Helped => return self.solved(step, vocabulary),
                Met::Outcome(outcome) => self.node = node.next[outcome.min(node.next.len() - 1)],
                Met::Cannot => match node.fallback {
                    Some(next) => self.node = next,
                    None => {
                        let escalation = self.world.problem.policy.escalation;
                        return self.end(Doing::Escalate(escalation), vocabulary);
                    }
                },
            }
        }
        "left".to_owned()
    }

    fn solved(&mut self, step: Step, vocabulary: &Vocabulary) -> String {
        let Step::Remedy(remedy) = step else { return "solved".to_owned() };
        if self.chance.happens(self.habits.silent) {
            self.steps.pop();
            return left(step, vocabulary);
        }
        self.story.ending = Ending::SolvedBy(remedy);
        vocabulary.solved_by(remedy)
    }

    fn end(&mut self, doing: Doing, vocabulary: &Vocabulary) -> String {
        match doing {
            Doing::Escalate(to) => {
                if self.chance.happens(self.habits.found) {
                    self.story.cause = Some(self.bridge.columns[self.column]);
                }
                vocabulary.handed_over(to)
            }
            Doing::Contradiction(_) => "contradiction".to_owned(),
            Doing::Guide(to) => vocabulary.goes_on(to),
            Doing::Solved | Doing::Step(..) => "solved".to_owned(),
        }
    }

    /// A step that may be done at any time and was not: safe, and bound to nothing.
    fn off_plan(&mut self, but: Step) -> Option<Step> {
        let problem = self.world.problem;
        let checks = problem.checks.iter().enumerate().filter(|(_, check)| {
            matches!(check.kind, CheckKind::Test | CheckKind::Fact)
                && check.risk == Risk::Safe
                && check.when.is_none()
                && check.after.is_empty()
        });
        let remedies = problem.remedies.iter().enumerate().filter(|(_, remedy)| {
            remedy.risk == Risk::Safe && remedy.when.is_none() && remedy.after.is_empty() && !remedy.fixes.is_empty()
        });
        let steps = checks.map(|(at, _)| Step::Check(CheckId(at)));
        let steps = steps.chain(remedies.map(|(at, _)| Step::Remedy(RemedyId(at))));
        let is_open = |step: &Step| {
            *step != but
                && !self.done.contains_key(step)
                && !self.story.untold.contains(step)
                && self.truly(*step).is_some()
        };
        let open: Vec<Step> = steps.filter(is_open).collect();
        if open.is_empty() {
            return None;
        }
        let place = self.chance.place(open.iter().map(|_| 1.0));
        Some(open[place])
    }

    /// A step in the ids of the truth, with those of its outcomes.
    fn truly(&self, step: Step) -> Option<(Step, &'s [Option<usize>])> {
        match step {
            Step::Check(check) => {
                let (id, outcomes) = self.bridge.checks[check.0].as_ref()?;
                Some((Step::Check(*id), outcomes))
            }
            Step::Remedy(remedy) => {
                let (id, ways) = self.bridge.remedies[remedy.0].as_ref()?;
                Some((Step::Remedy(*id), ways))
            }
        }
    }

    fn meet(&mut self, vocabulary: &Vocabulary, step: Step, copy: usize) -> Met {
        let met = self.outcome(step, copy);
        let result = match met {
            Met::Helped => "solved".to_owned(),
            Met::Cannot => vocabulary.result(step, None),
            Met::Outcome(outcome) => vocabulary.result(step, Some(outcome)),
        };
        let seconds = self.seconds(step);
        self.steps.push((vocabulary.names().step(step).to_owned(), result, seconds));
        match (&met, step) {
            (Met::Cannot, _) => self.story.untold.push(step),
            (Met::Outcome(outcome), Step::Check(check)) => {
                self.story.answers.push((check, *outcome));
                self.done.insert(step, *outcome);
            }
            (Met::Outcome(way), Step::Remedy(remedy)) => {
                let tells_apart = !self.world.problem.remedies[remedy.0].outcomes.is_empty();
                self.story.failed.push((remedy, tells_apart.then_some(*way)));
                *self.tries.entry(remedy).or_default() += 1;
                self.done.insert(step, *way);
                // What a remedy renews may be asked again.
                for check in &self.world.problem.remedies[remedy.0].renews {
                    self.done.remove(&Step::Check(*check));
                }
            }
            (Met::Helped, _) => {}
        }
        met
    }

    fn outcome(&mut self, step: Step, copy: usize) -> Met {
        if self.chance.happens(self.habits.cannot) {
            return Met::Cannot;
        }
        let Some((truly, outcomes)) = self.truly(step) else { return Met::Cannot };
        let copies = match truly {
            Step::Check(_) => 1,
            Step::Remedy(remedy) => self.world.truth.remedies[remedy.0].retry.max(1),
        };
        let copy = copy.min(copies - 1);
        let chances = self.readers.chances(&self.reader, truly, copy, self.column);
        let sum: f64 = chances.iter().sum();
        let is_remedy = matches!(step, Step::Remedy(_));
        if is_remedy {
            let helps = self.chance.unit() >= sum;
            // What only prepares helps nobody by itself.
            let may = matches!(truly, Step::Remedy(remedy) if !self.world.truth.remedies[remedy.0].fixes.is_empty());
            if sum > 0.0 && (helps && sum < 1.0 || may && self.chance.happens(self.habits.by_itself)) {
                return Met::Helped;
            }
        }
        if sum <= 0.0 {
            return Met::Cannot;
        }
        let place = self.chance.place(chances.iter().copied());
        self.readers.goes_on(&mut self.reader, truly, copy, place);
        match outcomes.iter().position(|outcome| *outcome == Some(place)) {
            Some(outcome) => Met::Outcome(outcome),
            None => Met::Cannot,
        }
    }

    /// What a step takes: as written, for some half or twice as long.
    fn seconds(&mut self, step: Step) -> u32 {
        let minutes = match step {
            Step::Check(check) => {
                let check = &self.world.problem.checks[check.0];
                check.takes + check.waits
            }
            Step::Remedy(remedy) => {
                let remedy = &self.world.problem.remedies[remedy.0];
                remedy.takes + remedy.waits + remedy.verify
            }
        };
        let factor = [0.5, 0.7, 1.0, 1.4, 2.0][self.chance.place([1.0; 5].into_iter())];
        on_grid(60.0 * minutes * factor)
    }

    fn line(mut self, vocabulary: &Vocabulary, ending: String) -> String {
        self.story.sort();
        let told = vocabulary.tell(self.world.problem, &self.story, ending);
        let seconds: u32 = self.steps.iter().map(|(_, _, seconds)| seconds).sum();
        let month = 1 + self.chance.bits() % 12;
        let line = Line {
            kbc: VERSION,
            session_id: format!("{:016x}", self.chance.bits()).into(),
            seq: self.steps.len() as u32,
            guide: self.world.guide.into(),
            kb: self.world.kb.into(),
            month: format!("2026-{month:02}").into(),
            via: "page".into(),
            lang: Some("en".into()),
            pattern: told.pattern.into(),
            ending: told.ending.into(),
            cause: told.cause.map(Into::into),
            minutes: f64::from(seconds / 6) / 10.0,
            steps: self
                .steps
                .into_iter()
                .map(|(step, result, seconds)| (step.into(), result.into(), seconds))
                .collect(),
        };
        serde_json::to_string(&line).expect("lines hold texts and finite numbers only")
    }
}
