//! One session: a reader follows the plan, and meets what the truth has for their causes.

use std::collections::BTreeMap;

use crate::reasoning::{CheckId, CheckKind, Doing, Progress, Readers, RemedyId, Risk, Step};

use super::super::line::{Line, VERSION, on_grid};
use super::super::vocabulary::{Ending, Story, Vocabulary};
use super::{Bridge, Chance, Habits, World};

/// No session has more steps.
const MOST_STEPS: usize = 400;

/// A reader on their way.
pub(super) struct Session<'s, 'w> {
    world: &'s World<'w>,
    bridge: &'s Bridge,
    readers: &'s Readers<'w>,
    habits: &'s Habits,
    chance: Chance,
    reader: Progress,
    /// The causes that are still there, as the truth has them.
    columns: Vec<usize>,
    /// Those that support found, as the guide has them.
    found: Vec<usize>,
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
    pub(super) fn new(
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
        let mut columns = vec![column];
        if chance.happens(habits.two_causes) {
            let second = chance.place(readers.weights(entry).iter().copied());
            columns.extend((second != column).then_some(second));
        }
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
            columns,
            found: Vec::new(),
            node: bridge.entries[entry].1,
            story,
            done: BTreeMap::new(),
            tries: BTreeMap::new(),
            steps: Vec::new(),
        }
    }

    /// Follows the plan to an end; says which.
    pub(super) fn run(&mut self, vocabulary: &Vocabulary) -> String {
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
                    self.found = self.columns.iter().map(|column| self.bridge.columns[*column]).collect();
                    self.found.sort_unstable();
                    self.found.dedup();
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
        if matches!(step, Step::Remedy(_)) && self.is_helped(truly, copy) {
            return Met::Helped;
        }
        let speaking = self.speaking();
        let chances = self.readers.chances(&self.reader, truly, copy, speaking);
        if chances.iter().sum::<f64>() <= 0.0 {
            return Met::Cannot;
        }
        let place = self.chance.place(chances.iter().copied());
        self.readers.goes_on(&mut self.reader, truly, copy, place);
        match outcomes.iter().position(|outcome| *outcome == Some(place)) {
            Some(outcome) => Met::Outcome(outcome),
            None => Met::Cannot,
        }
    }

    /// The cause that an answer comes of: any of those that are still there.
    fn speaking(&mut self) -> usize {
        match self.columns[..] {
            [one] => one,
            _ => self.columns[self.chance.place(self.columns.iter().map(|_| 1.0))],
        }
    }

    /// Tries a remedy against each cause that is still there; says whether the trouble is over.
    fn is_helped(&mut self, remedy: Step, copy: usize) -> bool {
        let mut left = Vec::new();
        let mut is_open = false;
        for &column in &self.columns {
            let sum: f64 = self.readers.chances(&self.reader, remedy, copy, column).iter().sum();
            let helps = self.chance.unit() >= sum;
            is_open |= sum > 0.0;
            if !(sum > 0.0 && helps && sum < 1.0) {
                left.push(column);
            }
        }
        if !is_open {
            return false;
        }
        // What only prepares helps nobody by itself.
        let may = matches!(remedy, Step::Remedy(remedy) if !self.world.truth.remedies[remedy.0].fixes.is_empty());
        if left.is_empty() || may && self.chance.happens(self.habits.by_itself) {
            return true;
        }
        self.columns = left;
        false
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

    pub(super) fn line(mut self, vocabulary: &Vocabulary, ending: String) -> String {
        self.story.sort();
        let told = vocabulary.tell(self.world.problem, &self.story, ending);
        let found: Vec<&str> = self.found.iter().map(|column| vocabulary.names().column(*column)).collect();
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
            cause: (!found.is_empty()).then(|| found.join("+").into()),
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
